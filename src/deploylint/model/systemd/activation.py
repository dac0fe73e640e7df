"""What sockets, timers and path units add, and which unit each of them starts."""

from __future__ import annotations

import ipaddress

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.node import OpenList
from deploylint.model.resolved import Origin
from deploylint.model.systemd import names
from deploylint.model.systemd.fields import setting_text
from deploylint.model.systemd.names import UnitName
from deploylint.model.systemd.settings import Setting, Settings, truth
from deploylint.model.systemd.units import Gathered

_PROTOCOLS = {"ListenStream": "tcp", "ListenDatagram": "udp", "ListenSequentialPacket": "sctp"}

_MONOTONIC = ("OnActiveSec", "OnBootSec", "OnStartupSec", "OnUnitActiveSec", "OnUnitInactiveSec")


class Index:
    """The units by name, to find the one that another means."""

    __slots__ = ("_by_name", "_elsewhere", "_files")

    def __init__(self, builder: Builder, units: list[nodes.Unit], gathered: Gathered) -> None:
        self._files = builder.files
        self._elsewhere = gathered.elsewhere
        self._by_name: dict[str, list[nodes.Unit]] = {}
        for unit in units:
            self._by_name.setdefault(unit.name, []).append(unit)

    def find(self, asking: nodes.Unit, name: str) -> nodes.Unit | None:
        """The unit of a name as another one means it: in the same folder, else the only one of that name; a null node
        when there is none; None when that cannot be told.
        """
        found = self._by_name.get(name) or self._by_name.get(names.template_of(name) or "", [])
        folder = asking.file.path.rpartition("/")[0]
        beside = [unit for unit in found if unit.file.path.rpartition("/")[0] == folder and not unit.dropin]
        if len(beside) == 1:
            return beside[0]
        if len(found) == 1 and not found[0].dropin and found[0].user_manager == asking.user_manager:
            return found[0]
        path = f"{folder}/{name}" if folder else name
        there = name in self._elsewhere or self._files.stat(path) is not None or self._files.ignored(path) is True
        return None if found or there or asking.dropin else nodes.NULL["unit"]


def _started(unit: nodes.Unit, settings: Settings, name: UnitName, section: str, key: str, stem: str) -> str | None:
    """Name of the unit that another starts: the key's value, else the service of its own name; None for unknown."""
    setting = settings.last(section, key)
    if setting is not None:
        return setting_text(setting, unit, name)
    # A name that systemd does not take is a matter of its own.
    return None if settings.partial or settings.all(section, key) else f"{stem}.service"


def read_socket(builder: Builder, unit: nodes.Unit, settings: Settings, name: UnitName) -> nodes.Socket:
    """The socket part of a unit, with a listener for each port."""
    node = nodes.Socket(builder.name(f"{unit.id}/socket"), unit.header, {})
    node.unit = unit
    unit.socket = node
    accept = settings.last("Socket", "Accept")
    if accept is not None:
        node.origins["accept"] = accept.origin()
    if accept is not None or not settings.partial:
        node.accept = truth(accept)
    service = settings.last("Socket", "Service")
    if service is not None:
        node.origins["service_name"] = node.origins["service"] = service.origin()
    suffix = "@" if truth(accept) and not name.is_template else ""
    text = _started(unit, settings, name, "Socket", "Service", f"{name.stem}{suffix}")
    if text is not None:
        node.service_name = text
    _addresses(builder, unit, node, settings, name)
    builder.add(node)
    return node


def _addresses(builder: Builder, unit: nodes.Unit, node: nodes.Socket, settings: Settings, name: UnitName) -> None:
    found: list[str] = []
    places: dict[object, Origin] = {}
    is_open = settings.partial
    if is_open:
        builder.open(node, "listeners")
        builder.open(unit, "listeners")
    for setting in settings.starting("Socket", "Listen"):
        node.origins["addresses"] = setting.origin()
        text = setting_text(setting, unit, name)
        if text is None:
            is_open = True
            builder.open(node, "listeners")
            builder.open(unit, "listeners")
            continue
        if getattr(setting.node, "problem", None) is not None:
            continue
        found.append(text)
        places.setdefault(text, setting.origin())
        protocol = _PROTOCOLS.get(setting.node.key)
        address = parse_address(text) if protocol is not None else None
        if protocol is not None and address is not None:
            _listener(builder, unit, node, setting, address, protocol)
    if "addresses" in node.origins:
        node.origins["addresses"].items = places
    node.addresses = OpenList(found) if is_open else tuple(found)


