"""The resolved document of a Caddyfile: its blocks and words once imports are expanded, each with the place to edit.

Keys are the first address of a site, `options` for the global block, `&(name)` for a named route, and within them the
first words of the statements; equal ones are told apart by `~2`, `~3`.  A statement without a block is an item of the
sequence below its key; one with a block is a mapping, its further words below the key "".
"""

from __future__ import annotations

from collections.abc import Sequence as Items
from typing import NamedTuple

from deploylint.model.caddyfile.passing import place
from deploylint.model.resolved import Entry, Hole, Hop, Mapping, Origin, Scalar, Sequence
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import tree
from deploylint.syntax.caddyfile.tree import Statement, Token, Use

OPTIONS = "options"
"""The key of the global block."""


class Document:
    """The document with the way from tokens and statements to their places in it."""

    __slots__ = ("_statements", "_words", "root")

    def __init__(self) -> None:
        self.root = Mapping(())
        self._words: dict[int, tuple[Scalar, Sequence]] = {}
        self._statements: dict[int, tuple[Mapping | Sequence, Entry | None, Mapping | Sequence]] = {}

    def word(self, token: Token) -> Origin:
        """The place of a word."""
        span = place(token)
        found = self._words.get(id(token))
        if found is None:
            return Origin(span.source, span.start, span.end)
        scalar, container = found
        return Origin(span.source, span.start, span.end, scalar, None, container)

    def statement(self, statement: Statement) -> Origin:
        """The place of a statement: its first word, or its brace."""
        head = head_of(statement)
        span = place(head)
        found = self._statements.get(id(statement))
        if found is None:
            return Origin(span.source, span.start, span.end)
        value, entry, container = found
        return Origin(span.source, span.start, span.end, value, entry, container)


class _Level(NamedTuple):
    """A block on its way into the document."""

    mapping: Mapping
    statements: Items[Statement]
    top: bool


def document(statements: Items[Statement]) -> Document:
    """The document of these statements."""
    made = Document()
    waiting = [_Level(made.root, statements, True)]
    while waiting:
        level = waiting.pop()
        flat: dict[str, tuple[Entry, Sequence]] = {}
        counts: dict[str, int] = {}
        for statement in level.statements:
            if statement.kind == "snippet":
                continue
            head = head_of(statement)
            name = _name(statement, level.top)
            first = 0 if level.top and statement.kind == "site" else 1
            words = _words(made, statement.words[first:])
            if statement.block is None:
                if name not in flat:
                    outer = Sequence(())
                    flat[name] = (_enter(level.mapping, _unique(level.mapping, name, counts), head, outer), outer)
                entry, outer = flat[name]
                outer.items.append(words)
                made._statements[id(statement)] = (words, None, outer)
                continue
            inner = Mapping(())
            entry = _enter(level.mapping, _unique(level.mapping, name, counts), head, inner)
            made._statements[id(statement)] = (inner, entry, level.mapping)
            _enter(inner, "", head, words)
            waiting.append(_Level(inner, statement.block.statements, False))
    return made


def head_of(statement: Statement) -> Token:
    """The token that a statement is named after: its first word, else its brace."""
    if statement.words:
        return statement.words[0]
    assert statement.block is not None, "a statement without words is a block"
    assert statement.block.open is not None, "which stands in braces"
    return statement.block.open


def written(token: Token) -> str:
    """The word, or its written form when a part of it is not known."""
    return token.text if token.known else place(token).text


def _name(statement: Statement, top: bool) -> str:
    if not statement.words:
        return OPTIONS if top else "{"
    return written(statement.words[0])


def _unique(mapping: Mapping, name: str, counts: dict[str, int]) -> str:
    """The name, or the next of name~2, name~3 … that is free."""
    name = name or '""'
    found = name
    while found in mapping.entries:
        counts[name] = counts.get(name, 1) + 1
        found = f"{name}~{counts[name]}"
    return found


def _enter(mapping: Mapping, key: str, head: Token, value: Mapping | Sequence) -> Entry:
    span = place(head)
    entry = mapping.entries[key] = Entry(span.source, _node(span, head.text), value, ())
    return entry


def _words(made: Document, tokens: Items[Token]) -> Sequence:
    words = Sequence(())
    for token in tokens:
        scalar = _scalar(token)
        words.items.append(scalar)
        made._words[id(token)] = (scalar, words)
    return words


def _node(span: Span, value: str) -> tree.Scalar:
    return tree.Scalar(span.start, span.end, span.start, None, None, value, "")


def _scalar(token: Token) -> Scalar:
    """A word with its hops: variables in it, the imports through which it came, and what an import passed of it."""
    span = place(token)
    via: list[Hop] = []
    for use in token.uses:
        reference = use.reference
        default = use.known and reference.default is not None and token.text[use.first : use.last] == reference.default
        source = _source_of(token, use)
        via.append(Hop("default" if default else "variable", Span(source, reference.start, reference.end)))
    via += [Hop("import", statement) for statement in token.imports]
    if token.passed:
        via.append(Hop("argument", token.span))
    node = _node(span, token.text)
    if token.known:
        scalar = Scalar(span.source, node, tuple(via))
        scalar.value = token.text
        return scalar
    pieces, marks = _pieces(token)
    return Scalar(span.source, node, tuple(via), pieces, marks)


def _source_of(token: Token, use: Use) -> Source:
    """The file in which a reference is written: the word's own, or that of a statement which passed a part of it."""
    own = place(token).source
    reference = use.reference
    for source in (own, *(statement.source for statement in token.imports)) if token.passed else (own,):
        if source.text.startswith("{$" + reference.name, reference.start):
            return source
    return own


def _pieces(token: Token) -> tuple[tuple[str | Hole, ...], tuple[tuple[int, int], ...]]:
    """Known texts and holes in order, and where each stands in the word as it is written (nowhere for a passed one)."""
    start = token.start + (len(token.quote) if token.quote != "<<" else 0)
    pieces: list[str | Hole] = []
    marks: list[tuple[int, int]] = []
    done = raw = 0
    for use in token.uses:
        reference = use.reference
        if use.known:
            continue
        first, last = reference.start - start, reference.end - start
        if use.first > done:
            pieces.append(token.text[done : use.first])
            marks.append((raw, first))
        pieces.append(Hole(reference.name, reference.start, reference.end))
        marks.append((first, last))
        done, raw = use.last, last
    if done < len(token.text):
        pieces.append(token.text[done:])
        marks.append((raw, raw + len(token.text) - done))
    return tuple(pieces), () if token.passed else tuple(marks)
