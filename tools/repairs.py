"""Fix copies of the corpus's project folders and check that each fix does what it says, and nothing else.

    python tools/repairs.py [--safe]

Each fix is tried alone, and all are tried together; with --safe only safe ones are tried alone.  The reference loader
of Compose, where it is installed (make oracles), is asked for each project's model before and after.  The corpus is a
folder of other people's real deployments; DEPLOYLINT_CORPUS names it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import corpus
from damage import damage, side_effects
from deploylint import api
from deploylint.cli import sources
from deploylint.cli.options import Request
from deploylint.findings import Report
from deploylint.fix.write import write
from judged import PROGRAM, Folder, Judge
from trials import Trials


class Checked(NamedTuple):
    """One folder: the rules whose fixes were applied, those that were not and why, and what is wrong with that.

    `alone` counts the fixes that were tried by themselves, `compared` the models that were compared in all, `refused`
    those of projects that the loader refuses as they are.
    """

    path: Path
    applied: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]
    wrong: tuple[str, ...]
    seconds: float
    alone: int = 0
    compared: int = 0
    refused: int = 0


def check(
    original: Path, copy: Path, judge: Judge | None = None, *, unsafe: bool = True, most: int | None = None
) -> Checked:
    """Fix a copy of a folder, which is made at `copy`; the judge reads another one beside it."""
    shutil.copytree(original, copy, symlinks=True)
    start = time.perf_counter()
    work = _work(copy)
    deployment = api.load(work.files, work.paths, work.settings, work.model)
    repaired = api.fix(deployment, work.selection, unsafe=True)
    seconds = time.perf_counter() - start
    outcome = repaired.outcome
    folder = None
    if judge is not None and repaired.before.findings:
        beside = copy.with_name(copy.name + ".judged")
        shutil.copytree(original, beside, symlinks=True)
        folder = Folder(beside, deployment, judge)
    trials = Trials(deployment, work, folder)
    wrong = [*trials.wrong(unsafe=unsafe, most=most), *trials.judged(outcome.texts, outcome.applied)]
    before = {path: (copy / path).read_bytes() for path in outcome.texts}
    write(str(copy), repaired.before.sources, outcome.texts)
    wrong += _not_fixed(copy, repaired)
    for path, old in before.items():
        wrong += [f"{path}: {what}" for what in damage(old, (copy / path).read_bytes(), outcome.applied)]
        if path.endswith((".yaml", ".yml")):
            wrong += [f"{path}: {what}" for what in side_effects(old, (copy / path).read_bytes(), outcome.applied)]
    return Checked(
        original,
        tuple(finding.rule for finding in outcome.applied),
        tuple((finding.rule, reason) for finding, reason in outcome.dropped),
        tuple(wrong),
        seconds,
        trials.alone,
        sum(verdict.compared for verdict in trials.verdicts),
        sum(verdict.refused for verdict in trials.verdicts),
    )


def _work(folder: Path) -> sources.Work:
    return sources.locate(Request(paths=(str(folder),), level="strict"), None)


def _fixed(folder: Path) -> api.Repaired:
    work = _work(folder)
    deployment = api.load(work.files, work.paths, work.settings, work.model)
    return api.fix(deployment, work.selection, unsafe=True)


def _linted(folder: Path) -> Report:
    work = _work(folder)
    return api.lint(api.load(work.files, work.paths, work.settings, work.model), work.selection)


def _not_fixed(folder: Path, repaired: api.Repaired) -> Iterator[str]:
    """What the fixed files, read anew, say against the fixes."""
    left = {finding.identity for finding in _linted(folder).findings}
    if left != {finding.identity for finding in repaired.report.findings}:
        yield "linting the fixed files gives another report"
    for finding in repaired.outcome.applied:
        if finding.identity in left:
            yield f"{finding.rule} is still found"
    if repaired.outcome.unfinished:
        yield "fixes were left after the last pass"
    if _fixed(folder).outcome.texts:
        yield "fixing again changes more"
    for finding, reason in repaired.outcome.dropped:
        if reason.endswith(("would change as well", "would still be found", "could not be parsed any more")):
            yield f"{finding.rule} was dropped, because {reason}"


def main() -> int:
    """Fix every folder of projects.json; exit status 1 when something is wrong."""
    root = corpus.root()
    unsafe = "--safe" not in sys.argv[1:]
    found: list[Checked] = []
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        judge = stack.enter_context(Judge(PROGRAM)) if PROGRAM.exists() else None
        for number, folder in enumerate(corpus.projects(root)):
            found.append(check(folder, Path(scratch, str(number)), judge, unsafe=unsafe))
            if sys.stderr.isatty():
                print(f"\r{number + 1}", end="", file=sys.stderr)
    wrong = [(one.path.relative_to(root), what) for one in found for what in one.wrong]
    print(f"{len(found)} folders, {sum(one.seconds for one in found):.1f} s")
    print(f"fixes tried alone: {sum(one.alone for one in found)}, together: {sum(len(one.applied) for one in found)}")
    if judge is None:
        print("load-compose is not installed (make oracles): no model was compared")
    else:
        compared, refused = sum(one.compared for one in found), sum(one.refused for one in found)
        print(f"models compared before and after: {compared}; refused by Compose as they are: {refused}")
    print("\nslowest:")
    for one in sorted(found, key=lambda one: -one.seconds)[:5]:
        print(f"  {one.seconds:7.3f} s  {one.path.relative_to(root)}")
    print("\nfixed:")
    for rule, count in sorted(Counter(rule for one in found for rule in one.applied).items()):
        print(f"  {count:5} {rule}")
    print("\nnot fixed:")
    for (rule, reason), count in sorted(Counter(pair for one in found for pair in one.dropped).items()):
        print(f"  {count:5} {rule}: {reason}")
    print(f"\nwrong: {len(wrong)}")
    for path, what in wrong:
        print(f"  {path}: {what}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
