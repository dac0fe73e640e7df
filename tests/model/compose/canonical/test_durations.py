"""Durations: what is one, and how Go prints it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.compose.canonical.durations import parse, text

DURATIONS = [
    ("0", "0s"), ("0s", "0s"), ("1ns", "1ns"), ("1us", "1µs"), ("1µs", "1µs"), ("1μs", "1µs"), ("1500us", "1.5ms"),
    ("1ms", "1ms"), ("100ms", "100ms"), ("1s", "1s"), ("1.5s", "1.5s"), ("59.999s", "59.999s"), ("60s", "1m0s"),
    ("90s", "1m30s"), ("1m30s", "1m30s"), ("1h", "1h0m0s"), ("1.5h", "1h30m0s"), ("1d", "24h0m0s"),
    ("1w2d3h", "219h0m0s"), ("-1m", "-1m0s"), ("+1m", "1m0s"), (".5s", "500ms"), ("1.s", "1s"), ("1h1h", "2h0m0s"),
    ("1m0.000000001s", "1m0.000000001s"), ("9223372036s", "2562047h47m16s"), ("-0", "0s"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), DURATIONS)
def test_duration(written: str, expected: str) -> None:
    found = parse(written)
    assert found is not None
    assert text(found) == expected


@pytest.mark.parametrize(
    "written", ["", "1", "-", "s", ".s", "1x", "1 s", "1M", "1S", "1s1", "9223372037s", "1e3s", "99999999999999w"]
)
def test_no_duration(written: str) -> None:
    assert parse(written) is None


@given(st.integers(-(1 << 62), 1 << 62))
def test_what_is_printed_is_read_again(nanoseconds: int) -> None:
    assert parse(text(nanoseconds)) == nanoseconds
