"""Mappings with known keys: each key decoded in its own way and printed in Compose's order."""

from __future__ import annotations

from collections.abc import Callable

from deploylint.model.compose.canonical.order import ordered
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.values import Plain, implied, like, place, put, replaced, sequence
from deploylint.model.compose.forms import from_item
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value

Decode = Callable[[Value, Scope], Value | None]
"""A value as Compose prints it; None when it is left out."""


class Shape:
    """A struct of compose-go: its fields in order, then extensions by name.

    Unknown keys are dropped, and without `extensions` those, too; `always` are values that are printed when nothing is
    written.
    """

    __slots__ = ("_always", "_extensions", "_fields")

    def __init__(
        self, fields: dict[str, Decode], extensions: bool = True, always: dict[str, Plain] | None = None
    ) -> None:
        self._always = always
        self._fields = {name: (number, read) for number, (name, read) in enumerate(fields.items())}
        self._extensions = extensions

    def __call__(self, value: Value, scope: Scope) -> Value | None:
        """The mapping; any other value as it is, null left out."""
        if not isinstance(value, Mapping):
            return None if isinstance(value, Scalar) and value.known and value.value is None else value
        return self.mapping(value, scope)

    def mapping(self, value: Mapping, scope: Scope) -> Mapping:
        """The mapping, empty when nothing is printed of it."""
        fields = self._fields
        found: list[tuple[int, str, Entry]] = []
        extensions: list[str] = []
        for name, entry in value.entries.items():
            field = fields.get(name)
            if field is None:
                if name.startswith("x-"):
                    extensions.append(name)
                continue
            written = entry.value
            if isinstance(written, Scalar) and written.known and written.value is None:
                continue
            read = field[1](written, scope)
            if read is None:
                continue
            found.append((field[0], name, replaced(entry, read)))
        if self._always and not value.open:
            at = place(value)
            there = {name for _, name, _ in found}
            for name, default in self._always.items():
                if name not in there:
                    found.append((fields[name][0], name, at.entry(implied(default))))
        found.sort()
        result = like(value)
        result.entries = {name: entry for _, name, entry in found}
        if extensions and self._extensions:
            extend(result, value, extensions)
        return result


def extend(result: Mapping, value: Mapping, names: list[str]) -> None:
    """Add extensions to a mapping as they are written, by name."""
    for name in ordered(names):
        entry = value.entries[name]
        result.entries[name] = replaced(entry, raw(entry.value))


def raw(value: Value) -> Value:
    """A value that Compose hands on as it is; keys of mappings in order."""
    if isinstance(value, Sequence):
        return sequence(value, [raw(item) for item in value.items])
    if isinstance(value, Mapping):
        result = like(value)
        for name in ordered(value.entries):
            entry = value.entries[name]
            result.entries[name] = replaced(entry, raw(entry.value))
        return result
    return value


def embedded(shape: Decode) -> Decode:
    """A struct that is left out when nothing is in it."""

    def read(value: Value, scope: Scope) -> Value | None:
        found = shape(value, scope)
        return None if isinstance(found, Mapping) and not found.entries and not found.open else found

    return read


def each(read: Decode) -> Decode:
    """A list of things of one kind; left out when it is empty."""

    def decode(value: Value, scope: Scope) -> Value | None:
        if not isinstance(value, Sequence):
            return value
        found = [item for written in value.items if (item := read(written, scope)) is not None]
        return sequence(value, found) if found or value.open else None

    return decode


def by_name(read: Decode, keep_null: bool = True) -> Decode:
    """A mapping from names to things of one kind, or a list of names; left out when it is empty."""

    def decode(value: Value, scope: Scope) -> Value | None:
        entries = named_entries(value)
        if entries is None:
            return value
        assert not isinstance(value, Scalar)
        result = Mapping(value.layers, value.via)
        result.open = value.open
        for name in ordered(entries):
            entry = entries[name]
            found = read(entry.value, scope)
            if found is None and keep_null:
                found = put(entry.value, None) if isinstance(entry.value, Scalar) else None
            if found is not None:
                result.entries[name] = replaced(entry, found)
        return result if result.entries or result.open else None

    return decode


def named_entries(value: Value) -> dict[str, Entry] | None:
    """The entries of a mapping, or of a list of names as nulls; None for any other value."""
    found: dict[str, Entry] = {}
    if isinstance(value, Mapping):
        for name, entry in value.entries.items():
            if from_item(entry) and isinstance(entry.value, Scalar):
                found[name] = place(entry.value).entry(put(entry.value, None))
            else:
                found[name] = entry
        return found
    if not isinstance(value, Sequence):
        return None
    for item in value.items:
        if isinstance(item, Scalar) and item.known and isinstance(item.value, str):
            found[item.value] = place(item).entry(put(item, None))
    return found
