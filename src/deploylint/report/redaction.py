"""What of a line of a file must not be printed, whether or not the file could be parsed.

Rules want precision, so that credentials.secret_spans passes over what may be no secret.  Here a mask too many costs
little, and a line may be broken: a quote that is never closed is what the line is printed for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.model.credentials import is_placeholder, looks_secret, names_secret, secret_spans

HINTS = ("pass", "pw", "secret", "token", "key", "credential", "masterauth")
"""One of these stands, in whatever case, in every name that names a secret, and in what begins a private key."""

_PAIR = (
    r"""(?m)(?P<before>\$\{|-{1,2}|^[ \t]*(?:export[ \t]+)?)?(?<![\w.])(?P<name>[A-Za-z][\w.-]{1,80})"""
    r"""(?:["']?[ \t]{0,4}(?P<sign>:?[=:?+-][-?+]?)[ \t]{0,4}"""
    r"""|["'][ \t]{0,4},[ \t]{0,4}(?=["'])|(?P<blank>[ \t]{1,4}))"""
    r"""(?P<value>"(?:[^"\\\n]|\\.){0,4000}(?:"|$)?|'[^'\n]{0,4000}(?:'|$)?|[^\s"',]{1,4000})"""
)
"""A name with what follows it: behind `:` or `=`, as a default, as the next item of a list, or as an option's value."""

_REFERENCE = r"\$\$|\$\{[A-Za-z_]\w*(?:\}|(?P<operator>:?[-+?]))|\$[A-Za-z_]\w*|\$\{|\}"
_RANDOM = r"[A-Za-z]\d.*[A-Za-z]\d|\d[A-Za-z].*\d[A-Za-z]|[a-z][A-Z].*[a-z][A-Z]"
_KEY = (
    r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:[^-]{0,20000}-----END [A-Z0-9 ]{1,40}-----|(?:[ \t\r\n#'\"]*[A-Za-z0-9+/=]{16,}){0,400})"
)
_GLUED = r"\b(?:mysql|mariadb)[\w-]{0,20}[ \t\"',][^\n;|&]{0,400}?[ \t\"']-p(?P<value>[^\s\"',;|&]{1,400})"
"""An option of MySQL's programs: `mysqladmin ping -uroot -psecret`."""

_QUOTES = "\"'"
_OUTSIDE = "[]{}(),;"


def printed_spans(text: str) -> list[tuple[int, int]]:
    """Bounds of all that must not be printed of a line, or of a whole file; not in order."""
    spans = list(secret_spans(text))
    spans += key_spans(text)
    small = text.lower()
    if any(hint in small for hint in HINTS):
        spans += _values(text)
    if "-p" in text and ("mysql" in small or "mariadb" in small):
        for match in re.finditer(_GLUED, text):
            spans += _literal("password", text, *match.span("value"), doubtful=False)
    return spans


def key_spans(text: str) -> list[tuple[int, int]]:
    """Bounds of private keys, also of those that have no end."""
    return [match.span() for match in re.finditer(_KEY, text)] if "PRIVATE KEY" in text else []


def _values(text: str) -> Iterator[tuple[int, int]]:
    """The parts of values that stand behind a name which names a secret."""
    at, pattern = 0, re.compile(_PAIR)
    while (match := pattern.search(text, at)) is not None:
        at = match.end("name")
        if not names_secret(match["name"]) or (match["blank"] and not _takes_blank(match)):
            continue
        operator = (match["sign"] or "=").lstrip(":")
        if operator in ("-", "+", "?") and match["before"] != "${":
            continue
        start, end = match.span("value")
        quote = text[start] in "\"'"
        start, end = start + quote, end - (quote and end - start > 1 and text[end - 1] == text[start])
        opened = text[match.start("name") - 1 : match.start("name")]
        if opened in _QUOTES and opened and operator == "=" and not quote:
            end = _closing(text, opened, end)
        yield from _literal(match["name"], text, start, end, doubtful=operator == "?")


def _closing(text: str, quote: str, start: int) -> int:
    """Where the quotes around `NAME=value` end, or the line does."""
    ends = [at for at in (text.find(quote, start), text.find("\n", start)) if at >= 0]
    return min(ends, default=len(text))


def _takes_blank(match: re.Match[str]) -> bool:
    """Is a value set apart by a blank alone: an option's, redis's, or that of a line of an env file without its `=`?"""
    before = match["before"] or ""
    if before.startswith("-") or match["name"] == "requirepass":
        return True
    return match["before"] is not None and match["name"].isupper() and re.search(_RANDOM, match["value"]) is not None


def _literal(name: str, text: str, start: int, end: int, *, doubtful: bool) -> Iterator[tuple[int, int]]:
    """The secret parts of `text[start:end]`: what is not a reference."""
    if "$" not in text[start:end]:
        signed = start < end and text[start] in "*&!"
        yield from _part(name, text, start + signed, end, doubtful=doubtful or signed)
        return
    for match in re.compile(_REFERENCE).finditer(text, start, end):
        if match[0] == "$$":
            continue
        yield from _part(name, text, start, match.start(), doubtful=doubtful)
        start, doubtful = match.end(), (match["operator"] or "").endswith("?")
    yield from _part(name, text, start, end, doubtful=doubtful)


def _part(name: str, text: str, start: int, end: int, *, doubtful: bool) -> Iterator[tuple[int, int]]:
    """The part, when it looks secret; a doubtful one, such as an alias or a message, must look random too."""
    while start < end and text[start] in _OUTSIDE:
        start += 1
    while start < end and text[end - 1] in _OUTSIDE:
        end -= 1
    part = text[start:end]
    if looks_secret(name, part) and not is_placeholder(part) and (not doubtful or re.search(_RANDOM, part)):
        yield start, end
