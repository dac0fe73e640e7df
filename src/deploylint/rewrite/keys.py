"""Under which keys of a Compose file the fields of each kind are written."""

from __future__ import annotations

from typing import NamedTuple


class Written(NamedTuple):
    """A field's keys below its node's mapping; `shape` is one, list, pairs or names (a mapping without values)."""

    keys: tuple[str, ...]
    shape: str = "one"


def _same(*fields: str, shape: str = "one") -> dict[str, Written]:
    return {field: Written((field,), shape) for field in fields}


KEYS: dict[str, dict[str, Written]] = {
    "project": _same("name") | _same("volumes", "networks", "secrets", "configs", shape="names"),
    "file": _same("version"),
    "service": {
        **_same("image", "container_name", "command", "entrypoint", "restart", "user", "network_mode"),
        **_same("pid", "ipc", "uts", "cgroup", "userns_mode", "privileged", "read_only", "use_api_socket"),
        **_same("cap_add", "cap_drop", "security_opt", "group_add", "devices", "profiles", shape="list"),
        **_same("extra_hosts", shape="list"),
        **_same("labels", shape="pairs"),
        "restart_condition": Written(("deploy", "restart_policy", "condition")),
        "replicas": Written(("deploy", "replicas")),
        "secret_names": Written(("secrets",), "list"),
        "secrets": Written(("secrets",), "list"),
        "config_names": Written(("configs",), "list"),
        "configs": Written(("configs",), "list"),
        "listeners": Written(("ports",), "list"),
        "mounts": Written(("volumes",), "list"),
        "attachments": Written(("networks",), "list"),
        "networks": Written(("networks",), "list"),
        "depends_on": Written(("depends_on",), "list"),
        "requires": Written(("depends_on",), "list"),
        "env_files": Written(("env_file",), "list"),
        "env_vars": Written(("environment",), "pairs"),
    },
    "build": _same("context", "dockerfile", "target") | _same("args", shape="pairs"),
    "healthcheck": {**_same("test", shape="list"), "disabled": Written(("disable",))},
    "volume": _same("driver", "external") | {"device": Written(("driver_opts", "device"))},
    "network": _same("driver", "external", "internal"),
    "attachment": _same("aliases", shape="list"),
    "compose_secret": _same("external", "file", "environment"),
    "config": _same("external", "file", "environment", "content"),
    "dependency": _same("condition", "required"),
    "listener": {
        **_same("target", "protocol", "mode"),
        "ip": Written(("host_ip",)),
        "port": Written(("published",)),
    },
    "mount": {**_same("type", "source", "target", "read_only"), "propagation": Written(("bind", "propagation"))},
    "env_file": _same("path", "required", "format"),
}

TOGGLES = frozenset(("privileged", "read_only", "use_api_socket", "disabled", "external", "internal", "required"))
"""Fields that hold true or false, so that the words are written plain."""

NUMBERS = frozenset(("replicas", "port", "target"))
"""Fields that hold a number where they are written under a key of their own."""
