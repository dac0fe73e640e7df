"""Tokens that say by their shape whose they are: found in a text by the table of schemas/secrets.yaml.

Patterns are compiled one by one, each when a text first holds one of its literals: most runs compile none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from deploylint.model.token_table import SHAPES, Shape

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

RUN = re.compile(r"[0-9A-Za-z_-]{14}|PrivateKey")
"""Every token holds such a run, and few other values do."""

_compiled: dict[str, re.Pattern[str]] = {}


def token(value: str) -> tuple[str, int, int] | None:
    """Provider, start and end of the first token in the value that satisfies its check; quiet ones are not told."""
    found = (
        (start, shape, end)
        for shape, start, end in _matches(value)
        if not shape.quiet and _true(shape, value, start, end)
    )
    first = min(found, key=lambda match: match[0], default=None)
    return None if first is None else (first[1].provider, first[0], first[2])


def token_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of everything that has a token's shape, checks or not: masking errs on the side of hiding."""
    return [(start, end) for _, start, end in _matches(text)]


def public_prefix(value: str) -> str:
    """The part of a token that its provider made public, such as `ghp_`; empty for anything else."""
    for shape, start, _ in _matches(value):
        if start == 0:
            return next(
                (literal for literal in shape.literals if literal[-1] in "_-." and value.startswith(literal)), ""
            )
    return ""


def _matches(text: str) -> Iterator[tuple[Shape, int, int]]:
    if len(text) < 14 or RUN.search(text) is None:
        return
    for shape in SHAPES:
        for literal in shape.literals:
            if literal in text:
                break
        else:
            continue
        pattern = _compiled.get(shape.id)
        if pattern is None:
            pattern = _compiled[shape.id] = re.compile(shape.regex)
        for match in pattern.finditer(text):
            yield shape, match.start(), match.end()


def _true(shape: Shape, text: str, start: int, end: int) -> bool:
    return not shape.check or CHECKS[shape.check](text[start:end])


def _decoded(part: str) -> bytes:
    import base64

    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def base62_crc32(data: str) -> str:
    """The six characters that end a GitHub or npm token: CRC-32 of the thirty after the prefix, in base 62."""
    import zlib

    number = zlib.crc32(data.encode())
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = BASE62[rest] + digits
    return digits.rjust(6, "0")


def _has_base62_crc32(found: str) -> bool:
    data = found.partition("_")[2]
    return base62_crc32(data[:-6]) == data[-6:]


def bech32_checksum(prefix: str, data: str) -> str:
    """The six characters that end a bech32 text (BIP 173) of this lower-case prefix and data."""
    values = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    values += [BECH32.index(char) for char in data]
    state = 1
    for value in values + [0] * 6:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for bit, constant in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                state ^= constant
    state ^= 1
    return "".join(BECH32[state >> 5 * (5 - place) & 31] for place in range(6))


def _has_bech32(found: str) -> bool:
    prefix, _, data = found.lower().rpartition("1")
    return bech32_checksum(prefix, data[:-6]) == data[-6:]


def _is_jwt(found: str) -> bool:
    """Signed, and neither the sample of the documentation nor a key that is meant for browsers."""
    import json

    header, payload, _ = found.split(".", 2)
    try:
        head, claims = json.loads(_decoded(header)), json.loads(_decoded(payload))
    except ValueError:
        return False
    if not isinstance(head, dict) or not isinstance(claims, dict) or str(head.get("alg", "none")).lower() == "none":
        return False
    return claims.get("role") != "anon" and claims.get("sub") != "1234567890"


def _has_snowflake(found: str) -> bool:
    """A Discord token begins with the bot's numeric id."""
    try:
        identity = _decoded(found.partition(".")[0])
    except ValueError:
        return False
    return identity.isdigit() and 17 <= len(identity) <= 20


CHECKS: dict[str, Callable[[str], bool]] = {
    "base62-crc32": _has_base62_crc32,
    "bech32": _has_bech32,
    "jwt": _is_jwt,
    "discord-snowflake": _has_snowflake,
}
"""What `check` in the table may name."""
