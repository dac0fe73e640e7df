"""What is deployed, as a flat table from paths to values, and which of those paths an operation may change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from deploylint.findings import Operation
from deploylint.model.compose.canonical import plain
from deploylint.model.graph import Graph
from deploylint.model.resolved import Mapping, Origin, Scalar, Value
from deploylint.model.resolved import Sequence as Items
from deploylint.rewrite import Refused
from deploylint.rewrite.keys import KEYS
from deploylint.rewrite.origin import holder, long_form, origin_of
from deploylint.rewrite.yaml.written import Written

Path = tuple[str, ...]
"""Project, then keys; `[]` stands for an item of a list, of whatever place in it."""

Table = dict[tuple[Path, str], int]
"""How often a value stands at a path."""

Place = tuple[str, int]
"""A file, and the offset in it at which a key or value is written."""

ITEM = "[]"
_ENV = "env"


def deployed(graph: Graph) -> Table:
    """All scalar values of all projects, and of all env files."""
    table: Counter[tuple[Path, str]] = Counter()
    for project, root in graph.documents.items():
        _walk(root, (project,), table)
    for node in graph.kinds.get("env_def", ()):
        definition: Any = node
        value = getattr(definition, "value", "…")
        table[(_ENV, definition.file.path, definition.name), repr(value)] = 1
    return table


def _walk(value: Value, path: Path, table: Counter[tuple[Path, str]]) -> None:
    if isinstance(value, Mapping):
        for name, entry in value.entries.items():
            if len(path) == 1 and name.startswith("x-"):
                continue  # an extension is not deployed; what it says counts where it is used
            _walk(entry.value, (*path, name), table)
    elif isinstance(value, Items):
        for item in value.items:
            table[(*path, ITEM), repr(plain(item))] += 1
    else:
        table[path, repr(plain(value))] += 1


def differences(before: Table, after: Table) -> dict[Path, int]:
    """The paths at which values differ, with the number of values that went or came, whichever is more."""
    gone: Counter[Path] = Counter()
    came: Counter[Path] = Counter()
    for key in before.keys() | after.keys():
        change = after.get(key, 0) - before.get(key, 0)
        if change:
            (came if change > 0 else gone)[key[0]] += abs(change)
    return {path: max(gone[path], came[path]) for path in gone | came}


class Allowed:
    """The paths that operations name: everything below a key, and one item of a list for each operation on it."""

    __slots__ = ("_below", "_graphs", "_items", "_shared", "_where")

    def __init__(self, graphs: Sequence[Graph], operations: Iterable[Any]) -> None:
        self._graphs = graphs
        self._below: set[Path] = set()
        self._items: Counter[Path] = Counter()
        self._where: set[str] = set()
        self._shared: dict[Place, set[Path]] | None = None
        indexes: dict[str, dict[int, Path]] = {}
        for operation in operations:
            for graph in graphs:
                if any(operation.node is node for node in graph.kinds.get(operation.node.kind, ())):
                    if graph.environment not in indexes:
                        indexes[graph.environment] = _index(graph)
                    self._name(operation, graph, indexes[graph.environment])

    def outside(self, changed: dict[Path, int]) -> str:
        """The first path that differs and is not named; empty when there is none."""
        for path in sorted(changed):
            if any(path[: len(below)] == below for below in self._below):
                continue
            if path[-1] == ITEM and changed[path] <= self._items[path[:-1]]:
                continue
            shown = ".".join(path[1:]).removesuffix("." + ITEM)
            if any(where == shown or where.startswith(shown + ".") for where in self._where):
                continue
            return shown
        return ""

    def _name(self, operation: Operation, graph: Graph, index: dict[int, Path]) -> None:
        """Add what one operation names."""
        node: Any = operation.node
        if node.kind == "env_def" or (node.kind == "file" and node.format == "env"):
            self._env(operation, node)
            return
        if node.kind == "env_ref":
            self._where.add(node.where)
            return
        if node.kind == "defect":
            self._defect(node, graph)
            return
        definition = _definition(node, graph)
        if definition is not None:
            self._env(operation, definition)
            return
        origin = origin_of(operation) or (node.origins.get(operation.field) if operation.field else None)
        if operation.verb == "add" or origin is None:
            self._new(operation, graph, index, origin)
            return
        path = _origin_path(node, operation, origin, index)
        if path is None:
            return
        self._at(path, origin)
        if operation.verb == "rename":
            self._below.add((*path[:-1], str(operation.value)))

    def _defect(self, node: Any, graph: Graph) -> None:
        """What stands below the key that a defect is about."""
        written = Written(node.header.source)
        key = written.key_at(node.header.start, node.header.end)
        if key is not None:
            self._below |= {(project, *written.path(key)) for project in graph.documents}

    def _at(self, path: Path, origin: Origin | None = None) -> None:
        """A key, or one item of a list, which may be a mapping itself; also in other projects that read the file."""
        for other in self._others(path, origin):
            self._at(other)
        if ITEM in path:
            self._items[path[: path.index(ITEM)]] += 1
        else:
            self._below.add(path)

    def _others(self, path: Path, origin: Origin | None) -> list[Path]:
        """Where the same key is deployed in other projects, which read the same file."""
        place = _place(origin)
        if place is None:
            return []
        if self._shared is None:
            self._shared = _by_place(self._graphs)
        return [other for other in self._shared.get(place, ()) if other[0] != path[0]]

    def _new(self, operation: Operation, graph: Graph, index: dict[int, Path], origin: Origin | None) -> None:
        """What is added below a key: an item, or a key of its own."""
        node: Any = operation.node
        where = KEYS.get(node.kind, {}).get(operation.field)
        try:
            base = index.get(id(holder(node, graph)))
        except Refused:
            base = None
        if where is None or base is None:
            if node.header.value is not None and id(node.header.value) in index:
                self._at(index[id(node.header.value)])
            return
        for above in (base, *self._others(base, node.header)):
            path = (*above, *where.keys)
            if where.shape == "one" or ITEM in path:
                self._at(path)
            else:
                name = str(operation.item if operation.item is not None else operation.value).partition("=")[0]
                self._below.add((*path, name))
                self._items[path] += 1

    def _env(self, operation: Operation, node: Any) -> None:
        """The key of an env file, and where its value is used; a change of form changes no value."""
        if operation.verb in ("add", "set") and node.kind == "file":
            self._below.add((_ENV, node.path, str(operation.item or operation.value).partition("=")[0]))
            return
        if (
            node.kind == "file"
            or operation.verb in ("format", "insert")
            or (operation.verb == "quote" and not operation.value)
        ):
            return
        self._below.add((_ENV, node.file.path, node.name))
        if operation.verb == "rename":
            self._below.add((_ENV, node.file.path, str(operation.value)))
        for reference in node.refs:
            self._where.add(reference.where)


def _definition(node: Any, graph: Graph) -> Any:
    """The key of an env file at whose value or key another node stands, such as a credential."""
    for found in graph.kinds.get("env_def", ()) if node.kind in ("credential", "env_var") else ():
        definition: Any = found
        value = definition.origins.get("value", definition.header)
        if node.header.source.path == definition.file.path and node.header.start in (
            value.start,
            definition.header.start,
        ):
            return definition
    return None


def _origin_path(node: Any, operation: Operation, origin: Origin, index: dict[int, Path]) -> Path | None:
    """The deployed path of what an origin says is written."""
    item = long_form(node) if not operation.field else None
    if item is not None:
        return index.get(id(item))
    for thing in (origin.entry, origin.value, origin.container):
        if thing is not None and id(thing) in index:
            return index[id(thing)]
    return None


def _index(graph: Graph) -> dict[int, Path]:
    """The path of every value and entry of the resolved documents, by identity."""
    index: dict[int, Path] = {}
    waiting: list[tuple[Value, Path]] = [(root, (project,)) for project, root in graph.documents.items()]
    while waiting:
        value, path = waiting.pop()
        index[id(value)] = path
        if isinstance(value, Scalar):
            continue
        if isinstance(value, Items):
            waiting += [(item, (*path, ITEM)) for item in value.items]
            continue
        for name, entry in value.entries.items():
            index[id(entry)] = (*path, name)
            waiting.append((entry.value, (*path, name)))
    return index


def _place(origin: Origin | None) -> Place | None:
    """Where the key or scalar behind an origin is written."""
    if origin is None:
        return None
    if origin.entry is not None:
        return (origin.entry.source.path, origin.entry.key.start)
    return (origin.source.path, origin.value.node.start) if isinstance(origin.value, Scalar) else None


def _by_place(graphs: Sequence[Graph]) -> dict[Place, set[Path]]:
    """The deployed paths of everything that is written, in all environments."""
    found: dict[Place, set[Path]] = {}
    waiting: list[tuple[Value, Path]] = [
        (root, (project,)) for graph in graphs for project, root in graph.documents.items()
    ]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, Scalar):
            found.setdefault((value.source.path, value.node.start), set()).add(path)
        elif isinstance(value, Items):
            waiting += [(item, (*path, ITEM)) for item in value.items]
        else:
            for name, entry in value.entries.items():
                for source, key, _ in entry.layers:
                    found.setdefault((source.path, key.start), set()).add((*path, name))
                waiting.append((entry.value, (*path, name)))
    return found
