"""The layout pass: tokens become the terminals of the grammar, which then accepts every stream of them.

Lines, braces and the place of a word decide which terminal it is; what Caddy's parser would refuse is reported here
and repaired, one defect a fault.  Semantics: Caddy 2.11, caddyconfig/caddyfile, parser.
"""

from __future__ import annotations

from collections.abc import Sequence

from deploylint.source.defects import Defect, Related
from deploylint.source.span import Span
from deploylint.syntax.caddyfile.addresses import Addresses, looks_like_address, part, parts, read_addresses
from deploylint.syntax.caddyfile.tokens import new_line, shown
from deploylint.syntax.caddyfile.tree import HOLE, Token

Terminals = list[tuple[str, Token | None]]
"""Terminals of the grammar, each with its token; a line end and what had to be added have none."""

_CONSEQUENCES = {
    "anonymous-block",
    "brace-on-new-line",
    "closing-brace-not-alone",
    "matcher-outside-site",
    "second-site-without-braces",
    "snippet-without-block",
}
"""Defects that a brace too few or too many brings about in what follows it, or precedes it."""

_GUESSES = 8
"""How many open blocks one closing brace is compared with, so that reading stays linear."""


class _Open:
    """An open block: its brace (None when that is missing), what opened it, and whether its line has been reported.

    In a file that lacks a closing brace, `column` is that of the line which opened it, `inner` that of its first line.
    """

    __slots__ = ("brace", "column", "inner", "kind", "name", "reported")

    def __init__(self, brace: Token | None, kind: str) -> None:
        self.brace = brace
        self.kind = kind
        self.name = ""  # the first word of its line
        self.column = self.inner = 0
        self.reported = False


