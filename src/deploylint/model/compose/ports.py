"""`ports` and `expose` of a service as listeners, one for each host port."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import entry_origin, item_origin, key_origin
from deploylint.model.compose.parts import HOLE, characters, deployed_text
from deploylint.model.node import OpenList
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.source.defects import Defect

PROTOCOLS = ("tcp", "udp", "sctp")
WIDEST_RANGE = 512
"""A wider host range is one listener at its first port: a node a port would cost more than the conflicts it could
show.
"""


class Field(NamedTuple):
    """A part of the short form: its text (HOLE inside: unknown) and bounds within the spread value."""

    text: str
    start: int
    end: int

    @property
    def known(self) -> bool:
        """Does it hold no variable without a value?"""
        return HOLE not in self.text


class Short(NamedTuple):
    """`[[ip:]host:]container[/protocol]` in fields; `problem` says what is wrong with it."""

    ip: Field | None
    host: Field | None
    container: Field
    protocol: Field | None
    problem: str = ""


def split_short(text: str) -> Short:
    """The fields of a short port (go-connections 0.4.0, nat/nat.go): an IPv6 address only in brackets; after the port
    there may be a protocol, and whatever follows a second slash is not looked at.
    """
    start = 0
    fields: list[Field] = []
    for piece in text.split(":"):
        fields.append(Field(piece, start, start + len(piece)))
        start += len(piece) + 1
    last = fields.pop()
    number, slash, rest = last.text.partition("/")
    container = Field(number, last.start, last.start + len(number))
    word = rest.partition("/")[0]
    protocol = Field(word, container.end + 1, container.end + 1 + len(word)) if slash and word else None
    host = fields.pop() if fields else None
    ip: Field | None = None
    problem = "" if container.text else "a container port"
    if fields:
        written = text[: fields[-1].end]
        bracketed = written.startswith("[") and written.find("]") == len(written) - 1
        inner = 1 if bracketed else 0
        ip = Field(written[inner : len(written) - inner], inner, len(written) - inner)
        if "[" in ip.text or "]" in ip.text or (":" in ip.text and not bracketed):
            problem = "at most an address, a host port and a container port; an IPv6 address in brackets"
    return Short(ip, host, container, protocol, problem)


def port_range(text: str) -> tuple[int, int] | None:
    """First and last port of `8080` or `8000-8010`; None when it is none of both or out of range.

    What follows a second dash is not looked at (go-connections 0.4.0, nat/parse.go).
    """
    first, *rest = text.split("-")
    last = rest[0] if rest else first
    if not (_is_number(first) and _is_number(last)):
        return None
    low, high = int(first), int(last)
    return (low, high) if low <= high <= 65535 else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text.lstrip("0")) <= 5


def is_address(text: str) -> bool:
    """Is it an IPv4 or IPv6 address as Go's net.ParseIP takes it?"""
    if ":" in text:
        from ipaddress import AddressValueError, IPv6Address

        try:
            return "%" not in text and bool(IPv6Address(text).packed)
        except AddressValueError:
            return False
    octets = text.split(".")
    return len(octets) == 4 and all(_is_number(o) and int(o) <= 255 and (o == "0" or o[0] != "0") for o in octets)


