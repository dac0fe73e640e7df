"""The github format: annotations for GitHub Actions, and the summary of a job in Markdown.

Source: GitHub's documentation, "Workflow commands for GitHub Actions".  A step shows ten annotations of each sort; what
is more stands in the log as plain lines.  Gitea shows no annotations, so that there the log and the summary are all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from deploylint.findings import SEVERITIES, Finding, Report
from deploylint.report import Look
from deploylint.report.markdown import escaped, prose
from deploylint.report.safe import visible, words
from deploylint.report.text import counted, looked_at

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_MOST = 10
_MOST_ROWS = 500
_MOST_RULES = 20


def render(report: Report, look: Look) -> str:
    """Annotations, the most severe first, then what GitHub would not show as annotations."""
    shown: Counter[str] = Counter()
    annotations: list[str] = []
    others: list[str] = []
    for finding in _by_severity(report.findings):
        shown[finding.severity] += 1
        if shown[finding.severity] <= _MOST:
            annotations.append(_annotation(finding, look.folder) + "\n")
        else:
            others.append(_line(finding, look.folder) + "\n")
    return "".join([*annotations, *others])


def _by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """The most severe first; those of a severity as they were."""
    return sorted(findings, key=lambda finding: -SEVERITIES.index(finding.severity))


def _annotation(finding: Finding, folder: str) -> str:
    """A workflow command.  Columns are for a place on one line only."""
    span = finding.span
    line, column = span.source.position(span.start)
    last, end = span.source.position(span.end)
    parts = {"file": _path(finding, folder), "line": str(line), "endLine": str(last)}
    if line == last:
        parts.update(col=str(column), endColumn=str(end))
    parts["title"] = f"deploylint {finding.rule}"
    properties = ",".join(f"{name}={_property(value)}" for name, value in parts.items())
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(words(finding.message))}"


def _line(finding: Finding, folder: str) -> str:
    """A line of the log; one that holds the mark of an old workflow command would be one."""
    line, column = finding.span.source.position(finding.span.start)
    place = f"{_path(finding, folder)}:{line}:{column}"
    return f"{finding.severity}[{finding.rule}] {place}: {words(finding.message)}".replace("##[", "## [")


def _path(finding: Finding, folder: str) -> str:
    path = finding.span.source.path
    return visible(path if path.startswith("/") else folder + path)


def _data(text: str) -> str:
    """A message as a workflow command takes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property as a workflow command takes it."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# -- the summary -------------------------------------------------------------------------------------------------------


def summary(report: Report, look: Look) -> str:
    """Counts, a table of the findings and what to do about them; far below the mebibyte that a step may write."""
    counts = report.severities()
    found = [counted(counts[name], name, name + "s") for name in reversed(SEVERITIES) if counts[name]]
    blocks = [f"### deploylint: {', '.join(found) or 'nothing found'}", escaped(_looked_at(report))]
    findings = _by_severity(report.findings)
    if findings:
        blocks.append("\n".join(_table(findings, look.folder)))
    left = len(findings) - _MOST_ROWS
    if left > 0:
        blocks.append(f"{counted(left, 'more finding is', 'more findings are')} in the log.")
    remedies = list(_remedies(findings))
    if remedies:
        blocks.append("<details><summary>What to do</summary>\n\n" + "\n".join(remedies) + "\n\n</details>")
    return "\n\n".join(blocks) + "\n\n"


def _looked_at(report: Report) -> str:
    safe, unsafe = report.fixable("safe"), report.fixable("unsafe")
    parts = [f"Looked at {looked_at(report)}"]
    parts += [f"{report.suppressed} suppressed"] * bool(report.suppressed)
    parts += [counted(report.unread, "file", "files") + " could not be read"] * bool(report.unread)
    parts += [f"{safe} can be fixed with --fix"] * bool(safe)
    parts += [f"{unsafe} {'more ' if safe else 'can be fixed '}with --fix --unsafe"] * bool(unsafe)
    return "; ".join(parts) + "."


def _table(findings: list[Finding], folder: str) -> Iterable[str]:
    yield "| Severity | Place | Finding | Rule |"
    yield "|---|---|---|---|"
    for finding in findings[:_MOST_ROWS]:
        line, _ = finding.span.source.position(finding.span.start)
        place = escaped(f"{_path(finding, folder)}:{line}")
        yield f"| {finding.severity} | {place} | {escaped(_cut(finding.message))} | {finding.rule} |"


def _cut(message: str) -> str:
    """A message that leaves room for others."""
    return message if len(message) <= 500 else message[:499] + "…"


def _remedies(findings: Iterable[Finding]) -> Iterable[str]:
    """The remedy of each rule once, in the order of the table."""
    remedies: dict[str, str] = {}
    for finding in findings:
        if finding.help:
            remedies.setdefault(finding.rule, finding.help)
    for rule, remedy in list(remedies.items())[:_MOST_RULES]:
        yield f"- **{rule}**: {prose(remedy)}"
