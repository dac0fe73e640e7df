"""Lists in which Compose keeps each thing once, and by what it knows two items for the same thing (compose-go 2.14.0,
override/uncity.go, run before and after short forms become long ones).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from deploylint.model.compose.forms import folder
from deploylint.model.compose.parts import HOLE, characters, deployed_text
from deploylint.model.compose.paths import Step, table
from deploylint.model.resolved import Mapping, Scalar, Sequence, Value

UNIQUE = table(
    {
        "services.*.environment services.*.labels services.*.annotations services.*.sysctls": "name",
        "services.*.build.args services.*.build.labels services.*.build.additional_contexts": "name",
        "services.*.deploy.labels networks.*.labels services.*.build.tags": "name",
        "services.*.dns services.*.dns_opt services.*.dns_search services.*.tmpfs": "name",
        "services.*.cap_add services.*.cap_drop services.*.profiles services.*.links": "name",
        "services.*.networks.*.aliases services.*.networks.*.link_local_ips": "name",
        "services.*.expose": "text",
        "services.*.env_file": "path",
        "services.*.ports": "port",
        "services.*.volumes": "target",
        "services.*.devices": "device",
        "services.*.secrets": "secret",
        "services.*.configs": "config",
    }
)


def unify(value: Value, rules: Step | None = UNIQUE) -> None:
    """Drop what lists that hold each thing once hold twice, all the way down: the last stays, in the first's place."""
    if rules is None:
        return
    if isinstance(value, Mapping):
        for name, entry in value.entries.items():
            if not isinstance(entry.value, Scalar):
                unify(entry.value, rules.to(name))
    elif isinstance(value, Sequence) and rules.rule and len(value.items) > 1:
        value.items = distinct(value.items, rules.rule)


def distinct(items: list[Value], rule: str) -> list[Value]:
    """The items without doubles: the last of equal ones, in the place of the first; unknown ones all stay."""
    written = _WRITTEN.get(rule)
    if written is not None:
        items = _last(items, written)
    return _last(items, _KEYS[rule])


def _last(items: list[Value], key_of: Callable[[Value], str | None]) -> list[Value]:
    """The last item of each key, in the place of the first."""
    keys = [key for item in items if (key := key_of(item)) is not None]
    if len(set(keys)) == len(keys):
        return items
    places: dict[str, int] = {}
    kept: list[Value] = []
    for item in items:
        key = key_of(item)
        if key is None:
            kept.append(item)
        elif key in places:
            kept[places[key]] = _overriding(item, kept[places[key]])
        else:
            places[key] = len(kept)
            kept.append(item)
    return kept


def _overriding(item: Value, old: Value) -> Value:
    """The item, which remembers where the one stands whose place it takes."""
    from deploylint.model.compose.copies import overriding

    if isinstance(old, Scalar):
        return overriding(item, old, old.span)
    if isinstance(old, Mapping) and old.entries:
        return overriding(item, old, next(iter(old.entries.values())).span)
    return item


def _text(item: Value) -> str | None:
    """A known scalar's text."""
    if isinstance(item, Scalar) and item.known and item.value is not None:
        return deployed_text(item.value)
    return None


def _literal(item: Value) -> str:
    """A scalar's text with HOLE for what is unknown, and HOLE alone when nothing is known."""
    if not isinstance(item, Scalar):
        return HOLE
    if not item.pieces:
        text = _text(item)
        return HOLE if text is None else text
    found = characters(item)
    return found.text if found is not None else HOLE


def _field(item: Value, key: str) -> str | None:
    """The known text of an entry of a mapping; empty when there is none."""
    entry = item.entries.get(key) if isinstance(item, Mapping) else None
    return "" if entry is None else _text(entry.value)


def _name(item: Value) -> str | None:
    """The part before `=`."""
    name = _literal(item).partition("=")[0]
    return None if HOLE in name else name


def _path(item: Value) -> str | None:
    """A path, or the path of a long form."""
    if isinstance(item, Mapping):
        entry = item.entries.get("path")
        return _path(entry.value) if entry is not None and isinstance(entry.value, Scalar) else None
    text, start = _text(item), folder(item, "")
    return cleaned(posixpath.join(start, text)) if start and text is not None else text


def _port(item: Value) -> str | None:
    """`ip:published:target/protocol` of one published port; a range goes by its text."""
    if isinstance(item, Mapping):
        fields = [_field(item, name) for name in ("host_ip", "published", "target", "protocol")]
        if None in fields:
            return None
        entry = item.entries.get("published")
        if entry is not None and isinstance(entry.value, Scalar) and not isinstance(entry.value.value, str):
            fields[1] = f"number {fields[1]}"  # Compose takes 80 and "80" for two ports here
        return f"{fields[0] or '0.0.0.0'}:{fields[1]}:{fields[2]}/{fields[3] or 'tcp'}"
    text = _text(item)
    if text is None:
        return None
    ports, _, protocol = text.partition("/")
    rest, _, target = ports.rpartition(":")
    address, _, published = rest.rpartition(":")
    return f"{address.strip('[]') or '0.0.0.0'}:{published}:{target}/{protocol.lower() or 'tcp'}"


def _target(item: Value) -> str | None:
    """Where a volume is mounted."""
    if isinstance(item, Mapping):
        entry = item.entries.get("target")
        return None if entry is None else _text(entry.value)
    fields = _literal(item).split(":")
    if len(fields[0]) == 1 and fields[0].isalpha() and len(fields) > 1:  # a Windows drive
        fields[:2] = [":".join(fields[:2])]
    target = fields[1] if len(fields) > 1 else fields[0]
    return None if HOLE in target else target


def _mount(item: Value) -> str | None:
    """Where a volume is mounted, a short form's path cleaned."""
    target = _target(item)
    return cleaned(target) if target and not isinstance(item, Mapping) else target


def cleaned(path: str) -> str:
    """A path without empty and dot parts (Go's path.Clean: of several leading slashes one stays)."""
    found = posixpath.normpath(path)
    return "/" + found.lstrip("/") if found.startswith("//") else found


def _device(item: Value) -> str | None:
    """Where a device appears in the container."""
    if isinstance(item, Mapping):
        return _field(item, "target") or None
    fields = _literal(item).split(":")
    target = (fields[1] if len(fields) > 1 else "") or fields[0]
    return None if HOLE in target else target


def _mounted(folder: str) -> Callable[[Value], str | None]:
    """Where a secret or config appears in the container."""

    def key(item: Value) -> str | None:
        if not isinstance(item, Mapping):
            name = _text(item)
            return folder + name if name else None
        target, source = _field(item, "target"), _field(item, "source")
        return target or (folder + source if target == "" and source else None)

    return key


_KEYS: dict[str, Callable[[Value], str | None]] = {
    "name": _name,
    "text": _text,
    "path": _path,
    "port": _port,
    "target": _mount,
    "device": _device,
    "secret": _mounted("/run/secrets/"),
    "config": _mounted("/"),
}

_WRITTEN: dict[str, Callable[[Value], str | None]] = {
    "port": lambda item: _port(item) if isinstance(item, Mapping) else _text(item),
    "target": _target,
}
"""By what items are known before short forms become long ones, where that differs."""
