"""Edges that need the whole graph: who defines a variable elsewhere, sites from labels, roles, literal secrets.

What joins two formats has modules of its own here: runners (which Caddy reads which Caddyfile), upstreams, variables,
mounts and exposure (sites to services, paths and ports), units (units to projects).
"""

from __future__ import annotations

import re

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.literals import credentials
from deploylint.model.resolved import Origin
from deploylint.model.settings import ModelSettings

_HOSTS = r"Host(?:SNI)?\(([^)]*)\)"
_QUOTED = r"[`'\"]([^`'\"]+)[`'\"]"
_ROUTER = r"(?i)traefik\.(?:http|tcp)\.routers\.([^.]+)\.rule$"
_PORT = r"(?i)traefik\.(?:http|tcp)\.services\.[^.]+\.loadbalancer\.server\.port$"
_EDGE_IMAGES = frozenset(
    (
        "caddy",
        "caddy-docker-proxy",
        "traefik",
        "nginx-proxy",
        "nginx-proxy-manager",
        "haproxy",
        "envoy",
        "swag",
        "cloudflared",
    )
)
_SYSTEM_IMAGES = frozenset(("alpine", "busybox", "debian", "hello-world", "ubuntu"))
_WEB_PORTS = frozenset((80, 443))


def link(builder: Builder, settings: ModelSettings) -> None:
    """Complete the graph."""
    _service_files(builder)
    _externals(builder, settings)
    for mount in builder.of_kind("mount"):
        for definition in builder.all_env_defs.get(getattr(mount, "path", None) or "", ()):
            definition.whole = True
    for service in builder.of_kind("service"):
        service.exposed = False
        _sites(builder, service)
        if not hasattr(service, "runs_caddy") and hasattr(service, "image") and hasattr(service.image, "name"):
            service.runs_caddy = service.image.name == "caddy"
    if builder.of_kind("site"):
        _requests(builder)
    if any(reference.reader == "caddy" for reference in builder.of_kind("env_ref")):
        from deploylint.model.link import variables

        variables.link(builder)
    _settled_services(builder)
    credentials(builder)


def _requests(builder: Builder) -> None:
    """Join sites to the services that they reach and to the ports through which they are reached."""
    from deploylint.model.link import exposure

    exposure.listeners(builder)
    if any(site.via == "caddyfile" for site in builder.of_kind("site")):
        from deploylint.model.link import mounts, upstreams

        upstreams.link(builder)
        mounts.link(builder)
    exposure.expose(builder)


def _externals(builder: Builder, settings: ModelSettings) -> None:
    """Networks and volumes that the settings declare to exist outside, by key or by their name on the engine."""
    for kind, names in (("network", settings.networks), ("volume", settings.volumes)):
        if names:
            for node in builder.of_kind(kind):
                node.expected = node.name in names or getattr(node, "external_name", None) in names


def _service_files(builder: Builder) -> None:
    """For each reference, the definitions in env files that only containers see."""
    by_name: dict[str, list[nodes.EnvDef]] = {}
    for use in builder.of_kind("env_file"):
        if use.purpose == "service" and use.file:
            for definition in builder.env_defs.get(use.file.path, {}).values():
                found = by_name.setdefault(definition.name, [])
                if definition not in found:
                    found.append(definition)
    if not by_name:
        return
    for reference in builder.of_kind("env_ref"):
        found = by_name.get(reference.name, [])
        reference.service_files = tuple(
            d for d in found if d is not reference.definition and _loaded_in(builder, d, reference.project)
        )


def _loaded_in(builder: Builder, definition: nodes.EnvDef, project: nodes.Project) -> bool:
    """Does a service of the project load the definition's file, while the project does not read it itself?"""
    uses = [use for use in builder.of_kind("env_file") if use.file is definition.file and use.project is project]
    return bool(uses) and all(use.purpose == "service" for use in uses)


def _sites(builder: Builder, service: nodes.Service) -> None:
    """Traefik routers, VIRTUAL_HOST and caddy labels: a site with rule and port, nothing more."""
    texts = service.labels
    port = next((int(v) for k, v in texts.items() if re.match(_PORT, k) and v.isdecimal() and len(v) < 6), None)
    for key, value in texts.items():
        if re.match(_ROUTER, key):
            hosts = [host for group in re.findall(_HOSTS, value) for host in re.findall(_QUOTED, group)]
            _site(builder, service, value, hosts, port, "traefik", (service.origins["labels"].items or {}).get(key))
        elif key == "caddy" or (key.startswith("caddy_") and key[6:].isdecimal()):
            _site(
                builder,
                service,
                value,
                value.split(),
                None,
                "caddy-docker-proxy",
                (service.origins["labels"].items or {}).get(key),
            )
    for variable in builder.items(service, "env_vars"):
        if variable.name == "VIRTUAL_HOST":
            names: str = getattr(variable, "value", None) or ""
            hosts = names.split(",") if names else []
            _site(builder, service, names or "${}", hosts, None, "nginx-proxy", variable.header)
    enabled = texts.get("traefik.enable", "").lower()
    service.proxied = bool(builder.items(service, "sites")) or enabled == "true"


def _site(
    builder: Builder,
    service: nodes.Service,
    address: str,
    hosts: list[str],
    port: int | None,
    via: str,
    origin: Origin | None,
) -> None:
    node = nodes.Site(builder.name(f"site:{service.project.name}/{address}"), origin or service.header, {})
    node.address, node.hosts, node.port, node.via = address, tuple(hosts), port, via
    node.service, node.project = service, service.project
    node.addresses, node.keys, node.services = (address,), (), (service,)
    node.ports = node.upstreams = node.directives = node.matchers = node.listeners = ()
    node.tls = node.redirects = False
    node.internet, node.caddy, node.file = nodes.NULL["internet"], nodes.NULL["caddy"], nodes.NULL["file"]
    node.earlier = nodes.NULL["site"]
    builder.add(node)
    builder.append(service, "sites", node)


def _settled_services(builder: Builder) -> None:
    """Fields that follow from others: one_shot, role, image facts."""
    for service in builder.of_kind("service"):
        waited_for = any(
            getattr(d, "condition", "") == "service_completed_successfully"
            for d in builder.items(service, "dependents")
        )
        restart = getattr(service, "restart", None)
        by_setting = restart in ("no", "false") or getattr(service, "restart_condition", None) == "none"
        service.one_shot = waited_for or by_setting or _has_nothing_to_run(service)
        service.role = _role(builder, service)


def _has_nothing_to_run(service: nodes.Service) -> bool:
    """A bare system image without a command ends at once: such a service is there for its volumes."""
    image = getattr(service, "image", None)
    idle = bool(image) and getattr(image, "repository", None) in _SYSTEM_IMAGES
    return idle and getattr(service, "command", "?") is None and getattr(service, "entrypoint", "?") is None


def _role(builder: Builder, service: nodes.Service) -> str:
    """edge, datastore, job, agent or application; the image says most, ports the rest."""
    image = getattr(service, "image", None)
    name: str = getattr(image, "name", None) or ""
    if name in _EDGE_IMAGES:
        return "edge"
    if image and getattr(image, "datastore", False):
        return "datastore"
    if service.one_shot:
        return "job"
    ports = {getattr(node, "port", None) for node in builder.items(service, "listeners")}
    if ports >= _WEB_PORTS:
        return "edge"
    if any("docker.sock" in (getattr(mount, "host_path", None) or "") for mount in builder.items(service, "mounts")):
        return "agent"
    return "application"
