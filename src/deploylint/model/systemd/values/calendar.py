"""Calendar expressions of OnCalendar= (systemd.time(7)), read as systemd's calendarspec.c reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from deploylint.model.systemd.vocabulary import Directive

_SHORTHANDS = {
    "minutely",
    "hourly",
    "daily",
    "monthly",
    "annually",
    "yearly",
    "anually",
    "weekly",
    "quarterly",
    "biannually",
    "bi-annually",
    "semiannually",
    "semi-annually",
}
# In the order in which they are tried: the long name of a day before its short one.
_DAYS = tuple(
    (name, number)
    for number, long in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    for name in (long, long[:3])
)
_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_FRACTION = re.compile(r"([0-9]{1,6})([0-9]?)[0-9]*", re.ASCII)
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*", re.ASCII)
_SECOND = 1_000_000
_MOST_PARTS = 240
_BIGGEST = 2**31 - 1


class Part(NamedTuple):
    """START, START/REPEAT, START..STOP or START..STOP/REPEAT; -1 where there is no STOP, 0 where there is no REPEAT."""

    start: int
    stop: int
    repeat: int


class _BadError(Exception):
    """The expression does not parse; never leaves this module."""


def calendar(directive: Directive, value: str) -> str | None:
    """A calendar expression."""
    if is_calendar(value):
        return None
    spec, _, zone = value.rpartition(" ")
    # Which time zones there are is a matter of the host: a last word that may be one is taken for one.
    if spec and _ZONE.fullmatch(zone) and _looks_zone(zone) and is_calendar(spec):
        return None
    from deploylint.model.systemd.values.cron import fields

    if fields(value):
        return "no calendar expression but cron's; systemd writes [days] year-month-day hour:minute"
    return "no calendar expression; such as daily, Mon *-*-* 03:00 or *:0/15"


def _looks_zone(word: str) -> bool:
    day = any(word.lower() == name for name, _ in _DAYS)
    return not day and word.lower() != "utc" and ("/" in word or word[:1].isupper())


def is_calendar(text: str) -> bool:
    """Does calendar_spec_from_string() take the text, time zones other than UTC apart?"""
    if text[-4:].lower() == " utc":
        text = text[:-4]
    if not text:
        return False
    if text.lower() in _SHORTHANDS:
        return True
    try:
        return _read(text)
    except _BadError:
        return False


def _read(text: str) -> bool:
    position = _weekdays(text)
    position, date, last_days, time_follows = _date(text, position)
    hour, minute, second = _time(text, position) if time_follows else ((), (), ())
    year, month, day = date
    return (
        _fits([_with_century(part) for part in year], 1970, 2199, last=False)
        and _fits(month, 1, 12, last=False)
        and _fits(day, 1, 31, last=last_days)
        and _fits(hour, 0, 23, last=False)
        and _fits(minute, 0, 59, last=False)
        and _fits(second, 0, 60 * _SECOND - 1, last=False)
    )


def _weekdays(text: str) -> int:
    """Where the days of the week end: 0 when there are none."""
    position, start, first = 0, -1, True
    while True:
        rest = text[position : position + 9].lower()
        name, number = next(((name, number) for name, number in _DAYS if rest.startswith(name)), ("", -1))
        if not name:
            if first:
                return 0
            raise _BadError
        if start > number:
            raise _BadError
        position += len(name)
        follows = text[position : position + 1]
        if not follows:
            return position
        if follows == " ":
            return _past_blanks(text, position)
        if follows not in ".-,":
            raise _BadError
        if follows in ".-":
            if start >= 0 or (follows == "." and text[position + 1 : position + 2] != "."):
                raise _BadError
            start = number
            position += 2 if follows == "." else 1
        else:
            start = -1
            position += 1
        # A comma may stand at the end, a range may not stay open.
        if text[position : position + 1] in {"", " "}:
            if start >= 0:
                raise _BadError
            return _past_blanks(text, position)
        first = False


_Chain = tuple[Part, ...]


def _date(text: str, start: int) -> tuple[int, tuple[_Chain, _Chain, _Chain], bool, bool]:
    """The date: where it ends, its parts, whether days count from the month's end, and whether a time may follow."""
    nothing: tuple[_Chain, _Chain, _Chain] = ((), (), ())
    if start >= len(text):
        return start, nothing, False, True
    if text[start] == "@":
        _, end = _number(text, start + 1)
        if end != len(text):
            raise _BadError
        return end, nothing, False, False
    first, position = _chain(text, start, seconds=False)
    if text[position : position + 1] in {"", ":"}:
        return start, nothing, False, True
    last = _separator(text, position)
    second, position = _chain(text, position + 1, seconds=False)
    if text[position : position + 1] in {"", " "}:
        return _past_blanks(text, position), ((), first, second), last, True
    if last:
        raise _BadError
    last = _separator(text, position)
    third, position = _chain(text, position + 1, seconds=False)
    if text[position : position + 1] not in {"", " "}:
        raise _BadError
    return _past_blanks(text, position), (first, second, third), last, True


