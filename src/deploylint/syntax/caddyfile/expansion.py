"""`{$NAME}` and `{$NAME:default}` put into the text before it is cut into words, with the way back to the file.

Caddy replaces them in the bytes of a file: quotes and comments do not count, the value is not looked through again, and
a value with blanks or braces becomes several words (Caddy 2.11, caddyconfig/caddyfile, environment variables).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from deploylint.syntax.caddyfile.tree import HOLE, Reference, Use

Lookup = Callable[[str], str | None]
"""The value of a variable; None when it cannot be known, which is not the same as empty."""

Ranges = list[tuple[int, int]]
"""Half-open ranges of offsets, ascending."""


class Piece(NamedTuple):
    """Characters `start` to `end` of the expanded text, which a reference gave."""

    start: int
    end: int
    reference: Reference
    known: bool


class Expansion:
    """An expanded text; offsets of it lead back to offsets of the file."""

    __slots__ = ("_ends", "pieces", "text")

    def __init__(self, text: str, pieces: tuple[Piece, ...]) -> None:
        self.text = text
        self.pieces = pieces
        self._ends = [piece.end for piece in pieces]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the file the characters `start` to `end` are written; all of a reference that gave any of them."""
        if not self.pieces:
            return start, end
        touched = self.touched(start, end)
        first = touched[0] if touched and touched[0].start <= start else None
        last = touched[-1] if touched and touched[-1].end >= end else None
        return (
            first.reference.start if first else self._plain(start),
            last.reference.end if last else self._plain(end),
        )

    def _plain(self, offset: int) -> int:
        """The offset in the file of one that lies in no piece."""
        index = bisect_left(self._ends, offset + 1) - 1
        return offset if index < 0 else offset - self.pieces[index].end + self.pieces[index].reference.end

    def touched(self, start: int, end: int) -> list[Piece]:
        """The pieces that gave characters of `start` to `end`, and the empty ones within or at its ends."""
        found = []
        for index in range(bisect_left(self._ends, start), len(self.pieces)):
            piece = self.pieces[index]
            if piece.start > end:
                break
            if piece.start == piece.end or (piece.start < end and piece.end > start):
                found.append(piece)
        return found

    def inside(self, offset: int) -> bool:
        """Did a reference give the character at an offset?"""
        index = bisect_left(self._ends, offset + 1)
        return index < len(self.pieces) and self.pieces[index].start <= offset

    def uses(self, start: int, end: int, dropped: Ranges) -> tuple[Use, ...]:
        """The references in a word that is `start` to `end` of the expanded text without the dropped ranges."""
        if not self.pieces:
            return ()
        found = []
        index = lost = 0
        for piece in self.touched(start, end):
            bounds = []
            for offset in (max(piece.start, start), min(piece.end, end)):
                while index < len(dropped) and dropped[index][1] <= offset:
                    lost += dropped[index][1] - dropped[index][0]
                    index += 1
                partly = max(0, offset - dropped[index][0]) if index < len(dropped) else 0
                bounds.append(offset - start - lost - partly)
            found.append(Use(bounds[0], bounds[1], piece.reference, piece.known))
        return tuple(found)


def expand(text: str, lookup: Lookup | None = None) -> Expansion:
    """The text with every reference replaced: by its value, by its default, or else by a HOLE."""
    parts: list[str] = []
    pieces: list[Piece] = []
    done = length = 0
    begin = text.find("{$")
    while begin >= 0:
        close = text.find("}", begin)
        if close < 0:
            break
        inner = text[begin + 2 : close]
        if inner:
            name, colon, rest = inner.partition(":")
            default = rest if colon else None
            value = lookup(name) if lookup else None
            if value is None:
                value = default
            given = HOLE if value is None else value
            start = length + begin - done
            length = start + len(given)
            pieces.append(Piece(start, length, Reference(name, default, begin, close + 1), value is not None))
            parts += (text[done:begin], given)
            done = close + 1
        begin = text.find("{$", close + 1)
    if not pieces:
        return Expansion(text, ())
    parts.append(text[done:])
    return Expansion("".join(parts), tuple(pieces))
