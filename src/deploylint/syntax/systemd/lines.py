"""A unit file's lines as systemd joins them, and the sections and assignments that they are.

The rules are those of config_parse() in systemd's conf-parser.c, versions 252 to 261; see also systemd.syntax(7).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from deploylint.source.defects import Defect, Related
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax.systemd.tree import Assignment, Section, UnitTree

_LINE_END = re.compile("(?:\n\r?|\r\n?)\0?|\0")
"""One line end: systemd joins what differs, so that LF CR is one, and takes a NUL byte as an end too."""

_BLANKS = " \t\n\r"
_UNSAFE = re.compile("[\x01-\x1f\"'\\\\\x7f]")
"""What may not stand in a section's name."""

_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_LINE_LIMIT = 1024 * 1024
"""Bytes: systemd's LONG_LINE_MAX."""

_MARK = "\ufeff"


def parse(source: Source) -> UnitTree:
    """The sections and assignments of a unit file; never raises."""
    tree = UnitTree(source)
    reader = _Reader(tree)
    text = source.text
    if source.bom:
        tree.defects.append(_byte_order_mark(source))
    elif not text:
        tree.defects.append(Defect("unit-empty-file", Span(source, 0, 0), source.path.rpartition("/")[2]))
    start = 0
    for match in _LINE_END.finditer(text):
        if not reader.line(start, match.start(), match.end()):
            return tree
        start = match.end()
    if start < len(text) and not reader.line(start, len(text), len(text)):
        return tree
    reader.finish()
    return tree


