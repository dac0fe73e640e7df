"""Fix copies of the corpus's project folders and check that each fix does what it says, and nothing else.

    python tools/repairs.py [--safe]

Each fix is tried alone, and all are tried together; with --safe only safe ones are tried alone.  The reference loader
of Compose, where it is installed (make oracles), is asked for each project's model before and after.  The corpus is a
folder of other people's real deployments; DEPLOYLINT_CORPUS names it.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import yaml

import corpus
from deploylint import api
from deploylint.cli import sources
from deploylint.cli.options import Request
from deploylint.findings import Finding, Report
from deploylint.fix.choose import choose
from deploylint.fix.linted import Linted
from deploylint.fix.write import write
from deploylint.source.changeset import Changeset
from deploylint.source.files import Overlay
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree
from judged import PROGRAM, Folder, Judge, Verdict

_BOM = b"\xef\xbb\xbf"


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


class _Loader(yaml.SafeLoader):
    """PyYAML with unknown tags read as what they stand before; the second opinion on what a file says."""


_Loader.add_multi_constructor(
    "", lambda loader, _suffix, node: loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None
)


def check(original: Path, copy: Path, judge: Judge | None = None, *, unsafe: bool = True) -> Checked:
    """Fix copies of a folder, which are made at `copy` and beside it; with a judge each fix is tried alone as well."""
    shutil.copytree(original, copy, symlinks=True)
    start = time.perf_counter()
    work = _work(copy)
    deployment = api.load(work.files, work.paths, work.settings, work.model)
    repaired = api.fix(deployment, work.selection, unsafe=True)
    seconds = time.perf_counter() - start
    outcome = repaired.outcome
    wrong: list[str] = []
    verdicts: list[Verdict] = []
    tried = 0
    if judge is not None and repaired.before.findings:
        beside = copy.with_name(copy.name + ".judged")
        shutil.copytree(original, beside, symlinks=True)
        folder = Folder(beside, deployment, judge)
        if outcome.texts:
            verdicts.append(folder.judged(outcome.texts, outcome.applied))
        report = api.lint(deployment, work.selection)
        for finding in _fixable(report, unsafe=unsafe):
            tried += 1
            wrong += [
                f"{finding.rule} alone: {what}" for what in _alone(finding, report, deployment, work, folder, verdicts)
            ]
        wrong += verdicts[0].wrong if outcome.texts else ()
    before = {path: (copy / path).read_bytes() for path in outcome.texts}
    write(str(copy), repaired.before.sources, outcome.texts)
    wrong += _not_fixed(copy, repaired)
    for path, old in before.items():
        wrong += [f"{path}: {what}" for what in _damage(old, (copy / path).read_bytes(), outcome.applied)]
        if path.endswith((".yaml", ".yml")):
            wrong += [f"{path}: {what}" for what in _side_effects(old, (copy / path).read_bytes(), outcome.applied)]
    return Checked(
        original,
        tuple(finding.rule for finding in outcome.applied),
        tuple((finding.rule, reason) for finding, reason in outcome.dropped),
        tuple(wrong),
        seconds,
        tried,
        sum(verdict.compared for verdict in verdicts),
        sum(verdict.refused for verdict in verdicts),
    )


def _fixable(report: Report, *, unsafe: bool) -> Iterator[Finding]:
    """The findings whose fixes may be applied without a person."""
    allowed = ("safe", "unsafe") if unsafe else ("safe",)
    for finding in report.findings:
        if finding.fix is not None and not finding.fix.reason and finding.fix.safety in allowed:
            yield finding


def _alone(
    finding: Finding,
    report: Report,
    deployment: api.Deployment,
    work: sources.Work,
    folder: Folder,
    verdicts: list[Verdict],
) -> Iterator[str]:
    """What is wrong with one fix when it is the only one."""

    def chosen(other: Finding) -> bool:
        return other.identity == finding.identity

    choice = choose(Linted(report.findings, deployment.graphs), unsafe=True, select=chosen)
    if not choice.planned:
        return
    edits = tuple(edit for planned in choice.planned for edit in planned.edits)
    texts = Changeset(edits).texts(deployment.files)
    applied = [planned.finding for planned in choice.planned]
    wrong: list[str] = []
    for path, text in texts.items():
        old = deployment.files.read(path)
        assert isinstance(old, Source)
        wrong += [f"{path}: {what}" for what in _damage(old.text.encode(), text.encode(), applied)]
    verdicts.append(folder.judged(texts, applied))
    wrong += verdicts[-1].wrong
    safe = finding.fix is not None and finding.fix.safety == "safe"
    if not wrong and not safe:
        return
    repaired = api.fix(deployment, work.selection, unsafe=True, select=chosen)
    if not repaired.outcome.texts:  # the check of each pass has caught it
        return
    yield from wrong
    if any(map(chosen, repaired.report.findings)):
        yield "it is still found"
    again = api.load(Overlay(deployment.files, repaired.outcome.texts), work.paths, work.settings, work.model)
    if api.fix(again, work.selection, unsafe=True, select=chosen).outcome.texts:
        yield "applying it again changes more"


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


def _damage(old: bytes, new: bytes, applied: list[Finding]) -> Iterator[str]:
    """What happened to the file as such: its mark, its line ends, its end, its comments."""
    if old.startswith(_BOM) != new.startswith(_BOM):
        yield "the byte order mark"
    if (b"\r\n" in old) != (b"\r\n" in new) or bool(re.search(rb"(?<!\r)\n", old)) < bool(
        re.search(rb"(?<!\r)\n", new)
    ):
        yield "other line ends"
    if old.endswith(b"\n") != new.endswith(b"\n") or bool(re.search(rb"\n\s*\n\Z", old)) < bool(
        re.search(rb"\n\s*\n\Z", new)
    ):
        yield "another end"
    lost = _comments(old) - _comments(new)
    if lost:
        yield f"comments are lost: {sorted(lost)}"
    if not any(
        operation.verb == "remove" for each in applied for operation in (each.fix.operations if each.fix else ())
    ):
        lost = _all_comments(old) - _all_comments(new)
        if lost:
            yield f"comments beside values are lost: {sorted(lost)}"


def _comments(data: bytes) -> Counter[str]:
    """The comments that have a line to themselves; one behind a value goes with it."""
    return Counter(line.strip() for line in data.decode("utf-8-sig").splitlines() if line.lstrip().startswith("#"))


def _all_comments(data: bytes) -> Counter[str]:
    """All comments of a YAML file, those behind values, too; none of another file."""
    text = data.decode("utf-8-sig")
    parsed = yaml_tree.parse(Source("", text))
    return Counter() if parsed.broken is not None else Counter(text[a:b].strip() for a, b in yaml_tree.comments(parsed))


def _side_effects(old: bytes, new: bytes, applied: list[Finding]) -> Iterator[str]:
    """Values that changed below keys that no applied fix speaks of, by another reader of YAML."""
    first, second = _values(old), _values(new)
    if second is None:
        if first is not None:
            yield "it is no YAML any more"
        return
    words = {word for finding in applied for text in _spoken(finding) for word in re.split("[/:~=]", text)}
    for path in sorted({path for path, _ in ((first or Counter()) - second) + (second - (first or Counter()))}):
        if first is not None and not path[0].startswith("x-") and not words & set(path):
            yield f"{'.'.join(path)} changed"


def _spoken(finding: Finding) -> Iterator[str]:
    """What a finding and its fix speak of: its nodes, those that the fix changes, and what it adds."""
    yield from (*finding.nodes, finding.key)
    for operation in finding.fix.operations if finding.fix is not None else ():
        yield str(getattr(operation.node, "id", ""))
        if operation.verb == "add":
            yield str(operation.value)


def _values(data: bytes) -> Counter[tuple[tuple[str, ...], str]] | None:
    """All scalars of a file with the keys above them; None when it is no YAML."""
    if yaml_tree.parse(Source("", data.decode("utf-8-sig"))).broken is not None:
        return None
    try:
        documents = list(yaml.load_all(data.decode("utf-8-sig"), Loader=_Loader))
    except yaml.YAMLError:
        return None
    return Counter(pair for document in documents for pair in _flat(document, ()))


def _flat(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _flat(below, (*path, str(key)))
    elif isinstance(value, list):
        for below in value:
            yield from _flat(below, (*path, "[]"))
    elif path:
        yield path, repr(value)


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
