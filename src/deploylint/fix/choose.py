"""Which fixes are applied together: allowed by their safety, in order, and none in the way of another."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from deploylint.findings import Finding, Operation
from deploylint.fix.linted import Linted
from deploylint.model.graph import Graph
from deploylint.rewrite import UNSOUND, Refused, Rewriter
from deploylint.rewrite.batch import unsound
from deploylint.source.edit import Edit

Identity = tuple[str, str, str, str]

Select = Callable[[Finding], bool]
"""Says whether the fix of a finding is wanted."""


class Planned(NamedTuple):
    """A finding whose fix is to be applied, and its edits."""

    finding: Finding
    edits: tuple[Edit, ...]


class Choice(NamedTuple):
    """Fixes that go together, those without edits and why, and how many wait for a next pass."""

    planned: tuple[Planned, ...]
    refused: tuple[tuple[Finding, str], ...]
    waiting: int


def choose(
    linted: Linted, *, unsafe: bool, without: frozenset[Identity] = frozenset(), select: Select | None = None
) -> Choice:
    """The fixes for one pass, by place, then rule; one that is in the way of an earlier one waits."""
    writers = Writers(linted.graphs)
    planned: list[Planned] = []
    refused: list[tuple[Finding, str]] = []
    taken: dict[str, list[Edit]] = {}
    waiting = 0
    for finding in sorted(linted.findings, key=lambda finding: (finding.span.sort_key, finding.rule)):
        if not _allowed(finding, unsafe) or finding.identity in without or (select is not None and not select(finding)):
            continue
        try:
            edits = writers.edits(finding)
        except Refused as refusal:
            refused.append((finding, refusal.reason))
            continue
        if not edits:
            continue
        if any(_in_the_way(edit, other) for edit in edits for other in taken.get(edit.path, ())):
            waiting += 1
            continue
        for edit in edits:
            taken.setdefault(edit.path, []).append(edit)
        writers.take(edits)
        planned.append(Planned(finding, edits))
    guilty = unsound([each.edits for each in planned], writers.sound)
    refused += [(planned[number].finding, UNSOUND) for number in sorted(guilty)]
    return Choice(tuple(p for n, p in enumerate(planned) if n not in guilty), tuple(refused), waiting)


class Writers:
    """The rewriter of each graph, found by a node of it."""

    __slots__ = ("_graphs", "_owners", "_rewriters")

    def __init__(self, graphs: tuple[Graph, ...]) -> None:
        self._graphs = graphs
        self._rewriters = [Rewriter(graph) for graph in graphs]
        self._owners: dict[str, dict[int, int]] = {}

    def edits(self, finding: Finding) -> tuple[Edit, ...]:
        """The edits of a finding's fix, not yet checked; raises Refused."""
        fix = finding.fix
        if fix is None:
            return ()
        if fix.edits is not None:
            return fix.edits
        if not fix.operations:
            return ()
        return self._rewriters[self.owner(fix.operations[0])].planned(fix.operations)

    def take(self, edits: tuple[Edit, ...]) -> None:
        """Know that these edits will be applied."""
        for rewriter in self._rewriters:
            rewriter.take(edits)

    def sound(self, edits: list[Edit]) -> bool:
        """Can each file still be parsed once these edits are applied?"""
        return all(rewriter.sound(edits) for rewriter in self._rewriters)

    def owner(self, operation: Operation) -> int:
        """Index of the graph that holds the operation's node."""
        kind = getattr(operation.node, "kind", "")
        owners = self._owners.get(kind)
        if owners is None:
            owners = {id(node): at for at, graph in enumerate(self._graphs) for node in graph.kinds.get(kind, ())}
            self._owners[kind] = owners
        found = owners.get(id(operation.node))
        if found is None:
            raise Refused("it concerns nothing that is written in a file")
        return found


def _allowed(finding: Finding, unsafe: bool) -> bool:
    """May the fix be applied without a person looking at it?"""
    fix = finding.fix
    return fix is not None and not fix.reason and (fix.safety == "safe" or (unsafe and fix.safety == "unsafe"))


def _in_the_way(edit: Edit, other: Edit) -> bool:
    """Do two different edits overlap or touch?  Lines with keys of their own may be inserted at one place."""
    if edit.path != other.path or edit == other or edit.start > other.end or other.start > edit.end:
        return False
    return not (edit.start == edit.end == other.start == other.end and _beside(edit.text, other.text))


def _beside(first: str, second: str) -> bool:
    """Are both new lines, or both new entries of a flow collection, and with different keys or items?"""
    if _key(first) == _key(second):
        return False
    return any(
        first.startswith(start) and second.startswith(start) and first.endswith(end) and second.endswith(end)
        for start, end in (("\n", ""), ("\r", ""), (", ", ""), ("", "\n"), ("", "\r"))
    )


def _key(text: str) -> str:
    """What stands before the first colon of a new line or entry."""
    return text.strip("\r\n, ").partition("\n")[0].partition(":")[0].strip()
