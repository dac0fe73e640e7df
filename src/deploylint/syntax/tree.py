"""The tree of one YAML file as it is written: mappings, sequences, scalars and aliases, each with its offsets.

`start` is the first character of the node with its properties (`&anchor !tag`), `content` the first character of the
value itself, `end` one past the value's last character.  `text[content:end]` re-read alone (behind one blank, so that
it does not begin a line) gives the node's value; only the indentation indicator of a block scalar counts from its
parent.  A block scalar ends behind its last line end.
"""

from __future__ import annotations

from deploylint.source.defects import Defect
from deploylint.source.text import Source


class Scalar:
    """A scalar: `value` is its text after quoting and folding, `style` one of "" (plain), "'", '"', "|", ">"."""

    __slots__ = ("anchor", "content", "end", "start", "style", "tag", "value")

    def __init__(
        self, start: int, end: int, content: int, anchor: str | None, tag: str | None, value: str, style: str
    ) -> None:
        self.start = start
        self.end = end
        self.content = content
        self.anchor = anchor
        self.tag = tag
        self.value = value
        self.style = style


class Mapping:
    """A mapping: `items` in order of writing, duplicates kept; `last` is the end of its last child.

    A collection in block style ends there too, without the comments and blank lines behind it.
    """

    __slots__ = ("anchor", "content", "end", "flow", "items", "last", "start", "tag")

    def __init__(self, start: int, content: int, anchor: str | None, tag: str | None, flow: bool) -> None:
        self.start = start
        self.end = self.last = self.content = content
        self.anchor = anchor
        self.tag = tag
        self.flow = flow
        self.items: list[tuple[Node, Node]] = []


class Sequence:
    """A sequence: `items` in order; `last` as for a mapping."""

    __slots__ = ("anchor", "content", "end", "flow", "items", "last", "start", "tag")

    def __init__(self, start: int, content: int, anchor: str | None, tag: str | None, flow: bool) -> None:
        self.start = start
        self.end = self.last = self.content = content
        self.anchor = anchor
        self.tag = tag
        self.flow = flow
        self.items: list[Node] = []


class Alias:
    """A use of an anchor: `target` is the anchored node, None when no such anchor stands before it."""

    __slots__ = ("content", "end", "name", "start", "target")

    def __init__(self, start: int, end: int, name: str, target: Node | None) -> None:
        self.start = self.content = start
        self.end = end
        self.name = name
        self.target = target


Node = Scalar | Mapping | Sequence | Alias


class YamlTree:
    """One YAML file: `documents` holds the root node of each document, None for an empty one.

    `broken` is the offset from which the text could not be parsed, None when all of it was; what stands there or ends
    there is not to be trusted.  `uses` counts the aliases of each anchored node, by `id(node)`.
    """

    __slots__ = ("broken", "defects", "documents", "source", "uses")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.documents: list[Node | None] = []
        self.defects: list[Defect] = []
        self.broken: int | None = None
        self.uses: dict[int, int] = {}
