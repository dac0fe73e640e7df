"""`--environment` and `--all-envs`: what of a deployment is read, reported and fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deploylint import api
from deploylint.cli import sources
from deploylint.cli.options import Request
from deploylint.findings import Finding, Report
from deploylint.loading import environments
from deploylint.loading.environments import STANDING

Choice = Callable[[Finding], bool]

_UNUSED = "suppression-unused"
"""Whether a suppression is of use shows only in all environments together."""


def lint(request: Request, work: sources.Work, *, edits: bool) -> Report:
    """The report on the environments that were asked for."""
    deployment = load(request, work)
    return narrowed(sources.narrowed(api.lint(deployment, work.selection, edits=edits), request, work), request, work)


def load(request: Request, work: sources.Work, *, verified: bool = False) -> api.Deployment:
    """The deployment in the environments that were asked for, that one first; with `verified`, in all others too."""
    name, declared = request.environment, tuple(work.settings.environments)
    if name is not None and name in declared:
        paths, model = _reading(name, work)
        others = [_reading(each, work, strict=False) for each in declared if verified and each != name]
        return api.load(
            work.files, paths, work.settings, model, [(work.paths, work.model), *others] if verified else ()
        )
    readings = [_reading(each, work, strict=request.all_envs) for each in declared if verified or request.all_envs]
    deployment = api.load(work.files, work.paths, work.settings, work.model, readings)
    if name is None:
        return deployment
    known = [graph.environment or STANDING for graph in deployment.graphs]
    if name not in known:
        raise environments.unknown(name, tuple(dict.fromkeys((*declared, *known))))
    if verified:
        return deployment
    return deployment._replace(graphs=tuple(g for g in deployment.graphs if (g.environment or STANDING) == name))


def chooser(request: Request, work: sources.Work) -> Choice | None:
    """Which findings of a run over all environments are reported and fixed; None: all."""
    if request.all_envs:
        return None
    name, declared = request.environment, work.settings.environments
    if name is None:
        return lambda finding: not finding.environments or any(each not in declared for each in finding.environments)
    first = name if name in declared else STANDING

    def wanted(finding: Finding) -> bool:
        return finding.rule != _UNUSED and name in (finding.environments or (first,))

    return wanted


def narrowed(report: Report, request: Request, work: sources.Work) -> Report:
    """The report on what was asked for alone; in a single environment nothing is said of it at each finding."""
    if request.all_envs:
        return report
    name = request.environment
    if name is not None and report.environments == (name,):
        return report._replace(findings=tuple(each for each in report.findings if each.rule != _UNUSED))
    names = (name,) if name else tuple(each for each in report.environments if each not in work.settings.environments)
    wanted = chooser(request, work)
    found = filter(wanted, report.findings) if wanted is not None else report.findings
    return report._replace(findings=tuple(_only(found, names)), environments=names if name or names[1:] else ())


def _only(findings: Iterable[Finding], names: tuple[str, ...]) -> Iterable[Finding]:
    for finding in findings:
        kept = tuple(each for each in finding.environments if each in names) if names[1:] else ()
        yield finding if kept == finding.environments else finding._replace(environments=kept)


def _reading(name: str, work: sources.Work, *, strict: bool = True) -> api.Reading:
    """The files to look at in a declared environment, and how they are read there."""
    model = environments.model(name, work.settings, work.model, work.files, strict=strict)
    return environments.paths(name, work.settings, work.paths), model
