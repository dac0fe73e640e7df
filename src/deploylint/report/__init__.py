"""What a run found, as text for people and as data for programs: one module and one row a format."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import NamedTuple

from deploylint.findings import Report

FORMATS: dict[str, str] = {
    "text": "code frames, with related places, fixes and a summary",
    "concise": "one line a finding: path:line:column: severity rule message",
    "json": "deploylint.report/v1, described by schemas/report.schema.json",
    "sarif": "SARIF 2.1.0, for code scanning",
    "github": "annotations for GitHub Actions, and a job summary",
}
"""Every format; its module has the same name and a function `render`."""

EDIT_FORMATS = frozenset(("json", "sarif"))
"""Those that say what a fix would change."""

REPOSITORY_FORMATS = frozenset(("sarif", "github"))
"""Those whose readers know files by their place in the repository."""


class Look(NamedTuple):
    """How a report should look: colour and width of the terminal, and what more was asked for.

    `command` is what to type to lint the same again; it begins the advice at the end.  `folder` is where in the
    repository the anchor lies: "" for its top, else with a `/` at the end.
    """

    colour: bool = False
    width: int = 80
    statistics: bool = False
    undecided: bool = False
    quiet: bool = False
    verbose: bool = False
    command: str = "deploylint validate"
    folder: str = ""


Renderer = Callable[[Report, Look], str]


def renderer(name: str) -> Renderer:
    """The function of a format; only its module is imported."""
    found: Renderer = importlib.import_module(f"deploylint.report.{name}").render
    return found
