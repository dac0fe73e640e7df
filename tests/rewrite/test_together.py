"""Insertions of one fix at one place become one."""

from __future__ import annotations

import pytest

from deploylint.rewrite.together import together
from deploylint.source.edit import Edit


def at(start: int, text: str, end: int | None = None, path: str = "a") -> Edit:
    return Edit(path, start, start if end is None else end, text)


CASES: list[tuple[list[Edit], list[Edit]]] = [
    ([at(3, "b\n"), at(3, "a\n")], [at(3, "b\na\n")]),
    ([at(3, "b\n"), at(3, "b\n")], [at(3, "b\n")]),
    ([at(3, "b\n"), at(4, "a\n")], [at(3, "b\n"), at(4, "a\n")]),
    ([at(3, "b\n"), at(3, "a\n", path="b")], [at(3, "b\n"), at(3, "a\n", path="b")]),
    ([at(3, "b", 5), at(3, "b", 5)], [at(3, "b", 5)]),
    ([at(3, "b", 5), at(3, "c", 5)], [at(3, "b", 5), at(3, "c", 5)]),
    ([at(0, "[U]\nA=1\n\n"), at(0, "[U]\nB=2\n\n")], [at(0, "[U]\nA=1\nB=2\n\n")]),
    ([at(0, "\r\n[U]\r\nA=1\r\n"), at(0, "\r\n[U]\r\nB=2\r\n")], [at(0, "\r\n[U]\r\nA=1\r\nB=2\r\n")]),
    ([at(0, "[U]\nA=1\n"), at(0, "[V]\nB=2\n")], [at(0, "[U]\nA=1\n[V]\nB=2\n")]),
]


@pytest.mark.parametrize(("edits", "expected"), CASES)
def test_together(edits: list[Edit], expected: list[Edit]) -> None:
    assert together(edits) == expected
