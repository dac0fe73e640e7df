"""One YAML document as it is deployed by itself: aliases and merge keys followed, texts interpolated and cast."""

from __future__ import annotations

from math import isfinite

from deploylint.model.compose.cast import CASTS
from deploylint.model.compose.interpolate import Reading, cast_scalar, interpolated
from deploylint.model.compose.paths import Step
from deploylint.model.resolved import Date, Entry, Hop, Mapping, Scalar, Sequence, Value
from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.syntax import tree, yaml_tree

_DEEPEST = 100
_MOST_NODES = 100_000
_MOST_ALIASED = 0.99
"""The part of a document that aliases may bring (go-yaml 4, decode.go)."""

_NOT_TEXT_FIRST = frozenset("0123456789+-.~tTfFnN")
"""Characters with which a plain scalar that is no text may begin; also the empty one is no text."""

_TAGS = frozenset(("!reset", "!override"))
_PATH_ITEM = "[]"
_PAIRS = frozenset(("environment", "labels", "args", "annotations", "sysctls", "additional_contexts"))


class Reader:
    """Reads one document; `resets` and `overrides` are the paths that it tags so, relative to its root."""

    __slots__ = (
        "_active",
        "_aliased",
        "_path",
        "_reading",
        "_source",
        "_tagged",
        "_told",
        "_tree",
        "_visited",
        "overrides",
        "resets",
    )

    def __init__(self, reading: Reading, written: tree.YamlTree, path: tuple[str, ...] = ()) -> None:
        self._reading = reading
        self._tree = written
        self._source = written.source
        self._path = list(path)
        self._active: set[int] = set()
        self._visited = 0
        self._aliased = 0
        self._told = False
        self._tagged = False  # inside of what is tagged `!override` Compose looks for no further tags
        self.resets: list[tuple[str, ...]] = []
        self.overrides: list[tuple[str, ...]] = []

    def read(self, node: tree.Node) -> Value | None:
        """The deployed value of a document's root; None when it is tagged away."""
        return self._value(node, (), CASTS)

    def _value(self, node: tree.Node, via: tuple[Hop, ...], casts: Step | None) -> Value | None:
        """The deployed value of a node; None when `!reset` removes it."""
        if isinstance(node, tree.Alias):
            return self._alias(node, via, casts)
        if node.tag in _TAGS and not self._tagged:
            if node.tag == "!reset":
                self.resets.append(tuple(self._path))
                return None
            self.overrides.append(tuple(self._path))
            if not isinstance(node, tree.Scalar):
                return self._overriding(node, via, casts)
        if isinstance(node, tree.Scalar):
            return self._scalar(node, via, casts)
        if self._exhausted():
            return self._limited(node)
        if isinstance(node, tree.Mapping):
            return self._mapping(node, via, casts)
        return self._sequence(node, via, casts)

    def _overriding(self, node: tree.Node, via: tuple[Hop, ...], casts: Step | None) -> Value | None:
        """The deployed value of a collection that is tagged `!override`."""
        self._tagged = True
        value = self._value(node, via, casts)
        self._tagged = False
        return value

    def _scalar(self, node: tree.Scalar, via: tuple[Hop, ...], casts: Step | None) -> Scalar:
        """The deployed value of a scalar."""
        text = node.value
        if "$" in text and self._trusted(node):
            scalar = interpolated(self._reading, self._source, node, via, self._where(text))
        else:
            scalar = Scalar(self._source, node, via)
            if self._tree.broken is not None and not self._trusted(node):
                return scalar
            if node.tag is None and (node.style or (text and text[0] not in _NOT_TEXT_FIRST)):
                scalar.value = text
            else:
                value = yaml_tree.resolve(node)
                scalar.value = Date(value.deployed) if isinstance(value, yaml_tree.NotText) else value
                self._finite(scalar)
        if casts is not None and casts.rule and scalar.known:
            cast_scalar(self._reading, scalar, casts.rule, len(via), tuple(self._path))
            self._finite(scalar)
        return scalar

    def _finite(self, scalar: Scalar) -> None:
        """Refuse what is no number that JSON can say, as Compose's validation does wherever it stands."""
        value = getattr(scalar, "value", None)
        if type(value) is not float or isfinite(value):
            return
        name = next((step for step in reversed(self._path) if step != _PATH_ITEM), "")
        self._reading.defects.append(Defect("compose-wrong-type", scalar.span, name, "", "a finite number"))
        del scalar.value

    def _mapping(self, node: tree.Mapping, via: tuple[Hop, ...], casts: Step | None) -> Mapping:
        """The deployed value of a mapping; what `<<` brings stands after what is written."""
        result = Mapping(((self._source, node),), via)
        result.open = not self._trusted(node)
        self._visited += len(node.items) + 1
        if self._active:
            self._aliased += len(node.items) + 1
        entries = result.entries
        merged: list[tree.Node] = []
        path = self._path
        source = self._source
        path.append("")
        for key, value in node.items:
            if type(key) is tree.Scalar and key.value and _plainly_text(key):
                written = key
            else:
                if _is_merge(key):
                    merged.append(value)
                    continue
                found_key = self._key(key)
                if found_key is None:
                    result.open = True
                    continue
                written = found_key
            name = path[-1] = written.value
            found = self._value(value, via, None if casts is None else casts.to(name))
            if found is not None:
                if name in entries:
                    found = both(entries[name].value, found)
                entries[name] = Entry(source, written, found, ((source, written, value),))
        path.pop()
        for value in merged:
            listed = _target(value)
            if not isinstance(listed, tree.Sequence):
                self._merge_key(result, value, via, casts)
                continue
            resets, overrides = len(self.resets), len(self.overrides)
            for one in listed.items:
                self._merge_key(result, one, via, casts)
            # Compose notes tags in them at paths that do not exist.
            del self.resets[resets:], self.overrides[overrides:]
        return result

    def _sequence(self, node: tree.Sequence, via: tuple[Hop, ...], casts: Step | None) -> Sequence:
        """The deployed value of a sequence."""
        result = Sequence(((self._source, node),), via)
        result.open = not self._trusted(node)
        self._visited += len(node.items) + 1
        if self._active:
            self._aliased += len(node.items) + 1
        below = None if casts is None else casts.to(_PATH_ITEM)
        self._path.append(_PATH_ITEM)
        for item in node.items:
            value = self._value(item, via, below)
            if value is not None:
                result.items.append(value)
        self._path.pop()
        return result

    def _alias(self, node: tree.Alias, via: tuple[Hop, ...], casts: Step | None) -> Value | None:
        """The deployed value of an alias: its target, through one more hop."""
        target = node.target
        if target is None:
            return unknown(self._tree, node)
        if id(target) in self._active:
            return self._limited(node)
        self._active.add(id(target))
        value = self._value(target, (Hop("alias", Span(self._source, node.start, node.end)), *via), casts)
        self._active.discard(id(target))
        return value

    def _merge_key(self, result: Mapping, node: tree.Node, via: tuple[Hop, ...], casts: Step | None) -> None:
        """Add the entries that `<<` brings and nothing has set yet."""
        target = _target(node)
        if not isinstance(target, tree.Mapping):
            result.open = True
            if target is not None:
                span = Span(self._source, node.start, node.end)
                self._reading.defects.append(
                    Defect("compose-wrong-type", span, "<<", "", "a mapping or a list of mappings")
                )
            return
        if id(target) in self._active or self._exhausted():
            result.open = True
            self._limited(node)
            return
        self._active.add(id(target))
        brought = self._mapping(target, (Hop("merge-key", Span(self._source, node.start, node.end)), *via), casts)
        self._active.discard(id(target))
        result.open = result.open or brought.open
        for name, entry in brought.entries.items():
            result.entries.setdefault(name, entry)

    def _key(self, key: tree.Node) -> tree.Scalar | None:
        """The scalar of a key that is not plainly text; None with a defect when it is none."""
        scalar = _target(key)
        if isinstance(scalar, tree.Scalar) and isinstance(yaml_tree.resolve(scalar), str):
            return scalar
        span = Span(self._source, key.start, key.end)
        self._reading.defects.append(Defect("non-string-key", span, span.text.strip(), "", "a text"))
        return None

    def _where(self, text: str) -> tuple[str, ...]:
        """The path for references in a text; a `K=V` item goes by its key."""
        path = tuple(self._path)
        if len(path) > 1 and path[-1] == _PATH_ITEM and path[-2] in _PAIRS:
            name, equals, _ = text.partition("=")
            if equals and "$" not in name:
                return (*path[:-1], name)
        return path

    def _trusted(self, node: tree.Node) -> bool:
        """Could all of the node be parsed?"""
        return self._tree.broken is None or node.end < self._tree.broken

    def _exhausted(self) -> bool:
        """Is a limit reached on depth, on aliases inside each other, or on all that they stand for?"""
        return len(self._path) > _DEEPEST or len(self._active) > _DEEPEST or self._visited > _MOST_NODES

    def _limited(self, node: tree.Node) -> Scalar:
        """The unknown value where a limit was reached, which is told once."""
        if not self._told:
            self._told = True
            end = min(node.end, self._source.line_bounds(self._source.position(node.start)[0])[1])
            span = Span(self._source, node.start, max(end, node.start + 1))
            told = "aliases that stand for less"
            found = Defect("input-limit-exceeded", span, "", "", told)
            if self._visited > _MOST_NODES and self._aliased > self._visited * _MOST_ALIASED:
                found = Defect("yaml-syntax-error", span, "", "too many aliases inside each other", told)
            self._reading.defects.append(found)
        return unknown(self._tree, node)


