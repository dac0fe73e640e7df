"""What is a secret: by the name it goes by, by the shape of a token, as the password in a URL, or as a private key.

Precision comes first: a finding that cries over `TOKEN_TTL` teaches people to look away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from deploylint.model.placeholders import is_placeholder, is_weak
from deploylint.model.token_table import KEY_OF, NOT_SECRET, SECRET_PARTS, TAIL, WORD_VALUES
from deploylint.model.tokens import public_prefix, token, token_spans

__all__ = [
    "hides_secret",
    "is_placeholder",
    "is_weak",
    "looks_secret",
    "masked",
    "names_secret",
    "pairs",
    "private_key",
    "secret_spans",
    "token",
    "url_password",
]

MASK = "••••••"
"""Stands for a secret, whatever its length."""

LONGEST = 8192
"""A longer value is a file; it is looked through for tokens and keys, not judged by its name."""

# Patterns that few values reach are compiled when they are first used, by the cache of `re`.
_HINT = re.compile(r"pass|pwd|secret|token|key|credential|pw$|masterauth", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PARTS = re.compile(r"[^0-9A-Za-z]+")
_BROWSER = r"(?i)^(?:VITE|NEXT_PUBLIC|NUXT_PUBLIC|REACT_APP|EXPO_PUBLIC|GATSBY)_|PUBLIC"

_GLUED = ("password", "passwd", "passphrase", "apikey", "secretkey")
"""Ends of parts such as PGPASSWORD."""

_NOT_NAMES = frozenset(("pwd", "oldpwd", "pgpassfile", "bypass"))

_NUMBER = r"[-+]?\d{1,5}(?:\.\d+)?\s*(?:[smhdwy]|ms|min|mins|sec|days?|hours?|[kmgKMG]i?[bB]?)?"
_REFERENCE = (
    r"\$[{(]|(?<![0-9A-Za-z])\$[A-Za-z_]|\{\$|\{env\.|\{\{|<%|%\(|"
    r"^(?:op|keeper|pass|bws|vault|ssm|awssm|gcpsm|azurekv|file|env|secret|doppler|infisical)://?|"
    r"^(?:vault:|ref\+|env:|file:|!|arn:aws:|projects/[^/]+/secrets/)"
)
_HASHED = (
    r"^(?:\$(?:2[abxy]?|argon2[a-z]*|apr1|[156y]|7|scrypt|pbkdf2[-a-z0-9]*)\$|\{[A-Z0-9-]+\}|pbkdf2|scrypt:|argon2|"
    r"[^:\s]+:\$(?:2[abxy]?|apr1|[156])\$)"
)
_ENCRYPTED = r"^(?:encrypted:|ENC\[|\$ANSIBLE_VAULT;|-----BEGIN (?:AGE ENCRYPTED|PGP MESSAGE)|AQICAH)"
_PATH = r"(?:~|\.{1,2}|[A-Za-z]:)?(?:[/\\][\w.@ -]+)+[/\\]?"
_ADDRESS = r"0x[0-9a-fA-F]{40}"
_URL = r"[A-Za-z][A-Za-z0-9+.-]{1,20}://"
_RANDOM = r"[A-Za-z]\d.*[A-Za-z]\d.*[A-Za-z]\d|\d[A-Za-z].*\d[A-Za-z].*\d[A-Za-z]|[a-z][A-Z].*[a-z][A-Z].*\d"

# Keys that vendors print in their documentation: Azurite's account key and AWS's example pair.
_PUBLISHED = r"Eby8vdM02xNOcqFl|AKIAIOSFODNN7EXAMPLE|wJalrXUtnFEMI/K7MDENG"

_IN_URL = r"""\b[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s/:@"'$<>{}]{0,64}:([^\s/@"'<>{}$]{3,200})@[^\s"'@]"""
_PRIVATE_KEY = (
    r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:[^-]{0,20000}-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?|PuTTY-User-Key-File-[23]:"
)
_PAIR = (
    r"""(?<!\$\{)(?<![\w.$-])-{0,2}([A-Za-z][\w.-]{1,80})(?:["']?\s{0,4}[=:]\s{0,4}|\s{1,4})"""
    r"""("[^"\n]{0,2000}"|'[^'\n]{0,2000}'|[^\s"'&;,]{1,2000})"""
)


def names_secret(name: str) -> bool:
    """Does a key of this name hold a secret, as DB_PASSWORD does and PASSWORD_MIN_LENGTH does not?"""
    return _HINT.search(name) is not None and _strength(name) > 0


def looks_secret(name: str, value: str) -> bool:
    """Does a literal stand where a secret belongs: no reference, hash, path or number?

    It may be a placeholder or weak; that is asked apart.
    """
    if not 0 < len(value) <= LONGEST or _HINT.search(name) is None:
        return False
    strength = _strength(name)
    if not strength or _exempt(value) or name.lower() == value.lower():
        return False
    return strength > 1 or (len(value) >= 16 and re.search(_RANDOM, value) is not None)


def hides_secret(name: str, value: str) -> bool:
    """May a text be a secret that a container gets under this name?

    Nothing in it is a reference any more: a password may begin with `$`, look like a path or have blanks in it.
    """
    if not value.strip() or value.strip().lower() in WORD_VALUES or name.lower() == value.lower():
        return False
    strength = _strength(name) if _HINT.search(name) is not None else 0
    return strength > 1 or (strength == 1 and len(value) >= 16 and re.search(_RANDOM, value[:LONGEST]) is not None)


@lru_cache(maxsize=2048)
def _strength(name: str) -> int:
    """0: names no secret; 1: only when the value looks random; 2: names one."""
    if name.lower() in _NOT_NAMES or re.search(_BROWSER, name):
        return 0
    parts = [part.lower() for word in _PARTS.split(name) for part in _CAMEL.split(word) if part]
    last = -1
    for index, part in enumerate(parts):
        bare = part.rstrip("0123456789")
        if bare in SECRET_PARTS or bare.endswith(_GLUED) or (bare == "key" and index and parts[index - 1] in KEY_OF):
            last = index
    if last < 0 or (last + 1 < len(parts) and parts[-1] in NOT_SECRET):
        return 0
    return 2 if all(part in TAIL or part.isdigit() for part in parts[last + 1 :]) else 1


@lru_cache(maxsize=2048)
def _exempt(value: str) -> bool:
    """Values that are safe to read under any name."""
    text = value.strip()
    if not text or text[0] == "#" or text.lower() in WORD_VALUES or re.fullmatch(_NUMBER, text):
        return True
    if re.match(_PUBLISHED, text):
        return True
    if re.search(_REFERENCE, text) or re.match(_HASHED, text) or re.match(_ENCRYPTED, text):
        return True
    if re.fullmatch(_ADDRESS, text) or (re.fullmatch(_PATH, text) and re.search(_RANDOM, text) is None):
        return True
    # A URL's own password is found as such; a text of many words is a description.
    return re.match(_URL, text) is not None or text.count(" ") > 3


def url_password(value: str) -> tuple[int, int] | None:
    """Start and end of the password in the first `scheme://user:password@host`."""
    if "://" not in value or "@" not in value:
        return None
    match = re.search(_IN_URL, value)
    return None if match is None else match.span(1)


def private_key(value: str) -> tuple[int, int] | None:
    """Start and end of the first private key, its end line included when it is there; an encrypted one is not told."""
    if "PRIVATE KEY" not in value and "PuTTY-User-Key-File" not in value:
        return None
    match = re.search(_PRIVATE_KEY, value)
    return None if match is None or "ENCRYPTED" in match[0] else match.span()


def pairs(text: str) -> Iterator[tuple[str, int, int]]:
    """Names that name a secret, with the bounds of their values, in free text such as a command or a line of a file.

    `NAME=value`, `name: "value"`, `--name value`, `?name=value&`; quotes are not part of the value.
    """
    if _HINT.search(text) is None:
        return
    place, pattern = 0, re.compile(_PAIR)
    while (match := pattern.search(text, place)) is not None:
        start, end = match.span(2)
        separated = text[match.end(1) : start].strip()
        if not names_secret(match[1]) or (not separated and not match[0].startswith("-") and match[1] != "requirepass"):
            place = match.end(1)
            continue
        if text[start] in "\"'":
            start, end = start + 1, end - 1
        yield match[1], start, end
        place = match.end()


def secret_spans(text: str) -> list[tuple[int, int]]:
    """Bounds of all that must not be printed in a text, sorted and joined where they overlap."""
    spans = token_spans(text)
    if "://" in text and "@" in text:
        spans += (match.span(1) for match in re.finditer(_IN_URL, text))
    if "PRIVATE KEY" in text:
        spans += (match.span() for match in re.finditer(_PRIVATE_KEY, text))
    for name, start, end in pairs(text):
        if looks_secret(name, text[start:end]) and not is_placeholder(text[start:end]):
            spans.append((start, end))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def masked(value: str) -> str:
    """Stands for a secret in a message: its provider's public prefix, if any, and nothing else of it."""
    prefix = public_prefix(value)
    return f"{prefix}…" if prefix else MASK


def fake(kind: str) -> str:
    """A text of valid shape for `{{fake:kind}}` in an example; raises KeyError for an unknown kind."""
    from deploylint.model import fakes

    return fakes.fake(kind)
