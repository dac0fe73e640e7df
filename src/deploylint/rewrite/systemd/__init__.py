"""Document operations on unit files and Quadlets: assignments, words and sections changed where they are written."""

from __future__ import annotations

from typing import Any

from deploylint.findings import Operation
from deploylint.model.resolved import Origin
from deploylint.rewrite.lines import before_line, ending, line_start
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.systemd import adding, taking, values
from deploylint.rewrite.systemd.faults import mended
from deploylint.rewrite.systemd.keys import SETTINGS, text_of
from deploylint.rewrite.systemd.written import Kept, Written, read
from deploylint.source.edit import Edit
from deploylint.source.text import Source
from deploylint.syntax import systemd
from deploylint.syntax.systemd.tree import Assignment, Section

_ONE_LINE = ("argv", "items")
"""Lists that are the words of one assignment."""

_WHOLE = ("unit", "socket", "timer")
"""Kinds that stand for a whole file."""


def edits(operation: Operation, origin: Origin, kept: Kept) -> list[Edit]:
    """The edits of one operation on a unit file; files that have been read before are in `kept`."""
    written = read(origin.source, kept)
    node: Any = operation.node
    if node.kind == "defect":
        return _on_defect(written, operation, origin)
    if node.kind == "file":
        return _on_file(written, operation)
    if operation.field == "sections" and operation.item is not None:
        return _on_section(written, operation)
    if operation.verb == "add":
        return _add(written, operation, origin)
    if not operation.field and node.kind in _WHOLE:
        return _on_unit(written, operation)
    if operation.field and operation.field not in node.origins and not _moves(operation):
        return _unwritten(written, operation)
    return _on_assignment(written, written.assignment(origin), operation, origin)


def _moves(operation: Operation) -> bool:
    """Does an assignment get another section?"""
    return operation.field == "section" and getattr(operation.node, "kind", "") == "unit_setting"


def faults(source: Source) -> tuple[int, bool]:
    """The number of defects in a file, and whether systemd refuses it."""
    tree = systemd.parse(source)
    return len(tree.defects) + len(systemd.faults(tree)), tree.broken is not None


def _on_assignment(written: Written, assignment: Assignment, operation: Operation, origin: Origin) -> list[Edit]:
    match operation.verb:
        case "set":
            return _set(written, assignment, operation, origin)
        case "remove":
            return _remove(written, assignment, operation, origin)
        case "rename":
            return _rename(written, assignment, operation, origin)
        case "quote":
            return values.quoted(written, assignment, origin)
        case "comment-out":
            return taking.comment_out(written, assignment)
        case "insert":
            section = written.section_of(assignment)
            name = section.name if section is not None else ""
            return taking.insert(written, assignment.start, written.number(assignment), operation.value, name)
        case "format":
            return taking.form(written, assignment)
    raise Refused(f"{operation.verb} is not done on unit files")


def _set(written: Written, assignment: Assignment, operation: Operation, origin: Origin) -> list[Edit]:
    """Another value, another part of it, another key, or another section."""
    text = text_of(operation.value)
    node: Any = operation.node
    if node.kind == "unit_setting" and operation.item is None and operation.field in ("section", "key", ""):
        if operation.field == "section":
            return taking.move(written, assignment, text)
        if operation.field == "key":
            return taking.rename_key(written, assignment, text)
        raise Refused("its value is a field of its own")
    whole = (origin.start, origin.end) == (assignment.value_start, assignment.value_end)
    outside = not assignment.value_start <= origin.start <= origin.end <= assignment.value_end
    is_word = origin.part or operation.item is not None or node.kind == "command"
    if outside or (whole and not is_word):
        return values.set_value(written, assignment, text)
    return values.set_part(written, assignment, origin, text, one_word=operation.item is not None)


