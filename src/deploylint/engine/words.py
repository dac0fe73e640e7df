"""Texts in rules: how values are shown in messages, and the functions on texts, addresses, versions and secrets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from deploylint.engine.answers import TROUBLE, closed, undecidable, undecided
from deploylint.model.node import Node, Null, OpenList

UNKNOWN = "(unknown)"

LONGEST_SUBJECT = 4096
"""Characters of a text that a pattern is tried on."""


LONGEST_SHOWN = 300
"""Characters of a value that a message shows."""


class AtLeast(int):
    """The count of an open list: there may be more."""


def at_least(items: Any) -> int:
    """A count for a message."""
    return AtLeast(len(items)) if type(items) is OpenList else len(items)


def members(items: Any) -> Any:
    """The known members of a list, for a message."""
    return tuple(items) if type(items) is OpenList else items


def show(value: Any) -> str:
    """A value in a message."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "(none)"
    if isinstance(value, AtLeast):
        return f"at least {int(value)}"
    if isinstance(value, Node):
        return named(value)
    if isinstance(value, Null):
        return "(none)"
    if isinstance(value, list | tuple):
        way = type(value) not in (tuple, list, OpenList)
        return (" -> " if way else ", ").join(show(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def named(node: Node) -> str:
    """A node's own name: what its id ends in."""
    name = getattr(node, "name", None)
    if isinstance(name, str) and name:
        return name
    return node.id.rpartition(":")[2] if ":" in node.id and "/" not in node.id else node.id.partition(":")[2] or node.id


def hole(give: Callable[[], Any]) -> str:
    """A hole of a message: what cannot be known says so."""
    try:
        value = give()
    except TROUBLE as trouble_:
        undecidable(trouble_)
        return UNKNOWN
    text = value if type(value) is str else show(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def joined(value: Any) -> str:
    """A value as part of a text that is written into a file: nothing may be missing from it."""
    if value is None or isinstance(value, Null | AtLeast):
        undecided()
    return show(closed(value))


def join(items: Any, separator: str) -> str:
    """The members as one text."""
    return separator.join([item if type(item) is str else show(item) for item in closed(items)])


def matcher(pattern: str) -> Callable[[str | None], bool]:
    """The function behind matches() with a written pattern, compiled when first used."""
    search: Callable[[str], Any] | None = None

    def match(text: str | None) -> bool:
        nonlocal search
        if text is None:
            return False
        if search is None:
            search = re.compile(pattern).search
        return search(text if len(text) <= LONGEST_SUBJECT else text[:LONGEST_SUBJECT]) is not None

    return match


def _matches(text: str | None, pattern: str | None) -> bool:
    """matches() with a pattern from a parameter."""
    from deploylint.engine.patterns import trouble

    if text is None or pattern is None or trouble(pattern):
        return False
    return re.search(pattern, text[:LONGEST_SUBJECT]) is not None


def _glob(text: str | None, pattern: str | None) -> bool:
    if text is None or pattern is None:
        return False
    return re.fullmatch(glob_pattern(pattern), text[:LONGEST_SUBJECT], re.DOTALL) is not None


def glob_pattern(pattern: str) -> str:
    """A shell pattern as a regular expression: * stays within one part of a path, ** does not."""
    pieces = re.split(r"(\*\*/|\*+|\?)", pattern)
    meaning = {"**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}
    return "".join(meaning.get(piece, ".*" if piece.startswith("*") else re.escape(piece)) for piece in pieces if piece)


def _number(value: Any, make: Callable[[str], Any]) -> Any:
    if isinstance(value, str):
        text = value.strip()
        try:
            return make(text) if text.isascii() and len(text) <= 18 and "_" not in text else None
        except ValueError:
            return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _int(value: Any) -> int | None:
    found = _number(value, int)
    return int(found) if found is not None else None


def _float(value: Any) -> float | None:
    found = _number(value, float)
    return found if found is not None and found - found == 0 else None


def _near(text: str | None, names: Any) -> str | None:
    from deploylint.model.spelling import nearest

    return nearest(text, [name for name in names if name]) if text else None


def _looks_secret(name: str | None, value: str | None) -> bool:
    if not name or not value:
        return False
    from deploylint.model.credentials import looks_secret

    return looks_secret(name, value)


def _masked(value: str | None) -> str | None:
    if value is None:
        return None
    from deploylint.model.credentials import masked

    return masked(value)


def _split(text: str | None, separator: str | None) -> tuple[str, ...]:
    return tuple(text.split(separator)) if text is not None and separator else ()


def _replace(text: str | None, old: str | None, new: str | None) -> str | None:
    return None if text is None or old is None or new is None else text.replace(old, new)


def _net(name: str) -> Callable[..., Any]:
    """A function of engine.net, which is imported when a rule first compares addresses or versions."""

    def call(*values: Any) -> Any:
        from deploylint.engine import net

        return getattr(net, name)(*values)

    return call


def _version_at_least(found: str | None, wanted: str | None) -> bool:
    from deploylint.engine.net import satisfies

    return satisfies(found, f">={wanted}") if wanted else False


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "f_lower": lambda text: None if text is None else text.lower(),
    "f_upper": lambda text: None if text is None else text.upper(),
    "f_matches": _matches,
    "f_startswith": lambda text, start: text is not None and start is not None and text.startswith(start),
    "f_endswith": lambda text, end: text is not None and end is not None and text.endswith(end),
    "f_replace": _replace,
    "f_split": _split,
    "f_glob": _glob,
    "f_near": _near,
    "f_length": lambda text: None if text is None else len(text),
    "f_int": _int,
    "f_number": _float,
    "f_abs": lambda number: None if number is None else abs(number),
    "f_round": lambda number: None if number is None else round(number),
    "f_overlaps": _net("overlaps"),
    "f_clashing": _net("clashing"),
    "f_in_subnet": _net("in_subnet"),
    "f_is_loopback": _net("is_loopback"),
    "f_is_private": _net("is_private"),
    "f_version_at_least": _version_at_least,
    "f_version_matches": _net("satisfies"),
    "f_looks_secret": _looks_secret,
    "f_masked": _masked,
    "f_ref": lambda name: None if name is None else "${" + name + "}",
}
