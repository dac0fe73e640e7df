"""The resolved document: what is deployed, each value with the place a person must edit and the hops it came
through.
"""

from __future__ import annotations

from typing import NamedTuple

from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import tree


class Hop(NamedTuple):
    """One step of a value's way from where it is written to where it is deployed.

    `how` is variable, process, default, env-file, alias, merge-key, overlay, extends, include or cast; `span` the place
    of the step: the `${…}` (also for what the process's environment gave), the definition in the env file, the alias,
    the key that was overridden.  `name` is what the step took, where the place does not say: the service extended; the
    path of an env file, where the place is that of the `env_file` which brings all that the file defines.
    `folder` is where relative paths of what came this way start, when it came from another file: include and extends.
    `old` is the value that was overridden, when that had come a way of its own.
    """

    how: str
    span: Span
    name: str = ""
    folder: str | None = None
    old: Scalar | None = None


class Hole(NamedTuple):
    """A part of a value that cannot be known: the variable's name and its `${…}`, as offsets in the written source."""

    name: str
    start: int
    end: int


class Date(str):
    """The text of a plain date or time, which is no text where Compose wants one."""

    __slots__ = ()


class Scalar:
    """A deployed scalar.

    `value` is text, int, float, bool or None; its slot is UNSET (reading raises AttributeError) when `pieces` holds a
    hole.
    `pieces` is empty for a value without interpolation, else known texts and holes in order.  `source` and `node` are
    the
    tree scalar that a person must edit.  `via` lists the hops, nearest to the written place first.  `marks` holds, for
    each piece, where it stands in the decoded text of `node`; what a reference gave stands at the whole reference.
    A scalar without a value and without pieces stands for something that could not be accepted, of whatever shape.
    """

    __slots__ = ("marks", "node", "pieces", "source", "value", "via")

    value: str | int | float | bool | None

    def __init__(
        self,
        source: Source,
        node: tree.Scalar,
        via: tuple[Hop, ...] = (),
        pieces: tuple[str | Hole, ...] = (),
        marks: tuple[tuple[int, int], ...] = (),
    ) -> None:
        self.source = source
        self.node = node
        self.via = via
        self.pieces = pieces
        self.marks = marks

    @property
    def known(self) -> bool:
        """Is the whole value known?"""
        return hasattr(self, "value")

    @property
    def span(self) -> Span:
        """The value as written, with quotes, without anchor and tag."""
        return Span(self.source, self.node.content, self.node.end)


class Entry:
    """One key of a deployed mapping: where its key is written (in the last layer that sets it) and its value.

    `layers` are all places that contributed to the value, base first: (source, key scalar, value node as written).
    """

    __slots__ = ("key", "layers", "source", "value")

    def __init__(
        self, source: Source, key: tree.Scalar, value: Value, layers: tuple[tuple[Source, tree.Scalar, tree.Node], ...]
    ) -> None:
        self.source = source
        self.key = key
        self.value = value
        self.layers = layers

    @property
    def span(self) -> Span:
        """The key as written."""
        return Span(self.source, self.key.content, self.key.end)


class Mapping:
    """A deployed mapping.  `open` when keys may exist that could not be read (a broken file, an unresolved extends)."""

    __slots__ = ("entries", "layers", "open", "via")

    def __init__(self, layers: tuple[tuple[Source, tree.Node], ...], via: tuple[Hop, ...] = ()) -> None:
        self.entries: dict[str, Entry] = {}
        self.layers = layers
        self.via = via
        self.open = False


class Sequence:
    """A deployed sequence; `items` in deployed order.  `open` as for a mapping."""

    __slots__ = ("items", "layers", "open", "via")

    def __init__(self, layers: tuple[tuple[Source, tree.Node], ...], via: tuple[Hop, ...] = ()) -> None:
        self.items: list[Value] = []
        self.layers = layers
        self.via = via
        self.open = False


Value = Scalar | Mapping | Sequence


class Origin:
    """Where a node's field is written.

    `value` is the resolved value behind the field (None when the field stands for a key alone), `entry` the mapping
    entry
    that holds it, or None for a list item or an embedded part, `container` the collection that holds the item or entry.
    `start` and `end` bound the part of `source.text` to underline and, when `part` is true, the part of the scalar
    that a
    `set` replaces (`8080` in `127.0.0.1:8080:80`).  `items` maps the elements or keys of a list or mapping field to
    their
    own origins, for `field[item]`.
    """

    __slots__ = ("container", "end", "entry", "items", "part", "source", "start", "value")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        value: Value | None = None,
        entry: Entry | None = None,
        container: Mapping | Sequence | None = None,
        part: bool = False,
        items: dict[object, Origin] | None = None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.value = value
        self.entry = entry
        self.container = container
        self.part = part
        self.items = items

    @property
    def span(self) -> Span:
        """The place to underline."""
        return Span(self.source, self.start, self.end)
