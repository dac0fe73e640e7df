"""Where the characters of escaped, folded and indented YAML scalars are written; imported when that is asked for."""

from __future__ import annotations

import re

from deploylint.syntax.tree import Scalar

_BREAK = "\r\n|[\r\n\x85\u2028\u2029]"
_FOLD = re.compile(f"[ \t]*(?:{_BREAK})(?:[ \t]*(?:{_BREAK}))*[ \t]*")
_LINE_END = re.compile(_BREAK)
_LINE = re.compile(f"([^\r\n\x85\u2028\u2029]*)({_BREAK}|$)")
_HEADER = re.compile(f"[|>]([-+0-9]*)[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?(?:{_BREAK}|$)")
_ESCAPED = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(?:" + _BREAK + r")|.)", re.DOTALL)

_SPECIAL = {
    "": _FOLD,
    "'": re.compile(f"''|{_FOLD.pattern}"),
    '"': re.compile(f"{_ESCAPED.pattern}|{_FOLD.pattern}", re.DOTALL),
}

_CONTINUED = re.compile(f"(?:[ \t]*(?:{_BREAK}))*[ \t]*")

_KEPT_BREAKS = "\u2028\u2029"
"""YAML 1.1 line ends that stay what they are; the others become a line feed."""


class _Characters:
    """Characters of a value as they are found, each with its offset."""

    __slots__ = ("found", "where")

    def __init__(self) -> None:
        self.found: list[str] = []
        self.where: list[int] = []

    def add(self, text: str, offset: int) -> None:
        """Take a stretch of text that is written as it is meant."""
        self.found.append(text)
        self.where += range(offset, offset + len(text))

    def breaks(self, matches: list[re.Match[str]]) -> None:
        """Take line ends."""
        for match in matches:
            self.found.append(_line_feed(match.group()))
            self.where.append(match.start())

    def finish(self, scalar: Scalar, end: int) -> list[int]:
        """The offsets, the one of the end included; all at the value's start should the text not be what was parsed."""
        if "".join(self.found) != scalar.value:
            return [scalar.content] * len(scalar.value) + [end]
        return [*self.where, end]


def _line_feed(written: str) -> str:
    return written if written in _KEPT_BREAKS else "\n"


def flow_places(text: str, scalar: Scalar) -> list[int]:
    """Places of a plain or quoted scalar that spans lines or has escapes."""
    quotes = 1 if scalar.style else 0
    position, end = scalar.content + quotes, scalar.end - quotes
    found = _Characters()
    special = _SPECIAL[scalar.style]
    while position < end:
        match = special.search(text, position, end)
        if match is None:
            break
        found.add(text[position : match.start()], position)
        _special(found, match)
        position = match.end()
        if match.group()[0] == "\\" and _LINE_END.match(text, match.start() + 1):
            position = _continued(found, text, position, end)
    found.add(text[position:end], position)
    return found.finish(scalar, end)


def _special(found: _Characters, match: re.Match[str]) -> None:
    """Take an escape sequence or a fold."""
    written, offset = match.group(), match.start()
    if written == "''":
        found.found.append("'")
        found.where.append(offset)
    elif written[0] == "\\":
        if not _LINE_END.match(written, 1):
            found.found.append(_escape(written))
            found.where.append(offset)
    else:
        ends = [*_LINE_END.finditer(match.string, offset, match.end())]
        first = _line_feed(ends[0].group())
        if first != "\n":
            found.breaks(ends)
        elif len(ends) == 1:
            found.found.append(" ")
            found.where.append(offset)
        else:
            found.breaks(ends[1:])


def _continued(found: _Characters, text: str, position: int, end: int) -> int:
    """Behind an escaped line end, blanks are skipped and further line ends kept."""
    match = _CONTINUED.match(text, position, end)
    if match is None:
        return position
    found.breaks([*_LINE_END.finditer(text, position, match.end())])
    return match.end()


_LETTERS = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def _escape(written: str) -> str:
    """The character that an escape sequence of a double-quoted scalar stands for."""
    if len(written) > 2:
        return chr(int(written[2:], 16))  # noqa: FURB166 (what is cut off is a backslash and a letter)
    return _LETTERS.get(written[1], written[1])


def block_places(text: str, scalar: Scalar) -> list[int]:
    """Places of a literal or folded block scalar."""
    header = _HEADER.match(text, scalar.content, scalar.end)
    if header is None:
        return [scalar.content] * len(scalar.value) + [scalar.end]
    lines = []
    position = header.end()
    while position < scalar.end:
        match = _LINE.match(text, position, scalar.end)
        if match is None:
            break
        lines.append(match)
        position = match.end()
    places: list[int] = []
    for indent in _indents(header[1], lines):
        found = _block(lines, indent, header[1], scalar.style == ">")
        places = found.finish(scalar, scalar.end)
        if "".join(found.found) == scalar.value:
            break
    return places


def _indents(header: str, lines: list[re.Match[str]]) -> list[int]:
    """Indentations that the lines may have; an indicator counts from a parent that is not known here."""
    widths = [len(line[1]) - len(line[1].lstrip(" ")) for line in lines]
    if header.strip("+-"):
        least = min((w for w, line in zip(widths, lines, strict=True) if line[1].strip(" ")), default=1)
        return list(range(1, least + 1))
    return [next((w for w, line in zip(widths, lines, strict=True) if len(line[1]) > w), max(widths, default=0))]


def _block(lines: list[re.Match[str]], indent: int, header: str, folded: bool) -> _Characters:
    """Take the lines with their indentation removed; line ends are folded and chomped as the header says."""
    found = _Characters()
    pending: list[re.Match[str]] = []  # line ends that wait for the next line with content
    spaced = False
    for line in lines:
        content, offset = line[1][indent:], line.start() + indent
        if content:
            starts_blank = content[0] in " \t"
            joins = folded and found.found and pending and not spaced and not starts_blank
            if joins and pending[0][2] not in _KEPT_BREAKS:
                if len(pending) == 1:
                    found.found.append(" ")
                    found.where.append(pending[0].start(2))
                _breaks(found, pending[1:])
            else:
                _breaks(found, pending)
            found.add(content, offset)
            pending = []
            spaced = starts_blank
        pending.append(line)
    if "-" not in header:
        keep = "+" in header
        _breaks(found, pending if keep else pending[:1] if found.found else [])
    return found


def _breaks(found: _Characters, lines: list[re.Match[str]]) -> None:
    """Take the line ends of some lines."""
    for line in lines:
        if line[2]:
            found.found.append(_line_feed(line[2]))
            found.where.append(line.start(2))
