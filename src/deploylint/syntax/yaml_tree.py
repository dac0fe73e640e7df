"""YAML text to tree, built from parser events in one loop: every node has its place, and no nesting is too deep for us.

Events rather than PyYAML's composer, because that gives the anchored node for an alias, which then has no place of its
own, and recurses, so that a file of nested `- ` ends the process.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from deploylint.source.defects import Defect, Related
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax.tree import Alias, Mapping, Node, Scalar, Sequence, YamlTree
from deploylint.syntax.yaml_scalars import NotText, places, resolve

__all__ = ["HAS_LIBYAML", "NotText", "comments", "parse", "places", "resolve"]

HAS_LIBYAML = bool(yaml.__with_libyaml__)
"""Is the parser libyaml's?  The trees are equal; the pure one takes ten times as long."""

DEEPEST = 100
"""Collections inside collections; real Compose files have nine."""

WIDEST = 1 << 20
"""Characters that the aliases of a file may stand for together, those inside what they stand for included."""

_LOADER: Any = yaml.CSafeLoader if HAS_LIBYAML else yaml.SafeLoader

# Patterns that few files reach, compiled (and kept by re) when one does.
_GAP = "(?:[ \t\r\n\x85\u2028\u2029]|#[^\r\n\x85\u2028\u2029]*)*"
_PROPERTY = r"!<[^>]*>|[&!][^\s,\[\]{}]*"
_COMMENT = "![<][^>]*>|[&!%*][^\\s,\\[\\]{}]*|(#[^\r\n\x85\u2028\u2029]*)"
_HEADER = "[|>][-+0-9]*[ \t]*(#[^\r\n\x85\u2028\u2029]*)?"


_BLOCK_STYLES = frozenset("|>")


class _StopError(Exception):
    """The rest of the text is not looked at, because a limit was reached."""


def parse(source: Source) -> YamlTree:
    """The tree of a source; what cannot be parsed is a defect, and the tree ends there."""
    text = source.text
    if text.startswith("\ufeff"):
        text = "\n" + text[1:]  # libyaml drops a byte order mark from its count of characters
    tree = YamlTree(source)
    try:
        _Builder(tree, text).run()
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        from deploylint.syntax import yaml_errors

        # The parsers notice such a character at different times: what stands before it is parsed anew.
        place = yaml_errors.unreadable(text)
        tree = YamlTree(source)
        _Builder(tree, text[:place]).run()
        tree.defects = [defect for defect in tree.defects if defect.code != "yaml-syntax-error"]
        tree.defects.append(yaml_errors.unreadable_character(source, place))
        tree.broken = place if tree.broken is None else min(tree.broken, place)
    return tree


