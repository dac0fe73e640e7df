"""Where requests come in: listeners of sites, the published ports in front of them, the internet, the local network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.link.names import is_public_address, is_public_name
from deploylint.model.node import OpenList
from deploylint.model.resolved import Origin
from deploylint.source.text import Source

HTTP_PORT = 80
"""Where Caddy answers with redirects to HTTPS (Caddy documentation, Automatic HTTPS)."""


def listeners(builder: Builder) -> None:
    """One listener for each port on which a Caddy listens for its sites."""
    for site in builder.of_kind("site"):
        site.public = any(is_public_name(host) for host in _listed(builder, site, "hosts"))
        caddy = getattr(site, "caddy", None)
        if not caddy:
            continue
        builder.append(caddy, "sites", site)
        ports = list(_listed(builder, site, "ports"))
        if getattr(site, "redirects", False) and HTTP_PORT not in ports:
            ports.append(HTTP_PORT)
        for port in ports:
            node = next((each for each in builder.items(caddy, "listeners") if each.port == port), None)
            if node is None:
                node = _listener(builder, caddy, site, port)
            builder.append(node, "sites", site)
            builder.append(site, "listeners", node)


def _listed(builder: Builder, site: nodes.Site, field: str) -> Sequence[Any]:
    """What is known of a list field so far: a Caddyfile's site collects its lists, a label's has them."""
    items: Sequence[Any] = getattr(site, field, ())
    return builder.items(site, field) or items


def _listener(builder: Builder, caddy: nodes.Caddy, site: nodes.Site, port: int) -> nodes.Listener:
    node = nodes.Listener(builder.name(f"{caddy.id}/listener:0.0.0.0:{port}/tcp"), site.header, {})
    node.via, node.owner = "caddy", caddy.service.name if caddy.service else caddy.unit.name
    node.service, node.unit, node.caddy = caddy.service, caddy.unit, caddy
    node.internet, node.lan = nodes.NULL["internet"], nodes.NULL["lan"]
    node.sites = node.open_sites = ()
    node.project = caddy.service.project
    if hasattr(caddy, "machine"):
        node.machine = caddy.machine
    node.assigned = False
    node.ip, node.any_address, node.loopback = "0.0.0.0", True, False
    node.port = node.target = port
    node.protocol, node.mode = "tcp", None
    node.profiles = getattr(caddy.service, "profiles", OpenList()) if caddy.service else ()
    node.written = str(port)
    builder.add(node)
    builder.append(caddy, "listeners", node)
    return node


def expose(builder: Builder) -> None:
    """Put the sites behind the published ports of the container that Caddy runs in, and say who can reach what."""
    for caddy in builder.of_kind("caddy"):
        owner = getattr(caddy, "network_owner", None)
        if not owner:
            continue
        for own in builder.items(caddy, "listeners"):
            for published in builder.items(owner, "listeners"):
                if getattr(published, "target", None) == own.port and getattr(published, "protocol", "tcp") == "tcp":
                    for site in builder.items(own, "sites"):
                        builder.append(published, "sites", site)
    internet, lan = _outside(builder)
    for listener in builder.of_kind("listener"):
        caddy = listener.caddy
        if caddy and getattr(caddy, "in_container", True):
            continue
        if not hasattr(listener, "ip") or listener.loopback:
            continue
        listener.lan = lan
        builder.append(lan, "listeners", listener)
        _behind(builder, listener, internet)
    for site in _unique(
        site for listener in builder.items(lan, "listeners") for site in builder.items(listener, "sites")
    ):
        builder.append(lan, "sites", site)
    for site in builder.of_kind("site"):
        if site.via != "caddyfile" and getattr(site, "public", False):
            site.internet = internet
            builder.append(internet, "sites", site)
    _mark(builder, internet)


def _behind(builder: Builder, listener: nodes.Listener, internet: nodes.Internet) -> None:
    """Whether the internet reaches a port, and which sites behind it requests from there are for."""
    sites = builder.items(listener, "sites")
    public = [site for site in sites if getattr(site, "public", False)]
    if not public and not is_public_address(listener.ip):
        return
    listener.internet = internet
    builder.append(internet, "listeners", listener)
    for site in sites:
        takes_every_host = not builder.is_open(site, "hosts") and not _listed(builder, site, "hosts")
        if takes_every_host or site in public:
            builder.append(listener, "open_sites", site)


def _unique(sites: Iterable[nodes.Site]) -> Iterable[nodes.Site]:
    return {site.id: site for site in sites}.values()


def _mark(builder: Builder, internet: nodes.Internet) -> None:
    """Say of the services behind ports and sites that the internet reaches them."""
    sites = list(builder.items(internet, "sites"))
    for listener in builder.items(internet, "listeners"):
        sites += builder.items(listener, "open_sites")
        if listener.service:
            listener.service.exposed = True
    for site in sites:
        for service in builder.items(site, "services") or ((site.service,) if getattr(site, "service", None) else ()):
            service.exposed = True


def _outside(builder: Builder) -> tuple[Any, Any]:
    """The internet and the local network; they stand in no file."""
    nowhere = Origin(Source("", ""), 0, 0)
    internet, lan = nodes.Internet("internet:internet", nowhere, {}), nodes.Lan("lan:lan", nowhere, {})
    for node in (internet, lan):
        node.name = node.kind
        node.listeners = ()
        builder.add(node)
    internet.sites = lan.sites = ()
    return internet, lan
