"""What a service has mounted: volumes, devices, secrets and configs in their long forms."""

from __future__ import annotations

from collections.abc import Callable

from deploylint.model.compose import mounts as short_mounts
from deploylint.model.compose.canonical import gopath
from deploylint.model.compose.canonical.scalars import file_mode, flag, size, text, unless_true, whole
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.shapes import Decode, Shape
from deploylint.model.compose.canonical.tables import texts
from deploylint.model.compose.canonical.values import key_place, like, part, place, put, replaced
from deploylint.model.compose.parts import deployed_text
from deploylint.model.resolved import Entry, Mapping, Scalar, Value

_PROPAGATIONS = short_mounts.PROPAGATION
_VOLUME = Shape(
    {
        "type": text,
        "source": text,
        "target": text,
        "read_only": flag,
        "consistency": text,
        "bind": Shape({"selinux": text, "propagation": text, "create_host_path": unless_true, "recursive": text}),
        "volume": Shape({"labels": texts, "nocopy": flag, "subpath": text}),
        "tmpfs": Shape({"size": size, "mode": whole}),
        "image": Shape({"subpath": text}),
    }
)
_FILE = Shape({"source": text, "target": text, "uid": text, "gid": text, "mode": file_mode})
_DEVICE = Shape({"source": text, "target": text, "permissions": text})


def volume(value: Value, scope: Scope) -> Value | None:
    """One volume of a service; a short form that is not known stays."""
    if isinstance(value, Scalar):
        if not value.known or not isinstance(value.value, str):
            return value
        return _short(value, value.value, scope) or value
    return _VOLUME(_placed(value, scope) if isinstance(value, Mapping) else value, scope)


def _short(item: Scalar, spec: str, scope: Scope) -> Mapping | None:
    """What a short form means (compose-go 2.14.0, format/volume.go), as it is printed; None when it is refused."""
    bounds = short_mounts.split_short(spec)
    if bounds is None:
        return None
    fields = [spec[start:end] for start, end in bounds]
    source, target = (fields[0], fields[1]) if len(fields) > 1 else ("", fields[0])
    options = fields[2].split(",") if len(fields) > 2 else []
    bound = short_mounts.is_path(source)
    at = place(item)
    values: list[tuple[str, Value]] = [("type", put(item, "bind" if bound else "volume"))]
    if source:
        shown = gopath.either_absolute(source, scope.start(item), scope.home) if bound else source
        values.append(("source", part(item, shown, *bounds[0])))
    values.append(("target", part(item, gopath.clean(target), *bounds[1 if len(fields) > 1 else 0])))
    if "ro" in options and "rw" not in options[options.index("ro") :]:
        values.append(("read_only", put(item, True)))
    labels = [option for option in options if option in ("z", "Z")]
    propagation = [option for option in options if option in _PROPAGATIONS]
    if bound or labels or propagation:
        bind = [("selinux", labels), ("propagation", propagation)]
        values.append(("bind", at.mapping((name, put(item, found[-1])) for name, found in bind if found)))
    if "nocopy" in options or not (bound or len(spec.encode()) <= 2):
        values.append(("volume", at.mapping([("nocopy", put(item, True))] if "nocopy" in options else [])))
    return at.mapping(values, item.via)


def _placed(value: Mapping, scope: Scope) -> Mapping:
    """A volume with a clean target and, for a bind, an absolute source (loader/normalize.go; paths/resolve.go)."""
    found = like(value)
    entries = found.entries = dict(value.entries)
    target, source, kind = entries.get("target"), entries.get("source"), entries.get("type")
    if target is not None:
        entries["target"] = _changed(target, gopath.clean)
    if source is not None and kind is not None and isinstance(kind.value, Scalar) and kind.value.known:
        written = source.value
        if kind.value.value == "bind" and isinstance(written, Scalar):
            start = scope.start(written)
            entries["source"] = _changed(source, lambda path: gopath.either_absolute(path, start, scope.home))
    return found


def _changed(entry: Entry, convert: Callable[[str], str]) -> Entry:
    """An entry with its text converted, when it is known."""
    written = entry.value
    if not isinstance(written, Scalar) or not written.known or not isinstance(written.value, str):
        return entry
    after = convert(written.value)
    return entry if after == written.value else replaced(entry, put(written, after))


def device(value: Value, scope: Scope) -> Value | None:
    """One device of a service (transform/device.go)."""
    if isinstance(value, Scalar) and value.known and isinstance(value.value, str):
        fields = value.value.split(":")
        if len(fields) > 3:
            return value
        target = fields[1] if len(fields) > 1 and fields[1] else fields[0]
        permissions = fields[2] if len(fields) > 2 else "rwm"
        shown = [("source", fields[0]), ("target", target), ("permissions", permissions)]
        value = place(value).mapping([(name, put(value, field)) for name, field in shown], value.via)
    return _DEVICE(value, scope)


def file(folder: str | None) -> Decode:
    """One secret or config of a service; without a target it is in the folder (transform/secrets.go)."""

    def read(value: Value, scope: Scope) -> Value | None:
        if isinstance(value, Scalar) and value.known and isinstance(value.value, str):
            value = place(value).mapping([("source", value)], value.via)
        if not isinstance(value, Mapping):
            return value
        if folder is not None and "target" not in value.entries:
            value = _with_target(value, folder)
        return _FILE(value, scope)

    return read


def _with_target(value: Mapping, folder: str) -> Mapping:
    """A mapping with the target that its source has by default."""
    entry = value.entries.get("source")
    source = entry.value if entry is not None else None
    if entry is None or not isinstance(source, Scalar) or not source.known:
        return value
    found = like(value)
    found.entries = dict(value.entries)
    found.entries["target"] = key_place(entry).entry(put(source, folder + deployed_text(source.value)))
    return found


secret, build_secret, config = file("/run/secrets/"), file(None), file(None)
