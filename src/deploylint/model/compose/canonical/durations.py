"""Durations as Compose reads and Go prints them."""

from __future__ import annotations

import re

_UNITS = {
    "ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
    "h": 3_600_000_000_000, "d": 86_400_000_000_000, "w": 604_800_000_000_000,
}  # fmt: skip
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^0-9.]+)")
_MOST = (1 << 63) - 1


def parse(text: str) -> int | None:
    """Nanoseconds; None for what is no duration (go-str2duration v2, ParseDuration)."""
    negative = text.startswith("-")
    rest = text[1:] if text[:1] in ("-", "+") else text
    if rest == "0":
        return 0
    total, at = 0, 0
    while at < len(rest):
        match = _PART.match(rest, at)
        if match is None:
            return None
        whole, fraction, unit = match.groups()
        factor = _UNITS.get(unit)
        if factor is None or not (whole or fraction):
            return None
        total += int(whole or "0") * factor
        if fraction:
            total += int(float(int(fraction[:18])) * (factor / 10.0 ** len(fraction[:18])))
        if total > _MOST:
            return None
        at = match.end()
    if not rest:
        return None
    return -total if negative else total


def text(nanoseconds: int) -> str:
    """A duration as Go prints it, such as `2m0s` (time.Duration, String)."""
    if nanoseconds == 0:
        return "0s"
    sign, rest = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    if rest < 1_000_000_000:
        for unit, factor in (("ms", 1_000_000), ("µs", 1_000), ("ns", 1)):
            if rest >= factor:
                return f"{sign}{_decimal(rest, factor)}{unit}"
    seconds = _decimal(rest % 60_000_000_000, 1_000_000_000)
    minutes = rest // 60_000_000_000
    if minutes == 0:
        return f"{sign}{seconds}s"
    if minutes < 60:
        return f"{sign}{minutes}m{seconds}s"
    return f"{sign}{minutes // 60}h{minutes % 60}m{seconds}s"


def _decimal(value: int, factor: int) -> str:
    """A quotient with as many decimals as it has."""
    whole, rest = divmod(value, factor)
    if not rest:
        return str(whole)
    return f"{whole}.{str(rest).zfill(len(str(factor)) - 1).rstrip('0')}"
