"""Published ports in their long form, one for each container port."""

from __future__ import annotations

from deploylint.model.compose import ports as short_ports
from deploylint.model.compose.canonical.scalars import text, whole
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.shapes import Shape
from deploylint.model.compose.canonical.values import implied, part, place, sequence
from deploylint.model.compose.parts import deployed_text
from deploylint.model.resolved import Mapping, Scalar, Sequence, Value

_PORT = Shape(
    {
        "name": text,
        "mode": text,
        "host_ip": text,
        "target": whole,
        "published": text,
        "protocol": text,
        "app_protocol": text,
    }
)
_ANY = "0.0.0.0"
_DEFAULTS = {"mode": "ingress", "protocol": "tcp"}


def ports(value: Value, scope: Scope) -> Value | None:
    """All ports, short forms spread out, doubles dropped; left out when there are none.

    What a project has no room for stays as it is written.
    """
    if not isinstance(value, Sequence):
        return value
    spread: list[tuple[object, Value]] = []
    for item in value.items:
        more = _long(item, scope)
        scope.ports -= len(more)
        spread += more if scope.ports >= 0 else [(id(item), item)]
    found = _distinct(spread) if len(spread) > 1 else [port for _, port in spread]
    return sequence(value, found) if found or value.open else None


def _long(item: Value, scope: Scope) -> list[tuple[object, Value]]:
    """The long forms of one item, each with what it is known by; what cannot be spread out stays."""
    if isinstance(item, Mapping):
        found = _PORT(_with_defaults(item), scope)
        return [] if found is None else [(_key(item), found)]
    if not isinstance(item, Scalar) or not item.known or isinstance(item.value, (bool, float)):
        return [(id(item), item)]
    return _spread(item, str(deployed_text(item.value)), scope.ports) or [(id(item), item)]


def _with_defaults(item: Mapping) -> Mapping:
    """A long form with what it does not say (compose-go 2.14.0, transform/ports.go, portDefaults)."""
    missing = [name for name in _DEFAULTS if name not in item.entries]
    if not missing:
        return item
    at = place(item)
    found = Mapping(item.layers, item.via)
    found.open = item.open
    found.entries = dict(item.entries)
    for name in missing:
        found.entries[name] = at.entry(implied(_DEFAULTS[name]))
    return found


def _spread(item: Scalar, written: str, left: int) -> list[tuple[object, Value]]:
    """What a short form publishes (go-connections 0.4.0, ParsePortSpec); nothing when it is refused,
    or wider than what is `left`.
    """
    short = short_ports.split_short(written)
    targets = short_ports.port_range(short.container.text)
    published = short.host.text if short.host is not None else ""
    hosts = short_ports.port_range(published) if published else (0, 0)
    if short.problem or targets is None or hosts is None:
        return []
    protocol = (short.protocol.text.lower() if short.protocol is not None else "") or "tcp"
    width = targets[1] - targets[0]
    if width >= left:
        return []
    if protocol not in short_ports.PROTOCOLS or (width and published and hosts[1] - hosts[0] != width):
        return []
    ip = part(item, *short.ip) if short.ip is not None and short.ip.text else None
    at = place(item)
    found: list[tuple[object, Value]] = []
    steps = range(width + 1)
    for step in steps if width == 0 else sorted(steps, key=lambda step: f"{targets[0] + step}/"):
        host = str(hosts[0] + step) if width or hosts[0] == hosts[1] else f"{hosts[0]}-{hosts[1]}"
        target = targets[0] + step
        fields = [
            ("mode", implied(_DEFAULTS["mode"])),
            ("target", part(item, target, short.container.start, short.container.end)),
            ("protocol", part(item, protocol, *short.protocol[1:]) if short.protocol else implied(protocol)),
        ]
        if published and short.host is not None:
            fields.insert(2, ("published", part(item, host, short.host.start, short.host.end)))
        if ip is not None:
            fields.insert(1, ("host_ip", ip))
        known = (ip.value if ip is not None else _ANY, host if published else None, target, protocol)
        found.append((tuple(map(_typed, known)), at.mapping(fields, item.via)))
    return found


def _distinct(found: list[tuple[object, Value]]) -> list[Value]:
    """The ports without doubles: the last of equal ones, in the place of the first (override/uncity.go)."""
    return list(dict(found).values())


def _typed(value: object) -> tuple[type, object]:
    """A value that differs from equal ones of other types: a published number is not the same as its text."""
    return type(value), value


def _key(port: Mapping) -> object:
    """What two equal ports have in common."""
    fields: list[object] = []
    for name, default in (("host_ip", _ANY), ("published", None), ("target", None), ("protocol", "tcp")):
        entry = port.entries.get(name)
        if entry is None:
            fields.append(default)
        elif not isinstance(entry.value, Scalar) or not entry.value.known:
            return id(port)
        else:
            fields.append(entry.value.value)
    return tuple(map(_typed, fields))
