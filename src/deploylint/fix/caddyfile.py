"""Which statements and words of Caddyfiles an operation may change."""

from __future__ import annotations

from collections import Counter
from typing import Any

from deploylint.findings import Operation
from deploylint.fix.paths import ITEM, Index, Named, Path, leaves, listed
from deploylint.model.graph import Graph
from deploylint.model.resolved import Entry, Mapping, Origin, Scalar
from deploylint.model.resolved import Sequence as Items
from deploylint.rewrite.origin import origin_of

_FORM = ("insert", "quote")
_LINES = ("directives", "children", "options")
_STATEMENTS = ("site", "route", "snippet", "matcher", "caddy_directive")

OPTIONS = "options"
"""The key of the global options in a Caddyfile's document."""


def named(operation: Operation, graph: Graph, index: Index) -> Named:
    """What an operation on a Caddyfile names."""
    node: Any = operation.node
    if operation.verb in _FORM:
        return Named(Counter())
    if node.kind == "defect":
        return Named(Counter(), _around(node, graph, index))
    if node.kind == "env_ref":
        return reference(node, graph, index)
    new_word = operation.field == "matcher" and operation.field not in node.origins
    if operation.verb == "add" or new_word:
        return _added(operation, index)
    whole = not operation.field or (operation.field == "name" and operation.verb == "rename")
    if whole and node.kind in _STATEMENTS:
        return _statement(operation, index)
    origin = origin_of(operation) or node.origins.get(operation.field) or node.header
    found = _word(origin, index)
    if operation.field == "matcher" and operation.verb == "set":  # which may become several words
        for path in found.counts:
            found.counts[path] = max(1, len(str(operation.value).split()))
    return found


def _word(origin: Origin, index: Index) -> Named:
    """The line of a word; the name of a site, too, when it is the address that the site is named after."""
    path = index.get(id(origin.container))
    if path is None:
        return Named(Counter())
    words = origin.container
    named_after = len(path) == 3 and isinstance(words, Items) and words.items[:1] == [origin.value]
    return Named(Counter([listed(path)]), (), ((path[:2], ""),) if named_after and not path[2] else ())


def _statement(operation: Operation, index: Index) -> Named:
    """A statement with its block, or its name."""
    node: Any = operation.node
    value, path = node.header.value, _path(node.header, index)
    if value is None or not path:
        return Named(Counter())
    if operation.verb != "rename":
        return Named(leaves(value, index[id(value)]))
    name = str(operation.value)
    if node.kind == "matcher":
        name = f"@{name.removeprefix('@')}"
    counts: Counter[Path] = Counter()
    for use in node.uses if node.kind == "matcher" else ():
        counts += _word(use.origins.get("matcher", use.header), index).counts
    if isinstance(value, Mapping):
        return Named(counts, (), ((path, name),))
    counts.update([(*path, ITEM), (*path[:-1], name, ITEM)])
    return Named(counts)


def _path(header: Origin, index: Index) -> Path:
    """The path of a statement, the item of a list left out; empty when it is not known."""
    path = index.get(id(header.value), ())
    return path[: path.index(ITEM)] if ITEM in path else path


def _added(operation: Operation, index: Index) -> Named:
    """A word on a statement's line, or a line in its block, for which it may get one."""
    node: Any = operation.node
    if node.kind == "file":
        return Named(Counter([(node.id, OPTIONS, _first_word(operation), ITEM)]))
    value = node.header.value
    path = index.get(id(value))
    if path is None:
        return Named(Counter())
    base = _path(node.header, index)
    if operation.field not in _LINES:
        words = len(str(operation.value).split()) if operation.field == "matcher" else 1
        return Named(Counter({path if ITEM in path else (*base, "", ITEM): words}))
    counts = Counter([(*base, _first_word(operation), ITEM)])
    if isinstance(value, Items):  # the line becomes the head of a block
        counts[path] += 1
        counts[*base, "", ITEM] += len(value.items)
    return Named(counts)


def _first_word(operation: Operation) -> str:
    """The name of a new line."""
    return str(operation.item if operation.item is not None else operation.value).partition(" ")[0]


def reference(node: Any, graph: Graph, index: Index) -> Named:
    """The lines of all words that a reference to a variable gives a part."""
    counts: Counter[Path] = Counter()
    moved: tuple[tuple[Path, str], ...] = ()
    for document, root in graph.documents.items():
        if not document.startswith("file:"):
            continue
        waiting: list[Any] = [root]
        while waiting:
            value = waiting.pop()
            if isinstance(value, Mapping):
                waiting += [entry.value for entry in value.entries.values()]
                moved += tuple((index[id(entry)], "") for entry in value.entries.values() if _names(entry, node.header))
                continue
            for item in value.items:
                if isinstance(item, Items):
                    waiting.append(item)
                elif isinstance(item, Scalar) and _comes_from(item, node.header):
                    found = _word(Origin(item.source, 0, 0, item, None, value), index)
                    counts += found.counts
                    moved += found.moved
    return Named(counts, (), moved)


def _names(entry: Entry, reference: Origin) -> bool:
    """Does a reference stand in the first word of a statement?"""
    return entry.source.path == reference.source.path and entry.key.start <= reference.start < entry.key.end


def _comes_from(value: Scalar, reference: Origin) -> bool:
    """Does a reference at a place give a part of a word?"""
    place = reference.source.path, reference.start
    return any((hop.span.source.path, hop.span.start) == place for hop in value.via)


def _around(defect: Any, graph: Graph, index: Index) -> tuple[Path, ...]:
    """The block in which a fault stands; all that comes of the file, when Caddy refuses it."""
    path, start = defect.header.source.path, defect.header.start
    directives: list[Any] = [node for node in graph.kinds.get("caddy_directive", ()) if node.header.source.path == path]
    broken = any(role.path == path and not role.read for role in graph.files)
    before = [node for node in directives if node.header.start <= start]
    if broken or not before:
        files = {node.file.id for node in directives} | {f"file:{path}"}
        return tuple((file,) for file in sorted(files))
    around = _path(max(before, key=lambda node: node.header.start).header, index)[:-1]
    return (around,) if around else ()
