"""What a command line runs: which tool, which verb, and which files, projects, services and containers it names.

Works on words alone.  Wrappers such as sudo and env are looked through; options are read as the documented command
lines of docker, Compose and podman (tables in cli_table) say.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deploylint.model.systemd import cli_table as table

DEEPEST_SHELL = 3
"""Shells in shells that are looked into."""


class Part(NamedTuple):
    """A word on its way to a program, with its place.  `known` is false when something in it is decided when the unit
    runs; `splits` when it may become no word, or several.
    """

    text: str
    known: bool
    splits: bool
    start: int
    end: int

    def behind(self, count: int) -> Part:
        """What follows the first characters."""
        exact = self.end - self.start == len(self.text)
        return Part(self.text[count:], self.known, self.splits, self.start + count if exact else self.start, self.end)


class Invocation:
    """What one command line runs.

    `verb` is None for none; what cannot be known is in `unknown`, by the name of the field.  `folder` is the folder in
    which Compose looks, as far as the line says.
    """

    __slots__ = (
        "assignments",
        "containers",
        "env_files",
        "files",
        "folder",
        "off",
        "options",
        "profiles",
        "project_name",
        "script",
        "services",
        "tool",
        "unknown",
        "verb",
    )

    def __init__(self, tool: str) -> None:
        self.tool = tool
        self.verb: Part | None = None
        self.options: dict[str, Part] = {}
        self.off: set[str] = set()
        self.files: list[Part] = []
        self.env_files: list[Part] = []
        self.profiles: list[Part] = []
        self.services: list[Part] = []
        self.containers: list[Part] = []
        self.project_name: Part | None = None
        self.folder: Part | None = None
        self.assignments: dict[str, Part] = {}
        self.script: Part | None = None
        self.unknown: set[str] = set()

    def has(self, *options: str) -> Part | None:
        """The first of these options that is given and not switched off; None when none is."""
        return next((self.options[name] for name in options if name in self.options and name not in self.off), None)


class _Option(NamedTuple):
    """An option, its value when it has one, and the word in which it stands."""

    name: str
    value: Part | None
    part: Part


_Item = _Option | Part
"""What a scan gives: an option, or a word; a word that is unknown from its first character may be an option as well."""


def recognise(parts: Sequence[Part]) -> Invocation:
    """What a command line runs; tool "other" for what is not known."""
    start, assignments, folder = _unwrapped(parts)
    if start >= len(parts) or not parts[start].known:
        found = Invocation("other")
    else:
        found = _program(posixpath.basename(parts[start].text), parts, start + 1)
    found.assignments = assignments
    if folder is not None and found.folder is None:
        found.folder = folder
    return found


def _unwrapped(parts: Sequence[Part]) -> tuple[int, dict[str, Part], Part | None]:
    """Index of the program behind wrappers and `NAME=value` words, those words, and a folder that a wrapper enters."""
    index = 0
    assignments: dict[str, Part] = {}
    folder: Part | None = None
    while index < len(parts):
        text = parts[index].text
        name, equals, _ = text.partition("=")
        if equals and name.isidentifier() and name.isascii():
            assignments[name] = parts[index].behind(len(name) + 1)
            index += 1
            continue
        wrapper = posixpath.basename(text)
        values = table.WRAPPERS.get(wrapper)
        if values is None:
            break
        index += 1
        while index < len(parts) and parts[index].text.startswith("-") and parts[index].text != "-":
            option = parts[index].text
            index += 1
            if option == "--":
                break
            if option in values and index < len(parts):
                if option in ("-C", "--chdir", "-D") and wrapper in ("env", "sudo"):
                    folder = parts[index]
                index += 1
        index += table.WRAPPER_OPERANDS.get(wrapper, 0)
    return index, assignments, folder


def _program(name: str, parts: Sequence[Part], start: int) -> Invocation:
    if name in ("docker-compose", "podman-compose"):
        return _compose(Invocation("compose"), parts, start)
    if name in ("docker", "podman", "podman-remote"):
        return _docker("docker" if name == "docker" else "podman", parts, start)
    if name in table.SHELLS or name == "su":
        return _shell(parts, start, name)
    if name == "caddy":
        return _simple("caddy", parts, start, table.CADDY)
    if name == "systemctl":
        return _simple("systemctl", parts, start, table.SYSTEMCTL)
    return Invocation("other")


def _scan(parts: Sequence[Part], start: int, values: frozenset[str]) -> Iterator[tuple[int, _Item]]:
    """Options and words from an index on, each with the index behind it.  The reader stops where it wants to."""
    index, ended = start, False
    while index < len(parts):
        part = parts[index]
        index += 1
        text = part.text
        if ended or len(text) < 2 or text[0] != "-" or part.splits:
            yield index, part
        elif text == "--":
            ended = True
        elif text.startswith("--"):
            name, equals, _ = text.partition("=")
            value: Part | None = None
            if equals:
                value = part.behind(len(name) + 1)
            elif name in values and index < len(parts):
                value = parts[index]
                index += 1
            yield index, _Option(name, value, part)
        else:
            place = 1
            while place < len(text):
                name = "-" + text[place]
                place += 1
                value = None
                if name in values or text[place : place + 1] == "=":
                    if place < len(text):
                        value = part.behind(place + 1 if text[place] == "=" else place)
                    elif index < len(parts):
                        value = parts[index]
                        index += 1
                    place = len(text)
                yield index, _Option(name, value, part)


def _undecided(part: Part) -> bool:
    """May the word be an option, or several words?"""
    return not part.known and (part.splits or part.text[:1] in ("$", "`"))


def _note(found: Invocation, option: _Option, values: frozenset[str]) -> None:
    """Remember an option; one without a value that is given a false one is off."""
    found.options.setdefault(option.name, option.part)
    if option.name not in values and option.value is not None:
        if not option.value.known:
            found.unknown.add("options")
        elif option.value.text.lower() in ("false", "0", "f"):
            found.off.add(option.name)


_ALL = ("verb", "options", "files", "profiles", "project_name", "folder", "services", "containers", "env_files")


def _docker(tool: str, parts: Sequence[Part], start: int) -> Invocation:
    found = Invocation(tool)
    values = table.DOCKER if tool == "docker" else table.PODMAN
    for index, item in _scan(parts, start, values):
        if isinstance(item, _Option):
            _note(found, item, values)
        elif not item.known:
            found.unknown.update(_ALL)
            return found
        elif item.text == "compose":
            found.tool = "compose"
            return _compose(found, parts, index)
        else:
            return _docker_verb(found, item, parts, index)
    return found


def _docker_verb(found: Invocation, verb: Part, parts: Sequence[Part], start: int) -> Invocation:
    if verb.text in table.GROUPS:
        if start < len(parts) and not parts[start].known:
            found.unknown.update(_ALL)
            return found
        if start < len(parts) and not parts[start].text.startswith("-"):
            second = parts[start]
            start += 1
            text = second.text if verb.text == "container" else f"{verb.text} {second.text}"
            verb = Part(text, True, False, verb.start, second.end)
    found.verb = verb
    name = verb.text
    values = table.CONTAINER_VERBS.get(name) or table.OTHER_VERBS.get(name) or frozenset()
    words: list[Part] = []
    for _, item in _scan(parts, start, values):
        if isinstance(item, _Option):
            _note(found, item, values)
            continue
        if _undecided(item):
            found.unknown.update(("options", "containers"))
            if name in table.COMMAND_FOLLOWS:
                break
            continue
        words.append(item)
        if name in table.COMMAND_FOLLOWS:
            break
    if name in table.NAMES_CONTAINERS:
        found.containers = words[:1] if name in table.NAMES_ONE_CONTAINER else words
        if found.has("-a", "--all", "-l", "--latest", "--filter", "--cidfile"):
            found.unknown.add("containers")
    return found


def _compose(found: Invocation, parts: Sequence[Part], start: int) -> Invocation:
    """From behind `docker compose` or `docker-compose`: global options, then the verb."""
    for index, item in _scan(parts, start, table.COMPOSE):
        if isinstance(item, _Option):
            _compose_option(found, item)
        elif not item.known:
            found.unknown.update(_ALL)
            return found
        else:
            found.verb = item
            _compose_verb(found, parts, index)
            return found
    return found


def _compose_option(found: Invocation, option: _Option) -> None:
    _note(found, option, table.COMPOSE)
    value = option.value
    if value is None:
        return
    lists = {"-f": found.files, "--file": found.files, "--profile": found.profiles, "--env-file": found.env_files}
    if option.name in lists:
        lists[option.name].append(value)
    elif option.name in ("-p", "--project-name"):
        found.project_name = value
    elif option.name in ("--project-directory", "--workdir"):
        found.folder = value


def _compose_verb(found: Invocation, parts: Sequence[Part], start: int) -> None:
    name = found.verb.text if found.verb is not None else ""
    values = table.COMPOSE_VERBS.get(name, frozenset())
    words: list[Part] = []
    for _, item in _scan(parts, start, values):
        if isinstance(item, _Option):
            _note(found, item, values)
            continue
        if _undecided(item):
            found.unknown.update(("options", "services"))
        else:
            words.append(item)
        if name in table.COMMAND_FOLLOWS and name != "create":
            break
    if name == "scale":
        words = [word._replace(text=word.text.partition("=")[0]) for word in words]
    if name in table.COMPOSE_SERVICES:
        found.services = words[:1] if name in table.COMPOSE_ONE_SERVICE else words


def _simple(tool: str, parts: Sequence[Part], start: int, values: frozenset[str]) -> Invocation:
    """A tool of which only the verb and the options matter."""
    found = Invocation(tool)
    for _, item in _scan(parts, start, values):
        if isinstance(item, _Option):
            _note(found, item, values)
        elif found.verb is None and "verb" not in found.unknown:
            if item.known:
                found.verb = item
            else:
                found.unknown.update(("verb", "options"))
        elif _undecided(item):
            found.unknown.add("options")
    return found


def _shell(parts: Sequence[Part], start: int, name: str) -> Invocation:
    """A shell; `script` is what stands behind -c."""
    found = Invocation("shell")
    index, wanted = start, False
    while index < len(parts):
        text = parts[index].text
        index += 1
        if name == "su":
            if text in ("-c", "--command") and index < len(parts):
                found.script = parts[index]
                break
            continue
        if text in table.SHELL_OPTIONS:
            index += 1
        elif text[:1] in ("-", "+") and len(text) > 1 and text != "--":
            wanted = wanted or ("c" in text and not text.startswith("--"))
        elif text != "--":
            if wanted:
                found.script = parts[index - 1]
            break
    return found