def parse_address(text: str) -> tuple[str, int] | None:
    """IP address ("" for none) and port of a Listen…= value; None for one of another family (systemd.socket(5))."""
    host, _, port = text.rpartition(":")
    port, _, _ = port.partition("%")
    if not (port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65536):
        return None
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        return None
    if host:
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return None
    return host, int(port)


def _listener(
    builder: Builder, unit: nodes.Unit, socket: nodes.Socket, setting: Setting, address: tuple[str, int], protocol: str
) -> None:
    ip, port = address
    place = setting.origin()
    node = nodes.Listener(builder.name(f"{unit.id}/listener:{ip or '0.0.0.0'}:{port}/{protocol}"), place, {})
    node.origins = dict.fromkeys(("ip", "port", "written"), place)
    node.via, node.owner = "socket", unit.name
    node.service, node.unit, node.caddy = nodes.NULL["service"], unit, nodes.NULL["caddy"]
    node.project, node.assigned = nodes.NULL["project"], False
    node.sites = node.open_sites = ()
    node.internet, node.lan = nodes.NULL["internet"], nodes.NULL["lan"]
    node.ip = ip or "0.0.0.0"
    node.any_address = ip in ("", "0.0.0.0", "::")
    node.loopback = bool(ip) and ipaddress.ip_address(ip).is_loopback
    node.port = node.target = port
    node.protocol, node.mode, node.profiles = protocol, None, ()
    node.written = setting.node.value
    builder.add(node)
    builder.append(socket, "listeners", node)
    builder.append(unit, "listeners", node)


def read_timer(builder: Builder, unit: nodes.Unit, settings: Settings, name: UnitName) -> nodes.Timer:
    """The timer part of a unit."""
    node = nodes.Timer(builder.name(f"{unit.id}/timer"), unit.header, {})
    node.unit = unit
    unit.timer = node
    node.calendars = _values(node, "calendars", settings, ("OnCalendar",))
    node.monotonic = _values(node, "monotonic", settings, _MONOTONIC)
    persistent = settings.last("Timer", "Persistent")
    if persistent is not None:
        node.origins["persistent"] = persistent.origin()
    if persistent is not None or not settings.partial:
        node.persistent = truth(persistent)
    setting = settings.last("Timer", "Unit")
    if setting is not None:
        node.origins["unit_name"] = node.origins["starts"] = setting.origin()
    text = _started(unit, settings, name, "Timer", "Unit", name.stem)
    if text is not None:
        node.unit_name = text
    builder.add(node)
    return node


def _values(node: nodes.Timer, field: str, settings: Settings, keys: tuple[str, ...]) -> tuple[str, ...]:
    found = settings.all("Timer", *keys)
    if found:
        node.origins[field] = place = found[0].origin()
        place.items = {setting.node.value: setting.origin() for setting in found}
    values = tuple(setting.node.value for setting in found)
    return OpenList(values) if settings.partial else values


def link(builder: Builder, index: Index, unit: nodes.Unit, settings: Settings, name: UnitName) -> None:
    """Connect a unit that starts another with it."""
    if unit.type == "timer":
        started = getattr(unit.timer, "unit_name", None)
    elif unit.type == "socket":
        started = getattr(unit.socket, "service_name", None)
    elif unit.type == "path":
        started = _started(unit, settings, name, "Path", "Unit", name.stem)
    else:
        return
    found = index.find(unit, started) if started is not None else None
    if found is None:
        return
    if unit.type == "timer":
        unit.timer.starts = found
    elif unit.type == "socket":
        unit.socket.service = found
    if found:
        builder.append(found, "activated_by", unit)
