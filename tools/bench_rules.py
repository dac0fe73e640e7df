"""How long the rules alone take, without a process around them, on a graph of the benchmark's stacks.

Runs itself with the Python that has the wheel installed: rules that were compiled with the wheel are what users load.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import workload

RULES = 300
NODES = 5000
ROUNDS = 15
REPEATS = 10


class RuleFigures(NamedTuple):
    """Milliseconds: all rules over all nodes, loading the rules, and the slowest rules by name."""

    rules: int
    nodes: int
    findings: int
    run: float
    load: float
    slowest: tuple[tuple[str, float], ...]


def rule_figures(python: str) -> RuleFigures:
    """Run 300 rules (the shipped ones, repeated) over a graph of 5,000 nodes, in that interpreter."""
    done = subprocess.run([python, __file__], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return RuleFigures(**{**found, "slowest": tuple((name, ms) for name, ms in found["slowest"])})


def _measure() -> RuleFigures:
    """The figures of the installed deploylint; every rule of every level runs."""
    from deploylint.engine import cache
    from deploylint.engine.bind import bind
    from deploylint.engine.run import run
    from deploylint.model.project import build
    from deploylint.model.settings import ModelSettings
    from deploylint.source.memory import MemoryFile, MemoryFiles

    files = {path: MemoryFile(text.encode()) for path, text in workload.stacks(NODES // 16).items()}
    (graph,) = build(MemoryFiles(files), tuple(files), ModelSettings())
    pack = cache.load()
    shipped = bind(pack)
    rules = (shipped * (RULES // len(shipped) + 1))[:RULES]
    base = _median(lambda: run(pack, (), graph))
    alone = {row.rule.id: (_median(lambda row=row: run(pack, (row,) * REPEATS, graph), 3) - base) / REPEATS for row in shipped}
    slowest = sorted(alone.items(), key=lambda item: -item[1])[:10]
    return RuleFigures(
        rules=len(rules),
        nodes=sum(map(len, graph.kinds.values())),
        findings=len(run(pack, rules, graph).findings),
        run=_median(lambda: run(pack, rules, graph)),
        load=_median(cache.load),
        slowest=tuple(slowest),
    )


def _median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds that the work takes."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    print(json.dumps(_measure()._asdict()))
