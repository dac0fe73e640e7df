"""The tree of a Caddyfile: statements made of tokens, each token with the place where it is written.

The same classes hold the file as it is written and, once imports are expanded, the file as Caddy reads it; there tokens
may come from several sources.
"""

from __future__ import annotations

from typing import NamedTuple

from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.source.text import Source


class Reference(NamedTuple):
    """A use of the environment, `{$NAME}` or `{$NAME:default}`, at `start` to `end` of the file's text."""

    name: str
    default: str | None
    start: int
    end: int


class Use(NamedTuple):
    """What a reference gave to a token: characters `first` to `last` of the token's text.

    `known` is false for a value that nobody can tell; such a hole is one character of the text (HOLE).
    """

    first: int
    last: int
    reference: Reference
    known: bool


HOLE = "\ufffc"
"""What stands in a text for a value that nobody can tell; only a `Use` that is not known makes it one."""


class Token:
    """A word of a Caddyfile.

    `text` is the word as Caddy gets it: environment expanded, quotes and heredoc marks taken off.  `quote` is "" or
    one of `"`, "`" and "<<".  `start` and `end` bound it as it is written in `source`, quotes included; a token that an
    expansion gave has the place of its `{$…}`.  `line` is the logical line, from 1, and `breaks` the number of lines
    that it spans beyond (2 more for a heredoc, as Caddy counts).  `uses` are the references in it.  `imports` are the
    places of the import statements through which it came, outermost first, and `passed` is true when a part of it is an
    argument or a block of an import.
    """

    __slots__ = ("breaks", "end", "imports", "line", "passed", "quote", "source", "start", "text", "uses")

    def __init__(self, source: Source, text: str, quote: str, start: int, end: int, line: int) -> None:
        self.source = source
        self.text = text
        self.quote = quote
        self.start = start
        self.end = end
        self.line = line
        self.breaks = 0
        self.uses: tuple[Use, ...] = ()
        self.imports: tuple[Span, ...] = ()
        self.passed = False

    def __repr__(self) -> str:
        return f"<{self.quote}{self.text!r} {self.start}-{self.end}>"

    @property
    def known(self) -> bool:
        """Is the whole text known?"""
        return all(use.known for use in self.uses)

    @property
    def span(self) -> Span:
        """The token as it is written."""
        return Span(self.source, self.start, self.end)


class Block:
    """What stands between braces.  `open` is None for a site without braces, `close` where a brace is missing."""

    __slots__ = ("close", "open", "statements")

    def __init__(self, open_: Token | None) -> None:
        self.open = open_
        self.close: Token | None = None
        self.statements: list[Statement] = []


class Statement:
    """A line of a Caddyfile with the block that it opens.

    `kind` is global (the options block; no words), site (words are its addresses, commas taken off), snippet (one word,
    with its parentheses), route (one word, with `&( )`), import, matcher (the first word begins with @), directive, or
    anonymous (a block without words, which Caddy refuses).
    """

    __slots__ = ("block", "kind", "words")

    def __init__(self, kind: str, words: list[Token], block: Block | None = None) -> None:
        self.kind = kind
        self.words = words
        self.block = block

    def __repr__(self) -> str:
        return f"<{self.kind} {' '.join(word.text for word in self.words)}>"


class Tokens(NamedTuple):
    """What the tokenizer makes of a file: tokens, comments (offsets from `#` to the end of the line), references to the
    environment in order, and what it could not accept.
    """

    source: Source
    tokens: tuple[Token, ...]
    comments: tuple[tuple[int, int], ...]
    references: tuple[Reference, ...]
    defects: tuple[Defect, ...]


class CaddyTree:
    """One Caddyfile as it is written, imports not expanded.

    `broken` is true when Caddy would refuse the file as a whole (a lexer error, or braces that do not match).
    """

    __slots__ = ("broken", "comments", "defects", "references", "source", "statements", "tokens")

    def __init__(
        self, tokens: Tokens, statements: list[Statement], defects: tuple[Defect, ...], *, broken: bool
    ) -> None:
        self.source = tokens.source
        self.tokens = tokens.tokens
        self.comments = tokens.comments
        self.references = tokens.references
        self.statements = statements
        self.defects = defects
        self.broken = broken
