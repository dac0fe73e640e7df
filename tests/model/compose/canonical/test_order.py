"""The order of keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.compose.canonical.order import ordered


@pytest.mark.parametrize(
    "expected",
    [
        ["A", "B", "a", "b"],
        ["_", "A"],
        ["DB_HOST", "DBA"],
        ["a-", "a.", "a_", "a1", "aa"],
        ["a1", "a2", "a10"],
        ["a1", "a01", "a001"],
        ["a1", "a1b", "a1-"],
        ["a2b", "a10a"],
        ["1", "2", "10", "a"],
        ["a", "a0", "ab"],
        ["é", "ü"],
        ["a1", "aé"],
    ],
)
def test_order(expected: list[str]) -> None:
    assert ordered(reversed(expected)) == expected


@given(st.lists(st.text("ab_-.", max_size=4), unique=True))
def test_names_without_digits_are_ordered_alike_beside_others(names: list[str]) -> None:
    assert [name for name in ordered([*names, "zz1"]) if name != "zz1"] == ordered(names)
