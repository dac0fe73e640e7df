"""A Caddyfile cut into words exactly as Caddy's lexer cuts it, each with its place.

Semantics: Caddy 2.11, caddyconfig/caddyfile, lexer.  Of a backslash that Caddy leaves pending over blanks and comments,
`pending` is the offset.
"""

from __future__ import annotations

import re

from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax.caddyfile import heredoc
from deploylint.syntax.caddyfile.expansion import Lookup, Piece, Ranges, expand
from deploylint.syntax.caddyfile.tree import HOLE, Reference, Token, Tokens

_BLANKS = "\t\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""White space to Go's unicode.IsSpace but for the line feed; Python's str.isspace would take more."""

_WHITE = _BLANKS + "\n"
_GAP = re.compile(f"[{_BLANKS}]++")
_RUN = re.compile(f"[^{_BLANKS}\n\\\\]++")
_STRING = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_HEREDOC = re.compile("<\r*+<")


def new_line(previous: Token, token: Token) -> bool:
    """Does Caddy take a token for the first of a line, given the one before it?"""
    return (
        previous.line + previous.breaks < token.line
        or previous.source.path != token.source.path
        or previous.imports != token.imports
    )


def shown(token: Token) -> str:
    """What a message may say of a word: never the value of a variable."""
    return token.span.text if token.uses else token.text


def without(text: str, start: int, end: int, dropped: Ranges) -> str:
    """Characters `start` to `end` of a text without the dropped ranges."""
    if not dropped:
        return text[start:end]
    parts = []
    for first, last in dropped:
        parts.append(text[start:first])
        start = last
    parts.append(text[start:end])
    return "".join(parts)