class _Reader:
    """Takes the lines of a file one by one, joins those that continue, and adds what they say to a tree."""

    __slots__ = ("behind", "comment", "marked", "outside", "parts", "section", "size", "spaced", "text", "tree")

    def __init__(self, tree: UnitTree) -> None:
        self.tree = tree
        self.text = tree.source.text
        self.section: Section | None = None
        self.parts: list[tuple[int, int]] = []  # the lines of a continued line so far, each with its backslash
        self.behind = 0  # end of the last of these, line end included
        self.size = 0  # of these in bytes
        self.comment: int | None = None  # index of the first comment between them
        self.marked = False  # has the byte order mark been met?
        self.spaced = False  # did the line before end in a backslash and a blank?
        self.outside: Defect | None = None

    def line(self, start: int, end: int, behind: int) -> bool:
        """Take the line from `start` to `end`, whose line end reaches to `behind`; False when systemd gives up here."""
        text = self.text[start:end]
        size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
        if size >= _LINE_LIMIT:
            return self._too_long(start)
        content = text.lstrip(_BLANKS)
        # With a mark in front, a comment on the first line is none for systemd: it looks before it takes the mark off.
        hidden = self.tree.source.bom and start == 0
        if content.startswith(("#", ";")) and not hidden:
            if self.parts and self.comment is None:
                self.comment = len(self.tree.comments)
            self.tree.comments.append((end - len(content), end))
            return True
        if hidden:
            self.marked = True
        elif not self.marked and text.startswith(_MARK):
            # systemd takes one mark off, at the beginning of whichever line has the first.
            self.marked = True
            start += 1
        self.parts.append((start, end))
        self.behind = behind
        self.size += size
        if self.size > _LINE_LIMIT:
            return self._too_long(self.parts[0][0])
        if not _slashes(text) % 2:
            self._complete()
        return True

    def finish(self) -> None:
        """The file ends, perhaps in the middle of a continued line, which is fine for systemd."""
        if self.parts:
            self._complete()

    def _complete(self) -> None:
        """Read the joined line."""
        line = _Joined(self.text, self.parts, self.behind)
        parts, self.parts, self.size = self.parts, [], 0
        comment, self.comment = self.comment, None
        after_space, self.spaced = self.spaced, False
        if line.start < line.end:
            slashes = self._spaced_slashes(*parts[-1])
            if line.value.startswith("[", line.start):
                self._header(line)
            elif self.section is None:
                self._before_sections(line)
            else:
                self._assignment(line, self.section, quiet=after_space)
            if slashes:
                self._space(line, *slashes)
        if comment is not None:
            self._comment_inside(line, comment)

    def _header(self, line: _Joined) -> None:
        """A section header, or the attempt at one, which makes systemd refuse the file."""
        text = line.value[line.start : line.end]
        close = text.find("]")
        name = text[1:-1] if text.endswith("]") and len(text) > 1 else text[1:close] if close > 0 else text[1:]
        end = line.end if text.endswith("]") or close < 0 else line.start + close + 1
        section = Section(name, line.at(line.start), line.behind(end))
        span = Span(self.tree.source, section.start, line.behind(line.end))
        if not text.endswith("]") or len(text) == 1:
            found = "text behind the ]" if close > 0 else "no closing ]"
            self._broken(Defect("unit-invalid-section-header", span, _shown(name), found, "a line that ends in ]"))
        elif _UNSAFE.search(name):
            found = "a quote, a backslash or a control character in the name"
            self._broken(Defect("unit-invalid-section-header", span, "", found, "a name of letters, digits and -"))
        self.section = section
        self.tree.sections.append(section)

    def _before_sections(self, line: _Joined) -> None:
        """A line before the first section; one defect for all of them."""
        equals = line.value.find("=", line.start, line.end)
        if equals > line.start:
            assignment = line.assignment(equals)
            self.tree.outside.append(assignment)
            name = _shown(assignment.key)
        else:
            name = ""
            if self.tree.source.bom and line.at(line.start) == 0 and line.value[line.start] in "#;":
                return  # the defect of the byte order mark tells about this line
        if self.outside is None:
            span = Span(self.tree.source, line.at(line.start), line.behind(line.end))
            expected = "a section header such as [Service] above it"
            self.outside = Defect("unit-assignment-outside-section", span, name, "", expected)
            self.tree.defects.append(self.outside)

    def _assignment(self, line: _Joined, section: Section, *, quiet: bool) -> None:
        """A line of a section; `quiet` when the line before explains why it is none."""
        equals = line.value.find("=", line.start, line.end)
        if equals > line.start:
            section.assignments.append(line.assignment(equals))
            return
        if quiet or section.name.startswith("X-"):
            return
        span = Span(self.tree.source, line.at(line.start), line.behind(line.end))
        if equals < 0:
            name = _shown(line.value[line.start : line.end])
            self.tree.defects.append(Defect("unit-missing-equals", span, name, "a line without =", "Key=value"))
        else:
            self.tree.defects.append(Defect("unit-missing-key", span, "", "nothing before the =", "Key=value"))

    def _spaced_slashes(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets of a backslash with blanks behind it at the end of a line, if it would continue without them."""
        if end == start or self.text[end - 1] not in " \t":
            return None
        content = self.text[start:end].rstrip(" \t")
        return (start + len(content) - 1, end) if _slashes(content) % 2 else None

    def _space(self, line: _Joined, start: int, end: int) -> None:
        name = _shown(line.value[line.start : line.end].partition("=")[0].rstrip(_BLANKS))
        span = Span(self.tree.source, start, end)
        found = "a blank behind the backslash"
        self.tree.defects.append(Defect("unit-space-after-backslash", span, name, found, "the end of the line"))
        self.spaced = True

    def _comment_inside(self, line: _Joined, comment: int) -> None:
        """A continued line has comments between its parts."""
        start, end = self.tree.comments[comment]
        if line.end_offset <= start:
            return  # the comment follows the last part, at the end of the file
        name = _shown(line.value[line.start : line.end].partition("=")[0].rstrip(_BLANKS))
        first = Span(self.tree.source, line.at(line.start), line.at(line.start) + max(len(name), 1))
        related = (Related(first, "the value begins here"),)
        self.tree.defects.append(
            Defect("unit-comment-in-continuation", Span(self.tree.source, start, end), name, "", "", related)
        )

    def _too_long(self, start: int) -> bool:
        found, expected = "a line of more than 1 MiB", "at most 1 MiB, continued lines included"
        # The whole line would be a place that nobody wants to see.
        self._broken(Defect("input-limit-exceeded", Span(self.tree.source, start, start + 1), "", found, expected))
        return False

    def _broken(self, defect: Defect) -> None:
        if self.tree.broken is None:
            self.tree.broken = defect.span.start
        self.tree.defects.append(defect)


class _Joined:
    """A line with those that continue it: `value` is its text, `start` to `end` what is left of it without blanks at
    both ends, as indexes into `value`.
    """

    __slots__ = ("end", "end_offset", "first", "lines", "places", "start", "value")

    def __init__(self, text: str, parts: Sequence[tuple[int, int]], behind: int) -> None:
        self.first = parts[0][0]
        self.end_offset = behind
        self.lines = len(parts)
        if len(parts) == 1:
            start, end = parts[0]
            self.value = text[start:end]
            self.places: Sequence[int] = range(start, end + 1)
            if self.value.endswith("\\") and _slashes(self.value) % 2:
                self.value = self.value[:-1] + " "  # the file ends in a continuation
        else:
            pieces = [f"{text[start : end - 1]} " for start, end in parts[:-1]]
            start, end = parts[-1]
            last = text[start:end]
            if last.endswith("\\") and _slashes(last) % 2:
                last = f"{last[:-1]} "
            self.value = "".join(pieces) + last
            self.places = [*chain.from_iterable(range(start, end) for start, end in parts), parts[-1][1]]
        self.start = len(self.value) - len(self.value.lstrip(_BLANKS))
        self.end = max(self.start, len(self.value.rstrip(_BLANKS)))

    def at(self, index: int) -> int:
        """Where the character at an index is written."""
        return self.places[index]

    def behind(self, index: int) -> int:
        """One past the place of the character before an index."""
        return self.places[index - 1] + 1

    def assignment(self, equals: int) -> Assignment:
        """The assignment whose first = stands at an index."""
        key_end = self.start + len(self.value[self.start : equals].rstrip(_BLANKS))
        key = self.value[self.start : key_end]
        found = Assignment(self.first, key, self.at(self.start), self.behind(key_end))
        text = self.value[equals + 1 : self.end].lstrip(_BLANKS)
        start = self.end - len(text)
        found.value = text
        found.value_start = self.at(start) if text else self.behind(equals + 1)
        found.value_end = self.behind(self.end) if text else found.value_start
        if isinstance(self.places, range):
            found.places = range(found.value_start, found.value_end + 1)
        else:
            found.places = (*self.places[start : self.end], found.value_end)
        found.end = self.end_offset
        found.continued = self.lines - 1
        return found


def _byte_order_mark(source: Source) -> Defect:
    """The file begins with a byte order mark."""
    line = source.text[: source.line_bounds(1)[1]]
    found = "a comment" if line.lstrip(_BLANKS).startswith(("#", ";")) else ""
    return Defect("unit-bom", Span(source, 0, len(line)), "", found, "text that begins without one")


def _slashes(text: str) -> int:
    """The number of backslashes at the end of a text."""
    return len(text) - len(text.rstrip("\\"))


def _shown(name: str) -> str:
    """A name that may be shown: of what is no plain name, nobody knows that it is not a piece of a secret."""
    return name if len(name) < 80 and _PLAIN_NAME.fullmatch(name) else ""
