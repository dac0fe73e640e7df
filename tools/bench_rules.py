"""How long the rules alone take, without a process around them, on a graph of stacks with sites and units.

Runs itself with the Python that has the wheel installed: rules that were compiled with the wheel are what users load.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import workload

RULES = 300
STACKS = 127
"""Each has 39 nodes, its site and its unit included: 5,000 in all."""

ROUNDS = 15
REPEATS = 10
"""How often one rule runs in a row to be timed: once would be lost in the noise."""


class RuleFigures(NamedTuple):
    """Milliseconds: all rules over all nodes, loading the rules, and the slowest rules by name."""

    rules: int
    nodes: int
    findings: int
    run: float
    load: float
    slowest: tuple[tuple[str, float], ...]


def rule_figures(python: str) -> RuleFigures:
    """Run 300 rules (the default ones, repeated) over a graph of 5,000 nodes, in that interpreter."""
    done = subprocess.run([python, __file__], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return RuleFigures(**{**found, "slowest": tuple((name, ms) for name, ms in found["slowest"])})


def _measure() -> RuleFigures:
    """The figures of the installed deploylint."""
    from deploylint.__main__ import COLLECT_AFTER
    from deploylint.engine import cache
    from deploylint.engine.bind import bind
    from deploylint.engine.run import run
    from deploylint.loading.selection import Selection, choose
    from deploylint.model.project import build
    from deploylint.model.settings import ModelSettings
    from deploylint.source.memory import MemoryFile, MemoryFiles

    gc.set_threshold(COLLECT_AFTER)  # as the program does
    files = {path: MemoryFile(text.encode()) for path, text in workload.deployment(STACKS).items()}
    (graph,) = build(MemoryFiles(files), tuple(files), ModelSettings())
    pack = cache.load()
    default = bind(pack, choose(pack.rules.values(), Selection()))
    rules = (default * (RULES // len(default) + 1))[:RULES]
    empty = _median(lambda: run(pack, (), graph))
    alone = [
        (row.rule.id, (_median(partial(run, pack, (row,) * REPEATS, graph), 3) - empty) / REPEATS) for row in default
    ]
    slowest = sorted(alone, key=lambda each: -each[1])[:10]
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
