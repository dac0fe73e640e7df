"""Words that values are made of: lists, closed sets, and what cannot be known before systemd runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deploylint.model.spelling import nearest

if TYPE_CHECKING:
    from deploylint.model.systemd.vocabulary import Directive

_PLACEHOLDER = r"@[A-Z][A-Z0-9_]*@|%%[A-Z][A-Z0-9_]*%%"
BLANKS = " \t\n\r"
_TRUE = {"1", "yes", "y", "true", "t", "on"}
_FALSE = {"0", "no", "n", "false", "f", "off"}
_OLD_OUTPUTS = {"syslog": "journal", "syslog+console": "journal+console"}
_LEVELS = {
    "critical": "crit",
    "emergency": "emerg",
    "error": "err",
    "fatal": "emerg",
    "information": "info",
    "panic": "emerg",
    "trace": "debug",
    "warn": "warning",
}


def is_template(text: str) -> bool:
    """Does a template engine or installer fill something in: {{ … }}, {% … %}, @NAME@ or %%NAME%%?"""
    return "{{" in text or "{%" in text or bool(("@" in text or "%%" in text) and re.search(_PLACEHOLDER, text))


def unknowable(directive: Directive, text: str) -> bool:
    """Does the text hold what only systemd or a template engine fills in: a specifier such as %i, or {{ … }}?"""
    if is_template(text):
        return True
    if not directive.specifiers or "%" not in text:
        return False
    # Before anything but a letter or digit, and at the end, the sign stands for itself (systemd.unit(5), Specifiers).
    return any(rest[:1].isalnum() for rest in text.replace("%%", "").split("%")[1:])


def split(value: str) -> list[str] | None:
    """The words of a list in which quotes count (extract_first_word() with EXTRACT_UNQUOTE).

    None when a quote is open, or a backslash makes the reading depend on the key.
    """
    if "\\" in value:
        return None
    if '"' not in value and "'" not in value:
        return value.split()
    found: list[str] = []
    word: list[str] | None = None
    quote = ""
    for letter in value:
        if quote:
            if letter == quote:
                quote = ""
            elif word is not None:
                word.append(letter)
        elif letter in "\"'":
            quote = letter
            word = [] if word is None else word
        elif letter in BLANKS:
            if word is not None:
                found.append("".join(word))
            word = None
        else:
            word = [] if word is None else word
            word.append(letter)
    if quote:
        return None
    if word is not None:
        found.append("".join(word))
    return found


def is_boolean(text: str) -> bool:
    """parse_boolean() of systemd: eleven words and two digits, in any case."""
    return text.lower() in _TRUE or text.lower() in _FALSE


def boolean(directive: Directive, value: str) -> str | None:
    """A boolean."""
    return None if is_boolean(value) else "no boolean; yes, no, true, false, on, off, 1 or 0"


def enum(directive: Directive, value: str) -> str | None:
    """A word of a closed set, case included; some sets take a number as well."""
    if value in directive.values or _numbered(directive, value):
        return None
    if directive.type == "enum-or-bool" and is_boolean(value):
        return None
    return _none_of(directive, value)


def stream(directive: Directive, value: str) -> str | None:
    """StandardInput= and its kin (systemd.exec(5)): a word, fd:NAME, or file:PATH and the like."""
    if value in directive.values:
        return None
    kind, colon, rest = value.partition(":")
    if directive.type == "output" and value in _OLD_OUTPUTS:
        return None
    if colon and kind == "fd":
        return f"{rest} is no name of a file descriptor" if ":" in rest else None
    if colon and kind in {"file", "append", "truncate"} and kind in directive.values:
        if rest.startswith("/"):
            return f"{rest} holds .." if ".." in rest.split("/") else None
        return f"{rest or 'nothing'} is no absolute path"
    return _none_of(directive, value)


def suggest_word(directive: Directive, value: str) -> str | None:
    """The word of a closed set that a misspelt one means."""
    alias = _LEVELS.get(value.lower()) if directive.type == "log-level" else None
    if alias:
        return alias
    lowered = value.lower().replace("_", "-")
    return lowered if lowered in directive.values else nearest(value, directive.values)


def _none_of(directive: Directive, value: str) -> str:
    words = ", ".join(directive.values)
    if directive.type == "enum-or-bool":
        words += ", nor a boolean"
    return f"none of {words}"


def _numbered(directive: Directive, value: str) -> bool:
    from deploylint.model.systemd.values.numbers import read_integer

    if directive.high is None:
        return False
    number = read_integer(value)
    return number is not None and (directive.low or 0) <= number <= directive.high
