"""Texts that Compose turns into numbers and booleans, by the path at which they stand."""

from __future__ import annotations

import re
from math import isnan

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
        "services.*.cpu_percent": "float",
        "services.*.cpus": "float32",
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

EXPECTED = {"int": "a whole number", "float": "a number", "float32": "a number", "bool": "true or false"}
"""What would have been accepted, by cast."""

_BOOLEANS = {"true": True, "y": True, "yes": True, "on": True, "false": False, "n": False, "no": False, "off": False}
_INTEGER = r"[+-]?[0-9]+"
_NUMBER = r"(?i)[+-]?(D(\.(D)?)?|\.D)(e[+-]?D)?|[+-]?(inf|infinity)|nan".replace("D", "[0-9]+(_[0-9]+)*")
_HEXADECIMAL = r"(?i)[+-]?0x_?(D(\.(D)?)?|\.D)p[+-]?[0-9]+".replace("D", "[0-9a-f]+(_[0-9a-f]+)*")
_LARGEST = {"float": float("inf"), "float32": 3.4028235677973366e38}
"""What does not fit (Go's strconv.ParseFloat)."""


def cast(text: str, kind: str) -> int | float | bool | None:
    """The number or boolean in a text; None when Compose refuses it (compose-go 2.14.0, loader/interpolate.go)."""
    if kind == "bool":
        return _BOOLEANS.get(text.lower())
    if kind == "int":
        digits = text.lstrip("+-").lstrip("0")
        if len(digits) > 19 or not re.fullmatch(_INTEGER, text, re.ASCII):
            return None
        number = int(text)
        return number if -(1 << 63) <= number < 1 << 63 else None
    return _real(text, kind)


def _real(text: str, kind: str) -> float | None:
    """The number that a text says, as far as it fits."""
    if re.fullmatch(_NUMBER, text, re.ASCII):
        value = float(text.replace("_", ""))
        endless = text.lower().lstrip("+-").startswith("inf")
        return value if endless or isnan(value) or abs(value) < _LARGEST[kind] else None
    if re.fullmatch(_HEXADECIMAL, text, re.ASCII):
        try:
            value = float.fromhex(text.replace("_", ""))
        except (ValueError, OverflowError):
            return None
        return value if abs(value) < _LARGEST[kind] else None
    return None
