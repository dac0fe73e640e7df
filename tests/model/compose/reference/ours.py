"""A project loaded by deploylint as `show compose` loads it: what it refuses, or the model that it prints."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click

from deploylint import api
from deploylint.cli.show import compose, model
from deploylint.engine import cache
from deploylint.engine.rules import Pack
from deploylint.report.deployed import HOLE, deployed
from deploylint.report.yaml_text import emit
from deploylint.source.errors import UserError
from tests.model.compose.reference.documents import ABOVE, Document
from tests.model.compose.reference.loader import write


class Ours(NamedTuple):
    """The model as data and as YAML text, or the rules that refuse the project (a wrong request has no rule)."""

    data: object
    text: str | None
    refused: tuple[str, ...]


def load(document: Document, folder: Path, *, used: bool = False) -> Ours:
    """Put the project into a folder and load it there; the folder's own path is replaced as in the recording."""
    project = folder / "project"
    write(document, project)
    found = read(document, project / document.folder, used=used)
    return _replaced(found, str(folder))


def read(document: Document, folder: Path, *, used: bool = False) -> Ours:
    """Load a project that stands in a folder; with `used`, without networks and such that no service uses."""
    request = compose.Request(
        files=document.arguments,
        profiles=document.profiles,
        env_files=document.env_files,
        project_directory=document.directory,
        project_name=document.project,
        process_env=True,
        all_resources=not used,
        reveal=True,
        allow_outside=True,
    )
    with _placed(folder, document.variables):
        try:
            deployment, anchor = compose.deploy(compose.checked(request), None)
        except (UserError, click.UsageError) as error:
            return Ours(None, None, (f"request: {error}",))
        refused = tuple(sorted({finding.rule for finding in api.refusals(deployment, _pack())}))
        if refused:
            return Ours(None, None, refused)
        root, _ = model.canonical_model(deployment, anchor, keep_unused=request.all_resources)
    data = deployed(root, None).value
    return Ours(data, emit(data).replace(HOLE, "$"), ())


@functools.cache
def _pack() -> Pack:
    """The built-in rules, loaded once."""
    return cache.load()


def _replaced(found: Ours, above: str) -> Ours:
    """With the placeholder for a folder."""
    text = None if found.text is None else found.text.replace(above, ABOVE)
    return Ours(_each(found.data, above), text, found.refused)


def _each(value: object, above: str) -> object:
    if isinstance(value, dict):
        return {key: _each(item, above) for key, item in value.items()}
    if isinstance(value, list):
        return [_each(item, above) for item in value]
    return value.replace(above, ABOVE) if isinstance(value, str) else value


@contextmanager
def _placed(folder: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """In a folder, with exactly these variables."""
    before, here = dict(os.environ), os.getcwd()
    try:
        os.environ.clear()
        os.environ.update(variables)
        os.chdir(folder)
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)
