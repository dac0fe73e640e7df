"""`--fix` and `--diff`: what can be mended is written, or shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from deploylint import api
from deploylint.cli import output, sources
from deploylint.cli.exits import CLEAN, FOUND, status
from deploylint.cli.options import Request
from deploylint.cli.streams import emit, note
from deploylint.report import Look
from deploylint.report.safe import merged, secret_spans, visible, words
from deploylint.source.errors import UserError


def run(request: Request, work: sources.Work, wanted: Sequence[output.Target], look: Look) -> int:
    """Fix what may be fixed, then report what remains; with --diff, print the changes and write nothing."""
    deployment = api.load(work.files, work.paths, work.settings, work.model)
    repaired = api.fix(deployment, work.selection, unsafe=request.unsafe, select=sources.chooser(request, work))
    _tell(repaired, written=request.fix)
    if request.diff:
        _show(repaired, reveal=request.reveal)
        return FOUND if repaired.outcome.texts else CLEAN
    _write(repaired, work.anchor)
    report = sources.narrowed(repaired.report, request, work)
    output.write(report, wanted, look)
    return status(report, request.fail_on)


def _write(repaired: api.Repaired, anchor: str) -> None:
    from deploylint.fix.write import NotWritten, write

    try:
        write(anchor, repaired.before.sources, repaired.outcome.texts)
    except NotWritten as error:
        raise UserError(f"nothing was written: {error.path}: {error.reason}") from None


def _show(repaired: api.Repaired, *, reveal: bool) -> None:
    """Masked for a person; as a patch for a program, without the hunks that hold a secret."""
    from deploylint.fix import diff

    def secrets(path: str, text: str) -> list[tuple[int, int]]:
        """Places of secrets in the old or the new text of a file, from the run that read it."""
        found = list(secret_spans(text))
        for report in (repaired.before, repaired.report):
            source = report.sources.get(path)
            if source is not None and source.text == text:
                found += report.masks.get(path, ())
        return merged(found)

    old = {path: source.text for path, source in repaired.before.sources.items()}
    if sys.stdout.isatty():
        shown = diff.shown(old, repaired.outcome.texts, secrets, reveal=reveal)
        emit("".join(visible(line) + "\n" for line in shown.text.split("\n")[:-1]))
        return
    shown = diff.patch(old, repaired.outcome.texts, secrets, reveal=reveal)
    emit(shown.text)
    for each in shown.left_out:
        note(f"{visible(each.path)}:{each.line}: a change that holds a secret is left out; --reveal shows it")


def _tell(repaired: api.Repaired, *, written: bool) -> None:
    """Say on stderr what was fixed and what was not."""
    outcome = repaired.outcome
    for finding, reason in outcome.dropped:
        line = finding.span.source.position(finding.span.start)[0]
        note(f"not fixed: {visible(finding.span.source.path)}:{line} {finding.rule}: {words(reason)}")
    if outcome.unfinished:
        note("some fixes are left: run it again")
    if outcome.applied and written:
        files = len(outcome.texts)
        note(f"{len(outcome.applied)} fixed in {files} {'file' if files == 1 else 'files'}")
