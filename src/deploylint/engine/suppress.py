"""Suppressions: comments such as `# deploylint: ignore[rule-a, rule-b] reason`, and what they cover."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from deploylint.engine.bind import Bound
from deploylint.engine.comments import reader
from deploylint.engine.rules import COMMENT_MARK, Pack
from deploylint.findings import Finding, Fix
from deploylint.source.defects import Defect
from deploylint.source.edit import Edit
from deploylint.source.span import Span
from deploylint.source.text import Source

INVALID = "suppression-invalid"
UNUSED = "suppression-unused"

MOST_COMMENTS = 1000
"""Comments in one file, and rules in one comment, that are heeded."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_COMMENT = re.compile(
    r"[#;]+[ \t]*deploylint:[ \t]*(?P<word>[\w-]*)[ \t]*(?P<list>\[(?P<ids>[^\]]*)\])?[ \t]*(?P<reason>.*)", re.DOTALL
)


class Suppression(NamedTuple):
    """A valid comment: its place, the rules it names, and the offsets of what it covers."""

    span: Span
    rules: tuple[str, ...]
    start: int
    end: int

    def silences(self, finding: Finding) -> bool:
        """Does a finding of a named rule, or one of its related places, begin in what is covered?"""
        return any(
            span.source.path == self.span.source.path and self.start <= span.start < self.end
            for span in (finding.span, *(related.span for related in finding.related))
        )


class Silenced(NamedTuple):
    """The findings that are left, those that were silenced, and what is wrong with the comments."""

    findings: list[Finding]
    silenced: list[Finding]
    defects: list[Defect]


def suppress(
    findings: Sequence[Finding],
    sources: Iterable[Source],
    known: Collection[str],
    ran: Collection[str],
    unread: Collection[str] = (),
    kinds: Mapping[str, str] = MappingProxyType({}),
) -> Silenced:
    """Apply the comments in these files.

    `known` are the ids of all rules and `ran` of those that ran; `unread` are paths of files that were not read whole,
    in which an unused comment is not reported; `kinds` are the kinds of files by path, for those whose name does not
    tell.
    """
    defects: list[Defect] = []
    found: list[Suppression] = []
    for source in sources:
        if COMMENT_MARK in source.text:
            for one in _suppressions(source, kinds.get(source.path), known):
                (found if isinstance(one, Suppression) else defects).append(one)  # type: ignore[arg-type]
    if not found:
        return Silenced(list(findings), [], defects)
    named: dict[str, list[Suppression]] = {}
    for one in found:
        for rule in one.rules:
            named.setdefault(rule, []).append(one)
    used: set[tuple[Suppression, str]] = set()
    left: list[Finding] = []
    silenced: list[Finding] = []
    for finding in findings:
        by = [one for one in named.get(finding.rule, ()) if one.silences(finding)]
        used |= {(one, finding.rule) for one in by}
        (silenced if by else left).append(finding)
    for one in found:
        if one.span.source.path in unread:
            continue
        for rule in one.rules:
            if rule in ran and (one, rule) not in used:
                defects.append(Defect(UNUSED, one.span, rule))
    return Silenced(left, silenced, defects)


def report(pack: Pack, bound: Sequence[Bound], defects: Sequence[Defect]) -> list[Finding]:
    """The findings about comments, by the rules of the defects' codes when they run; unused ones can be taken out."""
    from deploylint.engine.run import run
    from deploylint.model import nodes
    from deploylint.model.graph import Graph
    from deploylint.model.resolved import Origin

    wanted = {defect.code for defect in defects}
    rows = [row for row in bound if row.rule.id in wanted]
    if not rows:
        return []
    graph = Graph()
    made: dict[str, list[nodes.Defect]] = {}
    alike: dict[str, int] = {}
    for defect in defects:
        source, start, end = defect.span
        name = f"defect:{source.path}/{defect.code}:{defect.name}"
        same = alike[name] = alike.get(name, 0) + 1
        node = nodes.Defect(name if same == 1 else f"{name}~{same}", Origin(source, start, end), {})
        node.code, node.name, node.found, node.expected = defect.code, defect.name, defect.found, defect.expected
        node.file, node.dormant = nodes.NULL["file"], False
        made.setdefault(defect.code, []).append(node)
    graph.defects_by_code = {code: tuple(rows_) for code, rows_ in made.items()}
    unused = {node.id: node.name for node in made.get(UNUSED, ())}
    return [
        finding._replace(fix=_removal(finding.span, unused[finding.nodes[0]])) if finding.rule == UNUSED else finding
        for finding in run(pack, rows, graph).findings
    ]


