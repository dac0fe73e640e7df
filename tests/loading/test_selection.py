"""Which rules run."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from deploylint.loading.selection import Selection, choose
from deploylint.source.errors import UserError


class Rule(NamedTuple):
    id: str
    level: str = "recommended"
    status: str = "stable"
    pack: str = "compose"
    tags: tuple[str, ...] = ()


RULES = (
    Rule("essential-one", "essential"),
    Rule("recommended-one", tags=("security",)),
    Rule("strict-one", "strict"),
    Rule("off-one", "off", pack="secrets"),
    Rule("preview-one", status="preview", tags=("security",)),
)


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        (Selection(), ["essential-one", "recommended-one"]),
        (Selection(level="essential"), ["essential-one"]),
        (Selection(level="strict"), ["essential-one", "recommended-one", "strict-one"]),
        (Selection(preview=True), ["essential-one", "recommended-one", "preview-one"]),
        (Selection(select=("off-one",)), ["off-one"]),
        (Selection(select=("pack:secrets",)), ["off-one"]),
        (Selection(select=("tag:security",)), ["recommended-one"]),
        (Selection(select=("tag:security",), preview=True), ["recommended-one", "preview-one"]),
        (Selection(select=("preview-one",)), ["preview-one"]),
        (Selection(ignore=("tag:security",), preview=True), ["essential-one"]),
        (Selection(select=("off-one",), ignore=("off-one",)), []),
        (Selection(off=frozenset({"essential-one"})), ["recommended-one"]),
        (Selection(select=("essential-one",), off=frozenset({"essential-one"})), ["essential-one"]),
        (Selection(level="essential", named=frozenset({"strict-one"})), ["essential-one", "strict-one"]),
    ],
    ids=str,
)
def test_choose(selection: Selection, chosen: list[str]) -> None:
    assert list(choose(RULES, selection)) == chosen


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("strict-oen", "unknown rule 'strict-oen'; did you mean 'strict-one'?"),
        ("tag:securty", "unknown tag 'tag:securty'; did you mean 'tag:security'?"),
        ("pack:nope", "unknown pack 'pack:nope'"),
    ],
)
def test_names_that_mean_nothing(name: str, words: str) -> None:
    for selection in (Selection(select=(name,)), Selection(ignore=(name,))):
        with pytest.raises(UserError) as caught:
            choose(RULES, selection)
        assert caught.value.message == words
