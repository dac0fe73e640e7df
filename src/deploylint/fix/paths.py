"""Paths of deployed values: what a change may be named by, and the paths below a value of a resolved document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from deploylint.model.resolved import Scalar, Value
from deploylint.model.resolved import Sequence as Items

Path = tuple[str, ...]
"""Project, unit or Caddyfile, then keys; `[]` stands for an item of a list, of whatever place in it."""

ITEM = "[]"

Index = dict[int, Path]
"""The path of every value and entry of the resolved documents, by identity."""


class Named(NamedTuple):
    """What an operation may change: so many values at a path, everything below a path, and names: those at the end of
    a path, each with the new one, which is empty when it is not known beforehand.
    """

    counts: Counter[Path]
    below: tuple[Path, ...] = ()
    moved: tuple[tuple[Path, str], ...] = ()


def unnumbered(name: str) -> str:
    """A block's name in a Caddyfile's document without the `~2` that tells it from an equal one."""
    base, tilde, number = name.rpartition("~")
    return base if tilde and number.isdecimal() else name


def _as_written(name: str) -> str:
    return name


KEYS: dict[str, Callable[[str], str]] = {"file": unnumbered}
"""How keys of a document count, by the kind of the node whose document it is (the first part of its id)."""


def keys_of(document: str) -> Callable[[str], str]:
    """How keys of a document count."""
    return KEYS.get(document.partition(":")[0], _as_written)


def leaves(value: Value, path: Path) -> Counter[Path]:
    """How many values stand at each path of a value that stands at `path`; a list below another is one value."""
    found: Counter[Path] = Counter()
    waiting: list[tuple[Value, Path]] = [(value, path)]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, Scalar) or ITEM in path:
            found[path] += 1
        elif isinstance(value, Items):
            waiting += [(item, (*path, ITEM)) for item in value.items]
        else:
            key = keys_of(path[0])
            waiting += [(entry.value, (*path, key(name))) for name, entry in value.entries.items()]
    return found


def listed(path: Path) -> Path:
    """The path of the value that counts at or below a list: that of the item of the outermost list."""
    return path[: path.index(ITEM) + 1] if ITEM in path else (*path, ITEM)
