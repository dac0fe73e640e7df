"""A resolved service mapping as a service node with its scalar and list fields."""

from __future__ import annotations

import re
from collections.abc import Callable

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import (
    child,
    entry_origin,
    forget,
    item_origin,
    key_origin,
    read_flag,
    read_text,
    read_texts,
)
from deploylint.model.compose.parts import deployed_text
from deploylint.model.node import Node, OpenList
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence

Reader = Callable[[Node, str, Entry, Mapping], None]


def _read_capabilities(node: Node, field: str, entry: Entry, container: Mapping) -> None:
    """Capabilities in upper case without CAP_, as the engine compares them."""
    read_texts(node, field, entry, container)
    texts: tuple[str, ...] = getattr(node, field)
    plain = [text.upper().removeprefix("CAP_") for text in texts]
    origin = node.origins[field]
    if origin.items is not None:
        origin.items = {str(key).upper().removeprefix("CAP_"): place for key, place in origin.items.items()}
    setattr(node, field, OpenList(plain) if isinstance(texts, OpenList) else tuple(plain))


def _read_hosts(node: Node, field: str, entry: Entry, container: Mapping) -> None:
    """Names in extra_hosts, whose entries are `name:address` or `name=address`, or a mapping."""
    read_texts(node, field, entry, container)
    texts: tuple[str, ...] = getattr(node, field)
    names = [re.split("[:=]", text, maxsplit=1)[0] for text in texts]
    origin = node.origins[field]
    if origin.items is not None:
        origin.items = dict(zip(names, origin.items.values(), strict=False))
    setattr(node, field, OpenList(names) if isinstance(texts, OpenList) else tuple(names))


READERS: dict[str, tuple[Reader, str]] = {
    "container_name": (read_text, "container_name"),
    "command": (read_text, "command"),
    "entrypoint": (read_text, "entrypoint"),
    "restart": (read_text, "restart"),
    "user": (read_text, "user"),
    "network_mode": (read_text, "network_mode"),
    "pid": (read_text, "pid"),
    "ipc": (read_text, "ipc"),
    "uts": (read_text, "uts"),
    "cgroup": (read_text, "cgroup"),
    "userns_mode": (read_text, "userns_mode"),
    "privileged": (read_flag, "privileged"),
    "read_only": (read_flag, "read_only"),
    "use_api_socket": (read_flag, "use_api_socket"),
    "cap_add": (_read_capabilities, "cap_add"),
    "cap_drop": (_read_capabilities, "cap_drop"),
    "security_opt": (read_texts, "security_opt"),
    "group_add": (read_texts, "group_add"),
    "devices": (read_texts, "devices"),
    "profiles": (read_texts, "profiles"),
    "extra_hosts": (_read_hosts, "extra_hosts"),
    "secrets": (read_texts, "secret_names"),
    "configs": (read_texts, "config_names"),
}
"""Keys of a service that are read as they stand, and the field each fills."""

_DEFAULTS: tuple[tuple[str, object], ...] = (
    *((name, None) for name in ("container_name", "command", "entrypoint", "restart", "user", "network_mode")),
    *((name, None) for name in ("pid", "ipc", "uts", "cgroup", "userns_mode", "restart_condition")),
    *((name, False) for name in ("privileged", "read_only", "use_api_socket", "no_new_privileges")),
    *((name, False) for name in ("memory_limited", "cpu_limited", "pids_limited")),
    *((name, ()) for name in ("cap_add", "cap_drop", "security_opt", "group_add", "devices", "profiles")),
    *((name, ()) for name in ("secret_names", "config_names", "listening", "extra_hosts")),
    ("replicas", 1),
)
_FILLED_LATER = (
    *("listeners", "env_vars", "env_files", "mounts", "attachments", "networks", "depends_on", "dependents"),
    *("requires", "secrets", "configs", "sites", "upstreams", "units"),
)
_LIMIT_KEYS = {
    "mem_limit": "memory_limited",
    "cpus": "cpu_limited",
    "cpu_quota": "cpu_limited",
    "pids_limit": "pids_limited",
}
_DEPLOY_LIMITS = {"memory": "memory_limited", "cpus": "cpu_limited", "pids": "pids_limited"}


def service_node(builder: Builder, project: nodes.Project, name: str, entry: Entry, services: Mapping) -> nodes.Service:
    """The service with everything that its own mapping says; edges to other nodes are filled later."""
    node = nodes.Service(builder.name(f"service:{project.name}/{name}"), key_origin(entry, services), {})
    node.name = name
    node.project = project
    for field in _FILLED_LATER:
        setattr(node, field, ())
    for field in ("image", "build", "healthcheck"):
        setattr(node, field, nodes.NULL[field])
    node.network_owner, node.caddy = nodes.NULL["service"], nodes.NULL["caddy"]
    node.labels = {}
    node.proxied = False
    mapping = entry.value
    if not isinstance(mapping, Mapping):
        mapping = Mapping(())
    if not mapping.open:
        for field, default in _DEFAULTS:
            setattr(node, field, default)
        node.provider = "provider" in mapping.entries
    entries = mapping.entries
    for key, sub in entries.items():
        reader = READERS.get(key)
        if reader is not None:
            reader[0](node, reader[1], sub, mapping)
        elif key in _LIMIT_KEYS:
            _limit(node, _LIMIT_KEYS[key], sub, mapping)
    if "deploy" in entries:
        _deploy(node, mapping)
    if "scale" in entries:
        _replicas(node, entries["scale"], mapping)
    _build_secrets(node, mapping)
    if "security_opt" in entries:
        _no_new_privileges(node)
    _enable(node, project)
    builder.add(node)
    return node


