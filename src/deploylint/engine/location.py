"""Location paths: `service.cap_add[bad]`, checked against the kinds and emitted as a walk that is made on a hit."""

from __future__ import annotations

import re
from typing import NamedTuple

from deploylint.engine.expression import expression
from deploylint.engine.mistakes import Words, did_you_mean
from deploylint.engine.scope import Code, Scope
from deploylint.engine.types import TEXT, Type, comparable

_SHAPE = re.compile(r"([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)")


class Location(NamedTuple):
    """The start of a walk, the fields to follow, the selected item as source, and the type of what is reached."""

    base: str
    fields: tuple[str, ...]
    item: str | None
    type: Type

    @property
    def arguments(self) -> str:
        """The walk as arguments for the runtime."""
        item = f"lambda: {self.item}" if self.item is not None else "None"
        return f"{self.base}, {self.fields!r}, {item}"


def location(words: Words, scope: Scope) -> Location | None:
    """Check a location path; None after a mistake."""
    text = words.text
    shape = _SHAPE.match(text)
    if shape is None or (shape.end() < len(text) and not (text[shape.end()] == "[" and text.endswith("]"))):
        scope.report(words.span(), "not a location path", "write name.field or name.field[value]")
        return None
    name = shape[1]
    known = scope.names.get(name)
    if known is None:
        scope.report(words.span(0, len(name)), f"unknown name '{name}'", did_you_mean(name, scope.names))
        return None
    scope.used.add(name)
    reached: Type | None = known.type
    fields = tuple(shape[2].split(".")[1:])
    offset = len(name) + 1
    for field in fields:
        reached = _step(words, scope, reached, field, offset) if reached else None
        offset += len(field) + 1
    if reached is None or reached.base == "error":
        return None
    if not fields and reached.base not in ("node", "error") and reached.members.base != "node":
        scope.report(words.span(), f"a {reached} is no place", "name a node or a field of one")
        return None
    item = None
    if shape.end() < len(text):
        item = _item(words, scope, reached, shape.end())
        if item is None:
            return None
    return Location(known.text, fields, item, reached)


def _step(words: Words, scope: Scope, owner: Type, field: str, offset: int) -> Type | None:
    """The type of a field; lists on the way stand for each of their members."""
    if owner.base == "list":
        owner = owner.members
    span = words.span(offset, offset + len(field))
    if owner.base != "node" or not owner.kind:
        scope.report(span, f"a {owner} has no fields", "")
        return None
    declared = scope.vocabulary.kinds[owner.kind]
    if field not in declared:
        scope.report(span, f"{owner.kind} has no field '{field}'", did_you_mean(field, declared))
        return None
    return declared[field]


def _item(words: Words, scope: Scope, reached: Type, start: int) -> str | None:
    """The source of what stands in brackets: a member, a key, or a list of them."""
    code: Code = expression(words, scope, start + 1, len(words.text) - 1)
    if code.type.base == "error":
        return None
    wanted = TEXT if reached.base == "map" else reached.members
    if reached.base not in ("list", "map") or (reached.base == "list" and wanted.base == "node"):
        scope.report(words.span(start), f"[…] follows a list or mapping of plain values, not a {reached}", "")
        return None
    given = code.type.members if code.type.base == "list" else code.type
    if not comparable(given, wanted):
        scope.report(words.span(start), f"a {given} selects nothing in a {reached}", "")
        return None
    return code.text
