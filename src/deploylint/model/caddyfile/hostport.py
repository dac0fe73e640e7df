"""Host and port in one text, split as Go's net.SplitHostPort does."""

from __future__ import annotations

HIGHEST_PORT = 65535


def split_host_port(text: str) -> tuple[int, int, int] | None:
    """Start and end of the host without its brackets, and start of the port; None where Go has an error.

    The errors are a missing port, a colon too many, and brackets that do not match (Go, net, ipsock.go).
    """
    colon = text.rfind(":")
    if colon < 0:
        return None
    start, end = 0, colon
    if text.startswith("["):
        end = text.find("]")
        if end < 0 or end + 1 != colon:
            return None
        start = 1
    elif ":" in text[:colon]:
        return None
    rest = text[start:end] + text[colon + 1 :]
    if "[" in rest or "]" in rest:
        return None
    return start, end, colon + 1


def port_number(text: str) -> int | None:
    """The port that a text names; None when it is no number from 0 to 65535."""
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        return None
    number = int(text)
    return number if number <= HIGHEST_PORT else None


def is_ip(host: str) -> bool:
    """Is a host, brackets taken off, an IP address?"""
    if ":" not in host and not host.replace(".", "").isdigit():
        return False
    from ipaddress import ip_address

    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def is_local(host: str) -> bool:
    """Does a host lead back to the machine itself: localhost, a loopback or unspecified address, or nothing?"""
    if not host or host == "localhost" or host.endswith(".localhost"):
        return True
    if not is_ip(host):
        return False
    from ipaddress import ip_address

    address = ip_address(host.partition("%")[0])
    return address.is_loopback or address.is_unspecified