class Layout:
    """The pass over one list of tokens."""

    def __init__(self, tokens: Sequence[Token], end: Span | None, *, fragment: bool) -> None:
        self.tokens = tokens
        self.end = end
        self.fragment = fragment
        self.starts: list[int] = []  # for each token the index of the first one on its line
        for index, token in enumerate(tokens):
            joined = index > 0 and not new_line(tokens[index - 1], token)
            self.starts.append(self.starts[-1] if joined else index)
        self.terminals: Terminals = []
        self.defects: list[Defect] = []
        self.stack: list[_Open] = []
        self.bare = False  # within a site without braces
        self.crowded = -1  # the last closing brace reported for what stands before it
        self.second = False  # a second site without braces has been reported
        opened = sum(1 for token in tokens if is_brace(token, "{"))
        closed = sum(1 for token in tokens if is_brace(token, "}"))
        self.unclosed = opened - closed
        self.unopened = closed - opened

    def run(self) -> Terminals:
        """The terminals of all tokens."""
        index, size = 0, len(self.tokens)
        while index < size:
            inside = self.stack or self.bare or self.fragment
            index = self._line(index) if inside else self._item(index)
        while self.stack:
            self._unclosed()
        if self.bare:
            self._emit("END")
        self._drop_consequences()
        return self.terminals

    def _drop_consequences(self) -> None:
        """Leave one defect for a brace too few or too many: an extra one may upset all, a missing one what follows."""
        first: dict[str, int] = {}
        for defect in self.defects:
            path, start, _ = defect.span.sort_key
            if defect.code == "unmatched-closing-brace":
                first[path] = -1
            elif defect.code == "unclosed-brace":
                first[path] = min(start, first.get(path, start))
        if first:
            self.defects = [
                defect
                for defect in self.defects
                if defect.code not in _CONSEQUENCES
                or defect.span.start < first.get(defect.span.source.path, defect.span.end)
            ]

    # -- what stands where

    def same_line(self, index: int) -> bool:
        """Does the token at an index stand on the line of the one before it?"""
        return index < len(self.tokens) and self.starts[index] < index

    def report(self, code: str, token: Token, name: str = "", found: str = "", expected: str = "") -> None:
        """A defect at a token."""
        self.defects.append(Defect(code, token.span, name, found, expected))

    def _emit(self, terminal: str, token: Token | None = None) -> None:
        self.terminals.append((terminal, token))

    # -- the top level

    def _item(self, index: int) -> int:
        """What begins at the top level of a file; the index behind its head."""
        token = self.tokens[index]
        if is_brace(token, "}"):
            self.report("unmatched-closing-brace", token)
            return index + 1
        if is_brace(token, "{"):
            return self._open(index, token, "global")
        if token.text == "import" and not self.same_line(index):
            return self._statement(index)
        if token.text.startswith("@"):
            self.report("matcher-outside-site", token, shown(token))
            return self._statement(index)
        return self._site(read_addresses(self, index))

    def _site(self, found: Addresses) -> int:
        """A site, snippet or named route by its addresses."""
        words, index = found.words, found.behind
        following = self.tokens[index] if index < len(self.tokens) else None
        brace = found.brace or (following if following and is_brace(following, "{") else None)
        head = _head(words)
        if words and not (brace or found.empty) and self._stands_alone(words, following):
            self._emit("NAME", words[0])
            for word in words[1:]:
                self._emit("WORD", word)
            self._emit("NL")
            return index
        for word in words:
            self._emit(head, word)
        if found.empty:
            self._empty(found.empty, shown(words[0]) if words else "")
            return index
        if brace:
            kind = {"SNIPPET": "snippet", "ROUTE": "route"}.get(head, "site" if words else "global")
            return self._open(index - 1 if found.brace else index, brace, kind)
        if head in {"SNIPPET", "ROUTE"}:
            self.report("snippet-without-block", words[0], shown(words[0]))
            if self.unopened > 0:
                self.unopened -= 1
                self.stack.append(_Open(None, "snippet"))
                self._emit("OPEN")
            self._emit("NL")
        elif words:
            self._emit("NL")
            self.bare = True
        return index

    def _stands_alone(self, words: list[Token], following: Token | None) -> bool:
        """Is a line of nothing but unknown values rather text of any kind than the address of a site without braces?"""
        if not all(word.text == HOLE and word.uses for word in words):
            return False
        return following is None or is_brace(following, "}") or looks_like_address(following)

    # -- within a block

    def _line(self, index: int) -> int:
        """A line of a block, or a brace; the index behind it."""
        token = self.tokens[index]
        if is_brace(token, "}"):
            return self._close(index)
        if self.unclosed > 0 and self._steps_out(index):
            return index
        if not is_brace(token, "{"):
            return self._statement(index)
        before = self.terminals[-2:]
        if len(before) == 2 and before[1][0] == "NL" and before[0][0] in {"NAME", "WORD", "IMPORT", "MATCHER"}:
            if not (self._may_be_site() and looks_like_address(self.tokens[self.starts[index - 1]])):
                self.report("brace-on-new-line", token, self._name_of_line(index - 1))
            self.terminals.pop()
        elif not (len(self.stack) == 1 and self.stack[0].kind == "snippet"):
            self.report("anonymous-block", token)
        return self._open(index, token, "import" if self._in_import() else "directive", checked=False)

    def _steps_out(self, index: int) -> bool:
        """Does a line tell by its indentation that the block around it should be closed by now?  It is closed then."""
        if not self.stack or self.same_line(index) or self.tokens[index].text.startswith("}"):
            return False
        column = self._column(index)
        opened = self.stack[-1]
        opened.inner = opened.inner or column
        if not column <= opened.column < opened.inner:
            return False
        self._unclosed()
        return True

    def _column(self, index: int) -> int:
        token = self.tokens[index]
        return token.source.position(token.start)[1]

    def _may_be_site(self) -> bool:
        """Could a brace below an address be that of a site: one in a snippet's text, or a second one, reported?"""
        return self.second if not self.stack else len(self.stack) == 1 and self.stack[0].kind == "snippet"

    def _in_import(self) -> bool:
        return bool(self.stack) and self.stack[-1].kind == "import"

    def _name_of_line(self, index: int) -> str:
        """The first word of a line, "" when that is the token at the index itself: a brace or a glued one."""
        start = self.starts[index]
        return shown(self.tokens[start]) if start < index else ""

    def _statement(self, index: int) -> int:
        """A directive, matcher or import up to its line end or brace; the index behind that."""
        token = self.tokens[index]
        last = index + 1
        while self.same_line(last) and not (is_brace(self.tokens[last], "{") or is_brace(self.tokens[last], "}")):
            last += 1
        words = list(self.tokens[index:last])
        opening = last < len(self.tokens) and is_brace(self.tokens[last], "{") and self.same_line(last)
        split = empty = None
        glued: list[Token] = []
        ends_line = not self.same_line(last)
        if ends_line and words[-1].text == "{}" and not words[-1].quote:
            empty = words.pop()
        elif ends_line and self._lacks_space(words[-1]):
            split, words[-1] = self.split(words[-1], shown(words[0]).removesuffix("{"))
        elif ends_line and (count := self._glued(words[-1])):
            glued = self._unglue(words, count)
        head = self._head_of_line(words)
        if self.bare and not self.stack and not self.second and head == "NAME" and looks_like_address(token):
            self.second = True
            self.report("second-site-without-braces", token, shown(token))
        for word in words:
            self._emit(head, word)
            head = "WORD"
        if words and words[0].text == "import" and not (len(words) > 1 and (words[1].text or not words[1].known)):
            self.report("import-without-target", words[0])
        if empty:
            self._empty(empty, shown(words[0]) if words else "")
        elif split:
            self._open(last - 1, split, "directive", checked=False)
        elif opening:
            kind = "import" if token.text == "import" else "directive"
            return self._open(last, self.tokens[last], kind)
        elif words:
            self._emit("NL")
        for brace in glued:
            self.stack.pop()
            self._emit("CLOSE", brace)
            self._emit("NL")
        return last

    def _head_of_line(self, words: list[Token]) -> str:
        if not words:
            return "NAME"
        text = words[0].text
        return "IMPORT" if text == "import" else "MATCHER" if text.startswith("@") else "NAME"

    # -- braces

    def _lacks_space(self, token: Token) -> bool:
        """Is the brace at the end of a directive's last word an opening brace, one that the file is missing?"""
        text = token.text
        if self.unopened <= 0 or token.quote or not text.endswith("{") or len(text) == 1:
            return False
        return text.count("{") == text.count("}") + 1

    def _glued(self, token: Token) -> int:
        """How many braces at the end of a line's last word are closing braces, ones that the file is missing?"""
        text = token.text
        if self.unclosed <= 0 or token.quote or not text.endswith("}"):
            return 0
        surplus = min(text.count("}") - text.count("{"), len(text) - len(text.rstrip("}")))
        return max(0, min(surplus, self.unclosed, len(self.stack)))

    def _unglue(self, words: list[Token], count: int) -> list[Token]:
        """Take braces off the end of a line's last word, and report them once."""
        token = words.pop()
        size = len(token.text)
        if count < size:
            words.append(part(token, 0, size - count))
        braces = parts(token, [(at, at + 1) for at in range(size - count, size)])
        self.unclosed -= count
        self.report("closing-brace-not-alone", braces[0])
        return braces

    def split(self, token: Token, name: str) -> tuple[Token, Token]:
        """The brace and the word of a token such as `a.com{`, reported under a name."""
        self.unopened -= 1
        self.report("missing-space-before-brace", token, name)
        return part(token, len(token.text) - 1, len(token.text)), part(token, 0, len(token.text) - 1)

    def _empty(self, token: Token, name: str) -> None:
        """`{}` where a block is meant."""
        self.report("empty-braces", token, name)
        self._emit("EMPTY", token)
        self._emit("NL")

    def _open(self, index: int, brace: Token, kind: str, *, checked: bool = True) -> int:
        """A block's opening brace at an index; the next index."""
        opened = _Open(brace, kind)
        opened.name = self._name_of_line(index)
        if kind == "directive" and checked and self.same_line(index + 1) and self._strict():
            opened.reported = True
            self.report("brace-not-at-line-end", brace, opened.name)
        if self.unclosed > 0:
            opened.column = self._column(self.starts[index])
        self.stack.append(opened)
        self._emit("OPEN", brace)
        self._emit("NL")
        return index + 1

    def _strict(self) -> bool:
        """Are lines checked here?  Not in named routes and blocks of imports, whose text Caddy takes as it comes."""
        return not any(opened.kind in {"route", "import"} for opened in (self.stack[:1] + self.stack[-1:]))

    def _close(self, index: int) -> int:
        """A closing brace at an index within a block; the next index."""
        token = self.tokens[index]
        if not self.stack:
            self.report("unmatched-closing-brace", token)
            if self.bare:
                self.bare = False
                self._emit("END")
            return index + 1
        if self.unclosed > 0 and not self.same_line(index):
            self._close_forgotten(self._column(index))
        opened = self.stack.pop()
        self._check_alone(index, opened)
        self._emit("CLOSE", token)
        self._emit("NL")
        return index + 1

    def _check_alone(self, index: int, opened: _Open) -> None:
        """Report what shares the line of a closing brace, where Caddy takes the brace for a word or a fault."""
        token = self.tokens[index]
        if self.same_line(index) and not opened.reported:
            previous = self.tokens[index - 1]
            if previous is not opened.brace and opened.kind not in {"snippet", "import"}:
                if self.crowded != index - 1:
                    self.report("closing-brace-not-alone", token)
                self.crowded = index
                return
        if opened.kind in {"directive", "import"} and self.same_line(index + 1):
            following = self.tokens[index + 1]
            if not is_brace(following, "}"):
                self.report("closing-brace-not-alone", token)

    def _close_forgotten(self, column: int) -> None:
        """Close the blocks that a `}` at a column passes over, when it stands below the line of an outer one."""
        passed = 0
        for opened in reversed(self.stack[-min(self.unclosed, _GUESSES) - 1 :]):
            if opened.column <= column:
                break
            passed += 1
        else:
            return
        if self.stack[-1 - passed].column == column:
            for _ in range(passed):
                self._unclosed()

    def _unclosed(self) -> None:
        """Close a block whose brace is missing."""
        opened = self.stack.pop()
        self.unclosed -= 1
        if opened.brace:
            related = (Related(self.end, "the text ends here"),) if self.end and not self.stack else ()
            self.defects.append(Defect("unclosed-brace", opened.brace.span, opened.name, related=related))
        self._emit("CLOSE")
        self._emit("NL")


def _head(words: list[Token]) -> str:
    """The terminal of what stands before a block at the top level."""
    if len(words) == 1 and words[0].text.endswith(")"):
        if words[0].text.startswith("("):
            return "SNIPPET"
        if words[0].text.startswith("&("):
            return "ROUTE"
    return "ADDRESS"


def is_brace(token: Token, brace: str) -> bool:
    """Is a token a brace that opens or closes a block?  Quoted ones are words (but not up to Caddy 2.11.4)."""
    return token.text == brace and not token.quote
