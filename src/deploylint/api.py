"""The pipeline: load files into graphs, lint them with rules, fix what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from deploylint import resources
from deploylint.engine import cache
from deploylint.engine.bind import Bound, Override, UnknownNameError, bind
from deploylint.engine.rules import COMMENT_MARK, Pack
from deploylint.engine.run import run
from deploylint.findings import Finding, Fix, Report, RuleCount
from deploylint.loading.selection import Selection, choose
from deploylint.loading.settings import Settings, check_rules
from deploylint.model.graph import FileRole, Graph
from deploylint.model.project import Cache, build
from deploylint.model.settings import ModelSettings
from deploylint.source.errors import UserError
from deploylint.source.files import Files

if TYPE_CHECKING:
    from deploylint.fix.apply import Outcome

DEFAULT = "default"
"""What a finding's environments call the deployment as it stands, where overlays imply others."""


Reading = tuple[Sequence[str], ModelSettings]
"""The files to look at in an environment, and how they are read there."""


class Deployment(NamedTuple):
    """Files read into graphs: the deployment as it stands first, then one for each overlay.

    `paths` are the files that were looked at; `cache` holds their trees, so that reading again after a change is cheap.
    `more` are further environments: the files to look at in each, and how they are read there.
    """

    files: Files
    paths: tuple[str, ...]
    settings: Settings
    model: ModelSettings
    graphs: tuple[Graph, ...]
    cache: Cache
    more: tuple[Reading, ...] = ()


class Repaired(NamedTuple):
    """What fixing did: the report before, the one after, and the new texts."""

    before: Report
    report: Report
    outcome: Outcome


def load(
    files: Files, paths: Sequence[str], settings: Settings, model: ModelSettings, more: Sequence[Reading] = ()
) -> Deployment:
    """Read the files into graphs; what is wrong with them is told by `lint`."""
    trees: Cache = {}
    graphs = _built(files, ((paths, model), *more), trees, settings)
    return Deployment(files, tuple(paths), settings, model, graphs, trees, tuple(more))


def _built(files: Files, readings: Sequence[Reading], trees: Cache, settings: Settings) -> tuple[Graph, ...]:
    """The graphs of all environments; an overlay implies none of a name that the settings declare, asked for or not:
    they say with which files and variables it is run.
    """
    found: list[Graph] = []
    declared = settings.environments
    for paths, model in readings:
        graphs = build(files, paths, model, trees)
        if model.environment:
            graphs[0].environment = model.environment
            found.append(graphs[0])
        else:
            found += (graph for graph in graphs if graph is graphs[0] or graph.environment not in declared)
    return tuple(found)


def lint(deployment: Deployment, selection: Selection, *, edits: bool = False) -> Report:
    """Run the rules; with `edits`, say for each fix what it would change.  UserError for a wrong name or rule file."""
    pack, bound = _rules(deployment.settings, selection)
    return lint_with(deployment, pack, bound, edits=edits)


def lint_with(deployment: Deployment, pack: Pack, bound: Sequence[Bound], *, edits: bool = False) -> Report:
    """Run these rules over every environment and make one report of the findings."""
    outcomes = [run(pack, bound, graph) for graph in deployment.graphs]
    merged = _merged([(graph, outcome.findings) for graph, outcome in zip(deployment.graphs, outcomes, strict=True)])
    sources = {path: source for graph in deployment.graphs for path, source in graph.sources.items()}
    files = _files(deployment.graphs)
    ran = [row.rule.id for row in bound]
    unread = [file.path for file in files if not file.read]
    suppressed = 0
    if any(COMMENT_MARK in source.text for source in sources.values()):
        from deploylint.engine import suppress

        kinds = {file.path: file.kind for file in files}
        silenced = suppress.suppress([each for each, _ in merged], sources.values(), pack.rules, ran, unread, kinds)
        left = set(silenced.findings)
        merged = [pair for pair in merged if pair[0] in left]
        merged += [(finding, deployment.graphs[0]) for finding in suppress.report(pack, bound, silenced.defects)]
        suppressed = len(silenced.silenced)
    findings = _with_edits(merged) if edits else [finding for finding, _ in merged]
    if deployment.settings.labels:
        findings = [_labelled(finding, deployment.settings.labels) for finding in findings]
    counts = {rule: RuleCount(*count) for rule, count in outcomes[0].counts.items()}
    for outcome in outcomes[1:]:
        for rule, count in outcome.counts.items():
            counts[rule] = RuleCount(*(a + b for a, b in zip(counts[rule], count, strict=True)))
    return Report(
        findings=tuple(sorted(findings, key=lambda finding: finding.sort_key)),
        files=files,
        nodes={kind: len(nodes) for kind, nodes in deployment.graphs[0].kinds.items() if nodes},
        rules=tuple(ran),
        counts=counts,
        environments=_names(deployment.graphs),
        suppressed=suppressed,
        masks=_masks(deployment.graphs),
        sources=sources,
        text=pack.said,
    )


