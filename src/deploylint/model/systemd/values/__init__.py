"""What is wrong with a value as one of its type, as systemd reads it, and what to write instead.

Each type of schemas/systemd.yaml that is checked has a row in one of the two tables; of the others nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deploylint.model.systemd.vocabulary import Directive

_Check = Callable[["Directive", str], str | None]
_SINGLE = {
    "bool": "words.boolean",
    "calendar": "calendar.calendar",
    "condition-path": "paths.condition",
    "cpu-quota": "numbers.percent",
    "enum": "words.enum",
    "enum-or-bool": "words.enum",
    "environment-file": "paths.environment_file",
    "exit-status": "numbers.integer",
    "input": "words.stream",
    "int": "numbers.integer",
    "log-level": "words.enum",
    "memory": "numbers.memory",
    "message-queue": "paths.path",
    "mode": "numbers.mode",
    "output": "words.stream",
    "path": "paths.path",
    "percent": "numbers.percent",
    "pid-file": "paths.pid_file",
    "quota": "numbers.percent",
    "rlimit": "numbers.rlimit",
    "search-path": "paths.search",
    "signal": "names.signal",
    "size": "numbers.size",
    "socket-address": "net.listen",
    "tasks": "numbers.tasks",
    "timespan": "times.timespan",
    "timespan-nsec": "times.timespan",
    "unit": "names.unit",
    "user": "names.user",
    "device-bandwidth": "numbers.device_size",
    "working-directory": "paths.working_directory",
}
"""Types whose value is one thing: a specifier in it makes it unknown."""
_LISTS = {
    "address-families": "names.families",
    "bind-paths": "paths.mounts",
    "capabilities": "names.capabilities",
    "directories": "paths.directories",
    "environment": "names.environment",
    "environment-entries": "names.variables",
    "environment-names": "names.variables",
    "ip-prefixes": "net.prefixes",
    "paths": "paths.paths",
    "prefixed-paths": "paths.prefixed",
    "tmpfs-mounts": "paths.mounts",
    "units": "names.units",
    "users": "names.users",
}
"""Types whose value is a list: a specifier makes one item of it unknown."""
_UNQUOTED = frozenset(_LISTS) - {"capabilities", "ip-prefixes", "units", "users"}
"""Lists that systemd does not read when a quote is open."""
_SUGGESTIONS = {
    "address-families": "names.suggest_families",
    "calendar": "cron.suggest_calendar",
    "capabilities": "names.suggest_capabilities",
    "condition-path": "paths.suggest_path",
    "cpu-quota": "numbers.suggest_percent",
    "enum": "words.suggest_word",
    "enum-or-bool": "words.suggest_word",
    "environment-file": "paths.suggest_path",
    "input": "words.suggest_word",
    "log-level": "words.suggest_word",
    "memory": "numbers.suggest_size",
    "output": "words.suggest_word",
    "path": "paths.suggest_path",
    "percent": "numbers.suggest_percent",
    "rlimit": "numbers.suggest_size",
    "signal": "names.suggest_signal",
    "size": "numbers.suggest_size",
    "timespan": "times.suggest_time",
    "unit": "names.suggest_units",
    "units": "names.suggest_units",
    "working-directory": "paths.suggest_path",
}
_loaded: dict[str, _Check] = {}


def problem(directive: Directive, value: str) -> str | None:
    """What is wrong with a value as one of the key's type; None when nothing is, or when that cannot be known.

    An empty value is never wrong here: it resets, or it is another matter.  systemd 252 is what counts, and a word that
    came later is right too.
    """
    from deploylint.model.systemd.values.words import is_template, split, unknowable

    value = value.strip(" \t\n\r")
    if not value or is_template(value):
        return None
    name = _LISTS.get(directive.type)
    if name is None:
        name = _SINGLE.get(directive.type)
        if not name or unknowable(directive, value):
            return None
    elif directive.type in _UNQUOTED and "\\" not in value and split(value) is None:
        return "a quote that nothing closes"
    return _function(name)(directive, value)


def suggestion(directive: Directive, value: str) -> str | None:
    """What to write instead of a value with a problem, where one thing only can be meant; else None."""
    name = _SUGGESTIONS.get(directive.type)
    meant = _function(name)(directive, value.strip(" \t\n\r")) if name else None
    return meant if meant is not None and problem(directive, meant) is None else None


def _function(name: str) -> _Check:
    """The check of that name; its module is imported when a value of its types is first met."""
    found = _loaded.get(name)
    if found is None:
        module, _, function = name.partition(".")
        found = getattr(import_module(f"deploylint.model.systemd.values.{module}"), function)
        _loaded[name] = found
    return found
