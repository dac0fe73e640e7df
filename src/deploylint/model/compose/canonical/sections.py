"""The parts of a service that are mappings of their own, key by key in the order of compose-go 2.14.0 (types/*.go)."""

from __future__ import annotations

from collections.abc import Callable

from deploylint.model.compose.canonical import gopath
from deploylint.model.compose.canonical.scalars import (
    any_text,
    command,
    count,
    duration,
    flag,
    number,
    set_duration,
    set_flag,
    set_size,
    set_whole,
    size,
    strings,
    test,
    text,
    whole,
)
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.shapes import Decode, Shape, by_name, each, embedded
from deploylint.model.compose.canonical.tables import EXTENSIONS, nullable, texts
from deploylint.model.compose.canonical.values import implied, like, listing, place, put
from deploylint.model.compose.forms import null
from deploylint.model.resolved import Mapping, Scalar, Value


def path(convert: Callable[[str, str, str | None], str]) -> Decode:
    """A path made absolute."""

    def read(value: Value, scope: Scope) -> Value | None:
        if not isinstance(value, Scalar) or not value.known or not isinstance(value.value, str):
            return value
        found = convert(value.value, scope.start(value), scope.home)
        if not found:
            return None
        return value if found == value.value else put(value, found)

    return read


def ulimit(value: Value, scope: Scope) -> Value | None:
    """A limit, or a mapping that says both of its bounds (types.go, UlimitsConfig)."""
    if isinstance(value, Scalar):
        found = whole(value, scope)
        if found is not None or not value.known or value.value is None:
            return found
        value = place(value).mapping(())
    if not isinstance(value, Mapping):
        return value
    limits = like(value)
    at = place(value)
    for name in ("soft", "hard"):
        entry = value.entries.get(name)
        if entry is not None and not null(entry.value):
            limits.entries[name] = entry
        elif not value.open:
            limits.entries[name] = at.entry(implied(0))
    return limits


def ulimits(value: Value, scope: Scope) -> Value | None:
    """Limits by name; names that begin with `x-` become one of zeros (loader/loader.go, processExtensions)."""
    if isinstance(value, Mapping) and any(name.startswith("x-") for name in value.entries):
        found = like(value)
        found.entries = {name: entry for name, entry in value.entries.items() if not name.startswith("x-")}
        at = place(value)
        found.entries[EXTENSIONS] = at.entry(at.mapping(()))
        value = found
    return _ULIMITS(value, scope)


def device_request(value: Value, scope: Scope) -> Value | None:
    """A request for devices; all of them when it does not say (transform/devices.go)."""
    if isinstance(value, Mapping) and "count" not in value.entries and "device_ids" not in value.entries:
        found = like(value)
        found.entries = dict(value.entries)
        if not value.open:
            at = place(value)
            found.entries["count"] = at.entry(implied("all"))
        value = found
    return _DEVICES(value, scope)


def gpus(value: Value, scope: Scope) -> Value | None:
    """Devices for computing; a text stands for all of them (transform/gpus.go)."""
    if isinstance(value, Scalar) and value.known and isinstance(value.value, str):
        value = listing(place(value), [place(value).mapping([("count", put(value, "all"))])], value.via)
    return each(device_request)(value, scope)


def dependency(value: Value, scope: Scope) -> Value | None:
    """One dependency; started and required when it does not say (transform/dependson.go)."""
    if not isinstance(value, Mapping):
        if isinstance(value, Scalar) and not value.known:
            return value
        value = place(value).mapping(())
    at = place(value)
    found = like(value)
    found.entries = dict(value.entries)
    if not value.open:
        for name, default in (("condition", "service_started"), ("required", True)):
            if name not in found.entries:
                found.entries[name] = at.entry(implied(default))
    return _DEPENDENCY(found, scope)


_ULIMITS = by_name(ulimit, keep_null=False)
_DEVICES = Shape(
    {"capabilities": strings, "driver": text, "count": count, "device_ids": strings, "options": texts},
    extensions=False,
)
_DEPENDENCY = Shape({"condition": text, "restart": flag, "required": set_flag}, always={"required": False})
hook = Shape(
    {
        "command": command,
        "image": text,
        "user": text,
        "privileged": flag,
        "working_dir": text,
        "environment": nullable,
        "per_replica": flag,
    }
)
develop = Shape(
    {
        "watch": each(
            Shape(
                {
                    "path": path(gopath.absolute),
                    "action": any_text,
                    "target": text,
                    "exec": embedded(hook),
                    "include": strings,
                    "ignore": strings,
                    "initial_sync": flag,
                },
                always={"path": "", "action": ""},
            )
        )
    }
)
_WEIGHT = each(Shape({"path": any_text, "weight": set_whole}, always={"path": "", "weight": 0}))
_RATE = each(Shape({"path": any_text, "rate": set_size}, always={"path": "", "rate": "0"}))
blkio = Shape(
    {
        "weight": whole,
        "weight_device": _WEIGHT,
        "device_read_bps": _RATE,
        "device_read_iops": _RATE,
        "device_write_bps": _RATE,
        "device_write_iops": _RATE,
    }
)
_UPDATE = Shape(
    {
        "parallelism": set_whole,
        "delay": duration,
        "failure_action": text,
        "monitor": duration,
        "max_failure_ratio": number,
        "order": text,
    }
)
_DISCRETE = Shape({"kind": any_text, "value": set_whole}, always={"kind": "", "value": 0})
_RESOURCE = Shape(
    {
        "cpus": number,
        "memory": size,
        "pids": whole,
        "devices": each(device_request),
        "generic_resources": each(Shape({"discrete_resource_spec": _DISCRETE})),
    }
)
deploy = Shape(
    {
        "mode": text,
        "replicas": set_whole,
        "labels": texts,
        "update_config": _UPDATE,
        "rollback_config": _UPDATE,
        "resources": embedded(Shape({"limits": _RESOURCE, "reservations": _RESOURCE})),
        "restart_policy": Shape(
            {"condition": text, "delay": set_duration, "max_attempts": set_whole, "window": set_duration}
        ),
        "placement": embedded(
            Shape(
                {
                    "constraints": strings,
                    "preferences": each(Shape({"spread": text})),
                    "max_replicas_per_node": whole,
                }
            )
        ),
        "endpoint_mode": text,
    }
)
healthcheck = Shape(
    {
        "test": test,
        "timeout": set_duration,
        "interval": set_duration,
        "retries": set_whole,
        "start_period": set_duration,
        "start_interval": set_duration,
        "disable": flag,
    }
)
attachment = Shape(
    {
        "aliases": strings,
        "driver_opts": texts,
        "gw_priority": whole,
        "interface_name": text,
        "ipv4_address": text,
        "ipv6_address": text,
        "link_local_ips": strings,
        "mac_address": text,
        "priority": whole,
    }
)
