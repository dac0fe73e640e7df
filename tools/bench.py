"""Measure deploylint against compose-lint and dclint, and its rules alone; write the figures to docs/performance.md.

Programs are compared in pairs: each round runs every program once, in alternating order, and what is reported is the
median over the rounds of (our figure / the other's figure), so that a machine that slows down slows both.  Both peers
and deploylint's own wheel are installed into .scratch/peers; the inputs are generated outside the repository.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import workload
from bench_rules import RuleFigures, rule_figures

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".scratch" / "peers"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->"

COMPOSE_LINT = "compose-lint 0.36.2"
DCLINT = "dclint 3.1.0"
SHOW = "500 services, `show compose`"
WALL_TARGETS = {"1 file": 0.8, "39 files": 0.6, "500 services": 0.4, SHOW: 0.5}
"""Our wall time as a part of compose-lint's, at most."""
MEMORY_TARGET = 35.0
RULES_TARGET = 30.0
LOADING_TARGET = 2.0


class Run(NamedTuple):
    """One process: wall time in seconds, peak memory in MiB."""

    wall: float
    memory: float


class Program(NamedTuple):
    """A linter and the exit statuses that mean that it did its work."""

    name: str
    command: tuple[str, ...]
    finished: tuple[int, ...] = (0, 1)


class Case(NamedTuple):
    """An input: a folder and the files in it that each program is given."""

    name: str
    folder: Path
    files: tuple[str, ...]


class Row(NamedTuple):
    """One line of the table: medians, and our figure as a part of the other program's."""

    case: str
    program: str
    median: Run
    ratio: Run | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; a missed target is a figure like any other, not a failure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15, help="rounds for each input (15 or more count)")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, do not write docs/performance.md")
    options = parser.parse_args(arguments)
    programs = install()
    with tempfile.TemporaryDirectory(prefix="deploylint-bench-") as folder:
        inputs = cases(Path(folder))
        rows = [row for case in inputs for row in measure(case, programs, options.rounds)]
        ours, compose_lint, *_ = programs
        show = Program(ours.name, (ours.command[0], "show", "compose"), (0,))
        rows += measure(inputs[-1]._replace(name=SHOW), [show, compose_lint], options.rounds)
    rules = rule_figures(str(PEERS / "deploylint" / "bin" / "python"))
    text = report(rows, rules, options.rounds)
    print(text)
    if not options.dry_run:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text(before + BEGIN + "\n" + text + "\n" + END + rest.partition(END)[2], encoding="utf-8")
    return 0


# -- Programs and inputs


def install() -> list[Program]:
    """Install what is not there yet; deploylint's wheel is built anew each time."""
    PEERS.mkdir(parents=True, exist_ok=True)
    ours, compose_lint, dclint = PEERS / "deploylint", PEERS / "compose-lint", PEERS / "dclint"
    for environment, requirement in (ours, str(ROOT)), (compose_lint, "compose-lint==0.36.2"):
        if not (environment / "bin" / "pip").exists():
            _call(sys.executable, "-m", "venv", str(environment))
        _call(str(environment / "bin" / "pip"), "install", "--quiet", requirement)
    _call(str(ours / "bin" / "pip"), "install", "--quiet", "--force-reinstall", "--no-deps", str(ROOT))
    if not (dclint / "node_modules").exists():
        if shutil.which("npm") is None:
            raise SystemExit("bench: npm is needed to install dclint")
        _call("npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(dclint), "dclint@3.1.0")
    return [
        Program("deploylint", (str(ours / "bin" / "deploylint"), "validate")),
        Program(COMPOSE_LINT, (str(compose_lint / "bin" / "compose-lint"), "check")),
        Program(DCLINT, (str(dclint / "node_modules" / ".bin" / "dclint"),)),
    ]


def _call(*command: str) -> None:
    subprocess.run(command, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})


def cases(folder: Path) -> list[Case]:
    """The three inputs, written below `folder`."""
    one, many, large = folder / "one", folder / "many", folder / "large"
    for each in one, many, large:
        each.mkdir()
    (one / "compose.yaml").write_text(workload.ONE_FILE, encoding="utf-8")
    return [
        Case("1 file", one, ("compose.yaml",)),
        Case("39 files", many, tuple(workload.write_many(many))),
        Case("500 services", large, (workload.write_large(large),)),
    ]


