"""What all graph nodes have in common: an id, places, unknown fields, null nodes and open lists."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from deploylint.model.resolved import Origin

_Item = TypeVar("_Item")


class OpenList(tuple[_Item, ...]):
    """A list to which members may be missing: a source of such members could not be read or is unknown."""

    __slots__ = ()


class Node:
    """A read-only thing of the deployment; its fields are slots of the subclass for its kind.

    `id` names it without any index.  `header` is its own place; `origins` maps a field's name to where that field is
    written, and has no entry for a field that is not written.  An UNKNOWN field is an unset slot: reading it raises
    AttributeError with `obj` and `name`, which rule code turns into "undecided".
    """

    __slots__ = ("header", "id", "origins")

    kind: ClassVar[str] = ""

    def __init__(self, id: str, header: Origin, origins: dict[str, Origin]) -> None:
        self.id = id
        self.header = header
        self.origins = origins

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<{self.id}>"


class Null:
    """An unresolved reference: falsy, and each field reads as empty (None, False, (), {} or another null node)."""

    __slots__ = ()

    kind: ClassVar[str] = ""
    id = ""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<no {self.kind}>"
