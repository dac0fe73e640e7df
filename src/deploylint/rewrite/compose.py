"""Document operations on the fields of Compose nodes: from an Origin to edits of the YAML that a person wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.rewrite import keys, short
from deploylint.rewrite.lines import after_line, ending, first_on_line, indentation, last_on_line, line_start
from deploylint.rewrite.origin import (
    ELSEWHERE,
    check_literal,
    check_removable,
    check_written_once,
    holder,
    hows,
    origin_of,
    user_place,
)
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.addition import Items, New, Pairs, add_item, add_pair
from deploylint.rewrite.yaml.removal import removed
from deploylint.rewrite.yaml.scalars import in_flow, render, replaced, substituted
from deploylint.rewrite.yaml.written import Written
from deploylint.source.edit import Edit
from deploylint.source.text import Source
from deploylint.syntax import tree

Read = Callable[[Source], Written]
"""Gives the file as it is written; parses each file once."""


def edits(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """The edits of one operation on a Compose file."""
    match operation.verb:
        case "set":
            return _set(operation, graph, read)
        case "add":
            return _add(operation, graph, read)
        case "remove":
            return _remove(operation, read)
        case "rename":
            return _rename(operation, read)
        case "quote":
            return _quote(operation, read)
        case "comment-out":
            return _comment_out(operation, read)
        case "insert":
            return _insert(operation, read)
    raise Refused(f"{operation.verb} is not done on Compose files")


def _node(written: Written, node: tree.Node) -> tree.Node:
    found = written.find(node)
    if found is None:
        raise Refused("its place in the file is not known")
    return found


def _scalar(written: Written, value: Scalar) -> tree.Scalar:
    found = _node(written, value.node)
    if not isinstance(found, tree.Scalar):
        raise Refused("its place in the file is not known")
    return found


def _typed(operation: Operation) -> object:
    """The new value; the words true and false and digits of a text where the field holds such."""
    value = operation.value
    if isinstance(value, str) and operation.field in keys.TOGGLES and value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and operation.field in keys.NUMBERS and value.isascii() and value.isdecimal():
        return int(value)
    return value


def _set(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    node: Any = operation.node
    origin = origin_of(operation)
    part = short.setting(node, operation.field, operation.value) if operation.item is None else None
    if part is None and origin is not None and origin.part:
        part = short.Part(origin.start, origin.end, short.text_of(operation.value))
    if part is not None:
        return _set_part(operation, origin if origin is not None else node.header, part, read)
    if origin is None:
        return _create(operation, graph, read)
    if not isinstance(origin.value, Scalar):
        raise Refused("it is not a single value")
    value = origin.value
    written = read(value.source)
    check_literal(value, value.node.content, value.node.end, written)
    found = _scalar(written, value)
    if hows(value) & set(ELSEWHERE) or written.reached(found) > 1:
        return _set_at_user(operation, origin, graph, read, _typed(operation))
    return [_replace(written, found, _typed(operation))]


def _replace(written: Written, found: tree.Scalar, value: object) -> Edit:
    """A scalar replaced whole."""
    shown = render(value, found.style, flow=in_flow(written, found))
    path = written.source.path
    if found.start == found.end or (found.content == found.end and not found.style):
        held = written.held(found)
        if held is None or not isinstance(held.parent, tree.Mapping):
            raise Refused("nothing stands there")
        at = written.pair_end(held.parent, held.index) if found.start == found.end else found.content
        return Edit(path, at, at, " " + shown)
    end = found.end
    while found.style in ("|", ">") and written.text[end - 1 : end] in ("\r", "\n", " ", "\t"):
        end -= 1
    return Edit(path, found.content, end, shown)


def _set_part(operation: Operation, origin: Origin, part: short.Part, read: Read) -> list[Edit]:
    """A part of a scalar replaced, with the whole scalar rewritten when its quotes cannot hold the new text."""
    if not isinstance(origin.value, Scalar):
        return _set_reference(operation, origin, part, read)
    value = origin.value
    written = read(value.source)
    check_literal(value, part.start, part.end, written)
    found = _scalar(written, value)
    if hows(value) & set(ELSEWHERE) or written.reached(found) > 1:
        if origin.entry is None or isinstance(origin.container, Sequence):
            raise Refused("it is shared with other places")
        whole = substituted(written, found, part.start, part.end, part.text)
        return _written_at_user(origin, operation.node, read, whole)
    return [_part_edit(written, found, part)]


def _part_edit(written: Written, found: tree.Scalar, part: short.Part) -> Edit:
    """The smallest edit that changes the part."""
    raw = replaced(written, found, part.start, part.end, part.text)
    small = written.text[found.content : part.start] + part.text + written.text[part.end : found.end]
    if raw == small:
        return Edit(written.source.path, part.start, part.end, part.text)
    return Edit(written.source.path, found.content, found.end, raw)


def _set_reference(operation: Operation, origin: Origin, part: short.Part, read: Read) -> list[Edit]:
    """The name or default of a `${NAME:-default}`, whose node has a place and no value."""
    if getattr(operation.node, "kind", "") != "env_ref":
        raise Refused("its place in the file is not known")
    from deploylint.rewrite.reference import changed

    part = changed(operation, origin, part.text)
    written = read(origin.source)
    found = written.scalar_around(part.start, part.end)
    if found is None:
        raise Refused("it stands in no single value")
    check_written_once(written, found)
    return [_part_edit(written, found, part)]


def _set_at_user(operation: Operation, origin: Origin, graph: Graph, read: Read, value: object) -> list[Edit]:
    del graph
    return _written_at_user(origin, operation.node, read, value)


def _written_at_user(origin: Origin, node: object, read: Read, value: object) -> list[Edit]:
    """A shared value given anew where it is used: over an alias, or as a key that wins over `<<` and extends."""
    entry, container = origin.entry, origin.container
    if entry is None or not isinstance(container, Mapping):
        raise Refused("it is shared with other places")
    source, place = user_place(node, container)
    written = read(source)
    user = _node(written, place)
    check_written_once(written, user)
    if not isinstance(user, tree.Mapping):
        raise Refused("it is shared with other places")
    for key, held in user.items:
        if isinstance(key, tree.Scalar) and key.value == entry.key.value:
            if isinstance(held, tree.Alias) and isinstance(entry.value, Scalar):
                shown = render(value, "", flow=user.flow)
                return [Edit(source.path, held.start, held.end, shown)]
            raise Refused("it is shared through an anchor with other places")
    return add_pair(written, user, entry.key.value, _new(value))


def _new(value: object) -> New:
    if value is None or isinstance(value, (str, int, float, bool, Pairs, Items)):
        return value
    raise Refused("the new value is neither a text nor a number nor a boolean")


def _create(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """A field that is not written: its key below the node's mapping, nested ones as needed."""
    node: Any = operation.node
    where = keys.KEYS.get(node.kind, {}).get(operation.field)
    if where is None:
        raise Refused(f"where {node.kind}.{operation.field} belongs is not known")
    value = _new(_typed(operation))
    if where.shape == "list":
        value = Items((operation.value,))
    elif where.shape == "names":
        value = Pairs(((str(operation.value), None),))
    elif where.shape == "pairs":
        name, text = _pair(operation)
        value = Pairs(((name, text),))
    below = holder(node, graph)
    if isinstance(below, Sequence) or (isinstance(below, Scalar) and (not below.known or below.value is not None)):
        raise Refused("it is written in a short form")
    source, place = user_place(node, below)
    written = read(source)
    inner = _node(written, place)
    names = list(where.keys)
    while len(names) > 1 and isinstance(inner, tree.Mapping):
        deeper = next((v for k, v in inner.items if isinstance(k, tree.Scalar) and k.value == names[0]), None)
        if deeper is None:
            break
        inner = deeper
        names.pop(0)
    check_written_once(written, inner)
    for name in reversed(names[1:]):
        value = Pairs(((name, value),))
    return add_pair(written, inner, names[0], value)


