"""Where reports go: stdout, files or a job's summary, in the formats asked for, and how the terminal looks."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple, TextIO

from deploylint.cli.group import Globals, unknown
from deploylint.cli.streams import emit, note
from deploylint.findings import Report
from deploylint.report import FORMATS, REPOSITORY_FORMATS, Look, renderer
from deploylint.source.errors import UserError


class Target(NamedTuple):
    """A format, and the file to write it to (None: stdout)."""

    format: str
    file: str | None


def targets(formats: Sequence[str], file: str | None) -> tuple[Target, ...]:
    """What `--format NAME[=FILE]` and `-o FILE` mean together."""
    found: list[Target] = []
    for each in formats or ("text",):
        name, equals, path = each.partition("=")
        if name not in FORMATS:
            raise UserError(unknown("format", name, FORMATS))
        if equals and not path:
            raise UserError(f"--format {each} names no file")
        found.append(Target(name, path or None))
    if file is not None:
        if len(found) > 1 or found[0].file is not None:
            raise UserError("-o is for a single format", "Use --format NAME=FILE for each.")
        found = [Target(found[0].format, file)]
    if sum(target.file is None for target in found) > 1:
        raise UserError("only one format can go to stdout", "Use --format NAME=FILE for the others.")
    return tuple(found)


def look(options: Globals, *, statistics: bool = False, undecided: bool = False, command: str = "") -> Look:
    """How a report to stdout should look."""
    return Look(
        coloured(options.colour),
        width(),
        statistics=statistics,
        undecided=undecided,
        quiet=options.quiet,
        verbose=options.verbose,
        command=command or "deploylint validate",
    )


def located(how: Look, wanted: Sequence[Target], anchor: str) -> Look:
    """The look with the anchor's folder in the repository, for the formats that services show beside its files."""
    if not any(target.format in REPOSITORY_FORMATS for target in wanted):
        return how
    top = anchor
    while not os.path.exists(os.path.join(top, ".git")):
        parent = os.path.dirname(top)
        if parent == top:
            return how
        top = parent
    below = os.path.relpath(anchor, top).replace(os.sep, "/")
    return how if below == "." else how._replace(folder=below + "/")


def coloured(wish: str, stream: TextIO | None = None) -> bool:
    """--color wins, then NO_COLOR, then whether the stream (stdout) is a terminal that can show it."""
    if wish != "auto":
        return wish == "always"
    return not os.environ.get("NO_COLOR") and (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def width(stream: TextIO | None = None) -> int:
    """The width of the terminal behind a stream (stdout); 80 where there is none."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return max(int(columns), 30)
    try:
        return max(os.get_terminal_size((stream or sys.stdout).fileno()).columns, 30)
    except (OSError, ValueError):
        return 80


def write(report: Report, wanted: Sequence[Target], how: Look) -> None:
    """Write the report in every format, files first: nothing is printed when one fails.  A file is never coloured."""
    for target in sorted(wanted, key=lambda target: target.file is None):
        if target.file is None:
            emit(renderer(target.format)(report, how))
        else:
            text = renderer(target.format)(report, how._replace(colour=False, width=80))
            try:
                with open(target.file, "w", encoding="utf-8", errors="replace", newline="\n") as file:
                    file.write(text)
            except OSError as error:
                reason = (error.strerror or "an error").lower()
                raise UserError(f"{target.file} cannot be written: {reason}") from None
    if any(target.format == "github" for target in wanted):
        _summarize(report, how)


def _summarize(report: Report, how: Look) -> None:
    """Append to the summary of the job that this runs in, if any; a summary that cannot be written is no failure."""
    path = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not path:
        return
    from deploylint.report.github import summary

    try:
        with open(path, "a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(summary(report, how))
    except OSError as error:
        note(f"the job summary cannot be written: {(error.strerror or 'an error').lower()}")
