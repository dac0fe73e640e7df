"""Lint every project folder and every Compose file of the corpus, each by itself, and report what goes wrong.

The corpus is a folder of other people's real deployments; DEPLOYLINT_CORPUS names it.  It holds manifest.json (every
file with its kind) and projects.json (folders in which several kinds stand together).
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from deploylint.cli.exits import run as deploylint
from deploylint.loading import discover


class Linted(NamedTuple):
    """One run: what was linted, the report (None: there is none), what went to stderr, and how long it took."""

    path: Path
    status: int
    report: dict[str, Any] | None
    words: str
    seconds: float

    @property
    def internal_error(self) -> bool:
        """Did the program fail, rather than the input?"""
        return "mistake of its own" in self.words or self.status not in (0, 1, 2)


class Place(NamedTuple):
    """A finding and the anchor that its path is relative to."""

    anchor: Path
    finding: dict[str, Any]

    @property
    def file(self) -> Path:
        """The file that the finding is in."""
        return self.anchor / str(self.finding["path"])


def root() -> Path:
    """The corpus folder, or the end of the program."""
    folder = os.environ.get("DEPLOYLINT_CORPUS")
    if not folder or not Path(folder, "projects.json").is_file():
        raise SystemExit("set DEPLOYLINT_CORPUS to a corpus folder: one with manifest.json and projects.json")
    return Path(folder).resolve()


def projects(corpus: Path) -> list[Path]:
    """The folders of projects.json."""
    rows = json.loads((corpus / "projects.json").read_text(encoding="utf-8"))
    return [corpus / row["repo"].replace("/", "__") / row["dir"] for row in rows]


def compose_files(corpus: Path) -> list[Path]:
    """The Compose files of manifest.json."""
    rows = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    return [corpus / row["repo"].replace("/", "__") / row["path"] for row in rows if row["kind"] == "compose"]


def lint(path: Path) -> Linted:
    """Run `deploylint validate` on a file or folder in this process, at level strict."""
    # The folder is made the working directory, so that nothing beside it is looked at.
    folder, name = (path, ".") if path.is_dir() else (path.parent, path.name)
    command = ["-C", str(folder), "validate", name, "--level", "strict", "--format", "json"]
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    here = Path.cwd()
    start = time.perf_counter()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = deploylint(command)
        except SystemExit as stop:
            status = _status(stop.code)
        except Exception:  # noqa: BLE001  an escaped exception is what we are looking for
            traceback.print_exc()
            status = 70
    seconds = time.perf_counter() - start
    os.chdir(here)
    printed, words = _text(out), _text(err)
    return Linted(path, status, json.loads(printed) if status in (0, 1) else None, words, seconds)


def _status(code: object) -> int:
    return code if isinstance(code, int) else 0 if code is None else 1


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def places(runs: Iterable[Linted]) -> Iterator[Place]:
    """All findings of some runs."""
    for run in runs:
        if run.report is not None:
            anchor = Path(discover.anchor([str(run.path)]).anchor)
            yield from (Place(anchor, finding) for finding in run.report["findings"])


def shapeless(place: Place) -> str | None:
    """Is the primary span empty or the whole file, although the finding is not about the file?"""
    finding = place.finding
    if finding["nodes"] and finding["nodes"][0].startswith("file:"):
        return None
    start, end = finding["start"]["offset"], finding["end"]["offset"]
    if start == end:
        return "empty"
    try:
        text = place.file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    return "whole file" if start == 0 and end >= len(text.rstrip()) and "\n" in text.rstrip() else None


def main() -> int:
    """Lint everything; exit status 1 when there was an internal error or a shapeless span."""
    corpus = root()
    runs = []
    targets = [*projects(corpus), *compose_files(corpus)]
    for number, path in enumerate(targets, 1):
        runs.append(lint(path))
        if sys.stderr.isatty():
            print(f"\r{number}/{len(targets)}", end="", file=sys.stderr)
    found = list(places(runs))
    broken = [run for run in runs if run.internal_error]
    odd = Counter((place.finding["rule"], shape) for place in found if (shape := shapeless(place)))
    _print_report(corpus, runs, found, broken, odd)
    return 1 if broken or odd else 0


def _print_report(
    corpus: Path, runs: list[Linted], found: list[Place], broken: list[Linted], odd: Counter[tuple[str, str]]
) -> None:
    print(f"{len(runs)} runs, {sum(run.seconds for run in runs):.1f} s, {len(found)} findings")
    print(f"\ninternal errors: {len(broken)}")
    for run in broken:
        print(f"  {run.path.relative_to(corpus)} (exit status {run.status})\n    " + run.words.replace("\n", "\n    "))
    refused = Counter(run.words.partition("\n")[0][:100] for run in runs if run.status == 2 and not run.internal_error)
    print(f"\nrefused: {refused.total()}")
    for words, count in refused.most_common(10):
        print(f"  {count:5} {words}")
    print("\nslowest:")
    for run in sorted(runs, key=lambda run: -run.seconds)[:5]:
        print(f"  {run.seconds:7.3f} s  {run.path.relative_to(corpus)}")
    print(f"\nprimary spans that are empty or the whole file: {odd.total()}")
    for (rule, shape), count in sorted(odd.items()):
        print(f"  {count:5} {rule} ({shape})")
    print("\nfindings by rule:")
    for (severity, rule), count in sorted(Counter((p.finding["severity"], p.finding["rule"]) for p in found).items()):
        print(f"  {count:5} {severity:8} {rule}")


if __name__ == "__main__":
    sys.exit(main())
