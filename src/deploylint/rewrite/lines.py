"""Lines around an offset: where they begin and end, their indentation, and the line end that new lines get."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

_BLANKS = " \t"
_ENDS = "\r\n"


def line_start(text: str, offset: int) -> int:
    """Offset of the first character of the line that holds `offset`."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Offset of the line end at or after `offset`, or of the end of the text."""
    found = [at for at in (text.find("\n", offset), text.find("\r", offset)) if at >= 0]
    return min(found) if found else len(text)


def after_line(text: str, offset: int) -> int:
    """Offset of the line after the one that holds `offset`, or of the end of the text."""
    end = line_end(text, offset)
    return end + (2 if text.startswith("\r\n", end) else 1) if end < len(text) else end


def before_line(text: str, start: int) -> int:
    """Offset of the line end that stands before the line beginning at `start`."""
    if start and text[start - 1] == "\n":
        return start - (2 if start > 1 and text[start - 2] == "\r" else 1)
    return start - 1 if start else 0


def blanks_above(text: str, start: int) -> int:
    """Beginning of the first of the blank lines that stand directly above the line beginning at `start`."""
    while start:
        above = line_start(text, before_line(text, start))
        if text[above:start].strip():
            break
        start = above
    return start


def blanks_below(text: str, start: int) -> int:
    """Beginning of the first line from `start` on that is not blank."""
    while start < len(text) and not text[start : line_end(text, start)].strip():
        start = after_line(text, start)
    return start


def comments_above(text: str, comments: Sequence[tuple[int, int]], start: int) -> int:
    """Beginning of the first of the comments (by their offsets, in order) that stand directly above the line beginning
    at `start`.
    """
    at = bisect_left(comments, (start, start))
    while at and start:
        above = line_start(text, comments[at - 1][0])
        if above != line_start(text, before_line(text, start)) or text[above : comments[at - 1][0]].strip(_BLANKS):
            break
        at, start = at - 1, above
    return start


def ending(text: str, offset: int) -> str:
    """The line end that a new line beside `offset` gets: of its own line, else of the line before, else LF."""
    for end in (line_end(text, offset), before_line(text, line_start(text, offset))):
        if "\r\n" in (text[end : end + 2], text[max(end - 1, 0) : end + 1]):
            return "\r\n"
        if end < len(text) and text[end] in _ENDS:
            return text[end]
    return "\n"


def column(text: str, offset: int) -> int:
    """Number of characters before `offset` on its line."""
    return offset - line_start(text, offset)


def first_on_line(text: str, offset: int) -> bool:
    """Do only blanks stand before `offset` on its line?"""
    return not text[line_start(text, offset) : offset].strip(_BLANKS)


def last_on_line(text: str, offset: int) -> bool:
    """Do only blanks and a comment follow `offset` on its line?"""
    rest = text[offset : line_end(text, offset)]
    return not rest.strip(_BLANKS) or (rest[0] in _BLANKS and rest.lstrip(_BLANKS).startswith("#"))


def indentation(text: str, offset: int) -> str:
    """The blanks at the beginning of the line that holds `offset`."""
    start = line_start(text, offset)
    end = start
    while end < len(text) and text[end] in _BLANKS:
        end += 1
    return text[start:end]


def trimmed(text: str, end: int, start: int) -> int:
    """`end` without white space before it, not before `start`."""
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    return end
