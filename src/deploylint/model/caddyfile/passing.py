"""What an import passes to what it imports: arguments, and the block behind it, put into the imported words.

Semantics: Caddy 2.11, caddyconfig/caddyfile (importargs.go, and doImport in parse.go).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from deploylint.source.span import Span
from deploylint.syntax.caddyfile import new_line
from deploylint.syntax.caddyfile.tree import HOLE, Token, Use

_ARGUMENT = re.compile(r"\\[{}]|\{args(?:\[([^\[\]{}]*)\]|\.([^\[\]{}]*))\}")
_LONGEST_INDEX = 6
LONG = 200
"""Characters of a word that count as much as a word when arguments have been put in."""

_LONGEST = 100_000
"""Characters of a word beyond which no more arguments are put in."""


class Passed(Token):
    """A token that an import changed; `argument` is the word that an import passed for the whole of it, else None."""

    __slots__ = ("argument",)

    def __init__(self, token: Token, text: str) -> None:
        super().__init__(token.source, text, token.quote, token.start, token.end, token.line)
        self.breaks = token.breaks
        self.uses = token.uses
        self.imports = token.imports
        self.passed = token.passed
        self.argument: Token | None = token.argument if isinstance(token, Passed) else None


NOTHING: Mapping[str, tuple[Token, ...]] = MappingProxyType({})


class Handed(NamedTuple):
    """What stands behind the pattern of an import: its arguments, and the tokens of its block by their keys."""

    args: tuple[Token, ...]
    block: tuple[Token, ...] = ()
    keys: Mapping[str, tuple[Token, ...]] = NOTHING


def place(token: Token) -> Span:
    """Where a person writes a word: in the statement that passes it, or where it stands."""
    if isinstance(token, Passed) and token.argument is not None:
        return place(token.argument)
    return token.span


def is_brace(token: Token, brace: str) -> bool:
    """Is it a brace that opens or closes a block?"""
    return token.text == brace and not token.quote


def keyed(block: Sequence[Token]) -> dict[str, tuple[Token, ...]]:
    """The parts of an import's block by their first words: what stands behind the word on its line, or in its
    braces.
    """
    found: dict[str, tuple[Token, ...]] = {}
    at = 0
    while at < len(block):
        key, start = block[at], at + 1
        at = start
        while at < len(block) and not new_line(block[at - 1], block[at]) and not is_brace(block[at], "{"):
            at += 1
        part = tuple(block[start:at])
        if at < len(block) and is_brace(block[at], "{") and not new_line(block[at - 1], block[at]):
            end = matching(block, at)
            part += tuple(block[at + 1 : end])
            at = end + 1
        found[key.text] = part
    return found


def matching(tokens: Sequence[Token], opening: int) -> int:
    """Index of the brace that closes the one at `opening`; the number of tokens where none does."""
    depth = 0
    for index in range(opening, len(tokens)):
        token = tokens[index]
        if token.quote:
            continue
        depth += (token.text == "{") - (token.text == "}")
        if not depth:
            return index
    return len(tokens)


def hand_over(
    tokens: Sequence[Token], handed: Handed, imports: tuple[Span, ...], room: int
) -> tuple[list[Token], list[tuple[Token, str]], int]:
    """Copies of imported tokens with what the import passes put in, those that name an argument it does not pass, and
    how much room is left: one for each token, and one for each LONG characters that were passed.  Below 0 it was not
    enough.

    Words of a snippet that is defined among them are left as they are: what they name is passed when that is imported.
    """
    done: list[Token] = []
    lacking: list[tuple[Token, str]] = []
    inner = _definitions(tokens)
    for index, token in enumerate(tokens):
        if room < len(done):
            return done, lacking, -1
        copy = Passed(token, token.text)
        copy.imports = imports
        if index in inner or ("{" not in token.text and "\\" not in token.text):
            done.append(copy)
        elif token.text == "{block}":
            done += _blocks(handed.block)
        elif token.text.startswith("{blocks.") and token.text.endswith("}"):
            done += _blocks(handed.keys.get(token.text[8:-1], ()))
        elif (several := _several(token.text, len(handed.args))) is not None:
            done += [_whole(copy, argument) for argument in handed.args[several]]
        else:
            if absent := _substitute(copy, handed.args):
                lacking.append((token, absent))
            room -= len(copy.text) // LONG if copy.passed else 0
            done.append(copy)
    return done, lacking, room - len(done)


def _blocks(tokens: Sequence[Token]) -> list[Token]:
    copies: list[Token] = []
    for token in tokens:
        copy = Passed(token, token.text)
        copy.passed = True
        copies.append(copy)
    return copies


def _definitions(tokens: Sequence[Token]) -> frozenset[int]:
    """Indexes of the tokens in bodies of snippets that are defined at the outermost level of these tokens."""
    found: set[int] = set()
    depth = 0
    for index, token in enumerate(tokens):
        if token.quote or token.text not in ("{", "}"):
            continue
        if token.text == "{":
            name = tokens[index - 1] if index else None
            first = index < 2 or new_line(tokens[index - 2], tokens[index - 1])
            if not depth and name is not None and first and name.text[:1] == "(" and name.text[-1:] == ")":
                found.update(range(index, matching(tokens, index)))
            depth += 1
        elif depth:
            depth -= 1
    return frozenset(found)


def _several(text: str, count: int) -> slice | None:
    """The arguments that `{args[1:]}` as a whole word stands for; None for anything else."""
    if not (text.startswith("{args[") and text.endswith("]}") and ":" in text):
        return None
    low, _, high = text[6:-2].partition(":")
    first, last = _index(low, 0), _index(high, count)
    if first is None or last is None or not first <= last <= count:
        return None
    return slice(first, last)


def _index(text: str, default: int) -> int | None:
    if not text:
        return default
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_INDEX else None


def _whole(copy: Passed, argument: Token) -> Passed:
    """The word that an argument makes."""
    made = Passed(copy, argument.text)
    made.uses, made.passed, made.argument = argument.uses, True, argument
    return made


def _substitute(copy: Passed, args: Sequence[Token]) -> str:
    """Put arguments into a word, and take the backslash from its braces; the first placeholder for one that is not
    there, or nothing.
    """
    text, old = copy.text, copy.uses
    pieces: list[str] = []
    uses: list[Use] = []
    absent, done, length, index = "", 0, 0, 0
    for match in _ARGUMENT.finditer(text):
        given: Token | None = None
        value = match[0][1]
        if match[0][0] != "\\":
            number = _index(match[1] if match[1] is not None else match[2], -1)
            if number is None or not 0 <= number < len(args) or length > _LONGEST:
                absent = absent or match[0]
                continue
            given = args[number]
            value = given.text
            copy.passed = True
            copy.argument = given if match.span() == (0, len(text)) else None
        while index < len(old) and old[index].last <= match.start():
            uses.append(_moved(old[index], length - done))
            index += 1
        while index < len(old) and old[index].first < match.end():
            index += 1
        pieces += (text[done : match.start()], value)
        length += match.start() - done
        uses += [_moved(use, length) for use in given.uses] if given is not None else ()
        length, done = length + len(value), match.end()
    if done:
        uses += [_moved(use, length - done) for use in old[index:]]
        copy.text, copy.uses = "".join((*pieces, text[done:])), tuple(uses)
    return absent


def _moved(use: Use, by: int) -> Use:
    """The use, so many characters further in the text."""
    return use._replace(first=use.first + by, last=use.last + by)


def is_hole(token: Token) -> bool:
    """Is nothing of a word known?"""
    return token.text == HOLE and not token.known