def fix(
    deployment: Deployment,
    selection: Selection,
    *,
    unsafe: bool,
    select: Callable[[Finding], bool] | None = None,
) -> Repaired:
    """Apply what may be applied to a fixed point, each step verified; nothing is written."""
    pack, bound = _rules(deployment.settings, selection)
    return fix_with(deployment, pack, bound, unsafe=unsafe, select=select)


def fix_with(
    deployment: Deployment,
    pack: Pack,
    bound: Sequence[Bound],
    *,
    unsafe: bool,
    select: Callable[[Finding], bool] | None = None,
) -> Repaired:
    """As `fix`, with these rules."""
    from deploylint.fix import apply
    from deploylint.fix.linted import Linted

    reports: list[Report] = []

    def again(files: Files) -> Linted:
        readings = ((deployment.paths, deployment.model), *deployment.more)
        graphs = _built(files, readings, deployment.cache, deployment.settings)
        report = lint_with(deployment._replace(files=files, graphs=graphs), pack, bound)
        reports.append(report)
        return Linted(report.findings, graphs)

    outcome = apply.fix(deployment.files, again, unsafe=unsafe, select=select)
    after = next((report for report in reports if report.findings is outcome.linted.findings), reports[-1])
    return Repaired(reports[0], after, outcome)


def refusals(deployment: Deployment, pack: Pack | None = None) -> tuple[Finding, ...]:
    """What Compose itself would refuse of the projects in the first graph, as findings of the built-in rules.

    These are `pack`, when they are loaded already.  Only services that are started count, and nothing is excused;
    whether the environment is closed is the caller's business.
    """
    from deploylint.model.compose.refusals import TAG, UNEXCUSED, Refusals

    pack = pack or cache.load()
    bound = bind(pack, [rule.id for rule in pack.rules.values() if TAG in rule.tags])
    bound = tuple([row._replace(params={**row.params, **UNEXCUSED.get(row.rule.id, {})}) for row in bound])
    graph = deployment.graphs[0]
    decide = Refusals(graph)
    return tuple([each for each in run(pack, bound, graph).findings if decide.holds(each.rule, each.nodes[0])])


def load_rules(settings: Settings) -> Pack:
    """The built-in rules and those of the settings' packs."""
    return cache.load([resources.rules(), *settings.packs] if settings.packs else None)


def _rules(settings: Settings, selection: Selection) -> tuple[Pack, tuple[Bound, ...]]:
    """The rules that run, ready for it."""
    pack = load_rules(settings)
    check_rules(settings, {rule.id: rule.params for rule in pack.rules.values()})
    chosen = choose(pack.rules.values(), selection)
    overrides = []
    if settings.overrides:
        from deploylint.loading.ignore import from_texts

        overrides = [Override(from_texts(each.files).covers, each.rules) for each in settings.overrides]
    try:
        return pack, bind(pack, chosen, settings.rules, overrides, settings.versions)
    except UnknownNameError as error:
        raise UserError(f"{settings.path}: {error}") from None


