from __future__ import annotations

import pytest

from deploylint.model.environment import Binding
from deploylint.model.expansion import Missing, expand, outcome
from deploylint.syntax import interpolation

GIVEN = Binding("v", None, "env-file")
EMPTY = Binding("", None, "env-file")
UNKNOWN = Binding(None, None, "external")


@pytest.mark.parametrize(
    ("operator", "given", "empty", "unknown", "undefined", "undefined_closed"),
    [
        ("", "variable", "variable", "hole", "hole", "empty"),
        (":-", "variable", "default", "hole", "default", "default"),
        ("-", "variable", "variable", "hole", "default", "default"),
        (":+", "alternative", "empty", "hole", "empty", "empty"),
        ("+", "alternative", "alternative", "hole", "empty", "empty"),
        (":?", "variable", "hole", "hole", "hole", "hole"),
        ("?", "variable", "variable", "hole", "hole", "hole"),
    ],
)
def test_outcomes(operator, given, empty, unknown, undefined, undefined_closed):
    found = [outcome(operator, binding, False) for binding in (GIVEN, EMPTY, UNKNOWN, None)]
    assert found == [given, empty, unknown, undefined]
    assert outcome(operator, None, True) == undefined_closed


def test_pieces_stand_where_they_come_from():
    found = expand(interpolation.parse("a${X:-b${Y}c}$$d"), {}.get, False)
    assert found.pieces == ["a", "b", Missing("Y", 7, 11), "c", "$", "d"]
    assert found.marks == [(0, 1), (1, 13), (1, 13), (1, 13), (13, 15), (15, 16)]
    assert found.text is None
    assert [(use.reference.name, use.outcome, use.nested) for use in found.uses] == [
        ("X", "default", False),
        ("Y", "hole", True),
    ]


def test_deep_nesting_ends():
    text = "${A:-" * 2000 + "x" + "}" * 2000
    assert expand(interpolation.parse(text), {}.get, True).text is None
