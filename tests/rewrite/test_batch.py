"""Which of many fixes break a file, found with few tries."""

from __future__ import annotations

import pytest

from deploylint.rewrite.batch import unsound
from deploylint.source.edit import Edit


def _plans(count: int) -> list[tuple[Edit, ...]]:
    return [(Edit("a", 10 * number, 10 * number + 2, str(number)),) for number in range(count)]


@pytest.mark.parametrize("bad", [set(), {0}, {3}, {99}, {1, 50, 98}])
def test_the_guilty_ones_are_named(bad: set[int]) -> None:
    tries = 0

    def sound(edits: list[Edit]) -> bool:
        nonlocal tries
        tries += 1
        return not any(int(edit.text) in bad for edit in edits)

    assert unsound(_plans(100), sound) == bad
    assert tries <= 1 + 14 * len(bad)


def test_what_touches_is_tried_apart() -> None:
    batches: list[int] = []

    def sound(edits: list[Edit]) -> bool:
        batches.append(len(edits))
        return True

    plans = [(Edit("a", 0, 5, "x"),), (Edit("a", 5, 6, "y"),), (Edit("b", 0, 5, "z"),), ()]
    assert unsound(plans, sound) == set()
    assert batches == [2, 1]
