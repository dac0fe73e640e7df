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
}
"""Every format; its module has the same name and a function `render`."""


class Look(NamedTuple):
    """How a report should look: colour and width of the terminal, and what more was asked for.

    `command` is what to type to lint the same again; it begins the advice at the end.
    """

    colour: bool = False
    width: int = 80
    statistics: bool = False
    undecided: bool = False
    quiet: bool = False
    verbose: bool = False
    command: str = "deploylint validate"


Renderer = Callable[[Report, Look], str]


def renderer(name: str) -> Renderer:
    """The function of a format; only its module is imported."""
    found: Renderer = importlib.import_module(f"deploylint.report.{name}").render
    return found
