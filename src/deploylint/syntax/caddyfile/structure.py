"""Tokens to statements: the layout pass, then a table-driven LALR(1) parser that builds the tree.

The table is made ahead from caddyfile.lark (tools/caddyfile_table.py), so that nothing has to be built at run time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax.caddyfile.expansion import Lookup
from deploylint.syntax.caddyfile.layout import Layout, Terminals
from deploylint.syntax.caddyfile.table import RULES, START, STATES
from deploylint.syntax.caddyfile.tokens import tokenize
from deploylint.syntax.caddyfile.tree import Block, CaddyTree, Statement, Token, Tokens

HARMLESS = {
    "address-space-before-comma",
    "comment-continues-line",
    "dropped-backslash",
    "heredoc-empty",
    "heredoc-marker-in-body",
}
"""Defects for which Caddy's parser does not refuse a file, whatever becomes of it later."""

SWALLOWING = {"heredoc-invalid", "heredoc-marker-in-body", "unterminated-quote"}
"""Defects of a word after which braces and lines are no longer where they were meant to be."""

Values = list[Any]
"""What the symbols on the right of a grammar rule have become."""


class Structure(NamedTuple):
    """The statements of some tokens; `broken` is true when Caddy's parser would refuse them."""

    statements: list[Statement]
    defects: tuple[Defect, ...]
    broken: bool


def _more(values: Values) -> Any:
    values[0].append(values[1])
    return values[0]


def _block(values: Values) -> Block:
    block = Block(values[0])
    block.statements, block.close = values[2], values[3]
    return block


def _empty_block(values: Values) -> Block:
    block = Block(values[0])
    block.close = values[0]
    return block


def _bare_site(values: Values) -> Statement:
    block = Block(None)
    block.statements = values[2]
    return Statement("site", values[0], block)


def _line(kind: str) -> Callable[[Values], Statement]:
    """A statement of a first word, further words and a tail."""

    def make(values: Values) -> Statement:
        return Statement(kind, [values[0], *values[1]], values[2])

    return make


_ACTIONS: dict[str, Callable[[Values], Any]] = {
    "none": lambda _: [],
    "nothing": lambda _: None,
    "same": lambda values: values[0],
    "first": lambda values: [values[0]],
    "more": _more,
    "block": _block,
    "empty_block": _empty_block,
    "global_options": lambda values: Statement("global", [], values[0]),
    "anonymous": lambda values: Statement("anonymous", [], values[0]),
    "snippet": lambda values: Statement("snippet", [values[0]], values[1]),
    "route": lambda values: Statement("route", [values[0]], values[1]),
    "site": lambda values: Statement("site", values[0], values[1]),
    "bare_site": _bare_site,
    "import_": _line("import"),
    "matcher": _line("matcher"),
    "directive": _line("directive"),
}


def build(terminals: Terminals, start: str) -> list[Statement]:
    """The statements of a stream of terminals, which the layout pass has made such that the grammar accepts it."""
    states = [START[start]]
    values: Values = []
    for terminal, token in (*terminals, ("$END", None)):
        while (step := STATES[states[-1]][terminal]) < 0:
            symbol, length, action = RULES[-step - 1]
            first = len(values) - length
            made = _ACTIONS[action](values[first:])
            del values[first:], states[first + 1 :]
            values.append(made)
            states.append(STATES[states[-1]][symbol])
        states.append(step)
        values.append(token)
    statements: list[Statement] = values[0]
    return statements


def structure(tokens: Sequence[Token], *, end: Span | None = None, fragment: bool = False) -> Structure:
    """The statements of tokens, which may come from several files; `end` is the place where they end.

    With `fragment` they are the inside of a block, such as a file that a site imports.
    """
    layout = Layout(tokens, end, fragment=fragment)
    statements = build(layout.run(), "fragment" if fragment else "start")
    defects = tuple(sorted(layout.defects, key=lambda defect: defect.span.sort_key))
    return Structure(statements, defects, any(defect.code not in HARMLESS for defect in defects))


def parse(source: Source, lookup: Lookup | None = None, *, fragment: bool = False) -> CaddyTree:
    """One file as it is written; never raises.  See `structure` for `fragment`."""
    tokens = tokenize(source, lookup)
    found = structure(tokens.tokens, fragment=fragment)
    defects = _first_fault(tokens, found.defects)
    return CaddyTree(tokens, found.statements, defects, broken=any(defect.code not in HARMLESS for defect in defects))


def _first_fault(tokens: Tokens, found: tuple[Defect, ...]) -> tuple[Defect, ...]:
    """All defects, but of those in the structure only the ones before a word that swallowed what follows."""
    swallowed = [defect.span.start for defect in tokens.defects if defect.code in SWALLOWING]
    if swallowed:
        first = min(swallowed)
        found = tuple(defect for defect in found if defect.span.end <= first and defect.code != "unclosed-brace")
    return tuple(sorted((*tokens.defects, *found), key=lambda defect: defect.span.start))
