"""A graph made ready for rules: indexes, groups, tables and ways, and all that generated code can reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from deploylint.engine import answers
from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.model.node import Node, Null, OpenList

if TYPE_CHECKING:  # what only a finding needs
    from deploylint.model.provenance import History

MOST_STEPS = 10_000_000
"""Steps of loops after which a rule is given up."""


class TooManyStepsError(Exception):
    """A rule was given up."""


class Link:
    """A graph made ready for rules: its indexes and ways, made when first asked for and shared by all rules."""

    __slots__ = ("_edge_sets", "_history", "_indexes", "_left", "_tables", "_trees", "graph")

    def __init__(self, graph: Graph, tables: Mapping[str, Mapping[object, object]]) -> None:
        self.graph = graph
        self._tables = tables
        self._left = MOST_STEPS
        self._indexes: dict[tuple[str, tuple[str, ...]], Callable[[tuple[Any, ...]], Any]] = {}
        self._trees: dict[tuple[str, Any], tuple[dict[Node, Node | None], bool]] = {}
        self._edge_sets: dict[str, dict[str, tuple[str, ...]]] = {}
        self._history: History | None = None

    @property
    def history(self) -> History:
        """How the values of this graph came to be."""
        if self._history is None:
            from deploylint.model.provenance import History

            self._history = History(self.graph.documents)
        return self._history

    def restart(self) -> None:
        """Give the next rule all its steps."""
        self._left = MOST_STEPS

    def steps(self, items: Any) -> Any:
        """Count the steps of a loop that is about to go through these."""
        self._left -= len(items)
        if self._left < 0:
            raise TooManyStepsError
        return items

    def all_of(self, kind: str) -> Any:
        """All nodes of a kind."""
        found = self.graph.kinds.get(kind, ())
        return OpenList(found) if kind in self.graph.open_kinds else found

    def groups(self, groups: dict[tuple[Any, ...], list[Node]], partial: list[Any], kind: str) -> Iterable[Any]:
        """Each set of equal nodes, open when a node may belong to it that does not say so."""
        open_kind = kind in self.graph.open_kinds
        for key, nodes in groups.items():
            yield OpenList(nodes) if open_kind or any(answers.may_be(key, one) for one in partial) else nodes

    def finder(self, kind: str, fields: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Any]:
        """The function behind find(): nodes of a kind by the values of some fields."""
        known = self._indexes.get((kind, fields))
        if known is None:
            known = self._indexes[kind, fields] = self._finder(kind, fields)
        return known

    def _finder(self, kind: str, fields: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Any]:
        index: dict[tuple[Any, ...], Any] = {}
        partial: list[tuple[Any, ...]] = []
        ready = False
        open_kind = kind in self.graph.open_kinds

        def fill() -> None:
            for node in self.graph.kinds.get(kind, ()):
                try:
                    key = tuple([getattr(node, field) for field in fields])
                except AttributeError:
                    partial.append(tuple(getattr(node, field, answers.HOLE) for field in fields))
                else:
                    index.setdefault(key, []).append(node)

        def find(key: tuple[Any, ...]) -> Any:
            nonlocal ready
            if not ready:
                fill()
                ready = True
            found = index.get(key, ())
            if open_kind or (partial and any(answers.may_be(key, one) for one in partial)):
                return OpenList(found)
            return found

        return find

    def table(self, name: str, column: str) -> Callable[[Any], Any]:
        """The function behind lookup()."""
        rows: Mapping[Any, Any] = self._tables[name]
        if not column:
            return rows.get

        def cell(key: Any) -> Any:
            row = rows.get(key)
            return row.get(column) if row is not None else None

        return cell

    def ways(self, name: str) -> Callable[[Any, Any], Any]:
        """The function behind path(): the shortest way along an edge set."""

        def way(start: Any, target: Any) -> Any:
            if not target or not start:
                return Way()
            before, is_open = self._tree(name, start)
            if target in before:
                return _way(before, target, start)
            if is_open:
                raise answers.Undecided
            return Way()

        return way

    def _tree(self, name: str, start: Any) -> tuple[dict[Node, Node | None], bool]:
        """Breadth first from a kind or a node: the node before each one reached; and did something stay unknown?"""
        known = self._trees.get((name, start))
        if known is not None:
            return known
        is_open = False
        if isinstance(start, str):
            frontier = sorted(self.graph.kinds.get(start, ()), key=lambda node: node.id)
            is_open = start in self.graph.open_kinds
        else:
            frontier = [start]
        before: dict[Node, Node | None] = {}
        edges = self._edge_sets[name]
        while frontier:
            reached: list[Node] = []
            for node in frontier:
                following, unsure = _following(node, edges.get(node.kind, ()))
                is_open = is_open or unsure
                for other in self.steps(following):
                    if other not in before:
                        before[other] = node
                        reached.append(other)
            frontier = reached
        self._trees[name, start] = before, is_open
        return before, is_open

    def namespace(self) -> dict[str, Any]:
        """The globals of generated code: nothing but these is within its reach."""
        from deploylint.engine import places, words

        return {
            "__builtins__": {"any": any, "all": all, "len": len, "type": type, "tuple": tuple},
            "_Open": OpenList,
            "_Operation": Operation,
            "_Trouble": answers.TROUBLE,
            "_all": answers.every,
            "_all_of": self.all_of,
            "_any": answers.some,
            "_at_least": words.at_least,
            "_calculate": answers.calculate,
            "_closed": answers.closed,
            "_count": answers.count,
            "_decided": answers.decided,
            "_distinct": answers.distinct,
            "_edge_sets": self._edge_sets,
            "_finder": self.finder,
            "_first": answers.first,
            "_fix": places.fix,
            "_flat": answers.flat,
            "_groups": self.groups,
            "_hole": words.hole,
            "_in": answers.within,
            "_join": words.join,
            "_kept": answers.kept,
            "_loose": answers.loose,
            "_matcher": words.matcher,
            "_max": answers.greatest,
            "_members": words.members,
            "_min": answers.least,
            "_more": answers.more,
            "_null": _null,
            "_operations": places.operations,
            "_ordered": answers.ordered,
            "_over": lambda items, make: answers.kept(make(items), items),
            "_places": places.places,
            "_joined": words.joined,
            "_show": words.show,
            "_sorted": answers.in_order,
            "_steps": self.steps,
            "_sum": answers.total,
            "_table": self.table,
            "_targets": places.targets,
            "_undecidable": answers.undecidable,
            "_undecided": answers.undecided,
            "_ways": self.ways,
            "_within": answers.within,
            "_written": places.written,
            **words.FUNCTIONS,
        }


class Way(tuple[Node, ...]):
    """The nodes of a way in order; empty when there is none."""

    __slots__ = ()


def _way(before: Mapping[Node, Node | None], target: Node, start: Any) -> Way:
    """The way back from the target, turned round; it has at least one step."""
    found, node = [target], before[target]
    while node is not None:
        found.append(node)
        if node is start or (isinstance(start, str) and node.kind == start and len(found) > 1):
            break
        node = before.get(node)
    return Way(reversed(found))


def _following(node: Node, fields: tuple[str, ...]) -> tuple[list[Node], bool]:
    """The nodes that edges lead to, by id, and whether there may be others."""
    found: list[Node] = []
    unsure = False
    for field in fields:
        try:
            value = getattr(node, field)
        except AttributeError:
            unsure = True
            continue
        if isinstance(value, tuple):
            found += value
            unsure = unsure or type(value) is OpenList
        elif value:
            found.append(value)
    return sorted(found, key=lambda other: other.id), unsure


def _null(kind: str) -> Any:
    """The null node of a kind; of an unknown kind, one without fields."""
    from deploylint.model import nodes

    return nodes.NULL.get(kind, _NOTHING)


_NOTHING = Null()
