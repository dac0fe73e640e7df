"""Mappings of free names to texts, written as mappings or as lists of `K=V`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.model.compose.canonical.order import ordered
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.values import Place, key_place, listing, place, put, replaced
from deploylint.model.compose.forms import from_item
from deploylint.model.compose.parts import HOLE, characters, deployed_text
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value

EXTENSIONS = "#extensions"
"""The name under which compose-go 2.14.0 gathers keys that begin with `x-`, also where any name may stand."""


class Pair(NamedTuple):
    """A name and its value; `value` is None for a bare name or null, `listed` when it is an item of a list."""

    name: str
    at: Place
    value: Value | None
    listed: bool
    entry: Entry | None = None


def pairs(value: Value, separators: str = "=") -> Iterator[Pair]:
    """The pairs of a mapping or list, in written order."""
    if isinstance(value, Mapping):
        gathered = []
        for name, entry in value.entries.items():
            written = entry.value
            if not isinstance(written, Scalar):
                yield Pair(name, key_place(entry), written, False, entry)
            elif from_item(entry):
                yield from _item(written, separators)
            elif name.startswith("x-") and len(value.layers) == 1:
                gathered.append(entry)
            elif written.known and written.value is None:
                yield Pair(name, key_place(entry), None, False, entry)
            else:
                yield Pair(name, key_place(entry), written, False, entry)
        if gathered:
            yield _gathered(value, gathered)
    elif isinstance(value, Sequence):
        for item in value.items:
            if isinstance(item, Scalar):
                yield from _item(item, separators)


def _item(item: Scalar, separators: str) -> Iterator[Pair]:
    """The pair that an item of a list is; nothing when its name is unknown."""
    if not item.known:
        yield from _open_item(item, separators)
        return
    text = deployed_text(item.value)
    for separator in separators:
        name, found, rest = text.partition(separator)
        if found:
            yield Pair(name, place(item), put(item, rest), True)
            return
    yield Pair(text, place(item), None, True)


def _open_item(item: Scalar, separators: str) -> Iterator[Pair]:
    """An item with a hole: its name may be known all the same."""
    found = characters(item)
    ends = [at for mark in separators if found is not None and (at := found.text.find(mark)) >= 0]
    if found is None or not ends or HOLE in found.text[: ends[0]]:
        return
    value = Scalar(item.source, item.node, item.via)
    skipped = ends[0] + 1
    for piece, mark in zip(item.pieces, item.marks, strict=True):
        if isinstance(piece, str) and skipped:
            skipped -= len(piece)
            if skipped >= 0:
                continue
            piece, skipped = piece[skipped:], 0  # noqa: PLW2901 (what is left of it)
        value.pieces += (piece,)
        value.marks += (mark,)
    yield Pair(found.text[: ends[0]], place(item), value, True)


def _gathered(value: Mapping, entries: list[Entry]) -> Pair:
    """What becomes of names that begin with `x-`: one pair with all of them as text."""
    shown = {name: entry.value for name, entry in value.entries.items() if entry in entries}
    parts = [f"{name}:{sprint(shown[name])}" for name in sorted(shown)]
    at = key_place(entries[0])
    return Pair(EXTENSIONS, at, at.scalar(f"map[{' '.join(parts)}]"), False)


def sprint(value: Value) -> str:
    """A value as Go prints it without being told how (fmt.Sprint)."""
    if isinstance(value, Scalar):
        if not value.known:
            return "${}"
        return "<nil>" if value.value is None else deployed_text(value.value)
    if isinstance(value, Sequence):
        return f"[{' '.join([sprint(item) for item in value.items])}]"
    return f"map[{' '.join([f'{name}:{sprint(value.entries[name].value)}' for name in sorted(value.entries)])}]"


def text_of(value: Value) -> Value:
    """A value as text; one that is not known stays."""
    if isinstance(value, Scalar):
        return value if not value.known or value.value.__class__ is str else put(value, str(deployed_text(value.value)))
    return place(value).scalar(sprint(value), value.via)


def table(found: dict[str, Entry], value: Value) -> Mapping | None:
    """The mapping of all entries in order; None when there are none."""
    is_open = not isinstance(value, Scalar) and value.open
    if not found and not is_open:
        return None
    at = place(value)
    result = Mapping(((at.source, at.node),) if isinstance(value, Scalar) else value.layers, value.via)
    result.open = is_open
    for name in ordered(found):
        result.entries[name] = found[name]
    return result


def texts(value: Value, scope: Scope) -> Value | None:
    """Names and texts, as labels and options; a name without a value has an empty one (types/labels.go, mapping.go)."""
    if isinstance(value, Scalar):
        return value
    found: dict[str, Entry] = {}
    for name, at, written, _, entry in pairs(value):
        shown = at.scalar("") if written is None else text_of(written)
        found[name] = replaced(entry, shown) if entry is not None and written is not None else at.entry(shown)
    return table(found, value)


def nullable(value: Value, scope: Scope) -> Value | None:
    """Names and texts; a name without a value has none (types/mapping.go, MappingWithEquals)."""
    if isinstance(value, Scalar):
        return value
    found: dict[str, Entry] = {}
    for name, at, written, _, entry in pairs(value):
        shown = at.scalar(None) if written is None else text_of(written)
        found[name] = replaced(entry, shown) if entry is not None and written is not None else at.entry(shown)
    return table(found, value)


def arguments(value: Value, scope: Scope) -> Value | None:
    """Build arguments: a name without a value has that of the variable, and is dropped without one (normalize.go)."""
    if isinstance(value, Scalar):
        return value
    found: dict[str, Entry] = {}
    for name, at, written, _, _ in pairs(value):
        shown = scope.variable(name, at) if written is None else text_of(written)
        if shown is not None:
            found[name] = at.entry(shown)
    return table(found, value)


def lists(value: Value, scope: Scope) -> Value | None:
    """Options that may be repeated: each a list (types/options.go, MultiOptions)."""
    if not isinstance(value, Mapping):
        return value
    found: dict[str, Entry] = {}
    for name, at, written, _, entry in pairs(value):
        items = written.items if isinstance(written, Sequence) else [at.scalar("<nil>") if written is None else written]
        shown = listing(at, [text_of(item) for item in items])
        found[name] = replaced(entry, shown) if entry is not None and written is not None else at.entry(shown)
    return table(found, value)


def contexts(value: Value, scope: Scope) -> Value | None:
    """Additional build contexts, relative ones made absolute."""
    from deploylint.model.compose.canonical import gopath

    found = texts(value, scope)
    for entry in found.entries.values() if isinstance(found, Mapping) else ():
        written = entry.value
        if isinstance(written, Scalar) and written.known:
            entry.value = put(written, gopath.context(str(written.value), scope.start(written), scope.home))
    return found


def hosts(value: Value, scope: Scope) -> Value | None:
    """Further hosts as a sorted list of `name=address` (types/hostList.go)."""
    if isinstance(value, Scalar):
        return value
    found: list[tuple[str, Value]] = []
    for name, at, written, in_list, _ in pairs(value, "=:"):
        addresses = written.items if isinstance(written, Sequence) else [at.scalar("") if written is None else written]
        for address in addresses:
            if not isinstance(address, Scalar) or not address.known:
                found.append((name, address))
                continue
            texts_of = deployed_text(address.value)
            for part in texts_of.split(",") if in_list else [texts_of]:
                bare = part[1:-1] if len(part) > 2 and part[0] == "[" and part[-1] == "]" else part
                found.append((f"{name}={bare}", put(address, f"{name}={bare}")))
    found.sort(key=lambda pair: pair[0].encode(errors="surrogatepass"))
    result = listing(place(value), [item for _, item in found], value.via)
    result.open = value.open
    return result if found or value.open else None