def listeners(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """All listeners of a service, and the container ports it is known to listen on."""
    listening: list[int] = []
    is_open = mapping.open
    entry = mapping.entries.get("ports")
    if entry is not None:
        service.origins["listeners"] = entry_origin(entry, mapping)
        if isinstance(entry.value, Sequence):
            is_open = is_open or entry.value.open
            for item in entry.value.items:
                for node in _item(builder, service, item, entry.value):
                    builder.append(service, "listeners", node)
                    builder.add(node)
                    if hasattr(node, "target") and node.target not in listening:
                        listening.append(node.target)
    if is_open:
        builder.open(service, "listeners")
    expose_open = _expose(service, mapping, listening)
    service.listening = OpenList(listening) if is_open or expose_open else tuple(listening)


def _expose(service: nodes.Service, mapping: Mapping, listening: list[int]) -> bool:
    """Add the ports of `expose`; true when one of them is not known."""
    entry = mapping.entries.get("expose")
    if entry is None or not isinstance(entry.value, Sequence):
        return mapping.open
    unknown = entry.value.open
    for item in entry.value.items:
        if not isinstance(item, Scalar):
            continue
        if not item.known:
            unknown = True
            continue
        bounds = port_range(deployed_text(item.value).partition("/")[0])
        if bounds is not None and bounds[1] - bounds[0] <= WIDEST_RANGE:
            listening.extend(port for port in range(bounds[0], bounds[1] + 1) if port not in listening)
    return unknown


def _item(builder: Builder, service: nodes.Service, item: Value, container: Sequence) -> Iterator[nodes.Listener]:
    if isinstance(item, Scalar):
        if isinstance(item.value if item.known else "", (bool, float)):
            _bad(builder, item_origin(item, container), service, "a port, as text or a whole number")
            return
        yield from _short(builder, service, item, container)
    elif isinstance(item, Mapping):
        yield from _long(builder, service, item, container)


def fault(text: str) -> str:
    """What had to stand there, when a text (HOLE in it: unknown) is no port in the short form; else empty."""
    if text == HOLE:
        return ""
    short = split_short(text)
    return short.problem or _problem(short)


def _short(builder: Builder, service: nodes.Service, item: Scalar, container: Sequence) -> Iterator[nodes.Listener]:
    text = characters(item)
    header = item_origin(item, container)
    if text is None or text.text == HOLE:
        builder.open(service, "listeners")
        return
    short = split_short(text.text)
    problem = short.problem or _problem(short)
    if problem:
        _bad(builder, header, service, problem)
        return
    settled = short.host is not None or HOLE not in text.text
    if short.host is None and not settled:
        builder.open(service, "listeners")
        return
    targets = _known_range(short.container)
    hosts = _known_range(short.host) if short.host is not None and short.host.text else (0, 0)
    # `${BIND}:80` may hold an address and a port: literal colons settle what stands left of them only with three fields
    clear_ip = short.ip is not None or short.host is None or short.host.known
    for port, target in _pairs(hosts, targets):
        node = _new(builder, service, header, text.text.replace(HOLE, "${}"))
        if short.ip is not None and short.ip.known:
            _address(node, short.ip.text or "0.0.0.0")
        elif short.ip is None and clear_ip:
            _address(node, "0.0.0.0")
        if port is not None:
            node.port = port
        if target is not None:
            node.target = target
        if short.protocol is None:
            if short.container.known:
                node.protocol = "tcp"
        elif short.protocol.known:
            node.protocol = short.protocol.text.lower()
        node.mode = None
        for field, part in (
            ("ip", short.ip),
            ("port", short.host),
            ("target", short.container),
            ("protocol", short.protocol),
        ):
            if part is not None and part.end > part.start:
                place = text.part(part.start, part.end)
                node.origins[field] = Origin(item.source, place.start, place.end, item, None, container, part=True)
        yield node


def _problem(short: Short) -> str:
    """What Docker refuses in a short port; empty when nothing, or when it cannot be known."""
    if short.protocol is not None and short.protocol.known and short.protocol.text.lower() not in PROTOCOLS:
        return "tcp, udp or sctp after the slash"
    if short.ip is not None and short.ip.known and short.ip.text and not is_address(short.ip.text):
        return "an IP address before the ports"
    if short.container.known and (port_range(short.container.text) or (0, 0))[0] == 0:
        return "a container port or range from 1 to 65535"
    if short.host is not None and short.host.known and short.host.text:
        hosts = port_range(short.host.text)
        if hosts is None:
            return "a host port or range up to 65535"
        if short.container.known:
            targets = port_range(short.container.text)
            if targets is not None and targets[0] != targets[1] and hosts[1] - hosts[0] != targets[1] - targets[0]:
                return "host and container ranges of equal length"
    return ""


def _known_range(field: Field) -> tuple[int, int] | None:
    return port_range(field.text) if field.known else None


def _pairs(hosts: tuple[int, int] | None, targets: tuple[int, int] | None) -> Iterator[tuple[int | None, int | None]]:
    """Host and container port of each listener; a range on the host alone is one port that the engine picks from it."""
    if hosts is None or targets is None:
        yield (
            (hosts[0] if hosts and hosts[0] == hosts[1] else None),
            (targets[0] if targets and targets[0] == targets[1] else None),
        )
        return
    width = targets[1] - targets[0]
    if hosts == (0, 0):
        for target in range(targets[0], min(targets[1], targets[0] + WIDEST_RANGE) + 1):
            yield 0, target
    elif width == 0:
        yield (hosts[0] if hosts[0] == hosts[1] else 0), targets[0]
    elif width <= WIDEST_RANGE:
        for step in range(width + 1):
            yield hosts[0] + step, targets[0] + step
    else:
        yield hosts[0], targets[0]


def _long(builder: Builder, service: nodes.Service, item: Mapping, container: Sequence) -> Iterator[nodes.Listener]:
    header = item_origin(item, container)
    texts: dict[str, str | None] = {}
    for key in ("target", "published", "host_ip", "protocol", "mode"):
        entry = item.entries.get(key)
        if entry is None:
            texts[key] = "" if not item.open else None
        elif isinstance(entry.value, Scalar):
            texts[key] = deployed_text(entry.value.value) if entry.value.known else None
        else:
            texts[key] = ""
    target, published = texts["target"], texts["published"]
    problem, dormant = _long_problem(texts, item)
    if problem:
        _bad(builder, header, service, problem, dormant=dormant)
    hosts = port_range(published) if published else ((0, 0) if published == "" else None)
    if problem or (target is not None and port_range(target) is None):  # what is no number the vocabulary tells
        builder.open(service, "listeners")
        return
    for port, container_port in _pairs(hosts, port_range(target) if target else None):
        node = _new(builder, service, header, "")
        if texts["host_ip"] is not None:
            _address(node, texts["host_ip"] or "0.0.0.0")
        if port is not None:
            node.port = port
        if container_port is not None:
            node.target = container_port
        if texts["protocol"] is not None:
            node.protocol = texts["protocol"].lower() or "tcp"
        node.mode = texts["mode"] or None
        node.written = f"{published if published is not None else '${}'}:{target if target is not None else '${}'}"
        for key, field in (
            ("target", "target"),
            ("published", "port"),
            ("host_ip", "ip"),
            ("protocol", "protocol"),
            ("mode", "mode"),
        ):
            entry = item.entries.get(key)
            if entry is not None:
                node.origins[field] = entry_origin(entry, item)
        if "published" in item.entries:
            node.header = key_origin(item.entries["published"], item)
            node.header = node.origins["port"]
        yield node


def _long_problem(texts: dict[str, str | None], item: Mapping) -> tuple[str, bool]:
    """What had to stand in a long form; true when Compose takes what does, and only the engine does not."""
    target, ip, published = texts["target"], texts["host_ip"], texts["published"]
    if target == "" or (target is not None and target.isdecimal() and port_range(target) is None):
        return "a target from 1 to 65535", target != ""
    if ip is not None and not is_address(ip) and (ip or "host_ip" in item.entries):
        return "an IP address in host_ip", False
    if published and port_range(published) is None:
        return "a published port or range up to 65535", True
    return "", False


def _new(builder: Builder, service: nodes.Service, header: Origin, written: str) -> nodes.Listener:
    node = nodes.Listener("", header, {})
    node.via, node.owner = "published", service.name
    node.service, node.project = service, service.project
    node.unit, node.caddy = nodes.NULL["unit"], nodes.NULL["caddy"]
    node.sites = node.open_sites = ()
    node.internet, node.lan = nodes.NULL["internet"], nodes.NULL["lan"]
    node.machine = service.project.machine
    node.assigned = node.machine != service.project.id
    node.profiles = service.profiles if hasattr(service, "profiles") else OpenList()
    node.written = written
    return node


def _address(node: nodes.Listener, ip: str) -> None:
    node.ip = ip
    node.any_address = ip in ("0.0.0.0", "::", "*")
    node.loopback = ip.startswith("127.") or ip == "::1"


def identify(builder: Builder, node: nodes.Listener) -> None:
    """Name the listener once its fields are known: `ip:port/protocol`, with `${}` for what is not."""
    ip = getattr(node, "ip", "${}")
    port = getattr(node, "port", "${}")
    if port == 0:
        port = f"*:{getattr(node, 'target', '${}')}"
    node.id = builder.name(f"{node.service.id}/listener:{ip}:{port}/{getattr(node, 'protocol', '${}')}")


def _bad(builder: Builder, origin: Origin, service: nodes.Service, expected: str, *, dormant: bool = False) -> None:
    """Report a port; `dormant` when Compose takes it and the engine will not."""
    found = origin.source.text[origin.start : origin.end]
    defect = Defect("port-spec-invalid", origin.span, service.name, found, expected, dormant=dormant)
    builder.defect(defect, builder.file(origin.source.path, origin.source, "compose", "base"))
    builder.open(service, "listeners")
