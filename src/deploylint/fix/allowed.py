"""Which deployed values operations may change: what they name, in all environments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from deploylint.findings import Operation
from deploylint.fix import caddyfile, systemd
from deploylint.fix.deployed import ENV, Table, differences, with_names_back
from deploylint.fix.forms import children, index, top
from deploylint.fix.paths import ITEM, Index, Named, Path
from deploylint.model.graph import Graph
from deploylint.model.resolved import Origin, Scalar
from deploylint.rewrite import Refused
from deploylint.rewrite.keys import KEYS
from deploylint.rewrite.origin import format_of, holder, long_form, origin_of
from deploylint.rewrite.yaml.written import Written
from deploylint.source.text import Source
from deploylint.syntax import tree

Place = tuple[str, int] | tuple[str, int, int]
"""A file, and the offset in it at which a key or value is written; of a collection, that of its end, too."""

BY_FORMAT: dict[str, Callable[[Operation, Graph, Index], Named]] = {
    "caddyfile": caddyfile.named,
    "quadlet": systemd.named,
    "systemd": systemd.named,
}
"""What an operation names in a file of a format.  Compose and env files are read together: their paths are below."""


class Allowed:
    """The paths that operations name: everything below a key, and one item of a list for each operation on it."""

    __slots__ = (
        "_below",
        "_counts",
        "_formats",
        "_graphs",
        "_items",
        "_moved",
        "_shared",
        "_twins",
        "_variables",
        "_where",
    )

    def __init__(self, graphs: Sequence[Graph], operations: Iterable[Any]) -> None:
        self._graphs = graphs
        self._below: set[Path] = set()
        self._items: Counter[Path] = Counter()
        self._where: set[str] = set()
        self._counts: Counter[Path] = Counter()
        self._moved: list[tuple[Path, str]] = []
        self._shared: dict[Place, set[Path]] | None = None
        self._variables: set[str] = set()
        self._twins: dict[tuple[str, str], dict[Place, list[Any]]] = {}
        self._formats = {role.path: role.kind for graph in graphs for role in graph.files}
        indexes = _Indexes()
        for operation in operations:
            row = BY_FORMAT.get(format_of(operation.node, _source(operation), self._formats))
            if row is not None:
                self._add([row(each, graph, indexes.of(graph)) for each, graph in self._twins_of(operation)])
                continue
            for graph in graphs:
                if any(operation.node is node for node in graph.kinds.get(operation.node.kind, ())):
                    self._name(operation, graph, indexes.of(graph))
        for graph in graphs if self._variables else ():
            self._add_references(graph, indexes)

    def outside(self, before: Table, after: Table) -> str:
        """The first path at which deployed values differ and that is not named; empty when there is none."""
        for path, new in self._moved:
            before, after = with_names_back(before, after, path, new)
        changed = differences(before, after)
        for path in sorted(changed):
            if any(path[: len(below)] == below for below in self._below):
                continue
            if changed[path] <= self._counts[path] or (path[-1] == ITEM and changed[path] <= self._items[path[:-1]]):
                continue
            shown = ".".join(key for key in path[1:] if key).removesuffix("." + ITEM)
            if any(where == shown or where.startswith(shown + ".") for where in self._where):
                continue
            return shown
        return ""

    def _add_references(self, graph: Graph, indexes: _Indexes) -> None:
        """The words of Caddyfiles into which a variable goes that operations give a value."""
        references: list[Any] = list(graph.kinds.get("env_ref", ()))
        for reference in references:
            if reference.reader == "caddy" and reference.name in self._variables:
                self._add([caddyfile.reference(reference, graph, indexes.of(graph))])

    def _twins_of(self, operation: Operation) -> list[tuple[Operation, Graph]]:
        """The operation on each node at the place of its own, in all environments."""
        node: Any = operation.node
        place = node.header.source.path, node.header.start
        found: list[tuple[Operation, Graph]] = []
        for graph in self._graphs:
            kinds = self._twins.setdefault((graph.environment, node.kind), {})
            if not kinds:
                for other in graph.kinds.get(node.kind, ()):
                    kinds.setdefault((other.header.source.path, other.header.start), []).append(other)
            alike = [other for other in kinds.get(place, ()) if node.kind != "defect" or other.code == node.code]
            found += [(operation._replace(node=other), graph) for other in alike]
        return found

    def _add(self, found: Iterable[Named]) -> None:
        """Add what one operation names, in some environments."""
        counts: Counter[Path] = Counter()
        moved: tuple[tuple[Path, str], ...] = ()
        for each in found:
            counts |= each.counts
            self._below |= set(each.below)
            moved += tuple(one for one in each.moved if one not in moved)
        self._counts += counts
        self._moved += moved

    def _name(self, operation: Operation, graph: Graph, index: Index) -> None:
        """Add what one operation names."""
        node: Any = operation.node
        self._variables |= _variables(operation)
        if node.kind == "env_def" or (node.kind == "file" and node.format == "env"):
            self._env(operation, node)
            return
        if node.kind == "env_ref":
            self._where.add(node.where)
            return
        if node.kind == "defect":
            self._defect(operation)
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

    def _defect(self, operation: Operation) -> None:
        """What stands below the key that a defect is about, or the item, wherever it is deployed; with its new name."""
        node: Any = operation.node
        start, end = node.header.start, node.header.end
        written = Written(node.header.source)
        key = written.key_at(start, end) or written.scalar_around(start, end)
        held = written.held(key) if key is not None else None
        if key is None or held is None:
            return
        if self._shared is None:
            self._shared = _by_place(self._graphs)
        parent = held.parent
        if operation.verb == "format":
            for found in self._shared.get((node.header.source.path, key.start), ()):
                self._at(found)
            return
        names = {str(operation.value).partition("=")[0]} if operation.verb == "rename" else set()
        names |= {key.value, key.value.partition("=")[0]} if isinstance(key, tree.Scalar) else set()
        path = node.header.source.path
        holders = set(self._shared.get((path, parent.start, parent.end), ()))
        if isinstance(parent, tree.Mapping):
            holders |= {found[:-1] for found in self._shared.get((path, key.start), ()) if found[-1] in names}
        for above in holders:
            if ITEM in above:
                self._items[above[: above.index(ITEM)]] += 1
                continue
            self._below |= {(*above, name) for name in names}
            if isinstance(parent, tree.Sequence):
                self._items[above] += 1

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

    def _new(self, operation: Operation, graph: Graph, index: Index, origin: Origin | None) -> None:
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
            self._below.add((ENV, node.path, str(operation.item or operation.value).partition("=")[0]))
            return
        if (
            node.kind == "file"
            or operation.verb in ("format", "insert")
            or (operation.verb == "quote" and not operation.value)
        ):
            return
        self._below.add((ENV, node.file.path, node.name))
        if operation.verb == "rename":
            self._below.add((ENV, node.file.path, str(operation.value)))
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


def _origin_path(node: Any, operation: Operation, origin: Origin, index: Index) -> Path | None:
    """The deployed path of what an origin says is written."""
    item = long_form(node) if not operation.field else None
    if item is not None:
        return index.get(id(item))
    for thing in (origin.entry, origin.value, origin.container):
        if thing is not None and id(thing) in index:
            return index[id(thing)]
    return None


class _Indexes:
    """The index of each graph, made when it is first asked for."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[str, Index] = {}

    def of(self, graph: Graph) -> Index:
        """The paths in a graph's documents."""
        if graph.environment not in self._found:
            self._found[graph.environment] = index(graph)
        return self._found[graph.environment]


