"""The code frames of a finding: its lines with what is meant underlined, other places of the story beside or below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from deploylint.findings import Finding, Report
from deploylint.report.colour import Paint
from deploylint.report.excerpt import excerpt, width
from deploylint.report.safe import line_masks, visible, words
from deploylint.source.span import Span
from deploylint.source.text import Source

_MOST_PLACES = 8
_MOST_CAME = 4
_MOST_ALIKE = 2
"""Steps of a value that are shown, and those with one note: what many services take over came there in many ways."""

_LEAST_ROOM = 20

_AROUND = 4096
"""Characters before and behind a place that are looked at; secrets are found in them by the names before them."""


class Mark(NamedTuple):
    """Underline `start` to `end` on one line; the note stands behind it."""

    line: int
    start: int
    end: int
    note: str
    primary: bool


def frames(finding: Finding, report: Report, paint: Paint, columns: int) -> tuple[list[str], int]:
    """The lines of all frames, and the width of the gutter."""
    places = [(finding.span, "", True)]
    places += [(each.span, each.note, False) for each in finding.related if each.span != finding.span or each.note]
    steps = _steps(finding)
    hidden = max(len(places) - 1 - _MOST_PLACES, 0) + len(finding.came) - len(steps)
    places = [*places[: _MOST_PLACES + 1], *steps]
    by_path: dict[str, list[tuple[Span, str, bool]]] = {}
    for place in places:
        by_path.setdefault(place[0].source.path, []).append(place)
    gutter = len(str(max(span.source.position(span.end)[0] for group in by_path.values() for span, _, _ in group)))
    lines: list[str] = []
    for number, group in enumerate(by_path.values()):
        arrow = "-->" if number == 0 else ":::"
        lines += _frame(group, report, paint, gutter, max(columns - gutter - 3, _LEAST_ROOM), arrow)
    if hidden > 0:
        lines.append(" " * gutter + paint("gutter", " = ") + f"and {hidden} more place{'s' * (hidden > 1)}")
    return lines, gutter


def _steps(finding: Finding) -> list[tuple[Span, str, bool]]:
    """How the value came to be, so far as it is shown."""
    found: list[tuple[Span, str, bool]] = []
    for span, note in finding.came:
        if len(found) < _MOST_CAME and sum(note == other for _, other, _ in found) < _MOST_ALIKE:
            found.append((span, note, False))
    return found


def _frame(
    group: list[tuple[Span, str, bool]], report: Report, paint: Paint, gutter: int, room: int, arrow: str
) -> list[str]:
    """One file's frame."""
    source = group[0][0].source
    head = " " * gutter + paint("gutter", arrow) + " " + visible(source.path)
    whole_file = all(span.start == span.end == 0 for span, _, _ in group)
    if whole_file:
        return [head, *(" " * gutter + paint("gutter", " = ") + words(note) for _, note, _ in group if note)]
    line, column = source.position(group[0][0].start)
    bar = " " * gutter + paint("gutter", " |")
    lines = [f"{head}:{line}:{column}", bar]
    marks: dict[int, list[Mark]] = {}
    for span, note, primary in group:
        for mark in _marks(span, note, primary):
            marks.setdefault(mark.line, []).append(mark)
    before = 0
    for number in _with_context(source, marks, line):
        if before and number > before + 1:
            lines.append(paint("gutter", "..."))
        before = number
        lines += _line(source, number, marks.get(number, []), report, paint, gutter, room)
    return lines


def _with_context(source: Source, marks: Iterable[int], primary: int) -> list[int]:
    """The lines to show: the marked ones, and the one before the first place unless it is blank."""
    shown = set(marks)
    if primary > 1:
        start, end = source.line_bounds(primary - 1)
        if source.text[start:end].strip():
            shown.add(primary - 1)
    return sorted(shown)


def _marks(span: Span, note: str, primary: bool) -> list[Mark]:
    """A span's marks: one on its line, or one on its first and one on its last line."""
    source = span.source
    first, _ = source.position(span.start)
    last, column = source.position(span.end)
    if last > first and column == 1:
        last -= 1
    begin, end = source.line_bounds(first)
    if first == last:
        return [Mark(first, span.start - begin, min(span.end, end) - begin, note, primary)]
    last_begin, last_end = source.line_bounds(last)
    text = source.text[last_begin:last_end]
    indent = len(text) - len(text.lstrip())
    return [
        Mark(first, span.start - begin, end - begin, "", primary),
        Mark(last, indent, min(span.end, last_end) - last_begin, note, primary),
    ]


def _line(
    source: Source, number: int, marks: list[Mark], report: Report, paint: Paint, gutter: int, room: int
) -> list[str]:
    """A line and, below it, a row for each mark."""
    begin, end = source.line_bounds(number)
    text = source.text[begin:end]
    focus = (marks[0].start, marks[0].end) if marks else (0, 0)
    cut = max(focus[0] - _AROUND, 0)
    if len(text) > cut + 2 * _AROUND:  # a line of a megabyte is not measured for the eighty columns that are shown
        text = text[cut : cut + 2 * _AROUND]
        begin += cut
        marks = [mark._replace(start=mark.start - cut, end=min(mark.end - cut, len(text))) for mark in marks]
        marks = [mark for mark in marks if 0 <= mark.start <= len(text)]
        focus = (focus[0] - cut, min(focus[1] - cut, len(text)))
    shown = excerpt(text, line_masks(report, source.path, text, begin), room, focus)
    lines = [f"{paint('gutter', f'{number:>{gutter}} |')} {shown.text}".rstrip()]
    bar = " " * gutter + paint("gutter", " | ")
    severity = "bold"
    for mark in marks:
        column = shown.column(mark.start)
        length = max(shown.column(mark.end) - column, 1)
        under = paint(severity if mark.primary else "note", ("^" if mark.primary else "-") * length)
        note = words(mark.note)
        if not note:
            lines.append(bar + " " * column + under)
        elif column + length + 1 + width(note) <= room:
            lines.append(bar + " " * column + under + " " + paint("note", note))
        else:
            lines.append(bar + " " * column + under)
            indent = min(column, room // 4)
            lines += [bar + " " * indent + paint("note", part) for part in wrapped(note, room - indent)]
    return lines


def wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` columns; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(lines[-1]) + 1 + width(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
