"""Which files to look at: from the paths that a person names to an anchor and the candidates below it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from deploylint.source.errors import UserError
from deploylint.syntax import formats

SETTINGS_NAMES = ("deploylint.yaml", ".deploylint.yaml")
SKIPPED = frozenset((".git", "node_modules", ".venv", "vendor", "__pycache__"))
"""Folders of programs and packages, not of deployments; one that is named in PATHS is looked at all the same."""

Choice = Callable[[str, bool], bool]
"""Is a path (and is it a folder's) looked at?  What the settings' include and exclude amount to."""


class Place(NamedTuple):
    """The anchor (an absolute folder), and the settings file in it, if any."""

    anchor: str
    settings: str | None


class Found(NamedTuple):
    """Candidates to read and the named paths, all relative to the anchor; a folder that was named is no candidate."""

    files: tuple[str, ...]
    named: tuple[str, ...]


def anchor(paths: Sequence[str], config: str | None = None) -> Place:
    """Where the deployment ends: the nearest folder above all paths with settings, else the work tree, else their own.

    `paths` are absolute.  A settings file that was named (`config`) does not move the anchor.
    """
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in paths]
    own = os.path.commonpath(folders)
    top: str | None = None
    folder = own
    while True:
        found = settings_file(folder)
        if found is not None:
            return Place(folder, config or found)
        if top is None and os.path.exists(os.path.join(folder, ".git")):
            top = folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return Place(top or own, config)
        folder = parent


def settings_file(folder: str) -> str | None:
    """The settings file of a folder; pyproject.toml only when it speaks of deploylint."""
    for name in SETTINGS_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    path = os.path.join(folder, "pyproject.toml")
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            return path if b"[tool.deploylint" in file.read(1 << 20) else None
    except OSError:
        return None


def absolute(paths: Iterable[str]) -> list[str]:
    """The named paths as absolute ones; a UserError names all that are not there."""
    full = [os.path.abspath(path) for path in paths]
    missing = [path for path in full if not os.path.lexists(path)]
    if missing:
        near = _near(missing[0])
        message = "\n".join(f"there is no file or folder {shown(path)}" for path in missing)
        raise UserError(
            message, f"Did you mean {near}?" if near else "Check the spelling, or the folder given with -C."
        )
    return full


def folder(path: str) -> str:
    """A named folder as an absolute path; UserError for what is none."""
    (full,) = absolute([path])
    if not os.path.isdir(full):
        raise UserError(f"{shown(full)} is not a folder")
    return full


def find(place: Place, paths: Sequence[str], wanted: Choice | None = None, *, allow_outside: bool = False) -> Found:
    """The candidates at and below the absolute paths, sorted; a named file is one whatever the settings exclude."""
    root = os.path.realpath(place.anchor)
    files: set[str] = set()
    named: list[str] = []
    for path in paths:
        name = os.path.relpath(path, place.anchor).replace(os.sep, "/")
        name = "" if name == "." else name
        named.append(name)
        if not allow_outside and not _inside(os.path.realpath(path), root):
            raise UserError(
                f"{shown(path)} is a link that leads out of {shown(place.anchor)}",
                "Name what it leads to, or allow reading it with --allow-outside.",
            )
        if os.path.isdir(path):
            files.update(_below(place.anchor, name, wanted, allow_outside=allow_outside))
        else:
            _check_named(path)
            files.add(name)
    return Found(tuple(sorted(files)), tuple(named))


def nothing(paths: Sequence[str]) -> UserError:
    """The sentence for a run that found no file of a deployment."""
    where = ", ".join(shown(path) for path in paths)
    return UserError(
        f"nothing to lint in {where}",
        "deploylint looks for Compose files (compose.yaml, docker-compose.yml, *compose*.yaml), Caddyfiles,\n"
        "systemd units and env files (.env).\n"
        "Name a folder or a file: deploylint validate PATH",
    )


def _check_named(path: str) -> None:
    if not os.path.isfile(path):
        raise UserError(
            f"{shown(path)} is neither a file nor a folder",
            "Name a Compose file, a Caddyfile, a unit, an env file or a folder.",
        )
    if formats.kind(path.replace(os.sep, "/")) is None:
        raise UserError(
            f"{shown(path)} is not a kind of file that deploylint reads",
            "It reads Compose files (*.yaml, *.yml), Caddyfiles, systemd units and env files (.env, *.env). "
            "For a Compose file of another name: deploylint validate -f FILE",
        )
    try:
        with open(path, "rb"):
            pass
    except OSError as error:
        reason = (error.strerror or "an error").lower()
        raise UserError(f"{shown(path)} cannot be read: {reason}", "Check the file's permissions.") from None


def _below(root: str, folder: str, wanted: Choice | None, *, allow_outside: bool) -> list[str]:
    """Candidates below a folder, without recursion, each folder once.

    A link to a folder is not followed: what it leads to below the anchor is met there.  With `allow_outside` one that
    leads out is, once.
    """
    found: list[str] = []
    seen: set[str] = set()
    todo = [folder]
    while todo:
        here = todo.pop()
        try:
            with os.scandir(os.path.join(root, here)) as scan:
                entries = list(scan)
        except OSError:
            continue
        prefix = here + "/" if here else ""
        for entry in entries:
            name = entry.name
            path = prefix + name
            if entry.is_dir(follow_symlinks=False) or (allow_outside and _leads_out(entry, root, seen)):
                if name not in SKIPPED and (wanted is None or wanted(path, True)):
                    todo.append(path)
            elif (
                name not in SETTINGS_NAMES
                and formats.kind(name) is not None
                and (wanted is None or wanted(path, False))
                and _is_file(entry)
            ):
                found.append(path)
    return found


def _leads_out(entry: os.DirEntry[str], root: str, seen: set[str]) -> bool:
    """Is this a link to a folder outside that was not followed before?"""
    try:
        if not entry.is_symlink() or not entry.is_dir():
            return False
    except OSError:
        return False
    real = os.path.realpath(entry.path)
    if real in seen or _inside(real, os.path.realpath(root)) or _inside(os.path.realpath(root), real):
        return False
    seen.add(real)
    return True


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Also true for what should be a file and cannot be one, such as a dangling link: reading tells the story."""
    try:
        return not entry.is_dir()
    except OSError:
        return True


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _near(path: str) -> str | None:
    from deploylint.model.spelling import nearest

    folder, name = os.path.split(path)
    try:
        near = nearest(name, os.listdir(folder))
    except OSError:
        return None
    return None if near is None else shown(os.path.join(folder, near))


def shown(path: str) -> str:
    """The path as a person would type it from here."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def normal(path: str) -> str:
    """An anchor-relative path without `.` and doubled slashes."""
    name = posixpath.normpath(path)
    return "" if name == "." else name


def relative(path: str, anchor: str) -> str:
    """The name below the anchor; the absolute path of what is outside."""
    name = posixpath.normpath(os.path.relpath(path, anchor).replace(os.sep, "/"))
    if name == "..":
        return path
    return path if name.startswith("../") else "" if name == "." else name
