"""Resolved values as plain data."""

from __future__ import annotations

from deploylint.model.compose.canonical import OPEN, Unknown, plain


def test_plain_shows_holes_and_openness(resolved):
    resolution = resolved("services: {a: {image: 'x:${T}', 1: b}}")
    assert plain(resolution.root) == {"services": {"a": {"image": Unknown(("x:", "${T}")), OPEN: OPEN}}}


def test_unknowns_are_equal_when_the_same_is_missing():
    assert Unknown(("x:", "${T}")) == Unknown(("x:", "${T}"))
    assert Unknown(("x:", "${T}")) != Unknown(("x:", "${U}"))
    assert Unknown() != OPEN
    assert len({Unknown(), Unknown()}) == 1


def test_an_open_list_ends_in_a_mark(resolved, at):
    resolution = resolved("services:\n  a:\n    image: x\n    ports: [a, b\n")
    assert plain(at(resolution, "services", "a", "ports"))[-1] is OPEN
