"""The types of the rule language, and the kinds, fields and edge sets that expressions may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.model.kinds import EDGES, KINDS, Kind


class Type(NamedTuple):
    """What an expression gives.

    `base` is text, int, number, bool, null, node, list, map or any.  `kind` names a node's kind ("" for a node of any
    kind), `item` what a list or map holds.  A `nullable` node may be a null node, any other nullable may be null.
    `sensitive` values may reach a template only through masked().  `open` lists may lack members.  `way` is a path.
    """

    base: str
    nullable: bool = False
    kind: str = ""
    item: Type | None = None
    sensitive: bool = False
    open: bool = False
    way: bool = False

    def __str__(self) -> str:
        if self.base == "node":
            return self.kind or "node"
        if self.base == "list":
            return f"list of {self.item}" if self.item is not None else "list"
        return {"any": "value", "map": "mapping"}.get(self.base, self.base)

    @property
    def numeric(self) -> bool:
        """Is it a number of either sort?"""
        return self.base in ("int", "number")

    @property
    def members(self) -> Type:
        """What a list holds; a value of any type when that is not known."""
        return self.item if self.item is not None else ANY


TEXT = Type("text")
INT = Type("int")
NUMBER = Type("number")
BOOL = Type("bool")
NULL = Type("null", nullable=True)
ANY = Type("any", nullable=True)
NODE = Type("node", nullable=True)
LIST = Type("list")
ERROR = Type("error", nullable=True)
"""The type of what is wrong already: it fits everywhere, so that one mistake is not told twice."""


def list_of(item: Type, *, open: bool = True) -> Type:  # noqa: A002 (the language's own word)
    """A list of something; it is sensitive when its items are."""
    return Type("list", item=item, open=open, sensitive=item.sensitive)


class Vocabulary(NamedTuple):
    """What a rule can speak about: kinds with the types of their fields, and named edge sets by kind."""

    kinds: dict[str, dict[str, Type]]
    edges: dict[str, dict[str, tuple[str, ...]]]


def vocabulary(
    kinds: Mapping[str, Kind] = KINDS, edges: Mapping[str, Mapping[str, tuple[str, ...]]] = EDGES
) -> Vocabulary:
    """The vocabulary of a declaration of kinds; by default of the built-in one."""
    return Vocabulary(
        {
            name: {field: _declared(row.type, "sensitive" in row.flags, kinds) for field, row in kind.fields.items()}
            for name, kind in kinds.items()
        },
        {name: dict(fields) for name, fields in edges.items()},
    )


def _declared(written: str, sensitive: bool, kinds: Mapping[str, Kind]) -> Type:
    """The type that kinds.yaml writes as `text?`, `[listener]` or `{text}`."""
    if written.startswith("["):
        return Type("list", item=_declared(written[1:-1], sensitive, kinds), sensitive=sensitive, open=True)
    if written.startswith("{"):
        return Type("map", item=_declared(written[1:-1], sensitive, kinds), sensitive=sensitive)
    if written.endswith("?"):
        return Type(written[:-1], nullable=True, sensitive=sensitive)
    if written in kinds:
        return Type("node", nullable=True, kind=written)
    return Type(written, sensitive=sensitive)


def join_types(a: Type, b: Type) -> Type:
    """The type of a value that is one or the other."""
    if "error" in (a.base, b.base):
        return ERROR
    sensitive = a.sensitive or b.sensitive
    if a.base == "null":
        return b._replace(nullable=True)
    if b.base == "null":
        return a._replace(nullable=True)
    nullable = a.nullable or b.nullable
    if a.base == b.base == "node":
        return Type("node", nullable, a.kind if a.kind == b.kind else "")
    if a.base == b.base == "list":
        item = join_types(a.item, b.item) if a.item and b.item else a.item or b.item
        return Type("list", item=item, sensitive=sensitive, open=a.open or b.open, way=a.way and b.way)
    if a.base == b.base:
        return a._replace(nullable=nullable, sensitive=sensitive)
    if a.numeric and b.numeric:
        return Type("number", nullable)
    return ANY._replace(sensitive=sensitive)


def comparable(a: Type, b: Type) -> bool:
    """Can values of the two types be equal?"""
    if a.base == b.base == "node":
        return not a.kind or not b.kind or a.kind == b.kind
    if {a.base, b.base} & {"any", "error"} or (a.numeric and b.numeric):
        return True
    if a.base == "null":
        return b.nullable
    return a.base == b.base