def _enable(node: nodes.Service, project: nodes.Project) -> None:
    """A service without profiles is started; another one when one of them, or `*` for all, is asked for."""
    node.shown = node.name
    profiles: tuple[str, ...] = getattr(node, "profiles", OpenList())
    if not profiles and not isinstance(profiles, OpenList):
        node.enabled = True
        return
    active: tuple[str, ...] = getattr(project, "active_profiles", OpenList())
    if "*" in active or any(profile in active for profile in profiles):
        node.enabled = True
    elif "" in profiles and type(active) is tuple and not active:
        node.enabled = True  # no COMPOSE_PROFILES, cut at its commas, is one empty profile (cli/options.go)
    elif profiles and not isinstance(profiles, OpenList) and not isinstance(active, OpenList):
        node.enabled = False
        node.shown = f"{node.name} (profile {', '.join(profiles)})"


def _limit(node: nodes.Service, field: str, entry: Entry, container: Mapping) -> None:
    """A limit is there unless it is null, zero or, for pids, negative."""
    node.origins[field] = entry_origin(entry, container)
    value = entry.value
    if isinstance(value, Scalar):
        if value.known:
            setattr(node, field, deployed_text(value.value) not in ("", "0", "-1"))
        else:
            forget(node, field)
    else:
        setattr(node, field, False)


def _deploy(node: nodes.Service, mapping: Mapping) -> None:
    deploy = child(mapping, "deploy")
    if deploy is None:
        return
    resources = child(deploy, "resources")
    limits = child(resources, "limits") if resources is not None else None
    if limits is not None:
        for key, field in _DEPLOY_LIMITS.items():
            if key in limits.entries:
                _limit(node, field, limits.entries[key], limits)
    if "replicas" in deploy.entries:
        _replicas(node, deploy.entries["replicas"], deploy)
    policy = child(deploy, "restart_policy")
    if policy is not None:
        if "condition" in policy.entries:
            read_text(node, "restart_condition", policy.entries["condition"], policy)
        else:
            node.restart_condition = "any"


def _replicas(node: nodes.Service, entry: Entry, container: Mapping) -> None:
    node.origins["replicas"] = entry_origin(entry, container)
    value = entry.value
    if isinstance(value, Scalar) and not value.known:
        forget(node, "replicas")
    elif isinstance(value, Scalar):
        text = deployed_text(value.value)
        node.replicas = int(text) if text.lstrip("-").isdecimal() else 1


def _build_secrets(node: nodes.Service, mapping: Mapping) -> None:
    """A build uses secrets as its service does."""
    build = child(mapping, "build")
    if build is None or "secrets" not in build.entries or not hasattr(node, "secret_names"):
        return
    own, place = node.secret_names, node.origins.get("secret_names")
    read_texts(node, "secret_names", build.entries["secrets"], build)
    is_open = isinstance(own, OpenList) or isinstance(node.secret_names, OpenList)
    added = tuple(name for name in node.secret_names if name not in own)
    node.secret_names = OpenList((*own, *added)) if is_open else (*own, *added)
    if place is not None:
        place.items = {**(node.origins["secret_names"].items or {}), **(place.items or {})}
        node.origins["secret_names"] = place


def _no_new_privileges(node: nodes.Service) -> None:
    """The last of several entries wins; the bare word means true."""
    origin = node.origins["security_opt"]
    for text in node.security_opt:
        name, _, value = text.replace("=", ":", 1).partition(":")
        if name == "no-new-privileges":
            node.no_new_privileges = value.strip().lower() in ("", "true", "1", "t")
            node.origins["no_new_privileges"] = (origin.items or {}).get(text, origin)
    if isinstance(node.security_opt, OpenList) and getattr(node, "no_new_privileges", None) is False:
        del node.no_new_privileges


HEALTHCHECK_FORMS = ("CMD", "CMD-SHELL", "NONE")
"""How the list form of a healthcheck's test begins (compose-go 2.14.0, loader/validate.go)."""


def _first_word(builder: Builder, service: nodes.Service, test: Sequence) -> None:
    """Report a list that says in its first item neither how it is run nor that there is none."""
    first = test.items[0]
    if isinstance(first, Scalar) and first.known and first.value not in HEALTHCHECK_FORMS:
        from deploylint.model.compose.consistency import refuse

        found = deployed_text(first.value)
        refuse(builder, service, "healthcheck-test-invalid", item_origin(first, test), found, "CMD, CMD-SHELL or NONE")


def healthcheck_node(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """The healthcheck section; a string test is the shell form."""
    entry = mapping.entries.get("healthcheck")
    if entry is None:
        if mapping.open:
            del service.healthcheck
        return
    if not isinstance(entry.value, Mapping):
        return
    section = entry.value
    node = nodes.Healthcheck(builder.name(f"{service.id}/healthcheck:"), key_origin(entry, mapping), {})
    node.service = service
    test = section.entries.get("test")
    node.test = ()
    if section.open and test is None:
        del node.test
    if test is not None:
        read_texts(node, "test", test, section)
        if isinstance(test.value, Sequence) and test.value.items:
            _first_word(builder, service, test.value)
        if isinstance(test.value, Scalar) and test.value.known:
            node.test = ("CMD-SHELL", deployed_text(test.value.value))
    node.disabled = False
    if "disable" in section.entries:
        read_flag(node, "disabled", section.entries["disable"], section)
    elif section.open:
        del node.disabled
    if node.test[:1] == ("NONE",) if hasattr(node, "test") else False:
        node.disabled = True
        node.origins.setdefault("disabled", node.origins["test"])
    service.healthcheck = node
    builder.add(node)
