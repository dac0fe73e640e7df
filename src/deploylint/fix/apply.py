"""Applying fixes pass by pass until nothing is left to fix, each pass verified on an overlay before the next begins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from deploylint.findings import Finding
from deploylint.fix.choose import Identity, Planned, Select, choose
from deploylint.fix.linted import Lint, Linted
from deploylint.fix.verify import problem
from deploylint.source.changeset import Changeset
from deploylint.source.edit import Edit
from deploylint.source.files import Files, Overlay

MOST_PASSES = 10


class Outcome(NamedTuple):
    """The texts of the files that change, the findings that were fixed, and those whose fix was dropped and why.

    `linted` is the run over the texts as they are now; `unfinished` says that fixes were left after the last pass.
    """

    texts: dict[str, str]
    applied: list[Finding]
    dropped: list[tuple[Finding, str]]
    passes: int
    linted: Linted
    unfinished: bool = False


class _State(NamedTuple):
    """The texts so far and the run over them."""

    texts: dict[str, str]
    linted: Linted


def fix(files: Files, lint: Lint, *, unsafe: bool, select: Select | None = None) -> Outcome:
    """Apply all fixes that are allowed, to a fixed point; nothing is written."""
    state = _State({}, lint(files))
    applied: list[Finding] = []
    dropped: dict[Identity, tuple[Finding, str]] = {}
    seen = {_key(files, state.texts)}
    passes = 0
    unfinished = False
    while True:
        choice = choose(state.linted, unsafe=unsafe, without=frozenset(dropped), select=select)
        if not choice.planned:
            break
        if passes == MOST_PASSES:
            unfinished = True
            break
        run = _Pass(files, lint, state)
        run.settle(choice.planned)
        dropped |= {planned.finding.identity: (planned.finding, reason) for planned, reason in run.guilty}
        if not run.accepted:
            continue
        passes += 1
        if _key(files, run.reached.texts) in seen:
            reason = "it and others undo each other"
            dropped |= {planned.finding.identity: (planned.finding, reason) for planned in run.accepted}
            break
        state = run.reached
        seen.add(_key(files, state.texts))
        applied += [planned.finding for planned in run.accepted]
    # What was refused in an earlier pass may have become possible by it: only the last word counts.
    unmended = sorted([*dropped.values(), *choice.refused], key=lambda pair: pair[0].sort_key)
    return Outcome(_changed(files, state.texts), applied, unmended, passes, state.linted, unfinished)


class _Pass:
    """One pass: the fixes accepted so far, what they lead to, and those that are to blame for a failed check."""

    __slots__ = ("_before", "_files", "_lint", "accepted", "guilty", "reached")

    def __init__(self, files: Files, lint: Lint, before: _State) -> None:
        self._files = files
        self._lint = lint
        self._before = before
        self.accepted: list[Planned] = []
        self.guilty: list[tuple[Planned, str]] = []
        self.reached = before

    def settle(self, group: tuple[Planned, ...]) -> None:
        """Accept the group when it stands the check together with what was accepted, else each half by itself."""
        reason = self._try(group)
        if not reason:
            self.accepted += group
        elif len(group) == 1:
            self.guilty.append((group[0], reason))
        else:
            middle = len(group) // 2
            self.settle(group[:middle])
            self.settle(group[middle:])

    def _try(self, group: tuple[Planned, ...]) -> str:
        """Why the fixes do not stand the check; empty when they do, and `reached` is where they lead."""
        planned = (*self.accepted, *group)
        try:
            texts = self._before.texts | _texts(self._files, self._before.texts, planned)
        except ValueError:
            return "its edits are in the way of others"
        after = self._lint(Overlay(self._files, texts))
        reason = problem(self._before.linted, after, planned)
        if not reason:
            self.reached = _State(texts, after)
        return reason


def _texts(files: Files, texts: dict[str, str], planned: Iterable[Planned]) -> dict[str, str]:
    """The new text of each file that the fixes change."""
    edits: tuple[Edit, ...] = tuple(edit for one in planned for edit in one.edits)
    return Changeset(edits).texts(Overlay(files, texts))


def _key(files: Files, texts: dict[str, str]) -> frozenset[tuple[str, str]]:
    """What tells one state of the files from another."""
    return frozenset(_changed(files, texts).items())


def _changed(files: Files, texts: dict[str, str]) -> dict[str, str]:
    """The texts without those that are again what they were."""
    changed = {}
    for path, text in texts.items():
        source = files.read(path)
        if getattr(source, "text", None) != text:
            changed[path] = text
    return changed
