"""Giving fields of Compose nodes a value: whole scalars, parts of them, and shared ones where they are used."""

from __future__ import annotations

from typing import Any

from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence
from deploylint.rewrite.compose import short
from deploylint.rewrite.compose.adding import created, new_value, typed
from deploylint.rewrite.compose.places import Read, node_of, scalar_of
from deploylint.rewrite.origin import ELSEWHERE, check_literal, check_written_once, hows, origin_of, user_place
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.addition import add_pair
from deploylint.rewrite.yaml.scalars import in_flow, render, replaced, substituted
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
        return set_part(operation, origin if origin is not None else node.header, part, read)
    if origin is None and node.kind == "env_var" and operation.field in ("value", "written"):
        origin = node.header  # a key without a value
    if origin is None:
        return created(operation, graph, read)
    if not isinstance(origin.value, Scalar):
        raise Refused("it is not a single value")
    value = origin.value
    written = read(value.source)
    check_literal(value, value.node.content, value.node.end, written)
    found = scalar_of(written, value)
    if hows(value) & set(ELSEWHERE) or written.reached(found) > 1:
        return _written_at_user(origin, node, read, typed(operation))
    return [replacement(written, found, typed(operation))]


def replacement(written: Written, found: tree.Scalar, value: object) -> Edit:
    """A scalar replaced whole."""
    shown = render(value, found.style, flow=in_flow(written, found))
    path = written.source.path
    if found.start == found.end or (found.content == found.end and not found.style):
        held = written.held(found)
        if held is None or not isinstance(held.parent, tree.Mapping):
            raise Refused("nothing stands there")
        at = written.pair_end(held.parent, held.at) if found.start == found.end else found.content
        return Edit(path, at, at, " " + shown)
    end = found.end
    while found.style in ("|", ">") and written.text[end - 1 : end] in ("\r", "\n", " ", "\t"):
        end -= 1
    return Edit(path, found.content, end, shown)


def set_part(operation: Operation, origin: Origin, part: short.Part, read: Read) -> list[Edit]:
    """A part of a scalar replaced, with the whole scalar rewritten when its quotes cannot hold the new text."""
    if not isinstance(origin.value, Scalar):
        return set_reference(operation, origin, part, read)
    value = origin.value
    written = read(value.source)
    check_literal(value, part.start, part.end, written)
    found = scalar_of(written, value)
    if hows(value) & set(ELSEWHERE) or written.reached(found) > 1:
        if origin.entry is None or isinstance(origin.container, Sequence):
            raise Refused(_shared(value))
        whole = substituted(written, found, part.start, part.end, part.text)
        return _written_at_user(origin, operation.node, read, whole)
    return [_part_edit(written, found, part)]


def _shared(value: Scalar) -> str:
    """Why a part of a value is not changed where it is written."""
    elsewhere = hows(value) & set(ELSEWHERE)
    return "it comes from a definition that others may use, too" if elsewhere else "it is shared with other places"


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
