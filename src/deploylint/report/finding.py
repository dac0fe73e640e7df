"""A finding as text: its heading, code frames, and what to do about it."""

from __future__ import annotations

from deploylint.findings import Finding, Report
from deploylint.report import Look
from deploylint.report.colour import Paint
from deploylint.report.frame import frames, wrapped
from deploylint.report.safe import visible, words

_MOST_INCLUDES = 4


def told(report: Report, look: Look, paint: Paint) -> list[str]:
    """Every finding as a block of lines."""
    explained: set[str] = set()
    blocks: list[str] = []
    for finding in report.findings:
        blocks.append("\n".join(_finding(finding, report, look, paint, first=finding.rule not in explained)))
        explained.add(finding.rule)
    return blocks


def _finding(finding: Finding, report: Report, look: Look, paint: Paint, *, first: bool) -> list[str]:
    """One finding; the remedy and where to read more stand under a rule's first only."""
    head = paint(finding.severity, f"{finding.severity}[{finding.rule}]") + paint("bold", ": " + words(finding.message))
    including, finding = _including(finding) if finding.came else ([], finding)
    body, gutter = frames(finding, report, paint, look.width)
    lines = [head, *body]
    if including:
        lines += _note("included by", ", ".join(including), gutter, look, paint)
    if any(finding.environments):
        lines += _note("in", ", ".join(visible(name) or "base" for name in finding.environments), gutter, look, paint)
    if finding.fix is not None:
        lines += _note("fix", _fix(finding), gutter, look, paint)
    if first:
        if finding.help:
            lines += _note("help", words(finding.help), gutter, look, paint)
        lines.append(
            " " * gutter + paint("gutter", " = ") + paint("help", "more") + f": deploylint explain {finding.rule}"
        )
    return lines


def _including(finding: Finding) -> tuple[list[str], Finding]:
    """Where the finding's file is included, and the finding without that: the line of an `include` says no more."""
    from deploylint.model.provenance import INCLUDED

    places = [each.span for each in finding.came if each.note == INCLUDED]
    shown = [f"{visible(place.source.path)}:{place.source.position(place.start)[0]}" for place in places]
    if len(shown) > _MOST_INCLUDES:
        shown[_MOST_INCLUDES:] = [f"and {len(shown) - _MOST_INCLUDES} more"]
    return shown, finding._replace(came=tuple([each for each in finding.came if each.note != INCLUDED]))


def _fix(finding: Finding) -> str:
    fix = finding.fix
    assert fix is not None
    title = words(fix.title)
    if fix.reason:
        return f"{title} (by hand: {words(fix.reason)})"
    how = {"safe": "--fix", "unsafe": "unsafe: --fix --unsafe", "suggest": "by hand"}[fix.safety]
    return f"{title} ({how})"


def _note(what: str, text: str, gutter: int, look: Look, paint: Paint) -> list[str]:
    """`= what: text`, wrapped under itself."""
    indent = gutter + 3 + len(what) + 2
    parts = wrapped(text, max(look.width - indent, 20))
    begin = " " * gutter + paint("gutter", " = ") + paint("help", what) + ": "
    return [begin + parts[0], *(" " * indent + part for part in parts[1:])] if parts else []
