"""Where a value stands in its service, and what else is written there that a change would bring back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deploylint.model.compose.unicity import UNIQUE, distinct
from deploylint.model.graph import Graph
from deploylint.model.resolved import Entry, Mapping, Origin, Scalar, Sequence, Value
from deploylint.rewrite.refusal import Refused
from deploylint.source.text import Source
from deploylint.syntax import tree, yaml_tree

ITEM = "[]"

Path = tuple[str, ...]


def section_entry(node: Any, graph: Graph) -> tuple[Path, Entry] | None:
    """The service or top-level definition that a node belongs to: its path, and its entry in the document."""
    service = node if node.kind == "service" else getattr(node, "service", None)
    project = getattr(service or node, "project", None)
    root = graph.documents.get(project.id) if project else None
    if not isinstance(root, Mapping):
        return None
    section = "services" if service else _SECTIONS.get(node.kind, "")
    entry = root.entries.get(section)
    below = entry.value if entry is not None else None
    name = service.name if service else getattr(node, "name", "")
    found = below.entries.get(name) if isinstance(below, Mapping) else None
    return None if found is None else ((section, name), found)


def services(graph: Graph) -> Iterator[Entry]:
    """The entries of all services of all projects."""
    for root in graph.documents.values():
        entry = root.entries.get("services")
        if entry is not None and isinstance(entry.value, Mapping):
            yield from entry.value.entries.values()


def path_to(root: Value, thing: object) -> Path | None:
    """The keys and `[]` from a value to an entry or value below it."""
    waiting: list[tuple[Value, Path]] = [(root, ())]
    while waiting:
        value, path = waiting.pop()
        if value is thing:
            return path
        if isinstance(value, Sequence):
            waiting += [(item, (*path, ITEM)) for item in value.items]
        elif isinstance(value, Mapping):
            for name, entry in value.entries.items():
                if entry is thing:
                    return (*path, name)
                waiting.append((entry.value, (*path, name)))
    return None


def check_last(node: Any, origin: Origin, graph: Graph) -> None:
    """Refuse to take out or rename what is written in a further place, which would count then."""
    entry = origin.entry
    if entry is not None and len(entry.layers) > 1:
        raise Refused(_again(entry.source, entry.layers[-2][0]))
    doubles = list(_doubles(node, origin, graph))
    if doubles:
        raise Refused(_again(_source(origin), doubles[0]))


def check_item(node: Any, origin: Origin, graph: Graph, text: str) -> None:
    """Refuse to give an item of a list a text by which it is no longer the same thing as one in an earlier file."""
    if not isinstance(origin.container, Sequence) or not isinstance(origin.value, Scalar):
        return
    doubles = list(_doubles(node, origin, graph))
    if doubles and not _same(_rule(node, origin.container, graph), origin.value, as_text(origin.value, text)):
        raise Refused(_again(_source(origin), doubles[0]))


def replaces(path: Path, old: Value, new: Value) -> bool:
    """Does an item that a later file adds to the list at a path take the place of another one?"""
    return _same(_rule_at(path), old, new)


def as_text(item: Scalar, text: str) -> Scalar:
    """A resolved text in the place of another."""
    return _literal(item.source, item.node, text)


def alias_of(container: object, item: Value) -> tuple[Source, tree.Alias] | None:
    """The alias that stands in a list for one of its items."""
    if not isinstance(container, Sequence):
        return None
    own = item.node if isinstance(item, Scalar) else item.layers[-1][1]
    for source, layer in container.layers:
        for other in layer.items if isinstance(layer, tree.Sequence) else ():
            if isinstance(other, tree.Alias) and _target(other) is own:
                return source, other
    return None


def list_of(node: Any, item: Mapping, graph: Graph) -> Sequence | None:
    """The list of which a mapping is an item."""
    found = section_entry(node, graph)
    path = path_to(found[1].value, item) if found is not None else None
    if found is None or not path or path[-1] != ITEM:
        return None
    value: Value = found[1].value
    for name in path[:-1]:
        if not isinstance(value, Mapping):
            return None
        value = value.entries[name].value
    return value if isinstance(value, Sequence) else None


def _again(own: Source, other: Source) -> str:
    if own.path == other.path:
        return "another place in the file sets it, too"
    return "an earlier file sets it, too"


def _source(origin: Origin) -> Source:
    return origin.value.source if isinstance(origin.value, Scalar) else origin.source


def _doubles(node: Any, origin: Origin, graph: Graph) -> Iterator[Source]:
    """The files of what Compose knows for the same thing as an item of a list, and which the item took the place of."""
    container, item = origin.container, origin.value
    if isinstance(container, Mapping):
        container, item = list_of(node, container, graph), container
    elif container is None and isinstance(item, Mapping):
        container = list_of(node, item, graph)
    if not isinstance(container, Sequence) or item is None:
        return
    rule = _rule(node, container, graph)
    if not rule:
        return
    own = item.node if isinstance(item, Scalar) else item.layers[-1][1]
    for source, layer in container.layers:
        for other in map(_target, layer.items if isinstance(layer, tree.Sequence) else ()):
            if (other.start, source.path) != (own.start, _path_of(item)) and (
                _alike(own, other) or _same(rule, item, _plain(source, other))
            ):
                yield source


def _alike(first: tree.Node, second: tree.Node) -> bool:
    """Are two scalars written with the same text, references included?"""
    return isinstance(first, tree.Scalar) and isinstance(second, tree.Scalar) and first.value == second.value


def _target(node: tree.Node) -> tree.Node:
    """The node behind aliases."""
    while isinstance(node, tree.Alias) and node.target is not None:
        node = node.target
    return node


def _path_of(item: Value) -> str:
    return item.source.path if isinstance(item, Scalar) else item.layers[-1][0].path


def _rule(node: Any, container: Sequence, graph: Graph) -> str:
    """By what Compose knows two items of a list for the same thing; empty when it keeps both."""
    found = section_entry(node, graph)
    path = path_to(found[1].value, container) if found is not None else None
    return "" if found is None or path is None else _rule_at((*found[0], *path))


def _rule_at(path: Path) -> str:
    step = UNIQUE
    for name in path:
        below = step.to(name)
        if below is None:
            return ""
        step = below
    return step.rule


def _same(rule: str, first: Value, second: Value) -> bool:
    """Does Compose know two items of a list for the same thing?"""
    return bool(rule) and len(distinct([first, second], rule)) == 1


def _plain(source: Source, node: tree.Node) -> Value:
    """A value as it is written, references not resolved."""
    if isinstance(node, tree.Scalar):
        value = yaml_tree.resolve(node)
        return _literal(source, node, value if isinstance(value, (str, int, float, bool)) else node.value)
    if isinstance(node, tree.Mapping):
        result = Mapping(((source, node),))
        for key, sub in node.items:
            if isinstance(key, tree.Scalar):
                result.entries[key.value] = Entry(source, key, _plain(source, sub), ((source, key, sub),))
        return result
    return Sequence(((source, node),))


def _literal(source: Source, node: tree.Scalar, value: str | float | bool) -> Scalar:
    scalar = Scalar(source, node)
    scalar.value = value
    return scalar


_SECTIONS = {"volume": "volumes", "network": "networks", "compose_secret": "secrets", "config": "configs"}
