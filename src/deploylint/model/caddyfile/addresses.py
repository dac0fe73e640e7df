"""Site addresses: scheme, host, port and path, and what Caddy makes of them (httpcaddyfile, addresses.go)."""

from __future__ import annotations

from typing import NamedTuple

from deploylint.model.caddyfile.hostport import is_ip, port_number, split_host_port
from deploylint.syntax.caddyfile.tree import HOLE

HTTP_PORT, HTTPS_PORT = 80, 443
"""Ports that Caddy uses where an address has none, unless http_port or https_port say otherwise."""

_PRIVATE_NAMES = frozenset((
    "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost", "onion", "private",
    "test",
))  # fmt: skip
"""Last labels that the internet does not resolve: RFC 2606, 6761, 6762, 7686 and 9476, and those that routers give
out.
"""


class Ports(NamedTuple):
    """The ports behind `http://` and `https://`; None for one that the options set to something that nobody can
    tell.
    """

    http: int | None = HTTP_PORT
    https: int | None = HTTPS_PORT


class Address:
    """An address of a site, taken apart.

    `scheme` is http, https, another word, or "" when none is written; `host` is lower case, without brackets, and ""
    for every host; `port` is the written text, and "" without one; `path` begins with `/` or is "".  A slot is not set
    when a variable hides what belongs there.
    """

    __slots__ = ("host", "path", "port", "scheme", "text")

    scheme: str
    host: str
    port: str
    path: str

    def __init__(self, text: str) -> None:
        self.text = text
        head, separator, rest = text.partition("://")
        if separator:
            if HOLE not in head:
                self.scheme = head.lower()
        else:
            rest = text
            if not text.startswith(HOLE) or text.startswith(HOLE + "."):
                self.scheme = ""
        rest, slash, path = rest.partition("/")
        if HOLE not in path and (slash or not rest.endswith(HOLE) or _is_compound(rest)):
            self.path = slash + path
        self._authority(rest)

    def _authority(self, text: str) -> None:
        """Host and port; where Go finds no port, the text is tried with an empty one and is else a host."""
        found = split_host_port(text)
        written = found is not None
        start, end, colon = found or split_host_port(text + ":") or (0, len(text), len(text))
        host, port = text[start:end], text[colon:]
        if HOLE not in host:
            self.host = _lower(host)
        if HOLE not in port and (written or not host.endswith(HOLE) or _is_compound(host)):
            self.port = port

    @property
    def known(self) -> bool:
        """Is all of it known?"""
        return HOLE not in self.text

    def has_host(self) -> bool | None:
        """Is there a host?  None when nobody can tell."""
        host = getattr(self, "host", None)
        if host is not None:
            return bool(host)
        # A name of which a part is written is a name whatever the rest is; a variable alone may hold `:8080`.
        return True if _is_compound(self.text.partition("://")[2] or self.text) else None

    def listens(self, ports: Ports) -> int | None:
        """The port on which Caddy listens for it; None when it is not known, or no port."""
        port = getattr(self, "port", None)
        scheme = getattr(self, "scheme", None)
        if port:
            return port_number(port)
        if port is None or scheme is None:
            return None
        return ports.http if scheme in ("http", "ws") else ports.https

    def is_https(self, ports: Ports) -> bool | None:
        """Does Caddy serve HTTPS for it, a `tls` directive apart?  None when nobody can tell."""
        scheme = getattr(self, "scheme", None)
        if scheme in ("http", "https", "ws", "wss"):
            return scheme in ("https", "wss")
        written = getattr(self, "port", None)
        if written is None or (scheme is None and not written):
            return None
        if not written:
            return True
        port = port_number(written)
        if port is not None and port in ports:
            return port == ports.https
        return None if scheme is None or None in ports else self.has_host()

    def key(self, ports: Ports) -> str | None:
        """What makes two addresses the same: scheme, host, port and path with the defaults filled in; None when a part
        is not known.
        """
        port, secure = self.listens(ports), self.is_https(ports)
        host, path = getattr(self, "host", None), getattr(self, "path", None)
        if port is None or secure is None or host is None or path is None:
            return None
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if secure else 'http'}://{shown}:{port}{path}"

    def is_public(self) -> bool | None:
        """Can the internet resolve the host: a name with a dot that ends in none of the private ones?"""
        host = getattr(self, "host", None)
        if host is None:
            return False if _is_private(self._last_labels()) else None
        name = host.rstrip(".")
        return "." in name and "{" not in name and not is_ip(name) and not _is_private(name)

    def _last_labels(self) -> str:
        """The whole labels behind the last variable in the host."""
        text = self.text.partition("://")[2] or self.text
        text = text.partition("/")[0].rpartition(HOLE)[2].partition(":")[0].lower()
        return text.partition(".")[2] if "." in text else ""


def _is_compound(text: str) -> bool:
    """Does a text hold a variable that can only be a part of a host name, since a dot joins it to what is written?"""
    return HOLE in text and ("." + HOLE in text or HOLE + "." in text)


def _is_private(name: str) -> bool:
    labels = name.rstrip(".").split(".")
    return labels[-1] in _PRIVATE_NAMES or labels[-2:] == ["home", "arpa"]


def _lower(host: str) -> str:
    """Lower case but for placeholders."""
    if "{" not in host:
        return host.lower()
    kept: list[str] = []
    depth = 0
    for char in host:
        depth += (char == "{") - (char == "}" and depth > 0)
        kept.append(char if depth else char.lower())
    return "".join(kept)
