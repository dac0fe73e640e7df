"""`--fix` and `--diff`: what can be mended is written, or shown."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence

from deploylint import api
from deploylint.cli import output, sources
from deploylint.cli.exits import CLEAN, FOUND, status
from deploylint.cli.options import Request
from deploylint.cli.streams import emit, note
from deploylint.findings import Finding, Report
from deploylint.report import Look
from deploylint.report.colour import Paint
from deploylint.report.safe import merged, printed_spans, visible, words
from deploylint.report.text import counted
from deploylint.source.errors import UserError

Select = Callable[[Finding], bool]

_COLLECT_AFTER = 100_000
"""Every pass leaves graphs behind; so many objects of them at most."""

_MOST_LINES = 5
"""So many lines with the same reason are named."""


def run(request: Request, work: sources.Work, wanted: Sequence[output.Target], look: Look) -> int:
    """Fix what may be fixed, then report what remains; with --diff, print the changes and write nothing."""
    gc.set_threshold(_COLLECT_AFTER)
    several = bool(work.settings.environments or request.environment or request.all_envs)
    select = sources.chooser(request, work)
    if several:
        from deploylint.cli import environments

        deployment = environments.load(request, work, verified=True)
        select = _both(select, environments.chooser(request, work))
    else:
        deployment = api.load(work.files, work.paths, work.settings, work.model)
    repaired = api.fix(deployment, work.selection, unsafe=request.unsafe, select=select)
    if several:
        repaired = repaired._replace(report=environments.narrowed(repaired.report, request, work))
    if request.diff:
        _show(repaired, look, reveal=request.reveal)
        _tell_dropped(repaired, repaired.before)
        _tell_fixed(repaired, request, look)
        return FOUND if repaired.outcome.texts else CLEAN
    _write(repaired, work.anchor)
    _tell_dropped(repaired, repaired.report)
    _tell_fixed(repaired, request, look)
    report = sources.narrowed(repaired.report, request, work)
    output.write(report, wanted, look)
    return status(report, request.fail_on)


def _both(one: Select | None, other: Select | None) -> Select | None:
    """What both choose; None: all."""
    if one is None or other is None:
        return one or other
    return lambda finding: one(finding) and other(finding)


def _write(repaired: api.Repaired, anchor: str) -> None:
    from deploylint.fix.write import NotWritten, write

    try:
        write(anchor, repaired.before.sources, repaired.outcome.texts)
    except NotWritten as error:
        raise UserError(f"nothing was written: {error.path}: {error.reason}") from None


def _show(repaired: api.Repaired, look: Look, *, reveal: bool) -> None:
    """Masked for a person; as a patch for a program, without the hunks that hold a secret."""
    from deploylint.fix import diff

    def secrets(path: str, text: str) -> list[tuple[int, int]]:
        """Places of secrets in the old or the new text of a file, from the run that read it."""
        found = printed_spans(text)
        for report in (repaired.before, repaired.report):
            source = report.sources.get(path)
            if source is not None and source.text == text:
                found += report.masks.get(path, ())
        return merged(found)

    old = {path: source.text for path, source in repaired.before.sources.items()}
    if sys.stdout.isatty():
        shown = diff.shown(old, repaired.outcome.texts, secrets, reveal=reveal)
        paint = Paint(on=look.colour)
        lines = [visible(line) for line in shown.text.split("\n")[:-1]]
        emit("".join(paint(_part(line), line) + "\n" for line in lines))
        return
    shown = diff.patch(old, repaired.outcome.texts, secrets, reveal=reveal)
    emit(shown.text)
    if shown.bare:
        note("secrets beside the changes are not shown: apply this with `git apply --unidiff-zero`")
    for each in shown.left_out:
        note(f"{visible(each.path)}:{each.line}: a change that holds a secret is left out; --reveal shows it")


def _part(line: str) -> str:
    """What a line of a diff is, as colours know it."""
    if line.startswith(("--- ", "+++ ")):
        return "bold"
    return {"-": "gone", "+": "new", "@": "note"}.get(line[:1], "plain")


def _tell_dropped(repaired: api.Repaired, report: Report) -> None:
    """Say on stderr what was not fixed, and why; its lines are those of the files as they are now."""
    places = {finding.identity: finding for finding in report.findings}
    lines: dict[tuple[str, str, str], list[int]] = {}
    for dropped, reason in repaired.outcome.dropped:
        source, start, _ = places.get(dropped.identity, dropped).span
        lines.setdefault((source.path, dropped.rule, reason), []).append(source.position(start)[0])
    for (path, rule, reason), found in lines.items():
        found.sort()
        where = ", ".join(map(str, found[:_MOST_LINES])) + ", …" * (len(found) > _MOST_LINES)
        note(f"not fixed: {visible(path)}:{where} {rule}: {words(reason)}")
    if repaired.outcome.unfinished:
        note("some fixes are left: run it again")


def _tell_fixed(repaired: api.Repaired, request: Request, look: Look) -> None:
    """Say on stderr how much was fixed, or would be, and what else could be."""
    if look.quiet:
        return
    outcome = repaired.outcome
    fixed, files = len(outcome.applied), counted(len(outcome.texts), "file", "files")
    if not outcome.texts:
        told = "nothing to fix" if not outcome.dropped else "nothing was fixed"
    elif request.fix:
        told = f"{fixed} fixed in {files}"
    else:
        option = "--fix --unsafe" if request.unsafe else "--fix"
        told = f"{counted(fixed, 'fix', 'fixes')} in {files}: {option} writes {'it' if fixed == 1 else 'them'}"
    more = 0 if request.unsafe else repaired.report.fixable("unsafe")
    note(f"{told}; {more} more with --unsafe" if more and request.diff else told)
