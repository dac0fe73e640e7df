"""What the settings file says that changes how files are read into a graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class ModelSettings(NamedTuple):
    """Settings that the model needs; everything empty means: nothing was said.

    `env_files` are anchor-relative paths read for interpolation in place of `.env`; `compose_files` make exactly one
    project
    of these files, in this order.  `variables`, `networks`, `volumes` and `services` exist outside.  `closed` makes a
    variable without a value unset.  `places` maps host path prefixes to folders below the anchor;
    `anchor_name` is the anchor folder's own name, which names a project in it.  `hosts` lists machines with the folders
    and files of the projects that run on them.

    `environment` names the graph.  `profiles` are asked for; `process` are the caller's own variables, which win over
    those of files, None when they are not to be looked at.  `project_name` and `project_directory` are those of -p and
    --project-directory (anchor-relative), `started_in` the folder in which the command was given, when it is not the
    project's own.  `versions` are those of the programs that are deployed, such as compose: 2.24.
    """

    env_files: tuple[str, ...] = ()
    compose_files: tuple[str, ...] = ()
    variables: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    volumes: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    closed: bool = False
    places: tuple[tuple[str, str], ...] = ()
    missing_env_files_expected: bool = False
    anchor_name: str = ""
    hosts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    environment: str = ""
    profiles: tuple[str, ...] = ()
    process: Mapping[str, str] | None = None
    project_name: str = ""
    project_directory: str | None = None
    started_in: str | None = None
    versions: Mapping[str, str] = {}

    def host(self, folder: str, files: tuple[str, ...]) -> str | None:
        """The machine on which a project runs, by its folder or one of its files; None when nothing says so."""
        mine = {folder or ".", *files}
        return next((name for name, projects in self.hosts if mine & set(projects)), None)
