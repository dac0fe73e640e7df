"""Sizes in bytes as Compose reads them."""

from __future__ import annotations

import math
import re

_SIZE = re.compile(r"([0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]+)?) ?(?:([kKmMgGtTpP])(?:[iI]?[bB])?|[bB])?", re.ASCII)
_FACTORS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50}
_WHOLE = re.compile(r"[-+]?[0-9]+", re.ASCII)
_MOST = (1 << 63) - 1


def parse(text: str) -> int | None:
    """Bytes; None for what is no size (compose-go 2.14.0, types/bytes.go; go-units, RAMInBytes)."""
    if _WHOLE.fullmatch(text) and len(text) <= 19:
        return int(text)
    match = _SIZE.fullmatch(text)
    if match is None or not any(character.isdigit() for character in match[1]):
        return None
    size = float(match[1]) * _FACTORS.get((match[2] or "").lower(), 1)
    return min(int(size), _MOST) if math.isfinite(size) else None
