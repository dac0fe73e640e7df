"""Paths in unit files: absolute where systemd wants them so, and without `..` (path_simplify_and_warn())."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploylint.model.systemd.values.words import split, unknowable

if TYPE_CHECKING:
    from deploylint.model.systemd.vocabulary import Directive


def path(directive: Directive, value: str) -> str | None:
    """One path: all of the value, blanks and quotes included."""
    return _not_absolute(value)


def environment_file(directive: Directive, value: str) -> str | None:
    """One path, after a - when the file may be missing."""
    return _not_absolute(value.removeprefix("-"))


def working_directory(directive: Directive, value: str) -> str | None:
    """One path or ~, after a - when the folder may be missing."""
    value = value.removeprefix("-")
    return None if value == "~" else _not_absolute(value)


def pid_file(directive: Directive, value: str) -> str | None:
    """A path, from /run when it is relative."""
    return f"{value} holds .." if ".." in value.split("/") else None


def condition(directive: Directive, value: str) -> str | None:
    """A path, after | for a triggering condition and ! for its contrary, in this order (systemd.unit(5))."""
    return _not_absolute(value.removeprefix("|").removeprefix("!"))


def paths(directive: Directive, value: str) -> str | None:
    """Paths between blanks."""
    return _first(directive, split(value), "")


def prefixed(directive: Directive, value: str) -> str | None:
    """Paths between blanks, after a - when one may be missing and a + when it is below RootDirectory=."""
    return _first(directive, split(value), "-+")


def search(directive: Directive, value: str) -> str | None:
    """Paths between colons."""
    return _first(directive, value.split(":"), "")


def mounts(directive: Directive, value: str) -> str | None:
    """SOURCE:TARGET:OPTIONS or TARGET:OPTIONS between blanks; quotes, which may hold colons, are not looked into."""
    if '"' in value or "'" in value:
        return None
    for word in split(value) or ():
        if unknowable(directive, word):
            continue
        source, *rest = word.split(":")
        if directive.type == "bind-paths":
            found = _not_absolute(source.removeprefix("-")) or (_not_absolute(rest[0]) if rest else None)
        else:
            found = _not_absolute(source)
        if found:
            return found
    return None


def directories(directive: Directive, value: str) -> str | None:
    """Names below /var/lib and the like between blanks (systemd.exec(5), StateDirectory=), each with NAME:LINK."""
    for word in split(value) or ():
        if unknowable(directive, word):
            continue
        name = word.partition(":")[0]
        parts = [part for part in name.split("/") if part]
        if not word.strip(":"):
            return f"{word} names no folder"
        if name.startswith("/"):
            return f"{name} is absolute; it is taken below a folder of systemd's"
        if ".." in parts:
            return f"{name} holds .."
        if parts[:1] == ["private"]:
            return f"{name} is a name that systemd keeps for itself"
    return None


def suggest_path(directive: Directive, value: str) -> str | None:
    """The path without the quotes round it."""
    prefix = value[:1] if value[:1] in {"-", "!", "|"} else ""
    rest = value[len(prefix) :]
    if len(rest) > 2 and rest[0] == rest[-1] and rest[0] in "\"'" and rest[1:-1].startswith("/"):
        return prefix + rest[1:-1]
    return None


def _first(directive: Directive, words: list[str] | None, prefixes: str) -> str | None:
    for word in words or ():
        if not unknowable(directive, word):
            plain = word
            for prefix in prefixes:
                plain = plain.removeprefix(prefix)
            found = _not_absolute(plain)
            if found:
                return found
    return None


def _not_absolute(path: str) -> str | None:
    if not path.startswith("/"):
        return f"{path or 'nothing'} is no absolute path"
    return f"{path} holds .." if ".." in path.split("/") else None
