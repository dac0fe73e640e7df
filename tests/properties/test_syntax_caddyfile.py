"""Whatever the text: the parts of the Caddyfile parser give an answer, and lose nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.source.text import Source
from deploylint.syntax.caddyfile import Lookup, parse, structure, tokenize
from deploylint.syntax.caddyfile.expansion import expand
from deploylint.syntax.caddyfile.tree import Statement, Token

PIECES = st.sampled_from(
    [
        "a", "b.com", ":80", ",", " ", "\n", "\n\n", "\t", "\r", "\r\n", "{", "}", " {\n", "\n}\n", "{}", '"', "`",
        "\\", "\\\n", "#", "# x", "<<", "<<E\n", "E", "import", " import ", "@m", "(s)", "&(r)", "{$A}", "{$B:c d}",
        "{$", "$", "{args[0]}", "\x85", "\u2003", "\x1c", "é", "\ufffc", "\x00", "\U0001f600",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.characters(), max_size=60).map("".join)
WHITE = {*"\\ \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000", *map(chr, range(0x2000, 0x200B))}
VALUES = st.none() | st.sampled_from(["", "x", "x y", "x {\n", "}", '"', "\n", "# ", "<<E\n", "a.com, ", "\\"])


def always(value: str | None) -> Lookup:
    """Every variable has this value."""
    return lambda _: value


def source(text: str) -> Source:
    return Source("Caddyfile", text)


def of_statements(statements: Iterable[Statement]) -> list[Token]:
    """All tokens of statements, in order."""
    found: list[Token] = []
    todo: list[Statement | Token | None] = [*statements][::-1]
    while todo:
        one = todo.pop()
        if isinstance(one, Token):
            found.append(one)
        elif one is not None:
            found += one.words
            if one.block is not None:
                close = one.block.close if one.block.close is not one.block.open else None
                todo += [close, *one.block.statements[::-1], one.block.open]
    return found


@given(TEXTS, VALUES)
def test_totality_and_places(text: str, value: str | None) -> None:
    for fragment in (False, True):
        tree = parse(source(text), always(value), fragment=fragment)
        for token in tree.tokens:
            assert 0 <= token.start < token.end <= len(text)
            assert all(0 <= use.first <= use.last <= len(token.text) for use in token.uses)
        for one, two in pairwise(tree.tokens):
            assert (one.start, one.end) <= (two.start, two.end)
            assert one.line <= two.line
        for defect in tree.defects:
            assert 0 <= defect.span.start < defect.span.end <= len(text)
        for start, end in tree.comments:
            assert text[start] == "#"
            assert "\n" not in text[start:end] or "{$" in text[start:end]


@given(TEXTS)
def test_words_are_what_is_written(text: str) -> None:
    plain = text.replace("$", "").replace("\\", "").replace("\r", "")
    tokens = tokenize(source(plain))
    for one, two in pairwise(tokens.tokens):
        assert one.end <= two.start
    if not any(defect.code == "unterminated-quote" for defect in tokens.defects):
        for token in tokens.tokens:
            written = token.span.text
            if token.quote == "<<":
                assert written.startswith("<<")
            else:
                assert written == f"{token.quote}{token.text}{token.quote}"


@given(TEXTS)
def test_nothing_is_lost_between_words(text: str) -> None:
    """What no word and no comment covers is white space, or a backslash."""
    plain = text.replace("$", "")
    tokens = tokenize(source(plain))
    covered = sorted([(token.start, token.end) for token in tokens.tokens] + list(tokens.comments))
    left, done = "", 0
    for start, end in covered:
        left += plain[done:start]
        done = max(done, end)
    left += plain[done:]
    if not any(defect.code == "unterminated-quote" for defect in tokens.defects):
        assert set(left) <= WHITE


@given(TEXTS)
def test_without_references_nothing_is_expanded(text: str) -> None:
    plain = text.replace("{$", "")
    assert expand(plain).text is plain
    assert expand(plain).pieces == ()


@given(TEXTS, VALUES)
def test_expansion_keeps_what_is_not_a_reference(text: str, value: str | None) -> None:
    found = expand(text, always(value))
    kept, done = [], 0
    for piece in found.pieces:
        kept.append(found.text[done : piece.start])
        done = piece.end
    kept.append(found.text[done:])
    written, done = [], 0
    for piece in found.pieces:
        written.append(text[done : piece.reference.start])
        done = piece.reference.end
    assert kept == [*written, text[done:]]


@given(TEXTS, st.booleans())
def test_every_token_is_in_the_tree_once(text: str, fragment: bool) -> None:
    """But for commas, and for braces that close nothing; a word that two things are glued into is in it in parts."""
    tokens = tokenize(source(text)).tokens
    found = structure(tokens, fragment=fragment)
    kept = of_statements(found.statements)
    assert len({id(token) for token in kept}) == len(kept)
    unmatched = {defect.span.start for defect in found.defects if defect.code == "unmatched-closing-brace"}
    ids = {id(token) for token in kept}
    places = {(token.start, token.end) for token in kept}
    for token in tokens:
        if id(token) in ids or token.start in unmatched or token.text.strip(",") == "":
            continue
        assert any(token.start <= start and end <= token.end for start, end in places), token
    positions = [token.start for token in kept]
    assert positions == sorted(positions)


SIZE = 20_000

HOSTILE = {
    "open braces": "a {\n" * 5_000,
    "braces on lines": "{\n" * SIZE,
    "closing braces": "}\n" * SIZE,
    "nested": "a {\n" * 5_000 + "}\n" * 5_000,
    "nested on a line": "a { " * 5_000 + "} " * 5_000,
    "indented": "".join(" " * (at % 100) + "a {\n" for at in range(SIZE)),
    "dedented": "a {\n" + "".join(" " * (100 - at % 100) + "} }\n" for at in range(SIZE)),
    "glued": "a {\n" * 5_000 + "}" * 5_000,
    "stairs": "".join(" " * at + "a {\n" for at in range(600)) + "x {\n}\n" * SIZE,
    "references": "{$A}" * SIZE,
    "references without end": "{$" * SIZE,
    "references in comments": "# {$A}\n" * SIZE,
    "backslashes": "\\" * SIZE,
    "backslashes and blanks": "\\ " * SIZE,
    "backslashes in quotes": '"' + "\\" * SIZE,
    "carriage returns": "a\r" * SIZE + "\r" * SIZE,
    "returns and backslashes": "\\\r" * SIZE,
    "returns behind a word": "a" + "\r" * SIZE + "b" + "\r" * SIZE,
    "heredocs": "<<A\n" * SIZE,
    "heredocs without marker": "<<\n" * SIZE,
    "heredocs of returns": "<\r" * SIZE,
    "heredoc of empty lines": "<<A\n" + "\n" * SIZE + " A",
    "heredoc of lines": "<<A\n" + " x\r\n" * SIZE + " A",
    "commas": "," * SIZE,
    "commas in a word": "a," * SIZE,
    "references in a word": "{$A}," * SIZE + " {\n",
    "comma words": "a, " * SIZE,
    "words": "a " * SIZE,
    "at signs": "@a " * SIZE,
    "second sites": "a\n" + "b.com {\n}\n" * SIZE,
    "dots": "a\n" + "a.-" * SIZE + "!",
    "quotes": '"a" ' * SIZE,
    "line ends in quotes": '"' + "\n" * SIZE + '"',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str) -> None:
    text = HOSTILE[name]
    begun = time.process_time()
    for lookup in (None, always("x y")):
        tree = parse(source(text), lookup)
        parse(source(text), lookup, fragment=True)
    assert time.process_time() - begun < 15  # some 2 s here alone; twice that beside other tests
    del tree
