"""`deploylint show compose`: the canonical model, as `docker compose config` prints it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from deploylint import api
from deploylint.cli.exits import CLEAN, FOUND
from deploylint.cli.group import Globals
from deploylint.cli.streams import emit, note
from deploylint.loading import compose_project, discover
from deploylint.loading.disk import DiskFiles
from deploylint.loading.settings import DEFAULTS, load
from deploylint.report.safe import visible
from deploylint.source.errors import UserError

if TYPE_CHECKING:
    from deploylint.loading.compose_project import Project
    from deploylint.loading.settings import Settings
    from deploylint.model.settings import ModelSettings

_EPILOG = """\b
Examples:
  deploylint show compose                      the project that Compose finds here
  deploylint show compose base.yaml prod.yaml  exactly these files, merged in this order
  deploylint show compose --environment prod   an environment of deploylint.yaml
  deploylint show compose --format json --provenance
"""


class Request(NamedTuple):
    """What was asked for; the names are those of the options."""

    files: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    env_files: tuple[str, ...] = ()
    project_directory: str | None = None
    project_name: str = ""
    process_env: bool = False
    environment: str | None = None
    format: str = "yaml"
    provenance: bool = False
    all_resources: bool = False
    reveal: bool = False
    output: str | None = None
    allow_outside: bool = False


@click.command(name="compose", epilog=_EPILOG)
@click.argument("files", nargs=-1, metavar="[FILES]...")
@click.option("--profile", "profiles", multiple=True, metavar="NAME", help="A profile that is active (repeatable).")
@click.option("--env-file", "env_files", multiple=True, metavar="FILE", help="Read it in place of .env (repeatable).")
@click.option("--project-directory", metavar="DIR", help="Where paths start, and .env is: not at the first file.")
@click.option("-p", "--project-name", default="", metavar="NAME", help="The project's name.")
@click.option("--process-env", is_flag=True, help="Variables of this shell count, and win over those of env files.")
@click.option("--environment", "--env", metavar="NAME", help="The files of an environment of the settings.")
@click.option("--format", type=click.Choice(["yaml", "json"]), default="yaml", help="How to print it (default: yaml).")
@click.option("--provenance", is_flag=True, help="Also print where each value comes from.")
@click.option("--all-resources", is_flag=True, help="Also networks, volumes, secrets and configs that nothing uses.")
@click.option("--reveal", is_flag=True, help="Do not mask secrets.")
@click.option("-o", "--output", metavar="FILE", help="Write it to FILE.")
@click.option("--allow-outside", is_flag=True, help="Also read files outside the project's folder.")
@click.pass_obj
def command(options: Globals, /, **asked: Any) -> int:
    """Print the model that Compose deploys from FILES (default: the project that Compose finds here).

    Files are merged, variables filled in, short forms written out and defaults added, as `docker compose config` does.
    Secrets are masked. A variable without a value is empty, as it would be for Compose.
    """
    request = checked(Request(**asked))
    deployment, anchor = deploy(request, options.config, quiet=options.quiet)
    if request.profiles and not options.quiet:
        from deploylint.cli import profiles

        profiles.tell(request.profiles, deployment.graphs)
    refused = api.refusals(deployment)
    from deploylint.cli.show import model

    if refused:
        note(model.refusal(deployment, refused, options))
        return FOUND
    model.check(deployment)
    shown = model.shown(deployment, request, anchor)
    if not options.quiet:
        for line in shown.notes:
            note(line)
    if request.output is None:
        emit(model.harmless(shown.text) if sys.stdout.isatty() else shown.text)
    else:
        _write(shown.text, request.output)
    return CLEAN


def checked(request: Request) -> Request:
    """The request, unless its options contradict each other."""
    said = request.files or request.env_files or request.profiles or request.project_directory
    if request.environment is not None and said:
        raise click.UsageError(
            "an environment has its own files and profiles: --environment goes with none of"
            " FILES, --env-file, --profile and --project-directory"
        )
    name = request.project_name
    if name:
        from deploylint.model.naming import normalised

        good = normalised(name)
        if good != name:
            raise click.UsageError(
                f"'{name}' cannot be a project's name: it holds a-z, 0-9, - and _, and begins with a letter or digit"
                + (f"; did you mean '{good}'?" if good else "")
            )
    return request


def deploy(request: Request, config: str | None, *, quiet: bool = True) -> tuple[api.Deployment, str]:
    """The one project that was asked for, in a closed environment, and the anchor; files passed over are told."""
    process = dict(os.environ) if request.process_env else None
    env_files = discover.absolute(request.env_files or _listed_env_files(process))
    if not env_files:
        _check_word(process)
    directory = None if request.project_directory is None else discover.folder(request.project_directory)
    named = None if config is None else discover.absolute([config])[0]
    if request.environment is not None:
        return _environment(request, named, process)
    project = (
        compose_project.named(request.files)
        if request.files
        else compose_project.find(directory, env_files, process, allow_outside=request.allow_outside)
    )
    for other, taken in () if quiet else project.unused:
        note(f"{visible(discover.shown(other))} is not read: Compose takes {visible(discover.shown(taken))}")
    folders = [each for each in (directory, project.started_in) if each is not None]
    place = discover.anchor([*project.files, *folders], named)
    settings = DEFAULTS if place.settings is None else load(place.settings)
    files = DiskFiles(place.anchor, allow_outside=request.allow_outside, named=env_files)
    model = settings.model(
        place.anchor,
        env_files=tuple(discover.relative(path, place.anchor) for path in env_files),
        profiles=request.profiles,
        project_directory=None if directory is None else discover.relative(directory, place.anchor),
    )
    return _loaded(request, files, settings, _with(model, project, place.anchor), process)


def _environment(request: Request, config: str | None, process: Mapping[str, str] | None) -> tuple[api.Deployment, str]:
    """The project of an environment that the settings declare."""
    from deploylint.loading import environments

    place = discover.anchor([os.getcwd()], config)
    settings = DEFAULTS if place.settings is None else load(place.settings)
    name = str(request.environment)
    if name not in settings.environments:
        raise environments.unknown(name, tuple(settings.environments), overlays=False)
    files = DiskFiles(place.anchor, allow_outside=request.allow_outside)
    model = environments.model(name, settings, settings.model(place.anchor), files, strict=True)
    if not model.compose_files:
        env_files = [os.path.join(place.anchor, path) for path in model.env_files]
        project = compose_project.find(None, env_files, process, allow_outside=request.allow_outside)
        model = _with(model, project, place.anchor)
    return _loaded(request, files, settings, model, process)


def _with(model: ModelSettings, project: Project, anchor: str) -> ModelSettings:
    started_in = None if project.started_in is None else discover.relative(project.started_in, anchor)
    return model._replace(
        compose_files=tuple(discover.relative(path, anchor) for path in project.files), started_in=started_in
    )


def _loaded(
    request: Request, files: DiskFiles, settings: Settings, model: ModelSettings, process: Mapping[str, str] | None
) -> tuple[api.Deployment, str]:
    """The files read; UserError when one of them may not be."""
    for path in model.compose_files:
        if not os.path.exists(os.path.join(files.anchor, path)):
            raise UserError(f"{path} is a link that leads nowhere")
        if files.stat(path) is None:
            raise UserError(
                f"{path} is a link that leads out of {files.anchor}",
                "Name what it leads to, or allow reading it with --allow-outside.",
            )
    # What exists elsewhere has no value here, and Compose would not know it either.  No process: one without variables.
    model = model._replace(closed=True, process=process or {}, project_name=request.project_name, variables=frozenset())
    return api.load(files, (), settings, model), files.anchor


def _check_word(process: Mapping[str, str] | None) -> None:
    """UserError for a COMPOSE_DISABLE_ENV_FILE that is neither true nor false, at which Compose stops."""
    from deploylint.model.envfiles import FALSE_WORDS, TRUE_WORDS

    word = (process or {}).get("COMPOSE_DISABLE_ENV_FILE")
    if word is not None and word not in TRUE_WORDS | FALSE_WORDS:
        raise UserError(f"COMPOSE_DISABLE_ENV_FILE is '{word}'; Compose takes true or false alone")


def _listed_env_files(process: Mapping[str, str] | None) -> list[str]:
    """What COMPOSE_ENV_FILES of the caller lists (docker/compose, cmd/compose/compose.go)."""
    return [name for name in (process or {}).get("COMPOSE_ENV_FILES", "").split(",") if name]


def _write(text: str, file: str) -> None:
    try:
        with open(file, "w", encoding="utf-8", errors="replace", newline="\n") as out:
            out.write(text)
    except OSError as error:
        raise UserError(f"{file} cannot be written: {(error.strerror or 'an error').lower()}") from None
