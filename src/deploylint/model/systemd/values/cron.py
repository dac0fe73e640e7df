"""cron's expressions (crontab(5)), told from calendar expressions and turned into them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deploylint.model.systemd.values.calendar import is_calendar

if TYPE_CHECKING:
    from deploylint.model.systemd.vocabulary import Directive

_FIELD = re.compile(r"[0-9A-Za-z*/,-]+", re.ASCII)
_NICKNAMES = {
    "@hourly": "hourly",
    "@daily": "daily",
    "@midnight": "daily",
    "@weekly": "weekly",
    "@monthly": "monthly",
    "@yearly": "yearly",
    "@annually": "yearly",
    "midnight": "daily",
}
_STEP = re.compile(r"(\*|[0-9]{1,2}|[0-9]{1,2}-[0-9]{1,2})(?:/([0-9]{1,2}))?", re.ASCII)
_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def fields(text: str) -> list[str]:
    """The five fields of a cron expression; none when it is no such."""
    words = text.split()
    if len(words) != 5 or not all(_FIELD.fullmatch(word) for word in words):
        return []
    return words if all(word[0] in "*0123456789" for word in words[:3]) else []


def suggest_calendar(directive: Directive, value: str) -> str | None:
    """The calendar expression for a cron expression or nickname; None where one alone does not say the same.

    A day of the month beside a day of the week means either of them to cron, and both of them to systemd.
    """
    nickname = _NICKNAMES.get(value.lower())
    if nickname:
        return nickname
    words = fields(value)
    if not words:
        return None
    minute, hour, day, month, week = words
    if day != "*" and week != "*":
        return None
    days = _weekdays(week)
    parts = [_numbers(minute, 0), _numbers(hour, 0), _numbers(day, 1), _numbers(_month(month), 1)]
    if days is None or not all(parts):
        return None
    at_minute, at_hour, on_day, in_month = parts
    meant = f"{days}*-{in_month}-{on_day} {at_hour}:{at_minute}:00"
    return meant if is_calendar(meant) else None


def _numbers(field: str, low: int) -> str | None:
    """`*/15` is `0/15`, `1-5` is `1..5`; None for what is no cron field."""
    found = []
    for part in field.split(","):
        read = _STEP.fullmatch(part)
        if read is None:
            return None
        numbers, step = read.groups()
        if numbers == "*":
            if step is None and field != "*":
                return None
            found.append(f"{low:02}/{step}" if step and step != "1" else "*")
        elif "-" in numbers:
            first, last = (int(number) for number in numbers.split("-"))
            if last <= first:
                return None
            found.append(f"{first:02}..{last:02}" + (f"/{step}" if step else ""))
        else:
            found.append(f"{int(numbers):02}" + (f"/{step}" if step else ""))
    return ",".join(found)


def _month(field: str) -> str:
    for number, name in enumerate(_MONTHS, 1):
        field = re.sub(rf"(?i)\b{name}\b", str(number), field)
    return field


def _weekdays(field: str) -> str | None:
    """`1-5` is `Mon..Fri `; empty for every day; None where it cannot be said so."""
    if field == "*":
        return ""
    found = []
    for part in field.split(","):
        names = [_day(name) for name in part.split("-")]
        if None in names or len(names) > 2:
            return None
        found.append("..".join(str(name) for name in names))
    return ",".join(found) + " "


def _day(name: str) -> str | None:
    if name.isascii() and name.isdigit() and int(name) < 8:
        return _DAYS[int(name)]
    return name.capitalize() if name.capitalize() in _DAYS else None
