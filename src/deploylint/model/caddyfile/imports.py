"""Imports expanded: the words of a Caddyfile with those of snippets and files in the place of the statements that name
them.

Semantics: Caddy 2.11, caddyconfig/caddyfile, parse.go.  An import that nobody can follow stays where it is.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from typing import NamedTuple

from deploylint.model.caddyfile.passing import Handed, hand_over, is_brace, is_hole, keyed, matching, place
from deploylint.model.caddyfile.targets import find, is_snippet_like
from deploylint.source.defects import Defect, Related
from deploylint.source.files import Files, Unreadable
from deploylint.source.span import Span
from deploylint.syntax.caddyfile import Lookup, new_line, tokenize
from deploylint.syntax.caddyfile.addresses import looks_like_address
from deploylint.syntax.caddyfile.tree import Token, Tokens

MOST_TOKENS, MOST_IMPORTS, DEEPEST = 200_000, 10_000, 100
"""Words that a Caddyfile may have once imports are expanded, imports that are followed, and how deep they nest."""

Chain = tuple[Span, ...]


class Snippet:
    """A snippet where it is defined, with the words of its body as they are written there."""

    __slots__ = ("body", "header", "name", "uses")

    def __init__(self, header: Token, body: Sequence[Token]) -> None:
        self.header = header
        self.name = header.text[1:-1]
        self.body = body
        self.uses = 0


def _never(importer: str, pattern: str) -> bool:
    """Nothing is mounted."""
    return False


class Context(NamedTuple):
    """What the splicer may ask: the files, the variables, whether a file is a template, whether the Caddyfile is alone
    (what it lacks may come from one that imports it), and whether a path that it names may be mounted from elsewhere.
    """

    files: Files
    lookup: Lookup
    is_template: Callable[[Tokens], bool]
    alone: bool = False
    mounted: Callable[[str, str], bool] = _never


class Splicer:
    """One run over a Caddyfile.

    `out` are the words of the whole, definitions of snippets included as they are written.  `read` are the files behind
    it, the main one first; `templates` and `unreadable` are those that were not read.  `snippets` are in order of
    definition.
    """

    def __init__(self, context: Context) -> None:
        self.out: list[Token] = []
        self.read: dict[str, Tokens] = {}
        self.templates: list[Tokens] = []
        self.unreadable: list[Unreadable] = []
        self.snippets: dict[str, Snippet] = {}
        self.defects: list[Defect] = []
        self.unknown = False
        """May there be snippets that were not seen?"""
        self.left = False
        """Are there imports that could not be followed?"""
        self._context = context
        self._frames: list[tuple[Sequence[Token], int]] = []
        self._nodes: dict[tuple[Chain, str | None], frozenset[str]] = {}
        self._keys: list[Token] = []
        self._depth = 0
        self._bare = False
        self._imports, self._room = 0, MOST_TOKENS
        self._missing: list[tuple[Token, bool]] = []

    def run(self, main: Tokens) -> None:
        """Expand a file."""
        self.read[main.source.path] = main
        self._nodes[(), None] = frozenset((main.source.path,))
        self._frames = [(main.tokens, 0)]
        while (token := self._next()) is not None:
            first = not self.out or new_line(self.out[-1], token) or is_brace(self.out[-1], "{")
            if token.text == "import" and first:
                self._import(token)
            else:
                self._word(token)
        self._report_missing()

    def _peek(self) -> Token | None:
        while self._frames:
            tokens, index = self._frames[-1]
            if index < len(tokens):
                return tokens[index]
            self._frames.pop()
        return None

    def _next(self) -> Token | None:
        token = self._peek()
        if token is not None:
            tokens, index = self._frames[-1]
            self._frames[-1] = (tokens, index + 1)
        return token

    def _word(self, token: Token) -> None:
        """A word that is no import: find where blocks, sites and snippets begin and end."""
        if is_brace(token, "{"):
            if not self._depth and not self._bare and self._is_snippet():
                self._snippet(token)
                return
            self._depth += 1
            self._keys = []
        elif is_brace(token, "}"):
            self._bare = self._bare and self._depth > 0
            self._depth = max(0, self._depth - 1)
            self._keys = []
        self.out.append(token)
        if not self._depth and not self._bare and not (is_brace(token, "{") or is_brace(token, "}")):
            self._key(token)

    def _key(self, token: Token) -> None:
        """An address.  Where the line ends without a block, the rest of the file is what stands in the site."""
        self._keys.append(token)
        following = self._peek()
        if following is None or (not token.text.endswith(",") and new_line(token, following)):
            if following is not None and is_brace(following, "{"):
                return
            # Values that nobody can tell, alone on a line above a site, are text of any kind rather than its address.
            if all(map(is_hole, self._keys)) and (following is None or looks_like_address(following)):
                self.unknown = True
            else:
                self._bare = following is not None
            self._keys = []

    def _is_snippet(self) -> bool:
        text = self._keys[0].text if len(self._keys) == 1 else ""
        return text.startswith("(") and text.endswith(")")

    def _block(self, opening: Token) -> list[Token]:
        """The words from an opening brace to the one that closes it, or to the end."""
        taken = [opening]
        depth = 1
        while depth and (token := self._next()) is not None:
            depth += is_brace(token, "{") - is_brace(token, "}")
            taken.append(token)
        return taken

    def _snippet(self, opening: Token) -> None:
        header = self._keys[0]
        self._keys = []
        block = self._block(opening)
        self.out += block
        self.unknown = self.unknown or not header.known
        found = Snippet(header, block[1 : matching(block, 0)])
        earlier = self.snippets.setdefault(found.name, found)
        if earlier is not found:
            related = (Related(earlier.header.span, "first defined here"),)
            self.defects.append(Defect("duplicate-snippet", header.span, found.name, related=related))

    def _import(self, token: Token) -> None:
        """Put what an import names into its place."""
        words: list[Token] = []
        last = token
        while (
            (following := self._peek()) is not None and not new_line(last, following) and not is_brace(following, "{")
        ):
            self._next()
            words.append(following)
            last = following
        block: list[Token] = []
        if words and following is not None and not new_line(last, following):
            self._next()
            block = self._block(following)
        if not words or not self._follow(token, words, block):
            self.out += (token, *words, *block)
            self.left = True
            self.unknown = self.unknown or not self._depth
        self._keys = []

    def _follow(self, token: Token, words: list[Token], block: list[Token]) -> bool:
        """Push what an import names; False when it cannot be followed."""
        pattern = words[0]
        if not pattern.known or not pattern.text:
            return False
        inner = block[1 : matching(block, 0)] if block else []
        handed = Handed(tuple(words[1:]), tuple(inner), keyed(inner))
        snippet = self.snippets.get(pattern.text)
        if snippet is not None:
            snippet.uses += 1
            node = f"({snippet.name})"
            return self._push(token, words, node, snippet.header.source.path, snippet.body, handed)
        complete = True
        parts = []
        for path in self._paths(token, pattern):
            tokens = self._tokens(path)
            if tokens is None:
                complete = False
            else:
                parts.append((path, tokens))
        if not parts:
            return False
        for path, tokens in reversed(parts):
            complete = self._push(token, words, path, path, tokens.tokens, handed) and complete
        return complete

    def _paths(self, token: Token, pattern: Token) -> tuple[str, ...]:
        """The files that a pattern names; what is wrong with it is reported."""
        context, importer = self._context, pattern.source.path
        targets = find(context.files, importer, pattern.text)
        span = place(pattern)
        name = pattern.text
        if targets.outcome == "found":
            return targets.paths
        if targets.outcome == "wildcards":
            found = "brackets" if "[" in name else "more than one wildcard of a kind"
            self.defects.append(Defect("import-glob-multiple-wildcards", span, name, found, "at most one * and one ?"))
        elif targets.outcome == "empty":
            folder = posixpath.dirname(posixpath.normpath(posixpath.join(posixpath.dirname(importer), name)))
            self.defects.append(Defect("import-empty-match", span, name, "", folder or "."))
        elif targets.outcome == "folder":
            self.defects.append(Defect("import-target-missing", span, name, f"{targets.paths[0]} is a folder"))
        elif targets.outcome == "missing" and not context.mounted(importer, name):
            hidden = is_snippet_like(name) and (context.alone or self.unknown)
            self._missing.append((pattern, hidden))
        return ()

    def _tokens(self, path: str) -> Tokens | None:
        """The words of a file, cut once; None for one that could not be read."""
        if path in self.read:
            return self.read[path]
        source = self._context.files.read(path)
        if isinstance(source, Unreadable):
            self.unreadable.append(source)
        if source is None or isinstance(source, Unreadable):
            return None
        tokens = tokenize(source, self._context.lookup)
        if self._context.is_template(tokens):
            self.templates.append(tokens)
            return None
        self.read[path] = tokens
        return tokens

    def _push(
        self, token: Token, words: list[Token], node: str, path: str, tokens: Sequence[Token], handed: Handed
    ) -> bool:
        """Read on in these words; False when that would lead in a circle or too far."""
        above = self._nodes.get((token.imports, token.source.path)) or self._nodes[token.imports, None]
        span = Span(token.source, token.start, max(words[-1].end, token.end))
        if node in above:
            self.defects.append(Defect("import-cycle", span, node))
            return False
        chain = (*token.imports, span)
        self._imports += 1
        room = self._room - len(tokens)
        if self._imports > MOST_IMPORTS or room < 0 or len(chain) > DEEPEST:
            self._exceeded(span)
            return False
        nodes = above | {node}
        self._nodes[chain, path] = self._nodes[chain, None] = nodes
        copies, lacking, self._room = hand_over(tokens, handed, chain, self._room)
        if self._room < 0:
            self._exceeded(span)
            return False
        self._frames.append((copies, 0))
        self._report_lacking(span, words[0].text, len(handed.args), lacking)
        return True

    def _exceeded(self, span: Span) -> None:
        if all(defect.code != "input-limit-exceeded" for defect in self.defects):
            found = f"more than {MOST_TOKENS:,} words, {MOST_IMPORTS:,} imports or {DEEPEST} levels of them"
            expected = "fewer: what lies beyond is not judged"
            self.defects.append(Defect("input-limit-exceeded", span, "import", found, expected))

    def _report_lacking(self, span: Span, pattern: str, count: int, lacking: list[tuple[Token, str]]) -> None:
        seen: set[str] = set()
        for word, absent in lacking:
            if absent not in seen:
                seen.add(absent)
                passes = "no argument" if not count else "1 argument" if count == 1 else f"{count} arguments"
                related = (Related(word.span, "used here"),)
                self.defects.append(Defect("import-args-out-of-range", span, pattern, absent, passes, related))

    def _report_missing(self) -> None:
        """Targets that are not there; one that is defined further on is told as such."""
        for pattern, hidden in self._missing:
            name = pattern.text
            later = self.snippets.get(name)
            kind = "no snippet and no file" if is_snippet_like(name) else "no file"
            found = f"there is {kind} of that name"
            related: tuple[Related, ...] = ()
            if later is not None:
                found = "the snippet is defined further down"
                related = (Related(later.header.span, "defined here"),)
            if later is not None or not hidden:
                self.defects.append(Defect("import-target-missing", place(pattern), name, found, related=related))
