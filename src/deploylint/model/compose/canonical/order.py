"""The order in which go-yaml prints the keys of a map (go.yaml.in/yaml/v4 rc.4, representer.go, keyList)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"\d+|\D")
_LETTERS_LAST = {code: code + (0x80 if chr(code).isalpha() else 0) for code in range(0x80)}
_DIGIT = re.compile(r"\d")

Key = tuple[tuple[int, int, int], ...]


def ordered(names: Iterable[str]) -> list[str]:
    """The names in order: numbers within them by value, letters behind all other characters."""
    found = list(names)
    together = "\n".join(found)
    if together.isascii() and not _DIGIT.search(together):
        return sorted(found, key=lambda name: name.translate(_LETTERS_LAST))
    return sorted(found, key=_key)


def _key(name: str) -> Key:
    """What a name is sorted by; a letter right behind a digit comes before all that is no digit."""
    tokens: list[tuple[int, int, int]] = []
    number = False
    for token in _TOKEN.findall(name):
        if token[0].isdecimal():
            value = 0
            for digit in token:
                value = value * 10 + ord(digit) - 48
            tokens.append((1, value, len(token)))
            number = True
        else:
            letter = token.isalpha()
            tokens.append(((-1 if number else 2) if letter else 0, ord(token), 0))
            number = False
    return tuple(tokens)
