"""The whole canonical model: the services that are started, and what they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploylint.model.compose.canonical.order import ordered
from deploylint.model.compose.canonical.resources import SECTIONS, section
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.service import service
from deploylint.model.compose.canonical.shapes import extend
from deploylint.model.compose.canonical.values import Place, implied, like, place, replaced
from deploylint.model.compose.forms import listed, null
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value

if TYPE_CHECKING:
    from deploylint.model.compose.canonical import Context

_ALL = "*"
"""The profile that stands for all."""


def model(root: Mapping, context: Context) -> Mapping:
    """The model of a project, keys in the order of compose-go 2.14.0 (types/project.go)."""
    scope = Scope(context)
    at = place(root)
    result = like(root)
    name = root.entries.get("name")
    if context.name:
        shown = place(name.value if name is not None else root).scalar(context.name)
        result.entries["name"] = at.entry(shown) if name is None else replaced(name, shown)
    written = root.entries.get("services")
    services = written.value if written is not None else None
    decoded = _decoded(services, scope) if isinstance(services, Mapping) else {}
    started = at.mapping(()) if not isinstance(services, Mapping) else like(services)
    started.entries = {key: entry for key, entry in decoded.items() if _started(entry.value, context.profiles)}
    result.entries["services"] = at.entry(started) if written is None else replaced(written, started)
    for kind in SECTIONS:
        entry = root.entries.get(kind)
        if kind == "networks" and any("default" in _names(each.value, "networks") for each in decoded.values()):
            entry = _with_default(entry, at)
        found = section(entry, kind, scope)
        if found is not None and not context.keep_unused and not result.open and not started.open:
            used = _used(started, kind)
            found.entries = {key: value for key, value in found.entries.items() if used is None or key in used}
        if found is not None and (found.entries or found.open):
            result.entries[kind] = at.entry(found) if entry is None else replaced(entry, found)
        elif found is None and entry is not None and not null(entry.value):
            result.entries[kind] = entry
    extend(result, root, [key for key in root.entries if key.startswith("x-")])
    return result


def _decoded(services: Mapping, scope: Scope) -> dict[str, Entry]:
    """All services, also those that are not started, by name."""
    found: dict[str, Entry] = {}
    for name in ordered(services.entries):
        entry = services.entries[name]
        if not null(entry.value):
            found[name] = replaced(entry, service(entry.value, scope))
    return found


def _started(value: Value, profiles: tuple[str, ...]) -> bool:
    """Is a service started?  Where that is not known, it counts as started (types/project.go, HasProfile).

    Without active profiles the one without a name is (cli/options.go, WithDefaultProfiles).
    """
    entry = value.entries.get("profiles") if isinstance(value, Mapping) else None
    wanted = listed(entry.value) if entry is not None else []
    if not wanted or _ALL in profiles:
        return True
    active = profiles or ("",)
    return any(not isinstance(one, Scalar) or not one.known or one.value in active for one in wanted)


def _with_default(entry: Entry | None, at: Place) -> Entry:
    """The networks with the default one, which some service uses (loader/normalize.go)."""
    value = entry.value if entry is not None else None
    if isinstance(value, Mapping):
        if "default" in value.entries:
            return entry if entry is not None else at.entry(value)
        found = like(value)
        found.entries = {**value.entries, "default": at.entry(implied(None))}
    else:
        found = at.mapping([("default", implied(None))])
    return at.entry(found) if entry is None else replaced(entry, found)


_USES = {
    "networks": ("networks",),
    "volumes": ("volumes",),
    "secrets": ("secrets", "build"),
    "configs": ("configs",),
    "models": ("models",),
}
"""The keys of a service that name things of a section."""


def _used(services: Mapping, kind: str) -> set[str] | None:
    """The things of a section that services name (types/project.go, WithoutUnnecessaryResources); None when unknown."""
    found: set[str] = set()
    for entry in services.entries.values():
        for key in _USES[kind]:
            names = _names(entry.value, key)
            if None in names:
                return None
            found.update(name for name in names if name is not None)
    return found


def _names(value: Value, key: str) -> set[str | None]:
    """The names that a key of a service uses; None among them when others may be."""
    entry = value.entries.get(key) if isinstance(value, Mapping) else None
    used = entry.value if entry is not None else None
    if key == "build":
        return _names(used, "secrets") if isinstance(used, Mapping) else set()
    if isinstance(used, Mapping):
        return {*used.entries, None} if used.open else set(used.entries)
    if isinstance(used, Sequence):
        return {_source(item, key) for item in used.items} - {""} | ({None} if used.open else set())
    return set() if used is None else {None}


def _source(item: Value, key: str) -> str | None:
    """What an item names; empty for nothing, None when it is not known."""
    if not isinstance(item, Mapping):
        return None
    kind, source = item.entries.get("type"), item.entries.get("source")
    if source is None:
        return None if item.open else ""
    if key == "volumes" and kind is not None and _text(kind.value) not in ("volume", None):
        return ""
    return _text(source.value)


def _text(value: Value) -> str | None:
    """A known value as text."""
    return str(value.value) if isinstance(value, Scalar) and value.known else None
