"""Unit files as the systemd of this machine reads them.

`systemd-analyze verify` prints what it cannot use, with its line.  So copies of a unit are made in which nothing can be
used: each key, value, section or word is changed, right where our tree says that it stands, into one that systemd must
complain about.  What it prints is then all that it has read.  `systemd --test` prints the words of command lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from random import Random

import pytest
from tests.syntax.systemd_oracle import (
    CONFORMANCE,
    CORPUS,
    LINE_END,
    PRINTED,
    Change,
    Complaint,
    available,
    cases,
    changed,
    corpus_units,
    counted,
    flat,
    made_up,
    verify,
)

from deploylint.source.text import Source
from deploylint.syntax.systemd import parse
from deploylint.syntax.systemd.tree import Assignment, UnitTree

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not available(), reason="needs systemd-analyze 252"),
]


def read_lines(tree: UnitTree) -> dict[str, bytes]:
    """Copies in which systemd cannot use any value, any key, any section."""
    values: list[Change] = []
    keys: list[Change] = []
    for number, each in enumerate(counted(tree)):
        if flat(tree, each.key_start, each.key_end):
            values += (
                (each.key_start, each.key_end, "RemainAfterExit"),
                (each.value_start, each.value_start, f"@{number}@"),
            )
        keys.append((each.key_start, each.key_start, "Zz"))
    headers = [(each.start + 1, each.start + 1, "Zz") for each in tree.sections if each.start != tree.broken]
    return {
        "v": changed(tree, values),
        "k": changed(tree, keys),
        "s": changed(tree, headers, ""),
    }


def line_of(tree: UnitTree, each: Assignment) -> int:
    """The number that systemd gives to an assignment: that of its last line."""
    text = tree.source.text
    ends = [match.end() for match in LINE_END.finditer(text)]
    total = len(ends) + (not ends or ends[-1] != len(text))
    lines = LINE_END.split(text[each.start : each.end])
    last = lines[-2] if len(lines) > 1 and not lines[-1] else lines[-1]
    if (len(last) - len(last.rstrip("\\"))) % 2:
        return total + 1  # the file ends while the value goes on
    number = bisect_right(ends, each.end)
    return number if number and ends[number - 1] == each.end else number + 1


def check_lines(tree: UnitTree, found: list[Complaint]) -> None:
    """Every section, key, line and value that systemd has read is in our tree, and no other."""
    name = tree.source.path
    said = {letter: [(each.line, each.text) for each in found if each.copy == letter] for letter in "vks"}
    mine = counted(tree)
    in_known = [
        each
        for section in tree.sections
        if flat(tree, section.start, section.end) and section.start != tree.broken
        for each in section.assignments
        if each in mine
    ]
    keys = [(line_of(tree, each), f"Unknown key 'Zz{each.key}' in section [Service], ignoring.") for each in in_known]
    assert cut(keys) == cut(each for each in said["k"] if each[1].startswith("Unknown key")), name
    values = [
        (line_of(tree, each), f"Failed to parse boolean value, ignoring: @{mine.index(each)}@{each.value}")
        for each in in_known
        if flat(tree, each.key_start, each.key_end)
    ]
    assert cut(values) == cut(each for each in said["v"] if each[1].startswith("Failed to parse boolean")), name
    before_end = [each for each in tree.sections if tree.broken is None or each.start < tree.broken]
    headers = [f"Unknown section 'Zz{each.name}'. Ignoring." for each in before_end]
    assert headers == [text for _, text in said["s"] if text.startswith("Unknown section")], name
    check_defects(tree, said["v"])


def check_defects(tree: UnitTree, said: list[tuple[int, str]]) -> None:
    """What systemd complains of is a defect."""
    codes = {
        "Missing '='": "unit-missing-equals",
        "Missing key name": "unit-missing-key",
        "Assignment outside": "unit-assignment-outside-section",
    }
    refused = any(text.startswith(("Invalid section header", "Bad characters in section header")) for _, text in said)
    assert refused == (tree.broken is not None), tree.source.path
    mine = {defect.code for defect in tree.defects}
    # In these, a line without = is none of our defects, or none that systemd prints of the copy.
    special = any(each.name.startswith("X-") or not flat(tree, each.start, each.end) for each in tree.sections)
    special = special or "unit-space-after-backslash" in mine or "unit-bom" in mine
    for start, code in codes.items():
        seen = any(text.startswith(start) for _, text in said)
        if not special and tree.broken is None:
            assert seen == (code in mine), (tree.source.path, code)
    outside = {line for line, text in said if text.startswith("Assignment outside")}
    mine_outside = [each for each in tree.outside if tree.broken is None or each.start < tree.broken]
    assert {line_of(tree, each) for each in mine_outside} <= outside


def cut(said: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Without what systemd cuts off."""
    return [(line, text[:PRINTED]) for line, text in said]


def prove_lines(sources: Sequence[Source]) -> int:
    """Compare all; the number of assignments."""
    trees = [parse(source) for source in sources]
    for tree, found in zip(trees, verify([read_lines(tree) for tree in trees]), strict=True):
        check_lines(tree, found)
    return sum(len(counted(tree)) for tree in trees)


@pytest.mark.parametrize("seed", range(4))
def test_made_up_lines(seed: int) -> None:
    random = Random(seed)
    assert prove_lines([made_up(random) for _ in range(250)]) > 300


@pytest.mark.skipif(not CONFORMANCE, reason="needs DEPLOYLINT_CONFORMANCE")
def test_cases() -> None:
    assert prove_lines(cases()) > 600


@pytest.mark.skipif(not CORPUS, reason="needs DEPLOYLINT_CORPUS")
def test_corpus() -> None:
    assert prove_lines(corpus_units()) > 3_000
