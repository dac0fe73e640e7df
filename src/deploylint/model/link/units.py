"""Which unit runs which Compose project, and on which machine units are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.node import OpenList
from deploylint.model.roles import BASE_NAMES
from deploylint.model.settings import ModelSettings


def link(builder: Builder, settings: ModelSettings) -> None:
    """Fill what units and projects know of each other."""
    for command in builder.of_kind("command"):
        if command.tool == "compose":
            _command(builder, command)
        else:
            command.project, command.missing_files = nodes.NULL["project"], ()
    for unit in builder.of_kind("unit"):
        for command in builder.items(unit, "commands"):
            project = getattr(command, "project", None)
            if project is None:
                builder.open(unit, "projects")
            elif project and project not in builder.items(unit, "projects"):
                builder.append(unit, "projects", project)
                builder.append(project, "units", unit)
    for service in builder.of_kind("service"):
        for unit in builder.items(service.project, "units"):
            builder.append(service, "units", unit)
    _machines(builder, settings)
    for listener in builder.of_kind("listener"):
        if listener.via == "socket":
            listener.machine = listener.unit.machine


def _command(builder: Builder, command: nodes.Command) -> None:
    """The project that a Compose command is about: by its files, else by the folder in which Compose looks."""
    written: tuple[str, ...] = getattr(command, "compose_files", OpenList())
    if isinstance(written, OpenList):
        command.missing_files = OpenList()
        return
    if written:
        _by_files(builder, command, written, _start(builder, command))
        return
    folder = _directory(builder, command)
    if folder is None:
        command.missing_files = ()
        if getattr(command, "folder", "") is None:
            command.project = nodes.NULL["project"]  # it looks in /, which is a rule's own matter
        return
    command.directory = folder
    names = [name for name in BASE_NAMES if builder.files.stat(posixpath.join(folder, name)) is not None]
    if not names:
        command.missing_files = (BASE_NAMES[0],) if builder.files.stat(folder or ".") or not folder else ()
        command.project = nodes.NULL["project"]
        return
    command.missing_files = ()
    path = posixpath.join(folder, names[0])
    _take(builder, command, [path])


def _directory(builder: Builder, command: nodes.Command) -> str | None:
    """Where the folder in which Compose looks is in the tree; None when there is none, or nobody can tell."""
    folder = getattr(command, "folder", None)
    if folder is None:
        return None
    if folder == getattr(command.unit, "working_directory", None):
        return getattr(command.unit, "dir", None)
    return _placed(builder, folder, None)


def _start(builder: Builder, command: nodes.Command) -> str | None:
    """Where the folder is from which relative paths of -f are read: where Compose is started, whatever
    --project-directory says (Compose, compose-go cli/options.go).
    """
    if any(word.partition("=")[0] == "--project-directory" for word in command.argv):
        # A shell may have gone elsewhere before, which the folder does not tell then.
        return None if command.inside else getattr(command.unit, "dir", None)
    return _directory(builder, command)


def _by_files(builder: Builder, command: nodes.Command, written: Iterable[str], folder: str | None) -> None:
    """The project of the files of -f, and those of them that are certainly not there."""
    paths: list[str] = []
    missing: list[str] = []
    unknown = False
    for each in written:
        path = _placed(builder, each, folder)
        if path is None:
            unknown = True
        elif builder.files.stat(path) is None:
            missing.append(each)
        else:
            paths.append(path)
    command.missing_files = OpenList(missing) if unknown else tuple(missing)
    if paths:
        command.directory = posixpath.dirname(paths[0])
    if missing:
        command.project = nodes.NULL["project"]
    elif not unknown:
        _take(builder, command, paths)


def _placed(builder: Builder, written: str, folder: str | None) -> str | None:
    """Where a file that a command names is in the tree, whether it exists or not; None when that cannot be told."""
    if not written.startswith("/"):
        return None if folder is None else posixpath.normpath(posixpath.join(folder, written))
    found = builder.place(written)
    if found is not None:
        return found
    above = builder.place(posixpath.dirname(written))
    return None if above is None else posixpath.join(above, posixpath.basename(written))


def _take(builder: Builder, command: nodes.Command, paths: list[str]) -> None:
    """The project of exactly these files, or of a default file with its override; unknown when none is made of them."""
    projects = [project for project in builder.of_kind("project") if not project.overlay]
    for project in projects:
        files = [file.path for file in project.files]
        if files == paths or (len(paths) == 1 and files[0] == paths[0]):
            command.project = project
            return


def _machines(builder: Builder, settings: ModelSettings) -> None:
    """Units of one folder are on one machine: that of the projects they run, or the one that the settings name."""
    folders: dict[str, str] = {}
    for unit in builder.of_kind("unit"):
        folder = _folder(unit)
        host = settings.host(posixpath.dirname(unit.file.path), (unit.file.path,))
        if host is not None:
            folders[folder] = f"host:{host}"
        for project in builder.items(unit, "projects"):
            folders.setdefault(folder, project.machine)
    for unit in builder.of_kind("unit"):
        folder = _folder(unit)
        unit.machine = folders.get(folder, f"units:{folder}")


def _folder(unit: nodes.Unit) -> str:
    """The folder of a unit; a drop-in belongs to the folder above its own."""
    folder = posixpath.dirname(unit.file.path)
    return posixpath.dirname(folder) if folder.endswith(".d") else folder
