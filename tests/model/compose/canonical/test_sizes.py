"""Sizes in bytes."""

from __future__ import annotations

import pytest

from deploylint.model.compose.canonical.sizes import parse


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0", 0), ("100", 100), ("-1", -1), ("+5", 5), ("+5k", 5120), ("-0k", 0), ("9e30", -(1 << 63)),
        ("1_000", 1000), ("0x1p4", 16),
        ("0x1.8p1k", 3072),
        ("1b", 1), ("1B", 1), ("1k", 1024), ("1K", 1024), ("1kb", 1024),
        ("1kib", 1024), ("1KiB", 1024), ("64m", 64 << 20), ("1g", 1 << 30), ("1.5g", 3 << 29), ("1t", 1 << 40),
        ("1p", 1 << 50), (".5k", 512), ("1.k", 1024), ("1 g", 1 << 30), ("1e3", 1000), ("0.3", 0),
    ],
)  # fmt: skip
def test_size(written: str, expected: int) -> None:
    assert parse(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "k",
        "-1k",
        "1q",
        "1kk",
        "1kbb",
        "1ki",
        "1  g",
        "1,5g",
        "g1",
        ".",
        "1bb",
        "1e999",
        "1__0",
        "0x10k",
        "0xp1",
        "_1",
        "1 b b",
    ],
)
def test_no_size(written: str) -> None:
    assert parse(written) is None
