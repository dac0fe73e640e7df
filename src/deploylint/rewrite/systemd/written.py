"""A unit file as it is written: its assignments by place, and the check that edits do what they mean and no more."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from deploylint.model.resolved import Origin
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit, apply_edits
from deploylint.source.text import Source
from deploylint.syntax import systemd
from deploylint.syntax.systemd.tree import Assignment, CommandLine, Section, UnitTree, Word

Line = tuple[str, str, str]
"""Section, key and value as systemd reads them; a header has neither key nor value."""

QUOTED = frozenset(("Environment", "PassEnvironment", "UnsetEnvironment", "PodmanArgs", "GlobalArgs"))
"""Keys whose value systemd or Quadlet splits into words with quotes."""

OTHERWISE = "systemd would read the line differently"


class Written:
    """A unit file: its tree, and what it says as a list of lines in order."""

    __slots__ = ("_starts", "assignments", "lines", "path", "source", "text", "tree")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.path = source.path
        self.text = source.text
        self.tree: UnitTree = systemd.parse(source)
        self.lines: list[Line] = []
        self.assignments: list[Assignment] = []
        for section in (None, *self.tree.sections):
            name = section.name if section is not None else ""
            if section is not None:
                self.lines.append((name, "", ""))
            for one in section.assignments if section is not None else self.tree.outside:
                self.lines.append((name, one.key, one.value))
                self.assignments.append(one)
        self._starts = [one.start for one in self.assignments]

    def after(self, edits: Sequence[Edit]) -> Written:
        """The file once these edits are made."""
        return Written(Source(self.path, apply_edits(self.text, edits), bom=self.source.bom))

    def assignment(self, origin: Origin) -> Assignment:
        """The assignment at a place."""
        found = self.assignment_at(origin.start)
        if found is None:
            raise Refused("its place in the file is not known")
        return found

    def assignment_at(self, offset: int) -> Assignment | None:
        """The assignment on whose lines an offset stands."""
        at = bisect_right(self._starts, offset) - 1
        found = self.assignments[at] if at >= 0 else None
        if found is None or (offset >= found.end and not offset == found.end == len(self.text)):
            return None
        return found

    def section_at(self, offset: int) -> Section | None:
        """The section in whose header an offset stands."""
        return next((one for one in self.tree.sections if one.start <= offset < one.end), None)

    def section_of(self, assignment: Assignment) -> Section | None:
        """The section of an assignment; None outside of any."""
        return next((one for one in self.tree.sections if assignment in one.assignments), None)

    def siblings(self, assignment: Assignment) -> list[Assignment]:
        """The assignments of all sections of the same name."""
        own = self.section_of(assignment)
        if own is None:
            return self.tree.outside
        return [one for section in self.tree.sections if section.name == own.name for one in section.assignments]

    def number(self, assignment: Assignment) -> int:
        """Where in `lines` an assignment stands."""
        at = self._starts.index(assignment.start)
        return at + sum(one.start < assignment.start for one in self.tree.sections)

    def first(self, section: Section) -> int:
        """Where in `lines` the header of a section stands."""
        at = self.tree.sections.index(section)
        return at + bisect_right(self._starts, section.start)

    def comments(self) -> list[str]:
        """The texts of the comments."""
        return [self.text[start:end] for start, end in self.tree.comments]


Kept = dict[tuple[str, bool], Any]
"""Files that have been read, by path; the flag is for other formats."""


def read(source: Source, kept: Kept) -> Written:
    """A unit file, read once."""
    found: Written | None = kept.get((source.path, False))
    if found is None or found.text != source.text:
        found = kept[source.path, False] = Written(source)
    return found


def checked(written: Written, edits: list[Edit], lines: Sequence[Line], *, comments: bool = True) -> list[Edit]:
    """The edits, once it is sure that the file then says exactly these lines (and, mostly, that no comment goes)."""
    after = written.after(edits)
    if after.lines != list(lines):
        raise Refused(OTHERWISE)
    if comments and after.comments() != written.comments():
        raise Refused("a comment stands between its lines")
    return edits


def is_command(key: str) -> bool:
    """Is the value of a key one or several command lines?"""
    return key.startswith("Exec") and key not in ("ExecSearchPath", "ExecPaths")


def readings(assignment: Assignment) -> list[tuple[str, list[Word]]] | None:
    """The words of a value, each command with its prefixes; None for a value that is not split with quotes."""
    if is_command(assignment.key):
        return [(command.prefixes, list(command.words)) for command in commands(assignment)]
    if assignment.key in QUOTED:
        return [("", list(systemd.words(assignment)))]
    return None


def commands(assignment: Assignment) -> tuple[CommandLine, ...]:
    """The command lines of a value."""
    return systemd.commands(assignment)
