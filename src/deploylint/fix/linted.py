"""What fixing needs of a run: findings and the graphs that they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from deploylint.findings import Finding
from deploylint.model.graph import Graph
from deploylint.source.files import Files


class Linted(NamedTuple):
    """The findings of one run over all environments, with the graph of each."""

    findings: tuple[Finding, ...]
    graphs: tuple[Graph, ...]


Lint = Callable[[Files], Linted]
"""Builds everything from files and runs the rules; the same for the user's files and for an overlay."""
