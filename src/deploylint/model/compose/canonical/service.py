"""A service as Compose prints it: its keys in order, and what follows from one key for another."""

from __future__ import annotations

from deploylint.model.compose.canonical import gopath
from deploylint.model.compose.canonical.build import build
from deploylint.model.compose.canonical.environment import environment, labels
from deploylint.model.compose.canonical.implied import IMPLYING, connect, depend
from deploylint.model.compose.canonical.mounts import config, device, secret, volume
from deploylint.model.compose.canonical.ports import ports
from deploylint.model.compose.canonical.scalars import (
    command,
    filled,
    flag,
    number,
    set_duration,
    set_flag,
    set_whole,
    size,
    strings,
    text,
    whole,
)
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.sections import (
    attachment,
    blkio,
    dependency,
    deploy,
    develop,
    gpus,
    healthcheck,
    hook,
    path,
    ulimits,
)
from deploylint.model.compose.canonical.shapes import Shape, by_name, each
from deploylint.model.compose.canonical.tables import hosts, lists, texts
from deploylint.model.compose.canonical.values import like, place, put, replaced, sequence
from deploylint.model.compose.forms import null
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value


def _written(value: Value, scope: Scope) -> Value | None:
    """A value that was decoded before."""
    return value


def _label_files(value: Value, scope: Scope) -> Value | None:
    """Paths of label files, made absolute."""
    found = strings(value, scope)
    if not isinstance(found, Sequence):
        return found
    absolute = path(gopath.absolute)
    return sequence(found, [shown for item in found.items if (shown := absolute(item, scope)) is not None])


_SERVICE = Shape(
    {
        "profiles": strings,
        "annotations": texts,
        "attach": set_flag,
        "build": build,
        "develop": develop,
        "blkio_config": blkio,
        "cap_add": strings,
        "cap_drop": strings,
        "cgroup_parent": text,
        "cgroup": text,
        "cpu_count": whole,
        "cpu_percent": number,
        "cpu_period": whole,
        "cpu_quota": whole,
        "cpu_rt_period": whole,
        "cpu_rt_runtime": whole,
        "cpus": number,
        "cpuset": text,
        "cpu_shares": whole,
        "command": command,
        "configs": each(config),
        "container_name": text,
        "credential_spec": Shape({"config": text, "file": text, "registry": text}),
        "depends_on": by_name(dependency),
        "deploy": deploy,
        "device_cgroup_rules": strings,
        "devices": each(device),
        "dns": filled,
        "dns_opt": strings,
        "dns_search": strings,
        "dockerfile": text,
        "domainname": text,
        "entrypoint": command,
        "provider": Shape({"type": text, "options": lists}),
        "environment": _written,
        "expose": strings,
        "external_links": strings,
        "extra_hosts": hosts,
        "group_add": strings,
        "gpus": gpus,
        "hostname": text,
        "healthcheck": healthcheck,
        "image": text,
        "init": set_flag,
        "ipc": text,
        "isolation": text,
        "labels": _written,
        "label_file": _label_files,
        "links": strings,
        "logging": Shape({"driver": text, "options": texts}),
        "log_driver": text,
        "log_opt": texts,
        "mem_limit": size,
        "mem_reservation": size,
        "memswap_limit": size,
        "mem_swappiness": size,
        "mac_address": text,
        "models": by_name(Shape({"endpoint_var": text, "model_var": text})),
        "net": text,
        "network_mode": text,
        "networks": by_name(attachment),
        "oom_kill_disable": flag,
        "oom_score_adj": whole,
        "pid": text,
        "pids_limit": whole,
        "platform": text,
        "ports": ports,
        "privileged": flag,
        "pull_policy": text,
        "read_only": flag,
        "restart": text,
        "runtime": text,
        "scale": set_whole,
        "secrets": each(secret),
        "security_opt": strings,
        "shm_size": size,
        "stdin_open": flag,
        "stop_grace_period": set_duration,
        "stop_signal": text,
        "storage_opt": texts,
        "sysctls": texts,
        "tmpfs": strings,
        "tty": flag,
        "ulimits": ulimits,
        "use_api_socket": flag,
        "user": text,
        "userns_mode": text,
        "uts": text,
        "volume_driver": text,
        "volumes": each(volume),
        "volumes_from": strings,
        "working_dir": text,
        "pre_start": each(hook),
        "post_start": each(hook),
        "pre_stop": each(hook),
    }
)


def service(value: Value, scope: Scope) -> Value:
    """One service (compose-go 2.14.0, types.go, ServiceConfig; loader/normalize.go)."""
    if not isinstance(value, Mapping):
        return value
    changed = like(value)
    entries = changed.entries = dict(value.entries)
    if "environment" in entries or "env_file" in entries:
        _set(entries, "environment", environment(value, scope), value)
    if "labels" in entries or "label_file" in entries:
        _set(entries, "labels", labels(value, scope), value)
    if "provider" not in entries and "network_mode" not in entries and not value.open:
        connect(entries, value)
    if not IMPLYING.isdisjoint(entries):
        depend(entries, value)
    policy = entries.get("pull_policy")
    if policy is not None and isinstance(policy.value, Scalar) and _text(policy.value) == "if_not_present":
        entries["pull_policy"] = replaced(policy, put(policy.value, "missing"))
    if "scale" in entries and "deploy" in entries:
        _replicate(entries)
    if "pre_start" in entries and "image" in entries:
        _inherit_image(entries)
    return _SERVICE.mapping(changed, scope)


def _set(entries: dict[str, Entry], name: str, value: Value | None, service: Mapping) -> None:
    """Give a key another value; without one it is not there."""
    entry = entries.pop(name, None)
    if value is not None:
        entries[name] = place(service).entry(value) if entry is None else replaced(entry, value)


def _inherit_image(entries: dict[str, Entry]) -> None:
    """A container that runs before the service has its image unless it says another."""
    entry, image = entries["pre_start"], entries["image"]
    if not isinstance(entry.value, Sequence) or not isinstance(image.value, Scalar) or _text(image.value) == "":
        return
    hooks: list[Value] = []
    for written in entry.value.items:
        changed = written
        if isinstance(written, Mapping) and "image" not in written.entries:
            changed = like(written)
            changed.entries = {**written.entries, "image": image}
        hooks.append(changed)
    entries["pre_start"] = replaced(entry, sequence(entry.value, hooks))


def _replicate(entries: dict[str, Entry]) -> None:
    """A service that says how many there are of it says so to a swarm, too (loader/validate.go)."""
    entry, scale = entries["deploy"], entries["scale"]
    if isinstance(entry.value, Mapping) and not entry.value.open and not null(scale.value):
        replicas = entry.value.entries.get("replicas")
        if replicas is None or null(replicas.value):
            changed = like(entry.value)
            changed.entries = {**entry.value.entries, "replicas": scale}
            entries["deploy"] = replaced(entry, changed)


def _text(value: Value) -> str | None:
    """A known text."""
    return value.value if isinstance(value, Scalar) and value.known and isinstance(value.value, str) else None
