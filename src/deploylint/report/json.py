"""The json format, deploylint.report/v1: everything a program may want, the same bytes for the same input."""

from __future__ import annotations

import json
from typing import Any

import deploylint
from deploylint.findings import Finding, Fix, Report
from deploylint.report import Look
from deploylint.report.safe import holds_secret, words
from deploylint.source.edit import Edit
from deploylint.source.span import Span
from deploylint.source.text import Source


def render(report: Report, look: Look) -> str:
    """One JSON document, in ASCII: whatever stands in a file, nothing in it can talk to a terminal."""
    text = json.dumps(document(report), indent=2, ensure_ascii=True)
    return text.replace("\x7f", "\\u007f") + "\n"


def document(report: Report) -> dict[str, Any]:
    """The report as plain values, as schemas/report.schema.json describes it."""
    sources = {**report.sources, **{each.span.source.path: each.span.source for each in report.findings}}
    return {
        "schema": "deploylint.report/v1",
        "tool": {"name": "deploylint", "version": deploylint.__version__},
        "root": ".",
        "environments": list(report.environments),
        "summary": _summary(report),
        "files": [
            {"path": each.path, "kind": each.kind, "role": each.role, "project": each.project} for each in report.files
        ],
        "findings": [_finding(each, report, sources) for each in report.findings],
    }


def _summary(report: Report) -> dict[str, int]:
    counts = report.severities()
    return {
        "files": len(report.files),
        "unread": report.unread,
        "nodes": sum(report.nodes.values()),
        "rules": len(report.rules),
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "fixable": report.fixable("safe") + report.fixable("unsafe"),
        "suppressed": report.suppressed,
        "baselined": report.baselined,
        "undecided": report.undecided,
    }


def _finding(finding: Finding, report: Report, sources: dict[str, Source]) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": words(finding.message),
        **_place(finding.span),
        "nodes": [words(node) for node in finding.nodes],
        "environments": list(finding.environments),
        "related": [{**_place(each.span), "note": words(each.note)} for each in finding.related],
        "came": [{**_place(each.span), "note": words(each.note)} for each in finding.came],
        "fix": None if finding.fix is None else _fix(finding.fix, report, sources),
        "fingerprint": finding.fingerprint,
        "tags": list(finding.tags),
        "labels": list(finding.labels),
        "help": words(finding.help),
    }


def _fix(fix: Fix, report: Report, sources: dict[str, Source]) -> dict[str, Any]:
    return {
        "title": words(fix.title),
        "safety": fix.safety,
        "reason": words(fix.reason),
        "edits": [_edit(each, report, sources) for each in fix.edits or ()],
    }


def _edit(edit: Edit, report: Report, sources: dict[str, Source]) -> dict[str, Any]:
    """An edit with its text, unless that holds a secret, or could: then its place alone."""
    source = sources[edit.path]
    place = _place(Span(source, edit.start, edit.end))
    if holds_secret(report, edit.path, edit.text, source.text):
        return {**place, "redacted": True}
    return {**place, "text": edit.text}


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.source.path, "start": _position(span, span.start), "end": _position(span, span.end)}


def _position(span: Span, offset: int) -> dict[str, int]:
    line, column = span.source.position(offset)
    return {"line": line, "column": column, "offset": offset}
