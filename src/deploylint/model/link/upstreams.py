"""What upstreams of a Caddyfile reach: services by name where Caddy runs in a container, ports where it does not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.link.runners import network_ids
from deploylint.model.node import OpenList

ADMIN_PORT = 2019
"""Caddy's own API, which a site may proxy (Caddy documentation, Admin API)."""

_NUMBER = re.compile(r"(?<![0-9])[0-9]{2,5}(?![0-9])")


def link(builder: Builder) -> None:
    """Fill what upstreams, sites and services know of each other."""
    listeners = builder.of_kind("listener")
    for upstream in builder.of_kind("upstream"):
        caddy = getattr(upstream, "caddy", None)
        if not caddy or not hasattr(caddy, "in_container") or not hasattr(upstream, "host"):
            continue
        if not hasattr(upstream, "network") or upstream.host is None:
            _nothing(upstream)
        elif caddy.in_container:
            _in_container(builder, upstream, caddy)
        else:
            _on_host(builder, upstream, caddy, listeners)
    _sites(builder)


def _nothing(upstream: nodes.Upstream) -> None:
    """It reaches no service that is known here."""
    upstream.service = upstream.candidate = nodes.NULL["service"]
    upstream.listener = nodes.NULL["listener"]
    upstream.shared, upstream.published, upstream.offers, upstream.instead = False, (), (), ()


def _in_container(builder: Builder, upstream: nodes.Upstream, caddy: nodes.Caddy) -> None:
    _nothing(upstream)
    owner = getattr(caddy, "network_owner", None)
    if not owner:
        del upstream.service, upstream.candidate, upstream.listener, upstream.shared
        return
    if upstream.local:
        _local(builder, upstream, caddy, owner)
        return
    project = caddy.service.project
    named = [service for service in builder.of_kind("service") if upstream.host in service.names]
    own = [service for service in named if service.project is project]
    networks = network_ids(builder, owner)
    found, shared = _reached(builder, own, networks)
    if found is None:
        found, shared = _reached(builder, [each for each in named if each not in own], networks)
        if found is not None and shared is False:  # another project's service, which no network joins to this one
            upstream.candidate = found
            return
    if found is None:
        if any(isinstance(service.names, OpenList) for service in builder.of_kind("service")):
            del upstream.service
        return
    upstream.service = found
    if shared is None:
        del upstream.shared
    else:
        upstream.shared = shared
    _ports(builder, upstream, found)


def _reached(
    builder: Builder, services: Iterable[nodes.Service], networks: set[str] | None
) -> tuple[nodes.Service | None, bool | None]:
    """The first of these services that shares a network with Caddy, else the first; and does it, if that is known?"""
    first: tuple[nodes.Service | None, bool | None] = (None, None)
    for service in services:
        theirs = network_ids(builder, service)
        unknown = networks is None or theirs is None or hasattr(service, "network_mode") is False
        shared = None if unknown else bool((networks or set()) & (theirs or set()))
        if shared:
            return service, True
        if first[0] is None or (first[1] is False and shared is None):
            first = (service, shared)
    return first


def _local(builder: Builder, upstream: nodes.Upstream, caddy: nodes.Caddy, owner: nodes.Service) -> None:
    """What localhost is in a container: what shares its network, Caddy's own sites and API, or nothing."""
    port = getattr(upstream, "port", None)
    own = next((each for each in builder.items(caddy, "listeners") if each.port == port), None)
    if own is not None:
        upstream.listener = own
        return
    others = [
        service
        for service in builder.of_kind("service")
        if (service.network_owner is owner or service is owner) and service is not caddy.service
    ]
    listening = [service for service in others if port in getattr(service, "listening", ())]
    if listening:
        upstream.service, upstream.shared = listening[0], True
    elif others or port in (None, ADMIN_PORT) or _runs_more(builder, caddy.service):
        del upstream.service
    else:
        upstream.offers = tuple(
            each
            for each in builder.of_kind("listener")
            if each.via == "published"
            and getattr(each, "port", None) == port
            and each.service is not caddy.service
            and each.project is caddy.service.project
        )


