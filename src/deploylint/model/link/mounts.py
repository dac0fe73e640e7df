"""Paths of a Caddyfile that Caddy's container does not have."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder

IN_IMAGE = ("/data", "/config", "/etc/ssl", "/etc/caddy", "/usr/share/caddy", "/srv", "/dev", "/proc")
"""Folders of the official image (caddy-docker, Dockerfile) and of every container."""

_PLACES = ("site", "route")


def link(builder: Builder) -> None:
    """Fill `unmounted` of the directives whose paths must be there."""
    for directive in builder.of_kind("caddy_directive"):
        directive.unmounted = ()
        caddy = getattr(directive.file, "caddy", None)
        if not caddy or not caddy.service or not getattr(caddy, "in_container", False):
            continue
        paths = _paths(directive)
        if not paths or not _is_stock(builder, caddy.service):
            continue
        targets = [getattr(mount, "target", None) for mount in builder.items(caddy.service, "mounts")]
        if builder.is_open(caddy.service, "mounts") or None in targets:
            del directive.unmounted
            continue
        known = (*IN_IMAGE, *(target.rstrip("/") for target in targets if target))
        directive.unmounted = tuple(path for path in paths if not any(_is_below(path, each) for each in known))


def _paths(directive: nodes.CaddyDirective) -> list[str]:
    """Absolute paths without placeholders that the directive reads."""
    scope = getattr(directive, "scope", "")
    reads = (directive.name == "root" and scope in _PLACES) or (
        directive.name == "tls" and scope == "site" and len(directive.args) == 2
    )
    return [arg for arg in directive.args if arg.startswith("/") and "{" not in arg] if reads else []


def _is_stock(builder: Builder, service: nodes.Service) -> bool:
    """Is it the official image, with nothing added but mounts?"""
    image = getattr(service, "image", None)
    added = getattr(service, "build", True) or getattr(service, "config_names", True)
    return bool(image) and getattr(image, "repository", "") == "caddy" and not added


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
