"""What a Dockerfile says of the image that it builds: its last base, the files copied into it, its command.

The language is read as far as that needs (Dockerfile reference: FROM, COPY, ADD, WORKDIR, CMD, ENTRYPOINT).
"""

from __future__ import annotations

import fnmatch
import posixpath
from typing import NamedTuple

LIMIT = 100_000
"""Characters of a Dockerfile that are looked at."""

DEEPEST = 20
"""Stages on stages that are followed."""


class _Stage(NamedTuple):
    """From one FROM to the next: its base, its name, and its other instructions in order."""

    base: str
    name: str
    steps: list[tuple[str, str]]


class Recipe(NamedTuple):
    """The image of a stage: `bases` from the stage's own FROM to the outermost; `steps` (instruction, rest of the line)
    of all of these stages in the order in which they take effect.
    """

    bases: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]

    def command(self) -> str:
        """The words of the last ENTRYPOINT and CMD, as one text."""
        last = dict(self.steps)
        return " ".join(" ".join(_words(last.get(name, ""))) for name in ("ENTRYPOINT", "CMD")).strip()

    def copied(self, path: str) -> str | None:
        """The file below the build context that stands at a path of the image; None when none is copied there."""
        found = None
        folder = "/"
        for name, rest in self.steps:
            if name == "WORKDIR":
                folder = posixpath.normpath(posixpath.join(folder, rest.strip("\"'")))
            elif name in ("COPY", "ADD"):
                found = _copied(rest, folder, path) or found
        return found


def read(text: str, target: str | None) -> Recipe:
    """What a Dockerfile says of a stage; of the last one without a target."""
    stages = _stages(text[:LIMIT])
    by_name = {stage.name: stage for stage in stages if stage.name}
    stage = by_name.get(target.lower()) if target else (stages[-1] if stages else None)
    bases: list[str] = []
    steps: list[tuple[str, str]] = []
    while stage is not None and len(bases) < DEEPEST:
        bases.append(stage.base)
        steps[:0] = stage.steps
        stage = by_name.get(stage.base.lower())
    return Recipe(tuple(bases), tuple(steps))


def _stages(text: str) -> list[_Stage]:
    stages: list[_Stage] = []
    for name, rest in _instructions(text):
        if name == "FROM":
            words = [word for word in rest.split() if not word.startswith("--")]
            alias = words[2].lower() if len(words) > 2 and words[1].upper() == "AS" else ""
            stages.append(_Stage(words[0] if words else "", alias, []))
        elif stages:
            stages[-1].steps.append((name, rest))
    return stages


def _instructions(text: str) -> list[tuple[str, str]]:
    """Instructions and what follows them, continued lines joined and comments left out."""
    found: list[tuple[str, str]] = []
    parts: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("#") or (not stripped and not parts):
            continue
        parts.append(stripped.removesuffix("\\"))
        if stripped.endswith("\\"):
            continue
        name, _, rest = " ".join(parts).partition(" ")
        found.append((name.upper(), rest.strip()))
        parts = []
    return found


def _words(text: str) -> list[str]:
    """The words of an instruction in either form."""
    if text.startswith("["):
        text = text.strip("[]").replace(",", " ")
    return [word.strip("\"'") for word in text.split()]


def _copied(rest: str, folder: str, path: str) -> str | None:
    """The source, below the build context, that one COPY puts at `path`."""
    options: list[str] = []
    while rest.startswith("--"):
        option, _, rest = rest.partition(" ")
        options.append(option)
        rest = rest.lstrip()
    words = _words(rest)
    if len(words) < 2 or any(option.startswith("--from=") for option in options):
        return None
    *sources, written = words
    destination = posixpath.join(folder, written)
    for source in sources:
        inside = posixpath.normpath(source.lstrip("/") or ".")
        found = _source(inside, destination, path, several=len(sources) > 1)
        if found is not None:
            return found
    return None


def _source(inside: str, destination: str, path: str, *, several: bool) -> str | None:
    """What of `inside`, a file or a folder that nobody has looked at, stands at `path` afterwards."""
    folder = destination.rstrip("/") + "/" if destination.rstrip("/") else "/"
    name = posixpath.basename(inside)
    if path == destination:
        return inside
    if not path.startswith(folder):
        return None
    rest = path[len(folder) :]
    if (destination.endswith("/") or several) and name == rest:
        return inside
    if "*" in name or "?" in name:
        return posixpath.join(posixpath.dirname(inside), rest) if fnmatch.fnmatchcase(rest, name) else None
    return posixpath.normpath(posixpath.join(inside, rest))
