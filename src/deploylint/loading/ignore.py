"""Ignore patterns as git reads them (gitignore(5)), matched in time linear in pattern and path.

Paths and patterns are matched as bytes, as git does.  Settings' `include`, `exclude` and `overrides.files` use the same
patterns, so that there is one pattern language to learn.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

_SPECIAL = b"*?[\\"
_CLASSES: dict[bytes, bytes] = {
    b"alnum": b"0-9A-Za-z",
    b"alpha": b"A-Za-z",
    b"blank": b" \t",
    b"digit": b"0-9",
    b"lower": b"a-z",
    b"upper": b"A-Z",
    b"xdigit": b"0-9A-Fa-f",
}
_STAR, _ANY, _FOLDERS = "*", "**", "**/"
Token = str | frozenset[int]
"""A set of accepted bytes, or: not a slash, any number · anything, any number · nothing, or anything up to a slash."""


class Pattern(NamedTuple):
    """One line of an ignore file: `prefix` is literal, `tokens` what follows; None: it can never match."""

    negative: bool
    only_folders: bool
    name_only: bool
    prefix: bytes
    tokens: tuple[Token, ...] | None

    def matches(self, path: bytes, *, folder: bool) -> bool:
        """Does the pattern itself cover the path, given relative to the ignore file's folder?"""
        if self.tokens is None or (self.only_folders and not folder):
            return False
        text = path.rpartition(b"/")[2] if self.name_only else path
        return text.startswith(self.prefix) and _run(self.tokens, text[len(self.prefix) :])


class Patterns:
    """The patterns of one ignore file or one setting; the last one that matches decides."""

    __slots__ = ("patterns",)

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)

    def verdict(self, path: bytes, *, folder: bool) -> bool | None:
        """Covered, exempted by a `!` pattern, or not spoken of."""
        for pattern in reversed(self.patterns):
            if pattern.matches(path, folder=folder):
                return not pattern.negative
        return None

    def covers(self, path: str, *, folder: bool = False) -> bool:
        """Is the path, or a folder above it, covered?"""
        parts = os.fsencode(path).split(b"/")
        above = (self.verdict(b"/".join(parts[:depth]), folder=True) for depth in range(1, len(parts)))
        return any(above) or bool(self.verdict(b"/".join(parts), folder=folder))


