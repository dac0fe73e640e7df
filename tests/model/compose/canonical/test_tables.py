"""Names and texts in every form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deploylint.model.compose.canonical import Unknown

Shown = Callable[..., Any]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("labels: {b: 1, a: null, c: true, d: 1.10}", {"labels": {"a": "", "b": "1", "c": "true", "d": "1.1"}}),
        ("labels: [b=1, a, c=x=y]", {"labels": {"a": "", "b": "1", "c": "x=y"}}),
        ("labels: {}", {}),
        ("labels: []", {}),
        ("annotations: [a=1, b]", {"annotations": {"a": "1", "b": ""}}),
        ("sysctls: {net.core.somaxconn: 1024}", {"sysctls": {"net.core.somaxconn": "1024"}}),
        ("labels: {x-b: 1, a: 2, x-a: q}", {"labels": {"#extensions": "map[x-a:q x-b:1]", "a": "2"}}),
        ("storage_opt: {size: null, b: '2'}", {"storage_opt": {"b": "2", "size": ""}}),
        ("logging: {options: {n: 3, a: null}}", {"logging": {"options": {"a": "", "n": "3"}}}),
        ("extra_hosts: ['b=::1', 'a:1.2.3.4', 'a:[::2]']", {"extra_hosts": ["a=1.2.3.4", "a=::2", "b=::1"]}),
        ("extra_hosts: ['a:1.1.1.1,2.2.2.2']", {"extra_hosts": ["a=1.1.1.1", "a=2.2.2.2"]}),
        ("extra_hosts: {b: ['::1', 1.1.1.1], a: '1,2'}", {"extra_hosts": ["a=1,2", "b=1.1.1.1", "b=::1"]}),
        ("environment: {A: 1, B: null, HOME: }", {"environment": {"A": "1", "B": None, "HOME": "/home/me"}}),
        ("environment: [A=1, B, HOME, C=]", {"environment": {"A": "1", "B": None, "C": "", "HOME": "/home/me"}}),
    ],
)  # fmt: skip
def test_table(shown: Shown, body: str, expected: dict[str, object]) -> None:
    assert shown(body) == expected


def test_order_is_that_of_the_printer(shown: Shown) -> None:
    assert list(shown("labels: [a10=1, a2=1, ab=1, a_=1]")["labels"]) == ["a_", "a2", "a10", "ab"]


def test_merged_names_are_gathered_no_more(shown: Shown, model: Any) -> None:
    over = {"over.yaml": "services: {a: {labels: {x-b: 2}}}"}
    found = shown("labels: {x-a: 1}", files=over, order=("compose.yaml", "over.yaml"))
    assert found == {"labels": {"x-a": "1", "x-b": "2"}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("environment: ['A=x${T}y']", {"A": Unknown(("x", "${T}", "y"))}),
        ("environment: {A: 'x${T}'}", {"A": Unknown(("x", "${T}"))}),
        ("environment: ['A${T}=1', B=2]", {"B": "2"}),
        ("environment: [T]", {"T": Unknown(("${T}",))}),
    ],
)
def test_holes(shown: Shown, body: str, expected: dict[str, object]) -> None:
    assert shown(body, closed=False)["environment"] == expected