def _separator(text: str, position: int) -> bool:
    """`~` counts days from the end of the month, `-` from its start."""
    if text[position] not in "-~":
        raise _BadError
    return text[position] == "~"


def _time(text: str, start: int) -> tuple[_Chain, _Chain, _Chain]:
    if start >= len(text):
        return (), (), ()
    hour, position = _chain(text, start, seconds=False)
    if text[position : position + 1] != ":":
        raise _BadError
    minute, position = _chain(text, position + 1, seconds=False)
    if position == len(text):
        return hour, minute, ()
    if text[position] != ":":
        raise _BadError
    second, position = _chain(text, position + 1, seconds=True)
    if position != len(text):
        raise _BadError
    return hour, minute, second


def _chain(text: str, start: int, *, seconds: bool) -> tuple[_Chain, int]:
    """Parts between commas, or `*`: none."""
    if text.startswith("*", start):
        return (), start + 1
    found: list[Part] = []
    position = start
    while len(found) <= _MOST_PARTS:
        part, position = _part(text, position, seconds=seconds)
        found.append(part)
        if not text.startswith(",", position):
            return tuple(found), position
        position += 1
    raise _BadError


def _part(text: str, start: int, *, seconds: bool) -> tuple[Part, int]:
    first, position = _value(text, start, seconds=seconds)
    last, repeat = -1, 0
    if text.startswith("..", position):
        last, position = _value(text, position + 2, seconds=seconds)
        repeat = _SECOND if seconds else 1
    if text.startswith("/", position):
        repeat, position = _value(text, position + 1, seconds=seconds)
        if not repeat:
            raise _BadError
    elif seconds and last >= 0 and first + repeat > last:
        # Only a range of seconds has to be as long as the step that is not written.
        raise _BadError
    if text[position : position + 1] not in {"", " ", ",", "-", "~", ":"}:
        raise _BadError
    return Part(first, last, repeat), position


def _value(text: str, start: int, *, seconds: bool) -> tuple[int, int]:
    """A number, and where it ends; seconds are counted in microseconds, the seventh decimal rounding the sixth."""
    number, position = _number(text, start)
    if not seconds:
        if number > _BIGGEST:
            raise _BadError
        return number, position
    number *= _SECOND
    if text.startswith(".", position) and not text.startswith("..", position):
        found = _FRACTION.match(text, position + 1)
        if found is None:
            raise _BadError
        number += int(found[1].ljust(6, "0")) + (found[2] >= "5")
        position = found.end()
    if number > _BIGGEST:
        raise _BadError
    return number, position


def _number(text: str, start: int) -> tuple[int, int]:
    found = _NUMBER.match(text, start)
    if found is None or len(found[0].lstrip("0")) > 18:
        raise _BadError
    return int(found[0][-30:]), found.end()


def _with_century(part: Part) -> Part:
    """Years of two digits are those from 1970 to 2069."""
    return Part(_year(part.start), _year(part.stop), part.repeat)


def _year(number: int) -> int:
    if 0 <= number < 70:
        return number + 2000
    return number + 1900 if 70 <= number < 100 else number


def _fits(chain: _Chain | list[Part], low: int, high: int, *, last: bool) -> bool:
    """normalize_chain() and chain_valid(): within the bounds, and with room for at least one repetition.

    Days from the end of the month end at the 28th, which each month has.
    """
    high -= 3 if last else 0
    for start, stop, repeat in map(_normal, chain):
        if not low <= start <= high or repeat > high - low:
            return False
        if stop >= 0:
            if not low <= stop <= high or start + repeat > stop:
                return False
        elif (start - repeat < low) if last else (start + repeat > high):
            return False
    return True


def _normal(part: Part) -> Part:
    """A range ends with its last repetition; one that has a single value is that value."""
    start, stop, repeat = part
    if stop > start and repeat > 0:
        stop -= (stop - start) % repeat
    return Part(start, -1, 0) if start == stop else Part(start, stop, repeat)


def _past_blanks(text: str, position: int) -> int:
    while text.startswith(" ", position):
        position += 1
    return position
