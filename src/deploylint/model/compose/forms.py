"""The written forms of one thing read alike: lists of `K=V` and mappings, names and mappings, one text and a list.

The resolved document keeps the form in which a value is written.  Where merging brought two forms together it is a
mapping in which an entry that came from a list item has the item's own node as its key (`from_item`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.model.compose.parts import Part, characters, whole
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value
from deploylint.source.text import Source


class Pair(NamedTuple):
    """A name and its value, from a `K=V` item or an entry of a mapping.

    `key.text` is None when a hole stands before the first literal `=`; `value` is None for a bare key or null, its text
    None when it is not known.  `scalar` holds the value: the whole item of a list, or the entry's value.  `entry` is
    None for an item of a list.
    """

    key: Part
    value: Part | None
    source: Source
    scalar: Scalar | None
    entry: Entry | None


class Named(NamedTuple):
    """A name with options, from a list of names or an entry of a mapping; `options` is None for a mere name."""

    name: Part
    options: Value | None
    source: Source
    entry: Entry | None
    item: Scalar | None


def unknown(value: Value | None) -> bool:
    """Is nothing known of a value, not even its shape?"""
    return isinstance(value, Scalar) and not value.known


def null(value: Value | None) -> bool:
    """Is a value absent or null?"""
    return value is None or (isinstance(value, Scalar) and value.known and value.value is None)


def from_item(entry: Entry) -> bool:
    """Does an entry of a merged mapping stand for an item of a list?"""
    value = entry.value
    # A refused value may stand at its key, too; it has neither a value nor pieces.
    return isinstance(value, Scalar) and entry.key is value.node and (value.known or bool(value.pieces))


def pairs(value: Value | None, separator: str = "=") -> Iterator[Pair]:
    """The pairs of a list or mapping in deployed order; nothing for any other value."""
    if isinstance(value, Mapping):
        for name, entry in value.entries.items():
            if from_item(entry):
                assert isinstance(entry.value, Scalar)
                yield pair(entry.value, separator, entry)
            else:
                yield _entry_pair(name, entry)
    elif isinstance(value, Sequence):
        for item in value.items:
            if isinstance(item, Scalar):
                yield pair(item, separator)


def pair(item: Scalar, separator: str = "=", entry: Entry | None = None) -> Pair:
    """A `K=V` item cut at its first literal separator."""
    found = characters(item)
    if found is None:
        return Pair(Part(None, item.node.content, item.node.end), None, item.source, item, entry)
    at = found.text.find(separator)
    if at < 0:
        return Pair(found.part(), None, item.source, item, entry)
    return Pair(found.part(0, at), found.part(at + 1), item.source, item, entry)


def named(value: Value | None) -> Iterator[Named]:
    """The names of a list or mapping with their options; one text counts as a list of one."""
    if isinstance(value, Mapping):
        for name, entry in value.entries.items():
            if from_item(entry):
                assert isinstance(entry.value, Scalar)
                yield Named(whole(entry.value), None, entry.source, entry, entry.value)
            else:
                options = None if null(entry.value) else entry.value
                yield Named(Part(name, entry.key.content, entry.key.end), options, entry.source, entry, None)
        return
    for item in listed(value):
        if isinstance(item, Scalar):
            yield Named(whole(item), None, item.source, None, item)


def listed(value: Value | None) -> list[Value]:
    """The items of a list; a single value counts as a list of one, null as an empty list."""
    if isinstance(value, Sequence):
        return value.items
    return [] if value is None or null(value) else [value]


def folder(value: Value, project: str) -> str:
    """The folder that a relative path starts from: the project's, or that of another file that brought the value."""
    return next((hop.folder for hop in value.via if hop.folder is not None), project)


def _entry_pair(name: str, entry: Entry) -> Pair:
    """The pair of an ordinary entry."""
    value = entry.value
    key = Part(name, entry.key.content, entry.key.end)
    if not isinstance(value, Scalar):
        return Pair(key, Part(None, entry.key.content, entry.key.end), entry.source, None, entry)
    if null(value):
        return Pair(key, None, entry.source, value, entry)
    text = whole(value).text
    return Pair(key, Part(text, value.node.content, value.node.end), value.source, value, entry)
