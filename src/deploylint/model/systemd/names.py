"""Unit names: their parts, and what specifiers stand for in a unit of a given name (systemd.unit(5))."""

from __future__ import annotations

import re
from typing import NamedTuple

TYPES = ("service", "socket", "timer", "target", "path", "mount", "automount", "swap", "slice", "scope", "device")
"""The types of units, which are the suffixes of their names."""

LONGEST = 255

_NAME = re.compile(r"[A-Za-z0-9:_.\\-]+(?:@[A-Za-z0-9:_.\\@-]*)?\Z")
_SPECIFIER = re.compile(r"%(.)", re.DOTALL)
_ESCAPED = re.compile(r"\\x([0-9a-fA-F]{2})")

_FOLDERS = {"t": "/run", "S": "/var/lib", "C": "/var/cache", "L": "/var/log", "E": "/etc", "T": "/tmp", "V": "/var/tmp"}  # noqa: S108
"""What folder specifiers give in the system manager."""

_ROOT = {"h": "/root", "u": "root", "U": "0", "g": "root", "G": "0", **_FOLDERS}

_LETTERS = frozenset("aAbBcCdDEfgGhHiIjJlLmMnNopPqrRsStTuUvVwWyY")
"""Letters and digits behind % that mean something somewhere; a % before anything else stays as it is."""

_OF_NAMES = frozenset("aAbBHilmMnNopqTuUgGvVwWj")
"""Those that a list of units and [Install] take."""


class UnitName(NamedTuple):
    """A unit's name in parts: `prefix` up to the @, `instance` behind it ("" for a template, None without an @)."""

    name: str
    prefix: str
    instance: str | None
    type: str

    @property
    def stem(self) -> str:
        """The name without its type."""
        return self.name[: len(self.name) - len(self.type) - 1] if self.type != self.name else ""

    @property
    def is_template(self) -> bool:
        """Is it a name such as app@.service, which runs as its instances only?"""
        return self.instance == ""


def split(name: str) -> UnitName:
    """A name in parts, valid or not."""
    stem, _, kind = name.rpartition(".")
    prefix, at, instance = stem.partition("@")
    return UnitName(name, prefix, instance if at else None, kind)


def is_unit_name(name: str) -> bool:
    """Does systemd take it as the name of a unit, in a dependency say?"""
    stem, _, kind = name.rpartition(".")
    return kind in TYPES and len(name) <= LONGEST and _NAME.match(stem) is not None


def template_of(name: str) -> str | None:
    """The template of which a unit is an instance: app@.service of app@blue.service."""
    parts = split(name)
    return f"{parts.prefix}@.{parts.type}" if parts.instance else None


def unescaped(text: str) -> str:
    """A part of a unit's name as the path that it stands for, without the slash in front."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text.replace("-", "/"))


def expand(text: str, name: UnitName, *, user: bool, in_name: bool = False) -> tuple[str, bool]:
    """A value with its specifiers replaced, and whether all of them are known.

    Those that depend on the machine, on a template's instance, or on the user of a user manager are kept as they are
    written.  `in_name`: as in a list of units, where a further few are not taken.
    """
    if "%" not in text:
        return text, True
    known = True

    def replaced(match: re.Match[str]) -> str:
        nonlocal known
        letter = match[1]
        if letter == "%":
            return "%"
        if letter not in _LETTERS and not letter.isdigit():
            return match[0]
        value = None if in_name and letter not in _OF_NAMES else _value(letter, name, user)
        if value is None:
            known = False
            return match[0]
        return value

    return _SPECIFIER.sub(replaced, text), known


def _value(letter: str, name: UnitName, user: bool) -> str | None:
    """What a specifier stands for; None when the unit's name does not tell."""
    if letter in "pPjJ":
        part = name.prefix.rpartition("-")[2] if letter in "jJ" else name.prefix
        return unescaped(part) if letter in "PJ" else part
    if letter in "iInNf":
        if name.is_template:
            return None
        if letter == "n":
            return name.name
        if letter == "N":
            return name.stem
        if letter == "f":
            return "/" + unescaped(name.instance or name.prefix)
        instance = name.instance or ""
        return unescaped(instance) if letter == "I" else instance
    return None if user else _ROOT.get(letter)
