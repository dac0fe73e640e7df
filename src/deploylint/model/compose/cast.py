"""Texts that Compose turns into numbers and booleans, by the path at which they stand."""

from __future__ import annotations

import re

from deploylint.model.compose.paths import table

CASTS = table(
    {
        "services.*.cpu_count services.*.cpu_period services.*.cpu_quota services.*.cpu_rt_period": "int",
        "services.*.cpu_rt_runtime services.*.cpu_shares services.*.oom_score_adj services.*.pids_limit": "int",
        "services.*.scale services.*.healthcheck.retries services.*.ports.*.target": "int",
        "services.*.deploy.replicas services.*.deploy.restart_policy.max_attempts": "int",
        "services.*.deploy.update_config.parallelism services.*.deploy.rollback_config.parallelism": "int",
        "services.*.deploy.placement.max_replicas_per_node": "int",
        "services.*.ulimits.* services.*.ulimits.*.soft services.*.ulimits.*.hard": "int",
        "services.*.cpu_percent services.*.cpus": "float",
        "services.*.deploy.update_config.max_failure_ratio": "float",
        "services.*.deploy.rollback_config.max_failure_ratio": "float",
        "services.*.init services.*.privileged services.*.read_only services.*.stdin_open services.*.tty": "bool",
        "services.*.oom_kill_disable services.*.healthcheck.disable": "bool",
        "services.*.depends_on.*.required services.*.depends_on.*.restart": "bool",
        "services.*.volumes.*.read_only services.*.volumes.*.volume.nocopy": "bool",
        "networks.*.external networks.*.internal networks.*.attachable": "bool",
        "networks.*.enable_ipv4 networks.*.enable_ipv6": "bool",
        "volumes.*.external secrets.*.external configs.*.external": "bool",
    }
)

EXPECTED = {"int": "a whole number", "float": "a number", "bool": "true or false"}
"""What would have been accepted, by cast."""

_BOOLEANS = {"true": True, "y": True, "yes": True, "on": True, "false": False, "n": False, "no": False, "off": False}
_INTEGER = r"[+-]?[0-9]+"
_NUMBER = r"(?i)[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?(inf|infinity)|nan"


def cast(text: str, kind: str) -> int | float | bool | None:
    """The number or boolean in a text; None when Compose refuses it."""
    if kind == "bool":
        return _BOOLEANS.get(text.lower())
    if kind == "int":
        # More digits than 64 bits hold are refused, too.
        return int(text) if re.fullmatch(_INTEGER, text, re.ASCII) and len(text) <= 20 else None
    return float(text) if re.fullmatch(_NUMBER, text, re.ASCII) else None
