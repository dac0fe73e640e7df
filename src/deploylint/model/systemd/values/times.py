"""Time spans in unit files, as systemd's time-util.c reads them (systemd.time(7))."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deploylint.model.systemd.values.words import BLANKS

if TYPE_CHECKING:
    from deploylint.model.systemd.vocabulary import Directive

MOST = 2**64 - 1
"""What systemd takes for infinity: the greatest number of 64 bits."""
_SECOND = 1_000_000
_UNITS: tuple[tuple[str, int], ...] = (
    ("seconds", _SECOND),
    ("second", _SECOND),
    ("sec", _SECOND),
    ("s", _SECOND),
    ("minutes", 60 * _SECOND),
    ("minute", 60 * _SECOND),
    ("min", 60 * _SECOND),
    ("months", 2_629_800 * _SECOND),
    ("month", 2_629_800 * _SECOND),
    ("M", 2_629_800 * _SECOND),
    ("msec", 1000),
    ("ms", 1000),
    ("m", 60 * _SECOND),
    ("hours", 3600 * _SECOND),
    ("hour", 3600 * _SECOND),
    ("hr", 3600 * _SECOND),
    ("h", 3600 * _SECOND),
    ("days", 86400 * _SECOND),
    ("day", 86400 * _SECOND),
    ("d", 86400 * _SECOND),
    ("weeks", 604800 * _SECOND),
    ("week", 604800 * _SECOND),
    ("w", 604800 * _SECOND),
    ("years", 31_557_600 * _SECOND),
    ("year", 31_557_600 * _SECOND),
    ("y", 31_557_600 * _SECOND),
    ("usec", 1),
    ("us", 1),
    ("\u03bcs", 1),
    ("\u00b5s", 1),
)
"""Units in the order in which systemd tries them, in microseconds; a month is a twelfth of 365.25 days."""
_NUMBER = re.compile(r"\+?[0-9]+", re.ASCII)
_DIGITS = re.compile(r"[0-9]*", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+")
_MEANT = {"secs": "s", "mins": "min", "hrs": "h", "msecs": "ms", "millisecond": "ms", "milliseconds": "ms", "mon": "M"}


def read_time(text: str, unit: int = _SECOND) -> int | None:
    """parse_time(): the span in microseconds, a bare number counting in `unit`; None when it is none."""
    return _read(text, unit, _UNITS)


def read_nanoseconds(text: str) -> int | None:
    """parse_nsec(): the span in nanoseconds, which are also the default unit."""
    units = tuple((name, size * 1000) for name, size in _UNITS)
    return _read(text, 1, (*units, ("nsec", 1), ("ns", 1)))


def timespan(directive: Directive, value: str) -> str | None:
    """A time span; some keys have a least one, in seconds."""
    span = read_nanoseconds(value) if directive.type == "timespan-nsec" else read_time(value)
    if span is None:
        return _no_span(value)
    if directive.low is not None and span < directive.low * _SECOND:
        return f"a time span of at least {directive.low}s"
    return None


def suggest_time(directive: Directive, value: str) -> str | None:
    """`5 mins` means `5 min`; never and unlimited mean infinity."""
    if value.lower() in {"infinite", "never", "unlimited", "forever"}:
        return "infinity"
    names = {name for name, _ in _UNITS}

    def meant(found: re.Match[str]) -> str:
        word = found[0]
        return word if word in names else _MEANT.get(word.lower(), word.lower())

    changed = _WORD.sub(meant, value)
    return changed if changed != value and read_time(changed) is not None else None


def _read(text: str, unit: int, units: tuple[tuple[str, int], ...]) -> int | None:
    text = text.strip(BLANKS)
    if text == "infinity":
        return MOST
    if not text:
        return None
    total = position = 0
    while position < len(text):
        read = _one(text, position, unit, units)
        if read is None:
            return None
        span, position = read
        total += span
        if total >= MOST:
            return None
        position = _past_blanks(text, position)
    return total


def _one(text: str, start: int, unit: int, units: tuple[tuple[str, int], ...]) -> tuple[int, int] | None:
    """One number with its unit, and where it ends."""
    found = _NUMBER.match(text, start)
    end = found.end() if found else start
    fraction = ""
    if text.startswith(".", end):
        fraction = _digits(text, end + 1)
        end += 1 + len(fraction)
        if not fraction:
            return None
    elif found is None:
        return None
    if found and len(found[0].lstrip("+0")) > 20:
        return None
    number = int(found[0].lstrip("+0") or 0) if found else 0
    if number >= 2**63:
        return None
    after = _past_blanks(text, end)
    factor, name = next(((size, name) for name, size in units if text.startswith(name, after)), (unit, ""))
    # "12.34.56" is refused, "12.34 .56" and "12.34s.56" are taken.
    if not name and after == end and after < len(text):
        return None
    if number >= MOST // factor:
        return None
    span = number * factor
    part = factor // 10
    for digit in fraction:
        if not part:
            break
        span += int(digit) * part
        part //= 10
    return span, after + len(name)


def _digits(text: str, start: int) -> str:
    found = _DIGITS.match(text, start)
    return found[0] if found else ""


def _past_blanks(text: str, position: int) -> int:
    while position < len(text) and text[position] in BLANKS:
        position += 1
    return position


def _no_span(value: str) -> str:
    names = {name for name, _ in _UNITS}
    odd = next((word for word in _WORD.findall(value) if word not in names and word != "infinity"), None)
    if odd is not None and value[:1].isdigit():
        return f"no time span; {odd} is none of the units us, ms, s, min, h, d, w, M and y, nor another name of one"
    return "no time span; numbers with units, such as 90s, 5min or 1h 30min, or infinity"
