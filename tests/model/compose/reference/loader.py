"""The reference loader as a running process, and the projects put where it can read them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from tests.model.compose.reference.documents import ABOVE, Document


class Answer(NamedTuple):
    """What the loader says of a project: its canonical model as YAML, or why there is none."""

    model: str | None
    error: str | None
    warnings: tuple[str, ...] = ()


class Loader:
    """The program, one request a line; projects are put into one folder in turn."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._above = str(folder)
        self._folder = folder / "project"
        self._process = subprocess.Popen(
            [str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def ask(self, document: Document, *, used: bool = False) -> Answer:
        """Load a project; the folder's own path is replaced."""
        write(document, self._folder)
        request = {
            "folder": str(self._folder / document.folder),
            "files": document.arguments,
            "env_files": document.env_files,
            "profiles": document.profiles,
            "name": document.project,
            "project_directory": document.directory or "",
            "variables": document.variables,
            "used": used,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        told = json.loads(line.replace(self._above, ABOVE))
        warnings = tuple(told.get("warnings") or ())
        if told.get("error"):
            return Answer(None, told["error"].strip().splitlines()[0], warnings)
        return Answer(told["model"], None, warnings)


def write(document: Document, folder: Path) -> None:
    """Put a project's files into a folder, and nothing else there."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / document.folder).mkdir(parents=True)
    for path, text in document.files.items():
        target = folder / path
        if text is None:
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
