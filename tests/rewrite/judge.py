"""What an independent reader of Compose files says of a change: the canonical model before it and after it."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import yaml

Path_ = tuple[str, ...]
"""Keys from the top of a model; `[]` stands for an item of a list, of whatever place in it."""

_MISSING_FILE = re.compile(r"env file (.*) not found")
_MISSING_VARIABLE = re.compile(r'required variable "?([A-Za-z_][A-Za-z0-9_]*)"? is missing a value')
_MOST_REMEDIES = 40
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Told(NamedTuple):
    """The canonical model of a project as YAML, or why there is none."""

    text: str
    error: str

    @property
    def model(self) -> Any:
        """The model as plain data; None when there is none."""
        return None if self.error else yaml.load(self.text, Loader=_Loader)


class Change(NamedTuple):
    """One path at which two models differ: the values that went, and those that came."""

    path: Path_
    gone: tuple[str, ...]
    came: tuple[str, ...]


class Judge:
    """The reference loader as a running process."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen(
            [str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def ask(self, folder: Path, files: Sequence[str] = (), variables: Mapping[str, str] | None = None) -> Told:
        """The project in a folder, with all its profiles."""
        request = {
            "folder": str(folder),
            "files": list(files),
            "env_files": [],
            "profiles": ["*"],
            "name": "",
            "project_directory": "",
            "variables": dict(variables or {}),
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        if told.get("error"):
            return Told("", str(told["error"]).strip())
        return Told(told["model"], "")

    def ask_helped(self, folder: Path, files: Sequence[str], variables: dict[str, str]) -> Told:
        """As `ask`; env files and required variables that are missing are made first, as a deployment has them."""
        for _ in range(_MOST_REMEDIES):
            told = self.ask(folder, files, variables)
            file, name = _MISSING_FILE.search(told.error), _MISSING_VARIABLE.search(told.error)
            if file is not None and Path(file[1]).is_relative_to(folder.parent) and Path(file[1]).parent.is_dir():
                Path(file[1]).touch()
            elif name is not None and name[1] not in variables:
                variables[name[1]] = "1"
            else:
                return told
        return told


def write(files: Mapping[str, str], folder: Path) -> None:
    """Put files into a folder, byte by byte."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))


def changes(before: Any, after: Any) -> list[Change]:
    """Where two models differ."""
    old, new = Counter(_flat(before)), Counter(_flat(after))
    gone, came = old - new, new - old
    paths = sorted({path for path, _ in gone | came})
    return [
        Change(
            path,
            tuple(sorted(value for (at, value), count in gone.items() for _ in range(count) if at == path)),
            tuple(sorted(value for (at, value), count in came.items() for _ in range(count) if at == path)),
        )
        for path in paths
    ]


def _flat(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """All values of a model with their paths; an item of a list is one value.  Extensions are not deployed."""
    if isinstance(value, dict) and value:
        for key, below in value.items():
            if path or not str(key).startswith("x-"):
                yield from _flat(below, (*path, str(key)))
    elif isinstance(value, list):
        for below in value:
            yield (*path, "[]"), json.dumps(below, sort_keys=True, default=str)
    else:
        yield path, repr(value)
