"""The words of a value: split at blanks, with or without quotes and the escape sequences of C.

The rules are those of extract_first_word() and cunescape_one() in systemd's extract-word.c and escape.c, versions 252
to 261; see also "Quoting" in systemd.service(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from deploylint.syntax.systemd.tree import Assignment, Word

_PLAIN = re.compile(r"[^ \t\n\r\"'\\]*")
_BLANKS = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"[^ \t\n\r]+")
_INSIDE = {'"': re.compile(r'[^"\\]*'), "'": re.compile(r"[^'\\]*")}
_ESCAPE = (
    r"[abfnrtvs\\\"']|x(?!00)[0-9a-fA-F]{2}|u(?!0000)[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}"
    r"|(?!000)[0-3][0-7]{2}"
)
"""What may stand behind a backslash.  A NUL may not be written, nor an octal number above 255.

Few units have one: `re` compiles it for the first that does, and keeps it.
"""

_LONGEST_ESCAPE = len("U0010ffff")

_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "s": " "}


class Piece(NamedTuple):
    """A word by its indexes into the text that it was split from.

    `fault` is "quote" for one that is not closed, "escape" for a backslash that begins no escape sequence (kept as it
    is written), "" when nothing is wrong.
    """

    text: str
    start: int
    end: int
    quoted: bool
    fault: str


def next_word(text: str, here: int) -> tuple[Piece | None, int]:
    """The word at or behind an index, and the index of the next; None at the end of the text.

    A word with an unclosed quote reaches to the end of the text.
    """
    start = here = _skip(_BLANKS, text, here)
    length = len(text)
    parts: list[str] = []
    quote = fault = ""
    quoted = False
    while here < length:
        end = _skip(_INSIDE[quote] if quote else _PLAIN, text, here)
        if end > here:
            parts.append(text[here:end])
        here = end
        if here == length:
            break
        character = text[here]
        here += 1
        if character == "\\":
            new, end = _escape(text, here)
            if not new:  # systemd keeps the backslash and takes what is behind it as it is, a blank too
                fault, new, end = "escape", text[here - 1 : here + 1], min(here + 1, length)
            parts.append(new)
            here = end
        elif quote:
            quote = ""  # the pattern stops at nothing but the quote and the backslash
        elif character in "\"'":
            quote, quoted = character, True
        else:
            here -= 1
            break
    if here == start:
        return None, here
    if quote:
        fault = "quote"
    return Piece(_text(parts), start, here, quoted, fault), _skip(_BLANKS, text, here)


def words(assignment: Assignment) -> tuple[Word, ...]:
    """The words of a list such as Environment=, up to the first that systemd cannot read, with which it stops."""
    found: list[Word] = []
    for piece in pieces(assignment.value):
        if piece.fault:
            break
        found.append(placed(assignment, piece))
    return tuple(found)


def plain_words(assignment: Assignment) -> tuple[Word, ...]:
    """The words of a list such as After=, in which quotes and backslashes are characters like others."""
    places = assignment.places
    return tuple(
        Word(match.group(), places[match.start()], places[match.end() - 1] + 1)
        for match in _WORD.finditer(assignment.value)
    )


def pieces(text: str) -> Iterator[Piece]:
    """All words of a text."""
    piece, here = next_word(text, 0)
    while piece is not None:
        yield piece
        piece, here = next_word(text, here)


def placed(assignment: Assignment, piece: Piece) -> Word:
    """A piece of an assignment's value as a word of its file."""
    places = assignment.places
    return Word(piece.text, places[piece.start], places[piece.end - 1] + 1, piece.quoted)


def _escape(text: str, here: int) -> tuple[str, int]:
    """What the escape sequence behind a backslash stands for, and the index behind it; empty when it is none."""
    match = re.match(_ESCAPE, text[here : here + _LONGEST_ESCAPE])
    if match is None:
        return "", here
    sequence, end = match.group(), here + match.end()
    letter = sequence[0]
    if letter in "xuU":
        code = int(sequence[1:], 16)
    elif letter.isdigit():
        code = int(sequence, 8)
    else:
        return _LETTERS.get(letter, letter), end
    if letter in "uU":
        return ("\ufffd" if 0xD800 <= code < 0xE000 else chr(code)), end
    # A byte: several may be one character together, which is settled when the word is complete.
    return (chr(code) if code < 0x80 else chr(0xDC00 + code)), end


def _text(parts: list[str]) -> str:
    """The pieces of a word joined, with the bytes of escape sequences put together to characters."""
    text = "".join(parts)
    if text.isascii() or not any("\udc80" <= part <= "\udcff" for part in parts if len(part) == 1):
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _skip(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start
