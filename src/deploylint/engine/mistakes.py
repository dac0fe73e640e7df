"""Mistakes in rule files: each with its place and a suggestion, collected so that all are shown at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from deploylint.model.spelling import nearest
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax.tree import Scalar


class Mistake(NamedTuple):
    """What is wrong in a rule file, where, and what would be right (`help`, may be empty)."""

    span: Span
    message: str
    help: str = ""

    def __str__(self) -> str:
        line, column = self.span.source.position(self.span.start)
        return f"{self.span.source.path}:{line}:{column}: {self.message}" + (f"; {self.help}" if self.help else "")


class PackError(Exception):
    """Rule files that cannot be used; `mistakes` says why, in order of place."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.span.sort_key))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class Words:
    """A text of a rule file (an expression, a template, a location path) that knows where each character is written."""

    __slots__ = ("_places", "scalar", "source", "text")

    def __init__(self, source: Source, scalar: Scalar) -> None:
        self.source = source
        self.scalar = scalar
        self.text = scalar.value
        self._places: Sequence[int] | None = None

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The place of `text[start:end]`."""
        from deploylint.syntax.yaml_tree import places

        found = self._places
        if found is None:
            found = self._places = places(self.source, self.scalar)
        last = len(found) - 1
        end = len(self.text) if end is None else end
        begin = found[min(start, last)]
        if start == 0 and end >= len(self.text):
            return Span(self.source, self.scalar.content, self.scalar.end)
        return Span(self.source, begin, max(begin, found[min(end, last)]))

    @property
    def cut(self) -> bool:
        """Does a comment follow on the line where the text ends, so that ` #` may have ended it?"""
        rest = self.source.text[self.scalar.end :].split("\n", 1)[0]
        return not self.scalar.style and rest.lstrip(" \t").startswith("#") and rest[:1] in " \t"


Report = Callable[[Span, str, str], None]
"""Takes note of a mistake: place, message, suggestion."""


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The suggestion for a misspelt name; the possible names themselves when they are few."""
    names = sorted(names)
    near = nearest(name, names) or next((other for other in names if other.lower() == name.lower()), None)
    if near is None and len(name) < 4:
        near = next((other for other in names if other.startswith(name[:1]) and abs(len(other) - len(name)) <= 1), None)
    if near is not None:
        return f"did you mean {near}?"
    return f"possible: {', '.join(names)}" if 0 < len(names) <= 12 else ""
