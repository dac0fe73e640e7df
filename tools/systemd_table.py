"""model/systemd/table.py from schemas/systemd.yaml: a line of text for each key, so that importing it costs nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

_FLAGS = {"list": "l", "empty": "e", "specifiers": "s", "fatal": "f"}
_STATUS = ("alias", "moved", "deprecated", "removed")
_FACTS = {"v": "values", "w": "word", "x": "suffix", "t": "status", "d": "removed", "g": "gone"}
_HEAD = '''"""The vocabulary of systemd units, as text; generated from schemas/systemd.yaml by `make generate`.

A line is a key, its type, flags (l list, e empty, s specifiers, f fatal, or -), the release that brought it (0: older
than v219), and further facts: v=set of VALUES, r=least:greatest, w=word taken beside numbers, x=suffix of the unit it
names, t=status, d=release that ignores it, g=release without it, and last p=key to write instead.
"""

from __future__ import annotations
'''


def generate_systemd(schema: Mapping[str, Any], capabilities: Iterable[str]) -> str:
    """The module's text; capabilities are those of schemas/capabilities.yaml."""
    groups: Mapping[str, Any] = schema["groups"]
    lines = [_HEAD, "UNIT_TYPES: dict[str, tuple[str, ...]] = {"]
    lines += [
        f'    "{unit}": ({", ".join(map(_quoted, sections))}),' for unit, sections in schema["unit_types"].items()
    ]
    lines += ["}", '"""The sections of each unit type."""', "", "NAMES: dict[str, str] = {"]
    lines += [_words(name, words) for name, words in schema["names"].items()]
    lines.append(_words("capabilities", " ".join(sorted(name for name in capabilities if name != "ALL"))))
    lines += ["}", '"""Names that values may hold, without SIG, AF_ and CAP_."""', "", "VALUES: dict[str, str] = {"]
    lines += [_words(name, words) for name, words in schema["values"].items()]
    lines += ["}", '"""Closed sets of words; word@release for those that came later than their key."""', ""]
    lines.append("GROUPS: dict[str, str] = {")
    lines += [_block(name, group["keys"]) for name, group in groups.items()]
    lines += ["}", '"""Keys that several sections share."""', "", "SECTIONS: dict[str, str] = {"]
    lines += [_block(name, keys or {}) for name, keys in schema["sections"].items()]
    lines += ["}", '"""Keys of one section only."""', "", "INCLUDES: dict[str, tuple[str, ...]] = {"]
    for section in schema["sections"]:
        shared = [name for name, group in groups.items() if section in group["sections"]]
        lines.append(f'    "{section}": ({"".join(_quoted(name) + "," for name in shared)}),')
    lines += ["}", '"""The groups that a section has beside its own keys."""']
    return "\n".join(lines) + "\n"


def _words(name: str, words: str) -> str:
    """An entry of a table of words, wrapped: what reads it splits it."""
    if len(name) + len(words) < 100:
        return f'    "{name}": "{words}",'
    text = "\n".join(textwrap.wrap(words, 116, break_on_hyphens=False))
    return f'    "{name}": """\\\n{text}""",'


def _block(name: str, keys: Mapping[str, Any]) -> str:
    text = "\n".join(_line(key, facts) for key, facts in keys.items())
    return f'    "{name}": """\\\n{text}\n""",' if text else f'    "{name}": "",'


def _line(key: str, facts: Mapping[str, Any]) -> str:
    flags = "".join(_FLAGS[flag] for flag in facts.get("flags", "").split()) or "-"
    # Of "220..229" the older one counts: nothing is called too new that may be old enough.
    since = str(facts.get("since", 0)).partition("..")[0]
    words = [key, facts["type"], flags, since]
    low, high = facts.get("range", (None, None))
    if (low, high) != (None, None):
        words.append(f"r={'' if low is None else low}:{'' if high is None else high}")
    status = facts.get("status")
    if status is not None and status not in _STATUS:
        raise ValueError(f"{key}: no such status: {status}")
    for letter, fact in (
        ("v", "values"),
        ("w", "word"),
        ("x", "suffix"),
        ("t", "status"),
        ("d", "removed"),
        ("g", "gone"),
    ):
        if fact in facts:
            words.append(f"{letter}={facts[fact]}")
    if "replacement" in facts:
        words.append(f"p={facts['replacement']}")
    return " ".join(words)


def _quoted(text: str) -> str:
    return f'"{text}"'