class _Builder:
    """Builds one tree.  `stack` holds the open collections, `expanded` the size of all aliases so far."""

    __slots__ = ("anchors", "expanded", "sizes", "stack", "text", "tree")

    def __init__(self, tree: YamlTree, text: str) -> None:
        self.tree = tree
        self.text = text
        self.stack: list[Mapping | Sequence] = []
        self.anchors: dict[str, Node] = {}
        self.expanded = 0
        # What an anchored collection stands for, by id(node): minus what came before it while it is open.
        self.sizes: dict[int, int] = {}

    def run(self) -> None:
        """Build as far as the text can be parsed."""
        try:
            self._build(_LOADER(self.text).get_event)
        except yaml.reader.ReaderError:
            raise
        except yaml.MarkedYAMLError as error:
            from deploylint.syntax import yaml_errors

            defect, broken = yaml_errors.explain(self.tree.source, self.text, error)
            self.tree.defects.append(defect)
            self._break(broken)
        except _StopError:
            pass

    def _build(self, get: Callable[[], Any]) -> None:  # noqa: C901 (a call for each of 13,000 events would double the time)
        """Take event after event; `key` is the key of a mapping that waits for its value."""
        text, stack, documents = self.text, self.stack, self.tree.documents
        keys: list[Node | None] = []
        key: Node | None = None
        parent: Any = None
        append: Any = None
        in_mapping = False
        node: Any
        while True:
            event = get()
            kind = type(event)
            if kind is ScalarEvent:
                start = event.start_mark.index
                end = event.end_mark.index
                anchor = event.anchor
                tag = event.tag
                style = event.style or ""
                node = Scalar(start, end, start, anchor, tag, event.value, style)
                if anchor is not None or tag is not None:
                    self._properties(node, end)
                if style in _BLOCK_STYLES:
                    node.end = _block_end(text, node)
                elif start == end and key is not None and text[start - 1] != ":":
                    # The mark for the missing value of `? a` is at the next token.
                    node.start = node.content = node.end = key.end
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                start = event.start_mark.index
                if len(stack) >= DEEPEST:
                    self._limit(start, start + 1, f"more than {DEEPEST} collections inside each other", "less nesting")
                new: Any = Mapping if kind is MappingStartEvent else Sequence
                node = new(start, start, event.anchor, event.tag, bool(event.flow_style))
                if node.anchor is not None or node.tag is not None:
                    self._properties(node, len(text))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                items = parent.items
                if items:
                    parent.end = parent.last = (items[-1][1] if in_mapping else items[-1]).end
                    if in_mapping and len(items) > 1:
                        self._duplicates(items)
                else:
                    parent.last = parent.content + 1
                if parent.flow and event.end_mark.index > event.start_mark.index:
                    parent.end = event.end_mark.index  # no bracket ends the mapping of `[a: b]`
                if parent.anchor is not None:
                    self.sizes[id(parent)] += parent.end - parent.start + self.expanded
                stack.pop()
                key = keys.pop()
                if stack:
                    parent = stack[-1]
                    append = parent.items.append
                    in_mapping = type(parent) is Mapping
                else:
                    parent = None
                    in_mapping = False
                continue
            elif kind is AliasEvent:
                node = self._alias(event)
            elif kind is DocumentStartEvent:
                documents.append(None)
                continue
            elif kind is StreamEndEvent:
                return
            else:
                continue

            if in_mapping:
                if key is None:
                    key = node
                else:
                    append((key, node))
                    key = None
            elif parent is not None:
                append(node)
            elif kind is not ScalarEvent or node.end > node.start:
                documents[-1] = node
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                stack.append(node)
                keys.append(key)
                parent = node
                append = node.items.append
                in_mapping = kind is MappingStartEvent
                key = None

    def _properties(self, node: Scalar | Mapping | Sequence, end: int) -> None:
        """Find the value behind `&anchor` and `!tag`, and remember the anchor."""
        offset = node.start
        for _ in range((node.anchor is not None) + (node.tag is not None)):
            match = re.compile(_PROPERTY).match(self.text, offset, end)
            if match is None:  # a tag that only a %TAG line explains is written like any other: not reached
                break
            offset = match.end()
            gap = re.compile(_GAP).match(self.text, offset, end)
            if gap is not None and gap.end() < end:
                offset = gap.end()
        node.content = offset
        if node.anchor is not None:
            self.anchors[node.anchor] = node
            if not isinstance(node, Scalar):
                self.sizes[id(node)] = -self.expanded
        if isinstance(node, Scalar) and node.tag is not None and node.tag.startswith("tag:"):
            from deploylint.syntax.yaml_scalars import contradiction

            expected = contradiction(node)
            if expected:
                self._defect(node.start, node.end, "a value that its tag does not allow", expected)

    def _alias(self, event: Any) -> Alias:
        """The alias with its target; counts what it stands for."""
        name: str = event.anchor
        target = self.anchors.get(name)
        node = Alias(event.start_mark.index, event.end_mark.index, name, target)
        if target is None:
            # Without the name: a password that begins with a star looks like this.
            self._defect(node.start, node.end, "an alias of an anchor that is not there", "its anchor before it")
        elif any(target is collection for collection in self.stack):
            node.target = None
            self._defect(node.start, node.end, f"an alias inside its own anchor: *{name}", "an alias behind it", name)
        else:
            uses = self.tree.uses
            uses[id(target)] = uses.get(id(target), 0) + 1
            self.expanded += self.sizes.get(id(target), target.end - target.start)
            if self.expanded > WIDEST:
                found = f"aliases that stand for more than {WIDEST:,} characters"
                self._limit(node.start, node.end, found, "fewer aliases inside each other")
        return node

    def _duplicates(self, items: list[tuple[Node, Node]]) -> None:
        """Note each key that stood before.  As in go-yaml, keys are equal when their texts are."""
        try:
            if len({key.value for key, _ in items}) == len(items):  # type: ignore[union-attr] # no key but a scalar has a value
                return
        except AttributeError:
            pass
        first: dict[str, Node] = {}
        for key, _ in items:
            name = key.value if isinstance(key, Scalar) else f"*{key.name}" if isinstance(key, Alias) else None
            if name is None:
                continue
            if first.setdefault(name, key) is not key:
                span = Span(self.tree.source, key.start, key.end)
                before = Related(Span(self.tree.source, first[name].start, first[name].end), "first set here")
                self.tree.defects.append(Defect("duplicate-yaml-key", span, name, "", "each key once", (before,)))

    def _defect(self, start: int, end: int, found: str, expected: str, name: str = "") -> None:
        span = Span(self.tree.source, start, end)
        self.tree.defects.append(Defect("yaml-syntax-error", span, name, found, expected))

    def _limit(self, start: int, end: int, found: str, expected: str) -> None:
        """Stop at a place where going on would cost too much."""
        span = Span(self.tree.source, start, end)
        self.tree.defects.append(Defect("input-limit-exceeded", span, "", found, expected))
        self._break(start)
        raise _StopError

    def _break(self, offset: int) -> None:
        """Mark the tree as broken and close what is open."""
        self.tree.broken = offset
        for collection in self.stack:
            collection.end = max(offset, collection.content)
        for collection in reversed(self.stack):
            if collection.items:
                last = collection.items[-1]
                collection.last = last[1].end if isinstance(last, tuple) else last.end


