"""The tree of a systemd unit file or Quadlet: sections of assignments, each with the place where it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deploylint.source.defects import Defect
from deploylint.source.text import Source


class Assignment:
    """`Key=value`, over as many lines as it is continued.

    `value` is the text as systemd reads it: continued lines joined by one blank each, comments between them gone, white
    space at both ends taken off.  `start` is the first character of the key's line, `end` is one past the line end of
    its last line.  `key_start` to `key_end` bound the key, `value_start` to `value_end` the value as it is written,
    from its first to its last character (equal for an empty one).  `places` has, for each character of `value` and for
    its end, the offset where it is written.  `continued` is the number of further lines.
    """

    __slots__ = (
        "continued",
        "end",
        "key",
        "key_end",
        "key_start",
        "places",
        "start",
        "value",
        "value_end",
        "value_start",
    )

    def __init__(self, start: int, key: str, key_start: int, key_end: int) -> None:
        self.start = start
        self.key = key
        self.key_start = key_start
        self.key_end = key_end
        self.value = ""
        self.value_start = self.value_end = key_end
        self.end = key_end
        self.places: Sequence[int] = (key_end,)
        self.continued = 0

    def __repr__(self) -> str:
        return f"<{self.key}={self.value!r}>"


class Section:
    """A section: `name` without brackets, `start` to `end` its header, brackets included, and its assignments."""

    __slots__ = ("assignments", "end", "name", "start")

    def __init__(self, name: str, start: int, end: int) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.assignments: list[Assignment] = []


class UnitTree:
    """One unit file.  Equal section names are two Sections here; systemd merges them.

    `outside` are assignments before the first section.  `comments` are offsets from `#` or `;` to the end of the line.
    `broken` is the offset of what makes systemd refuse the whole file (a bad section header, invalid UTF-8), else None.
    """

    __slots__ = ("broken", "comments", "defects", "outside", "sections", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sections: list[Section] = []
        self.outside: list[Assignment] = []
        self.comments: list[tuple[int, int]] = []
        self.defects: list[Defect] = []
        self.broken: int | None = None


class Word(NamedTuple):
    """A word of a value: its text without quotes and escapes, and where it is written, quotes included."""

    text: str
    start: int
    end: int
    quoted: bool = False


class CommandLine(NamedTuple):
    """One command of an Exec…= value: the prefix characters of its first word, its words (the program first, without
    the prefix), its place, and a word for what is wrong with it ("" when nothing is): quote (unbalanced), escape,
    empty, relative, specifier.
    """

    prefixes: str
    words: tuple[Word, ...]
    start: int
    end: int
    fault: str = ""
