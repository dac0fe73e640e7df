"""Giving fields of Compose nodes a value: whole scalars, parts of them, and shared ones where they are used."""

from __future__ import annotations

from typing import Any

from deploylint.findings import Operation
from deploylint.model.compose.forms import from_item
from deploylint.model.graph import Graph
from deploylint.model.resolved import Mapping, Origin, Scalar
from deploylint.rewrite.compose import short
from deploylint.rewrite.compose.adding import created, new_value, typed
from deploylint.rewrite.compose.places import Read, node_of, refused, scalar_of
from deploylint.rewrite.compose.standing import alias_of, check_item
from deploylint.rewrite.compose.user import set_at_user
from deploylint.rewrite.origin import ELSEWHERE, check_literal, check_written_once, hows, origin_of, user_place
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.addition import add_pair
from deploylint.rewrite.yaml.scalars import in_flow, render, replaced, replacement, substituted
from deploylint.rewrite.yaml.written import Written
from deploylint.source.edit import Edit
from deploylint.syntax import tree


def set_field(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """A new value for a field, written or not."""
    node: Any = operation.node
    origin = origin_of(operation)
    part = short.setting(node, operation.field, operation.value) if operation.item is None else None
    if part is None and origin is not None and origin.part:
        part = short.Part(origin.start, origin.end, short.text_of(operation.value))
    if part is not None:
        return set_part(operation, origin if origin is not None else node.header, part, graph, read)
    if origin is None and node.kind == "env_var" and operation.field in ("value", "written"):
        origin = node.header  # a key without a value
    if origin is None:
        return created(operation, graph, read)
    if not isinstance(origin.value, Scalar):
        raise Refused("it is not a single value")
    value = origin.value
    written = read(value.source)
    check_literal(value, value.node.content, value.node.end, written)
    wrong = refused(value, origin.entry)
    found = scalar_of(written, value) if wrong is None else node_of(written, wrong)
    if not isinstance(found, tree.Scalar):
        raise Refused("it is not a single value")
    if hows(value) & set(ELSEWHERE):
        return set_at_user(node, origin.entry or value, new_value(typed(operation)), graph, read)
    if written.reached(found) > 1:
        return _written_at_user(origin, node, read, typed(operation))
    check_item(node, origin, graph, short.text_of(operation.value))
    return [replacement(written, found, typed(operation))]


def set_part(operation: Operation, origin: Origin, part: short.Part, graph: Graph, read: Read) -> list[Edit]:
    """A part of a scalar replaced, with the whole scalar rewritten when its quotes cannot hold the new text."""
    if not isinstance(origin.value, Scalar):
        return set_reference(operation, origin, part, read)
    value = origin.value
    written = read(value.source)
    check_literal(value, part.start, part.end, written)
    found = scalar_of(written, value)
    quoted = found.style != "" and (part.start, part.end) == (found.content, found.end)
    whole = part.text if quoted else substituted(written, found, part.start, part.end, part.text)
    if hows(value) & set(ELSEWHERE):
        if value.pieces and "include" in hows(value):
            raise Refused("its value comes through a variable")
        pair = origin.entry is not None and from_item(origin.entry)
        text = whole.partition("=")[2] if pair else whole
        return set_at_user(operation.node, origin.entry or value, text, graph, read)
    if written.reached(found) > 1:
        return _written_at_user(origin, operation.node, read, whole)
    check_item(operation.node, origin, graph, whole)
    if quoted:
        return [replacement(written, found, part.text)]
    return [_part_edit(written, found, part)]


def _part_edit(written: Written, found: tree.Scalar, part: short.Part) -> Edit:
    """The smallest edit that changes the part."""
    raw = replaced(written, found, part.start, part.end, part.text)
    small = written.text[found.content : part.start] + part.text + written.text[part.end : found.end]
    if raw == small:
        return Edit(written.source.path, part.start, part.end, part.text)
    return Edit(written.source.path, found.content, found.end, raw)


def set_reference(operation: Operation, origin: Origin, part: short.Part, read: Read) -> list[Edit]:
    """The name or default of a `${NAME:-default}`, whose node has a place and no value."""
    if getattr(operation.node, "kind", "") != "env_ref":
        raise Refused("its place in the file is not known")
    from deploylint.rewrite.compose.reference import changed

    part = changed(operation, origin, part.text)
    written = read(origin.source)
    found = written.scalar_around(part.start, part.end)
    if found is None:
        raise Refused("it stands in no single value")
    check_written_once(written, found)
    return [_part_edit(written, found, part)]


def _written_at_user(origin: Origin, node: object, read: Read, value: object) -> list[Edit]:
    """A shared value given anew where it is used: over an alias, or as a key that wins over `<<` and extends."""
    entry, container = origin.entry, origin.container
    alias = alias_of(container, origin.value) if origin.value is not None else None
    if alias is not None:
        written = read(alias[0])
        item = node_of(written, alias[1])
        check_written_once(written, item)
        shown = render(value, "", flow=in_flow(written, item))
        return [Edit(alias[0].path, item.start, item.end, shown)]
    if entry is None or not isinstance(container, Mapping):
        raise Refused("it is shared with other places")
    source, place = user_place(node, container)
    written = read(source)
    user = node_of(written, place)
    check_written_once(written, user)
    if not isinstance(user, tree.Mapping):
        raise Refused("it is shared with other places")
    for key, held in user.items:
        if isinstance(key, tree.Scalar) and key.value == entry.key.value:
            if isinstance(held, tree.Alias) and isinstance(entry.value, Scalar):
                shown = render(value, "", flow=user.flow)
                return [Edit(source.path, held.start, held.end, shown)]
            raise Refused("it is shared through an anchor with other places")
    return add_pair(written, user, entry.key.value, new_value(value))
