"""Listeners, addresses and versions compared."""

from __future__ import annotations

import re
from typing import Any

from deploylint.model.node import OpenList

_ANY = frozenset({"", "0.0.0.0", "::", "[::]", "*", None})
_REQUIREMENT = r"\s*(>=|<=|==|!=|<|>|=)?\s*v?([0-9]+(?:\.[0-9]+)*)\S*\s*"


def overlaps(left: Any, right: Any) -> bool:
    """Do two listeners claim one port?  Same machine, protocol and port, and addresses of which one takes the other.

    Services whose profiles have nothing in common are never up together.
    """
    if not left or not right or left is right or left.port != right.port or not left.port:
        return False
    if left.protocol != right.protocol or left.machine != right.machine:
        return False
    if left.ip != right.ip and left.ip not in _ANY and right.ip not in _ANY:
        return False
    return not (left.profiles and right.profiles and not set(left.profiles) & set(right.profiles))


def clashing(listeners: Any) -> Any:
    """Those of a list that claim a port another one claims; unknown members make the list open."""
    known: list[Any] = []
    is_open = type(listeners) is OpenList
    for listener in listeners:
        try:
            _ = (listener.ip, listener.port, listener.protocol, listener.machine, listener.profiles)
        except AttributeError:
            is_open = True
        else:
            if type(listener.profiles) is OpenList:  # a base may put the service into a profile of its own
                is_open = True
            else:
                known.append(listener)
    by_port: dict[Any, list[Any]] = {}
    for listener in known:
        by_port.setdefault((listener.machine, listener.protocol, listener.port), []).append(listener)
    if len(by_port) == len(known):
        return OpenList() if is_open else []
    found = [
        one for one in known if any(overlaps(one, other) for other in by_port[one.machine, one.protocol, one.port])
    ]
    return OpenList(found) if is_open else found


def _address(text: str | None) -> Any:
    """The address, or None for a name or nothing."""
    if not text or not (text[0] in "[:" or text[0].isdigit() or ":" in text):
        return None
    import ipaddress

    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None


def in_subnet(text: str | None, network: str | None) -> bool:
    """Does an address lie in a network?"""
    import ipaddress

    address = _address(text)
    try:
        return address is not None and network is not None and address in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def is_loopback(text: str | None) -> bool:
    """Is it an address of the machine itself, or its name?"""
    if text is not None and text.rstrip(".").lower() == "localhost":
        return True
    address = _address(text)
    return address is not None and bool(address.is_loopback)


def is_private(text: str | None) -> bool:
    """Is it an address that is not routed on the internet?"""
    address = _address(text)
    return address is not None and bool(address.is_private)


def _version(text: str) -> tuple[int, ...] | None:
    found = re.match(r"v?([0-9]{1,9}(?:\.[0-9]{1,9})*)", text.strip())
    return tuple(int(part) for part in found[1].split(".")) if found else None


def satisfies(found: str | None, requirement: str | None) -> bool:
    """Does a version satisfy every part of a requirement such as `>=2.8, <3`?  False for what is no version."""
    version = _version(found) if found else None
    if version is None or not requirement:
        return False
    for part in requirement.split(","):
        shape = re.fullmatch(_REQUIREMENT, part)
        if shape is None:
            return False
        wanted = tuple(int(number) for number in shape[2].split("."))
        size = max(len(wanted), len(version))
        a, b = version + (0,) * (size - len(version)), wanted + (0,) * (size - len(wanted))
        sign = shape[1] or "=="
        fits = {">=": a >= b, "<=": a <= b, "<": a < b, ">": a > b, "!=": a != b}.get(sign, a[: len(wanted)] == wanted)
        if not fits:
            return False
    return True
