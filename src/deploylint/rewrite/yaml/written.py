"""A YAML file as it is written, with the way from each node to what holds it and from each anchor to its uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deploylint.rewrite.lines import trimmed
from deploylint.source.edit import Edit
from deploylint.source.text import Source
from deploylint.syntax import tree, yaml_tree

Collection = tree.Mapping | tree.Sequence

_MOST = 1_000
"""More places than this that share a node are not counted."""


class Held(NamedTuple):
    """Where a node stands: the index of its pair or item in `parent`; `key` when it is the pair's key."""

    parent: Collection
    at: int
    key: bool


class Written:
    """The tree of a source, parsed anew, so that nodes are found by what holds them and by where they stand.

    `taken` are edits that will be applied together with those that are asked for here.
    """

    __slots__ = ("_aliases", "_held", "_places", "_taken", "source", "tree")

    def __init__(self, source: Source, taken: Sequence[Edit] = ()) -> None:
        self.source = source
        self.tree = yaml_tree.parse(source)
        self._taken = taken
        self._held: dict[int, Held] = {}
        self._aliases: dict[int, list[tree.Alias]] = {}
        self._places: dict[tuple[type, int, int], tree.Node] = {}
        waiting: list[tree.Node] = [node for node in self.tree.documents if node is not None]
        while waiting:
            node = waiting.pop()
            self._places.setdefault((type(node), node.start, node.content), node)
            if isinstance(node, tree.Alias) and node.target is not None:
                self._aliases.setdefault(id(node.target), []).append(node)
            elif isinstance(node, tree.Mapping):
                for index, (key, value) in enumerate(node.items):
                    self._held[id(key)] = Held(node, index, key=True)
                    self._held[id(value)] = Held(node, index, key=False)
                    waiting += value, key
            elif isinstance(node, tree.Sequence):
                for index, item in enumerate(node.items):
                    self._held[id(item)] = Held(node, index, key=False)
                    waiting.append(item)

    @property
    def text(self) -> str:
        """The file's text."""
        return self.source.text

    def find(self, node: tree.Node) -> tree.Node | None:
        """The node of this tree that stands where a node of an equal tree does."""
        return self._places.get((type(node), node.start, node.content))

    def key_at(self, start: int, end: int) -> tree.Node | None:
        """The scalar whose value stands exactly there."""
        for node in self._places.values():
            if isinstance(node, tree.Scalar) and node.content == start and node.end == end:
                return node
        return None

    def key_from(self, start: int) -> tree.Node | None:
        """The key or item that begins there."""
        found = [
            node for node in self._places.values() if start in (node.start, node.content) and id(node) in self._held
        ]
        return min(found, key=lambda node: (node.end, not isinstance(node, tree.Scalar)), default=None)

    def scalar_around(self, start: int, end: int) -> tree.Scalar | None:
        """The scalar in which a range stands."""
        for node in self._places.values():
            if isinstance(node, tree.Scalar) and node.content <= start and end <= node.end:
                return node
        return None

    def held(self, node: tree.Node) -> Held | None:
        """What holds a node; None for the root of a document."""
        return self._held.get(id(node))

    def item(self, node: tree.Node) -> tree.Node:
        """The item of a list that a node is, or is the text of; the node itself when no list holds it."""
        one = node
        held = self.held(one)
        while held is not None and not isinstance(held.parent, tree.Sequence):
            one = held.parent
            held = self.held(one)
        return node if held is None else one

    def path(self, node: tree.Node) -> tuple[str, ...]:
        """The keys and `[]` on the way from the document to a node."""
        path: list[str] = []
        held = self.held(node)
        while held is not None:
            if isinstance(held.parent, tree.Mapping):
                key = held.parent.items[held.at][0]
                path.append(key.value if isinstance(key, tree.Scalar) else "")
            else:
                path.append("[]")
            held = self.held(held.parent)
        return tuple(reversed(path))

    def anchored(self, node: tree.Node) -> bool:
        """Is the node, or one inside it, the target of an alias that stands outside it?"""
        inside = [node]
        while inside:
            one = inside.pop()
            for alias in self._aliases.get(id(one), ()):
                if not node.start <= alias.start < max(node.end, node.start + 1):
                    return True
            if isinstance(one, tree.Mapping):
                for pair in one.items:
                    inside += pair
            elif isinstance(one, tree.Sequence):
                inside += one.items
        return False

    def reached(self, node: tree.Node) -> int:
        """In how many places a node is deployed: once where it stands, unless below `x-…`, and once for each alias."""
        count = 0
        waiting = [node]
        while waiting and count < _MOST:
            one: tree.Node | None = waiting.pop()
            path = self.path(one) if one is not None else ()
            if not path or not path[0].startswith("x-"):
                count += 1
            while one is not None:
                waiting += self._aliases.get(id(one), ())
                held = self.held(one)
                one = held.parent if held is not None else None
                if len(waiting) > _MOST:
                    return _MOST
        return count

    def only_use(self, node: tree.Node) -> tree.Alias | None:
        """The alias of a node that is deployed nowhere else."""
        aliases = self._aliases.get(id(node), ())
        return aliases[0] if len(aliases) == 1 and self.reached(node) == 1 else None

    def is_overridden(self, node: tree.Node, name: str) -> bool:
        """Does every mapping into which `<<` merges a node set the key itself, so that the node's would not count?"""
        aliases = self._aliases.get(id(node), ())
        return self.reached(node) == 1 + len(aliases) and all(self._sets(alias, name) for alias in aliases)

    def _sets(self, alias: tree.Alias, name: str) -> bool:
        """Does the mapping that merges an alias have a key?"""
        user = self._merging(alias)
        return user is not None and name in [key.value for key, _ in user.items if isinstance(key, tree.Scalar)]

    def _merging(self, alias: tree.Alias) -> tree.Mapping | None:
        """The mapping that merges an alias by `<<`."""
        held = self.held(alias)
        if held is not None and isinstance(held.parent, tree.Sequence):
            held = self.held(held.parent)
        if held is None or not isinstance(held.parent, tree.Mapping) or held.key:
            return None
        return held.parent if _is_merge(held.parent.items[held.at][0]) else None

    def merged(self, mapping: tree.Mapping, name: str, without: tree.Mapping | None = None) -> tree.Node | None:
        """The value of a key that `<<` brings to a mapping, also without what one of the merged mappings brings."""
        waiting: list[tree.Node | None] = [value for key, value in mapping.items if _is_merge(key)]
        seen: set[int] = set()
        while waiting:
            node = waiting.pop(0)
            if node is None or node is without or id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, tree.Alias):
                waiting.insert(0, node.target)
            elif isinstance(node, tree.Sequence):
                waiting[:0] = node.items
            elif isinstance(node, tree.Mapping):
                for key, value in node.items:
                    if isinstance(key, tree.Scalar) and key.value == name:
                        return value
                waiting += [value for key, value in node.items if _is_merge(key)]
        return None

    def merged_again(self, mapping: tree.Mapping, name: str) -> bool:
        """Would `<<` bring a key that is taken from a mapping, to it or to one that merges it?"""
        if self.merged(mapping, name) is not None:
            return True
        for alias in self._aliases.get(id(mapping), ()):
            user = self._merging(alias)
            if user is not None and self.merged(user, name, mapping) is not None:
                return True
        return False

    def is_taken(self, start: int, end: int) -> bool:
        """Do other edits take out all that stands there?"""
        return any(not edit.text and edit.start <= start and end <= edit.end for edit in self._taken)

    def is_kept(self, start: int) -> bool:
        """Are the blank lines from there on a part of a block scalar that keeps them?"""
        return any(
            isinstance(node, tree.Scalar) and node.style in ("|", ">") and node.start < start < self.last(node)
            for node in self._places.values()
        )

    def last(self, node: tree.Node) -> int:
        """End of a node's last character: of a block collection, that of its last child's."""
        while isinstance(node, (tree.Mapping, tree.Sequence)) and not node.flow and node.items:
            item = node.items[-1]
            node = item[1] if isinstance(item, tuple) else item
        if isinstance(node, tree.Scalar) and node.style in ("|", ">"):
            header = self.text[node.content : node.content + 4]
            return node.end if "+" in header.partition("\n")[0] else trimmed(self.text, node.end, node.content)
        return node.end

    def pair_end(self, mapping: tree.Mapping, index: int) -> int:
        """End of a pair's last character; an empty value ends where its key's colon does."""
        key, value = mapping.items[index]
        end = self.last(value)
        if isinstance(value, tree.Scalar) and value.start == value.end:
            colon = self.text.find(":", key.end)
            return colon + 1 if colon >= 0 else key.end
        return end

    def item_end(self, parent: Collection, index: int) -> int:
        """End of the last character of a pair or item."""
        if isinstance(parent, tree.Mapping):
            return self.pair_end(parent, index)
        item = parent.items[index]
        if isinstance(item, tree.Scalar) and item.start == item.end and not parent.flow:
            return self.dash(parent, index) + 1
        return self.last(item)

    def item_start(self, parent: Collection, index: int) -> int:
        """First character of a pair or item; of an item of a block sequence, its dash."""
        if isinstance(parent, tree.Mapping):
            return parent.items[index][0].start
        return parent.items[index].start if parent.flow else self.dash(parent, index)

    def dash(self, parent: tree.Sequence, index: int) -> int:
        """Offset of the dash of an item of a block sequence."""
        lower = parent.content if index == 0 else self.item_end(parent, index - 1)
        at = lower
        text = self.text
        while at < len(text) and text[at] != "-":  # blanks, line ends and comments stand between two items
            if text[at] == "#":
                while at < len(text) and text[at] not in "\r\n":
                    at += 1
            else:
                at += 1
        return at


def _is_merge(key: tree.Node) -> bool:
    """Is a key `<<`, and not the text of it?"""
    return isinstance(key, tree.Scalar) and key.value == "<<" and not key.style
