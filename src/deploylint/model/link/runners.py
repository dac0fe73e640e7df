"""Where Caddy runs: which service or unit reads which Caddyfile of the tree, and which variables reach it there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import known_text
from deploylint.model.link import dockerfile
from deploylint.model.node import OpenList
from deploylint.model.resolved import Mapping, Scalar, Sequence
from deploylint.model.roles import BASE_NAMES
from deploylint.source.text import Source

CONFIG = "/etc/caddy/Caddyfile"
"""Where the official image and Debian's package look for the Caddyfile (caddy-docker 2.8 Dockerfile, caddy.service)."""

FRANKENPHP = ("/etc/frankenphp/Caddyfile", CONFIG)
"""Where FrankenPHP's image looks, and did before its version 1.4 (FrankenPHP, Dockerfile)."""

WORKING_FOLDER = "/srv"
"""Where the official image starts Caddy (caddy-docker, Dockerfile)."""

_CONFIG_OPTION = r"(?:^|\s)--?config[ =][\"']?([^\s\"']+)"
_SHORT_OPTION = r"(?:^|\s)-c[ =][\"']?([^\s\"']+)"
_RUNS = r"(?:^|[\s/\"'])caddy\s+(?:run|start)\b"
_OTHERWISE = r"(?:^|[\s/\"'])caddy\s+(?:adapt|file-server|fmt|hash-password|respond|reverse-proxy|validate|version)\b"
_PWD = re.compile(r"\$(?:PWD|\{PWD\})/")

Lookup = Callable[[str], str | None]
_Found = tuple[nodes.Service | None, nodes.Unit | None, str, nodes.Mount | None]
"""Who may read a Caddyfile, under which path, and the mount that brings it."""


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
    found: list[_Found] = [
        *((service, None, *each) for service in _caddies(builder) for each in _service_files(builder, service, path)),
        *((None, unit, config, None) for unit, config in _unit_files(builder, path)),
    ]
    file = builder.file(path, source, "caddyfile", "main")
    chosen = _chosen(found)
    if chosen is None:
        del file.caddy
        for service, unit, _, _ in found:
            who: Any = service or unit
            if hasattr(who, "caddy"):
                del who.caddy
        return None
    file.caddy = _caddy(builder, file, *chosen)
    return file.caddy


def _chosen(found: list[_Found]) -> _Found | None:
    """The only one; of several Compose files in a folder that run one service in different ways, that of the file that
    Compose takes without -f.
    """
    if len(found) == 1:
        return found[0]
    services = [each[0] for each in found if each[0] is not None]
    if len(services) < len(found) or len({(each.name, each.project.dir) for each in services}) != 1:
        return None
    default = [each for each in found if each[0] is not None and each[0].project.files[0].name in BASE_NAMES]
    return default[0] if len(default) == 1 else None


def _caddies(builder: Builder) -> list[nodes.Service]:
    return [service for service in builder.of_kind("service") if getattr(service, "runs_caddy", False)]


def _runs_caddy(builder: Builder, service: nodes.Service) -> bool | None:
    """By the image's name, the command, or what its Dockerfile starts from; None when that is not known."""
    words = _words(service)
    if re.search(_RUNS, words):
        return True
    if re.search(_OTHERWISE, words):
        return False
    image = getattr(service, "image", None)
    if image:
        name = getattr(image, "name", None)
        if name is None:
            return None
        if ("caddy" in name and "docker-proxy" not in name) or name == "frankenphp":
            return True
    if not getattr(service, "build", None):
        return False
    recipe = _recipe(builder, service)
    if recipe is None:
        # Nobody can look into the image; a file that is put where Caddy looks for its own says enough.
        return any(getattr(mount, "target", None) == CONFIG for mount in builder.items(service, "mounts"))
    names = [base.rpartition("/")[2].lower() for base in recipe.bases]
    return any("caddy" in name or "frankenphp" in name for name in names) or bool(re.search(_RUNS, recipe.command()))


def _words(service: nodes.Service) -> str:
    return f"{getattr(service, 'entrypoint', None) or ''} {getattr(service, 'command', None) or ''}"


def _recipe(builder: Builder, service: nodes.Service) -> dockerfile.Recipe | None:
    """What the service's Dockerfile says; None when there is none in the tree."""
    build = getattr(service, "build", None)
    folder = _context(service)
    if not build or folder is None:
        return None
    name = getattr(build, "dockerfile", None) or "Dockerfile"
    source = builder.files.read(posixpath.normpath(posixpath.join(folder, name)))
    return dockerfile.read(source.text, getattr(build, "target", None)) if isinstance(source, Source) else None


def _context(service: nodes.Service) -> str | None:
    """The folder of the tree from which a service is built."""
    build = getattr(service, "build", None)
    context = getattr(build, "context", None) if build else None
    if not context or "://" in context or context.startswith(("/", "~")):
        return None
    folder = posixpath.normpath(posixpath.join(service.project.dir, context))
    return None if folder.startswith("..") else folder


def config_paths(builder: Builder, service: nodes.Service) -> tuple[str, ...]:
    """Where the configuration is in the container: --config of the command or the Dockerfile's, else the image's."""
    if not hasattr(service, "command") or not hasattr(service, "entrypoint"):
        return ()  # they may name any file
    recipe = _recipe(builder, service)
    for words in (_words(service), recipe.command() if recipe else ""):
        found = _config_option(words)
        if found is not None:
            return (posixpath.normpath(posixpath.join(WORKING_FOLDER, found)),)
    image = getattr(service, "image", None)
    bases = (*(recipe.bases if recipe else ()), getattr(image, "repository", None) or "" if image else "")
    return FRANKENPHP if any("frankenphp" in base for base in bases) else (CONFIG,)


