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

    def variables(self) -> tuple[str, ...]:
        """Names that ENV sets."""
        names: list[str] = []
        for name, rest in self.steps:
            words = rest.split() if name == "ENV" else []
            if words and "=" not in words[0]:
                names.append(words[0])  # the old form, ENV NAME value
            else:
                names += [word.partition("=")[0] for word in words if "=" in word]
        return tuple(dict.fromkeys(names))

    def copied(self, path: str) -> list[str]:
        """The files below the build context of which the one that exists stands at a path of the image; the last copy,
        which wins, first.  Several, since nobody can see here whether a source is a file or a folder.
        """
        found: list[str] = []
        folder = "/"
        for name, rest in self.steps:
            if name == "WORKDIR":
                folder = posixpath.normpath(posixpath.join(folder, rest.strip("\"'")))
            elif name in ("COPY", "ADD"):
                found[:0] = _copied(rest, folder, path)
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


def _copied(rest: str, folder: str, path: str) -> list[str]:
    """The sources, below the build context, one of which a COPY may put at `path`."""
    options: list[str] = []
    while rest.startswith("--"):
        option, _, rest = rest.partition(" ")
        options.append(option)
        rest = rest.lstrip()
    words = _words(rest)
    if len(words) < 2 or any(option.startswith("--from=") for option in options):
        return []
    *sources, written = words
    destination = posixpath.normpath(posixpath.join(folder, written))
    is_folder = written.endswith(("/", "/.")) or written == "." or len(sources) > 1
    each = (_source(posixpath.normpath(source.lstrip("/") or "."), destination, path, is_folder) for source in sources)
    return [source for source in each if source is not None]


def _source(inside: str, destination: str, path: str, is_folder: bool) -> str | None:
    """What of `inside`, a file or a folder, stands at `path` afterwards."""
    if path == destination and not is_folder:
        return inside
    folder = destination.rstrip("/") + "/"
    if not path.startswith(folder):
        return None
    rest, name = path[len(folder) :], posixpath.basename(inside)
    if "*" in name or "?" in name:
        return posixpath.join(posixpath.dirname(inside), rest) if fnmatch.fnmatchcase(rest, name) else None
    if is_folder and name == rest:
        return inside
    return posixpath.normpath(posixpath.join(inside, rest))
