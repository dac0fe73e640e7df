"""The networks, volumes, secrets, configs and models of a project."""

from __future__ import annotations

from deploylint.model.compose.canonical import gopath
from deploylint.model.compose.canonical.order import ordered
from deploylint.model.compose.canonical.scalars import flag, set_flag, strings, text, whole
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.sections import path
from deploylint.model.compose.canonical.shapes import Shape, each, embedded
from deploylint.model.compose.canonical.tables import texts
from deploylint.model.compose.canonical.values import implied, like, place, put, replaced
from deploylint.model.compose.forms import null
from deploylint.model.resolved import Entry, Mapping, Scalar, Value

_POOL = Shape({"subnet": text, "gateway": text, "ip_range": text, "aux_addresses": texts}, extensions=False)
_FILE = {
    "name": text,
    "file": path(gopath.either_absolute),
    "environment": text,
    "content": text,
    "external": flag,
    "labels": texts,
    "driver": text,
    "driver_opts": texts,
    "template_driver": text,
}
_SHAPES = {
    "networks": Shape(
        {
            "name": text,
            "driver": text,
            "driver_opts": texts,
            "ipam": embedded(Shape({"driver": text, "config": each(_POOL), "options": texts})),
            "external": flag,
            "internal": flag,
            "attachable": flag,
            "labels": texts,
            "enable_ipv4": set_flag,
            "enable_ipv6": set_flag,
        }
    ),
    "volumes": Shape({"name": text, "driver": text, "driver_opts": texts, "external": flag, "labels": texts}),
    "secrets": Shape(_FILE),
    "configs": Shape(_FILE),
    "models": Shape({"name": text, "model": text, "context_size": whole, "runtime_flags": strings}),
}
SECTIONS = tuple(_SHAPES)
"""The sections in the order in which they are printed (compose-go 2.14.0, types/project.go)."""


def section(entry: Entry | None, kind: str, scope: Scope) -> Mapping | None:
    """All things of a section; None when there is none, or it is no mapping."""
    value = entry.value if entry is not None else None
    if not isinstance(value, Mapping):
        return None
    result = like(value)
    for name in ordered(value.entries):
        written = value.entries[name]
        result.entries[name] = replaced(written, _resource(written.value, name, kind, scope))
    return result


def _resource(value: Value, key: str, kind: str, scope: Scope) -> Value:
    """One thing of a section."""
    if isinstance(value, Scalar):
        if not value.known or value.value is not None:
            return value
        value = place(value).mapping(())
    if not isinstance(value, Mapping):
        return value
    changed = like(value)
    changed.entries = dict(value.entries)
    if kind != "models":
        external = _external(changed)
        if kind == "volumes":
            _device(changed, scope)
        if kind == "configs" and _written(changed, "environment"):
            changed.entries.pop("content", None)
        if not _written(changed, "name") and not value.open:
            name = changed.entries.get("name")
            at = place(name.value if name is not None else value)
            changed.entries["name"] = at.entry(implied(key if external else f"{scope.context.name}_{key}"))
    return _SHAPES[kind].mapping(changed, scope)


def _written(value: Mapping, key: str) -> bool:
    """Is there a key with a value that is not null?"""
    entry = value.entries.get(key)
    return entry is not None and not null(entry.value)


def _external(value: Mapping) -> bool:
    """Is a thing external?  An old form, a mapping with its name, becomes a flag and a name (transform/external.go)."""
    entry = value.entries.get("external")
    if entry is None:
        return False
    if isinstance(entry.value, Mapping):
        name = entry.value.entries.get("name")
        if name is not None and "name" not in value.entries:
            value.entries["name"] = name
        value.entries["external"] = replaced(entry, place(entry.value).scalar(True))
        return True
    return isinstance(entry.value, Scalar) and entry.value.known and entry.value.value is True


def _device(value: Mapping, scope: Scope) -> None:
    """Make the device of a local volume that is a bind mount absolute (paths/resolve.go, volumeDriverOpts)."""
    driver, options = value.entries.get("driver"), value.entries.get("driver_opts")
    if driver is None or options is None or not isinstance(options.value, Mapping) or _plain(driver) != "local":
        return
    mount, device = options.value.entries.get("o"), options.value.entries.get("device")
    written = device.value if device is not None else None
    if mount is None or _plain(mount) != "bind" or device is None or not isinstance(written, Scalar):
        return
    if written.known and isinstance(written.value, str):
        found = like(options.value)
        shown = gopath.either_absolute(written.value, scope.start(written), scope.home)
        found.entries = {**options.value.entries, "device": replaced(device, put(written, shown))}
        value.entries["driver_opts"] = replaced(options, found)


def _plain(entry: Entry) -> object:
    """The known value of an entry."""
    return entry.value.value if isinstance(entry.value, Scalar) and entry.value.known else None
