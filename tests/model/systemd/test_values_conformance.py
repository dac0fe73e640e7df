"""What systemd 252 said of values in hand-written units: of each it says here what is wrong, or there is a reason."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from deploylint.model.systemd.values import problem
from deploylint.model.systemd.vocabulary import lookup
from deploylint.syntax import systemd
from tests.syntax.systemd_oracle import CONFORMANCE, cases

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not CONFORMANCE, reason="needs DEPLOYLINT_CONFORMANCE"),
]
NO_VALUE = re.compile(
    r"Unknown (key|section)|Missing |Assignment outside|Invalid section|Unit uses |Special user|String is not UTF-8"
    r"|Standard output type|Unit dependency type"
)
"""Complaints that are not about a value as one of its type."""
REASONS = {
    "command": "commands are read with their words",
    "controllers": "not checked",
    "cpus": "how many there are is a matter of the machine",
    "device-rule": "not checked",
    "errno": "not checked",
    "exit-statuses": "not checked",
    "namespaces": "not checked",
    "socket-bind": "not checked",
    "syscalls": "which there are is a matter of the machine",
    "urls": "not checked",
}
"""Types of which nothing is said."""
NEWER = {"notify-reload", "full", "disconnected", "strict"}
"""Words that later releases take."""


def complaints() -> list[tuple[str, int]]:
    if not CONFORMANCE:
        return []
    verdicts = json.loads((Path(CONFORMANCE) / "systemd" / "verify-252.json").read_text("utf-8"))
    found = []
    for name, modes in verdicts.items():
        for said in modes["one"]["stderr"]:
            read = re.fullmatch(r"[^:]*:(\d+): (.*)", said, re.DOTALL)
            if read and not NO_VALUE.match(read[2]):
                found.append((name, int(read[1])))
    return sorted(set(found))


UNTOLD = {
    "env-percent2.service": "what a specifier stands for is not known",
    "x31-syslogidentifier-q.service": "free text is not checked",
    "timer-self.timer": "that a timer names itself is no matter of the value",
}


def settings(name: str) -> list[tuple[str, str, str, int]]:
    """Section, key, value and line of each assignment of a case."""
    source = next(source for source in cases() if source.path == name)
    return [
        (section.name, each.key, each.value, source.position(each.start)[0])
        for section in systemd.parse(source).sections
        for each in section.assignments
    ]


@pytest.mark.parametrize(("name", "line"), complaints())
def test_complaint_is_a_problem(name: str, line: int) -> None:
    found = [(lookup(section, key), value) for section, key, value, at in settings(name) if at == line]
    for directive, value in found:
        if directive is None or directive.type in REASONS or value in NEWER or UNTOLD.get(name):
            continue
        refuses_empty = not value and not directive.empty_resets
        assert refuses_empty or problem(directive, value), f"{directive.key}={value}"


def test_nothing_else_is_a_problem() -> None:
    complained = set(complaints())
    found = []
    for source in cases():
        for section, key, value, line in settings(source.path):
            directive = lookup(section, key)
            said = problem(directive, value) if directive else None
            # Capabilities that do not exist are dropped without a word, and [Install] is not read by the manager.
            if (
                said
                and (source.path, line) not in complained
                and key != "CapabilityBoundingSet"
                and section != "Install"
            ):
                found.append(f"{source.path}:{line}: {key}={value}: {said}")
    assert found == []
