"""Environment references: what they become, and the way back to the file."""

from __future__ import annotations

import pytest

from deploylint.source.text import Source
from deploylint.syntax.caddyfile import parse, tokenize
from deploylint.syntax.caddyfile.expansion import expand
from deploylint.syntax.caddyfile.tree import HOLE, Use

VALUES = {"A": "x", "EMPTY": "", "TWO": "x y", "LINES": "x\ny z", "BLOCK": "log {\n", "SELF": "{$A}", "A b": "name"}


def lookup(name: str) -> str | None:
    return VALUES.get(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {$A} b", "a x b"),
        ("{$A}{$A}", "xx"),
        ("{$NONE:d}", "d"),
        ("{$A:d}", "x"),
        ("{$EMPTY:d}", ""),
        ("{$NONE:}", ""),
        ("{$NONE:a:b}", "a:b"),
        ("{$:d}", "d"),
        ("{$NONE}", HOLE),
        ("{$A b}", "name"),
        # The first brace ends a reference, whatever stands before it.
        ("{$NONE:{http.request.host}}", "{http.request.host}"),
        ("{$A:{http.request.host}}", "x}"),
        # An empty name stays, a missing brace too; a value is not looked through again.
        ("{$} {$A}", "{$} x"),
        ("{$A} {$A", "x {$A"),
        ("{$SELF}", "{$A}"),
        ("{A} $A {env.A}", "{A} $A {env.A}"),
        # Quotes, comments and line ends do not count.
        ("`{$A}` # {$A}\n{$NONE\n:d}", "`x` # x\nd"),
    ],
)
def test_expand(text: str, expected: str) -> None:
    assert expand(text, lookup).text == expected


def test_without_lookup_only_defaults_are_known() -> None:
    assert expand("{$A} {$A:d}").text == f"{HOLE} d"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A token has the place of all of the reference that gave a part of it.
        ("a {$A} b", [("a", "a"), ("x", "{$A}"), ("b", "b")]),
        ("a{$A}b {$A}c", [("axb", "a{$A}b"), ("xc", "{$A}c")]),
        ("a{$EMPTY}b", [("ab", "a{$EMPTY}b")]),
        ("{$EMPTY}a b{$EMPTY}", [("a", "{$EMPTY}a"), ("b", "b{$EMPTY}")]),
        ("a {$EMPTY} b", [("a", "a"), ("b", "b")]),
        ("p{$TWO}q", [("px", "p{$TWO}"), ("yq", "{$TWO}q")]),
        ("{$LINES}", [("x", "{$LINES}"), ("y", "{$LINES}"), ("z", "{$LINES}")]),
        ('"{$A} b" c', [("x b", '"{$A} b"'), ("c", "c")]),
        ('"a"{$A}', [("a", '"a"'), ("x", "{$A}")]),
        ("{$A}\\\n{$A}", [("x", "{$A}"), ("x", "{$A}")]),
        ("<<E\n  {$A}\n  E", [("x", "<<E\n  {$A}\n  E")]),
        ("é{$A} ü", [("éx", "é{$A}"), ("ü", "ü")]),
    ],
)
def test_places(text: str, expected: list[tuple[str, str]]) -> None:
    tokens = tokenize(Source("Caddyfile", text), lookup).tokens
    assert [(token.text, token.span.text) for token in tokens] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a{$A}b", [("x", True)]),
        ("{$NONE}:{$A:80}", [(HOLE, False), ("x", True)]),
        ('"\\"{$A}\\"{$NONE:d}"', [("x", True), ("d", True)]),
        ("a\\<{$A}", [("x", True)]),
        ("a\r{$A}", [("x", True)]),
        ("{$EMPTY}a", [("", True)]),
        ("<<E\n  a{$A}\n\n  {$NONE}\n  E", [("x", True), (HOLE, False)]),
        ("<<E\n  {$LINES}\n  E", [("x\ny z", True)]),
    ],
)
def test_uses(text: str, expected: list[tuple[str, bool]]) -> None:
    tokens = tokenize(Source("Caddyfile", text), lookup).tokens
    (token,) = tokens
    assert [(token.text[use.first : use.last], use.known) for use in token.uses] == expected
    assert token.known is all(known for _, known in expected)


def test_a_hole_is_told_from_the_character() -> None:
    written, hole = tokenize(Source("Caddyfile", f"{HOLE} {{$NONE}}"), lookup).tokens
    assert (written.text, written.known) == (HOLE, True)
    assert (hole.text, hole.known) == (HOLE, False)
    assert hole.uses == (Use(0, 1, hole.uses[0].reference, known=False),)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{$A} # {$B}\n{$C:d}", ["A", "C"]),
        ('"# {$A}" a#{$B}', ["A", "B"]),
        ("{$EMPTY}# {$B}{$EMPTY}\n{$C}", ["EMPTY", "C"]),
        ("{$A}{$A}", ["A", "A"]),
        # A value that begins a comment is a use all the same.
        ("{$NONE:# x} {$B}\n{$C}", ["NONE", "C"]),
    ],
)
def test_references_outside_of_comments(text: str, names: list[str]) -> None:
    assert [reference.name for reference in tokenize(Source("Caddyfile", text), lookup).references] == names


def test_a_reference_knows_its_default_and_place() -> None:
    (reference,) = tokenize(Source("Caddyfile", "a {$B:c:d}")).references
    assert reference == ("B", "c:d", 2, 10)


def test_comments_that_a_value_begins_are_not_of_the_file() -> None:
    text = "a # b\n{$NONE:# c}\n # d\r\n"
    found = tokenize(Source("Caddyfile", text), lookup).comments
    assert [text[start:end] for start, end in found] == ["# b", "# d"]


def test_a_value_can_open_a_block() -> None:
    tree = parse(Source("Caddyfile", "a {\n{$BLOCK}output stdout\n}\n}\n"), lookup)
    (site,) = tree.statements
    assert site.block is not None
    (log,) = site.block.statements
    assert log.block is not None
    assert (repr(log), repr(log.block.statements)) == ("<directive log>", "[<directive output stdout>]")
    assert tree.defects == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # A line of nothing but unknown values may be anything when a site follows it.
        ("{$MORE}\n\na.com {\n}\n", ["directive", "site"]),
        ("{$MORE} {$MORE}\n(s) {\n}\n", ["directive", "snippet"]),
        ("{$MORE}\n{$SITE} {\n}\n", ["directive", "site"]),
        ("{$MORE}\n", ["directive"]),
        # Otherwise it is the address of a site.
        ("{$SITE}\nreverse_proxy app:80\n", ["site"]),
        ("{$SITE}\n{\n}\n", ["site"]),
        ("{$SITE} {\n}\n", ["site"]),
        ("{$SITE:a.com}\nb.com\n", ["site"]),
    ],
)
def test_unknown_lines_at_the_top(text: str, kinds: list[str]) -> None:
    tree = parse(Source("Caddyfile", text))
    assert [statement.kind for statement in tree.statements] == kinds
