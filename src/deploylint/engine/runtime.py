"""What generated rule code calls: the meaning of unknown values and open lists, joins by value, and ways through the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from deploylint.engine.words import at_least, hole, joined, members, show
from deploylint.model.graph import Graph
from deploylint.model.node import Node, Null, OpenList

MOST_STEPS = 10_000_000
"""Steps of loops after which a rule is given up."""

_LARGEST = 1 << 63


class Undecided(Exception):  # noqa: N818 (a third answer, not an error)
    """What is asked depends on something that is not known."""


class TooManyStepsError(Exception):
    """A rule was given up."""


TROUBLE = (AttributeError, Undecided)
_HOLE = object()


def undecidable(trouble: Exception) -> int:
    """One more node undecided, unless the exception is a mistake of ours: an unknown field is read from a node."""
    if isinstance(trouble, AttributeError) and not isinstance(trouble.obj, Node):
        raise trouble
    return 1


def undecided() -> Any:
    """Used where an expression needs a value and there is none."""
    raise Undecided


def decided(items: Any) -> Any:
    """A list as a truth: an empty open list may have members."""
    if items or type(items) is not OpenList:
        return items
    raise Undecided


def closed(items: Any) -> Any:
    """A list all of whose members are known, as a tuple."""
    if type(items) is OpenList:
        raise Undecided
    return tuple(items) if isinstance(items, list) else items


def kept(found: list[Any], source: Any) -> Any:
    """What was found in a list is as open as the list."""
    return OpenList(found) if type(source) is OpenList else found


def flat(lists: Any) -> Any:
    """One list of several; open when one of them is, or the list of them."""
    found = [item for items in lists for item in items]
    is_open = type(lists) is OpenList or any(type(items) is OpenList for items in lists)
    return OpenList(found) if is_open else found


def some(items: Any, test: Callable[[Any], bool]) -> bool:
    """any() over a list."""
    if test(items):
        return True
    if type(items) is OpenList:
        raise Undecided
    return False


def every(items: Any, test: Callable[[Any], bool]) -> bool:
    """all() over a list."""
    if type(items) is OpenList:
        raise Undecided
    return test(items)


def more(items: Any, bound: Any, equal: bool) -> bool:
    """`count(items) > bound`, or `>=`."""
    if bound is None:
        return False
    if len(items) > bound or (equal and len(items) == bound):
        return True
    if type(items) is OpenList:
        raise Undecided
    return False


def within(item: Any, items: Any) -> bool:
    """`in` for a text in a text that may be null, and for a list that is no simple name."""
    if isinstance(items, str):
        return item is not None and item in items
    if items is None:
        return False
    if item in items:
        return True
    if type(items) is OpenList:
        raise Undecided
    return False


def first(items: Sequence[Any], empty: Any) -> Any:
    """The first member, else what stands for none."""
    return items[0] if items else (undecided() if type(items) is OpenList else empty)


def count(items: Any) -> int:
    """How many there are, when that is known."""
    return len(closed(items))


def total(items: Any) -> Any:
    """sum(); nulls do not count."""
    return sum(item for item in closed(items) if item is not None)


def least(items: Any) -> Any:
    """min(); null of none."""
    return min((item for item in closed(items) if item is not None), default=None)


def greatest(items: Any) -> Any:
    """max(); null of none."""
    return max((item for item in closed(items) if item is not None), default=None)


def in_order(items: Any) -> list[Any]:
    """sorted(): nodes by id, nulls last."""
    return sorted(closed(items), key=lambda item: (item is None, item.id if isinstance(item, Node | Null) else item))


def distinct(items: Any) -> list[Any]:
    """Each member once, where it comes first."""
    found: list[Any] = []
    for item in closed(items):
        if item not in found:
            found.append(item)
    return found


def join(items: Any, separator: str) -> str:
    """The members as one text."""
    return separator.join(show(item) for item in closed(items))


def ordered(sign: str, left: Any, right: Any) -> bool:
    """An ordering comparison that is false for null."""
    if left is None or right is None:
        return False
    if sign == "<":
        return bool(left < right)
    if sign == "<=":
        return bool(left <= right)
    return bool(left > right) if sign == ">" else bool(left >= right)


def calculate(sign: str, left: Any, right: Any) -> Any:
    """Arithmetic: null with null, undecided beyond 64 bits or when dividing by zero."""
    if left is None or right is None:
        return None
    if sign in "//%" and right == 0:
        raise Undecided
    result: Any = _ARITHMETIC[sign](left, right)
    if not -_LARGEST <= result < _LARGEST:
        raise Undecided
    return result


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}


def loose(parts: Iterable[Callable[[], Any]]) -> tuple[Any, ...]:
    """The known parts of the key of a node whose membership in a group is not settled."""
    found: list[Any] = []
    for part in parts:
        try:
            found.append(part())
        except TROUBLE as trouble:
            undecidable(trouble)
            found.append(_HOLE)
    return tuple(found)


def _may_be(key: tuple[Any, ...], partial: tuple[Any, ...] | None) -> bool:
    """Could a node with these known values have that key?"""
    return partial is None or all(known is _HOLE or known == value for known, value in zip(partial, key, strict=True))


class Link:
    """A graph made ready for rules: its indexes and ways, made when first asked for and shared by all rules."""

    __slots__ = ("_edge_sets", "_indexes", "_left", "_tables", "_trees", "graph")

    def __init__(self, graph: Graph, tables: Mapping[str, Mapping[object, object]]) -> None:
        self.graph = graph
        self._tables = tables
        self._left = MOST_STEPS
        self._indexes: dict[tuple[str, tuple[str, ...]], Callable[[tuple[Any, ...]], Any]] = {}
        self._trees: dict[tuple[str, Any], tuple[dict[Node, Node | None], bool]] = {}
        self._edge_sets: dict[str, dict[str, tuple[str, ...]]] = {}

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
            yield OpenList(nodes) if open_kind or any(_may_be(key, one) for one in partial) else nodes

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
                    partial.append(tuple(getattr(node, field, _HOLE) for field in fields))
                else:
                    index.setdefault(key, []).append(node)

        def find(key: tuple[Any, ...]) -> Any:
            nonlocal ready
            if not ready:
                fill()
                ready = True
            found = index.get(key, ())
            if open_kind or (partial and any(_may_be(key, one) for one in partial)):
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
                raise Undecided
            return Way()

        return way

    def _tree(self, name: str, start: Any) -> tuple[dict[Node, Node | None], bool]:
        """Breadth first from a kind or a node: of each node reached, the one before it; and did something stay unknown?"""
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
            "_Trouble": TROUBLE,
            "_all": every,
            "_all_of": self.all_of,
            "_any": some,
            "_at_least": at_least,
            "_calculate": calculate,
            "_closed": closed,
            "_count": count,
            "_decided": decided,
            "_distinct": distinct,
            "_edge_sets": self._edge_sets,
            "_finder": self.finder,
            "_first": first,
            "_fix": places.fix,
            "_flat": flat,
            "_groups": self.groups,
            "_hole": hole,
            "_in": within,
            "_join": join,
            "_kept": kept,
            "_loose": loose,
            "_matcher": words.matcher,
            "_max": greatest,
            "_members": members,
            "_min": least,
            "_more": more,
            "_null": _null,
            "_ordered": ordered,
            "_over": lambda items, make: kept(make(items), items),
            "_places": places.places,
            "_show": joined,
            "_sorted": in_order,
            "_steps": self.steps,
            "_sum": total,
            "_table": self.table,
            "_targets": places.targets,
            "_undecidable": undecidable,
            "_undecided": undecided,
            "_ways": self.ways,
            "_within": within,
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
