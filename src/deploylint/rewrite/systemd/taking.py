"""Assignments, words and sections of a unit file taken out, commented out, renamed, moved; and lines put above them."""

from __future__ import annotations

from deploylint.model.resolved import Origin
from deploylint.rewrite.lines import (
    after_line,
    before_line,
    blanks_above,
    blanks_below,
    comments_above,
    ending,
    line_start,
)
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.systemd.adding import KEY, at_end, with_lines
from deploylint.rewrite.systemd.values import bounds, one_line, replaced
from deploylint.rewrite.systemd.written import Line, Written, checked, commands, readings
from deploylint.source.edit import Edit
from deploylint.syntax.systemd.tree import Assignment, Section

_BLANKS = " \t"
_ENDS = ("", " ", "\t", '"', "'", ";", "&", "|", ")")
"""What may follow a word, in a script too."""


def remove(written: Written, assignment: Assignment) -> list[Edit]:
    """An assignment with all its lines, and its section when nothing else stands there but does in another."""
    lines = list(written.lines)
    at = written.number(assignment)
    del lines[at]
    section = written.section_of(assignment)
    emptied = section is not None and section.assignments == [assignment] and not _comments_in(written, section)
    if section is not None and emptied and len(written.tree.sections) > 1:
        del lines[at - 1]
        return checked(written, [_cut(written, line_start(written.text, section.start), assignment.end)], lines)
    return checked(written, [_cut(written, assignment.start, assignment.end, blanks=False)], lines, comments=False)


def remove_section(written: Written, section: Section) -> list[Edit]:
    """A section with its lines; comments behind its last assignment stay."""
    end = section.assignments[-1].end if section.assignments else after_line(written.text, section.end)
    at = written.first(section)
    lines = written.lines[:at] + written.lines[at + 1 + len(section.assignments) :]
    return checked(written, [_cut(written, line_start(written.text, section.start), end)], lines, comments=False)


def _comments_in(written: Written, section: Section) -> bool:
    """Does a comment stand between a section's header and the next?"""
    following = [other.start for other in written.tree.sections if other.start > section.start]
    end = min(following, default=len(written.text))
    return any(section.start < start < end for start, _ in written.tree.comments)


def _cut(written: Written, start: int, end: int, *, blanks: bool = True) -> Edit:
    """Whole lines taken out, with blank lines that would be left at an end of the file or stand twice."""
    text = written.text
    if blanks:
        below = blanks_below(text, end)
        if below == len(text):
            start, end = blanks_above(text, start), below
        elif start == 0 or blanks_above(text, start) < start:
            end = below
    if end == len(text) and start and text[-1] not in "\r\n":
        start = before_line(text, blanks_above(text, start))
    return Edit(written.path, start, end, "")


def remove_word(written: Written, assignment: Assignment, origin: Origin) -> list[Edit]:
    """A word of a value with the blanks before it, or behind it when it is the first."""
    first, last = _word(assignment, origin)
    value = assignment.value
    if not value[:first].strip() and not value[last:].strip():
        return remove(written, assignment)
    left, right = first, last
    alone = _own_line(written, assignment, first, last)
    if alone is not None:
        left, right = bounds(assignment, *alone)
        start, end = alone
    elif value[first - 1 : first] in (" ", "\t"):
        left = len(value[:first].rstrip())
        start, end = assignment.places[left - 1] + 1, assignment.places[last - 1] + 1
    else:
        right = len(value) - len(value[last:].lstrip())
        start, end = assignment.places[first], assignment.places[right]
    return replaced(written, assignment, start, end, "", value[:left] + value[right:])


def variable(assignment: Assignment, origin: Origin) -> Origin:
    """The place of a whole `NAME=value`, by that of its value."""
    for _, words in readings(assignment) or ():
        for word in words:
            if word.start <= origin.start <= word.end:
                return Origin(origin.source, word.start, word.end)
    raise Refused("its place in the file is not known")


def _word(assignment: Assignment, origin: Origin) -> tuple[int, int]:
    """Bounds in the value of the word at a place; one of a script in quotes stands between blanks, too."""
    first, last = bounds(assignment, origin.start, origin.end)
    value = assignment.value
    if not 0 <= first < last <= len(value):
        raise Refused("its place in the file is not known")
    for _, words in readings(assignment) or ():
        for word in words:
            if (word.start, word.end) == (origin.start, origin.end):
                return first, last
            if word.start <= origin.start < word.end and value[first - 1 : first] not in (" ", "\t"):
                raise Refused("it is a part of a value that cannot be left out")
    if value[first - 1 : first].strip() or value[last : last + 1] not in _ENDS:
        raise Refused("it is a part of a value that cannot be left out")
    return first, last


