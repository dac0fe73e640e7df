"""What is deployed, as a flat table from paths to values.

Of Compose projects these are the resolved documents, with what may be written in two forms in one of them, and not the
canonical models: those are of no use where a fix is wanted most, in a project that Compose refuses, and in an open
environment, whose holes they would fill from variables that only a deployment has; they read env files, whose keys are
compared by themselves; and no operation names a path in them.  They take ten times as long (500 services: 0.15 s).
Over the corpus no fix that this comparison let pass changed the reference loader's model anywhere else.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from deploylint.fix.forms import children, leaves, top
from deploylint.fix.paths import ITEM, Path
from deploylint.model.graph import Graph
from deploylint.model.resolved import Value

Table = dict[tuple[Path, str], int]
"""How often a value stands at a path."""

ENV = "env"
"""What paths of keys in env files begin with."""


def deployed(graph: Graph) -> Table:
    """All scalar values of all projects, units and Caddyfiles, and of all env files."""
    table: Counter[tuple[Path, str]] = Counter()
    for document, root in graph.documents.items():
        _walk(root, document, table)
    for node in graph.kinds.get("env_def", ()):
        definition: Any = node
        value = getattr(definition, "value", "…")
        table[(ENV, definition.file.path, definition.name), repr(value)] = 1
    return table


def _walk(root: Value, document: str, table: Counter[tuple[Path, str]]) -> None:
    waiting = [top(root, document)]
    is_project = document.startswith("project:")
    while waiting:
        child = waiting.pop()
        path = child.path
        if is_project and len(path) == 2 and path[1].startswith("x-"):
            continue  # an extension is not deployed; what it says counts where it is used
        if len(path) > 1:
            for leaf in leaves(child):
                table[leaf] += 1
        if path[-1] != ITEM:
            waiting += children(child)


def differences(before: Table, after: Table) -> dict[Path, int]:
    """The paths at which values differ, with the number of values that went or came, whichever is more."""
    gone: Counter[Path] = Counter()
    came: Counter[Path] = Counter()
    for key in before.keys() | after.keys():
        change = after.get(key, 0) - before.get(key, 0)
        if change:
            (came if change > 0 else gone)[key[0]] += abs(change)
    return {path: max(gone[path], came[path]) for path in gone | came}


def with_names_back(before: Table, after: Table, path: Path, new: str) -> tuple[Table, Table]:
    """What is deployed before and after a change, with the new name of a block made the old one in both.

    An empty `new` stands for a name that is not known: of those that came, the one whose block is most like the old.
    """
    if not new:
        new = _likeliest(before, after, path)
    return (_renamed(before, path, new), _renamed(after, path, new)) if new else (before, after)


def _likeliest(before: Table, after: Table, path: Path) -> str:
    """The name of the block that came for one that went; empty when it is still there."""
    depth = len(path)
    old = {key for key in before if key[0][:depth] == path}
    if any(key[0][:depth] == path for key in after):
        return ""
    known = {key[0][:depth] for key in before}
    came = sorted({key[0][:depth] for key in after if key[0][: depth - 1] == path[:-1]} - known)
    alike = {place: sum(_at(key, place, path) in old for key in after if key[0][:depth] == place) for place in came}
    return max(alike, key=lambda place: alike[place])[-1] if alike else ""


def _renamed(table: Table, path: Path, new: str) -> Table:
    """A table in which a block has the name at the end of a path."""
    place = (*path[:-1], new)
    found: Counter[tuple[Path, str]] = Counter()
    for key, count in table.items():
        found[_at(key, place, path) if key[0][: len(path)] == place else key] += count
    return found


def _at(key: tuple[Path, str], place: Path, path: Path) -> tuple[Path, str]:
    """A path and value at a place, as if they stood at another."""
    return (*path, *key[0][len(place) :]), key[1]
