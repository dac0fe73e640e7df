"""One line of a file as it stands in a terminal: its characters made safe, and the column of each.

Everything that makes a caret miss its place is here: tabs, wide characters, characters without width, escapes that
stand for control characters, masks that stand for secrets, and lines longer than the terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from deploylint.report.safe import MASK, visible

_TAB = "    "
_CUT = "…"


class Excerpt:
    """The printed text of a line; `column(i)` is where its character `i` begins, counted from 0."""

    __slots__ = ("_columns", "_left", "_right", "text")

    def __init__(self, cells: Sequence[str], columns: list[int], left: int, right: int) -> None:
        self._columns = columns
        self._left = left
        self._right = right
        if left == 0 and right >= columns[-1]:
            self.text = "".join(cells)
            return
        # The first and the last column of the window are the marks of the cut.
        low = left + (left > 0)
        high = right - (right < columns[-1])
        kept = [cell for cell, at, end in zip(cells, columns, columns[1:], strict=False) if at >= low and end <= high]
        first = next((at for at in columns if at >= low), low)
        lead = _CUT + " " * (first - low) if left > 0 else ""
        self.text = lead + "".join(kept) + (_CUT if right < columns[-1] else "")

    def column(self, index: int) -> int:
        """The printed column of a character, or one past the text's end; what was cut away is at the window's edge."""
        at = self._columns[min(max(index, 0), len(self._columns) - 1)]
        return min(max(at, self._left), self._right) - self._left


def excerpt(line: str, masks: Sequence[tuple[int, int]], room: int, focus: tuple[int, int]) -> Excerpt:
    """A line in at most `room` columns, cut around the characters `focus`."""
    cells, columns = _cells(line, masks)
    total = columns[-1]
    if total <= room:
        return Excerpt(cells, columns, 0, total)
    start, end = (columns[min(max(at, 0), len(line))] for at in focus)
    left = 0
    if end >= room:
        # Show the whole of what is marked when it fits, its begin otherwise, with some context before it.
        left = max(0, min(start - room // 3, max(start - 1, 0)))
        left = min(left, max(total - room, 0))
    return Excerpt(cells, columns, left, left + room)


def _cells(line: str, masks: Sequence[tuple[int, int]]) -> tuple[list[str], list[int]]:
    """What is printed for each character, and the column at which each begins (and the end)."""
    if not masks and line.isascii() and line.isprintable():
        return list(line), list(range(len(line) + 1))
    cells = [_TAB if char == "\t" else visible(char) for char in line]
    widths = [width(cell) for cell in cells]
    for start, end in masks:
        cells[start:end] = [MASK, *[""] * (end - start - 1)]
        widths[start:end] = [len(MASK), *[0] * (end - start - 1)]
    columns = [0]
    for each in widths:
        columns.append(columns[-1] + each)
    return cells, columns


def width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
