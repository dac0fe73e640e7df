"""The check of a pass: what was to be fixed is gone, nothing worse came, and nothing else is deployed differently."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from deploylint.findings import Finding
from deploylint.fix.allowed import Allowed
from deploylint.fix.choose import Planned
from deploylint.fix.deployed import deployed
from deploylint.fix.linted import Linted

_NUMBER = re.compile(r"~\d+(?=$|/)")

_GRAVE = ("warning", "error")


def problem(before: Linted, after: Linted, planned: Sequence[Planned]) -> str:
    """What speaks against the fixes; empty when nothing does."""
    for check in (_still_there, _new_findings, _elsewhere):
        reason = check(before, after, planned)
        if reason:
            return reason
    return ""


def _still_there(before: Linted, after: Linted, planned: Sequence[Planned]) -> str:
    left = Counter(map(_alike, after.findings))
    due = Counter(map(_alike, before.findings))
    due.subtract(_alike(one.finding) for one in planned)
    found = next((one.finding for one in planned if left[_alike(one.finding)] > due[_alike(one.finding)]), None)
    return f"{found.rule} would still be found" if found is not None else ""


def _alike(finding: Finding) -> tuple[str, ...]:
    """A finding's identity without the number that tells its node from others of the same name."""
    return tuple(_NUMBER.sub("", part) for part in finding.identity)


def _new_findings(before: Linted, after: Linted, planned: Sequence[Planned]) -> str:
    """A new finding at warning or above; one that only took another name, as its node did, is not new."""
    old = {finding.identity for finding in before.findings}
    new = {finding.identity for finding in after.findings}
    fixed = {one.finding.identity for one in planned}
    gone: Counter[tuple[str, str]] = Counter(
        _family(finding) for finding in before.findings if finding.identity not in new | fixed
    )
    for finding in after.findings:
        if finding.severity not in _GRAVE or finding.identity in old:
            continue
        if gone[_family(finding)] > 0:
            gone[_family(finding)] -= 1
            continue
        return f"{finding.rule} would be found in its place"
    return ""


def _family(finding: Finding) -> tuple[str, str]:
    return (finding.rule, finding.span.source.path)


def _elsewhere(before: Linted, after: Linted, planned: Sequence[Planned]) -> str:
    """A deployed value that changes though no fix names it."""
    environments = {graph.environment: graph for graph in after.graphs}
    allowed: Allowed | None = None
    for graph in before.graphs:
        other = environments.get(graph.environment)
        if other is None:
            return "an environment would be lost"
        old, new = deployed(graph), deployed(other)
        if old == new:
            continue
        if allowed is None:
            allowed = Allowed(before.graphs, [operation for one in planned for operation in _operations(one)])
        outside = allowed.outside(old, new)
        if outside:
            return f"{outside} would change as well"
    return ""


def _operations(planned: Planned) -> tuple[object, ...]:
    return planned.finding.fix.operations if planned.finding.fix is not None else ()
