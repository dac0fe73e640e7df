"""Numbers in unit files: integers, modes, shares, sizes and resource limits, as systemd's parse-util.c reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deploylint.model.systemd.values.times import MOST, read_time

if TYPE_CHECKING:
    from deploylint.model.systemd.vocabulary import Directive

_INTEGER = re.compile(r"([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)", re.ASCII)
_PREFIXED = re.compile(r"0([bB]\+?[01]+|[oO]\+?[0-7]+)", re.ASCII)
_MODE = re.compile(r"[0-7]+", re.ASCII)
_SIZE = re.compile(r"[ \t\n\r\v\f]*\+?([0-9]+)(?:\.([0-9]*))?[ \t\n\r]*([EPTGMKB]?)", re.ASCII)
_NEARLY_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([kmgtpeKMGTPE])i?[bB]?", re.ASCII)
_UNITS = "EPTGMKB"
_SIGNED_64 = 2**63
_NO_ZERO = {"MemoryHigh", "MemoryMax", "StartupMemoryHigh", "StartupMemoryMax"}
_SIZES = {
    "LimitAS",
    "LimitCORE",
    "LimitDATA",
    "LimitFSIZE",
    "LimitMEMLOCK",
    "LimitMSGQUEUE",
    "LimitRSS",
    "LimitSTACK",
}
_NO_SIZE = "no size; a number and K, M, G, T, P or E, in upper case and without B or i"


def read_integer(text: str) -> int | None:
    """safe_atoi() and its kin: decimal, 0x hexadecimal, 0 or 0o octal, 0b binary; None when it is none of them."""
    found = _INTEGER.fullmatch(text)
    if found is None:
        prefixed = _PREFIXED.fullmatch(text)
        return int(text.replace("+", ""), 0) if prefixed and len(text) < 70 else None
    sign, digits = found.groups()
    if len(digits) > 30:
        return None
    base = 16 if digits[:2] in {"0x", "0X"} else 8 if digits[0] == "0" else 10
    number = int(digits, base)
    return -number if sign == "-" else number


def read_size(text: str, base: int = 1024) -> int | None:
    """parse_size(): numbers with suffixes in falling order, which add up; None when it is no size."""
    total = position = first = 0
    while True:
        found = _SIZE.match(text, position)
        if found is None or len(found[1].lstrip("0")) > 20:
            return None
        place = _UNITS.index(found[3]) if found[3] else len(_UNITS)
        fraction = found[2] or ""
        if place < first or len(fraction.lstrip("0")) > 20:
            return None
        factor: int = base ** max(0, len(_UNITS) - 1 - place)
        first = place + 1
        number = int(found[1].lstrip("0") or 0)
        if number + bool(fraction.strip("0")) > MOST // factor:
            return None
        total += number * factor + int(float(f"0.{fraction[:30] or 0}") * factor)
        if total > MOST:
            return None
        position = found.end()
        if position == len(text):
            return total


def read_share(text: str) -> int | None:
    """parse_permyriad_unbounded(): `%` with up to two decimals, `‰` with one, `‱` with none; in ten-thousandths."""
    factor = {"%": 100, "‰": 10, "‱": 1}.get(text[-1:])
    if factor is None:
        return None
    whole, dot, fraction = text[:-1].partition(".")
    number = read_integer(whole)
    if number is None or number < 0 or number > (2**31 - 1) // factor:
        return None
    if dot and not (fraction.isascii() and fraction.isdigit() and len(fraction) <= 2 and 10 ** len(fraction) <= factor):
        return None
    return number * factor + (int(fraction) * factor // 10 ** len(fraction) if dot else 0)


def integer(directive: Directive, value: str) -> str | None:
    """A whole number within the key's range."""
    if directive.word and value == directive.word:
        return None
    number = read_integer(value)
    low = -_SIGNED_64 if directive.low is None else directive.low
    high = _SIGNED_64 - 1 if directive.high is None else directive.high
    if number is not None and low <= number <= high:
        return None
    return f"no whole number from {low} to {high}" + (f", nor {directive.word}" if directive.word else "")


def mode(directive: Directive, value: str) -> str | None:
    """An octal file mode."""
    if _MODE.fullmatch(value) and int(value[-30:], 8) <= 0o7777 and not value[:-30].strip("0"):
        return None
    return "no file mode; octal digits, at most 7777"


