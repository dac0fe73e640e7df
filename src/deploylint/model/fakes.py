"""Makes texts of valid shape for a rule's examples, so that no token stands in a repository."""

from __future__ import annotations

import re
from zlib import crc32

from deploylint.model.token_table import SHAPES
from deploylint.model.tokens import BASE62, BECH32, base62_crc32, bech32_checksum

_HOLE = re.compile(r"\{([a-z0-9]+)(?::(\d+))?\}")

ALPHABETS = {
    "base62": BASE62,
    "alpha": BASE62[10:],
    "upper36": BASE62[:36],
    "base32": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "hex": "0123456789abcdef",
    "digits": "123456789",
}

OTHERS = {
    "password": "{base62:20}",
    "hex-key": "{hex:64}",
    "private-key-line": "-----BEGIN {kind} KEY-----\\n{base62:64}\\n-----END {kind} KEY-----",
    "private-key": "-----BEGIN {kind} KEY-----\n{base62:64}\n{base62:64}\n-----END {kind} KEY-----",
}
"""Kinds of which no provider is known."""


def fake(kind: str) -> str:
    """A text of that shape, the same on every run; raises KeyError for a kind that is unknown."""
    return _filled(kinds()[kind], crc32(kind.encode()))


def kinds() -> dict[str, str]:
    """Every kind with its template."""
    return {**{shape.id: shape.fake for shape in SHAPES}, **OTHERS}


def _letters(alphabet: str, count: int, seed: int) -> str:
    """Letters in an order without meaning, the same for the same seed (the generator of Numerical Recipes)."""
    made = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) % 2**32
        made.append(alphabet[(seed >> 16) % len(alphabet)])
    return "".join(made)


def _filled(template: str, seed: int) -> str:
    made = ""
    done = 0
    for match in _HOLE.finditer(template):
        made += template[done : match.start()]
        done = match.end()
        made += _hole(match[1], int(match[2] or 0), seed + done, made)
    return made + template[done:]


def _hole(name: str, count: int, seed: int, before: str) -> str:
    if name == "crc32":
        return base62_crc32(before.partition("_")[2])
    if name == "bech32":
        data = _letters(BECH32, 52, seed)
        return (data + bech32_checksum("age-secret-key-", data)).upper()
    if name == "jwt":
        parts = (_base64('{"alg":"HS256","typ":"JWT"}'), _base64('{"iss":"deploylint","role":"service"}'))
        return ".".join((*parts, _letters(BASE62, 43, seed)))
    if name == "kind":
        return "OPENSSH PRIVATE"
    if name == "snowflake":
        return _base64(_letters(ALPHABETS["digits"], 18, seed))
    return _letters(ALPHABETS[name], count, seed)


def _base64(text: str) -> str:
    import base64

    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
