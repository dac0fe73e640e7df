"""What a fault is: edits to the server without faults, and what must be found then."""

from __future__ import annotations

from typing import NamedTuple

CADDYFILE, PROXY = "proxy/caddy/Caddyfile", "proxy/compose.yaml"
CLOUD, HOME, MEDIA, MONITORING = (f"{name}/compose.yaml" for name in ("cloud", "home", "media", "monitoring"))
RADARR = "    image: linuxserver/radarr:5.16.3\n"


class Edit(NamedTuple):
    """Text that gives way to another in one file; without an old text the file is new, without a new one it goes."""

    path: str
    old: str | None
    new: str | None


class Fault(NamedTuple):
    """What is done, and the finding that must follow: rule, file, and a text that begins on the finding's line."""

    name: str
    edits: tuple[Edit, ...]
    found: tuple[str, str, str]


def fault(name: str, *edits: tuple[str, str | None, str | None], found: tuple[str, str, str]) -> Fault:
    return Fault(name, tuple(Edit(*edit) for edit in edits), found)
