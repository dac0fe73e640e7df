from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("written", "env", "value", "hows"),
    [
        ("${X}", {"X": "1"}, "1", ["variable"]),
        ("${X:-d}", {}, "d", ["default"]),
        ("${X:-d}", {"X": ""}, "d", ["default"]),
        ("${X-d}", {"X": ""}, "", ["variable"]),
        ("${X:+a}", {"X": "1"}, "a", ["variable"]),
        ("${X:+a}", {}, "", ["variable"]),
        ("${X:-${Y:-e}}", {}, "e", ["default", "default"]),
        ("a$$b", {}, "a$b", []),
        ("$(ls)", {}, "$(ls)", []),
    ],
)
def test_interpolation(resolved, scalar_at, written, env, value, hows):
    scalar = scalar_at(resolved(f"services: {{a: {{image: x}}}}\nx-v: {written}\n", env=env), "x-v")
    assert scalar.value == value
    assert [hop.how for hop in scalar.via] == hows
    assert scalar.span.text == written


@pytest.mark.parametrize(
    ("written", "env", "closed", "outcome", "known"),
    [
        ("${X}", {}, False, "hole", False),
        ("${X}", {}, True, "empty", True),
        ("${X}", {"X": None}, True, "hole", False),
        ("${X:-d}", {"X": None}, False, "hole", False),
        ("${X:+d}", {"X": None}, False, "hole", False),
        ("${X:?m}", {}, True, "hole", False),
        ("${X:?m}", {}, False, "hole", False),
        ("${X:?m}", {"X": ""}, True, "hole", False),
        ("${X?m}", {"X": ""}, True, "variable", True),
        ("${X:?m}", {"X": "v"}, False, "variable", True),
    ],
)
def test_open_and_closed(resolved, scalar_at, written, env, closed, outcome, known):
    resolution = resolved(f"services: {{a: {{image: '{written}'}}}}", env=env, closed=closed)
    assert [use.outcome for use in resolution.references] == [outcome]
    assert scalar_at(resolution, "services", "a", "image").known is known


def test_references_are_listed_with_their_places(resolved):
    text = (
        'services:\n  a:\n    image: "n\\tx:${TAG:-${OTHER:-1}}"\n    environment: ["K=${V?}"]\n    ports: ["${P}:1"]\n'
    )
    uses = resolved(text).references
    assert [(u.name, u.operator, u.fallback, u.span.text, u.name_span.text, u.nested) for u in uses] == [
        ("TAG", ":-", None, "${TAG:-${OTHER:-1}}", "TAG", False),
        ("OTHER", ":-", "1", "${OTHER:-1}", "OTHER", True),
        ("V", "?", "", "${V?}", "V", False),
        ("P", "", None, "${P}", "P", False),
    ]
    assert [u.path[2:] for u in uses] == [("image",), ("image",), ("environment", "K"), ("ports", "[]")]


def test_branches_not_taken_are_listed(resolved):
    uses = resolved("services: {a: {image: '${A:-${B:?m}}'}}", env={"A": "1"}).references
    assert [(u.name, u.outcome, u.nested) for u in uses] == [("A", "variable", False), ("B", "unused", True)]


def test_invalid_references_are_defects_and_holes(resolved, scalar_at):
    resolution = resolved("services:\n  a:\n    image: nginx:${1}\n    user: ${U:-${}}\n")
    assert [(d.code, d.span.text) for d in resolution.defects] == [
        ("invalid-interpolation", "${1}"),
        ("invalid-interpolation", "${}"),
    ]
    assert not scalar_at(resolution, "services", "a", "image").known
