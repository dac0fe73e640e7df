"""Command lines cut into words."""

from __future__ import annotations

import pytest

from deploylint.model.compose.canonical.words import words


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", []), ("   ", []), ("a", ["a"]), ("a b\tc\nd", ["a", "b", "c", "d"]), ('a "b c"', ["a", "b c"]),
        ("a 'b \"c'", ["a", 'b "c']), ("a''b", ["ab"]), ("''", [""]), ('""', [""]), (r"a\ b", ["a b"]),
        (r"'a\b'", ["a\\b"]), (r'"a\"b"', ['a"b']), ("a; b", ["a"]), ("a|b", ["a"]), ("a > b", ["a"]),
        ("a 2> b", ["a"]), ("a 12>b", ["a"]), ("a && b", ["a"]), ('"a;b"', ["a;b"]), ("$(ls -l)", ["$(ls -l)"]),
        ("a`b c`d", ["a`b c`d"]), ("a=$(x 'y z')", ["a=$(x 'y z')"]), ('"(a)"', ["(a)"]), (r"\(a", ["(a"]),
    ],
)  # fmt: skip
def test_words(line: str, expected: list[str]) -> None:
    assert words(line) == expected


@pytest.mark.parametrize("line", ["'a", '"a', "a\\", "a`b", "(a)", "a(b", "$(a", "a)", "$(a $(b))"])
def test_a_quote_stays_open(line: str) -> None:
    assert words(line) is None
