"""Where Caddy runs: which service or unit reads which Caddyfile of the tree, and which variables reach it there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.node import OpenList
from deploylint.source.text import Source

CONFIG = "/etc/caddy/Caddyfile"
"""Where the official image and Debian's package look for the Caddyfile (caddy-docker 2.8 Dockerfile, caddy.service)."""

_CONFIG_OPTION = r"(?:^|\s)(?:--?config|-c)[ =](\S+)"
_RUNS = r"(?:^|[\s/])caddy\s+(?:run|start)\b"
_COPY = re.compile(r"^\s*(?:COPY|ADD)\s+((?:--\S+\s+)*)(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(r"^\s*FROM\s+(?:--\S+\s+)*(\S+)", re.IGNORECASE | re.MULTILINE)
_DOCKERFILE_LIMIT = 100_000
"""Characters of a Dockerfile that are looked at."""

Lookup = Callable[[str], str | None]


def mark(builder: Builder) -> None:
    """Say of every service whether it runs Caddy, and under which names others find it."""
    for service in builder.of_kind("service"):
        runs = _runs_caddy(builder, service)
        if runs is not None:
            service.runs_caddy = runs
        service.names = _names(builder, service)


def _names(builder: Builder, service: nodes.Service) -> tuple[str, ...]:
    """Its own name, container_name and aliases, open when one of them is not known.  `hostname:` is no such name."""
    container = getattr(service, "container_name", "")
    names = [service.name, *([container] if container else ())]
    is_open = not hasattr(service, "container_name") or builder.is_open(service, "attachments")
    for attachment in builder.items(service, "attachments"):
        aliases: tuple[str, ...] = getattr(attachment, "aliases", OpenList())
        names += aliases
        is_open = is_open or isinstance(aliases, OpenList)
    unique = tuple(dict.fromkeys(names))
    return OpenList(unique) if is_open else unique


def runner(builder: Builder, path: str, source: Source) -> nodes.Caddy | None:
    """The Caddy that reads the Caddyfile at a path; None when nothing says which, or when several may."""
    found = [
        *((service, None, *each) for service in _caddies(builder) for each in _service_files(builder, service, path)),
        *((None, unit, config, None) for unit, config in _unit_files(builder, path)),
    ]
    file = builder.file(path, source, "caddyfile", "main")
    if not found:
        del file.caddy
        return None
    made = [_caddy(builder, file, *each) for each in found]
    if len(made) > 1:
        del file.caddy
        return None
    file.caddy = made[0]
    return made[0]


def _caddies(builder: Builder) -> list[nodes.Service]:
    return [service for service in builder.of_kind("service") if getattr(service, "runs_caddy", False)]


def _runs_caddy(builder: Builder, service: nodes.Service) -> bool | None:
    """By the image's name, the command, or what its Dockerfile starts from; None when that is not known."""
    command = getattr(service, "command", None) or ""
    entrypoint = getattr(service, "entrypoint", None) or ""
    if re.search(_RUNS, command) or re.search(_RUNS, f"{entrypoint} {command}"):
        return True
    image = getattr(service, "image", None)
    if image:
        name = getattr(image, "name", None)
        if name is None:
            return None
        if "caddy" in name and "docker-proxy" not in name:
            return True
    text = _dockerfile(builder, service)
    return bool(text and any("caddy" in base.rpartition("/")[2] for base in _FROM.findall(text)[-1:]))


def _dockerfile(builder: Builder, service: nodes.Service) -> str:
    """The text of the service's Dockerfile; empty when there is none in the tree."""
    build = getattr(service, "build", None)
    folder = _context(service)
    if not build or folder is None:
        return ""
    name = getattr(build, "dockerfile", None) or "Dockerfile"
    source = builder.files.read(posixpath.normpath(posixpath.join(folder, name)))
    return source.text[:_DOCKERFILE_LIMIT] if isinstance(source, Source) else ""


def _context(service: nodes.Service) -> str | None:
    """The folder of the tree from which a service is built."""
    build = getattr(service, "build", None)
    context = getattr(build, "context", None) if build else None
    if not context or "://" in context or context.startswith(("/", "~")):
        return None
    folder = posixpath.normpath(posixpath.join(service.project.dir, context))
    return None if folder.startswith("..") else folder


def config_path(service: nodes.Service) -> str:
    """The path of the configuration in the container: --config of its command, else the image's."""
    words = f"{getattr(service, 'entrypoint', None) or ''} {getattr(service, 'command', None) or ''}"
    found = re.search(_CONFIG_OPTION, words)
    return found[1] if found else CONFIG


def _service_files(builder: Builder, service: nodes.Service, path: str) -> Iterator[tuple[str, Any]]:
    """The path in the container, and the mount, when the service's configuration is the file at `path`."""
    config = config_path(service)
    for mount in builder.items(service, "mounts"):
        target: str | None = getattr(mount, "target", None)
        source: str | None = getattr(mount, "path", None)
        if target is None or source is None:
            continue
        target = target.rstrip("/") or "/"
        if config == target or config.startswith(target + "/"):
            rest = config[len(target) :].lstrip("/")
            if posixpath.normpath(posixpath.join(source, rest)) == path:
                yield config, mount
            return
    for used in builder.items(service, "configs"):
        written = getattr(used, "file", None)
        if written and posixpath.normpath(posixpath.join(service.project.dir, written)) == path:
            yield config, nodes.NULL["mount"]
            return
    folder = _context(service)
    if folder is None:
        return
    for _, words in _COPY.findall(_dockerfile(builder, service)):
        *sources, destination = words.split()
        for each in sources:
            inside = posixpath.normpath(posixpath.join(folder, each.lstrip("/")))
            if _copied(inside, destination, config) == path:
                yield config, nodes.NULL["mount"]
                return


def _copied(inside: str, destination: str, config: str) -> str | None:
    """The file of the build context that becomes `config` when `inside` is copied to `destination`."""
    if destination == config:
        return inside
    if destination.endswith("/"):
        if config == destination + posixpath.basename(inside):
            return inside
        if config.startswith(destination):
            return posixpath.join(inside, config[len(destination) :])
        return None
    return posixpath.join(inside, config[len(destination) + 1 :]) if config.startswith(destination + "/") else None


def _unit_files(builder: Builder, path: str) -> Iterator[tuple[Any, str]]:
    """Units that run Caddy on the file at `path`, with the path that they say."""
    for unit in builder.of_kind("unit"):
        for command in builder.items(unit, "commands"):
            if command.tool != "caddy" or getattr(command, "verb", None) not in ("run", "start"):
                continue
            if not command.purpose.startswith("ExecStart"):
                continue
            found = re.search(_CONFIG_OPTION, " ".join(command.argv))
            config = found[1] if found else CONFIG
            if not config.startswith("/"):
                folder = getattr(unit, "dir", None)
                here = posixpath.normpath(posixpath.join(folder, config)) if folder is not None else None
            else:
                here = builder.place(config)
            if here == path:
                yield unit, config
                break


def _caddy(
    builder: Builder,
    file: nodes.File,
    service: nodes.Service | None,
    unit: nodes.Unit | None,
    config: str,
    mount: nodes.Mount | None,
) -> nodes.Caddy:
    """The node for a Caddy, with what it sees of the other services."""
    who: Any = service or unit
    node = nodes.Caddy(builder.name(f"caddy:{file.path}"), who.header, {})
    node.file, node.config = file, config
    node.service, node.unit = service or nodes.NULL["service"], unit or nodes.NULL["unit"]
    node.mount = mount if mount is not None else nodes.NULL["mount"]
    node.sites = node.listeners = ()
    builder.add(node)
    if service is None:
        node.in_container, node.network_owner = False, nodes.NULL["service"]
        if hasattr(who, "machine"):
            node.machine = who.machine
        node.names = ()
        _unit_variables(builder, node, who)
        who.caddy = node
        return node
    service.caddy = node
    _network(builder, node, service)
    variables = builder.items(service, "env_vars")
    names = tuple(variable.name for variable in variables)
    node.variables = OpenList(names) if builder.is_open(service, "env_vars") else names
    return node


def _network(builder: Builder, node: nodes.Caddy, service: nodes.Service) -> None:
    """Whose network a Caddy in a container uses, and which names it can resolve there."""
    if not hasattr(service, "network_mode"):
        return
    mode = service.network_mode or ""
    if mode == "host":
        node.in_container, node.network_owner = False, nodes.NULL["service"]
        node.machine, node.names = service.project.machine, ()
        return
    node.in_container = True
    if mode.startswith("service:") and not service.network_owner:
        return
    if mode.startswith("container:") or mode == "none":
        return
    owner = service.network_owner or service
    node.network_owner = owner
    node.machine = f"network of {owner.id}"
    names: list[str] = list(getattr(owner, "extra_hosts", ()))
    own = network_ids(builder, owner)
    is_open = own is None or isinstance(getattr(owner, "extra_hosts", OpenList()), OpenList)
    for other in builder.of_kind("service"):
        theirs = network_ids(builder, other)
        if own is None or theirs is None or own & theirs:
            names += other.names
            is_open = is_open or isinstance(other.names, OpenList)
    # Containers that nobody describes here may be on a network that is made elsewhere.
    is_open = is_open or any(getattr(network, "external", True) for network in builder.items(owner, "networks"))
    is_open = is_open or service.project.partial
    unique = tuple(dict.fromkeys(names))
    node.names = OpenList(unique) if is_open else unique


def network_ids(builder: Builder, service: nodes.Service) -> set[str] | None:
    """Names on the engine of the networks that a service joins; None when they are not all known."""
    if builder.is_open(service, "attachments"):
        return None
    found: set[str] = set()
    for attachment in builder.items(service, "attachments"):
        network = getattr(attachment, "network", None)
        name = getattr(network, "external_name", None) if network else None
        if name is None:
            return None
        found.add(name)
    return found


def _unit_variables(builder: Builder, node: nodes.Caddy, unit: nodes.Unit) -> None:
    """Names that Environment= and the files of EnvironmentFile= give to a unit."""
    names = list(getattr(unit, "environment", {}))
    is_open = not hasattr(unit, "environment")
    for use in builder.items(unit, "env_files"):
        file = getattr(use, "file", None)
        if file:
            names += [each.name for each in builder.all_env_defs.get(file.path, ())]
        else:
            is_open = True
    unique = tuple(dict.fromkeys(names))
    node.variables = OpenList(unique) if is_open else unique


def lookup(builder: Builder, caddy: nodes.Caddy | None) -> Lookup | None:
    """The values of variables as a Caddy gets them; None when there is no Caddy to ask."""
    if caddy is None:
        return None
    values: dict[str, str] = {}
    if caddy.service:
        for variable in builder.items(caddy.service, "env_vars"):
            value = getattr(variable, "value", None)
            if value is not None:
                values[variable.name] = value
    elif caddy.unit:
        values |= getattr(caddy.unit, "environment", {})
        for use in builder.items(caddy.unit, "env_files"):
            file = getattr(use, "file", None)
            for each in builder.all_env_defs.get(file.path, ()) if file else ():
                value = getattr(each, "value", None)
                if value is not None:
                    values[each.name] = value
    return values.get