def _merged(runs: Iterable[tuple[Graph, Sequence[Finding]]]) -> list[tuple[Finding, Graph]]:
    """Findings equal in rule, place and message are one, such as those of a snippet that is imported twice; each knows
    its environments when its file has several.
    """
    runs = list(runs)
    overlaid = {path for graph, _ in runs[1:] for path in graph.sources}
    found: dict[tuple[str, str, int, int, str], tuple[Finding, Graph]] = {}
    for graph, findings in runs:
        for finding in findings:
            source, start, end = finding.span
            if source.path in overlaid:
                finding = finding._replace(environments=(graph.environment or DEFAULT,))  # noqa: PLW2901
            key = (finding.rule, source.path, start, end, finding.message)
            if key in found:
                first, home = found[key]
                finding = first._replace(  # noqa: PLW2901
                    environments=tuple(dict.fromkeys((*first.environments, *finding.environments))),
                    nodes=tuple(dict.fromkeys((*first.nodes, *finding.nodes))),
                    came=tuple(dict.fromkeys((*first.came, *finding.came))),
                )
                found[key] = (finding, home)
            else:
                found[key] = (finding, graph)
    return list(found.values())


def _with_edits(findings: Iterable[tuple[Finding, Graph]]) -> list[Finding]:
    """Each fix with its edits, or with the reason why there are none."""
    from deploylint.rewrite import UNSOUND, Refused, Rewriter
    from deploylint.rewrite.batch import unsound

    writers: dict[int, Rewriter] = {}
    found: list[Finding] = []
    for finding, graph in findings:
        fix_: Fix | None = finding.fix
        if fix_ is not None and fix_.edits is None:
            writer = writers.setdefault(id(graph), Rewriter(graph))
            try:
                fix_ = fix_._replace(edits=writer.planned(fix_.operations))
            except Refused as refusal:
                fix_ = fix_._replace(reason=str(refusal))
            finding = finding._replace(fix=fix_)  # noqa: PLW2901
        found.append(finding)
    plans = [finding.fix.edits or () if finding.fix is not None else () for finding in found]
    for number in unsound(plans, lambda edits: all(writer.sound(edits) for writer in writers.values())):
        broken = found[number].fix
        if broken is not None:
            found[number] = found[number]._replace(fix=broken._replace(edits=None, reason=UNSOUND))
    return found


def _labelled(finding: Finding, labels: Mapping[str, Sequence[str]]) -> Finding:
    """The finding with the labels that the settings give to its rule and tags."""
    more = [label for name in (finding.rule, *finding.tags) for label in labels.get(name, ())]
    return finding._replace(labels=tuple(dict.fromkeys((*finding.labels, *more)))) if more else finding


def report(deployment: Deployment, findings: Sequence[Finding]) -> Report:
    """A report of these findings, for showing them with their files."""
    graphs = deployment.graphs
    sources = {path: source for graph in graphs for path, source in graph.sources.items()}
    return Report(tuple(findings), _files(graphs), masks=_masks(graphs), sources=sources)


def _names(graphs: Sequence[Graph]) -> tuple[str, ...]:
    """The environments of a run; none when the deployment as it stands is all there is."""
    return tuple(graph.environment or DEFAULT for graph in graphs if graphs[1:] or graph.environment)


def _files(graphs: Sequence[Graph]) -> tuple[FileRole, ...]:
    """Each file once, with the first role that it has."""
    found: dict[str, FileRole] = {}
    for graph in graphs:
        for role in graph.files:
            found.setdefault(role.path, role)
    return tuple(found[path] for path in sorted(found))


def _masks(graphs: Sequence[Graph]) -> dict[str, list[tuple[int, int]]]:
    """Offsets of literal secrets by path, over all environments."""
    found: dict[str, set[tuple[int, int]]] = {}
    for graph in graphs:
        for path, spans in graph.sensitive.items():
            found.setdefault(path, set()).update(spans)
    return {path: sorted(spans) for path, spans in found.items()}


__all__ = ["Deployment", "Repaired", "fix", "fix_with", "lint", "lint_with", "load", "load_rules", "refusals"]
