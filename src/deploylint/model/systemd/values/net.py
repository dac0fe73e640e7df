"""Addresses in unit files: what a socket listens on, and which peers a unit may talk to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deploylint.model.systemd.values.numbers import read_integer

if TYPE_CHECKING:
    from deploylint.model.systemd.vocabulary import Directive

_IPV4 = re.compile(r"(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})", re.ASCII)
_LOCAL = re.compile(r"(?:localhost|.*\.localhost)(?:\.localdomain)?\.?", re.IGNORECASE)
"""is_localhost() of systemd's hostname-util.c."""
_NAMED = {"any", "localhost", "link-local", "multicast"}
_LONGEST_PATH = 107


def listen(directive: Directive, value: str) -> str | None:
    """ListenStream= and its kin (systemd.socket(5)): a path, @name, port, IPv4:port, [IPv6]:port, vsock:CID:PORT."""
    if value.startswith("vsock"):
        return None
    if value[0] in "/@":
        if value == "@" or len(value.encode("utf-8", "surrogatepass")) > _LONGEST_PATH:
            return f"no name of a socket; it has at most {_LONGEST_PATH} bytes"
        return None
    host, colon, port = value.rpartition(":")
    number = read_integer(port)
    if number is not None and not 1 <= number <= 65535 and (not colon or _is_address(host)):
        return f"{port} is no port; 1 to 65535"
    if number is not None and (not colon or _is_address(host)):
        return None
    if number is not None and host and not host.strip("[]").replace(".", "").isdigit() and ":" not in host:
        return f"no address; {host} is a name or pattern, where an IP address belongs"
    if not colon and _is_address(value):
        return "no address; a port is missing"
    return "no address; a port, an IP address with a port, an absolute path or @name"


def prefixes(directive: Directive, value: str) -> str | None:
    """IPAddressAllow= and its kin (systemd.resource-control(5)): addresses and prefixes between blanks."""
    for word in value.split():
        if word in _NAMED or _LOCAL.fullmatch(word):
            continue
        address, slash, length = word.partition("/")
        most = 32 if _IPV4.fullmatch(address) else 128
        bits = read_integer(length)
        if not _is_ip(address) or (slash and (bits is None or not 0 <= bits <= most)):
            return f"{word} is no IP address or prefix, nor any, localhost, link-local or multicast"
    return None


def _is_address(host: str) -> bool:
    """Is it an IPv4 address, or an IPv6 address in brackets?"""
    if host.startswith("["):
        return host.endswith("]") and ":" in host and _is_ip(host[1:-1])
    return bool(_IPV4.fullmatch(host)) and _is_ip(host)


def _is_ip(text: str) -> bool:
    found = _IPV4.fullmatch(text)
    if found:
        return all(int(part) < 256 for part in found.groups())
    if ":" not in text or "%" in text or len(text) > 45:
        return False
    import ipaddress

    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
