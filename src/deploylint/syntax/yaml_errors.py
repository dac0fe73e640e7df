"""Words and places for what the YAML parser refuses: imported only when a file is broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml

from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.source.text import Source

_UNREADABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that may not stand in YAML."""

_FIRST_LINE = re.compile(r"(?:[ \t]*(?:#.*)?(?:\r\n|[\r\n]))*( *)")

_LINE_BREAKS = "\n\r\x85\u2028\u2029"


class Problem(NamedTuple):
    """What to tell: a place of one line, the two phrases, and the offset from which nothing is to be trusted."""

    start: int
    end: int
    found: str
    expected: str
    broken: int


class _Complaint(NamedTuple):
    """What the parser says: the offset of the problem and of what it was busy with."""

    text: str
    place: int
    context: int

    @property
    def line(self) -> int:
        """Where the line of the problem begins."""
        return _line_start(self.text, self.place)


def unreadable(text: str) -> int:
    """Offset of the first character that may not stand in YAML."""
    match = _UNREADABLE.search(text)
    return match.start() if match else 0


def unreadable_character(source: Source, offset: int) -> Defect:
    """The defect for such a character."""
    found = f"the control character U+{ord(source.text[offset]):04X}"
    return Defect("yaml-syntax-error", Span(source, offset, offset + 1), "", found, "printable text")


def explain(source: Source, text: str, error: yaml.MarkedYAMLError) -> tuple[Defect, int]:
    """What the parser's complaint means to somebody who wrote the text, and where the tree is broken."""
    place = error.problem_mark.index if error.problem_mark else 0
    context = error.context_mark.index if error.context_mark else place
    said = f"{error.context or ''}: {error.problem or ''}"
    complaint = _Complaint(text, min(place, len(text)), min(context, place))
    make = next(make for words, make in _TABLE if re.search(words, said))
    problem = make(complaint)
    if text[place : place + 1] == "\t" and not text[complaint.line : place].strip():
        problem = Problem(place, place + 1, "a tab", "spaces as indentation", complaint.line)
    start, end = _visible(text, problem.start, problem.end)
    return Defect("yaml-syntax-error", Span(source, start, end), "", problem.found, problem.expected), problem.broken


def _visible(text: str, start: int, end: int) -> tuple[int, int]:
    """A place that can be underlined: of at least one character that is no blank when there is one before it."""
    end = min(end, len(text))
    if text[start:end].strip() or text[start:end] == "\t":
        return start, end
    start = len(text[: start + 1].rstrip()) - 1
    return max(start, 0), min(max(start, 0) + 1, len(text))


def _line_start(text: str, place: int) -> int:
    return max(text.rfind(mark, 0, place) for mark in _LINE_BREAKS) + 1


def _line_end(text: str, place: int) -> int:
    return min((found for mark in _LINE_BREAKS if (found := text.find(mark, place)) >= 0), default=len(text))


def _margin(text: str) -> int:
    """Blanks in front of the first line that is no comment."""
    first = _FIRST_LINE.match(text)
    return len(first[1]) if first else 0


def _character(text: str, place: int) -> str:
    """A character as it may be named in a sentence."""
    return text[place : place + 1].strip() or "end of the text"


def _open_quote(complaint: _Complaint) -> Problem:
    text, _, start = complaint
    return Problem(start, start + 1, "a quote that is not closed", f"a closing {text[start]}", start)


def _escape(complaint: _Complaint) -> Problem:
    text, place, context = complaint
    start = max(text.rfind("\\", context, place + 1), context)
    return Problem(
        start, start + 2, "a \\ that begins no escape sequence", "\\\\, or single quotes around the value", context
    )


def _open_bracket(complaint: _Complaint) -> Problem:
    text, place, start = complaint
    closing = "]" if text[start] == "[" else "}"
    if place < len(text) and start >= complaint.line:
        return Problem(place, place + 1, f"a {text[place]}", f"a comma or {closing}", start)
    return Problem(start, start + 1, f"a {text[start]} that is not closed", f"a closing {closing}", start)


def _bad_start(complaint: _Complaint) -> Problem:
    text, place, _ = complaint
    found = f"a value that begins with {_character(text, place)}"
    return Problem(place, place + 1, found, "quotes around it", place)


