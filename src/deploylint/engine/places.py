"""Walking a location path on a hit: the nodes, fields and items that it means, and the operations of a fix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from deploylint.engine.answers import TROUBLE, undecidable, undecided
from deploylint.findings import Fix, Operation
from deploylint.model.node import Node, Null, OpenList


class Place(NamedTuple):
    """A node, one of its fields ("" for the node itself) and an item of that field (None for the whole)."""

    node: Node
    field: str = ""
    item: object = None


def _owners(base: Any, fields: tuple[str, ...], *, exact: bool = False) -> list[Node]:
    """The nodes at the end of a walk; a list on the way stands for its members, what is unknown for nothing."""
    if not fields and isinstance(base, Node):
        return [base]
    found: list[Any] = list(base) if isinstance(base, list | tuple) else [base]
    for field in fields:
        following: list[Any] = []
        for node in found:
            value = getattr(node, field) if exact else getattr(node, field, None)
            following += value if isinstance(value, list | tuple) else [value]
        found = following
    return [node for node in found if isinstance(node, Node)]


def _items(item: Callable[[], Any] | None) -> list[Any]:
    """The selected items: none selected is one None; what is unknown selects nothing."""
    if item is None:
        return [None]
    try:
        value = item()
    except TROUBLE as trouble:
        undecidable(trouble)
        return [None]
    return list(value) if isinstance(value, list | tuple) else [value]


def places(base: Any, fields: tuple[str, ...], item: Callable[[], Any] | None) -> list[Place]:
    """The places of a location path, in order; an edge that is not written is its target's place."""
    if callable(base):
        try:
            base = base()
        except TROUBLE as trouble:
            undecidable(trouble)
            return []
    if not fields:
        return [Place(base)] if isinstance(base, Node) else [Place(node) for node in _owners(base, ())]
    found: list[Place] = []
    field = fields[-1]
    for owner in _owners(base, fields[:-1]):
        value = getattr(owner, field, None)
        if isinstance(value, Null) and field not in owner.origins:
            continue
        if isinstance(value, Node) and field not in owner.origins:
            found.append(Place(value))
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            found += [Place(node) for node in value]
        else:
            found += [Place(owner, field, one) for one in _items(item)]
    return found


def targets(base: Any, fields: tuple[str, ...], item: Callable[[], Any] | None) -> list[Place]:
    """The places that an edit is made at: a field is always its owner's."""
    if type(base) is OpenList:
        undecided()
    if not fields:
        return [Place(node) for node in _owners(base, ())]
    if item is None and len(fields) == 1 and isinstance(base, Node):
        return [Place(base, fields[0])]
    owners = _owners(base, fields[:-1], exact=True)
    selected: Any = [None]
    if item is not None:
        selected = item()
        if type(selected) is OpenList:
            undecided()
        selected = list(selected) if isinstance(selected, list | tuple) else [selected]
    return [Place(owner, fields[-1], one) for owner in owners for one in selected]


def written(value: Any) -> Any:
    """A value that a file can hold: null is nothing to write."""
    return undecided() if value is None or isinstance(value, Null) else value


def operations(verb: str, found: list[Place], value: Any) -> list[Operation]:
    """One operation for each place."""
    return [Operation(verb, node, field, item, value) for node, field, item in found]


def fix(title: Any, safety: str, edits: tuple[Operation, ...]) -> Fix | None:
    """A fix with its values rendered; None when there is nothing to do."""
    return Fix(title if isinstance(title, str) else str(title), safety, edits) if edits else None
