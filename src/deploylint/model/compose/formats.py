"""What single values of Compose files have to look like: durations, sizes, numbers in texts, commands, hosts.

Each check says what the function of compose-go 2.14.0 that it names takes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DIGITS = r"[0-9](?:_?[0-9])*"
_FLOAT = re.compile(
    rf"(?i)[+-]?(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:e[+-]?{_DIGITS})?|[+-]?inf(?:inity)?|nan"
)
_HEX = r"[0-9a-f](?:_?[0-9a-f])*"
_HEX_FLOAT = re.compile(rf"(?i)[+-]?0x_?(?:{_HEX}(?:\.(?:{_HEX})?)?|\.{_HEX})p[+-]?{_DIGITS}")
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^0-9.]+)")
_SIZE_UNIT = re.compile(r"(?i)(?:b|[kmgtp](?:i?b)?)?")
_CONTAINER = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]")
_PULL = re.compile(r"always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+")
_BOOLEANS = frozenset(("true", "false", "y", "yes", "on", "n", "no", "off"))

UNITS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
    "d": 86_400_000_000_000,
    "w": 604_800_000_000_000,
}
"""Nanoseconds in the units of a duration."""

_MOST = 2**63 - 1
_LONGEST = 20
"""More digits than a whole number of 64 bits has."""


def passes(check: str, value: object) -> bool:
    """Does a value pass a check of schemas/compose.yaml?"""
    if isinstance(value, str):
        return _TEXTS[check](value)
    assert isinstance(value, int | float)
    if check == "whole":
        return float(value).is_integer()
    if check == "not-negative":
        return value >= 0
    if check == "finite":
        return math.isfinite(value)
    low, _, high = check.partition("..")
    return value >= int(low) and (not high or value <= int(high)) and float(value).is_integer()


def duration(text: str) -> int | None:
    """Nanoseconds of a duration; None for what is none (str2duration.ParseDuration)."""
    rest = text[1:] if text[:1] in ("-", "+") else text
    sign = -1 if text[:1] == "-" else 1
    if rest == "0":
        return 0
    total = at = 0
    while at < len(rest):
        part = _PART.match(rest, at)
        if part is None or not (part[1] or part[2]) or part[3] not in UNITS:
            return None
        unit = UNITS[part[3]]
        digits = part[1].lstrip("0")
        if len(digits) > _LONGEST:
            return None
        whole = int(digits or "0")
        fraction = part[2] or ""
        total += whole * unit
        if fraction:
            total += int(int(fraction[:18]) * (unit / 10 ** len(fraction[:18])))
        if total > _MOST:
            return None
        at = part.end()
    return sign * total if at else None


def size(text: str) -> bool:
    """Is a text a number of bytes, or a size with a unit (types.UnitBytes, units.RAMInBytes)?"""
    if integer(text):
        return True
    last = max(map(text.rfind, "0123456789. "))
    if last < 0 or _SIZE_UNIT.fullmatch(text, last + 1) is None:
        return False
    written = text[:last] if text[last] == " " else text[: last + 1]
    return number(written) and not _value(written) < 0


def integer(text: str) -> bool:
    """Is a text a whole number of at most 64 bits (strconv.ParseInt)?"""
    if _INTEGER.fullmatch(text) is None or len(text.lstrip("+-0")) > _LONGEST:
        return False
    return -_MOST - 1 <= int(text.lstrip("+-0") or "0") * (-1 if text[0] == "-" else 1) <= _MOST


def number(text: str) -> bool:
    """Is a text a number (strconv.ParseFloat)?"""
    if _HEX_FLOAT.fullmatch(text):
        return True
    return _FLOAT.fullmatch(text) is not None and (math.isfinite(float(text)) or "n" in text.lower())


def _value(text: str) -> float:
    return float.fromhex(text.replace("_", "")) if "x" in text.lower() else float(text)


def _octal(text: str) -> bool:
    """A file mode (types.FileMode)."""
    return re.fullmatch(r"[+-]?[0-7]+", text) is not None and -_MOST - 1 <= int(text, 8) <= _MOST


def _device_count(text: str) -> bool:
    """A number of devices (types.DeviceCount)."""
    return text.lower() == "all" or integer(text)


def command(text: str) -> bool:
    """Can a command be cut into words: are quotes closed, does no backslash end it (shellwords.Parse)?"""
    escaped = single = double = back = dollar = False
    word = ""
    for char in text:
        if escaped:
            word += char
            escaped = False
        elif char == "\\":
            if single:
                word += char
            else:
                escaped = True
        elif char in " \t\r\n":
            word = word + char if single or double or back or dollar else ""
        else:
            if char == "`":
                back = back != (not single and not double and not dollar)
            elif char == ")":
                dollar = dollar != (not single and not double and not back)
            elif char == "(" and not single and not double and not back:
                if dollar or not word.endswith("$"):
                    return False
                dollar = True
            elif char == '"' and not single and not dollar:
                double = not double
                continue
            elif char == "'" and not double and not dollar:
                single = not single
                continue
            elif char in ";&|<>" and not (single or double or back or dollar):
                break
            word += char
    return not (escaped or single or double or back or dollar)


def _assignment(text: str) -> bool:
    """`KEY=value` or `KEY` whose key does not end in a blank; compose-go looks at the last byte (MappingWithEquals)."""
    key = text.partition("=")[0].encode("utf-8", "surrogatepass")
    return not key or key[-1] not in b"\t\n\v\f\r \x85\xa0"


def _host(text: str) -> bool:
    """`name=address` or `name:address` (types.NewHostsList)."""
    for separator in ("=", ":"):
        if separator in text:
            name = text.partition(separator)[0]
            return bool(name) and ":" not in name and "=" not in name
    return False


def _ssh(text: str) -> bool:
    """`default` or `key=path` (transform/ssh.go)."""
    return "=" in text or text == "default"


_TEXTS: dict[str, Callable[[str], bool]] = {
    "boolean": lambda text: text.lower() in _BOOLEANS,
    "integer": integer,
    "number": number,
    "octal": _octal,
    "device-count": _device_count,
    "duration": lambda text: duration(text) is not None,
    "size": size,
    "command": command,
    "container-name": lambda text: _CONTAINER.search(text) is not None,
    "pull-policy": lambda text: _PULL.search(text) is not None,
    "assignment": _assignment,
    # A bare one is left out when it is not set.
    "argument": lambda text: "=" not in text or _assignment(text),
    "host": _host,
    "ssh": _ssh,
    "context": lambda text: "=" in text,
    "device": lambda text: text.count(":") < 3,
    "filled": bool,
}
