"""The builder collects nodes while a graph is made: ids, defects, and lists that become tuples in the end."""

from __future__ import annotations

import posixpath
from typing import Any

from deploylint.model import nodes
from deploylint.model.graph import FileRole, Graph
from deploylint.model.node import Node, OpenList
from deploylint.model.resolved import Origin
from deploylint.model.settings import ModelSettings
from deploylint.source.defects import Defect
from deploylint.source.files import Files
from deploylint.source.span import Span
from deploylint.source.text import Source

MOST_ALIKE = 1000
"""Defects of one kind in one file that are told apart."""


class Builder:
    """State of one build: the graph so far and what is needed to add to it.  One Builder makes one Graph."""

    __slots__ = (
        "_alike",
        "_defects",
        "_ids",
        "_lists",
        "_nodes",
        "all_env_defs",
        "env_defs",
        "file_nodes",
        "files",
        "graph",
        "settings",
    )

    def __init__(self, files: Files, environment: str, settings: ModelSettings) -> None:
        self.files = files
        self.settings = settings
        self.graph = Graph(environment)
        self.file_nodes: dict[str, nodes.File] = {}
        self.env_defs: dict[str, dict[str, nodes.EnvDef]] = {}
        self.all_env_defs: dict[str, list[nodes.EnvDef]] = {}
        self._nodes: dict[str, list[Node]] = {kind: [] for kind in nodes.NULL}
        self._ids: dict[str, int] = {}
        self._lists: dict[tuple[int, str], tuple[Node, list[Any], bool]] = {}
        self._defects: set[tuple[str, str, int, str]] = set()
        self._alike: dict[tuple[str, str], int] = {}

    def name(self, base: str) -> str:
        """The id itself, or with ~2, ~3 … when nodes of that id exist."""
        count = self._ids.get(base, 0) + 1
        self._ids[base] = count
        return base if count == 1 else f"{base}~{count}"

    def add(self, node: Node) -> None:
        """Make the node part of the graph."""
        self._nodes[node.kind].append(node)

    def append(self, node: Node, field: str, item: Any) -> None:
        """Add an item to a list field that is completed by `finish`."""
        key = (id(node), field)
        found = self._lists.get(key)
        if found is None:
            self._lists[key] = (node, [item], False)
        else:
            found[1].append(item)

    def open(self, node: Node, field: str) -> None:
        """Mark a list field as one to which members may be missing."""
        key = (id(node), field)
        _, items, _ = self._lists.get(key, (node, [], True))
        self._lists[key] = (node, items, True)

    def items(self, node: Node, field: str) -> list[Any]:
        """The items of a list field so far."""
        found = self._lists.get((id(node), field))
        return found[1] if found is not None else []

    def is_open(self, node: Node, field: str) -> bool:
        """Has the list been marked open so far?"""
        found = self._lists.get((id(node), field))
        return found is not None and found[2]

    def definition(self, span: Span | None, name: str) -> Any:
        """The node of a definition, by the place of its key; a null node for one outside the files."""
        if span is not None:
            found = self.env_defs.get(span.source.path, {}).get(name)
            if found is not None:
                return found
        return nodes.NULL["env_def"]

    def of_kind(self, kind: str) -> list[Any]:
        """The nodes of a kind so far."""
        return self._nodes[kind]

    def file(self, path: str, source: Source | None, format: str, role: str) -> nodes.File:
        """The file's node, made on first use; the first caller's role stands."""
        node = self.file_nodes.get(path)
        if node is not None:
            return node
        source = source if source is not None else Source(path, "")
        node = nodes.File(f"file:{path}", Origin(source, 0, 0), {})
        node.path = path
        node.dir, _, node.name = path.rpartition("/")
        node.format = format
        node.role = role
        node.version = None
        node.documents = 1
        node.env_defs = node.sites = node.options = ()
        node.caddy = nodes.NULL["caddy"]
        node.project = nodes.NULL["project"]
        self._host_facts(node)
        self.file_nodes[path] = node
        self.graph.sources[path] = source
        self.add(node)
        return node

    def _host_facts(self, node: nodes.File) -> None:
        """Git state and mode; left unknown where nobody can tell.  Compose files are not asked: no rule needs them."""
        if node.format == "compose":
            return
        tracked, ignored = self.files.tracked(node.path), self.files.ignored(node.path)
        if tracked is not None:
            node.tracked = tracked
        if ignored is not None:
            node.ignored = ignored
        stat = self.files.stat(node.path)
        if stat is not None:
            node.mode = stat.mode

    def place(self, path: str) -> str | None:
        """Where a path of the host stands in the tree: by the settings' places, else by its longest trailing part of at
        least two components that exists, the anchor's own name counting as one; None when it is not known to be here.
        """
        for prefix, folder in self.settings.places:
            rest = posixpath.relpath(path, prefix)
            if rest != ".." and not rest.startswith("../"):
                return posixpath.normpath(posixpath.join(folder, rest))
        parts = path.strip("/").split("/")
        for start in range(len(parts) - 1):
            tail = "/".join(parts[start:])
            if self.files.stat(tail) is not None:
                return tail
        for start in range(len(parts) - 1):
            tail = "/".join(parts[start + 1 :])
            if parts[start] == self.settings.anchor_name and self.files.stat(tail) is not None:
                return tail
        return None

    def role(self, path: str, format: str, role: str, project: str, read: bool = True) -> None:
        """Remember what the file is for, for `-v` and JSON."""
        self.graph.files.append(FileRole(path, format, role, project, read))

    def defect(self, defect: Defect, file: nodes.File) -> None:
        """Add a defect as a node, once for each place however many projects read the file."""
        seen = (defect.code, defect.span.source.path, defect.span.start, defect.name)
        if seen in self._defects:
            return
        self._defects.add(seen)
        alike = self._alike[seen[:2]] = self._alike.get(seen[:2], 0) + 1
        if alike > MOST_ALIKE:
            if alike > MOST_ALIKE + 1:
                return
            found = f"more than {MOST_ALIKE:,} mistakes of the kind {defect.code}"
            defect = Defect("input-limit-exceeded", defect.span, defect.code, found, "fewer: the rest is not listed")
        header = Origin(defect.span.source, defect.span.start, defect.span.end)
        node = nodes.Defect(self.name(f"file:{file.path}/defect:{defect.code}/{defect.name}"), header, {})
        node.code, node.name, node.found, node.expected = defect.code, defect.name, defect.found, defect.expected
        node.file, node.dormant = file, defect.dormant
        self.graph.related[node.id] = defect.related
        self.add(node)

    def finish(self) -> Graph:
        """Turn collected lists into tuples, order the nodes, and hand the graph out."""
        for (_, field), (node, items, is_open) in self._lists.items():
            setattr(node, field, OpenList(items) if is_open else tuple(items))
        graph = self.graph
        order = _place
        for kind, members in self._nodes.items():
            members.sort(key=order)
            graph.kinds[kind] = tuple(members)
        by_code: dict[str, list[Node]] = {}
        for node in graph.kinds["defect"]:
            by_code.setdefault(node.code, []).append(node)  # type: ignore[attr-defined]  # the kind is known
        graph.defects_by_code = {code: tuple(members) for code, members in by_code.items()}
        return graph


def _place(node: Node) -> tuple[str, int, str]:
    header = node.header
    return (header.source.path, header.start, node.id)
