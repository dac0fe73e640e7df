"""From a request to a report: find the files and the settings, load, lint, keep what was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NamedTuple

from deploylint import api
from deploylint.cli.options import TARGETS, Request
from deploylint.findings import Finding, Report
from deploylint.loading import discover
from deploylint.loading.disk import DiskFiles
from deploylint.loading.selection import Selection
from deploylint.loading.settings import DEFAULTS, Settings, load
from deploylint.model.settings import ModelSettings
from deploylint.source.errors import UserError
from deploylint.source.files import Files, Overlay
from deploylint.syntax import formats


class Work(NamedTuple):
    """Everything that a run needs: `named` bounds what is reported when only that was asked for."""

    anchor: str
    files: Files
    paths: tuple[str, ...]
    named: tuple[str, ...]
    settings: Settings
    model: ModelSettings
    selection: Selection


def locate(request: Request, config: str | None) -> Work:
    """The anchor, the settings and the files of a request."""
    stdin = None if request.stdin_filename is None else os.path.abspath(request.stdin_filename)
    paths = [os.path.dirname(stdin)] if stdin else discover.absolute(request.compose_files or request.paths or (".",))
    env_files = discover.absolute(request.env_files)
    directory = [] if request.project_directory is None else [discover.folder(request.project_directory)]
    place = discover.anchor([*paths, *directory], None if config is None else discover.absolute([config])[0])
    settings = DEFAULTS if place.settings is None else load(place.settings)
    disk = DiskFiles(place.anchor, allow_outside=request.allow_outside, named=env_files)
    model = settings.model(place.anchor, **_model_options(request, place.anchor, paths, env_files, directory))
    named = tuple(discover.relative(path, place.anchor) for path in ([stdin] if stdin else paths))
    files = () if request.compose_files else _candidates(request, place, paths, settings)
    if stdin is not None:
        files = (*files, *(name for name in named if name not in files))
    if not files and not request.compose_files:
        raise discover.nothing(paths)
    shown = disk if stdin is None else _overlay(disk, named[0])
    return Work(place.anchor, shown, files, named, settings, model, _selection(request, settings))


def _candidates(request: Request, place: discover.Place, paths: list[str], settings: Settings) -> tuple[str, ...]:
    """The files to look at: those in PATHS, or all when only the reporting is narrowed."""
    wants = settings.wants if settings.include or settings.exclude else None
    files = discover.find(place, paths, wants, allow_outside=request.allow_outside).files
    if request.only_files or request.stdin_filename is not None:
        whole = discover.find(place, [place.anchor], wants, allow_outside=request.allow_outside).files
        files = tuple(sorted({*files, *whole}))
    return files


def lint(request: Request, work: Work, *, edits: bool, quiet: bool = False) -> Report:
    """The report that was asked for; unless `quiet`, a profile that no service has is told."""
    if request.environment is not None or request.all_envs:
        from deploylint.cli import environments

        return environments.lint(request, work, edits=edits)
    deployment = api.load(work.files, work.paths, work.settings, work.model)
    if request.profiles and not quiet:
        from deploylint.cli import profiles

        profiles.tell(request.profiles, deployment.graphs)
    return narrowed(api.lint(deployment, work.selection, edits=edits), request, work)


def narrowed(report: Report, request: Request, work: Work) -> Report:
    """The report without the findings that were not asked for."""
    if not report.files:
        raise discover.nothing([os.path.join(work.anchor, name) for name in work.named])
    wanted = chooser(request, work)
    return report if wanted is None else report._replace(findings=tuple(filter(wanted, report.findings)))


def chooser(request: Request, work: Work) -> Callable[[Finding], bool] | None:
    """Which findings are reported and fixed; None: all.  --only-files, --stdin-filename and --target leave some out."""
    only = request.only_files or request.stdin_filename is not None
    if not only and request.target == "all":
        return None
    kinds = TARGETS[request.target]

    def wanted(finding: Finding) -> bool:
        path = finding.span.source.path
        named = not only or _is_named(path, work.named)
        return named and (not kinds or formats.kind(path) in kinds)

    return wanted


def _is_named(path: str, named: tuple[str, ...]) -> bool:
    return any(not name or path == name or path.startswith(name + "/") for name in named)


def _model_options(
    request: Request, anchor: str, paths: list[str], env_files: list[str], directory: list[str]
) -> dict[str, object]:
    more: dict[str, object] = {}
    if request.compose_files:
        more["compose_files"] = tuple(discover.relative(path, anchor) for path in paths)
    if request.env_files:
        more.update(env_files=tuple(discover.relative(path, anchor) for path in env_files), closed=True)
    if request.profiles:
        more["profiles"] = request.profiles
    if directory:
        more["project_directory"] = discover.relative(directory[0], anchor)
    if request.process_env:
        more["process"] = dict(os.environ)
    return more


def _selection(request: Request, settings: Settings) -> Selection:
    rules = settings.rules
    return Selection(
        request.select,
        request.ignore,
        request.level or settings.level or "recommended",
        request.preview,
        frozenset(rule for rule, said in rules.items() if said.severity == "off"),
        frozenset(rule for rule, said in rules.items() if said.severity not in {"", "off"}),
    )


def _overlay(disk: DiskFiles, name: str) -> Overlay:
    """The files with stdin's text in the place of one."""
    from deploylint.source.decode import LARGEST, decode
    from deploylint.source.text import Source

    if sys.stdin is None:
        raise UserError(f"stdin is closed, so that there is no text for {name}")
    source = decode(name, sys.stdin.buffer.read(LARGEST + 1))
    if not isinstance(source, Source):
        raise UserError(
            f"what stdin holds for {name} is not text", "It must be UTF-8, and no larger than a file may be."
        )
    return Overlay(disk, {name: source.text})
