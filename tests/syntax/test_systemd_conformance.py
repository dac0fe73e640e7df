"""What systemd 252 said of the syntax of hand-written units: each complaint is a defect of ours on that line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.syntax.systemd_oracle import CONFORMANCE, cases

from deploylint.syntax.systemd import faults, parse

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not CONFORMANCE, reason="needs DEPLOYLINT_CONFORMANCE"),
]

CODES = {
    "Missing '='": {"unit-missing-equals"},
    "Missing key name": {"unit-missing-key"},
    "Assignment outside of section": {"unit-assignment-outside-section", "unit-bom"},
    "Invalid section header": {"unit-invalid-section-header"},
    "Unbalanced quoting": {"unit-unbalanced-quote"},
    "Invalid syntax": {"unit-unbalanced-quote"},
}
ELSEWHERE = {
    # A NUL byte: another layer refuses the file.
    ("nul-byte.service", 3),
    # The line before says why this one is no assignment.
    ("trailing-space-after-backslash.service", 3),
}


def complaints() -> list[tuple[str, int, str]]:
    if not CONFORMANCE:
        return []
    verdicts = json.loads((Path(CONFORMANCE) / "systemd" / "verify-252.json").read_text("utf-8"))
    found = []
    for name, modes in verdicts.items():
        for said in modes["one"]["stderr"]:
            match = re.fullmatch(r"[^:]*:(\d+): (.*)", said, re.DOTALL)
            if match and match[2].startswith(tuple(CODES)):
                found.append((name, int(match[1]), next(start for start in CODES if match[2].startswith(start))))
    return found


@pytest.mark.parametrize(("name", "line", "start"), complaints())
def test_complaint_is_a_defect(name: str, line: int, start: str) -> None:
    source = next(source for source in cases() if source.path == name)
    tree = parse(source)
    defects = [*tree.defects, *faults(tree)]
    found = {defect.code for defect in defects if source.position(defect.span.start)[0] == line}
    assert (name, line) in ELSEWHERE or found & CODES[start]


def test_units_without_a_complaint_have_no_defect() -> None:
    complained = {name for name, _, _ in complaints()}
    trees = [parse(source) for source in cases()]
    ours = {tree.source.path for tree in trees if tree.defects or faults(tree)}
    # An empty file masks, a comment inside a value and a byte order mark are allowed: systemd says nothing of them.
    assert ours - complained == {"bom.service", "comment-in-continuation.service", "empty-file.service"}