def percent(directive: Directive, value: str) -> str | None:
    """A share of up to 100 %; CPUQuota= takes more, and not 0 (systemd.resource-control(5))."""
    share = read_share(value)
    if directive.type == "cpu-quota":
        return None if share else "no percentage above 0; it ends in %"
    if directive.type == "quota" and (value == "off" or read_size(value) is not None):
        return None
    return None if share is not None and share <= 10000 else "no percentage from 0% to 100%"


def suggest_percent(directive: Directive, value: str) -> str | None:
    """`50` may mean `50%`."""
    return f"{value}%" if value.isascii() and value.isdigit() and read_share(f"{value}%") else None


def tasks(directive: Directive, value: str) -> str | None:
    """TasksMax= (systemd.resource-control(5)): a number above 0, a share, or infinity."""
    share = read_share(value)
    if value == "infinity" or (share is not None and share <= 10000):
        return None
    number = read_integer(value)
    return None if number and 0 < number < MOST else "no whole number above 0, percentage or infinity"


def size(directive: Directive, value: str) -> str | None:
    """A number of bytes."""
    return None if read_size(value) is not None else _NO_SIZE


def memory(directive: Directive, value: str) -> str | None:
    """A limit of memory (systemd.resource-control(5)): a size, a share of the host's, or infinity."""
    if value == "infinity":
        return None
    share = read_share(value)
    amount = share if share is not None and share <= 10000 else read_size(value)
    if amount is None or amount >= MOST:
        return f"{_NO_SIZE}; a percentage or infinity"
    return "no memory at all; a limit above 0" if amount == 0 and directive.key in _NO_ZERO else None


def device_size(directive: Directive, value: str) -> str | None:
    """A device and a number of bytes or operations per second, base 1000."""
    _, _, amount = value.partition(" ")
    amount = amount.strip()
    if not amount:
        return "a device or file, and a number per second"
    return None if amount == "infinity" or read_size(amount, 1000) else f"{amount} is {_NO_SIZE}"


def suggest_size(directive: Directive, value: str) -> str | None:
    """`512MB`, `512Mi` and `512m` mean `512M`."""
    if value.lower() in {"unlimited", "max", "infinite"} and directive.type in {"memory", "rlimit"}:
        return "infinity"
    found = _NEARLY_SIZE.fullmatch(value)
    if found is None or (directive.type == "rlimit" and directive.key not in _SIZES):
        return None
    return found[1] + found[2].upper()


def rlimit(directive: Directive, value: str) -> str | None:
    """A resource limit, SOFT:HARD or one for both (systemd.exec(5), rlimit-util.c)."""
    soft, colon, hard = value.partition(":")
    # A colon that nothing follows is passed over.
    hard = hard[:-1] if hard.endswith(":") and hard != ":" else hard
    low = _limit(directive.key, soft)
    high = _limit(directive.key, hard) if colon else low
    if low is None or high is None:
        return _no_limit(directive.key, hard if low is not None else soft)
    return f"the soft limit {soft} is above the hard limit {hard}" if low > high else None


def _limit(key: str, text: str) -> int | None:
    if key == "LimitNICE":
        return _nice(text)
    if text == "infinity":
        return MOST
    # strtoull() skips blanks before a number.
    text = text.lstrip()
    if key == "LimitCPU":
        seconds = read_time(text)
        return None if seconds is None else -(-seconds // 1_000_000)
    if key == "LimitRTTIME":
        return read_time(text, 1)
    number = read_size(text) if key in _SIZES else read_integer(text)
    return number if number is not None and 0 <= number < MOST else None


def _nice(text: str) -> int | None:
    """Nice levels with a sign, or the kernel's 1 to 40, which count the other way round."""
    sign = text[:1] if text[:1] in {"+", "-"} else ""
    number = read_integer(text[len(sign) :])
    if number is None or not 0 <= number <= {"+": 19, "-": 20, "": 40}[sign]:
        return None
    return 20 - number if sign == "+" else 20 + number if sign else number


def _no_limit(key: str, text: str) -> str:
    if key == "LimitNICE":
        return f"{text or 'nothing'} is no nice level from -20 to +19"
    kind = (
        "size such as 64M" if key in _SIZES else "time span" if key in {"LimitCPU", "LimitRTTIME"} else "whole number"
    )
    return f"{text or 'nothing'} is no {kind}, nor infinity"
