"""Values cut into fields: the characters of a deployed scalar, holes among them, each with its place in the source."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from deploylint.model.resolved import Scalar
from deploylint.syntax import yaml_tree

HOLE = "\ud800"
"""Stands for one hole among the characters of a value; a lone surrogate occurs in no decoded text."""


class Part(NamedTuple):
    """A field of a value: its deployed text, None when a hole is in it, and where it is written."""

    text: str | None
    start: int
    end: int


class Characters:
    """The deployed text of one scalar, a HOLE for each thing unknown, and the place of each character.

    Search and cut `text` as any string (`split`, `find`, regular expressions); `part` gives what stands between two of
    its indices.  A separator that is found is literal: what a hole may bring along is not known.
    """

    __slots__ = ("_ends", "_first", "_starts", "text")

    def __init__(
        self, text: str, first: int, starts: Sequence[int] | None = None, ends: Sequence[int] | None = None
    ) -> None:
        self.text = text
        self._first = first
        self._starts = starts
        self._ends = ends

    def part(self, start: int = 0, end: int | None = None) -> Part:
        """The characters from `start` to `end` as a part; an empty one has a place of no width."""
        text = self.text[start:end]
        end = len(self.text) if end is None else end
        known = None if HOLE in text else text
        if self._starts is None or self._ends is None:
            return Part(known, self._first + start, self._first + end)
        if start < end:
            return Part(known, self._starts[start], self._ends[end - 1])
        place = self._starts[start] if start < len(self._starts) else self._ends[-1] if self._ends else self._first
        return Part(known, place, place)

    def split(self, separators: str, start: int = 0, end: int | None = None) -> list[Part]:
        """The parts between any of the characters in `separators`; always at least one."""
        text = self.text
        end = len(text) if end is None else end
        found: list[Part] = []
        for index in range(start, end):
            if text[index] in separators:
                found.append(self.part(start, index))
                start = index + 1
        found.append(self.part(start, end))
        return found


def characters(scalar: Scalar) -> Characters | None:
    """The characters of a scalar as it is deployed; None when nothing of it is known.

    A number or boolean gives its text.  What came through a variable stands at its whole `${…}`.
    """
    if not scalar.pieces:
        if not scalar.known:
            return None
        return _written(scalar, deployed_text(scalar.value))
    return _assembled(scalar)


def split(scalar: Scalar, separators: str) -> list[Part]:
    """The fields of a value between its literal separators; one unknown part when nothing of it is known."""
    found = characters(scalar)
    if found is None:
        return [Part(None, scalar.node.content, scalar.node.end)]
    return found.split(separators)


def whole(scalar: Scalar) -> Part:
    """The value as one part, its quotes not included."""
    found = characters(scalar)
    if found is None:
        return Part(None, scalar.node.content, scalar.node.end)
    return found.part()


def _written(scalar: Scalar, text: str) -> Characters:
    """Characters of a value that is written as it is deployed."""
    node = scalar.node
    if text != node.value:  # a number or a cast, as yes to true: all of it stands where it was written
        width = len(text)
        return Characters(text, node.content, (node.content,) * width, (node.end,) * width)
    places = yaml_tree.places(scalar.source, node)
    if isinstance(places, range):
        return Characters(text, places[0])
    return Characters(text, node.content, places[:-1], places[1:])


def _assembled(scalar: Scalar) -> Characters:
    """Characters of a value with references, piece by piece."""
    node = scalar.node
    places = yaml_tree.places(scalar.source, node)
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, (start, end) in zip(scalar.pieces, scalar.marks, strict=True):
        known = piece if isinstance(piece, str) else HOLE
        text.append(known)
        if node.value[start:end] == known:
            starts += places[start:end]
            ends += places[start + 1 : end + 1]
        else:
            starts += [places[start]] * len(known)
            ends += [places[end]] * len(known)
    return Characters("".join(text), node.content, starts, ends)


def deployed_text(value: str | float | bool | None) -> str:
    """A scalar as Compose writes it where it wants text (an environment value, a label); null gives no text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _float_text(value)


def _float_text(value: float) -> str:
    """A float as Go prints it: the fewest digits, `1.0` as `1`, with an exponent below 1e-4 and from 1e6 on."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    shown = repr(value)
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return shown.removesuffix(".0")
    digits = next((n for n in range(17) if float(f"{value:.{n}e}") == value), 17)
    return f"{value:.{digits}e}"
