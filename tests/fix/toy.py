"""A linter of a few lines, whose rules stand beside the tests that need them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from deploylint.findings import Finding, Fix, Operation
from deploylint.fix.linted import Lint, Linted
from deploylint.model.graph import Graph
from deploylint.model.project import build
from deploylint.model.settings import ModelSettings
from deploylint.source.edit import Edit
from deploylint.source.files import Files, Overlay
from tests.model.graphs import Nothing

Rule = Callable[[Graph], Iterator[Finding]]


def files_of(texts: Mapping[str, str]) -> Files:
    return Overlay(Nothing(), texts)


def finding(
    rule: str,
    node: Any,
    *operations: Operation,
    field: str = "",
    safety: str = "safe",
    severity: str = "warning",
    edits: tuple[Edit, ...] | None = None,
) -> Finding:
    origin = node.origins.get(field, node.header)
    fix = Fix(f"mend {rule}", safety, operations, edits) if operations or edits else None
    return Finding(rule, severity, rule, origin.span, (node.id,), field, fix=fix)


def linter(texts: Mapping[str, str], *rules: Rule) -> Lint:
    def lint(files: Files) -> Linted:
        graphs = build(files, sorted(texts), ModelSettings(anchor_name="app"))
        found = [finding for graph in graphs for rule in rules for finding in rule(graph)]
        return Linted(tuple({one.identity: one for one in found}.values()), graphs)

    return lint


def no_restart(graph: Graph) -> Iterator[Finding]:
    for service in graph.kinds["service"]:
        if getattr(service, "restart", "?") is None:
            yield finding("no-restart", service, Operation("set", service, "restart", None, "always"))


def privileged(graph: Graph) -> Iterator[Finding]:
    for service in graph.kinds["service"]:
        if getattr(service, "privileged", False):
            yield finding(
                "privileged", service, Operation("remove", service, "privileged"), field="privileged", safety="unsafe"
            )


def published(graph: Graph) -> Iterator[Finding]:
    for listener in graph.kinds["listener"]:
        if getattr(listener, "any_address", False):
            yield finding("published", listener, Operation("set", listener, "ip", None, "127.0.0.1"))
