"""What a service is connected to without saying so: the default network, and services that other keys name."""

from __future__ import annotations

from deploylint.model.compose.canonical.order import ordered
from deploylint.model.compose.canonical.shapes import named_entries
from deploylint.model.compose.canonical.values import Place, implied, like, place, replaced
from deploylint.model.compose.forms import null
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value

_NAMESPACES = ("network_mode", "ipc", "pid", "uts", "cgroup")
IMPLYING = frozenset(("links", "volumes_from", *_NAMESPACES))
"""Keys that name other services (compose-go 2.14.0, loader/normalize.go)."""


def connect(entries: dict[str, Entry], value: Mapping) -> None:
    """A service that names no network is in the default one."""
    entry = entries.get("networks")
    written = entry.value if entry is not None else None
    if entry is None or null(written) or (_named(written) == {} and not isinstance(written, Scalar)):
        at = place(value)
        found = at.mapping([("default", implied(None))])
        entries["networks"] = at.entry(found) if entry is None else replaced(entry, found)


def _named(value: Value | None) -> dict[str, Entry] | None:
    """The names in a list or mapping; None when it may hold others."""
    return None if value is None or (not isinstance(value, Scalar) and value.open) else named_entries(value)


def depend(entries: dict[str, Entry], value: Mapping) -> None:
    """Add the dependencies that links, shared namespaces and volumes of other services imply."""
    entry = entries.get("depends_on")
    written = None if entry is None or null(entry.value) else entry.value
    found = named_entries(written) if written is not None else {}
    if found is None:
        return
    missing = {name: (at, restart) for name, at, restart in _implied(entries) if name not in found}
    if not missing:
        return
    for name, (at, restart) in missing.items():
        options: list[tuple[str, Value]] = [("condition", at.scalar("service_started")), ("required", at.scalar(True))]
        if restart:
            options.append(("restart", at.scalar(True)))
        found[name] = at.entry(at.mapping(options))
    result = like(written if isinstance(written, Mapping) else value)
    result.open = written is not None and not isinstance(written, Scalar) and written.open
    result.entries = {name: found[name] for name in ordered(found)}
    entries["depends_on"] = place(value).entry(result) if entry is None else replaced(entry, result)


def _implied(entries: dict[str, Entry]) -> list[tuple[str, Place, bool]]:
    """Services that others keys name: where, and whether a restart of theirs is one of this service."""
    found: list[tuple[str, Place, bool]] = []
    for item in _items(entries, "links"):
        parts = str(item.value).split(":")
        found.append((parts[0] if len(parts) == 2 else str(item.value), place(item), True))
    for key in _NAMESPACES:
        entry = entries.get(key)
        name = _text(entry.value) if entry is not None else None
        if entry is not None and name is not None and name.startswith("service:"):
            found.append((name.removeprefix("service:"), place(entry.value), True))
    for item in _items(entries, "volumes_from"):
        if not str(item.value).startswith("container:"):
            found.append((str(item.value).split(":")[0], place(item), False))
    kept: dict[str, tuple[str, Place, bool]] = {}
    for each_one in found:
        kept.setdefault(each_one[0], each_one)
    return list(kept.values())


def _items(entries: dict[str, Entry], key: str) -> list[Scalar]:
    """The known texts of a list."""
    entry = entries.get(key)
    items = entry.value.items if entry is not None and isinstance(entry.value, Sequence) else []
    return [item for item in items if isinstance(item, Scalar) and item.known and isinstance(item.value, str)]


def _text(value: Value) -> str | None:
    """A known text."""
    return value.value if isinstance(value, Scalar) and value.known and isinstance(value.value, str) else None
