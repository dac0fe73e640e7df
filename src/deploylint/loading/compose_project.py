"""Which files are the Compose project here: named, listed in COMPOSE_FILE, or found upwards, as `docker compose` looks
for them (compose-go 2.14.0, cli/options.go).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deploylint.loading import discover
from deploylint.loading.disk import DiskFiles
from deploylint.model.envfiles import read_environment
from deploylint.model.roles import BASE_NAMES, OVERRIDE_NAMES
from deploylint.model.settings import ModelSettings
from deploylint.source.errors import UserError


class Project(NamedTuple):
    """The project's files in merge order, all paths absolute.

    `started_in` is the folder whose `.env` is read first, when it is not the project's own.  `unused` are pairs of a
    file that was passed over and the one that was taken in its place.
    """

    files: tuple[str, ...]
    started_in: str | None = None
    unused: tuple[tuple[str, str], ...] = ()


def named(files: Sequence[str]) -> Project:
    """Exactly these files."""
    return Project(tuple(_regular(path) for path in discover.absolute(files)))


def find(
    directory: str | None, env_files: Sequence[str], process: Mapping[str, str] | None, *, allow_outside: bool = False
) -> Project:
    """The project that COMPOSE_FILE lists, else the one in the folder or the nearest above it.

    `directory` is that of --project-directory, None: where the program was started.  A list in an env file may not lead
    out of what is read anyway; one in the caller's own environment may.
    """
    here = os.getcwd()
    folder = here if directory is None else directory
    listed, trusted = _listed(folder, env_files, process)
    if listed is not None:
        files = tuple(_regular(path) for path in _there(listed))
        anchor = discover.anchor([folder]).anchor
        outside = [path for path in files if not path.startswith(anchor.rstrip("/") + "/")]
        if outside and not trusted and not allow_outside:
            raise UserError(
                f"COMPOSE_FILE names {outside[0]}, which is outside {anchor}",
                "Name the files, or allow reading it with --allow-outside.",
            )
        unused: tuple[tuple[str, str], ...] = ()
    else:
        files, unused = _upwards(folder)
    own = os.path.dirname(files[0])
    return Project(files, None if directory is not None or own == folder else folder, unused)


def _listed(folder: str, env_files: Sequence[str], process: Mapping[str, str] | None) -> tuple[list[str] | None, bool]:
    """The files in COMPOSE_FILE, None when it is not set, and whether the caller's own environment sets it."""
    known = process or {}
    settings = ModelSettings(env_files=tuple(env_files), closed=True, process=process)
    read = read_environment(DiskFiles(folder, named=env_files), "", settings)
    text, separator = (known.get(name, read.value(name)) for name in ("COMPOSE_FILE", "COMPOSE_PATH_SEPARATOR"))
    return None if text is None else text.split(separator or os.pathsep), "COMPOSE_FILE" in known


def _there(names: Sequence[str]) -> list[str]:
    """The listed files, from the folder that the program was started in."""
    try:
        return discover.absolute(names)
    except UserError as error:
        raise UserError(f"COMPOSE_FILE: {error.message}", error.help) from None


def _upwards(folder: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The default files in the folder or the nearest above it that has one, the override behind the base."""
    above = folder
    while True:
        bases = _existing(above, BASE_NAMES)
        if bases:
            overrides = _existing(above, OVERRIDE_NAMES)
            unused = [(other, group[0]) for group in (bases, overrides) for other in group[1:]]
            return tuple(_regular(path) for path in (bases[0], *overrides[:1])), tuple(unused)
        parent = os.path.dirname(above)
        if parent == above:
            raise UserError(
                f"there is no Compose file in {discover.shown(folder)} or above it",
                f"Compose looks for {', '.join(BASE_NAMES)}. For files of other names: deploylint show compose FILES",
            )
        above = parent


def _existing(folder: str, names: Sequence[str]) -> list[str]:
    paths = (os.path.join(folder, name) for name in names)
    return [path for path in paths if os.path.exists(path)]


def _regular(path: str) -> str:
    """The path, unless it is no file; one that cannot be read is told when it is."""
    if os.path.isdir(path):
        raise UserError(
            f"{discover.shown(path)} is a folder",
            f"Name its Compose files, or look there: deploylint -C {discover.shown(path)} show compose",
        )
    return path
