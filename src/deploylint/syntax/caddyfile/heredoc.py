"""Heredocs: `<<MARK`, lines as they are, and MARK again, whose indentation is taken off all lines (since Caddy 2.7)."""

from __future__ import annotations

import re
from typing import NamedTuple

from deploylint.syntax.caddyfile.expansion import Ranges

_MARKER = re.compile(r"[A-Za-z0-9_-]+\Z")
_HEAD = re.compile("[^ \n]*+")
_WORD_CHAR = re.compile(r"[A-Za-z0-9_-]")


Fault = tuple[int, int, str, str, str]
"""Start, end, code, what was found and what is expected."""


class Opening(NamedTuple):
    """The word with `<<` up to `end`.  `body` is where the lines begin, -1 for an ordinary word; `fault` says what was
    found in the marker and what is expected.
    """

    marker: str
    end: int
    body: int
    dropped: Ranges
    fault: tuple[str, str] | None = None


class Body(NamedTuple):
    """The lines up to offset `last`, the whole heredoc up to `end`."""

    last: int
    end: int
    dropped: Ranges
    empty: bool
    fault: Fault | None


def opening(text: str, start: int, head: int) -> Opening:
    """The word that begins with `<<`, the characters after which begin at `head`."""
    match = _HEAD.match(text, head)
    end = match.end() if match else head
    closing = text[end : end + 1]
    marker = text[head:end].replace("\r", "")
    while end > start and text[end - 1] == "\r":
        end -= 1
    dropped = [(at, at + 1) for at in range(start, end) if text[at] == "\r"]
    if closing != "\n":
        return Opening(marker, end, -1, dropped)
    fault = None
    if not marker:
        fault = "no marker", "a marker after <<, such as <<END"
    elif marker.startswith("<"):
        fault = f"<<{marker}", "no more than two <"
    elif not _MARKER.match(marker):
        fault = f"the marker {marker}", "a marker of letters, digits, - and _"
    return Opening(marker, end, -1 if fault else text.index("\n", end) + 1, dropped, fault)


def body(text: str, opened: Opening) -> Body:
    """The lines of a heredoc; it ends where its marker first stands, even inside a word."""
    marker, start = opened.marker, opened.body
    close = text.find(marker, start)
    if close < 0:
        endless = (opened.end - len(marker) - 2, opened.end, "heredoc-invalid", "no end", f"{marker} below it")
        return Body(len(text), len(text), [], empty=False, fault=endless)
    end = close + len(marker)
    lines = max(text.rfind("\n", start, close) + 1, start)
    padding = text[lines:close]
    fault: Fault | None = None
    if padding.strip() or _WORD_CHAR.match(text, end):
        fault = (close, end, "heredoc-marker-in-body", "", "")
    dropped: Ranges = []
    position = start
    while position < lines:
        following = text.index("\n", position) + 1
        if text[position : following - 1] not in ("", "\r"):
            if not text.startswith(padding, position):
                fault = fault or _less_indented(text, position, following, marker)
            elif padding:
                dropped.append((position, position + len(padding)))
                position += len(padding)
        dropped += [(at, at + 1) for at in _returns(text, position, following)]
        position = following
    if lines > start:
        dropped.append((lines - 1, lines))
    return Body(lines, end, dropped, empty=lines == start, fault=fault)


def _less_indented(text: str, start: int, end: int, marker: str) -> Fault:
    """The fault of a line that does not begin with the indentation of the marker's line."""
    line = text[start : end - 1].rstrip("\r")
    at = start + len(line) - len(line.lstrip())
    expected = f"every line to be indented like the closing {marker}"
    return at, start + len(line), "heredoc-invalid", "a line that is less indented", expected


def _returns(text: str, start: int, end: int) -> list[int]:
    """The offsets of carriage returns."""
    if "\r" not in text[start:end]:
        return []
    return [at for at in range(start, end) if text[at] == "\r"]