def _names(listed: str) -> tuple[str, ...]:
    """The rules in a comment's list, each once."""
    return tuple(dict.fromkeys(part.strip() for part in listed.split(",") if part.strip()))


def _removal(span: Span, rule: str) -> Fix:
    """Take a rule out of a comment's list, or the comment away when it is the only one, with its line if it has one."""
    text, start, end = span.source.text, span.start, span.end
    shape = _COMMENT.match(text, start, end)
    others = [name for name in _names(shape["ids"] if shape else "") if name != rule]
    if shape is not None and others:
        edit = Edit(span.source.path, shape.start("ids"), shape.end("ids"), ", ".join(others))
        return Fix(f"Take {rule} out of the list", "safe", (), (edit,))
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    before = text[line:start]
    if before.strip(" \t"):
        start -= len(before) - len(before.rstrip(" \t"))
    else:
        found = _LINE.match(text, line)
        start, end = line, found.end() if found else end
    return Fix("Remove the comment", "safe", (), (Edit(span.source.path, start, end, ""),))


# -- reading the comments of one file ----------------------------------------------------------------------------------


def _suppressions(source: Source, kind: str | None, known: Collection[str]) -> Iterator[Suppression | Defect]:
    """The comments of one file: valid ones with what they cover, and defects."""
    places = reader(source, kind)
    number = 0
    for start, end in places.comments():
        shape = _COMMENT.match(source.text, start, end)
        if shape is None:
            continue
        span = Span(source, start, end)
        number += 1
        if number > MOST_COMMENTS:
            yield Defect(INVALID, span, "", f"more than {MOST_COMMENTS:,} comments in a file", _IN_SETTINGS)
            return
        line_start, _ = source.line_bounds(source.position(start)[0])
        own_line = not source.text[line_start:start].strip()
        ids = _names(shape["ids"] or "")
        problem = _problem(shape, ids)
        if not problem and not own_line and not places.trailing:
            problem = ("a comment behind a value", "a line of its own above it")
        if not problem and any(char in places.forbidden for char in shape["reason"]):
            problem = ("a backslash", "a reason without one, which would join the next line to the one before")
        if problem:
            yield Defect(INVALID, span, ", ".join(ids[:MOST_COMMENTS]), *problem)
            continue
        wrong = [rule for rule in ids if rule not in known]
        yield from (Defect(INVALID, span, rule, f"the unknown rule {rule}", _near(rule, known)) for rule in wrong)
        covered = places.covered(end if own_line else line_start, following=own_line)
        if covered is None:
            yield Defect(INVALID, span, ", ".join(ids), "nothing below the comment", "the thing that it is about")
        elif len(wrong) < len(ids):
            yield Suppression(span, tuple(rule for rule in ids if rule not in wrong), *covered)


_IN_SETTINGS = "`rules: {ID: off}` in deploylint.yaml"


def _problem(shape: re.Match[str], ids: tuple[str, ...]) -> tuple[str, str] | None:
    """What is found and what is expected, when a comment says too little."""
    if shape["word"] != "ignore":
        return (shape["word"] or "nothing after deploylint:", "ignore[rule] and a reason")
    if not ids:
        return ("no rule in brackets", "ignore[rule] and a reason")
    if not shape["reason"].strip():
        return ("no reason", "a reason behind the brackets")
    if len(ids) > MOST_COMMENTS:
        return (f"more than {MOST_COMMENTS:,} rules", _IN_SETTINGS)
    return None


def _near(rule: str, known: Collection[str]) -> str:
    from deploylint.model.spelling import nearest

    return nearest(rule, known) or "the id of a rule"
