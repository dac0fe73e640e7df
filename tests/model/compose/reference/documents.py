"""Our own Compose projects, of which the reference loader's opinion is recorded beside them.

A file of `documents/` maps a name to a project:

    name:
      text: the text of compose.yaml                      (or `service:`, lines of a service `a` that has `image: x`
                                                          unless they bring an image, a build, a provider or extends;
                                                          and `top:`, what follows the services)
      files: {path: text}                                 further files; a null is a folder
      each: {row: text}                                   one project a row, with its text in place of every `@@`;
                                                          a row {base, over} makes two files: lines of the service `a`
                                                          (with `services`, further ones, and `top`), or, with `tops`,
                                                          what stands beside the services
      folder, arguments, env_files, profiles, project, directory, variables
                                                          how it is loaded: where, -f, --env-file, --profile, -p,
                                                          --project-directory, and the process environment
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).parent
RECORDING = FOLDER / "recording.jsonl"
ABOVE = "/above"
"""Stands in the recording for the folder above the one in which the project was put, `project`."""

VARIABLES = {"HOME": "/home/user", "PATH": "/usr/bin:/bin"}
_WHOLE = re.compile(r"^(image|build|provider|extends|<<)\s*:", re.MULTILINE)


class Document(NamedTuple):
    """A project: its files by path (None: a folder) and how it is loaded."""

    name: str
    files: dict[str, str | None]
    folder: str = ""
    arguments: tuple[str, ...] = ()
    env_files: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    project: str = ""
    directory: str | None = None
    variables: dict[str, str] = VARIABLES


@functools.cache
def documents() -> tuple[Document, ...]:
    """All of them, in the order in which they are written."""
    found: list[Document] = []
    for path in sorted((FOLDER / "documents").glob("*.yaml")):
        themes = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)
        for name, written in themes.items():
            found += _expanded(f"{path.stem}/{name}", written)
    return tuple(found)


def _expanded(name: str, written: dict[str, Any]) -> Iterator[Document]:
    """The project, or one for each row of its table."""
    written = dict(written)
    rows = written.pop("each", None)
    if rows is None:
        yield _document(name, written)
        return
    for row, text in rows.items():
        if isinstance(text, str):
            yield _document(f"{name}/{row}", {key: _with(value, text) for key, value in written.items()})
        else:
            yield _pair(f"{name}/{row}", written, text["base"], text["over"])


def _pair(name: str, written: dict[str, str], base: str, over: str) -> Document:
    """A file and one over it."""
    if "tops" in written:
        files = {"base.yaml": f"services: {{a: {{image: x}}}}\n{base}\n", "over.yaml": over + "\n"}
    else:
        files = {
            "base.yaml": _service(base) + written.get("services", "") + written.get("top", ""),
            "over.yaml": _service(over, whole=True),
        }
    return Document(name, dict(files), arguments=("base.yaml", "over.yaml"))


def _service(text: str, whole: bool = False) -> str:
    """A file with a service `a`."""
    image = "" if whole or _WHOLE.search(text) else "image: x\n"
    return "services:\n  a:\n" + "".join(f"    {line}\n" for line in (image + text).splitlines())


def _with(value: Any, text: str) -> Any:
    """The value with the row's text in place of every mark."""
    if isinstance(value, str):
        return re.sub("^( *)(.*)@@", lambda found: _placed(found, text), value, flags=re.MULTILINE)
    if isinstance(value, dict):
        return {_with(key, text): _with(each, text) for key, each in value.items()}
    return [_with(each, text) for each in value]


def _placed(found: re.Match[str], text: str) -> str:
    """The row's text where the mark was; its further lines are indented as the first."""
    before: str = _with(found[2], text)
    return found[1] + before + text.replace("\n", "\n" + found[1])


def _document(name: str, written: dict[str, Any]) -> Document:
    files: dict[str, str | None] = {}
    if "service" in written or "top" in written:
        assert "text" not in written
        files["compose.yaml"] = _service(written.get("service", "")) + written.get("top", "")
    elif "text" in written:
        files["compose.yaml"] = written["text"]
    files |= {path: None if path.endswith("/") else text for path, text in written.get("files", {}).items()}
    files = {path.removesuffix("/"): text for path, text in files.items()}
    known = {"text", "service", "top", "files", "folder", "arguments", "env_files", "profiles", "project", "directory"}
    unknown = written.keys() - known - {"variables", "note"}
    assert not unknown, (name, unknown)
    return Document(
        name,
        files,
        written.get("folder", ""),
        tuple(written.get("arguments", ())),
        tuple(written.get("env_files", ())),
        tuple(written.get("profiles", ())),
        written.get("project", ""),
        written.get("directory"),
        VARIABLES | written.get("variables", {}),
    )
