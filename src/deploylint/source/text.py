"""A source is one file's path and decoded text; offsets become lines and columns only here.

Offsets count Unicode code points.  A line ends at LF, CR LF or a lone CR and at nothing else: YAML's and Python's
further line ends (NEL, U+2028, form feed) are ordinary characters for every editor that shows our line numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n|\n|\r")


class Source:
    """One file as it was read.

    `path` is relative to the anchor with `/` as separator, or absolute for a file outside it.  `text` has no byte order
    mark; `bom` remembers that there was one, and writing puts it back.  `encoding` is "utf-8" or, for files that are
    read and never edited, "utf-16".
    """

    __slots__ = ("_starts", "bom", "encoding", "path", "text")

    def __init__(self, path: str, text: str, *, bom: bool = False, encoding: str = "utf-8") -> None:
        self.path = path
        self.text = text
        self.bom = bom
        self.encoding = encoding
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters)"

    @property
    def editable(self) -> bool:
        """May fixes touch this file?  UTF-16 is read, never written."""
        return self.encoding == "utf-8"

    @property
    def line_starts(self) -> list[int]:
        """Offset of the first character of each line; the first is always 0."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, the column in code points."""
        starts = self.line_starts
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line_bounds(self, line: int) -> tuple[int, int]:
        """Offsets of a line's (from 1) first character and of the end of its text, line end excluded."""
        starts = self.line_starts
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start, end

    def encode(self, text: str) -> bytes:
        """The bytes to write for a new text of this file: UTF-8, with the byte order mark it had."""
        return (b"\xef\xbb\xbf" if self.bom else b"") + text.encode("utf-8")
