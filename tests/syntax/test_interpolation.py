"""The grammar of `$` as Compose has it; every row was measured with compose-go."""

from __future__ import annotations

import pytest

from deploylint.syntax.interpolation import (
    Invalid,
    InvalidTemplateError,
    Piece,
    Reference,
    RequiredError,
    Text,
    expand,
    parse,
)

ENVIRONMENT = {"FOO": "first", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("plain", "plain"),
        ("${FOO}", "first"),
        ("$FOO", "first"),
        ("$FOO-bar", "first-bar"),
        ("$FOO_BAR", ""),
        ("${x:-d}", "d"),
        ("${x-d}", "d"),
        ("${EMPTY:-d}", "d"),
        ("${EMPTY-d}", ""),
        ("${FOO:+alt}", "alt"),
        ("${EMPTY:+alt}", ""),
        ("${EMPTY+alt}", "alt"),
        ("${x+alt}", ""),
        ("${EMPTY?e}", ""),
        ("${FOO:?e}", "first"),
        ("$$FOO", "$FOO"),
        ("$$${FOO}", "$first"),
        ("${x:-${FOO}}", "first"),
        ("${x:-${y:-deep}}", "deep"),
        ('${x:-{"a":1}}', '{"a":1}'),
        ("${FOO:-{a}}", "first"),
        ("${x:-a}b}", "ab}"),
        ("${x-a:-b}", "a:-b"),
        ('${x:-"q"}', '"q"'),
        ("$1", "$1"),
        ("$", "$"),
        ("a $ b", "a $ b"),
        ("$}", "$}"),
        ("$(ls)", "$(ls)"),
        ("%{FOO}", "%{FOO}"),
        ("\\$FOO", "\\first"),
        ("${FOO:-${EMPTY:?z}}", "first"),
        ("${FOO:-${}}", "first"),
        ("${x:-}${y-}", ""),
        ("${FOO}\n${FOO}", "first\nfirst"),
    ],
)
def test_value(text: str, value: str) -> None:
    assert expand(parse(text), ENVIRONMENT.get) == value


@pytest.mark.parametrize(
    "text",
    [
        "${}", "${1}", "${ FOO}", "${FOO!}", "${FOO:0:2}", "${#FOO}", "${FOO^^}", "${x:=v}", "${FÖÖ}", "${", "${FOO",
        "${x:-a\nb}", "${x:-${}}", "a ${FOO ",
    ],
)  # fmt: skip
def test_invalid(text: str) -> None:
    with pytest.raises(InvalidTemplateError):
        expand(parse(text), ENVIRONMENT.get)


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [("${x:?msg}", "x", "msg"), ("${EMPTY:?}", "EMPTY", ""), ("${x?no ${FOO}}", "x", "no first")],
)
def test_required(text: str, name: str, message: str) -> None:
    with pytest.raises(RequiredError) as caught:
        expand(parse(text), ENVIRONMENT.get)
    assert (caught.value.reference.name, caught.value.message) == (name, message)


def test_pieces_have_places_in_the_whole_text() -> None:
    nested = Reference(5, 13, "B", "-", (Text(9, 12, "dé$"[:2] + "x"),))
    expected: tuple[Piece, ...] = (Reference(0, 14, "A", ":-", (nested,)), Text(14, 15, "!"), Text(15, 17, "$"))
    assert parse("${A:-${B-déx}}!$$") == expected


@pytest.mark.parametrize(("text", "written"), [("a ${} b", "${}"), ("${A:=x} b", "${A:=x}"), ("x ${A b", "${A")])
def test_what_is_invalid_has_a_place(text: str, written: str) -> None:
    (piece,) = [piece for piece in parse(text) if isinstance(piece, Invalid)]
    assert text[piece.start : piece.end] == written
    assert piece.reason


@pytest.mark.parametrize("text", ["${a:-" * 50_000, "${a:-" * 50_000 + "}" * 50_000, "${a-}" * 40_000, "${" * 100_000])
def test_hostile_texts_end(text: str) -> None:
    pieces = parse(text)
    assert pieces[0].start == 0
    assert pieces[-1].end == len(text)
