"""The command lines of a unit as nodes, those inside of `sh -c` included."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.node import OpenList
from deploylint.model.resolved import Origin
from deploylint.model.systemd import names
from deploylint.model.systemd.invocations import DEEPEST_SHELL, Invocation, Part, recognise
from deploylint.model.systemd.names import UnitName
from deploylint.model.systemd.settings import Setting, Settings
from deploylint.model.systemd.shell_script import ShellWord, simple_commands
from deploylint.syntax import systemd
from deploylint.syntax.systemd.tree import CommandLine, Word

_VARIABLE = re.compile(r"\$(?:[A-Za-z_]|\{[^}\s]*\})")
_WHOLE = re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*\Z")

_DETACHES = {
    ("compose", "up"): ("-d", "--detach", "--wait"),
    ("compose", "run"): ("-d", "--detach"),
    ("docker", "run"): ("-d", "--detach"),
    ("podman", "run"): ("-d", "--detach"),
}
"""Options with which a verb leaves containers behind; `up --wait` implies --detach."""

_STARTS = {"compose": (), "docker": ("-a", "--attach", "-i", "--interactive"), "podman": ("-a", "--attach")}
"""Tools whose `start` leaves containers behind, unless one of these options is given."""

_VOLUMES = ("-v", "--volumes")

_SERVING = frozenset(("run", "start", "file-server", "reverse-proxy", "respond"))
"""Verbs of caddy that serve."""

TOOLS = ("compose", "docker", "podman")
"""Tools that run containers."""


class _Places:
    """Where the parts of a command are written."""

    __slots__ = ("setting",)

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def of(self, part: Part) -> Origin:
        """The place of a part, as something that an edit may replace."""
        return self.setting.origin(part.start, part.end)


def read_commands(builder: Builder, unit: nodes.Unit, settings: Settings, name: UnitName) -> None:
    """Nodes for the commands of all Exec…= settings that count."""
    if settings.partial:
        builder.open(unit, "commands")
    containers = caddy = unknown = False
    for setting in settings.every:
        if not setting.node.counts or setting.node.type != "command":
            continue
        for line in systemd.commands(setting.assignment):
            if line.words and line.fault not in ("quote", "empty"):
                _command_line(builder, unit, setting, line, name)
    for command in builder.items(unit, "commands"):
        containers = containers or command.tool in TOOLS
        if command.tool == "caddy":
            unknown = unknown or not hasattr(command, "verb")
            caddy = caddy or getattr(command, "verb", None) in _SERVING
    if containers or not settings.partial:
        unit.runs_containers = containers
    if caddy or not (settings.partial or unknown):
        unit.runs_caddy = caddy


def _command_line(builder: Builder, unit: nodes.Unit, setting: Setting, line: CommandLine, name: UnitName) -> None:
    """The node of a command line, and those of the commands in its shell script."""
    parts = [_part(word, unit, name, variables=":" not in line.prefixes) for word in line.words]
    if "@" in line.prefixes and len(parts) > 1:
        del parts[1]  # what the program is told that its name is
    if parts and "$" in line.words[0].text:
        parts[0] = parts[0]._replace(known=False, splits=False)
    shell = _node(builder, unit, setting, line.prefixes, parts, nodes.NULL["command"], None)
    waiting = [(shell[0], shell[1].script, 1, shell[1].folder)]
    while waiting:
        outer, script, depth, folder = waiting.pop()
        if script is None or script.splits or depth > DEEPEST_SHELL:
            continue
        environment: dict[str, Part] = {}
        for words in _placed(script, setting):
            if words[0].text == "cd":
                folder = _entered(folder, words)
                continue
            found = recognise(words)
            if found.tool == "other":
                environment.update(_exported(words))
                continue
            found.assignments = {**environment, **found.assignments}
            if found.folder is None:
                found.folder = folder
            inner = _node(builder, unit, setting, "", words, outer, found)
            waiting.append((inner[0], inner[1].script, depth + 1, folder))


def _part(word: Word, unit: nodes.Unit, name: UnitName, *, variables: bool) -> Part:
    """A word once specifiers are replaced; variables are left as they are, as nobody knows them here."""
    text, known = names.expand(word.text, name, user=unit.user_manager)
    splits = False
    if variables and "$" in text:
        known = known and _VARIABLE.search(text.replace("$$", "")) is None
        splits = _WHOLE.match(text) is not None
        text = text.replace("$$", "$")
    return Part(text, known, splits, word.start, word.end)


def _placed(script: Part, setting: Setting) -> list[list[Part]]:
    """The commands of a script, each word where it is written as far as it can be found again there."""
    text = setting.source.text
    place, lost = script.start, False

    def part(word: ShellWord) -> Part:
        nonlocal place, lost
        start = -1 if lost or not word.text else text.find(word.text, place, script.end)
        if start < 0:
            lost = lost or bool(word.text)
            return Part(word.text, word.known, word.splits, script.start, script.end)
        place = start + len(word.text)
        return Part(word.text, word.known, word.splits, start, place)

    return [[part(word) for word in words] for words in simple_commands(script.text)]


def _entered(folder: Part | None, words: Sequence[Part]) -> Part | None:
    """The folder behind a `cd`."""
    target = next((word for word in words[1:] if not word.text.startswith("-")), None)
    if target is None:
        return Part("~", False, False, words[0].start, words[0].end)
    if target.text.startswith("/") or folder is None:
        return target
    return Part(
        posixpath.join(folder.text, target.text), folder.known and target.known, False, target.start, target.end
    )


def _exported(words: Sequence[Part]) -> dict[str, Part]:
    """Variables of `NAME=value` or `export NAME=value` alone in a script."""
    found: dict[str, Part] = {}
    for word in words[1:] if words[0].text == "export" else words:
        name, equals, _ = word.text.partition("=")
        if not equals or not name.isidentifier():
            return found
        found[name] = word.behind(len(name) + 1)
    return found


def _node(
    builder: Builder,
    unit: nodes.Unit,
    setting: Setting,
    prefixes: str,
    parts: Sequence[Part],
    outer: nodes.Command,
    found: Invocation | None,
) -> tuple[nodes.Command, Invocation]:
    """A node for a command, and what was recognised in it."""
    invocation = recognise(parts) if found is None else found
    places = _Places(setting)
    purpose, program = setting.node.key, parts[0].text
    header = setting.origin(parts[0].start, max(part.end for part in parts))
    node = nodes.Command(builder.name(f"{unit.id}/command:{purpose}/{program}"), header, {})
    node.unit, node.setting, node.purpose, node.prefixes = unit, setting.node, purpose, prefixes
    node.program, node.name, node.inside = program, posixpath.basename(program), outer
    node.origins["program"] = node.origins["name"] = places.of(parts[0])
    node.argv = _texts(node, "argv", parts, places, all_known=not any(part.splits for part in parts))
    node.tool = invocation.tool
    _read(node, invocation, places)
    _compose(node, unit, invocation, places)
    builder.add(node)
    builder.append(unit, "commands", node)
    return node, invocation


def _texts(
    node: nodes.Command, field: str, parts: Sequence[Part], places: _Places, *, all_known: bool
) -> tuple[str, ...]:
    """The texts of a list field, each with its place."""
    items: dict[object, Origin] = {}
    for part in parts:
        items.setdefault(part.text, places.of(part))
    if parts:
        node.origins[field] = places.of(parts[0])
        node.origins[field].items = items
    texts = [part.text for part in parts]
    return tuple(texts) if all_known else OpenList(texts)


def _known_texts(
    node: nodes.Command, field: str, parts: Sequence[Part], places: _Places, *, is_open: bool
) -> tuple[str, ...]:
    """As _texts, those only that are known."""
    known = [part for part in parts if part.known]
    return _texts(node, field, known, places, all_known=not is_open and len(known) == len(parts))


def _read(node: nodes.Command, found: Invocation, places: _Places) -> None:
    """Verb, options, and what follows from them."""
    unknown = found.unknown
    if found.verb is not None:
        node.verb = found.verb.text
        node.origins["verb"] = places.of(found.verb)
    elif "verb" not in unknown:
        node.verb = None
    on = [name for name in found.options if name not in found.off]
    node.options = OpenList(on) if "options" in unknown else tuple(on)
    if on:
        node.origins["options"] = places.of(found.options[on[0]])
        node.origins["options"].items = {name: places.of(found.options[name]) for name in on}
    verb = found.verb.text if found.verb is not None else ""
    options = _DETACHES.get((found.tool, verb), ())
    detaching = found.has(*options)
    if verb == "start" and found.tool in _STARTS:
        options = _STARTS[found.tool]
        detaching = None if found.has(*options) else found.verb
    _conclude(node, "detached", detaching, found, places, hangs=bool(options))
    removes = found.tool in TOOLS and verb in ("down", "rm")
    removing = found.has(*_VOLUMES) if removes else None
    _conclude(node, "removes_volumes", removing, found, places, hangs=removes)


def _conclude(
    node: nodes.Command, field: str, part: Part | None, found: Invocation, places: _Places, *, hangs: bool
) -> None:
    """A yes-or-no that hangs on the verb's options: yes when one is there, unknown when options or the verb are."""
    open_options = hangs and "options" in found.unknown
    if part is not None and not (open_options and part is found.verb):
        setattr(node, field, True)
        node.origins[field] = places.of(part)
    elif not open_options and "verb" not in found.unknown:
        setattr(node, field, False)


