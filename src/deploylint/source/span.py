"""A span is a half-open range of offsets in one source."""

from __future__ import annotations

from typing import NamedTuple

from deploylint.source.text import Source


class Span(NamedTuple):
    """`source.text[start:end]`; offsets count code points."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters that the span covers."""
        return self.source.text[self.start : self.end]

    @property
    def sort_key(self) -> tuple[str, int, int]:
        """Order of places in a report: path, then offset."""
        return (self.source.path, self.start, self.end)