def _runs_more(builder: Builder, service: nodes.Service) -> bool:
    """May another program listen beside Caddy in its container?  An image built or made by others may hold anything."""
    image = getattr(service, "image", None)
    return bool(getattr(service, "build", None)) or not image or getattr(image, "name", None) != "caddy"


def _ports(builder: Builder, upstream: nodes.Upstream, service: nodes.Service) -> None:
    """Whether the port is one on which the service listens, or only one that it publishes on the host."""
    port = getattr(upstream, "port", None)
    if port is None:
        return
    listening: tuple[int, ...] = getattr(service, "listening", OpenList())
    if port in listening:
        return
    published = [each for each in builder.items(service, "listeners") if getattr(each, "port", None) == port]
    upstream.published = tuple(each for each in published if getattr(each, "target", port) != port)
    if not listening or isinstance(listening, OpenList) or upstream.published:
        return
    if str(port) not in _mentioned(builder, service):
        upstream.instead = tuple(listening)


def _mentioned(builder: Builder, service: nodes.Service) -> set[str]:
    """Numbers in a service's definition that may be a port it listens on: variables, command, healthcheck, labels.

    What is published says where the outside comes in, not all that a program listens on.
    """
    texts: list[Any] = [getattr(service, "command", ""), getattr(service, "entrypoint", "")]
    texts += [getattr(each, "value", "") for each in builder.items(service, "env_vars")]
    texts += service.labels.values()
    healthcheck = getattr(service, "healthcheck", None)
    texts += getattr(healthcheck, "test", ()) if healthcheck else ()
    return {number for text in texts if text for number in _NUMBER.findall(text)}


def _on_host(builder: Builder, upstream: nodes.Upstream, caddy: nodes.Caddy, listeners: list[nodes.Listener]) -> None:
    _nothing(upstream)
    if not upstream.local:
        named = [each for each in builder.of_kind("service") if upstream.host in each.names]
        if named and _same_machine(caddy, named[0].project.machine):
            upstream.candidate = named[0]
        return
    port = getattr(upstream, "port", None)
    if port is None:
        del upstream.service, upstream.listener
        return
    matches = [
        each
        for each in listeners
        if getattr(each, "port", None) == port
        and getattr(each, "protocol", "tcp") == "tcp"
        and _same_machine(caddy, getattr(each, "machine", None))
        and each.caddy is not caddy
    ]
    if not matches:
        own = next((each for each in builder.items(caddy, "listeners") if each.port == port), None)
        if own is not None:
            upstream.listener = own
        elif port == ADMIN_PORT:
            del upstream.service, upstream.listener
        else:
            _unpublished(builder, upstream, caddy, port)
        return
    upstream.listener = matches[0]
    if matches[0].service:
        upstream.service, upstream.shared = matches[0].service, True


def _unpublished(builder: Builder, upstream: nodes.Upstream, caddy: nodes.Caddy, port: int) -> None:
    """The one service that listens on a local upstream's port and publishes nothing there."""
    offers = [
        service
        for service in builder.of_kind("service")
        if port in getattr(service, "listening", ())
        and not builder.is_open(service, "listeners")
        and _same_machine(caddy, service.project.machine)
        and getattr(service, "network_mode", "host") != "host"
    ]
    if len(offers) == 1:
        upstream.candidate = offers[0]


def _same_machine(caddy: nodes.Caddy, machine: str | None) -> bool:
    """May both be on one machine?  A unit of which nothing says where it runs may be anywhere."""
    own = getattr(caddy, "machine", None)
    return own is None or machine is None or own == machine or own.startswith("units:")


def _sites(builder: Builder) -> None:
    """Sites and services of each other."""
    for upstream in builder.of_kind("upstream"):
        service = getattr(upstream, "service", None)
        if service is None:
            if upstream.site:
                builder.open(upstream.site, "services")
            continue
        if not service:
            continue
        builder.append(service, "upstreams", upstream)
        service.proxied = True
        site = upstream.site
        if site and service not in builder.items(site, "services"):
            builder.append(site, "services", service)
            builder.append(service, "sites", site)
    for site in builder.of_kind("site"):
        if site.via == "caddyfile":
            services = builder.items(site, "services")
            site.service = services[0] if services else nodes.NULL["service"]
            if not services and builder.is_open(site, "services"):
                del site.service
