"""The concise format: one line a finding, as compilers print them."""

from __future__ import annotations

from deploylint.findings import Report
from deploylint.report import Look
from deploylint.report.safe import visible, words


def render(report: Report, look: Look) -> str:
    """`path:line:column: severity rule message`, nothing when there are no findings."""
    lines: list[str] = []
    for finding in report.findings:
        line, column = finding.span.source.position(finding.span.start)
        place = f"{visible(finding.span.source.path)}:{line}:{column}"
        lines.append(f"{place}: {finding.severity} {finding.rule} {words(finding.message)}\n")
    return "".join(lines)
