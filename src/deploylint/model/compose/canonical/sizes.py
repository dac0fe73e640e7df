"""Sizes in bytes as Compose reads them."""

from __future__ import annotations

import math
import re

_WHOLE = re.compile(r"[-+]?[0-9]{1,19}", re.ASCII)
_DIGITS = "[0-9](?:_?[0-9])*"
_DECIMAL = re.compile(rf"[-+]?(?:{_DIGITS}\.?(?:{_DIGITS})?|\.{_DIGITS})(?:[eE][-+]?{_DIGITS})?", re.ASCII)
_HEXADECIMAL = re.compile(r"[-+]?0[xX](?:_?[0-9a-fA-F])*\.?(?:[0-9a-fA-F](?:_?[0-9a-fA-F])*)?[pP][-+]?[0-9]+", re.ASCII)
_UNIT = re.compile(r"([kmgtp])?(?:(?<=[kmgtp])i?b|b)?", re.ASCII | re.IGNORECASE)
_FACTORS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50}
_TOO_MANY = -(1 << 63)
"""What Go makes of a number beyond 63 bits."""


def parse(text: str) -> int | None:
    """Bytes; None for what is no size (compose-go 2.14.0, types/bytes.go; go-units 0.5.0, RAMInBytes)."""
    if _WHOLE.fullmatch(text):
        return int(text)
    end = 1 + max(text.rfind(character) for character in "0123456789. ")
    number = _number(text[: end - 1] if text[end - 1 : end] == " " else text[:end])
    unit = _UNIT.fullmatch(text, end)
    if number is None or unit is None:
        return None
    size = number * _FACTORS.get((unit[1] or "").lower(), 1)
    if not math.isfinite(size) or size < 0:
        return None
    return int(size) if size < 1 << 63 else _TOO_MANY


def _number(text: str) -> float | None:
    """A number as Go reads one (strconv.ParseFloat)."""
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _HEXADECIMAL.fullmatch(text):
        try:
            return float.fromhex(text.replace("_", ""))
        except (ValueError, OverflowError):
            return None
    return None
