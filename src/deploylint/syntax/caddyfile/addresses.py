"""The addresses before a site's brace: words with commas between them (Caddy 2.11, caddyconfig/caddyfile, parser)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from deploylint.syntax.caddyfile.tokens import shown
from deploylint.syntax.caddyfile.tree import HOLE, Token, Use


class Addresses(NamedTuple):
    """The addresses, commas taken off, and the index of the token `behind` them; `brace` was part of the last word, and
    `empty` is a `{}` that ended them.
    """

    words: list[Token]
    behind: int
    brace: Token | None = None
    empty: Token | None = None


class Reader(Protocol):
    """The layout pass, as far as addresses need it."""

    tokens: Sequence[Token]

    def same_line(self, index: int) -> bool:
        """Does the token at an index stand on the line of the one before it?"""

    def report(self, code: str, token: Token, name: str = "", found: str = "", expected: str = "") -> None:
        """A defect at a token."""

    def split(self, token: Token, name: str) -> tuple[Token, Token]:
        """The brace and the word of a token such as `a.com{`, reported under a name."""


def part(token: Token, first: int, last: int) -> Token:
    """Characters `first` to `last` of a token's text as a token of its own."""
    return parts(token, [(first, last)])[0]


def parts(token: Token, bounds: Iterable[tuple[int, int]]) -> list[Token]:
    """Parts of a token as tokens of their own, each in its own place where that can be told."""
    plain = not token.uses and token.span.text == token.text
    found = []
    for first, last in bounds:
        start, end = token.start, token.end
        if plain:
            start, end = start + first, start + last
        elif not token.quote and not (token.uses and token.uses[-1].last > last):
            end -= len(token.text) - last
        cut = Token(token.source, token.text[first:last], token.quote, start, end, token.line)
        begin = bisect_right(token.uses, first, key=_last)
        cut.uses = tuple(
            Use(max(use.first - first, 0), min(use.last, last) - first, use.reference, use.known)
            for use in token.uses[begin : bisect_left(token.uses, last, begin, key=_first)]
        )
        cut.imports, cut.passed = token.imports, token.passed
        cut.breaks = cut.text.count("\n") if token.breaks else 0
        found.append(cut)
    return found


def _first(use: Use) -> int:
    return use.first


def _last(use: Use) -> int:
    return use.last


def read_addresses(reader: Reader, index: int) -> Addresses:
    """The addresses from an index on: to a brace, or to a line end that no comma precedes."""
    tokens = reader.tokens
    words: list[Token] = []
    comma: Token | None = None
    first = index
    while index < len(tokens):
        token = tokens[index]
        text = token.text
        if not token.quote and text in {"{", "}"}:
            break
        if index > first and not comma and not reader.same_line(index):
            break
        if not token.quote and text == "{}" and not reader.same_line(index + 1):
            return Addresses(words, index + 1, empty=token)
        index += 1
        if index - 1 > first and text.startswith("@"):
            reader.report("matcher-outside-site", token, shown(token))
        if not token.quote and text.endswith("{"):
            brace, word = reader.split(token, shown(token)[:-1])
            if word.text.endswith(","):
                word = part(word, 0, len(word.text) - 1)
            return Addresses([*words, *_split(reader, word)], index, brace)
        if not text:
            continue
        comma = None
        if text.endswith(","):
            comma = part(token, len(text) - 1, len(text))
            if text == "," and words:
                reader.report("address-space-before-comma", token, shown(words[-1]))
            token = part(token, 0, len(text) - 1)
        words += _split(reader, token)
    if comma:
        following = "{" if index < len(tokens) else "the end of the file"
        reader.report("address-trailing-comma", comma, shown(words[-1]) if words else "", following)
    return Addresses(words, index)


def _split(reader: Reader, token: Token) -> list[Token]:
    """The addresses in a word that has commas inside, reported; nearly always one."""
    if "," not in token.text:
        return [token] if token.text else []
    reader.report("address-comma-without-space", token, shown(token))
    bounds = []
    start = 0
    for piece in token.text.split(","):
        if piece:
            bounds.append((start, start + len(piece)))
        start += len(piece) + 1
    return parts(token, bounds)


def looks_like_address(token: Token) -> bool:
    """Can a word hardly be anything but the address of a site, a snippet's name or an unknown text?"""
    text = token.text
    if text.startswith(("(", "&(")) or (text == HOLE and token.uses):
        return True
    return bool(
        re.fullmatch(r"https?://\S+|localhost|[\w*-]*(?:\.[\w*-]+)+\.?(?::\d+)?(?:/\S*)?,?|[\w.*-]*:\d+,?", text)
    )