def parse(data: bytes) -> Patterns:
    """The patterns of an ignore file's bytes."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return Patterns(
        _pattern(_trimmed(line.removesuffix(b"\r"))) for line in lines if line and not line.startswith(b"#")
    )


def from_texts(texts: Iterable[str]) -> Patterns:
    """The patterns of a setting, one each text."""
    return parse("\n".join(text.replace("\n", " ") for text in texts).encode("utf-8", "surrogateescape"))


def _trimmed(line: bytes) -> bytes:
    """The line without blanks at its end, unless a backslash precedes them."""
    first_blank: int | None = None
    at = 0
    while at < len(line):
        if line[at] == 0x20:
            first_blank = at if first_blank is None else first_blank
        elif line[at] == 0x5C:
            at += 1
            if at == len(line):
                return line
            first_blank = None
        else:
            first_blank = None
        at += 1
    return line if first_blank is None else line[:first_blank]


def _pattern(text: bytes) -> Pattern:
    negative = text.startswith(b"!")
    text = text[negative:]
    only_folders = text.endswith(b"/")
    text = text[: len(text) - only_folders]
    name_only = b"/" not in text
    if not name_only:
        text = text.removeprefix(b"/")
    plain = next((at for at, byte in enumerate(text) if byte in _SPECIAL), len(text))
    tokens = None if not text else _tokens(text[plain:], by_path=not name_only)
    return Pattern(negative, only_folders, name_only, text[:plain], tokens)


def _tokens(text: bytes, *, by_path: bool) -> tuple[Token, ...] | None:
    """The tokens of the part after the literal prefix; None for an unfinished class or escape."""
    tokens: list[Token] = []
    every = frozenset(range(256)) - ({0x2F} if by_path else set())
    at = 0
    while at < len(text):
        byte = text[at]
        if byte == 0x2A:
            begin = at
            while at < len(text) and text[at] == 0x2A:
                at += 1
            tokens.append(_stars(text, begin, at) if by_path else _ANY)
            at += tokens[-1] == _FOLDERS
            continue
        if byte == 0x5B:
            found = _class(text, at + 1)
            if found is None:
                return None
            accepted, at = found
            tokens.append(accepted & every)
            continue
        if byte == 0x5C:
            at += 1
            if at == len(text):
                return None
        tokens.append(every if byte == 0x3F else frozenset((text[at],)))
        at += 1
    return tuple(tokens)


def _stars(text: bytes, begin: int, end: int) -> Token:
    """What one or more stars mean: two between slashes (or ends) cross folders, all others do not."""
    after = text[end : end + 2]
    if end - begin < 2 or not (begin == 0 or text[begin - 1] == 0x2F):
        return _STAR
    if after.startswith(b"/"):
        return _FOLDERS
    return _ANY if after in {b"", b"\\/"} else _STAR


def _class(text: bytes, at: int) -> tuple[frozenset[int], int] | None:
    """The bytes that a bracket expression accepts and the offset behind it."""
    negated = text[at : at + 1] in {b"!", b"^"}
    at += negated
    accepted: set[int] = set()
    before = 0  # a possible begin of a range
    first = True
    while first or text[at : at + 1] != b"]":
        first = False
        if at >= len(text):
            return None
        byte = text[at]
        if byte == 0x2D and before and at + 1 < len(text) and text[at + 1] != 0x5D:
            at += 1 + (text[at + 1] == 0x5C)
            if at >= len(text):
                return None
            accepted.update(range(before, text[at] + 1))
            before = 0
        elif (
            text[at : at + 2] == b"[:"
            and (close := text.find(b"]", at + 2)) != -1
            and text[close - 1] == 0x3A
            and close > at + 2
        ):
            members = _named(text[at + 2 : close - 1])
            if members is None:
                return None
            accepted |= members
            at, before = close, 0
        elif text[at : at + 2] == b"[:" and text.find(b"]", at + 2) == -1:
            return None
        else:
            at += byte == 0x5C
            if at >= len(text):
                return None
            before = text[at]
            accepted.add(before)
        at += 1
        if at >= len(text):
            return None
    members = frozenset(range(256)) - accepted if negated else frozenset(accepted)
    return members, at + 1


def _named(name: bytes) -> frozenset[int] | None:
    """The bytes of a class such as [:digit:]; None for a name that git does not know."""
    if name in _CLASSES:
        spec = _CLASSES[name]
        if name == b"blank":
            return frozenset(spec)
        bounds = [spec[at : at + 3] for at in range(0, len(spec), 3)]
        return frozenset(byte for low, _, high in bounds for byte in range(low, high + 1))
    ranges = {b"cntrl": (*range(32), 127), b"graph": range(33, 127), b"print": range(32, 127), b"space": b" \t\n\v\f\r"}
    if name in ranges:
        return frozenset(ranges[name])
    if name == b"punct":
        return frozenset(byte for byte in range(33, 127) if not chr(byte).isalnum())
    return None


def _run(tokens: tuple[Token, ...], text: bytes) -> bool:
    """Match by following all possibilities at once: no backtracking, so no pattern is expensive."""
    states: set[int] = set()
    _arrive(tokens, states, 0)
    for byte in text:
        after: set[int] = set()
        for state in states:
            token = tokens[state] if state < len(tokens) else None
            if isinstance(token, frozenset):
                if byte in token:
                    _arrive(tokens, after, state + 1)
            elif token == _FOLDERS:
                after.add(state)
                if byte == 0x2F:
                    _arrive(tokens, after, state + 1)
            elif token == _ANY or (token == _STAR and byte != 0x2F):
                _arrive(tokens, after, state)
        states = after
        if not states:
            return False
    return len(tokens) in states


def _arrive(tokens: tuple[Token, ...], states: set[int], state: int) -> None:
    """Add a state and those that are reached from it without a byte."""
    states.add(state)
    while state < len(tokens) and isinstance(tokens[state], str):
        state += 1
        states.add(state)
