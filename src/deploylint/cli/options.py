"""The options of `validate`, grouped as a person thinks of them, and what they amount to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import click

from deploylint.loading.selection import LEVELS
from deploylint.report import FORMATS

_Function = TypeVar("_Function", bound=Callable[..., Any])

TARGETS: dict[str, tuple[str | None, ...]] = {
    "compose": ("compose", "yaml", None),
    "caddy": ("caddyfile",),
    "systemd": ("systemd", "quadlet"),
    "dotenv": ("env",),
    "all": (),
}
"""--target, and the kinds of file that it means; what has no kind of its own was named as Compose."""


class Request(NamedTuple):
    """What was asked for; the names are those of the options."""

    paths: tuple[str, ...] = ()
    compose_files: tuple[str, ...] = ()
    env_files: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    project_directory: str | None = None
    process_env: bool = False
    environment: str | None = None
    all_envs: bool = False
    target: str = "all"
    only_files: bool = False
    stdin_filename: str | None = None
    allow_outside: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    level: str | None = None
    preview: bool = False
    fail_on: str = "error"
    strict: bool = False
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    reveal: bool = False
    formats: tuple[str, ...] = ()
    output: str | None = None
    statistics: bool = False
    show_undecided: bool = False


def _comma(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Names that are repeated, separated by commas, or both."""
    return tuple(name.strip() for each in value for name in each.split(",") if name.strip())


_OPTIONS = (
    click.argument("paths", nargs=-1, metavar="[PATHS]..."),
    click.option(
        "-f",
        "--file",
        "compose_files",
        multiple=True,
        metavar="FILE",
        help="Exactly these Compose files, merged in this order, are the project (repeatable).",
    ),
    click.option(
        "--env-file",
        "env_files",
        multiple=True,
        metavar="FILE",
        help="Variables come from here and from nowhere else (repeatable).",
    ),
    click.option(
        "--profile",
        "profiles",
        multiple=True,
        callback=_comma,
        metavar="NAME",
        help="A profile that is active; '*' is all of them (repeatable).",
    ),
    click.option("--project-directory", metavar="DIR", help="With -f: where its paths start, not at the first FILE."),
    click.option("--process-env", is_flag=True, help="Variables of this shell win over those of env files."),
    click.option("--environment", "--env", metavar="NAME", help="Read one environment of the settings, or an overlay."),
    click.option("--all-envs", is_flag=True, help="Read all environments of the settings, and all overlays."),
    click.option("--target", type=click.Choice(list(TARGETS)), default="all", help="Report on one kind of file."),
    click.option("--only-files", is_flag=True, help="Read everything, report only on PATHS."),
    click.option("--stdin-filename", metavar="FILE", help="Read FILE's text from stdin, report only on it."),
    click.option("--allow-outside", is_flag=True, help="Also read files outside the project's folder."),
    click.option(
        "--select",
        multiple=True,
        callback=_comma,
        metavar="RULE",
        help="Run these rules alone: a rule, pack:NAME or tag:NAME (repeatable).",
    ),
    click.option(
        "--ignore", multiple=True, callback=_comma, metavar="RULE", help="Leave these rules out (repeatable)."
    ),
    click.option("--level", type=click.Choice(LEVELS), help="How much to ask for (default: recommended)."),
    click.option("--preview", is_flag=True, help="Also run rules that are being tried out."),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "info", "never"]),
        default="error",
        help="Exit with 1 from this severity on (default: error).",
    ),
    click.option("--strict", is_flag=True, help="The same as --fail-on warning."),
    click.option("--fix", is_flag=True, help="Write safe fixes; exit by what remains."),
    click.option("--unsafe", is_flag=True, help="With --fix or --diff: also fixes that may change what runs."),
    click.option("--diff", is_flag=True, help="Print what --fix would change, write nothing."),
    click.option("--reveal", is_flag=True, help="With --diff: do not mask secrets."),
    click.option(
        "--format",
        "formats",
        multiple=True,
        metavar="NAME[=FILE]",
        help=f"{', '.join(FORMATS)}; to stdout or FILE (repeatable).",
    ),
    click.option("-o", "--output", metavar="FILE", help="Write the report to FILE."),
    click.option("--statistics", is_flag=True, help="Also count findings by rule, and time."),
    click.option("--show-undecided", is_flag=True, help="Also show what unknown values left open."),
)


def validate_options(function: _Function) -> _Function:
    """Give a command all options of `validate`."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


_ENVIRONMENT_SAYS = (
    "an environment has its own files and profiles: --environment and --all-envs go with none of"
    " -f, --env-file, --profile and --project-directory"
)


def _said(request: Request) -> bool:
    """Do options say what an environment says?"""
    return bool(request.compose_files or request.env_files or request.profiles or request.project_directory)


def checked(request: Request) -> Request:
    """The request, unless its options contradict each other."""
    wrong = (
        (request.fix and request.diff, "--fix writes and --diff does not: use one of them"),
        (request.unsafe and not (request.fix or request.diff), "--unsafe needs --fix or --diff"),
        (request.reveal and not request.diff, "--reveal needs --diff"),
        (bool(request.compose_files and request.paths), "-f and PATHS exclude each other"),
        (bool(request.environment and request.all_envs), "--environment and --all-envs exclude each other"),
        (bool((request.environment or request.all_envs) and _said(request)), _ENVIRONMENT_SAYS),
        (bool(request.project_directory and not request.compose_files), "--project-directory needs -f"),
        (request.strict and request.fail_on == "never", "--strict and --fail-on never exclude each other"),
        (
            bool(request.stdin_filename) and (request.fix or bool(request.compose_files or request.paths)),
            "--stdin-filename goes with neither PATHS nor -f nor --fix",
        ),
    )
    for is_wrong, message in wrong:
        if is_wrong:
            raise click.UsageError(message)
    return request._replace(fail_on="warning") if request.strict and request.fail_on == "error" else request
