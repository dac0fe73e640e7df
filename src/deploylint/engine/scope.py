"""What an expression may use (names, parameters, defines, tables), and what checking it gives: source with a type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.engine.mistakes import Report
from deploylint.engine.types import Type, Vocabulary


class Code(NamedTuple):
    """Emitted Python source with its type.  `simple` source may be repeated: it is a name or a chain of fields."""

    text: str
    type: Type
    simple: bool = False


class Define(NamedTuple):
    """A named predicate: the types of its parameters and of its value."""

    takes: tuple[tuple[str, Type], ...]
    gives: Type


class Name(NamedTuple):
    """What a name stands for: its type and the source that reads it."""

    type: Type
    text: str


class Scope(NamedTuple):
    """What an expression may use; `used` collects the names that it did use, `pool` what is made once per module."""

    vocabulary: Vocabulary
    names: Mapping[str, Name]
    params: Mapping[str, Name]
    defines: Mapping[str, Define]
    tables: Mapping[str, Mapping[object, object]]
    pool: Pool
    report: Report
    used: set[str]
    lenient: bool = False

    def having(self, names: Mapping[str, Name]) -> Scope:
        """The scope with further names."""
        return self._replace(names={**self.names, **names})


class Pool:
    """Things that generated code makes once for a graph: patterns, indexes, ways, tables."""

    __slots__ = ("_names", "_prefix")

    def __init__(self, prefix: str = "k") -> None:
        self._prefix = prefix
        self._names: dict[str, str] = {}

    def name(self, maker: str) -> str:
        """The module-level name for `maker`, which is source such as `_matcher('x')`."""
        return self._names.setdefault(maker, f"{self._prefix}{len(self._names)}")

    def lines(self) -> list[str]:
        """The assignments that stand at the top of the module."""
        return [f"{name} = {maker}" for maker, name in self._names.items()]