def _variables(operation: Operation) -> set[str]:
    """Names of the variables to which an operation may give a value, or another one."""
    node: Any = operation.node
    if node.kind in ("env_def", "env_var"):
        return {node.name, str(operation.value)} if operation.verb == "rename" else {node.name}
    if operation.field in ("env_vars", "env_defs"):
        return {str(operation.item if operation.item is not None else operation.value).partition("=")[0]}
    return set()


def _source(operation: Operation) -> Source:
    """The file that an operation concerns."""
    node: Any = operation.node
    return (origin_of(operation) or node.header).source


def _place(origin: Origin | None) -> Place | None:
    """Where the key or scalar behind an origin is written."""
    if origin is None:
        return None
    if origin.entry is not None:
        return (origin.entry.source.path, origin.entry.key.start)
    return (origin.source.path, origin.value.node.start) if isinstance(origin.value, Scalar) else None


def _by_place(graphs: Sequence[Graph]) -> dict[Place, set[Path]]:
    """The deployed paths of everything that is written, in all environments; of a collection, by its end as well."""
    found: dict[Place, set[Path]] = {}
    waiting = [top(root, document) for graph in graphs for document, root in graph.documents.items()]
    while waiting:
        child = waiting.pop()
        value, entry, path = child[:3]
        for source, key, _ in entry.layers if entry is not None else ():
            found.setdefault((source.path, key.start), set()).add(path)
        if isinstance(value, Scalar):
            found.setdefault((value.source.path, value.node.start), set()).add(path)
        else:
            for source, node in value.layers:
                found.setdefault((source.path, node.start, node.end), set()).add(path)
        waiting += children(child)
    return found