def _config_option(words: str) -> str | None:
    """The value of --config; that of -c only behind `caddy run`, since shells have a -c of their own."""
    run = re.search(_RUNS, words)
    found = re.search(_CONFIG_OPTION, words) or (re.search(_SHORT_OPTION, words[run.end() :]) if run else None)
    return found[1] if found else None


def _service_files(builder: Builder, service: nodes.Service, path: str) -> list[tuple[str, Any]]:
    """The path in the container, and the mount, when the service's configuration is the file at `path`."""
    for config in config_paths(builder, service):
        found = _brought(builder, service, config)
        if found is not None:
            return [(config, found[1])] if found[0] == path else []
    return []


def _brought(builder: Builder, service: nodes.Service, config: str) -> tuple[str | None, Any] | None:
    """What brings a file into the container: the path in the tree (None: not known) and the mount; None for nothing."""
    mount = _mount_of(builder, service, config)
    if mount is not None:
        source = _mounted(service, mount)
        rest = config[len((mount.target or "").rstrip("/")) :].lstrip("/")
        return None if source is None else posixpath.normpath(posixpath.join(source, rest)), mount
    null = nodes.NULL["mount"]
    for name, target in _config_targets(builder, service):
        if target == config:
            used = next((each for each in builder.items(service, "configs") if each.name == name), None)
            written = getattr(used, "file", None)
            return posixpath.normpath(posixpath.join(service.project.dir, written)) if written else None, null
    recipe, folder = _recipe(builder, service), _context(service)
    copied = recipe.copied(config) if recipe is not None and folder is not None else []
    places = (posixpath.normpath(posixpath.join(folder or "", each)) for each in copied)
    here = next((each for each in places if builder.files.stat(each) is not None), None)
    return None if here is None else (here, null)


def _mount_of(builder: Builder, service: nodes.Service, path: str) -> nodes.Mount | None:
    """The mount under which a path of the container is: the innermost one."""
    best: nodes.Mount | None = None
    for mount in builder.items(service, "mounts"):
        target: str | None = getattr(mount, "target", None)
        if target is None or not (path == target or path.startswith(target.rstrip("/") + "/")):
            continue
        if best is None or len(target.rstrip("/")) >= len((best.target or "").rstrip("/")):
            best = mount
    return best


def _mounted(service: nodes.Service, mount: nodes.Mount) -> str | None:
    """Where the source of a mount is in the tree; `$PWD/x` is `./x`, as Compose is run in the project's folder."""
    path: str | None = getattr(mount, "path", None)
    if path is None and not hasattr(mount, "source") and "source" in mount.origins:
        origin = mount.origins["source"]
        written = origin.source.text[origin.start : origin.end].strip("\"'")
        start = _PWD.match(written)
        if start is not None and "$" not in written[start.end() :]:
            return posixpath.normpath(posixpath.join(service.project.dir, written[start.end() :]))
    return path


def _config_targets(builder: Builder, service: nodes.Service) -> list[tuple[str, str]]:
    """Names of the configs that a service uses, and where they are in the container (`/name` where nothing is said)."""
    found: list[tuple[str, str]] = []
    node: Any = builder.graph.documents.get(service.project.id)
    for key in ("services", service.name, "configs"):
        entry = node.entries.get(key) if isinstance(node, Mapping) else None
        node = entry.value if entry is not None else None
    for item in node.items if isinstance(node, Sequence) else ():
        name = target = None
        if isinstance(item, Mapping):
            name, target = known_text(item, "source"), known_text(item, "target")
        elif isinstance(item, Scalar) and item.known:
            name = str(item.value)
        if name is not None:
            found.append((name, target or f"/{name}"))
    return found


def _unit_files(builder: Builder, path: str) -> Iterator[tuple[Any, str]]:
    """Units that run Caddy on the file at `path`, with the path that they say."""
    for unit in builder.of_kind("unit"):
        for command in builder.items(unit, "commands"):
            if command.tool != "caddy" or getattr(command, "verb", None) not in ("run", "start"):
                continue
            if not command.purpose.startswith("ExecStart"):
                continue
            config = _config_option(" ".join(command.argv)) or CONFIG
            if not config.startswith("/"):
                # A shell may have gone elsewhere first.
                folder = getattr(unit, "dir", None) if not command.inside else None
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
    recipe = _recipe(builder, service)
    names = (*(variable.name for variable in variables), *(recipe.variables() if recipe else ()))
    is_open = builder.is_open(service, "env_vars") or _sets_more(service, recipe)
    node.variables = OpenList(names) if is_open else names
    return node


def _sets_more(service: nodes.Service, recipe: dockerfile.Recipe | None) -> bool:
    """May the image set variables that nobody can see?  Those of Caddy alone, by whomever they are made, do not."""
    if recipe is not None:
        base = recipe.bases[-1] if recipe.bases else ""
    else:
        image = getattr(service, "image", None)
        base = (getattr(image, "repository", None) or "") if image else ""
    unseen = recipe is None and bool(getattr(service, "build", True))
    return unseen or "caddy" not in base.rpartition("/")[2].lower()


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


def lookup(builder: Builder, caddy: nodes.Caddy | None) -> Lookup:
    """The values of variables as a Caddy gets them; none when there is no Caddy to ask."""
    values: dict[str, str] = {}
    if caddy is None:
        return values.get
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