def _misplaced_colon(complaint: _Complaint) -> Problem:
    text, place, _ = complaint
    line = complaint.line
    before = text[line:place]
    if re.search(r":\s", before):
        return Problem(place, place + 1, "a second colon on the line", "quotes around a value with a colon in it", line)
    above_end = len(text[:line].rstrip())
    above = _line_start(text, above_end)
    written = text[above:above_end].strip()
    if not written:
        return Problem(place, place + 1, "a colon", "a key in front of it", line)
    first = above_end - len(text[above:above_end].lstrip())
    if not re.search(r":(\s|$)", written):
        return Problem(first, above_end, "a line without a colon and a blank", "KEY: value", above)
    start = line + len(before) - len(before.lstrip())
    return Problem(start, place, "a key below a key that has a value", "the indentation of the line above", above)


def _misplaced_item(complaint: _Complaint) -> Problem:
    _, place, _ = complaint
    return Problem(place, place + 1, "a list item behind a key", "the - on a line of its own", place)


def _no_colon(complaint: _Complaint) -> Problem:
    text, _, start = complaint
    return Problem(start, _line_end(text, start), "a line without a colon", "KEY: value or - item", start)


def _block(complaint: _Complaint) -> Problem:
    text, place, context = complaint
    line = complaint.line
    end = max(_line_end(text, place), place + 1)
    if text[line:place].strip():
        return Problem(place, end, "text behind a value", "the end of the line, or quotes around all of it", line)
    items = text.startswith("-", context)
    if place == line and _margin(text):
        return _second_value(complaint)
    if place - line == context - _line_start(text, context):
        found, expected = ("a key among list items", "- item") if items else ("a list item among keys", "KEY: value")
        return Problem(place, end, found, expected, place)
    found = f"an indentation of {place - line}" + (" blanks" if place - line != 1 else " blank")
    return Problem(place, end, found, "the indentation of the keys or items that it belongs to", place)


def _no_name(complaint: _Complaint) -> Problem:
    text, _, start = complaint
    return Problem(start, start + 1, f"a {text[start]} without a name", "a name, or quotes around the value", start)


def _block_header(complaint: _Complaint) -> Problem:
    text, place, start = complaint
    expected = "the end of the line, or one of + - and 1 to 9"
    return Problem(place, place + 1, f"{_character(text, place)} behind the {text[start]}", expected, start)


def _tag(complaint: _Complaint) -> Problem:
    _, _, start = complaint
    return Problem(start, start + 1, "a tag that cannot be read", "!name, or quotes around the value", start)


def _directive(complaint: _Complaint) -> Problem:
    text, _, start = complaint
    return Problem(
        start, _line_end(text, start), "a line that begins with %", "YAML 1.1 or 1.2 without directives", start
    )


def _second_value(complaint: _Complaint) -> Problem:
    text, place, _ = complaint
    end = max(_line_end(text, place), place + 1)
    margin = _margin(text)
    if place == complaint.line and margin:
        found = f"a line at the margin, below a first line behind {margin} blank{'s' if margin > 1 else ''}"
        return Problem(place, end, found, "one indentation for both", place)
    return Problem(place, end, "text that belongs to nothing", "one value in a document", place)


def _no_value(complaint: _Complaint) -> Problem:
    text, place, _ = complaint
    return Problem(place, place + 1, f"a {_character(text, place)}", "a value", place)


_TABLE: tuple[tuple[str, Callable[[_Complaint], Problem]], ...] = (
    ("escape|hexdec|hexadec", _escape),
    ("quoted scalar", _open_quote),
    ("flow (sequence|mapping)", _open_bracket),
    ("cannot start any token", _bad_start),
    ("mapping (values|keys) are not allowed", _misplaced_colon),
    ("sequence entries are not allowed", _misplaced_item),
    ("simple key", _no_colon),
    ("block (mapping|collection)", _block),
    ("scanning an (anchor|alias)", _no_name),
    ("block scalar", _block_header),
    ("[ :]tag\\b", _tag),
    ("irective|incompatible", _directive),
    ("document start", _second_value),
    ("", _no_value),
)
"""By words that libyaml or the pure parser uses; the first row that fits."""
