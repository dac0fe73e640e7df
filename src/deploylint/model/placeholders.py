"""Values that are no secrets: texts that wait to be replaced, and passwords that everybody knows.

Whole words are compared, never parts of them: a stop word inside a random password must not hide it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from deploylint.model.token_table import CERTAIN, DEMANDS, FILLER, HINTS, KNOWN, MARKS

_WORDS = re.compile(r"[^0-9a-z]+")
_CAMEL = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
_BRACKETS = r"<[^<>@]*[A-Za-z][^<>@]*>|\[[\w -]*[A-Za-z][\w -]*\]|__[A-Z][A-Z0-9_]*__"
_BLANKED = r"[xX*.•?#_-]{3,}|0{8,}(?:-0{4}){3}-0{12}"
_DIGITS_AROUND = re.compile(r"^\d+|[\d!@#$.]+$")


@lru_cache(maxsize=2048)
def is_placeholder(value: str) -> bool:
    """Does the value wait to be replaced: `changeme`, `<your token>`, `your-api-key-here`, `xxxx`?"""
    text = value.strip()
    if not text or len(text) > 200:
        return False
    small = text.lower()
    # Most values hold no hint, and need no closer look unless they begin with a sign.
    if text[0].isalpha() and small[0] != "x" and not any(mark in small for mark in HINTS):
        return False
    if re.fullmatch(_BRACKETS, text) or re.fullmatch(_BLANKED, text):
        return True
    if any(_DIGITS_AROUND.sub("", word) in CERTAIN for word in _WORDS.split(small)):
        return True
    words = [word for word in _WORDS.split(re.sub(_CAMEL, " ", text).lower()) if word]
    if any(f"{first}-{second}" in DEMANDS for first, second in pairwise(words)):
        return True
    if "your" in words[:-1] and " " not in text:
        return True
    return any(word in MARKS for word in words) and all(_fills(word) for word in words)


def _fills(word: str) -> bool:
    return word in MARKS or word in FILLER or word.rstrip("0123456789") in FILLER


@lru_cache(maxsize=2048)
def is_weak(value: str, *others: str) -> bool:
    """Would it be among the first guesses: short, well known, one of `others` (names around it), or a mere row?"""
    text = value.strip().lower()
    if len(text) < 8:
        return True
    bare = _DIGITS_AROUND.sub("", text)
    if text in KNOWN or bare in KNOWN or not bare:
        return True
    if any(name and text in _with_endings(name.lower()) for name in others):
        return True
    if len(set(text)) < 4 or text in "0123456789abcdef0123456789abcdefghijklmnopqrstuvwxyz":
        return True
    return _only_words(text)


def _with_endings(name: str) -> tuple[str, ...]:
    return (
        name,
        *(name + ending for ending in ("1", "12", "123", "1234", "pass", "password", "_password", "-password")),
    )


def _only_words(text: str) -> bool:
    """Is it made of words that a manual would use, glued or not: my-secret-key, rootpassword?"""
    parts = [_DIGITS_AROUND.sub("", part) for part in _WORDS.split(text)]
    return len(text) <= 40 and all(not part or part in KNOWN or _glued(part) for part in parts)


def _glued(part: str) -> bool:
    """Can it be cut into known words?"""
    reachable = {0}
    for start in range(len(part)):
        if start in reachable:
            for end in range(start + 2, min(len(part), start + 14) + 1):
                word = part[start:end]
                if word in KNOWN or word in FILLER or word in MARKS:
                    reachable.add(end)
    return len(part) in reachable