def _block_end(text: str, node: Scalar) -> int:
    """The end of a block scalar: behind the line end of its last line, without blank lines that add nothing.

    The parser's end mark stands at the next token or behind the blank lines.
    """
    end = node.end
    header = re.compile(_HEADER).match(text, node.content, end)
    if header is None or "+" in header.group().partition("#")[0]:
        return end
    written = text[header.end() : end]
    kept = written.rstrip(" \t\r\n\x85\u2028\u2029")
    if node.value and (not kept or node.value.rstrip("\n")[-1:] != kept[-1]):
        return end  # the last line ends in blanks, which count
    offset = header.end() + len(kept)
    while offset < end and text[offset] not in "\r\n\x85\u2028\u2029":
        offset += 1
    return min(end, offset + (2 if text.startswith("\r\n", offset) else 1))


def comments(tree: YamlTree) -> list[tuple[int, int]]:
    """Offsets of each comment, its `#` included, up to where the tree is broken."""
    text = tree.source.text
    if "#" not in text:
        return []
    pattern = re.compile(_COMMENT)  # here, because most runs ask for no comments
    found: list[tuple[int, int]] = []
    done = 0
    for start, end, block in (*_leaves(tree), (len(text) if tree.broken is None else tree.broken, 0, False)):
        if text.find("#", done, start) >= 0:
            found += [match.span(1) for match in pattern.finditer(text, done, start) if match[1]]
        done = end
        if block:
            header = re.compile(_HEADER).match(text, start, end)
            if header and header[1]:
                found.append(header.span(1))
    return found


def _leaves(tree: YamlTree) -> list[tuple[int, int, bool]]:
    """Content and end of each scalar and alias in order of writing, and whether it is a block scalar."""
    found: list[tuple[int, int, bool]] = []
    open_: list[Node] = [document for document in reversed(tree.documents) if document is not None]
    while open_:
        node = open_.pop()
        if isinstance(node, Mapping):
            for key, value in reversed(node.items):
                open_ += (value, key)
        elif isinstance(node, Sequence):
            open_ += reversed(node.items)
        else:
            found.append((node.content, node.end, isinstance(node, Scalar) and node.style in ("|", ">")))
    return found
