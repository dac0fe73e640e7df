"""Which names and addresses the internet can reach."""

from __future__ import annotations

PRIVATE_ENDINGS = (
    "localhost",
    "local",
    "internal",
    "home.arpa",
    "lan",
    "home",
    "test",
    "example",
    "invalid",
    "intranet",
    "private",
    "corp",
    "localdomain",
    "onion",
    "ts.net",
    "nip.io",
    "sslip.io",
)
"""Endings of names that public resolvers do not know or that stand for private addresses.

RFC 2606 (test, example, invalid, localhost), RFC 6762 (local, and the names of its appendix G), RFC 8375 (home.arpa),
ICANN's reserved internal, RFC 7686 (onion); ts.net is Tailscale's, nip.io and sslip.io give back any address.
"""


def is_public_name(host: str) -> bool:
    """Is it a name under a domain of the internet?  `*.example.org` counts as its domain; the documentation domains of
    RFC 2606 (example.org …) count as public, since they stand for one's own.
    """
    name = host.rstrip(".").lower().removeprefix("*.")
    if "." not in name or not name.replace("-", "").replace(".", "").replace("_", "").isalnum():
        return False
    if name.rpartition(".")[2].isdecimal():
        return is_public_address(name)
    return not any(name == ending or name.endswith(f".{ending}") for ending in PRIVATE_ENDINGS)


def is_public_address(text: str) -> bool:
    """Is it an address that is routed on the internet?"""
    import ipaddress

    try:
        return ipaddress.ip_address(text.strip("[]")).is_global
    except ValueError:
        return False
