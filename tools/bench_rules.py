"""How long the rules alone take: in this process, on a graph of the benchmark's mix."""

from __future__ import annotations

from typing import NamedTuple


class RuleFigures(NamedTuple):
    """Milliseconds: all rules over all nodes, loading the rules, and the slowest rules by name."""

    rules: int
    nodes: int
    run: float
    load: float
    slowest: tuple[tuple[str, float], ...]


def rule_figures() -> RuleFigures:
    """Run 300 rules (the shipped ones, repeated) over a graph of 5,000 nodes."""
    raise SystemExit("engine not there yet")
