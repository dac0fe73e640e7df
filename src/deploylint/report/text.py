"""The text format: each finding with code frames and what to do, at the end what was looked at and what comes next."""

from __future__ import annotations

from collections import Counter

from deploylint.findings import Report
from deploylint.report import Look
from deploylint.report.colour import Paint

_MESSY = 20
"""From so many findings on, a report ends with where to begin."""

_COUNTED = (("project", "projects"), ("service", "services"), ("site", "sites"), ("unit", "units"))


def render(report: Report, look: Look) -> str:
    """The whole report."""
    paint = Paint(on=look.colour)
    blocks: list[str] = []
    if report.findings:  # a run that finds nothing is the most frequent one, and frames are long to import
        from deploylint.report.finding import told

        blocks = told(report, look, paint)
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
    from deploylint.report.excerpt import width
    from deploylint.report.safe import visible

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
    from deploylint.report.safe import visible

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