def _pair(operation: Operation) -> tuple[str, New]:
    """Key and value that are added to a `K=V` list or mapping: `field[key]`, or the text before `=`."""
    if operation.item is not None:
        return str(operation.item), _new(operation.value)
    name, equals, text = str(operation.value).partition("=")
    return name, text if equals else None


def _add(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    node: Any = operation.node
    where = keys.KEYS.get(node.kind, {}).get(operation.field)
    if where is None or where.shape == "one":
        raise Refused(f"nothing can be added to {node.kind}.{operation.field}")
    section: Value | None = None
    origin = node.origins.get(operation.field) or _named(node, graph, where)
    if origin is not None:
        section = origin.entry.value if origin.entry is not None else origin.value
    if section is None or (
        node.kind != "project" and operation.field not in node.origins and not _named(node, graph, where)
    ):
        return _create(operation, graph, read)
    if isinstance(section, Scalar) and (not section.known or section.value is not None):
        raise Refused("a single value stands where a list belongs")
    source, place = user_place(node, section)
    written = read(source)
    inner = _node(written, place)
    if hows(section) & set(ELSEWHERE):
        raise Refused("the list comes from another definition")
    check_written_once(written, inner)
    if isinstance(inner, tree.Sequence):
        return add_item(written, inner, _item(operation, where))
    if isinstance(inner, tree.Mapping) or where.shape in ("pairs", "names"):
        name, value = _pair(operation) if where.shape == "pairs" else (str(operation.value), None)
        return add_pair(written, inner, name, value)
    return add_item(written, inner, _item(operation, where))


def _named(node: Any, graph: Graph, where: keys.Written) -> Origin | None:
    """The entry of a field's key, for fields that several keys fill."""
    below = holder(node, graph)
    entry = below.entries.get(where.keys[0]) if isinstance(below, Mapping) and len(where.keys) == 1 else None
    if entry is None:
        return None
    return Origin(entry.source, entry.key.content, entry.key.end, entry.value, entry)


def _item(operation: Operation, where: keys.Written) -> str | int | float | bool:
    """The new item of a list."""
    value = operation.value
    if where.shape == "pairs":
        name, text = _pair(operation)
        return name if text is None else f"{name}={short.text_of(text)}"
    if not isinstance(value, (str, int, float, bool)):
        raise Refused("the new item is not a single value")
    return value


def _target(operation: Operation, read: Read) -> tuple[Written, tree.Node, Origin]:
    """The node whose pair or item an operation concerns."""
    node: Any = operation.node
    origin = origin_of(operation)
    if origin is None:
        raise Refused("it is not written")
    entry = origin.entry
    if node.kind == "listener" and not operation.field and isinstance(origin.container, Mapping):
        source, place = user_place(node, origin.container)
        return read(source), _node(read(source), place), origin
    if entry is not None and origin.source is entry.source:
        written = read(entry.source)
        return written, _node(written, entry.key), origin
    if isinstance(origin.value, Scalar):
        written = read(origin.value.source)
        return written, _scalar(written, origin.value), origin
    if origin.value is not None and entry is None:
        source, place = user_place(node, origin.value)
        return read(source), _node(read(source), place), origin
    written = read(origin.source)
    found = written.key_at(origin.start, origin.end) or written.key_from(origin.start)
    if found is None:
        raise Refused("its place in the file is not known")
    return written, found, origin


def _remove(operation: Operation, read: Read) -> list[Edit]:
    node: Any = operation.node
    if operation.field:
        origin = origin_of(operation)
        part = short.removing(node, operation.field, operation.item)
        if part is not None and origin is not None:
            return _set_part(operation, origin, part, read)
        if node.kind == "env_ref" and origin is not None:
            return _set_reference(operation, origin, short.Part(origin.start, origin.end, ""), read)
        if origin is not None and origin.part and operation.item is None and origin.entry is None:
            raise Refused("it is a part of a value that cannot be left out")
    elif node.kind in ("image", "env_ref"):
        raise Refused("it is a part of a value that cannot be left out")
    written, found, origin = _target(operation, read)
    check_removable(written, origin.value, origin.entry, found)
    return removed(written, found)


def _rename(operation: Operation, read: Read) -> list[Edit]:
    node: Any = operation.node
    name = operation.value
    if not isinstance(name, str) or not name:
        raise Refused("the new name is empty")
    origin = origin_of(operation)
    if node.kind == "env_ref":
        place = node.origins.get("name", node.header)
        return _set_reference(operation._replace(field="name"), place, short.Part(place.start, place.end, name), read)
    if origin is None:
        raise Refused("it is not written")
    if origin.part and isinstance(origin.value, Scalar) and isinstance(origin.container, Sequence):
        return _set_part(operation, origin, short.Part(origin.start, origin.end, name), read)
    written, found, origin = _target(operation, read)
    held = written.held(found)
    if held is None or not isinstance(held.parent, tree.Mapping):
        if isinstance(found, tree.Scalar):
            check_written_once(written, found)
            return [_replace(written, found, name)]
        raise Refused("it has no name of its own")
    key = held.parent.items[held.index][0]
    if not isinstance(key, tree.Scalar) or written.text[key.start : key.start + 1] in "?&*!":
        raise Refused("its key is not a plain name")
    if any(isinstance(old, tree.Scalar) and old.value == name for old, _ in held.parent.items):
        raise Refused(f"{name} is there already")
    check_written_once(written, key)
    shown = render(name, key.style, flow=held.parent.flow, key=True)
    return [Edit(written.source.path, key.content, key.end, shown)]


def _quote(operation: Operation, read: Read) -> list[Edit]:
    origin = origin_of(operation)
    if origin is None or not isinstance(origin.value, Scalar):
        raise Refused("it is not a single value")
    written = read(origin.value.source)
    found = _scalar(written, origin.value)
    check_written_once(written, found)
    if found.style:
        raise Refused("it is quoted already")
    if found.tag is not None or found.start == found.end:
        raise Refused("it has a tag, or nothing stands there")
    style = "'" if "\\" in found.value or '"' in found.value else '"'
    text = written.text[found.content : found.end]
    shown = render(found.value if "\n" in text or "\r" in text else text, style)
    return [Edit(written.source.path, found.content, found.end, shown)]


def _comment_out(operation: Operation, read: Read) -> list[Edit]:
    """`# ` before each line of a pair or item that has its lines to itself."""
    written, found, origin = _target(operation, read)
    check_removable(written, origin.value, origin.entry, found)
    edit = removed(written, found)[0]
    held = written.held(found)
    if held is None or held.parent.flow or len(held.parent.items) == 1:
        raise Refused("nothing would be left where it stands")
    text = written.text
    start, end = written.item_start(held.parent, held.index), written.item_end(held.parent, held.index)
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


def _insert(operation: Operation, read: Read) -> list[Edit]:
    """A comment on a line of its own above a pair or item."""
    written, found, _ = _target(operation, read)
    held = written.held(found)
    if held is None or not isinstance(operation.value, str) or not operation.value.startswith("#"):
        raise Refused("only a comment can be inserted")
    text = written.text
    start = written.item_start(held.parent, held.index)
    if not first_on_line(text, start) or "\n" in operation.value or "\r" in operation.value:
        raise Refused("it shares its line")
    return [Edit(written.source.path, start, start, operation.value + ending(text, start) + indentation(text, start))]
