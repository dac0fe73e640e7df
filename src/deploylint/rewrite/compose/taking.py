"""Removing and renaming what is written in a Compose file."""

from __future__ import annotations

from typing import Any

from deploylint.findings import Operation
from deploylint.model.compose.forms import from_item, pairs
from deploylint.model.graph import Graph
from deploylint.model.resolved import Origin, Scalar, Sequence
from deploylint.rewrite.compose import short
from deploylint.rewrite.compose.places import Read, node_of, scalar_of
from deploylint.rewrite.compose.setting import set_part, set_reference
from deploylint.rewrite.compose.standing import alias_of, check_item, check_last, list_of, section_entry, services
from deploylint.rewrite.origin import check_own, check_written_once, long_form, origin_of, user_place
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.removal import removed
from deploylint.rewrite.yaml.scalars import render, replacement
from deploylint.rewrite.yaml.written import Written
from deploylint.source.edit import Edit
from deploylint.source.text import Source
from deploylint.syntax import tree


def remove(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """What a field or node is written as, taken out."""
    node: Any = operation.node
    if operation.field:
        origin = origin_of(operation)
        part = short.removing(node, operation.field, operation.item)
        if part is not None and origin is not None:
            return set_part(operation, origin, part, graph, read)
        if node.kind == "env_ref" and origin is not None:
            return set_reference(operation, origin, short.Part(origin.start, origin.end, ""), read)
        if origin is not None and origin.part and operation.item is None and origin.entry is None:
            raise Refused("it is a part of a value that cannot be left out")
        if node.kind == "file" and origin is not None:
            return _from_file(origin, read)
    elif node.kind in ("image", "env_ref"):
        raise Refused("it is a part of a value that cannot be left out")
    written, found, origin = target(operation, graph, read)
    check_removable(node, origin, graph, written, found)
    return removed(written, found, elsewhere=_defined_elsewhere(node, graph))


def _from_file(origin: Origin, read: Read) -> list[Edit]:
    """A key that each file and document has by itself, as version, taken out of all documents of one file."""
    written = read(origin.source)
    layers = origin.entry.layers if origin.entry is not None else ()
    own = [key for source, key, _ in layers if source.path == origin.source.path]
    return [edit for key in own for edit in removed(written, node_of(written, key))]


def rename(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """Another name: of a key, a list item, or the variable of a reference."""
    node: Any = operation.node
    name = operation.value
    if not isinstance(name, str) or not name:
        raise Refused("the new name is empty")
    origin = origin_of(operation)
    if node.kind == "env_ref":
        place = node.origins.get("name", node.header)
        return set_reference(operation._replace(field="name"), place, short.Part(place.start, place.end, name), read)
    if origin is None:
        raise Refused("it is not written")
    if node.kind == "defect":
        part = _part_of_defect(node, name, read)
        if part is not None:
            return [part]
    if _is_pair(origin):
        _check_free(origin, name)
        return set_part(operation, origin, short.Part(origin.start, origin.end, name), graph, read)
    written, found, origin = target(operation, graph, read)
    held = written.held(found)
    if held is None or not isinstance(held.parent, tree.Mapping):
        if isinstance(found, tree.Scalar):
            check_own(origin.value)
            check_written_once(written, found)
            check_item(node, origin, graph, name)
            return [replacement(written, found, name)]
        raise Refused("it has no name of its own")
    key = held.parent.items[held.at][0]
    if not isinstance(key, tree.Scalar) or written.text[key.start : key.start + 1] in "?&*!":
        raise Refused("its key is not a plain name")
    if any(isinstance(old, tree.Scalar) and old.value == name for old, _ in held.parent.items):
        raise Refused(f"{name} is there already")
    if node.kind != "defect":  # what is wrong with a key is wrong wherever it is deployed
        check_removable(node, origin, graph, written, key)
    shown = render(name, key.style, flow=held.parent.flow, key=True)
    return [Edit(written.source.path, key.content, key.end, shown)]


def _part_of_defect(node: Any, name: str, read: Read) -> Edit | None:
    """The other name in place of a part of a scalar, when a defect is about a part: the key of a `K=V` item."""
    start, end = node.header.start, node.header.end
    written = read(node.header.source)
    around = written.scalar_around(start, end)
    if around is None or (around.content, around.end) == (start, end):
        return None
    held = written.held(around)
    others = held.parent.items if held is not None and isinstance(held.parent, tree.Sequence) else []
    if any(isinstance(other, tree.Scalar) and other.value.partition("=")[0] == name for other in others):
        raise Refused(f"{name} is there already")
    return Edit(written.source.path, start, end, name)


def _is_pair(origin: Origin) -> bool:
    """Is a name a part of an item of a list, such as `K=V`?"""
    in_list = isinstance(origin.container, Sequence) or (origin.entry is not None and from_item(origin.entry))
    return origin.part and isinstance(origin.value, Scalar) and in_list


def _check_free(origin: Origin, name: str) -> None:
    """Refuse a name that another pair of the list has."""
    if not isinstance(origin.container, Scalar):
        for pair in pairs(origin.container):
            if pair.key.text == name and pair.scalar is not origin.value:
                raise Refused(f"{name} is there already")


def check_removable(node: Any, origin: Origin, graph: Graph, written: Written, found: tree.Node) -> None:
    """Refuse to take out what is shared, what came from elsewhere, and what something else would bring back."""
    check_own(origin.value)
    if node.kind == "defect":
        return
    check_written_once(written, found)
    check_last(node, origin, graph)
    held = written.held(found)
    if held is not None and isinstance(held.parent, tree.Mapping):
        key = held.parent.items[held.at][0]
        if isinstance(key, tree.Scalar) and written.merged_again(held.parent, key.value):
            raise Refused("what << merges sets it, too")


def _defined_elsewhere(node: Any, graph: Graph) -> bool:
    """Does another file, or document of the file, define the same service, too?"""
    if node.kind == "defect":
        return any(
            len(entry.layers) > 1 and any(_holds(node.header, source, value) for source, _, value in entry.layers)
            for entry in services(graph)
        )
    found = section_entry(node, graph)
    return found is not None and len(found[1].layers) > 1


def _holds(place: Origin, source: Source, node: tree.Node) -> bool:
    """Does a place stand within a node of a file?"""
    return place.source.path == source.path and node.start <= place.start <= node.end


def target(operation: Operation, graph: Graph, read: Read) -> tuple[Written, tree.Node, Origin]:
    """The node whose pair or item an operation concerns."""
    node: Any = operation.node
    origin = origin_of(operation)
    if origin is None:
        raise Refused("it is not written")
    entry = origin.entry
    item = long_form(node) if not operation.field else None
    if item is not None:
        source, place = alias_of(list_of(node, item, graph), item) or user_place(node, item)
        return read(source), node_of(read(source), place), Origin(source, origin.start, origin.end, item)
    if entry is not None and origin.source is entry.source:
        written = read(entry.source)
        return written, node_of(written, entry.key), origin
    alias = alias_of(origin.container, origin.value) if origin.value is not None else None
    if alias is not None:
        return read(alias[0]), node_of(read(alias[0]), alias[1]), origin
    if isinstance(origin.value, Scalar):
        written = read(origin.value.source)
        scalar = scalar_of(written, origin.value)
        return written, written.item(scalar) if isinstance(origin.container, Sequence) else scalar, origin
    if origin.value is not None and entry is None:
        source, place = user_place(node, origin.value)
        return read(source), node_of(read(source), place), origin
    written = read(origin.source)
    found = written.key_at(origin.start, origin.end) or written.key_from(origin.start)
    if found is None:
        raise Refused("its place in the file is not known")
    return written, found, origin
