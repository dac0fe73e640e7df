"""systemd units: trees to nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.resolved import Origin

if TYPE_CHECKING:
    from deploylint.model.systemd.settings import Settings
    from deploylint.model.systemd.units import UnitFiles


def build(builder: Builder, paths: Sequence[str]) -> None:
    """Nodes, defects, roles and documents for the unit files among `paths`, which are of the kinds systemd and quadlet.

    Not settled here, as they need Compose's and Caddy's side too: machine, projects and caddy of a unit; project,
    missing_files and directory of a command; machine, internet and lan of a listener.
    """
    from deploylint.model.systemd import activation, fields
    from deploylint.model.systemd.commands import read_commands
    from deploylint.model.systemd.environment import env_files, read_environment
    from deploylint.model.systemd.secrets import mark
    from deploylint.model.systemd.settings import read_settings
    from deploylint.model.systemd.units import gather

    gathered = gather(builder, paths)
    made: list[tuple[UnitFiles, nodes.Unit, Settings]] = []
    for files in gathered.units:
        unit = _unit(builder, files)
        made.append((files, unit, read_settings(builder, unit, files.trees)))
    _managers(made)
    for files, unit, settings in made:
        name = files.name
        fields.read_fields(unit, settings, name)
        fields.wanted_by_links(unit, files.links)
        fields.place(builder, unit)
        read_environment(unit, settings, name)
        env_files(builder, unit, settings, name)
        read_commands(builder, unit, settings, name)
        mark(builder, unit, settings)
        if unit.type == "socket":
            activation.read_socket(builder, unit, settings, name)
        elif unit.type == "timer":
            activation.read_timer(builder, unit, settings, name)
    index = activation.Index(builder, [unit for _, unit, _ in made], gathered)
    for files, unit, settings in made:
        activation.link(builder, index, unit, settings, files.name)


def _managers(made: Sequence[tuple[UnitFiles, nodes.Unit, Settings]]) -> None:
    """Which units are for a user's manager: by their folder, by what they say, else by what those beside them say."""
    from deploylint.model.systemd import fields

    said = [fields.manager(settings) for _, _, settings in made]
    folders: dict[str, set[str]] = {}
    for (files, _, _), each in zip(made, said, strict=True):
        folders.setdefault(files.folder, set()).add(each)
    for (files, unit, _), each in zip(made, said, strict=True):
        if not unit.user_manager and not files.is_system:
            beside = folders[files.folder]
            unit.user_manager = each == "user" or (each == "" and "user" in beside and "system" not in beside)


def _unit(builder: Builder, files: UnitFiles) -> nodes.Unit:
    """The node of a unit, with what its name and files tell."""
    trees = files.trees
    first = trees[0]
    section = next(iter(first.sections), None)
    if section is not None:
        header = Origin(first.source, section.start, section.end)
    else:
        header = Origin(first.source, *first.source.line_bounds(1))
    unit = nodes.Unit(builder.name(f"unit:{files.path}"), header, {})
    unit.name, unit.type, unit.stem = files.name.name, files.name.type, files.name.stem
    unit.template, unit.user_manager, unit.dropin = files.name.is_template, files.user, files.main is None
    unit.file = builder.file_nodes[first.source.path]
    unit.dropins = tuple(builder.file_nodes[tree.source.path] for tree in files.dropins)
    unit.settings = unit.commands = unit.env_files = unit.listeners = unit.activated_by = ()
    unit.projects = ()
    unit.socket, unit.timer = nodes.NULL["socket"], nodes.NULL["timer"]
    builder.add(unit)
    return unit
