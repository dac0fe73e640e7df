"""Running rules over a graph: hits become findings, and each rule says how much it could judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from deploylint.engine.bind import Bound
from deploylint.engine.places import Place
from deploylint.engine.rules import Pack, Rule
from deploylint.engine.runtime import MOST_STEPS, Link, TooManyStepsError
from deploylint.engine.words import named
from deploylint.findings import Finding
from deploylint.model.graph import Graph
from deploylint.model.node import Node
from deploylint.model.resolved import Origin
from deploylint.source.defects import Related
from deploylint.source.span import Span

GAVE_UP = "input-limit-exceeded"
"""The rule under which it is reported that another one took too many steps."""


class Count(NamedTuple):
    """How many nodes a rule looked at, could not decide, and found something in."""

    looked_at: int
    undecided: int
    found: int


_NOTHING = Count(0, 0, 0)


class Outcome(NamedTuple):
    """Findings in the order of a report, and per rule what was judged."""

    findings: list[Finding]
    counts: dict[str, Count]


def run(pack: Pack, bound: Sequence[Bound], graph: Graph) -> Outcome:
    """Every rule over the nodes of its kind."""
    link = Link(graph, pack.tables)
    namespace = link.namespace()
    exec(pack.shared, namespace)  # noqa: S102 (source that engine.compile emitted)
    ready: set[str] = set()
    findings: dict[tuple[str, ...], Finding] = {}
    counts: dict[str, Count] = {}
    for row in bound:
        rule = row.rule
        nodes = graph.defects_by_code.get(rule.id, ()) if rule.kind == "defect" else graph.kinds.get(rule.kind, ())
        if not nodes:
            counts[rule.id] = _NOTHING
            continue
        if rule.part not in ready:
            ready.add(rule.part)
            exec(pack.code(rule.part), namespace)  # noqa: S102 (as above)
        link.restart()
        undecided = found = 0
        try:
            for severity, params, part in _parts(row, nodes):
                hits, unsure = namespace[f"r{rule.index}"](part, params)
                undecided += unsure
                if hits:
                    for finding in _findings(pack, row, link, namespace, hits, severity, params):
                        identity = finding.identity
                        if identity not in findings:
                            found += 1
                            findings[identity] = finding
        except TooManyStepsError:
            finding = _gave_up(pack, rule, nodes[0])
            findings[finding.identity] = finding
        counts[rule.id] = Count(len(nodes), undecided, found)
    return Outcome(sorted(findings.values(), key=lambda finding: finding.sort_key), counts)


def _parts(row: Bound, nodes: Sequence[Node]) -> Iterator[tuple[str, dict[str, Any], Sequence[Node]]]:
    """The nodes with the parameters that hold for their files.  A group may span files and has the general ones."""
    if not row.overrides or row.rule.grouped:
        yield row.severity, row.params, nodes
        return
    parts: dict[int, list[Node]] = {}
    for node in nodes:
        parts.setdefault(row.override(node.header.source.path), []).append(node)
    for index, part in parts.items():
        severity, params = (row.severity, row.params) if index < 0 else row.overrides[index][1:]
        if severity != "off":
            yield severity, params, tuple(part)


def _findings(
    pack: Pack,
    row: Bound,
    link: Link,
    namespace: dict[str, Any],
    hits: Iterable[Any],
    severity: str,
    params: dict[str, Any],
) -> Iterator[Finding]:
    """The findings of one rule's hits."""
    rule, graph = row.rule, link.graph
    texts = pack.texts(rule.id)
    exec(texts["hit"], namespace)  # noqa: S102 (as above)
    word, labels, remedy = namespace["h"], texts["issue_labels"], texts["remedy"]
    for hit in hits:
        subject: Any = hit[0]
        members: Sequence[Node] = subject if rule.grouped else (subject,)
        message, at, related, key, fix = word(*hit, params)
        places: list[Place] = at or [Place(members[0])]
        origin = graph.origin_of(*places[0])
        primary = origin.span
        if rule.grouped:
            members = sorted(members, key=lambda node: node is not places[0].node)
            if row.overrides:
                index = row.override(primary.source.path)
                severity = row.severity if index < 0 else row.overrides[index][1]
        if severity == "off":
            continue
        further = [Related(graph.span_of(*place), "") for place in places[1:]] if len(places) > 1 else []
        further += [Related(graph.span_of(*place), note) for found, note, _ in related for place in found]
        way = next((_steps(graph, found) for found, _, is_way in related if is_way), ())
        if rule.kind == "defect":
            further += graph.related.get(subject.id, ())
        if key is None:
            key = (places[0].field or "value") if rule.sensitive else primary.text
        ids = tuple([node.id for node in members])
        others = _distinct(primary, further) if further else ()
        came: tuple[Related, ...] = ()
        if rule.kind == "defect" or (origin.value is not None and origin.value.via):
            came = _came(link, origin, places[0].node, others)
        yield Finding(
            rule.id, severity, message, primary, ids, key, others, fix, rule.tags, labels, remedy, way=way, came=came
        )


def _came(link: Link, origin: Origin, node: Node, others: Sequence[Related]) -> tuple[Related, ...]:
    """The places through which the value at an origin came that are not among the others."""
    found = link.history.came(origin, node)
    return tuple([one for one in found if not any(_overlap(one.span, other.span) for other in others)])


def _overlap(one: Span, other: Span) -> bool:
    """Do two places share a character?"""
    return one.source is other.source and one.start < other.end and other.start < one.end


def _steps(graph: Graph, way: Sequence[Place]) -> tuple[Related, ...]:
    """The steps of a way, each with the kind and name of its node."""
    return tuple([Related(graph.span_of(*place), f"{place.node.kind} {named(place.node)}") for place in way])


def _distinct(primary: Span, related: list[Related]) -> tuple[Related, ...]:
    """Each other place of a file once, in order; of two notes on one place the one that says something."""
    found: dict[tuple[str, int, int], Related] = {}
    for one in related:
        place = one.span.sort_key
        # What stands in no file, such as the internet, has no place to show.
        if place[0] and place != primary.sort_key and not (place in found and found[place].note):
            found[place] = one
    return tuple(found.values())


def _gave_up(pack: Pack, rule: Rule, node: Node) -> Finding:
    """The finding that a rule was given up."""
    message = f"the rule {rule.id} was given up after {MOST_STEPS:,} steps; its findings are missing"
    severity = pack.rules[GAVE_UP].severity if GAVE_UP in pack.rules else "error"
    return Finding(GAVE_UP, severity, message, node.header.span, (node.id,), rule.id)
