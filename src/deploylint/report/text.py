"""The text format: each finding with code frames and what to do, at the end what was looked at and what comes next."""

from __future__ import annotations

from collections import Counter

from deploylint.findings import Finding, Report
from deploylint.report import Look
from deploylint.report.colour import Paint
from deploylint.report.excerpt import width
from deploylint.report.frame import frames, wrapped
from deploylint.report.safe import visible, words

_MESSY = 20
"""From so many findings on, a report ends with where to begin."""

_COUNTED = (("project", "projects"), ("service", "services"), ("site", "sites"), ("unit", "units"))


def render(report: Report, look: Look) -> str:
    """The whole report."""
    paint = Paint(on=look.colour)
    explained: set[str] = set()
    blocks: list[str] = []
    for finding in report.findings:
        blocks.append("\n".join(_finding(finding, report, look, paint, first=finding.rule not in explained)))
        explained.add(finding.rule)
    if look.verbose and report.files:
        blocks.append("\n".join(_files(report)))
    if look.undecided:
        blocks.append("\n".join(_undecided(report)))
    if look.statistics:
        blocks.append("\n".join(_statistics(report)))
    if not look.quiet:
        blocks.append("\n".join(_summary(report, paint)))
        if len(report.findings) >= _MESSY:
            blocks.append("\n".join(_advice(report, look)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _finding(finding: Finding, report: Report, look: Look, paint: Paint, *, first: bool) -> list[str]:
    """One finding; the remedy and where to read more stand under a rule's first only."""
    head = paint(finding.severity, f"{finding.severity}[{finding.rule}]") + paint("bold", ": " + words(finding.message))
    body, gutter = frames(finding, report, paint, look.width)
    lines = [head, *body]
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


def _summary(report: Report, paint: Paint) -> list[str]:
    looked = looked_at(report)
    counts = report.severities()
    found = ", ".join(
        paint(name, counted(counts[name], name, name + "s")) for name in ("error", "warning", "info") if counts[name]
    )
    more = [f"{report.suppressed} suppressed"] * bool(report.suppressed)
    more += [counted(report.unread, "file", "files") + " could not be read"] * bool(report.unread)
    lines = [f"{looked}: " + ", ".join([found or "nothing found", *more])]
    safe, unsafe = report.fixable("safe"), report.fixable("unsafe")
    if safe and unsafe:
        lines.append(f"{safe} can be fixed with --fix, {unsafe} more with --fix --unsafe")
    elif safe:
        lines.append(f"{safe} can be fixed with --fix")
    elif unsafe:
        lines.append(f"{unsafe} can be fixed with --fix --unsafe")
    return lines


def looked_at(report: Report) -> str:
    """What was looked at: `9 files, 2 projects, 3 sites`."""
    parts = [counted(len(report.files), "file", "files")]
    parts += [counted(report.nodes[one], one, many) for one, many in _COUNTED if report.nodes.get(one)]
    return ", ".join(parts)


def counted(number: int, one: str, many: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {one if number == 1 else many}"


def _advice(report: Report, look: Look) -> list[str]:
    """Where to begin when there is much."""
    rules = Counter(finding.rule for finding in report.findings)
    most = min(rules, key=lambda rule: (-rules[rule], rule))
    safe = report.fixable("safe")
    rows = [(f"{look.command} --level essential", "only what breaks or exposes something")]
    if safe:
        rows.append((f"{look.command} --diff", f"what the {counted(safe, 'safe fix', 'safe fixes')} would change"))
    rows += [
        (f"{look.command} --statistics", f"findings by rule (most often: {most}, {rules[most]})"),
        (f"deploylint explain {most}", "why that matters and what to do"),
    ]
    room = max(width(command) for command, _ in rows)
    return [
        "Where to begin:",
        *(f"  {visible(command)}{' ' * (room - width(command))}  {why}" for command, why in rows),
    ]


def _files(report: Report) -> list[str]:
    """The role of each file, as -v shows it."""
    return [
        f"{visible(file.path)}: {file.kind}, {file.role}" + (f" of {visible(file.project)}" if file.project else "")
        for file in report.files
    ]


def _undecided(report: Report) -> list[str]:
    """Rules that unknown values left open."""
    rows = [(rule, count) for rule, count in sorted(report.counts.items()) if count.undecided]
    if not rows:
        return ["Undecided: nothing"]
    room = max(len(rule) for rule, _ in rows)
    return [
        "Undecided, because a value is not known here:",
        *(f"  {rule:{room}}  {count.undecided} of {count.looked_at}" for rule, count in rows),
    ]


def _statistics(report: Report) -> list[str]:
    """Findings by rule, most frequent first, and where the time went."""
    rules = Counter((finding.rule, finding.severity) for finding in report.findings)
    lines = ["Findings by rule:"]
    lines += [
        f"{number:>6}  {severity:7}  {rule}"
        for (rule, severity), number in sorted(rules.items(), key=lambda row: (-row[1], row[0]))
    ]
    if report.seconds:
        lines.append(
            "Time: " + ", ".join(f"{stage} {seconds * 1000:.0f} ms" for stage, seconds in report.seconds.items())
        )
    return lines
