"""A Caddyfile as it is written: its words and statements by place, and the check that edits do what they mean.

A word is compared as Caddy's lexer gives it, with `{$NAME}` kept as it is written: what a variable holds is nobody's to
change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from deploylint.rewrite.lines import first_on_line, indentation, last_on_line
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit, apply_edits
from deploylint.source.text import Source
from deploylint.syntax import caddyfile
from deploylint.syntax.caddyfile.tree import Block, Statement, Token

OTHERWISE = "Caddy would read the line differently"
SHARED_LINE = "something else stands on its line"

_OPAQUE = "\ue000"
"""Stands for the value of each variable while a file is read to be changed: one character that is part of a word."""


class Word(NamedTuple):
    """A word in the list that two versions of a file are compared by: its text, whether it is a brace that opens or
    closes a block, and whether it is the first of a line.
    """

    text: str
    brace: bool = False
    first: bool = False


class Placed(NamedTuple):
    """A statement, and the one in whose block it stands (None at the top)."""

    statement: Statement
    parent: Statement | None


class Written:
    """A Caddyfile: its tokens with every variable left open, and its statements.

    `fragment` says that it is read as the inside of a block, as a file that a site imports is.
    """

    __slots__ = (
        "_placed", "_starts", "_structure", "_words", "comments", "fragment", "path", "references", "source", "text",
        "tokens",
    )  # fmt: skip

    def __init__(self, source: Source, *, fragment: bool = False) -> None:
        found = caddyfile.tokenize(source, _opaque)
        self.source = source
        self.path = source.path
        self.text = source.text
        self.fragment = fragment
        self.tokens: Sequence[Token] = found.tokens
        self.comments = found.comments
        self.references = found.references
        self._starts = [token.start for token in self.tokens]
        self._structure: caddyfile.Structure | None = None
        self._placed: list[Placed] = []
        self._words: list[tuple[int, int]] = []

    @property
    def structure(self) -> caddyfile.Structure:
        """The statements, read when they are first asked for."""
        if self._structure is None:
            self._structure = caddyfile.structure(self.tokens, fragment=self.fragment)
        return self._structure

    @property
    def statements(self) -> list[Statement]:
        """The statements at the top."""
        return self.structure.statements

    @property
    def broken(self) -> bool:
        """Would Caddy refuse the file for its braces?"""
        return self.structure.broken

    @property
    def placed(self) -> list[Placed]:
        """All statements, each before those in its block."""
        if not self._placed:
            self._placed = _statements(self.statements)
            self._words = sorted(
                (token.start, number) for number, one in enumerate(self._placed) for token in _head(one.statement)
            )
        return self._placed

    def after(self, edits: Sequence[Edit]) -> Written:
        """The file once these edits are made."""
        return Written(Source(self.path, apply_edits(self.text, edits), bom=self.source.bom), fragment=self.fragment)

    def index(self, offset: int) -> int:
        """The number of the token that stands at an offset."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= max(self.tokens[at].end, self.tokens[at].start + 1):
            raise Refused("its place in the file is not known")
        return at

    def at(self, offset: int) -> Placed:
        """The statement of which a word (or the brace of its block) stands at an offset."""
        placed = self.placed
        at = bisect_right(self._words, (offset, len(placed))) - 1
        if at < 0:
            raise Refused("its place in the file is not known")
        return placed[self._words[at][1]]

    def words(self, shown: Mapping[int, str] | None = None) -> list[Word]:
        """All words; `shown` are new texts of references by their offsets."""
        found: list[Word] = []
        previous: Token | None = None
        for token in self.tokens:
            brace = not token.quote and token.text in ("{", "}")
            first = previous is None or caddyfile.new_line(previous, token)
            found.append(Word(self.shown(token, shown or {}), brace, first))
            previous = token
        return found

    def shown(self, token: Token, new: Mapping[int, str] | None = None) -> str:
        """A token's text with its references as they are written."""
        parts: list[str] = []
        done = 0
        for use in token.uses:
            reference = use.reference
            written = (new or {}).get(reference.start, self.text[reference.start : reference.end])
            parts += token.text[done : use.first], written
            done = use.last
        return "".join(parts) + token.text[done:]


Kept = dict[tuple[str, bool], Any]
"""Files that have been read, by path and whether as a fragment."""


def read(source: Source, kept: Kept, *, fragment: bool = False) -> Written:
    """A Caddyfile, read once."""
    found: Written | None = kept.get((source.path, fragment))
    if found is None or found.text != source.text:
        found = kept[source.path, fragment] = Written(source, fragment=fragment)
    return found


def _head(statement: Statement) -> list[Token]:
    """The words of a statement and the brace behind them."""
    block = statement.block
    return [*statement.words, block.open] if block is not None and block.open is not None else statement.words


def _opaque(name: str) -> str:
    del name
    return _OPAQUE


def _statements(top: Sequence[Statement]) -> list[Placed]:
    """All statements in order, each before those in its block."""
    found: list[Placed] = []
    waiting = [Placed(statement, None) for statement in reversed(top)]
    while waiting:
        one = waiting.pop()
        found.append(one)
        block = one.statement.block
        if block is not None:
            waiting += [Placed(statement, one.statement) for statement in reversed(block.statements)]
    return found


def first_token(statement: Statement) -> Token:
    """The first word of a statement, or the brace of one without words."""
    token = statement.words[0] if statement.words else statement.block.open if statement.block else None
    if token is None:
        raise Refused("its place in the file is not known")
    return token


def last_token(statement: Statement) -> Token:
    """The last word of a statement or of its block."""
    while True:
        block: Block | None = statement.block
        if block is None:
            return statement.words[-1] if statement.words else first_token(statement)
        if block.close is not None:
            return block.close
        if not block.statements:
            return block.open or statement.words[-1]
        statement = block.statements[-1]


def checked(written: Written, edits: list[Edit], words: Sequence[Word], *, comments: bool = True) -> list[Edit]:
    """The edits, once it is sure that the file then has exactly these words (and, mostly, that no comment goes)."""
    after = written.after(edits)
    if after.words() != list(words):
        raise Refused(OTHERWISE)
    if comments and _texts(after) != _texts(written):
        raise Refused("a comment stands between its words")
    return edits


def _texts(written: Written) -> list[str]:
    """The texts of the comments."""
    return [written.text[start:end] for start, end in written.comments]


def check_alone(written: Written, statement: Statement) -> None:
    """Refuse a statement that shares its lines with another."""
    text, start, end = written.text, first_token(statement).start, last_token(statement).end
    if not first_on_line(text, start) or not last_on_line(text, end):
        raise Refused(SHARED_LINE)


def step(written: Written) -> str:
    """By how much a block is indented in this file: as its first one is, else by a tab, as `caddy fmt` does."""
    text = written.text
    for statement, parent in written.placed:
        if parent is None or parent.block is None or parent.block.open is None:
            continue
        inner, outer = first_token(statement).start, first_token(parent).start
        if first_on_line(text, inner) and first_on_line(text, outer):
            here, above = indentation(text, inner), indentation(text, outer)
            if here.startswith(above) and here != above:
                return here[len(above) :]
    return "\t"