# -- Whole processes


def measure(case: Case, programs: Sequence[Program], rounds: int) -> list[Row]:
    """Run all programs in turn, `rounds` times; the first run of each is not counted."""
    runs: dict[str, list[Run]] = {program.name: [] for program in programs}
    for program in programs:
        run(program, case)
    for number in range(rounds):
        for program in programs if number % 2 else reversed(programs):
            runs[program.name].append(run(program, case))
    ours = runs["deploylint"]
    return [_row(case.name, name, ours, theirs) for name, theirs in runs.items()]


def _row(case: str, name: str, ours: Sequence[Run], theirs: Sequence[Run]) -> Row:
    median = Run(statistics.median(r.wall for r in theirs), statistics.median(r.memory for r in theirs))
    if ours is theirs:
        return Row(case, name, median, None)
    pairs = list(zip(ours, theirs, strict=True))
    wall = statistics.median(a.wall / b.wall for a, b in pairs)
    return Row(case, name, median, Run(wall, statistics.median(a.memory / b.memory for a, b in pairs)))


def run(program: Program, case: Case) -> Run:
    """One process, its output thrown away."""
    command = [*program.command, *case.files]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NODE_"))}
    with open(os.devnull, "r+b") as nothing:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=case.folder, env=environment, stdin=nothing, stdout=nothing, stderr=nothing
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in program.finished:
        raise SystemExit(f"bench: {program.name} ended with exit status {process.returncode} on {case.name}")
    return Run(wall, usage.ru_maxrss / 1024)


# -- Words


def report(rows: Sequence[Row], rules: RuleFigures, rounds: int) -> str:
    """The figures as Markdown, and which targets are reached."""
    checks = [*_targets(rows), *_rule_targets(rules)]
    lines = [
        f"Measured on {dt.datetime.now(dt.UTC):%Y-%m-%d}, {rounds} rounds: {_machine()}.",
        "",
        "| input | program | wall time, median | peak memory, median | our wall time | our memory |",
        "|---|---|---:|---:|---:|---:|",
        *map(_table_row, rows),
        "",
        f"The default rules, repeated to {rules.rules}, over {rules.nodes:,} nodes with {rules.findings:,} findings:",
        f"{rules.run:.1f} ms. Loading the rules: {rules.load:.2f} ms.",
        "The ten slowest, each alone:",
        "",
        *(f"- {name}: {milliseconds:.3f} ms" for name, milliseconds in rules.slowest),
        "",
        "| target | at most | measured | |",
        "|---|---:|---:|---|",
        *(
            f"| {what} | {most:g} | {got:.2f} | {'reached' if got <= most else 'missed'} |"
            for what, most, got in checks
        ),
    ]
    return "\n".join(lines)


def _table_row(row: Row) -> str:
    ratio = "| |" if row.ratio is None else f"| {row.ratio.wall:.2f} x | {row.ratio.memory:.2f} x |"
    return f"| {row.case} | {row.program} | {row.median.wall * 1000:.0f} ms | {row.median.memory:.1f} MiB {ratio}"


def _targets(rows: Sequence[Row]) -> list[tuple[str, float, float]]:
    walls = [
        (f"wall time, {row.case}, as a part of {COMPOSE_LINT}'s", WALL_TARGETS[row.case], row.ratio.wall)
        for row in rows
        if row.ratio is not None and row.program == COMPOSE_LINT
    ]
    memory = [(f"peak memory, {row.case}, MiB", MEMORY_TARGET, row.median.memory) for row in rows if row.ratio is None]
    return walls + memory


def _rule_targets(rules: RuleFigures) -> list[tuple[str, float, float]]:
    return [
        (f"{rules.rules} rules over {rules.nodes:,} nodes, ms", RULES_TARGET, rules.run),
        ("loading the rules, ms", LOADING_TARGET, rules.load),
    ]


def _machine() -> str:
    """What the figures belong to."""
    model = "unknown processor"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        names = [line for line in cpuinfo.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    node = shutil.which("node")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout if node else ""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} x {model}, {platform.system()} {platform.machine()}, CPython {platform.python_version()}, "
        f"Node {version.strip().lstrip('v')}, load average {load:.1f} at the end"
    )


if __name__ == "__main__":
    sys.exit(main())
