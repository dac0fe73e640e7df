"""Values of assignments changed whole or in part: each new text is read back before it is believed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from deploylint.model.resolved import Origin
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.systemd.keys import NOT_QUOTED
from deploylint.rewrite.systemd.written import OTHERWISE, Written, checked, readings
from deploylint.source.edit import Edit
from deploylint.syntax.systemd.tree import Assignment, Word

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Reading = list[tuple[str, list[str]]]
"""Prefixes and words of each command of a value; one row without prefixes for a value that is no command."""


def one_line(text: str) -> str:
    """The text, which may not have several lines."""
    if any(char in text for char in "\n\r\0"):
        raise Refused("the new value has several lines")
    return text


def encoded(word: str) -> list[str]:
    """The ways to write a word where systemd takes quotes off, best first."""
    return [word, '"' + "".join(_ESCAPES.get(char, char) for char in word) + '"']


def bounds(assignment: Assignment, start: int, end: int) -> tuple[int, int]:
    """Which characters of a value stand at these offsets."""
    return bisect_left(assignment.places, start), bisect_left(assignment.places, end)


def set_value(written: Written, assignment: Assignment, text: str) -> list[Edit]:
    """Another value for an assignment."""
    return replaced(written, assignment, assignment.value_start, assignment.value_end, one_line(text), text)


def set_part(
    written: Written, assignment: Assignment, origin: Origin, text: str, *, one_word: bool = False
) -> list[Edit]:
    """Another text for a part of a value: for a word, or a part of it, quoted as it has to be."""
    one_line(text)
    read = readings(assignment)
    if read is not None:
        for row, (_, words) in enumerate(read):
            for column, word in enumerate(words):
                if word.start <= origin.start and origin.end <= word.end:
                    return _set_word(written, assignment, (row, column), origin, text)
    elif (one_word or assignment.key in NOT_QUOTED) and len(text.split()) != 1:
        raise Refused("the new text is not one word")
    first, last = bounds(assignment, origin.start, origin.end)
    value = assignment.value[:first] + text + assignment.value[last:]
    return replaced(written, assignment, origin.start, origin.end, text, value)


def _set_word(written: Written, assignment: Assignment, at: tuple[int, int], origin: Origin, text: str) -> list[Edit]:
    """A word, or a part of it, replaced where it stands, else the word written anew in quotes."""
    read = readings(assignment) or []
    word = read[at[0]][1][at[1]]
    new = _within(written, word, origin, text)
    expected = texts(read)
    expected[at[0]][1][at[1]] = new
    ways = [(origin.start, origin.end, text)]
    ways += [(word.start, word.end, shown) for shown in encoded(new)]
    return first_read(written, assignment, ways, expected)


def _within(written: Written, word: Word, origin: Origin, text: str) -> str:
    """The word with the part replaced."""
    if (origin.start, origin.end) == (word.start, word.end):
        return text
    raw = written.text[word.start : word.end]
    for quotes in (0, 1):
        if raw[quotes : len(raw) - quotes] == word.text:
            first, last = origin.start - word.start - quotes, origin.end - word.start - quotes
            if first >= 0 and last <= len(word.text):
                return word.text[:first] + text + word.text[last:]
    raise Refused("it is written with escapes")


def texts(read: Sequence[tuple[str, Sequence[Word]]]) -> Reading:
    """Words as texts."""
    return [(prefixes, [word.text for word in words]) for prefixes, words in read]


def first_read(
    written: Written, assignment: Assignment, ways: Sequence[tuple[int, int, str]], expected: Reading
) -> list[Edit]:
    """The first of several ways to write a change after which the value has these words."""
    at = written.number(assignment)
    for start, end, text in ways:
        edits = [Edit(written.path, start, end, text)]
        after = written.after(edits)
        if len(after.lines) != len(written.lines) or after.comments() != written.comments():
            continue
        found = after.assignment_at(assignment.start)
        if found is None or texts(readings(found) or []) != expected:
            continue
        if after.lines[:at] == written.lines[:at] and after.lines[at + 1 :] == written.lines[at + 1 :]:
            return edits
    raise Refused(OTHERWISE)


def replaced(
    written: Written, assignment: Assignment, start: int, end: int, text: str, value: str, *, comments: bool = True
) -> list[Edit]:
    """An edit of a value, after which it must read as given."""
    edits = [Edit(written.path, start, end, text)]
    at = written.number(assignment)
    lines = list(written.lines)
    lines[at] = (*lines[at][:2], value)
    return checked(written, edits, lines, comments=comments)


def quoted(written: Written, assignment: Assignment, origin: Origin) -> list[Edit]:
    """Quotes around one or several words of a value, which make them one word."""
    read = readings(assignment)
    if read is None:
        raise Refused("systemd would take the quotes as a part of the value")
    start, end = origin.start, origin.end
    if not assignment.value_start <= start < end <= assignment.value_end:
        start, end = assignment.value_start, assignment.value_end
    text = written.text[start:end]
    if not text or any(char in text for char in "\"'\n\r"):
        raise Refused("it is quoted already, or has no value")
    expected: Reading = []
    for prefixes, words in read:
        inside = [word for word in words if word.start < end and start < word.end]
        row = [word.text for word in words if word.end <= start]
        if inside:
            row.append(text)
        expected.append((prefixes, [*row, *(word.text for word in words if word.start >= end)]))
        if inside and (inside[0].start != start or inside[-1].end != end):
            raise Refused("it is a part of a word")
    try:
        return first_read(written, assignment, [(start, end, f'"{text}"'), (start, end, f"'{text}'")], expected)
    except Refused:
        raise Refused("quotes would change the value") from None


def with_word(written: Written, assignment: Assignment, word: str) -> list[Edit]:
    """A word behind the last one of a value."""
    one_line(word)
    end = assignment.value_end
    blank = " " if assignment.value else ""
    read = readings(assignment)
    if read is None:
        if len(word.split()) != 1:
            raise Refused("the new text is not one word")
        return replaced(written, assignment, end, end, blank + word, assignment.value + blank + word)
    if assignment.key.startswith("Exec") and len(read) != 1:
        raise Refused("several commands stand on its line")
    expected = texts(read) or [("", [])]
    expected[0][1].append(word)
    return first_read(written, assignment, [(end, end, blank + shown) for shown in encoded(word)], expected)
