"""Names in unit files: units, users, signals, capabilities, address families, variables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deploylint.model.spelling import nearest
from deploylint.model.systemd.table import NAMES, UNIT_TYPES
from deploylint.model.systemd.values.numbers import read_integer
from deploylint.model.systemd.values.words import split, unknowable

if TYPE_CHECKING:
    from deploylint.model.systemd.vocabulary import Directive

_UNIT = re.compile(r"(?!@)[A-Za-z0-9:_.\\@-]+\.([a-z]+)", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_REAL_TIME = re.compile(r"RTM(?:IN(?:\+([0-9]+))?|AX(?:-([0-9]+))?)", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _table(name: str) -> frozenset[str]:
    return frozenset(NAMES[name].split())


_SIGNALS = _table("signals")
_CAPABILITIES = _table("capabilities")
_FAMILIES = frozenset(name.upper() for name in _table("address-families"))
_TARGETS = _table("targets")


def is_unit_name(name: str) -> bool:
    """unit_name_is_valid(): a type that exists, known characters, less than 256 of them (systemd.unit(5))."""
    found = _UNIT.fullmatch(name)
    return found is not None and found[1] in UNIT_TYPES and len(name) < 256


def unit(directive: Directive, value: str) -> str | None:
    """The name of one unit."""
    return _no_unit(directive, value)


def units(directive: Directive, value: str) -> str | None:
    """Names of units between blanks; quotes and commas belong to the names."""
    found = (_no_unit(directive, name) for name in value.split() if not unknowable(directive, name))
    return next((each for each in found if each), None)


def suggest_units(directive: Directive, value: str) -> str | None:
    """Names without a type get one; commas and quotes go."""
    names = [name for name in re.split(r"[\s,]+", value.replace('"', "").replace("'", "")) if name]
    if directive.type == "unit" and len(names) != 1:
        return None
    meant = " ".join(_with_type(directive, name) for name in names)
    return meant if meant != value and not units(directive, meant) else None


def user(directive: Directive, value: str) -> str | None:
    """A user or group, as valid_user_group_name() takes it in its relaxed mode."""
    number = value.isascii() and value.isdigit()
    if number and (value == "0" or value[0] != "0") and len(value) < 11 and int(value) not in {65535, 2**32 - 1}:
        return None if int(value) < 2**32 else f"{value} is no number of a user or group"
    if number or (value[:1] == "-" and value[1:].isascii() and (value == "-" or value[1:].isdigit())):
        return f"{value} is no number of a user or group"
    if value in {"", ".", ".."} or ":" in value or "/" in value or _CONTROL.search(value) or value != value.strip(" "):
        return f"{value} is no name of a user or group"
    return None


def users(directive: Directive, value: str) -> str | None:
    """Users or groups between blanks; quotes belong to the names."""
    found = (user(directive, name) for name in value.split() if not unknowable(directive, name))
    return next((each for each in found if each), None)


def signal(directive: Directive, value: str) -> str | None:
    """A signal, with or without SIG, or its number."""
    number = read_integer(value)
    if number is not None:
        return None if 1 <= number <= 64 else "no signal; a name such as SIGTERM, or a number from 1 to 64"
    name = value.removeprefix("SIG")
    found = _REAL_TIME.fullmatch(name)
    if name in _SIGNALS or (found and int((found[1] or found[2] or "0")[:4]) <= 30):
        return None
    return "no signal; a name such as SIGTERM, in upper case, or a number from 1 to 64"


def suggest_signal(directive: Directive, value: str) -> str | None:
    """A signal in upper case, or the one that is nearly spelt so."""
    upper = value.upper()
    if not signal(directive, upper):
        return upper
    return nearest(upper, [f"SIG{name}" for name in _SIGNALS])


def capabilities(directive: Directive, value: str) -> str | None:
    """Capabilities between blanks; systemd drops names that it does not know without a word (capability-util.c)."""
    for name in split(value.removeprefix("~")) or ():
        number = read_integer(name)
        if number is not None and 0 <= number < 64:
            continue
        prefix, _, rest = name.upper().partition("_")
        if prefix != "CAP" or rest not in _CAPABILITIES:
            return f"{name} is no capability" + (", as it lacks CAP_" if name.upper() in _CAPABILITIES else "")
    return None


def suggest_capabilities(directive: Directive, value: str) -> str | None:
    """All names with CAP_, where that makes each known; blanks in place of commas."""
    invert = "~" if value.startswith("~") else ""
    names = value.removeprefix("~").replace(",", " ").split()
    meant = [name if name.lower().startswith("cap_") or name.isdigit() else f"CAP_{name.upper()}" for name in names]
    text = invert + " ".join(meant)
    return text if meant and not capabilities(directive, text) else None


def families(directive: Directive, value: str) -> str | None:
    """Address families between blanks, or none alone (systemd.exec(5))."""
    if value == "none":
        return None
    for name in split(value.removeprefix("~")) or ():
        prefix, _, rest = name.upper().partition("_")
        if prefix != "AF" or rest not in _FAMILIES:
            return f"{name} is no address family; they are called AF_UNIX, AF_INET, AF_INET6 and so on"
    return None


def suggest_families(directive: Directive, value: str) -> str | None:
    """Blanks in place of commas, and AF_ where it is missing."""
    invert = "~" if value.startswith("~") else ""
    names = value.removeprefix("~").replace(",", " ").split()
    text = invert + " ".join(n if n.lower().startswith("af_") else f"AF_{n.upper()}" for n in names)
    return text if names and text != value and not families(directive, text) else None


def environment(directive: Directive, value: str) -> str | None:
    """Assignments between blanks, with quotes round those that hold blanks (systemd.exec(5), Environment=)."""
    for word in split(value) or ():
        name, equals, _ = word.partition("=")
        if unknowable(directive, name):
            continue
        if not equals:
            return "a word without = is no assignment"
        if not _VARIABLE.fullmatch(name):
            return f"{name or 'nothing'} is no name of a variable"
    return None


def variables(directive: Directive, value: str) -> str | None:
    """Names of variables between blanks; UnsetEnvironment= takes assignments too."""
    for word in split(value) or ():
        name, equals, _ = word.partition("=")
        if unknowable(directive, word):
            continue
        if not _VARIABLE.fullmatch(name):
            return f"{name or 'nothing'} is no name of a variable"
        if equals and directive.type == "environment-names":
            return f"{name} has a value, where only names belong"
    return None


def _no_unit(directive: Directive, name: str) -> str | None:
    if not is_unit_name(name):
        stem, dot, suffix = name.rpartition(".")
        if dot and stem and suffix not in UNIT_TYPES and suffix.isalpha() and is_unit_name(f"{stem}.service"):
            return f"{name} is no unit name: there is no unit type {suffix}"
        if is_unit_name(f"{name}.service"):
            return f"{name} is no unit name: it ends in no type such as .service"
        return f"{name} is no unit name"
    type_ = name.rpartition(".")[2]
    if directive.suffix and type_ != directive.suffix:
        return f"{name} is no {directive.suffix} unit"
    return None


def _with_type(directive: Directive, name: str) -> str:
    if is_unit_name(name) or not is_unit_name(f"{name}.service"):
        return name
    return f"{name}.{directive.suffix or ('target' if name in _TARGETS else 'service')}"