def _compose(node: nodes.Command, unit: nodes.Unit, found: Invocation, places: _Places) -> None:
    """What a Compose command names, and the containers that docker names."""
    unknown = found.unknown
    is_compose = found.tool == "compose"
    node.compose_files = _known_texts(node, "compose_files", found.files, places, is_open="files" in unknown)
    if is_compose and not found.files and "files" not in unknown:
        node.compose_files = _from_environment(unit, found)
    node.service_names = _known_texts(node, "service_names", found.services, places, is_open="services" in unknown)
    node.profile_names = _known_texts(node, "profile_names", found.profiles, places, is_open="profiles" in unknown)
    node.container_names = _known_texts(
        node, "container_names", found.containers, places, is_open="containers" in unknown
    )
    if found.project_name is None:
        if "project_name" not in unknown:
            node.project_name = None
    else:
        node.origins["project_name"] = places.of(found.project_name)
        if found.project_name.known:
            node.project_name = found.project_name.text
    if not is_compose or "folder" not in unknown:
        _folder(node, unit, found.folder if is_compose else None, places)


def _from_environment(unit: nodes.Unit, found: Invocation) -> tuple[str, ...]:
    """Files of COMPOSE_FILE, which the command line or Environment= may set."""
    given = found.assignments.get("COMPOSE_FILE")
    if given is not None and not given.known:
        return OpenList()
    text = given.text if given is not None else unit.environment.get("COMPOSE_FILE", "")
    separator = unit.environment.get("COMPOSE_PATH_SEPARATOR") or ":"
    return tuple(part for part in text.split(separator) if part)


def _folder(node: nodes.Command, unit: nodes.Unit, folder: Part | None, places: _Places) -> None:
    """The folder in which Compose looks, as a path of the host."""
    if folder is not None:
        node.origins["folder"] = places.of(folder)
        if not folder.known:
            return
        if folder.text.startswith("/"):
            node.folder = posixpath.normpath(folder.text)
            return
    if not hasattr(unit, "working_directory"):
        return
    start = unit.working_directory
    if folder is not None:
        node.folder = posixpath.normpath(posixpath.join(start or "/", folder.text))
    else:
        node.folder = start
        if "working_directory" in unit.origins:
            node.origins["folder"] = unit.origins["working_directory"]
