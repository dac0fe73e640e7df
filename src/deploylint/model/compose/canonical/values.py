"""Resolved values that nobody wrote: decoded from others, or added by Compose, with the place they came from."""

from __future__ import annotations

from collections.abc import Iterable

from deploylint.model.compose.parts import characters
from deploylint.model.resolved import Entry, Hole, Hop, Mapping, Scalar, Sequence, Value
from deploylint.source.text import Source
from deploylint.syntax import tree

Plain = str | int | float | bool | None


class Place:
    """Where what is added stands: the scalar that stands for it in a file."""

    __slots__ = ("_key", "node", "source")

    def __init__(self, source: Source, node: tree.Scalar) -> None:
        self.source = source
        self.node = node
        self._key: tree.Scalar | None = None

    def scalar(self, value: Plain, via: tuple[Hop, ...] = ()) -> Scalar:
        """A value at this place."""
        found = Scalar(self.source, self.node, via)
        found.value = value
        return found

    def entry(self, value: Value) -> Entry:
        """An entry whose key stands at this place."""
        key = self._key
        if key is None:  # its own: one node for key and value is the mark of a list's item
            node = self.node
            key = tree.Scalar(node.start, node.end, node.content, None, None, node.value, node.style)
            self._key = key
        return Entry(self.source, key, value, ())

    def mapping(self, values: Iterable[tuple[str, Value]], via: tuple[Hop, ...] = ()) -> Mapping:
        """A mapping at this place."""
        result = Mapping(((self.source, self.node),), via)
        for name, value in values:
            result.entries[name] = self.entry(value)
        return result


_NOWHERE = Place(Source("", ""), tree.Scalar(0, 0, 0, None, None, "", ""))


def place(value: Value) -> Place:
    """The place of a value; for a collection its first layer."""
    if isinstance(value, Scalar):
        return Place(value.source, value.node)
    if not value.layers:
        return _NOWHERE
    source, node = value.layers[0]
    if not isinstance(node, tree.Scalar):
        node = tree.Scalar(node.start, node.end, node.content, None, None, "", "")
    return Place(source, node)


def key_place(entry: Entry) -> Place:
    """The place of an entry's key."""
    return Place(entry.source, entry.key)


def put(scalar: Scalar, value: Plain) -> Scalar:
    """A scalar at the same place, come the same way, that deploys another value."""
    found = Scalar(scalar.source, scalar.node, scalar.via)
    found.value = value
    return found


def part(scalar: Scalar, value: Plain, start: int, end: int) -> Scalar:
    """A scalar that deploys what a part of another's text says: it came the way that this part came."""
    found = characters(scalar) if scalar.pieces else None
    if found is None:
        return put(scalar, value)
    from deploylint.model.provenance import of_part

    _, first, last = found.part(start, end)
    node = tree.Scalar(first, last, first, None, None, scalar.source.text[first:last], "")
    result = Scalar(scalar.source, node, tuple(of_part(scalar, first, last)))
    result.value = value
    return result


def implied(value: Plain) -> Scalar:
    """A value that is written nowhere: Compose adds it."""
    return _NOWHERE.scalar(value)


def hidden(at: Place, name: str) -> Scalar:
    """A value that is that of a variable which nobody knows."""
    return Scalar(at.source, at.node, (), (Hole(name, at.node.content, at.node.end),), ((0, len(at.node.value)),))


def replaced(entry: Entry, value: Value) -> Entry:
    """An entry with another value; the entry itself when it has that one.

    What stands at the key itself, an item of a list that merging gave a key, becomes an ordinary entry.
    """
    if isinstance(value, Scalar) and value.node is entry.key:
        return place(value).entry(value)
    return entry if value is entry.value else Entry(entry.source, entry.key, value, entry.layers)


def like(value: Mapping) -> Mapping:
    """An empty mapping at the same places."""
    found = Mapping(value.layers, value.via)
    found.open = value.open
    return found


def sequence(value: Sequence, items: list[Value]) -> Sequence:
    """A sequence of other items at the same places."""
    found = Sequence(value.layers, value.via)
    found.open = value.open
    found.items = items
    return found


def listing(at: Place, items: list[Value], via: tuple[Hop, ...] = ()) -> Sequence:
    """A sequence that stands for one value."""
    found = Sequence(((at.source, at.node),), via)
    found.items = items
    return found
