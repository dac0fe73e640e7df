"""Removing, renaming, quoting and commenting out what is written in a Compose file."""

from __future__ import annotations

from typing import Any

from deploylint.findings import Operation
from deploylint.model.compose.forms import from_item, pairs
from deploylint.model.graph import Graph
from deploylint.model.resolved import Origin, Scalar, Sequence
from deploylint.rewrite.compose import short
from deploylint.rewrite.compose.adding import prepend
from deploylint.rewrite.compose.places import Read, node_of, scalar_of
from deploylint.rewrite.compose.setting import set_part, set_reference
from deploylint.rewrite.compose.standing import alias_of, check_item, check_last, list_of, section_entry, services
from deploylint.rewrite.lines import after_line, ending, first_on_line, indentation, last_on_line, line_start
from deploylint.rewrite.origin import check_own, check_written_once, long_form, origin_of, user_place
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.removal import removed
from deploylint.rewrite.yaml.scalars import render, replacement
from deploylint.rewrite.yaml.written import Written
from deploylint.source.edit import Edit
from deploylint.source.text import Source
from deploylint.syntax import tree, yaml_tree


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
    elif node.kind in ("image", "env_ref"):
        raise Refused("it is a part of a value that cannot be left out")
    written, found, origin = _target(operation, graph, read)
    _check_removable(node, origin, graph, written, found)
    return removed(written, found, elsewhere=_defined_elsewhere(node, graph))


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
    written, found, origin = _target(operation, graph, read)
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
        _check_removable(node, origin, graph, written, key)
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


def quote(operation: Operation, read: Read) -> list[Edit]:
    """Quotes around a plain scalar, which make its characters its text."""
    origin = origin_of(operation)
    if origin is not None and isinstance(origin.value, Scalar):
        written = read(origin.value.source)
        found = scalar_of(written, origin.value)
    else:
        written, found = _key_of_defect(operation, read)
    if found.style:
        raise Refused("it is quoted already")
    node: Any = operation.node
    if not isinstance(yaml_tree.resolve(found), str) and node.kind != "defect":
        check_own(origin.value if origin is not None else None)
        check_written_once(written, found)
    if found.tag is not None or found.start == found.end:
        raise Refused("it has a tag, or nothing stands there")
    style = "'" if "\\" in found.value or '"' in found.value else '"'
    text = written.text[found.content : found.end]
    shown = render(found.value if "\n" in text or "\r" in text else text, style)
    return [Edit(written.source.path, found.content, found.end, shown)]


def _key_of_defect(operation: Operation, read: Read) -> tuple[Written, tree.Scalar]:
    """The key that a defect is about: it has a place and no value."""
    node: Any = operation.node
    written = read(node.header.source)
    found = written.key_at(node.header.start, node.header.end) if node.kind == "defect" else None
    if not isinstance(found, tree.Scalar):
        raise Refused("it is not a single value")
    return written, found


def comment_out(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """`# ` before each line of a pair or item that has its lines to itself."""
    written, found, origin = _target(operation, graph, read)
    _check_removable(operation.node, origin, graph, written, found)
    edit = removed(written, found)[0]
    held = written.held(found)
    if held is None or held.parent.flow or len(held.parent.items) == 1:
        raise Refused("nothing would be left where it stands")
    text = written.text
    start, end = written.item_start(held.parent, held.at), written.item_end(held.parent, held.at)
    if not first_on_line(text, start) or not last_on_line(text, end) or edit.start > start:
        raise Refused("it shares its line")
    margin = indentation(text, start)
    found_edits: list[Edit] = []
    at = line_start(text, start)
    while at < end:
        if text.startswith(margin, at) and text[at:end].strip():
            found_edits.append(Edit(written.source.path, at + len(margin), at + len(margin), "# "))
        at = after_line(text, at)
    return found_edits


def _check_removable(node: Any, origin: Origin, graph: Graph, written: Written, found: tree.Node) -> None:
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


def insert(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """A comment on a line of its own above a pair or item; any other text becomes the first item of a list."""
    if isinstance(operation.value, str) and not operation.value.startswith("#"):
        return prepend(operation, graph, read)
    written, found, _ = _target(operation, graph, read)
    held = written.held(found)
    if held is None or not isinstance(operation.value, str):
        raise Refused("only a comment can be inserted")
    text = written.text
    start = written.item_start(held.parent, held.at)
    if not first_on_line(text, start) or "\n" in operation.value or "\r" in operation.value:
        raise Refused("it shares its line")
    return [Edit(written.source.path, start, start, operation.value + ending(text, start) + indentation(text, start))]


def _target(operation: Operation, graph: Graph, read: Read) -> tuple[Written, tree.Node, Origin]:
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
