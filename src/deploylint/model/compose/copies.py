"""Copies of resolved values that differ in one respect: a further step, a removed key, more that may be there."""

from __future__ import annotations

from deploylint.model.compose.forms import null
from deploylint.model.resolved import Entry, Hop, Mapping, Scalar, Sequence, Value
from deploylint.source.span import Span


def replaced(old: Entry, over: Value) -> Value:
    """The value that stands in place of an entry's; all in it remembers the key that it overrides."""
    if null(old.value) and not isinstance(over, Scalar):
        return over  # nothing stood there
    return overriding(over, old.value, old.span)


def overriding(value: Value, old: Value, place: Span) -> Value:
    """A copy of a value that overrides another one at a place, and what that one overrode."""
    earlier = [hop for hop in old.via if hop.how == "overlay"] if isinstance(old, Scalar) else []
    other = old if isinstance(old, Scalar) and old.via else None
    for hop in (Hop("overlay", place, old=other), *earlier):
        value = carried(value, hop)
    return value


def overriding_at(path: tuple[str, ...], value: Mapping, old: Mapping) -> Mapping:
    """A copy of a mapping of which what stands at a path below it overrides what stands there in another one."""
    entry, other = value.entries.get(path[0]), old.entries.get(path[0])
    if entry is None or other is None:
        return value
    if len(path) == 1:
        new = replaced(other, entry.value)
    elif isinstance(entry.value, Mapping) and isinstance(other.value, Mapping):
        new = overriding_at(path[1:], entry.value, other.value)
    else:
        return value
    result = Mapping(value.layers, value.via)
    result.open, result.entries = value.open, {**value.entries}
    result.entries[path[0]] = Entry(entry.source, entry.key, new, entry.layers)
    return result


def with_hop(value: Scalar, hop: Hop) -> Scalar:
    """A copy of a scalar that came one step further."""
    copy = Scalar(value.source, value.node, (*value.via, hop), value.pieces, value.marks)
    if value.known:
        copy.value = value.value
    return copy


def carried(value: Value, hop: Hop) -> Value:
    """A copy of a value, all the way down, that came one step further."""
    if isinstance(value, Scalar):
        return with_hop(value, hop)
    via = (*value.via, hop)
    if isinstance(value, Sequence):
        items = Sequence(value.layers, via)
        items.open = value.open
        items.items = [carried(item, hop) for item in value.items]
        return items
    result = Mapping(value.layers, via)
    result.open = value.open
    for name, entry in value.entries.items():
        result.entries[name] = Entry(entry.source, entry.key, carried(entry.value, hop), entry.layers)
    return result


def weight(value: Value) -> int:
    """How many values a value holds, itself included."""
    if isinstance(value, Mapping):
        return 1 + sum([weight(entry.value) for entry in value.entries.values()])
    return 1 + sum([weight(item) for item in value.items]) if isinstance(value, Sequence) else 1


def opened(value: Mapping | Sequence) -> Mapping | Sequence:
    """A copy of a collection that may hold more."""
    copy: Mapping | Sequence
    if isinstance(value, Mapping):
        copy = Mapping(value.layers, value.via)
        copy.entries = value.entries
    else:
        copy = Sequence(value.layers, value.via)
        copy.items = value.items
    copy.open = True
    return copy


def joined(base: Sequence, over: Sequence) -> Sequence:
    """Both lists, one after the other."""
    result = Sequence(base.layers + over.layers, over.via)
    result.open = base.open or over.open
    result.items = base.items + over.items
    return result


_NAMED = frozenset(("depends_on", "networks", "models", "additional_contexts", "ssh"))
"""Keys whose lists Compose turns into mappings before another file lies over them."""


def without(root: Mapping, path: tuple[str, ...], *, canonical: bool = True) -> Mapping:
    """A copy of a mapping without what stands at a path below it; the mapping itself when nothing does.

    `canonical`: Compose rewrote the mapping to its long forms before.
    """
    entry = root.entries.get(path[0]) if path else None
    if entry is None:
        return root
    result = Mapping(root.layers, root.via)
    result.open = root.open
    result.entries = dict(root.entries)
    if len(path) == 1:
        del result.entries[path[0]]
    elif isinstance(entry.value, Mapping):
        below = without(entry.value, path[1:], canonical=canonical)
        result.entries[path[0]] = Entry(entry.source, entry.key, below, entry.layers)
    elif canonical and len(path) == 2 and isinstance(entry.value, Sequence) and path[0] in _NAMED:
        left = joined(entry.value, Sequence(()))
        left.items = [item for item in left.items if (item_text(item) or "").partition("=")[0] != path[1]]
        result.entries[path[0]] = Entry(entry.source, entry.key, left, entry.layers)
    elif canonical and path == ("build", "context") and isinstance(entry.value, Scalar):
        result.entries[path[0]] = Entry(
            entry.source, entry.key, Mapping(((entry.source, entry.value.node),)), entry.layers
        )
    return result


def item_text(item: Value) -> str | None:
    """The known text of an item."""
    return item.value if isinstance(item, Scalar) and item.known and isinstance(item.value, str) else None