class _Lexer:
    """The state between two words: on which logical line, and how many continued lines await the next line end."""

    def __init__(self, source: Source, lookup: Lookup | None) -> None:
        self.source = source
        self.expansion = expand(source.text, lookup)
        self.text = self.expansion.text
        self.line = 1
        self.skipped = 0
        self.tokens: list[Token] = []
        self.comments: Ranges = []  # offsets in the expanded text
        self.defects: list[Defect] = []
        self.pending = -1
        self.joining = -1  # the backslash of a comment that continued a line since the last token
        self.empty = -1  # the end of the last token, if that is an empty heredoc

    def span(self, start: int, end: int) -> Span:
        """A place in the file."""
        return Span(self.source, *self.expansion.place(start, end))

    def run(self) -> None:
        """Cut all of the text."""
        position, size = self._gap(0), len(self.text)
        while position < size:
            char = self.text[position]
            if char == '"':
                position = self._string(position)
            elif char == "`":
                position = self._backticks(position)
            elif self.pending < 0 and (match := _HEREDOC.match(self.text, position)):
                position = self._heredoc(position, match.end())
            else:
                position = self._word(position)
            self.pending = -1
            position = self._gap(position)

    def _gap(self, position: int) -> int:
        """Past white space, comments and a backslash; where the next word goes on or begins."""
        text, size = self.text, len(self.text)
        commented = -1
        while position < size:
            char = text[position]
            if char == "\n":
                if self.pending >= 0:
                    self.skipped += 1
                    self.joining = commented if commented >= 0 else self.joining
                else:
                    self.line += 1 + self.skipped
                    self.skipped = 0
                self.pending = commented = -1
                position += 1
            elif match := _GAP.match(text, position):
                position = match.end()
            elif char == "#":
                end = text.find("\n", position)
                end = size if end < 0 else end
                # Caddy sees the backslash anywhere in a comment, and one that stands before it too.
                if self.pending < 0:
                    self.pending = text.find("\\", position, end)
                commented = self.pending
                self.comments.append((position, end - 1 if text[end - 1] == "\r" else end))
                position = end
            elif char == "\\" and self.pending < 0:
                self.pending = position
                position += 1
            else:
                break
        return position

    def _add(self, start: int, end: int, content: tuple[int, int], dropped: Ranges, quote: str = "") -> Token:
        """A token: written from `start` to `end`, its text `content` without the dropped ranges."""
        first, last = content
        text = without(self.text, first, last, dropped)
        token = Token(self.source, text, quote, *self.expansion.place(start, end), self.line)
        token.uses = self.expansion.uses(first, last, dropped)
        if quote:
            token.breaks = text.count("\n") + (2 if quote == "<<" else 0)
        if self.tokens and (self.joining >= 0 or self.empty >= 0) and not new_line(self.tokens[-1], token):
            self._joined(self.tokens[-1], token, start)
        self.joining = self.empty = -1
        self.tokens.append(token)
        return token

    def _joined(self, previous: Token, token: Token, start: int) -> None:
        """Report what made a token belong to the line before against all appearances."""
        if self.joining >= 0:
            place = self.span(self.joining, self.joining + 1)
            self.defects.append(Defect("comment-continues-line", place, "", shown(token)))
        elif "\n" in self.text[self.empty : start]:
            self.defects.append(Defect("heredoc-empty", previous.span, "", shown(token)))

    def _string(self, position: int) -> int:
        r"""A word in double quotes, in which only `\"` is an escape; a pending backslash is its first character."""
        text, start = self.text, position
        content = position + 1
        dropped: Ranges = []
        body = content
        if self.pending >= 0 and content < len(text):
            start = self.pending
            dropped.append((start + 1, content))
            content = start
            if text[body : body + 1] == '"':
                dropped = [(start, body)]
            body += 1
        match = _STRING.match(text, body)
        end = match.end() if match else body
        if "\\" in text[body:end]:
            dropped += [
                (escape.start(), escape.start() + 1) for escape in _ESCAPE.finditer(text, body, end) if escape[1] == '"'
            ]
        closed = text[end : end + 1] == '"'
        return self._quoted((start, position, content, end), dropped, '"', closed=closed)

    def _backticks(self, position: int) -> int:
        """A word in backticks, in which nothing is an escape."""
        end = self.text.find("`", position + 1)
        closed = end >= 0
        return self._quoted(
            (position, position, position + 1, end if closed else len(self.text)), [], "`", closed=closed
        )

    def _quoted(self, places: tuple[int, int, int, int], dropped: Ranges, quote: str, *, closed: bool) -> int:
        """The token of a quoted word; one that stays open is all the rest of the file, and no quoted word to Caddy."""
        start, opening, content, end = places
        text, last = self.text, end
        if closed:
            end += 1
        else:
            # A last backslash is neither an escape nor kept.
            end = len(text)
            self.defects.append(Defect("unterminated-quote", self.span(opening, opening + 1), quote))
        if closed or without(text, content, last, dropped):
            self._add(start, end, (content, last), dropped, quote if closed else "")
        if lines := text.count("\n", content, last):
            self.line += lines + self.skipped
            self.skipped = 0
        return end

    def _word(self, position: int) -> int:
        """A word without quotes: up to white space, or to a backslash before white space."""
        text, size = self.text, len(self.text)
        start, dropped = position, Ranges()
        if self.pending >= 0:
            start = self.pending
            if text[start + 1 : position].strip("\r"):
                self._lost(start)
            if text[position] == "<":
                dropped.append((start, position))
            elif position > start + 1:
                dropped.append((start + 1, position))
            position += 1
        while True:
            if match := _RUN.match(text, position):
                position = match.end()
            char = text[position : position + 1]
            after = _after_returns(text, position + 1)
            if char == "\r" and text[after : after + 1].strip(_WHITE):
                dropped.append((position, after))
                position = after
                continue
            if char != "\\":
                break
            following = text[after : after + 1]
            if after >= size or following in _WHITE:
                self._add(start, position, (start, position), dropped)
                if following == "\n":
                    self.skipped += 1
                    return after + 1
                if after < size:
                    self._lost(position)
                return after
            if following == "<":
                dropped.append((position, after))
            elif after > position + 1:
                dropped.append((position + 1, after))
            position = after + 1
        self._add(start, position, (start, position), dropped)
        return position

    def _lost(self, backslash: int) -> None:
        """Report a backslash before a blank, which does not keep the words together."""
        self.defects.append(Defect("dropped-backslash", self.span(backslash, backslash + 1)))

    def _heredoc(self, position: int, head: int) -> int:
        """A word that begins with `<<`: a heredoc, or an ordinary word when a space or the end of the file ends it."""
        text = self.text
        opening = heredoc.opening(text, position, head)
        if opening.fault or opening.body < 0:
            if opening.fault and HOLE not in opening.marker:
                place = self.span(position, opening.end)
                self.defects.append(
                    Defect("heredoc-invalid", place, opening.marker, opening.fault[0], opening.fault[1])
                )
            self._add(position, opening.end, (position, opening.end), opening.dropped)
            return opening.end
        body = heredoc.body(text, opening)
        if body.fault:
            first, last, code, found, expected = body.fault
            self.defects.append(Defect(code, self.span(first, last), opening.marker, found, expected))
        self._add(position, body.end, (opening.body, body.last), body.dropped, "<<")
        self.line += text.count("\n", position, body.end) + self.skipped
        self.skipped = 0
        if body.empty and not body.fault:
            self.empty = body.end
        return body.end


def _after_returns(text: str, position: int) -> int:
    """Past carriage returns, which Caddy does not see outside quotes."""
    while text[position : position + 1] == "\r":
        position += 1
    return position


def tokenize(source: Source, lookup: Lookup | None = None) -> Tokens:
    """The words of a source, environment expanded; never raises."""
    lexer = _Lexer(source, lookup)
    lexer.run()
    place = lexer.expansion.place
    comments = tuple(place(*comment) for comment in lexer.comments if not lexer.expansion.inside(comment[0]))
    defects = tuple(sorted(lexer.defects, key=lambda defect: defect.span.start))
    return Tokens(source, tuple(lexer.tokens), comments, _outside(lexer.expansion.pieces, lexer.comments), defects)


def _outside(pieces: tuple[Piece, ...], comments: Ranges) -> tuple[Reference, ...]:
    """The references that do not stand in a comment."""
    found = []
    index = 0
    for piece in pieces:
        while index < len(comments) and comments[index][1] < piece.end:
            index += 1
        if not (index < len(comments) and comments[index][0] < piece.start):
            found.append(piece.reference)
    return tuple(found)
