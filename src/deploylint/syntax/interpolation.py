"""Interpolation as Compose reads it: `$NAME`, `${NAME}`, six operators, `$$`; a text becomes pieces with offsets.

The grammar is that of compose-go's template package, with its corners: a braced reference with an operator reaches to
the first brace that balances, else to the last one on its line; a line end inside makes it invalid; after `{` the
counting of braces skips one character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_HEAD = re.compile(
    r"\$(?:(?P<escaped>\$)|(?P<named>[_a-zA-Z\u017f\u212a][_a-zA-Z0-9\u017f\u212a]*)"
    r"|\{(?P<braced>[_a-zA-Z\u017f\u212a][_a-zA-Z0-9\u017f\u212a]*)(?P<operator>\}|:?[-+?])|\{)"
)
"""What a dollar sign begins; U+017F and U+212A are letters s and k to a pattern that ignores case."""

_BRACES = r"(?s)\{.?|\}"
_OFFENDER = r"[^\s{}$\"']*\}?"

_NO_NAME = "no name between the braces"
_NO_REFERENCE = "neither a variable's name alone nor one of :- - :+ + :? ? behind it"

_DEEPEST = 50
"""References inside references; real files have three."""


class Text(NamedTuple):
    """Literal text; `value` differs from what is written only for `$$`."""

    start: int
    end: int
    value: str


class Reference(NamedTuple):
    """A reference to a variable: `operator` is "" or one of `:-` `-` `:+` `+` `:?` `?`, `argument` what follows it."""

    start: int
    end: int
    name: str
    operator: str = ""
    argument: tuple[Piece, ...] | None = None


class Invalid(NamedTuple):
    """A `${` that is no reference; Compose refuses the whole text."""

    start: int
    end: int
    reason: str


Piece = Text | Reference | Invalid

Lookup = Callable[[str], str | None]
"""Gives a variable's value, None when it is not set."""


class RequiredError(ValueError):
    """A `${NAME:?message}` whose variable has no value: its `reference` and the expanded `message`."""

    def __init__(self, reference: Reference, message: str) -> None:
        super().__init__(f"required variable {reference.name} is missing a value: {message}")
        self.reference = reference
        self.message = message


class InvalidTemplateError(ValueError):
    """A piece that is no reference stood where a value was needed."""

    def __init__(self, piece: Invalid) -> None:
        super().__init__(piece.reason)
        self.piece = piece


def parse(text: str) -> tuple[Piece, ...]:
    """The pieces of a text in order; together they cover it, nested ones have offsets into the same text."""
    if "$" not in text:
        return (Text(0, len(text), text),) if text else ()
    return _pieces(text, 0, len(text), 0)


def expand(pieces: Sequence[Piece], lookup: Lookup) -> str:
    """The text as Compose deploys it; a branch that is not taken is not evaluated.

    Raises RequiredError and InvalidTemplateError where Compose refuses the text.
    """
    return "".join([_value(piece, lookup) for piece in pieces])


def _value(piece: Piece, lookup: Lookup) -> str:
    """What one piece gives; as deep as the pieces are nested, which `parse` bounds."""
    if isinstance(piece, Text):
        return piece.value
    if isinstance(piece, Invalid):
        raise InvalidTemplateError(piece)
    value = lookup(piece.name)
    operator, argument = piece.operator, piece.argument or ()
    given = value is not None and (value != "" or not operator.startswith(":"))
    if operator.endswith("+"):
        return expand(argument, lookup) if given else ""
    if given or not operator:
        return value or ""
    if operator.endswith("-"):
        return expand(argument, lookup)
    raise RequiredError(piece, expand(argument, lookup))


def _pieces(text: str, start: int, end: int, depth: int) -> tuple[Piece, ...]:
    """The pieces of `text[start:end]`."""
    pieces: list[Piece] = []
    line_end = last_brace = next_brace = -1
    position = start
    while position < end:
        match = _HEAD.search(text, position, end)
        if match is None:
            break
        here, after = match.span()
        if here > position:
            pieces.append(Text(position, here, text[position:here]))
        position = after
        name, operator = match["braced"], match["operator"]
        if match["escaped"]:
            pieces.append(Text(here, after, "$"))
        elif match["named"]:
            pieces.append(Reference(here, after, match["named"]))
        elif operator == "}":
            pieces.append(Reference(here, after, name))
        else:
            if line_end < after:
                line_end = text.find("\n", after, end)
                line_end = end if line_end < 0 else line_end
                last_brace = text.rfind("}", after, line_end)
            if not name or last_brace < after:
                if next_brace < after:
                    next_brace = text.find("}", after, end)
                    next_brace = end if next_brace < 0 else next_brace
                piece: Piece = _invalid(text, here, after, end, named=bool(name), closed=next_brace < end)
            elif depth >= _DEEPEST:
                piece = Invalid(here, last_brace + 1, "references are nested too deeply")
            else:
                closing = _closing(text, here, last_brace)
                piece = Reference(here, closing + 1, name, operator, _pieces(text, after, closing, depth + 1))
            pieces.append(piece)
            position = piece.end
    if position < end:
        pieces.append(Text(position, end, text[position:end]))
    return tuple(pieces)


def _closing(text: str, start: int, last: int) -> int:
    """Where the reference that begins at `start` ends: the brace that balances, else the last one of its line."""
    depth = 0
    for match in re.compile(_BRACES).finditer(text, start, last + 1):
        if text[match.start()] == "{":
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return match.start()
    return last


def _invalid(text: str, start: int, after: int, end: int, *, named: bool, closed: bool) -> Invalid:
    """The piece for what begins like a reference and is none, as far as a reader takes it to be one.

    `closed`: there is a closing brace behind it.
    """
    match = re.compile(_OFFENDER).match(text, after, end)
    stop = match.end() if match else after
    if text.find("}", start, stop) >= 0:
        return Invalid(start, stop, _NO_NAME if stop == start + 3 else _NO_REFERENCE)
    if named and closed:
        return Invalid(start, stop, "a reference ends on the line where it begins")
    return Invalid(start, stop, _NO_REFERENCE if closed else "a closing brace is missing")