def _own_line(written: Written, assignment: Assignment, first: int, last: int) -> tuple[int, int] | None:
    """The line of a word that has one to itself and is followed by another."""
    if not assignment.continued:
        return None
    text = written.text
    begin, end = assignment.places[first], assignment.places[last - 1] + 1
    start = line_start(text, begin)
    rest = text[end : after_line(text, end)].strip(" \t\r\n")
    if start == line_start(text, assignment.key_start) or text[start:begin].strip(_BLANKS) or rest != "\\":
        return None
    return start, after_line(text, end)


def remove_command(written: Written, assignment: Assignment, origin: Origin) -> list[Edit]:
    """A command; with its assignment when it is the only one there."""
    found = commands(assignment)
    at = next((n for n, one in enumerate(found) if one.start <= origin.start < max(one.end, one.start + 1)), 0)
    if len(found) < 2:
        return remove(written, assignment)
    if at:
        start, end = found[at - 1].end, found[at].end
    else:
        start, end = found[0].start, found[1].start
    left, right = bounds(assignment, start, end)
    value = assignment.value
    return replaced(written, assignment, start, end, "", value[:left] + value[right:])


def rename_key(written: Written, assignment: Assignment, name: str) -> list[Edit]:
    """Another key for a value."""
    if not KEY.fullmatch(name):
        raise Refused("the new name is no key's")
    lines = list(written.lines)
    at = written.number(assignment)
    lines[at] = (lines[at][0], name, lines[at][2])
    return checked(written, [Edit(written.path, assignment.key_start, assignment.key_end, name)], lines)


def rename_section(written: Written, name: str, new: str) -> list[Edit]:
    """Another name for a section, at each of its headers."""
    if not KEY.fullmatch(new):
        raise Refused("the new name is no section's")
    edits = [Edit(written.path, one.start, one.end, f"[{new}]") for one in written.tree.sections if one.name == name]
    lines: list[Line] = [(new if section == name else section, key, value) for section, key, value in written.lines]
    return checked(written, edits, lines)


def move(written: Written, assignment: Assignment, section: str) -> list[Edit]:
    """An assignment, as it is written, to the end of another section."""
    text = written.text
    shown = text[assignment.start : assignment.end].rstrip("\r\n")
    placed = at_end(written, section, shown)
    here = written.number(assignment)
    lines = with_lines(written.lines, placed, [(section, assignment.key, assignment.value)])
    del lines[here if here < placed.number else here + len(lines) - len(written.lines)]
    return checked(written, [_cut(written, assignment.start, assignment.end, blanks=False), placed.edit], lines)


def comment_out(written: Written, assignment: Assignment) -> list[Edit]:
    """`# ` before each line of an assignment; comments between them are comments already."""
    text = written.text
    edits: list[Edit] = []
    at = assignment.start
    while at < assignment.end:
        following = after_line(text, at)
        content = text[at:following].strip(" \t\r\n")
        if content and content[0] not in "#;":
            edits.append(Edit(written.path, at, at, "# "))
        at = following
    lines = list(written.lines)
    del lines[written.number(assignment)]
    return checked(written, edits, lines, comments=False)


def insert(written: Written, start: int, number: int, value: object, section: str) -> list[Edit]:
    """A comment on a line of its own above a line, or an assignment above it and the comments that belong to it."""
    if not isinstance(value, str):
        raise Refused("only a comment can be inserted")
    text = written.text
    new = one_line(value).strip(_BLANKS)
    at = line_start(text, start)
    lines = list(written.lines)
    if new[:1] in ("#", ";"):
        return checked(written, [Edit(written.path, at, at, new + ending(text, at))], lines, comments=False)
    key, equals, content = new.partition("=")
    if not section or not equals or not KEY.fullmatch(key.strip(_BLANKS)):
        raise Refused(
            "only a comment or an assignment can be inserted" if section else "only a comment can be inserted"
        )
    at = comments_above(text, written.tree.comments, at)
    lines.insert(number, (section, key.strip(_BLANKS), content.strip(_BLANKS)))
    return checked(written, [Edit(written.path, at, at, new + ending(text, at))], lines)


def form(written: Written, assignment: Assignment) -> list[Edit]:
    """`Key=value`, without blanks at the beginning of the line and beside the `=`."""
    text = written.text
    behind = assignment.value_start
    if "\n" in text[assignment.key_end : behind] or "\r" in text[assignment.key_end : behind]:
        behind = text.index("=", assignment.key_end) + 1
    edits = [
        Edit(written.path, start, end, new)
        for start, end, new in ((assignment.start, assignment.key_start, ""), (assignment.key_end, behind, "="))
        if text[start:end] != new
    ]
    if not edits:
        raise Refused("it is formatted already")
    return checked(written, edits, written.lines)
