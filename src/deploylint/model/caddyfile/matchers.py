"""Matchers: which word of a directive is one, and which definition a name stands for."""

from __future__ import annotations

from collections.abc import Sequence

from deploylint.model import nodes
from deploylint.model.caddyfile.table import DIRECTIVES, SUBDIRECTIVES, Word
from deploylint.syntax.caddyfile.tree import HOLE, Statement, Token

PLUGIN = Word(None, "yes", False, False)
"""What is assumed of a directive that is not Caddy's own: most are handlers, and handlers take a matcher."""


class Frame:
    """A block of directives: the matchers defined in it, and whether definitions in it may not have been seen.

    `parent` is the directive whose block it is, null at the top; `scope` is that of what stands in it.
    """

    __slots__ = ("_names", "_outer", "open", "parent", "proxy", "scope")

    def __init__(self, scope: str, parent: nodes.CaddyDirective, outer: Frame | None = None) -> None:
        self.scope = scope
        self.parent = parent
        self.open = False
        self.proxy: list[Token] | None = None
        """Where the addresses of `to` lines go, within a proxy."""
        self._outer = outer
        self._names: dict[str, nodes.Matcher] = {}

    def define(self, matcher: nodes.Matcher) -> nodes.Matcher | None:
        """Add a definition; the earlier one of the name that is visible here, which stands."""
        earlier = self.find(matcher.name)
        if earlier is None:
            self._names[matcher.name] = matcher
        return earlier

    def find(self, name: str) -> nodes.Matcher | None:
        """The definition that a name stands for in this block: its own, or that of a block around it."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame._names:
                return frame._names[name]
            frame = frame._outer
        return None

    def may_define_more(self) -> bool:
        """May there be definitions, here or around it, that were not seen?"""
        frame: Frame | None = self
        while frame is not None:
            if frame.open:
                return True
            frame = frame._outer
        return False


def word_of(name: str, scope: str) -> Word | None:
    """What the table says of a directive; a subdirective that it does not have is None."""
    if scope in ("site", "route"):
        return DIRECTIVES.get(name, PLUGIN)
    return SUBDIRECTIVES.get(name) if scope == "sub" else None


def is_unseen(statement: Statement) -> bool:
    """Does a statement stand for others that nobody can tell: an import that stayed, or a variable in front?"""
    if statement.kind in ("site", "route", "snippet"):
        return False
    return statement.kind == "import" or (bool(statement.words) and not statement.words[0].known)


def split_matcher(word: Word | None, args: Sequence[Token]) -> tuple[Token | None, Sequence[Token], bool]:
    """The matcher among a directive's arguments, the other ones, and whether that is certain.

    A matcher is a first argument `*`, `/path` or `@name` (httpcaddyfile, MatcherToken); `root` and `rewrite` have one
    only before another argument.
    """
    if word is None or word.matcher == "no" or not args or (word.matcher == "with-two" and len(args) != 2):
        return None, args, True
    text = args[0].text
    if text == "*" or text.startswith(("/", "@")):
        return args[0], args[1:], True
    return None, args, not text.startswith(HOLE) or args[0].known
