"""Where the comments of a file stand and what each covers, by format."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any, Protocol

from deploylint.source.text import Source

Place = tuple[int, int]
"""Offsets of a comment, or of what one covers."""

_INDENT = re.compile(r"[ \t]*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_TRAILING = r"[#;][#; \t]*deploylint:"


class Comments(Protocol):
    """The comments of one file.  `trailing`: may one stand behind what it covers?  `forbidden` are characters that may
    not stand in one.
    """

    @property
    def trailing(self) -> bool:
        """May a comment stand at the end of a line?"""

    @property
    def forbidden(self) -> str:
        """Characters that would make a comment more than a comment."""

    def comments(self) -> list[Place]:
        """Offsets of comments without their line ends."""

    def covered(self, at: int, *, following: bool) -> Place | None:
        """What a comment covers: what begins below `at`, the end of the comment, or on the line that begins at `at`."""


def reader(source: Source, kind: str | None = None) -> Comments:
    """The comments of a file of a kind; without one, of the kind that its name tells."""
    from deploylint.syntax import formats

    found = _READERS.get(kind or formats.kind(source.path) or "", Yaml)
    return found(source)


def _next_content(text: str, at: int, comment: tuple[str, ...] = ("#",)) -> int:
    """Offset of the first character of the next line that is neither blank nor a comment; -1 when there is none."""
    for match in _LINE.finditer(text, at):
        if match.start() == at:
            continue
        line = match.group()
        if line.strip() and not line.lstrip().startswith(comment):
            return match.start() + len(line) - len(line.lstrip())
    return -1


class Env:
    """Comments and assignments of an env file."""

    __slots__ = ("_statements", "_text")

    trailing = False
    forbidden = ""

    def __init__(self, source: Source) -> None:
        from deploylint.syntax.dotenv import parse

        self._statements = parse(source).statements
        self._text = source.text

    def comments(self) -> list[tuple[int, int]]:
        """Offsets of comments without their line ends."""
        found = []
        for one in self._statements:
            start = one.start if one.kind == "comment" else one.comment_start
            start += len(self._text[start : one.end]) - len(self._text[start : one.end].lstrip())
            end = start + len(self._text[start : one.end].rstrip())
            if start < end and self._text[start] == "#":
                found.append((start, end))
        return found

    def covered(self, at: int, *, following: bool) -> tuple[int, int] | None:
        """The next assignment."""
        del following
        return next(
            (
                (one.start, one.end)
                for one in self._statements
                if one.start >= at and one.kind not in ("comment", "blank")
            ),
            None,
        )


class Caddyfile:
    """Comments and statements of a Caddyfile."""

    __slots__ = ("_comments", "_places", "_text", "_words")

    trailing = True
    forbidden = "\\"

    def __init__(self, source: Source) -> None:
        from deploylint.model.caddyfile.roles import is_inside
        from deploylint.syntax.caddyfile import structure, tokenize
        from deploylint.syntax.caddyfile.tree import Statement

        tokens = tokenize(source)
        self._text = source.text
        self._comments = list(tokens.comments)
        self._places: list[Place] = []
        self._words: list[tuple[int, int]] = []  # the start of each word, and the number of its statement
        waiting: list[Statement] = list(structure(tokens.tokens).statements)
        if is_inside(waiting):
            waiting = list(structure(tokens.tokens, fragment=True).statements)
        while waiting:
            statement = waiting.pop()
            block = statement.block
            words = [*statement.words, *((block.open, block.close) if block is not None else ())]
            starts = [word.start for word in words if word is not None and word.source is source]
            if block is not None:
                waiting += block.statements
            if starts:
                self._words += [(start, len(self._places)) for start in starts]
                self._places.append((min(starts), _last(statement)))
        self._words.sort()

    def comments(self) -> list[Place]:
        """Offsets of comments."""
        return self._comments

    def covered(self, at: int, *, following: bool) -> Place | None:
        """The statement, with its block, that begins on the next line with content or goes on at the line at `at`."""
        begin = _next_content(self._text, at) if following else at + len(_INDENT.match(self._text, at)[0])  # type: ignore[index]
        found = bisect_left(self._words, (begin, 0))
        if begin < 0 or found == len(self._words) or self._words[found][0] != begin:
            return None
        place = self._places[self._words[found][1]]
        return place if place[0] == begin or not following else None


def _last(statement: Any) -> int:
    """End of a statement and its block."""
    while True:
        block = statement.block
        if block is not None and block.close is not None:
            return int(block.close.end)
        if block is None or not block.statements:
            words = [*statement.words, *([block.open] if block is not None and block.open is not None else ())]
            return int(words[-1].end)
        statement = block.statements[-1]


class Unit:
    """Comments, assignments and sections of a unit file."""

    __slots__ = ("_comments", "_ends", "_text")

    trailing = False
    forbidden = ""

    def __init__(self, source: Source) -> None:
        from deploylint.syntax.systemd import parse

        tree = parse(source)
        self._text = source.text
        self._comments = list(tree.comments)
        self._ends: dict[int, int] = {}
        for section in tree.sections:
            self._ends[section.start] = section.assignments[-1].end if section.assignments else section.end
            for one in section.assignments:
                self._ends[one.key_start] = one.end
                meant = re.search(_TRAILING, self._text[one.value_start : one.value_end])
                if meant is not None:
                    self._comments.append((one.value_start + meant.start(), one.value_end))
        self._comments.sort()

    def comments(self) -> list[Place]:
        """Offsets of comments, and of what was meant for one at the end of a value."""
        return self._comments

    def covered(self, at: int, *, following: bool) -> Place | None:
        """The assignment on the next line with content, all of the section that begins there, or that line."""
        del following
        begin = _next_content(self._text, at, ("#", ";"))
        if begin < 0:
            return None
        line = _LINE.match(self._text, begin)
        return begin, self._ends.get(begin, line.end() if line else begin)


class Yaml:
    """Comments, pairs and items of a YAML file."""

    __slots__ = ("_items", "_pairs", "_tree")

    trailing = True
    forbidden = ""

    def __init__(self, source: Source) -> None:
        from deploylint.syntax.yaml_tree import parse

        self._tree = parse(source)
        self._pairs: dict[int, int] | None = None
        self._items: list[tuple[int, int]] = []

    def comments(self) -> list[tuple[int, int]]:
        """Offsets of comments."""
        from deploylint.syntax.yaml_tree import comments

        return comments(self._tree)

    def covered(self, at: int, *, following: bool) -> tuple[int, int] | None:
        """The outermost pair or item that begins on the next line with content, or on the line at `at`."""
        text = self._tree.source.text
        begin = _next_content(text, at) if following else at + len(_INDENT.match(text, at)[0])  # type: ignore[index]
        if begin < 0 or begin >= len(text):
            return None
        pairs = self._read() if self._pairs is None else self._pairs
        if text[begin] != "-" or text[begin + 1 : begin + 2] not in (" ", "\t", "\n", "\r"):
            return (begin, pairs[begin]) if begin in pairs else None
        line_end = self._tree.source.line_bounds(self._tree.source.position(begin)[0])[1]
        at = bisect_right(self._items, begin, key=lambda item: item[0])
        if at == len(self._items) or self._items[at][0] > line_end:
            return None
        return begin, -self._items[at][1]

    def _read(self) -> dict[int, int]:
        """Starts and ends of all pairs, and (in order, ends negative so that the outermost is first) of all items."""
        from deploylint.syntax.tree import Mapping as Pairs
        from deploylint.syntax.tree import Node
        from deploylint.syntax.tree import Sequence as Items

        pairs = self._pairs = {}
        todo: list[Node] = [document for document in self._tree.documents if document is not None]
        while todo:
            node = todo.pop()
            if isinstance(node, Pairs):
                for key, value in node.items:
                    pairs[key.start] = max(_end(value), key.end, pairs.get(key.start, 0))
                    todo += (key, value)
            elif isinstance(node, Items):
                self._items += [(item.start, -_end(item)) for item in node.items]
                todo += node.items
        self._items.sort()
        return pairs


def _end(node: object) -> int:
    """End of a node: of a collection, of its last child."""
    last = getattr(node, "last", None)
    end: int = getattr(node, "end", 0)
    return end if last is None or getattr(node, "flow", False) else max(last, getattr(node, "content", 0))


_READERS: dict[str, Callable[[Source], Comments]] = {
    "caddyfile": Caddyfile,
    "env": Env,
    "quadlet": Unit,
    "systemd": Unit,
}
"""By the kind of a file; every other one is read as YAML."""
