"""Lines and words added to a unit file: at the end of a section, which is made when there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from deploylint.findings import Operation
from deploylint.rewrite.lines import after_line, blanks_above, comments_above, ending, line_start
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.systemd.keys import SETTINGS, Setting, text_of
from deploylint.rewrite.systemd.values import encoded, one_line, with_word
from deploylint.rewrite.systemd.written import Line, Written, checked
from deploylint.source.edit import Edit
from deploylint.syntax import systemd
from deploylint.syntax.systemd.tree import Assignment, Section

KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
"""Names of keys and sections."""


class Placed(NamedTuple):
    """A new line: the edit, where in the list of lines it stands, and the section whose header comes with it."""

    edit: Edit
    number: int
    header: str = ""


def add(written: Written, operation: Operation) -> list[Edit]:
    """A word for a list, or a line."""
    node: Any = operation.node
    unit = node if node.kind == "unit" else node.unit
    value = one_line(text_of(operation.value))
    if operation.field == "settings":
        return _setting(written, unit, *new_setting(operation.item, value))
    where = SETTINGS.get(node.kind, {}).get(operation.field)
    if where is None:
        raise Refused("nothing is added there")
    if where.shape == "one":
        return _setting(written, unit, where, value)
    if where.shape == "pairs":
        return _pair(written, where, operation, value)
    if where.shape == "lines":
        return line(written, where.section, where.key, value)
    if len(value.split()) != 1:
        raise Refused("the new text is not one word")
    held = [one for one in _of_key(written, where) if one.value]
    if any(word.text == value for one in held for word in systemd.plain_words(one)):
        raise Refused(f"{value} is there already")
    return with_word(written, held[-1], value) if held else line(written, where.section, where.key, value)


def new_setting(item: object, value: str) -> tuple[Setting, str]:
    """What `settings["Section.Key"]` and a value, or `Section.Key=value`, say."""
    name = str(item)
    if item is None:
        name, _, value = value.partition("=")
    section, dot, key = name.partition(".")
    if not dot:
        raise Refused("its section is not named")
    return Setting(section, key), value


def _of_key(written: Written, where: Setting) -> list[Assignment]:
    """The assignments of a key in a section."""
    return [
        assignment
        for section in written.tree.sections
        if section.name == where.section
        for assignment in section.assignments
        if assignment.key == where.key
    ]


def _setting(written: Written, unit: Any, where: Setting, value: str) -> list[Edit]:
    """A new assignment of a key that is not there, or may be given more than once."""
    here = [one for one in unit.settings if (one.section, one.key) == (where.section, where.key)]
    if any(one.header.source.path != written.path and not getattr(one, "value", "") for one in here):
        raise Refused("a drop-in resets it")
    same = [one for one in here if getattr(one, "value", None) == value or not one.takes_list]
    if any(getattr(one, "value", "") for one in same):
        raise Refused(f"{where.key} is there already")
    return line(written, where.section, where.key, value)


def _pair(written: Written, where: Setting, operation: Operation, value: str) -> list[Edit]:
    """A variable on a line of its own."""
    node: Any = operation.node
    name, text = (str(operation.item), value) if operation.item is not None else value.partition("=")[::2]
    if name in (getattr(node, operation.field, None) or {}):
        raise Refused(f"{name} is there already")
    for shown in encoded(f"{name}={text}"):
        try:
            edits = line(written, where.section, where.key, shown)
        except Refused:
            continue
        before = _of_key(written, where)
        after = _of_key(written.after(edits), where)
        if [word.text for one in after for word in systemd.words(one)] == [
            *(word.text for one in before for word in systemd.words(one)),
            f"{name}={text}",
        ]:
            return edits
    raise Refused("no quoting gives systemd the new value")


def line(written: Written, section: str, key: str, value: str) -> list[Edit]:
    """`Key=value` at the end of a section."""
    if not KEY.fullmatch(key):
        raise Refused("the new name is no key's")
    placed = at_end(written, section, f"{key}={value}")
    return checked(written, [placed.edit], with_lines(written.lines, placed, [(section, key, value)]))


def with_lines(lines: Sequence[Line], placed: Placed, new: Sequence[Line]) -> list[Line]:
    """What a file says once a line is added, with the header that it needs."""
    header: list[Line] = [(placed.header, "", "")] if placed.header else []
    return [*lines[: placed.number], *header, *new, *lines[placed.number :]]


def at_end(written: Written, name: str, text: str) -> Placed:
    """A line behind the last assignment of the last section of a name."""
    if not KEY.fullmatch(name):
        raise Refused("the new name is no section's")
    found = [one for one in written.tree.sections if one.name == name]
    if not found:
        return _with_section(written, name, text)
    last = found[-1]
    end = last.assignments[-1].end if last.assignments else after_line(written.text, last.end)
    return Placed(_new_line(written, end, text), written.first(last) + 1 + len(last.assignments))


def _new_line(written: Written, at: int, text: str) -> Edit:
    """A new line at the beginning of a line, or at the end of a file whose last line has no line end."""
    newline = ending(written.text, max(at - 1, 0))
    if at and written.text[at - 1] not in "\r\n":
        return Edit(written.path, at, at, newline + text)
    return Edit(written.path, at, at, text + newline)


def _with_section(written: Written, name: str, text: str) -> Placed:
    """A line in a section of its own: [Unit] first, [Install] last, others before [Install]."""
    sections = written.tree.sections
    before: Section | None = None
    if name == "Unit":
        before = sections[0] if sections else None
    elif name != "Install":
        before = next((one for one in sections if one.name == "Install"), None)
    whole = written.text
    newline = ending(whole, 0)
    if before is not None:
        at = comments_above(whole, written.tree.comments, line_start(whole, before.start))
        new = f"[{name}]{newline}{text}{newline}{newline}"
        return Placed(Edit(written.path, at, at, new), written.first(before), name)
    end = len(whole)
    open_line = end > 0 and whole[-1] not in "\r\n"
    if open_line:
        new = f"{newline}{newline}[{name}]{newline}{text}"
    else:
        gap = newline if end and blanks_above(whole, end) == end else ""
        new = f"{gap}[{name}]{newline}{text}{newline}"
    return Placed(Edit(written.path, end, end, new), len(written.lines), name)
