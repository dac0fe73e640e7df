"""A copy of a graph in SQLite, made without the engine: for judging rules independently of it.

A table per kind with its scalar fields and single edges (as ids), a table `kind__field` (owner, pos, value) per list, a
table unknown(kind, id, field) with a row for each value that is not known and each list that is open, and one with
field '' for a kind of which nodes may be missing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from deploylint.model.graph import Graph
from deploylint.model.kinds import Kind
from deploylint.model.node import Node, OpenList


def sqlite_copy(graph: Graph, kinds: Mapping[str, Kind]) -> sqlite3.Connection:
    """The copy, in memory; null nodes are NULL."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE unknown (kind TEXT, id TEXT, field TEXT)")
    database.execute("CREATE INDEX unknown_id ON unknown (kind, id, field)")
    for name, kind in kinds.items():
        single = [field for field, row in kind.fields.items() if row.type[0] not in "[{"]
        lists = [field for field, row in kind.fields.items() if row.type[0] == "["]
        columns = "".join(f', "{field}"' for field in single)
        database.execute(f'CREATE TABLE "{name}" (id TEXT PRIMARY KEY, "order" INTEGER{columns})')
        for field in lists:
            database.execute(f'CREATE TABLE "{name}__{field}" (owner TEXT, pos INTEGER, value)')
            database.execute(f'CREATE INDEX "{name}__{field}_owner" ON "{name}__{field}" (owner)')
        for order, node in enumerate(graph.kinds.get(name, ())):
            _copy(database, name, node, order, single, lists)
    database.executemany("INSERT INTO unknown VALUES (?, '', '')", [(kind,) for kind in graph.open_kinds])
    return database


def _copy(database: sqlite3.Connection, kind: str, node: Node, order: int, single: list[str], lists: list[str]) -> None:
    values: list[object] = [node.id, order]
    for field in single:
        if not hasattr(node, field):
            database.execute("INSERT INTO unknown VALUES (?, ?, ?)", (kind, node.id, field))
        values.append(_plain(getattr(node, field, None)))
    database.execute(f'INSERT INTO "{kind}" VALUES ({", ".join("?" * len(values))})', values)
    for field in lists:
        items = getattr(node, field, None)
        if items is None or isinstance(items, OpenList):
            database.execute("INSERT INTO unknown VALUES (?, ?, ?)", (kind, node.id, field))
        rows = [(node.id, position, _plain(item)) for position, item in enumerate(items or ())]
        database.executemany(f'INSERT INTO "{kind}__{field}" VALUES (?, ?, ?)', rows)


def _plain(value: object) -> object:
    """A node as its id, a null node as NULL."""
    found = getattr(value, "id", None)
    return found or None if hasattr(value, "kind") else value


def function(database: sqlite3.Connection, name: str, takes: int, give: Callable[..., object]) -> None:
    """Lend SQL a function that it lacks."""
    database.create_function(name, takes, give, deterministic=True)
