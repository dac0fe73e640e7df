"""What YAML scalars mean to Compose, which reads them with go-yaml, and where their characters are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from deploylint.source.text import Source
from deploylint.syntax.tree import Scalar


class NotText(NamedTuple):
    """A plain date or time: no text to Compose, which writes it as `deployed` where it wants one."""

    deployed: str


Resolved = str | int | float | bool | NotText | None

_STANDARD = "tag:yaml.org,2002:"

_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    "-0": -0.0,
}
"""Plain words that are no text.  `yes`, `on`, `y` and their opposites are text to go-yaml."""

_NUMBER_FIRST = frozenset("0123456789+-.")

_INTEGER = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+)|(0|[1-9][0-9]{0,19}))")
"""Decimal ones of more digits do not fit in 64 bits, and Python refuses to read those of thousands."""
_FRACTION = r"\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?"
"""What begins with a point is read by Go's own rule for numbers."""
_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
_TIMESTAMP = (
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d{2}:\d{2})?)?"
)


def resolve(scalar: Scalar) -> Resolved:
    """The value of a scalar as go-yaml decodes it without being told a type (reference: its resolve.go)."""
    tag, text = scalar.tag, scalar.value
    if tag is None or tag == "!":
        return text if scalar.style or tag else plain(text)
    if not tag.startswith(_STANDARD):
        return text
    kind = tag[len(_STANDARD) :]
    if kind == "binary":
        from base64 import b64decode

        try:
            return b64decode(text).decode("utf-8", "replace")
        except ValueError:
            return text
    if kind not in _KINDS:
        return text
    value = plain(text, dates=kind == "timestamp")
    if kind == "float" and type(value) is int:
        return float(value)
    return value if _KINDS[kind](value) else text


_KINDS: dict[str, Callable[[Resolved], bool]] = {
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: type(value) is int,
    "float": lambda value: type(value) in (int, float),
    "null": lambda value: value is None,
    "timestamp": lambda value: isinstance(value, NotText),
}


def contradiction(scalar: Scalar) -> str:
    """What a standard tag promises and the text does not hold; empty when they agree."""
    kind = (scalar.tag or "")[len(_STANDARD) :]
    if kind not in _KINDS or _KINDS[kind](plain(scalar.value, dates=kind == "timestamp")):
        return ""
    return f"a value of type {kind}"


def plain(text: str, dates: bool = True) -> Resolved:
    """The value of a plain scalar without a tag."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_FIRST:
        return text
    return _number(text, dates)


def _number(text: str, dates: bool) -> Resolved:
    """The value of a text that begins like a number."""
    if text[0] == ".":
        return _finite(text) if re.fullmatch(_FRACTION, text) else text
    if dates and text[4:5] == "-":
        deployed = _timestamp(text)
        if deployed is not None:
            return NotText(deployed)
    digits = text.replace("_", "")
    integer = _INTEGER.fullmatch(digits)
    if integer:
        sign, *written = integer.groups()
        value = next(int(part, base) for part, base in zip(written, (16, 8, 2, 10), strict=True) if part is not None)
        if -(1 << 63) <= (-value if sign == "-" else value) < (1 << 64) and not (sign == "+" and value >= 1 << 63):
            return -value if sign == "-" else value
    if re.fullmatch(_FLOAT, digits):
        return text if isinstance(_finite(digits), str) else float(digits)
    return text


def _finite(digits: str) -> float | str:
    """The number; beyond the largest float go-yaml keeps the text."""
    number = float(digits)
    return digits if number - number != 0 else number


def _timestamp(text: str) -> str | None:
    """A date or time as Go prints it; None for what is none."""
    match = re.fullmatch(_TIMESTAMP, text, re.ASCII)
    if match is None:
        return None
    year, month, day, mark, hour, minute, second, fraction, zone = match.groups()
    if mark is not None and (zone is None) != (mark == " "):
        return None
    import datetime as dt

    date = int(year), int(month), int(day)
    try:
        moment = dt.datetime(*date, int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001 (the zone is text)
    except ValueError:
        return None
    part = "." + fraction[:9].rstrip("0") if fraction and fraction[:9].rstrip("0") else ""
    offset = "+0000 UTC" if zone in (None, "Z", "+00:00") else f"{zone.replace(':', '')} {zone.replace(':', '')}"
    return f"{moment:%Y-%m-%d %H:%M:%S}{part} {offset}"


def places(source: Source, scalar: Scalar) -> Sequence[int]:
    """For each character of a scalar's value, and for its end, the offset where it is written."""
    start, end, value, style = scalar.content, scalar.end, scalar.value, scalar.style
    if style in ("|", ">"):
        from deploylint.syntax.yaml_folding import block_places as folded
    else:
        quotes = 1 if style else 0
        if end - start - 2 * quotes == len(value):  # escapes and folding only ever shorten a text
            return range(start + quotes, start + quotes + len(value) + 1)
        from deploylint.syntax.yaml_folding import flow_places as folded
    return folded(source.text, scalar)
