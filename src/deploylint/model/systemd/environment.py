"""What a unit passes to its processes: Environment= and EnvironmentFile= (systemd.exec(5), Environment)."""

from __future__ import annotations

import posixpath

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.envfiles import define, is_excused, read_env_file
from deploylint.model.resolved import Origin
from deploylint.model.systemd import names
from deploylint.model.systemd.fields import section_of, setting_text
from deploylint.model.systemd.names import UnitName
from deploylint.model.systemd.settings import Setting, Settings
from deploylint.syntax import formats
from deploylint.syntax.systemd.tree import Word

_GLOB = frozenset("*?[")


def read_environment(unit: nodes.Unit, settings: Settings, name: UnitName) -> None:
    """The variables that Environment= sets, a later one in place of an earlier; without those that are not known."""
    found: dict[str, str] = {}
    places: dict[object, Origin] = {}
    for setting in settings.all(section_of(unit.type), "Environment"):
        unit.origins["environment"] = setting.origin()
        for word in setting.words():
            text, known = names.expand(word.text, name, user=unit.user_manager)
            variable, equals, value = text.partition("=")
            if not equals or not variable.isidentifier() or not variable.isascii():
                continue
            found.pop(variable, None)
            places.pop(variable, None)
            if known:
                found[variable] = value
                places[variable] = _value_place(setting, word, len(variable) + 1)
    unit.environment = found
    if "environment" in unit.origins:
        unit.origins["environment"].items = places


def _value_place(setting: Setting, word: Word, before: int) -> Origin:
    """The place of the value in `NAME=value`; of the whole word where quotes or escapes hide it."""
    written = setting.source.text[word.start : word.end]
    if written == word.text and before < len(written):
        return setting.origin(word.start + before, word.end)
    # The quotes stand round all of it, or round the value alone.
    inner = written.find(word.text[before:]) if before < len(word.text) else -1
    if inner < 0:
        return setting.origin(word.start, word.end)
    start = word.start + inner
    return setting.origin(start, start + len(word.text) - before)


def env_files(builder: Builder, unit: nodes.Unit, settings: Settings, name: UnitName) -> None:
    """A node for each EnvironmentFile= that systemd takes."""
    if settings.partial:
        builder.open(unit, "env_files")
    for setting in settings.all(section_of(unit.type), "EnvironmentFile"):
        text = setting_text(setting, unit, name)
        if text is None:
            builder.open(unit, "env_files")
            continue
        written = text.removeprefix("-")
        if written.startswith("/"):
            _env_file(builder, unit, setting, written, required=not text.startswith("-"))


def _env_file(builder: Builder, unit: nodes.Unit, setting: Setting, written: str, *, required: bool) -> None:
    assignment = setting.assignment
    start = assignment.value_start + (0 if required else 1)
    header = setting.origin(start, assignment.value_end)
    node = nodes.EnvFile("", header, {"written": header, "path": header, "required": setting.origin()})
    node.service, node.project, node.unit = nodes.NULL["service"], nodes.NULL["project"], unit
    node.purpose, node.required, node.format = "unit", required, None
    node.written = written
    node.file = nodes.NULL["file"]
    is_glob = not _GLOB.isdisjoint(written)
    here = None if is_glob else in_tree(builder, unit, written)
    node.path = here if here is not None else written
    node.id = builder.name(f"{unit.id}/env_file:{node.path}")
    builder.add(node)
    builder.append(unit, "env_files", node)
    if here is None:
        return
    found = read_env_file(builder.files, here)
    node.exists = found is not None
    expected = builder.settings.missing_env_files_expected or formats.is_example(unit.file.path)
    node.excused = found is None and (expected or is_excused(builder.files, here))
    if found is None:
        return
    # The dialect is systemd's: what Compose's reader says against the file does not hold here.
    for definition in define(builder, found, "service", live=False).values():
        definition.whole = True
    for definition in builder.all_env_defs[here]:
        definition.whole = True
    node.file = builder.file_nodes[here]
    if not any(role.path == here for role in builder.graph.files):
        builder.role(here, "env", "service", "", read=not found.unreadable)


def in_tree(builder: Builder, unit: nodes.Unit, path: str) -> str | None:
    """Where a file on the host is, or would be, below the anchor; None when its folder is not known to be here."""
    path = posixpath.normpath(path)
    found = builder.place(path)
    if found is not None:
        return found
    folder, name = posixpath.split(path)
    place = builder.place(folder)
    if place is not None:
        return posixpath.normpath(posixpath.join(place, name))
    start, below = getattr(unit, "working_directory", None), getattr(unit, "dir", None)
    if start and below is not None and path.startswith(start.rstrip("/") + "/"):
        return posixpath.normpath(posixpath.join(below, path[len(start.rstrip("/")) + 1 :]))
    return None
