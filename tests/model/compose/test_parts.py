from __future__ import annotations

import pytest

from deploylint.model.compose.parts import HOLE, characters, deployed_text, split, whole


@pytest.mark.parametrize(
    ("written", "env", "fields"),
    [
        ("127.0.0.1:8080:80", {}, ["127.0.0.1", "8080", "80"]),
        ('"8080:80"', {}, ["8080", "80"]),
        ("'a''b:c'", {}, ["a'b", "c"]),
        ('"a\\tb:c"', {}, ["a\tb", "c"]),
        ("${P}:80", {}, [None, "80"]),
        ("${P}:80", {"P": "8080"}, ["8080", "80"]),
        ("x${P}y:80", {"P": None}, [None, "80"]),
        ("${P:-1:2}:80", {}, ["1", "2", "80"]),
        ("${P:-a${Q}b}:80", {}, [None, "80"]),
        ("a$$b:c", {}, ["a$b", "c"]),
        ("8080", {}, ["8080"]),
    ],
)
def test_fields_are_split_on_literal_separators(resolved, scalar_at, written, env, fields):
    resolution = resolved(f"services: {{a: {{x: 1}}}}\nx-v: {written}\n", env=env)
    parts = split(scalar_at(resolution, "x-v"), ":")
    assert [part.text for part in parts] == fields


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("127.0.0.1:8080:80", ["127.0.0.1", "8080", "80"]),
        ('"8080:80"', ["8080", "80"]),
        ("'a''b:c'", ["a''b", "c"]),
        ('"a\\tb:c"', ["a\\tb", "c"]),
        ("${P}:80", ["${P}", "80"]),
        ("a${P:-x}b:80", ["a${P:-x}b", "80"]),
        ("a$$b:c", ["a$$b", "c"]),
        ("|\n  a\n  b:c", ["a\n  b", "c"]),
        ("a:", None),
    ],
)
def test_each_field_has_its_place_in_the_source(resolved, scalar_at, written, places):
    if places is None:
        written, places = '"a:"', ["a", ""]
    resolution = resolved(f"services: {{a: {{x: 1}}}}\nx-v: {written}\n")
    scalar = scalar_at(resolution, "x-v")
    text = scalar.source.text
    found = [text[part.start : part.end].rstrip("\n") for part in split(scalar, ":")]
    assert found == places


def test_a_hole_is_one_character(resolved, scalar_at):
    scalar = scalar_at(resolved("services: {a: {x: 1}}\nx-v: a${B}c${D}\n"), "x-v")
    found = characters(scalar)
    assert found is not None
    assert found.text == f"a{HOLE}c{HOLE}"
    assert found.part(0, 1).text == "a"
    assert found.part(1, 2).text is None
    assert whole(scalar).text is None


def test_nothing_is_known_of_what_was_refused(resolved, scalar_at):
    scalar = scalar_at(resolved("services: {a: {ports: 80}}\n"), "services", "a", "ports")
    assert characters(scalar) is None
    assert split(scalar, ":")[0].text is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (None, ""),
        (15, "15"),
        (1.1, "1.1"),
        (1.0, "1"),
        (0.5, "0.5"),
        (0.0, "0"),
        (12000.0, "12000"),
        (1e6, "1e+06"),
        (12345678.0, "1.2345678e+07"),
        (1e-5, "1e-05"),
        (-2.5, "-2.5"),
        (float("inf"), "+Inf"),
        ("yes", "yes"),
    ],
)
def test_scalars_become_text_as_in_go(value, text):
    assert deployed_text(value) == text
