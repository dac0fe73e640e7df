"""The graph: all projects below the anchor in one environment, as typed nodes, and the place of each field."""

from __future__ import annotations

from typing import NamedTuple

from deploylint.model.node import Node
from deploylint.model.resolved import Mapping, Origin
from deploylint.source.defects import Related
from deploylint.source.span import Span
from deploylint.source.text import Source


class FileRole(NamedTuple):
    """A file that was looked at: its kind, the role it plays, the project it belongs to, and whether it could be
    read.
    """

    path: str
    kind: str
    role: str
    project: str
    read: bool = True


class Graph:
    """Nodes by kind, in order of path and offset.

    `open_kinds` names the kinds of which nodes may be missing.  `documents` are the resolved documents by project id.
    `related` holds the further places of a defect node, by its id.
    """

    __slots__ = (
        "defects_by_code",
        "documents",
        "environment",
        "files",
        "kinds",
        "open_kinds",
        "related",
        "sensitive",
        "sources",
    )

    def __init__(self, environment: str = "") -> None:
        self.environment = environment
        self.kinds: dict[str, tuple[Node, ...]] = {}
        self.open_kinds: frozenset[str] = frozenset()
        self.defects_by_code: dict[str, tuple[Node, ...]] = {}
        self.sources: dict[str, Source] = {}
        self.files: list[FileRole] = []
        self.documents: dict[str, Mapping] = {}
        self.related: dict[str, tuple[Related, ...]] = {}
        self.sensitive: dict[str, list[tuple[int, int]]] = {}

    def origin_of(self, node: Node, field: str = "", item: object = None) -> Origin:
        """Where a node, one of its fields, or one item of a list or mapping field is written.

        A field that is written nowhere is located at the node's header, an item that has no place at its field's.
        """
        if not field:
            return node.header
        origin = node.origins.get(field)
        if origin is None:
            return node.header
        if item is not None and origin.items is not None:
            return origin.items.get(item, origin)
        return origin

    def span_of(self, node: Node, field: str = "", item: object = None) -> Span:
        """As origin_of, as a span; a path `edge.field` is followed by the caller."""
        return self.origin_of(node, field, item).span

    def sensitive_spans(self, path: str) -> list[tuple[int, int]]:
        """Offsets of literal secrets in a file, to be masked wherever one of its lines is printed."""
        return self.sensitive.get(path, [])