def _remove(written: Written, assignment: Assignment, operation: Operation, origin: Origin) -> list[Edit]:
    """A word, a command, or an assignment."""
    node: Any = operation.node
    if operation.item is not None:
        place = taking.variable(assignment, origin) if operation.field == "environment" else origin
        return taking.remove_word(written, assignment, place)
    if node.kind == "command":
        if not operation.field:
            return taking.remove_command(written, assignment, origin)
        if origin.items is not None:
            raise Refused("it is not said which word of it")
        return taking.remove_word(written, assignment, origin)
    if node.kind == "unit_setting" or not operation.field:
        return taking.remove(written, assignment)
    if origin.items is not None:
        return _remove_all(written, origin)
    if any(one is not assignment and one.key == assignment.key for one in written.siblings(assignment)):
        raise Refused("another line sets it, too")
    return taking.remove(written, assignment)


def _remove_all(written: Written, origin: Origin) -> list[Edit]:
    """The one assignment in which all items of a list stand."""
    items = list((origin.items or {}).values()) or [origin]
    if any(item.source.path != written.path for item in items):
        raise Refused("a drop-in adds to it")
    found = {one.start: one for one in (written.assignment(item) for item in items)}
    if len(found) != 1:
        raise Refused("it stands on several lines")
    return taking.remove(written, next(iter(found.values())))


def _rename(written: Written, assignment: Assignment, operation: Operation, origin: Origin) -> list[Edit]:
    """Another key, or another word in the place of an item."""
    name = text_of(operation.value)
    if operation.item is None:
        return taking.rename_key(written, assignment, name)
    if operation.field == "environment":
        raise Refused("a variable is not renamed where it is given")
    return values.set_part(written, assignment, origin, name, one_word=True)


def _on_section(written: Written, operation: Operation) -> list[Edit]:
    """A section named in brackets."""
    name = str(operation.item)
    found = [one for one in written.tree.sections if one.name == name]
    if not found:
        raise Refused("its place in the file is not known")
    match operation.verb:
        case "rename":
            return taking.rename_section(written, name, text_of(operation.value))
        case "remove":
            return _remove_section(written, found)
        case "insert":
            first = found[0]
            return taking.insert(written, first.start, written.first(first), operation.value, "")
    raise Refused(f"{operation.verb} is not done on a section")


def _on_unit(written: Written, operation: Operation) -> list[Edit]:
    """A comment above the first section."""
    if operation.verb != "insert" or not written.tree.sections:
        raise Refused(f"{operation.verb} is not done on a whole unit file")
    return taking.insert(written, written.tree.sections[0].start, 0, operation.value, "")


def _remove_section(written: Written, found: list[Section]) -> list[Edit]:
    if len(found) > 1:
        raise Refused("the section stands in the file more than once")
    return taking.remove_section(written, found[0])


def _add(written: Written, operation: Operation, origin: Origin) -> list[Edit]:
    node: Any = operation.node
    if operation.field in _ONE_LINE and node.kind in ("command", "unit_setting"):
        return values.with_word(written, written.assignment(origin), text_of(operation.value))
    return adding.add(written, operation)


def _unwritten(written: Written, operation: Operation) -> list[Edit]:
    """A field that is not written gets a line."""
    node: Any = operation.node
    known = operation.field in SETTINGS.get(node.kind, {})
    if operation.verb != "set" or not known or operation.item is not None:
        raise Refused("it is not written")
    return adding.add(written, operation)


def _on_defect(written: Written, operation: Operation, origin: Origin) -> list[Edit]:
    """A fault mended in the one way there is, or the line on which it stands."""
    node: Any = operation.node
    if operation.verb == "format":
        return mended(written, node.code, origin)
    assignment = written.assignment_at(origin.start)
    if assignment is None or operation.verb not in ("remove", "comment-out", "insert"):
        raise Refused(f"{operation.verb} is not done here")
    return _on_assignment(written, assignment, operation, origin)


def _on_file(written: Written, operation: Operation) -> list[Edit]:
    """The line end that the last line lacks."""
    text = written.text
    if operation.verb != "format":
        raise Refused(f"{operation.verb} is not done on a whole unit file")
    if not text or text[-1] in "\r\n":
        raise Refused("it is formatted already")
    last = before_line(text, line_start(text, len(text)))
    return [Edit(written.path, len(text), len(text), ending(text, last) if last else "\n")]
