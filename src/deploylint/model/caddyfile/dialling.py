"""Addresses that a proxy dials: every form that Caddy takes, its defaults filled in (reverseproxy, addresses.go)."""

from __future__ import annotations

from deploylint.model.caddyfile.hostport import is_local, port_number, split_host_port
from deploylint.syntax.caddyfile.tree import HOLE

_DEFAULTS = {"http": 80, "h2c": 80, "https": 443}
_PATHS = frozenset(("unix", "unixgram", "unixpacket", "unix+h2c", "fd", "fdgram"))
_NETWORKS = _PATHS | {"tcp", "tcp4", "tcp6", "udp", "udp4", "udp6", "ip", "ip4", "ip6"}
_PLAIN_PORT = 80

MOST_PORTS = 100
"""Ports of a range that become upstreams of their own; a longer range is one upstream whose port is not known."""


class Dial:
    """An address, taken apart; `parts` are the places of `scheme`, `host` and `port` in the text, where they are
    written.

    `scheme` is None when none is written.  `network` is tcp, unix or another one.  `host` is lower case and without
    brackets, None for a socket; `port` has the default filled in (80, or 443 behind https://) and is None for a socket
    or for what is no port.  `path` is that of a socket; for others it is what stands behind the first slash, which
    Caddy does not take.  A slot is not set when a variable or placeholder hides what belongs there.
    """

    __slots__ = ("host", "local", "network", "parts", "path", "port", "port_written", "scheme")

    scheme: str | None
    network: str
    host: str | None
    port: int | None
    port_written: bool
    path: str | None
    local: bool

    def __init__(self) -> None:
        self.parts: dict[str, tuple[int, int]] = {}

    def fields(self) -> dict[str, object]:
        """What is known."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "parts" and hasattr(self, name)}


def dials(text: str) -> list[Dial]:
    """What an upstream's address leads to: one place, or one for each port of a range."""
    dial = Dial()
    at = text.find("://")
    if at >= 0:
        if HOLE not in text[:at]:
            dial.scheme = text[:at].lower()
            dial.parts["scheme"] = (0, at)
        dial.network = "tcp"
        return _host_port(dial, text, at + 3 + len(user_of(text)))
    if not text.startswith(HOLE) or text.startswith(HOLE + "."):
        dial.scheme = None
    network, slash, _ = text.partition("/")
    network = network.lower()
    if slash and network in _NETWORKS:
        return _networked(dial, text, network)
    if not text.startswith(HOLE) or ":" in text:
        dial.network = "tcp"
    return _host_port(dial, text, 0)


def user_of(text: str) -> str:
    """The `user:password@` of an address with a scheme, which Caddy drops; it must never be printed."""
    authority = text.partition("://")[2].partition("/")[0]
    return authority[: authority.rfind("@") + 1]


def shown(text: str) -> str:
    """An address without its `user:password@`."""
    scheme, separator, _ = text.partition("://")
    if not separator:  # Caddy takes none there, but somebody may have written one
        return text[text.partition("/")[0].rfind("@") + 1 :]
    return f"{scheme}://{text[len(scheme) + 3 + len(user_of(text)) :]}"


def _networked(dial: Dial, text: str, network: str) -> list[Dial]:
    """`unix//run/app.sock` and its kin, `tcp/app:80`."""
    dial.network = network
    start = len(network) + 1
    if network not in _PATHS:
        return _host_port(dial, text, start)
    if network == "unix+h2c":
        dial.network, dial.scheme = "unix", "h2c"
    dial.host, dial.port, dial.port_written, dial.local = None, None, False, False
    if _hides(text[start:]) is None:
        dial.path = text[start:]
    return [dial]


def _host_port(dial: Dial, text: str, start: int) -> list[Dial]:
    """Host and port in `text[start:]`, up to the first slash."""
    slash = text.find("/", start)
    end = len(text) if slash < 0 else slash
    if slash < 0:
        if not text.endswith(HOLE) or ":" in text[start:] or "." + HOLE in text:
            dial.path = None
    elif _hides(text[slash:]) is None:
        dial.path = text[slash + 1 :]
    found = split_host_port(text[start:end])
    if found is None:
        _only_host(dial, text, start, end)
        return [dial]
    first, last, port = (start + offset for offset in found)
    _host(dial, text, first, last)
    return _port(dial, text[port:end], port)


def _only_host(dial: Dial, text: str, start: int, end: int) -> None:
    """A host without a port; brackets around an IPv6 address are not part of it.  What may hold a port has none
    known.
    """
    written = text[start:end]
    first = start + (len(written) - len(written.lstrip("[]")))
    _host(dial, text, first, max(first, first + len(written.strip("[]"))))
    hides = _hides(written)
    if hides is None or (hides == HOLE and (not written.endswith(HOLE) or "." + HOLE in written)):
        dial.port_written = False
        if hasattr(dial, "scheme"):
            dial.port = _DEFAULTS.get(dial.scheme or "", _PLAIN_PORT)


def _host(dial: Dial, text: str, start: int, end: int) -> None:
    host = text[start:end]
    dial.parts["host"] = (start, end)
    if _hides(host) is None:
        dial.host = host.lower()
        dial.local = is_local(dial.host)


def _port(dial: Dial, port: str, start: int) -> list[Dial]:
    """The written port, or those of the range."""
    dial.parts["port"] = (start, start + len(port))
    dial.port_written = bool(port)
    if not port:
        del dial.parts["port"]
        if hasattr(dial, "scheme"):
            dial.port = _DEFAULTS.get(dial.scheme or "", _PLAIN_PORT)
        return [dial]
    if _hides(port) is not None:
        return [dial]
    low, dash, high = port.partition("-")
    if not dash:
        dial.port = port_number(port)
        return [dial]
    del dial.parts["port"]
    first, last = port_number(low), port_number(high)
    if first is None or last is None or last < first:
        dial.port = None
        return [dial]
    if last - first >= MOST_PORTS:
        return [dial]
    return [_with_port(dial, number) for number in range(first, last + 1)]


def _with_port(dial: Dial, port: int) -> Dial:
    copy = Dial()
    for name, value in dial.fields().items():
        setattr(copy, name, value)
    copy.parts, copy.port = dial.parts, port
    return copy


def _hides(text: str) -> str | None:
    """What in a text keeps it from being known: a variable's hole or the brace of a placeholder."""
    return next((char for char in (HOLE, "{") if char in text), None)