def unknown(written: tree.YamlTree, node: tree.Node) -> Scalar:
    """A value of which nothing is known, at the place of a node."""
    if isinstance(node, tree.Scalar):
        return Scalar(written.source, node)
    return Scalar(written.source, tree.Scalar(node.start, node.end, node.content, None, None, "", ""))


def both(first: Value, second: Value) -> Value:
    """What is known of a key that is written twice: all that either holds, and nothing about what they lack."""
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        result = Mapping(first.layers + second.layers, second.via)
        result.open = True
        result.entries.update(first.entries)
        for name, entry in second.entries.items():
            value = both(first.entries[name].value, entry.value) if name in first.entries else entry.value
            result.entries[name] = Entry(entry.source, entry.key, value, entry.layers)
        return result
    if isinstance(first, Sequence) and isinstance(second, Sequence):
        items = Sequence(first.layers + second.layers, second.via)
        items.open = True
        items.items = first.items + second.items
        return items
    if isinstance(first, Scalar) and isinstance(second, Scalar):
        if first.known and second.known and (first.value, type(first.value)) == (second.value, type(second.value)):
            return second
        return Scalar(second.source, second.node, second.via)
    layer_source, layer_node = second.layers[0] if not isinstance(second, Scalar) else (second.source, second.node)
    return Scalar(layer_source, tree.Scalar(layer_node.start, layer_node.end, layer_node.content, None, None, "", ""))


def _plainly_text(key: tree.Scalar) -> bool:
    """Is a key that is not empty text at first sight?"""
    return key.tag is None and bool(key.style or (key.value[0] not in _NOT_TEXT_FIRST and key.value != "<<"))


def _is_merge(key: tree.Node) -> bool:
    """Is a key `<<`, and not the text of it?"""
    return isinstance(key, tree.Scalar) and key.value == "<<" and not key.style and key.tag is None


def _target(node: tree.Node | None) -> tree.Node | None:
    """The node behind aliases."""
    while isinstance(node, tree.Alias):
        node = node.target
    return node
