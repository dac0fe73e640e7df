"""What plain scalars mean to Compose, and where characters are written."""

from __future__ import annotations

import math

import pytest

from deploylint.model.compose.parts import deployed_text
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree
from deploylint.syntax.tree import Mapping, Scalar
from deploylint.syntax.yaml_scalars import NotText


def scalar(written: str) -> tuple[Source, Scalar]:
    source = Source("f", f"a: {written}\n")
    (document,) = yaml_tree.parse(source).documents
    assert isinstance(document, Mapping)
    node = document.items[0][1]
    assert isinstance(node, Scalar)
    return source, node


@pytest.mark.parametrize(
    ("written", "deployed"),
    [
        ("yes", "yes"), ("on", "on"), ("y", "y"), ("NO", "NO"), ("true", "true"), ("True", "true"), ("FALSE", "false"),
        ("1.10", "1.1"), ("1.0", "1"), ("017", "15"), ("0o17", "15"), ("0x1F", "31"), ("0b11", "3"), ("-0b11", "-3"),
        ("1_000", "1000"), ("12e3", "12000"), ("1e3", "1000"), (".5", "0.5"), ("+1", "1"), ("-0", "-0"), ("08", "8"),
        ("2024-01-01", "2024-01-01 00:00:00 +0000 UTC"),
        ("2024-1-2T3:4:5.60Z", "2024-01-02 03:04:05.6 +0000 UTC"),
        ("2024-01-02 03:04:05", "2024-01-02 03:04:05 +0000 UTC"),
        ("2024-01-02T03:04:05+02:00", "2024-01-02 03:04:05 +0200 +0200"),
        ("2024-13-01", "2024-13-01"), ("22:22", "22:22"), ("60:60", "60:60"), ("1.2.3", "1.2.3"), ("1e", "1e"),
        ("10000000000000000000", "10000000000000000000"), ("100000000000000000000", "1e+20"), ("1e6", "1e+06"),
        ("1.23e-5", "1.23e-05"), ("~", None), ("", None), ("null", None), ("nil", "nil"), ("'1'", "1"), ("'~'", "~"),
        ("!!str 017", "017"), ("!!int '017'", "15"), ("!!float 1", "1"), ("!!null ''", None), ("! 1", "1"),
        ("!custom 017", "017"), ("!!binary aGk=", "hi"), ("-a", "-a"), ("+", "+"), (".", "."), ("...x", "...x"),
        ("0x", "0x"), ("0b12", "0b12"), ("019", "19"), ("1__0", "10"), ("-017", "-15"),
    ],
)  # fmt: skip
def test_texts_that_compose_makes_of_scalars(written: str, deployed: str | None) -> None:
    value = yaml_tree.resolve(scalar(written)[1])
    if value is None or deployed is None:
        assert value is deployed
    else:
        assert (value.deployed if isinstance(value, NotText) else deployed_text(value)) == deployed


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1),
        ("1.5", 1.5),
        ("true", True),
        ("null", None),
        ("x", "x"),
        ('"1"', "1"),
        (".inf", math.inf),
        ("-.Inf", -math.inf),
    ],
)
def test_types(written: str, value: object) -> None:
    found = yaml_tree.resolve(scalar(written)[1])
    assert found == value
    assert type(found) is type(value)


def test_a_date_is_no_text() -> None:
    assert yaml_tree.resolve(scalar("2024-01-01")[1]) == NotText("2024-01-01 00:00:00 +0000 UTC")
    assert yaml_tree.resolve(scalar("'2024-01-01'")[1]) == "2024-01-01"


@pytest.mark.parametrize(
    ("written", "value", "places"),
    [
        ("abc", "abc", range(3, 7)),
        ("'abc'", "abc", range(4, 8)),
        ("'a''b'", "a'b", [4, 5, 7, 8]),
        ('"a\\tb"', "a\tb", [4, 5, 7, 8]),
        ('"\\u00e4\\x41b"', "äAb", [4, 10, 14, 15]),
        ("a\n  b", "a b", [3, 4, 7, 8]),
        ("a\n\n  b", "a\nb", [3, 5, 8, 9]),
        ('"a\\\n  b"', "ab", [4, 9, 10]),
        ("|\n  ab\n   c", "ab\n c\n", [7, 8, 9, 12, 13, 14, 15]),
        ("|-\n  ab\n\n", "ab", [8, 9, 11]),
        (">-\n  a\n  b\n\n  c", "a b\nc", [8, 9, 12, 14, 17, 19]),
        ("|2-\n    a", "  a", [9, 10, 11, 13]),
        ("|+\n  a\n", "a\n\n", [8, 9, 10, 11]),
    ],
)
def test_places(written: str, value: str, places: object) -> None:
    source, node = scalar(written)
    assert node.value == value
    found = yaml_tree.places(source, node)
    assert found == places or list(found) == places
