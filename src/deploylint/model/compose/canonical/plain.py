"""The resolved document as plain data, for comparing two resolutions and for printing."""

from __future__ import annotations

from deploylint.model.compose.forms import from_item
from deploylint.model.resolved import Scalar, Sequence, Value


class Unknown:
    """Stands for what is not known: equal to an unknown that was left open by the same names at the same places."""

    __slots__ = ("pieces",)

    def __init__(self, pieces: tuple[str, ...] = ()) -> None:
        self.pieces = pieces

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and self.pieces == other.pieces

    def __hash__(self) -> int:
        return hash(self.pieces)

    def __repr__(self) -> str:
        return f"Unknown({''.join(self.pieces)!r})"


OPEN = Unknown(("…",))
"""Stands, as a key or a last item, for what an open collection may hold besides."""


def plain(value: Value) -> object:
    """Dictionaries, lists and scalars; an Unknown for each value with a hole.

    A pair or name that merging moved from a list into a mapping has its item's text as its value.
    """
    if isinstance(value, Scalar):
        return value.value if value.known else Unknown(_pieces(value))
    if isinstance(value, Sequence):
        items = [plain(item) for item in value.items]
        return [*items, OPEN] if value.open else items
    entries: dict[object, object] = {}
    for name, entry in value.entries.items():
        entries[name] = {"item": plain(entry.value)} if from_item(entry) else plain(entry.value)
    if value.open:
        entries[OPEN] = OPEN
    return entries


def _pieces(value: Scalar) -> tuple[str, ...]:
    """Known texts, and names of variables as `${NAME}`."""
    return tuple(piece if isinstance(piece, str) else "${" + piece.name + "}" for piece in value.pieces)
