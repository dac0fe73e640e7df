"""Fixes tried apart from what `--fix` would do: each by itself, and the safe ones together."""

from __future__ import annotations

from collections.abc import Iterator

from damage import damage
from deploylint import api
from deploylint.cli import sources
from deploylint.findings import Finding, Report
from deploylint.fix.choose import choose
from deploylint.fix.linted import Linted
from deploylint.source.changeset import Changeset
from deploylint.source.files import Overlay
from deploylint.source.text import Source
from judged import Folder, Verdict

_MOST = 4
"""In so many of the projects that read its file a single fix is judged; all fixes together, in every one."""


class Trials:
    """Trials on one deployment; `verdicts` are those of the reference loader, where there is one."""

    def __init__(self, deployment: api.Deployment, work: sources.Work, folder: Folder | None) -> None:
        self._deployment = deployment
        self._work = work
        self._folder = folder
        self.verdicts: list[Verdict] = []
        self.alone = 0

    def wrong(self, *, unsafe: bool, most: int | None = None) -> Iterator[str]:
        """What is wrong with the safe fixes together, and with each fix alone, of the unsafe ones at most so many."""
        together = api.fix(self._deployment, self._work.selection, unsafe=False).outcome
        yield from (f"safe fixes: {what}" for what in self._against(together.texts, together.applied))
        report = api.lint(self._deployment, self._work.selection)
        found = list(_fixable(report, unsafe=unsafe))
        safe = [each for each in found if each.fix is not None and each.fix.safety == "safe"]
        for finding in (*safe, *[each for each in found if each not in safe][:most]):
            self.alone += 1
            yield from (f"{finding.rule} alone: {what}" for what in self._alone(finding, report))

    def judged(self, texts: dict[str, str], applied: list[Finding], most: int | None = None) -> tuple[str, ...]:
        """What the loader says against new texts."""
        if self._folder is None or not texts:
            return ()
        self.verdicts.append(self._folder.judged(texts, applied, most))
        return self.verdicts[-1].wrong

    def _against(self, texts: dict[str, str], applied: list[Finding], most: int | None = None) -> list[str]:
        """What speaks against new texts."""
        wrong: list[str] = []
        for path, text in texts.items():
            old = self._deployment.files.read(path)
            assert isinstance(old, Source)
            wrong += [f"{path}: {what}" for what in damage(old.text.encode(), text.encode(), applied)]
        return [*wrong, *self.judged(texts, applied, most)]

    def _alone(self, finding: Finding, report: Report) -> Iterator[str]:
        """What is wrong with one fix when it is the only one."""

        def chosen(other: Finding) -> bool:
            return other.identity == finding.identity

        choice = choose(Linted(report.findings, self._deployment.graphs), unsafe=True, select=chosen)
        if not choice.planned:
            return
        edits = tuple(edit for planned in choice.planned for edit in planned.edits)
        applied = [planned.finding for planned in choice.planned]
        wrong = self._against(Changeset(edits).texts(self._deployment.files), applied, _MOST)
        safe = finding.fix is not None and finding.fix.safety == "safe"
        if not wrong and not safe:
            return
        repaired = api.fix(self._deployment, self._work.selection, unsafe=True, select=chosen)
        if not repaired.outcome.texts:  # the check of each pass has caught it
            return
        yield from wrong
        if any(map(chosen, repaired.report.findings)):
            yield "it is still found"
        files, (paths, settings, model) = (
            self._deployment.files,
            (self._work.paths, self._work.settings, self._work.model),
        )
        again = api.load(Overlay(files, repaired.outcome.texts), paths, settings, model)
        if api.fix(again, self._work.selection, unsafe=True, select=chosen).outcome.texts:
            yield "applying it again changes more"


def _fixable(report: Report, *, unsafe: bool) -> Iterator[Finding]:
    """The findings whose fixes may be applied without a person."""
    allowed = ("safe", "unsafe") if unsafe else ("safe",)
    for finding in report.findings:
        if finding.fix is not None and not finding.fix.reason and finding.fix.safety in allowed:
            yield finding
