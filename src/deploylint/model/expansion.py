"""What a text with references becomes in an environment: known pieces and holes, and how each reference turned out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from deploylint.model.environment import MOST, Binding, Room
from deploylint.model.resolved import Hop
from deploylint.source.span import Span
from deploylint.syntax.interpolation import Invalid, Piece, Reference, Text

Lookup = Callable[[str], Binding | None]

_DEEPEST = 100

TOO_LONG = (f"references that stand for more than {MOST:,} characters", "shorter values")
"""What is found and expected where the room ends."""


TOO_MUCH = ("env files that are read again and again", "fewer or shorter ones")
"""What is found and expected where no more of env files is read."""


class Missing(NamedTuple):
    """A piece without a known value: the variable's name ("" for what is no reference) and its place in the text."""

    name: str
    start: int
    end: int


class Use(NamedTuple):
    """One reference and its outcome: variable, default, alternative, empty, hole, or unused in a branch not taken."""

    reference: Reference
    outcome: str
    binding: Binding | None
    nested: bool


class Expansion:
    """The outcome of one text.

    `pieces` and `marks` run in parallel: a known text or a Missing, and the place in the text that gave it, for what a
    reference gave the whole reference.  `invalid` are the places that are no reference and had to be read.  `excess` is
    the place where the room ended; what would follow is missing, here and in all later texts.
    """

    __slots__ = ("excess", "invalid", "marks", "pieces", "uses")

    def __init__(self) -> None:
        self.pieces: list[str | Missing] = []
        self.marks: list[tuple[int, int]] = []
        self.uses: list[Use] = []
        self.invalid: list[Invalid] = []
        self.excess: tuple[int, int] | None = None

    @property
    def text(self) -> str | None:
        """The whole text, None when a piece is missing."""
        known = [piece for piece in self.pieces if isinstance(piece, str)]
        return "".join(known) if len(known) == len(self.pieces) else None


def expand(pieces: Sequence[Piece], lookup: Lookup, closed: bool, room: Room | None = None) -> Expansion:
    """Give every reference its value; in a closed environment a name without a binding is empty."""
    found = Expansion()
    room = room or Room()
    for piece in pieces:
        for value in _values(piece, lookup, closed, found, 0):
            if isinstance(value, str) and not isinstance(piece, Text):
                if room.left >= 0 and len(value) > room.left:
                    found.excess = (piece.start, piece.end)
                room.left -= len(value)
                value = value if room.left >= 0 else Missing("", piece.start, piece.end)  # noqa: PLW2901
            found.pieces.append(value)
            found.marks.append((piece.start, piece.end))
    return found


def outcome(operator: str, binding: Binding | None, closed: bool) -> str:
    """How a reference turns out, from its operator and what is known of its name."""
    if binding is None:
        if operator in (":-", "-"):
            return "default"
        return "empty" if operator in (":+", "+") or (closed and not operator) else "hole"
    if binding.value is None:
        return "hole"
    given = bool(binding.value) or not operator.startswith(":")
    if operator.endswith("+"):
        return "alternative" if given else "empty"
    if operator.endswith("-"):
        return "variable" if given else "default"
    return "variable" if given or not operator else "hole"


def hops(use: Use, span: Span) -> tuple[Hop, ...]:
    """The steps that a reference at a place stands for; none for one in a branch not taken."""
    if use.outcome == "unused":
        return ()
    if use.outcome == "default":
        return (Hop("default", span),)
    return (Hop("variable", span), *(() if use.binding is None else given(use.binding, span)))


def given(binding: Binding, span: Span) -> tuple[Hop, ...]:
    """The steps from where a variable is defined to a place that takes its value."""
    if binding.how == "example":  # which gives a name, and no value
        return ()
    if binding.span is not None:
        return (Hop("env-file", binding.span), *binding.via)
    return (Hop("process", span),) if binding.how == "process" and binding.value is not None else ()


def _values(piece: Piece, lookup: Lookup, closed: bool, found: Expansion, depth: int) -> list[str | Missing]:
    """What one piece gives; notes uses and invalid places on the way."""
    if isinstance(piece, Text):
        return [piece.value]
    if isinstance(piece, Invalid):
        found.invalid.append(piece)
        return [Missing("", piece.start, piece.end)]
    binding = lookup(piece.name)
    result = outcome(piece.operator, binding, closed)
    found.uses.append(Use(piece, result, binding, depth > 0))
    if depth >= _DEEPEST:
        return [Missing(piece.name, piece.start, piece.end)]
    values: list[str | Missing] = []
    if result in ("default", "alternative"):
        for part in piece.argument or ():
            values += _values(part, lookup, closed, found, depth + 1)
        return values
    _skip(piece, lookup, found, depth + 1)
    if result == "hole":
        return [Missing(piece.name, piece.start, piece.end)]
    return [binding.value] if result == "variable" and binding and binding.value is not None else [""]


def _skip(reference: Reference, lookup: Lookup, found: Expansion, depth: int) -> None:
    """Note the references of a branch that is not taken."""
    for part in reference.argument or ():
        if isinstance(part, Reference):
            found.uses.append(Use(part, "unused", lookup(part.name), True))
            if depth < _DEEPEST:
                _skip(part, lookup, found, depth + 1)
