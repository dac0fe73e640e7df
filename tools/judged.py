"""Fixes judged by the reference loader of Compose: a project's model may change only where its fixes say."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.rewrite.judge import Change, Judge, Told, changes, write  # noqa: E402

from deploylint import api  # noqa: E402
from deploylint.findings import Finding, Operation  # noqa: E402
from deploylint.rewrite.keys import KEYS, Written  # noqa: E402

__all__ = ["PROGRAM", "Folder", "Judge", "Verdict"]

PROGRAM = ROOT / ".oracles" / "bin" / "load-compose"

_LISTS = {"listener": "ports", "mount": "volumes", "attachment": "networks", "dependency": "depends_on"}
_LISTS |= {"env_var": "environment", "env_file": "environment", "build": "build", "healthcheck": "healthcheck"}
_LISTS |= {"image": "image"}
_SECTIONS = {"volume": "volumes", "network": "networks", "compose_secret": "secrets", "config": "configs"}


class Project(NamedTuple):
    """A project: its folder below the anchor, and its files from there, in the order in which they are merged."""

    folder: str
    files: tuple[str, ...]


class Verdict(NamedTuple):
    """How many projects were compared, how many the loader refuses before as well, and what is wrong."""

    compared: int
    refused: int
    wrong: tuple[str, ...]


class Folder:
    """A copy of a folder in which the loader reads projects, with new texts laid over it for each question."""

    def __init__(self, anchor: Path, deployment: api.Deployment, judge: Judge) -> None:
        self._anchor = anchor
        self._judge = judge
        self._projects = _projects(deployment)
        self._before: dict[Project, Told] = {}
        self._variables: dict[Project, dict[str, str]] = {}

    def judged(self, texts: Mapping[str, str], applied: Iterable[Finding], most: int | None = None) -> Verdict:
        """What the loader says of new texts that the fixes of some findings gave, in at most so many projects."""
        affected = [project for project, paths in self._projects.items() if paths & set(texts)]
        affected = (
            [*affected[: (most + 1) // 2], *affected[-(most // 2) :]] if most and most < len(affected) else affected
        )
        before = {project: self._ask_before(project) for project in affected}
        kept = {path: (self._anchor / path).read_bytes() for path in texts}
        write(texts, self._anchor)
        for path, old in kept.items():
            if old.startswith(b"\xef\xbb\xbf"):
                (self._anchor / path).write_bytes(b"\xef\xbb\xbf" + (self._anchor / path).read_bytes())
        after = {project: self._ask(project) for project in affected}
        for path, old in kept.items():
            (self._anchor / path).write_bytes(old)
        operations = [each for finding in applied for each in (finding.fix.operations if finding.fix else ())]
        wrong: list[str] = []
        for project in affected:
            wrong += _against(project, before[project], after[project], operations)
        refused = sum(bool(told.error) for told in before.values())
        return Verdict(len(affected) - refused, refused, tuple(wrong))

    def _ask_before(self, project: Project) -> Told:
        if project not in self._before:
            self._before[project] = self._ask(project)
        return self._before[project]

    def _ask(self, project: Project) -> Told:
        variables = self._variables.setdefault(project, {})
        return self._judge.ask_helped(self._anchor / project.folder, project.files, variables)


def _projects(deployment: api.Deployment) -> dict[Project, set[str]]:
    """The projects of all environments, with the files that each reads."""
    found: dict[Project, set[str]] = {}
    for graph in deployment.graphs:
        for each in graph.kinds.get("project", ()):
            node: Any = each
            start = f"{node.dir}/" if node.dir else ""
            paths = [file.path for file in node.files]
            if node.partial or not paths or any(not path.startswith(start) for path in paths):
                continue
            read = {role.path for role in graph.files if role.project == node.name}
            read |= {file.path for file in graph.kinds.get("file", ()) if file.format == "env"}  # type: ignore[attr-defined]
            read |= {file.path for file in graph.kinds.get("file", ()) if file.role == "included"}  # type: ignore[attr-defined]
            project = Project(node.dir, tuple(path.removeprefix(start) for path in paths))
            found.setdefault(project, set()).update(read, paths)
    return found


def _against(project: Project, before: Told, after: Told, operations: list[Operation]) -> Iterator[str]:
    """What speaks against a change of a project's model."""
    if before.error or before.text == after.text:
        return
    shown = "/".join((project.folder, "+".join(project.files)))
    if after.error:
        yield f"{shown} is refused: {after.error}"
        return
    most: Counter[str] = Counter()
    below: set[str] = set()
    for operation in operations:
        for path, one in _named(operation):
            if one:
                most[path] += 1
            else:
                below.add(path)
    for change in changes(before.model, after.model):
        if not _allowed(change, most, below):
            yield f"{shown}: {'.'.join(change.path)} changed from {change.gone} to {change.came}"


def _allowed(change: Change, most: Counter[str], below: set[str]) -> bool:
    path = ".".join(change.path)
    if any(path == each or path.startswith(each + ".") for each in below):
        return True
    if path.endswith(".[]") and most[path.removesuffix(".[]")]:
        return max(len(change.gone), len(change.came)) <= most[path.removesuffix(".[]")]
    return any(each.startswith("*") and path.endswith(each[1:]) for each in below)


def _named(operation: Operation) -> Iterator[tuple[str, bool]]:
    """The paths of a model that an operation speaks of; with True, one item of the list there."""
    node: Any = operation.node
    keys = KEYS.get(node.kind, {}).get(operation.field)
    if node.kind in ("env_def", "env_ref"):
        for reference in node.refs if node.kind == "env_def" else (node,):
            yield reference.where, False
        yield f"*.environment.{node.name}", False
    elif node.kind == "project" and keys is not None:
        yield f"{keys.keys[0]}.{operation.value}", False
    elif node.kind in _SECTIONS:
        yield ".".join((_SECTIONS[node.kind], node.name, *(keys.keys if keys else ()))), False
    elif node.kind == "service" and keys is not None:
        yield _in_service(operation, keys)
    elif node.kind in _LISTS:
        yield from _below_service(operation, f"services.{node.service.name}.{_LISTS[node.kind]}")
    elif node.kind == "credential" and node.service:
        yield f"services.{node.service.name}.environment", False


def _in_service(operation: Operation, keys: Written) -> tuple[str, bool]:
    """The path of a service's field, or of an item or pair of it."""
    node: Any = operation.node
    path = ".".join(("services", node.name, *keys.keys))
    one = operation.verb == "add" or operation.item is not None
    if keys.shape == "pairs" and one:
        return f"{path}.{str(operation.item or operation.value).partition('=')[0]}", False
    return path, keys.shape == "list" and one


def _below_service(operation: Operation, path: str) -> Iterator[tuple[str, bool]]:
    """The path of something that a service has, below the key of the list or mapping that holds it."""
    node: Any = operation.node
    if node.kind == "listener":  # each port of a range is one
        for other in node.service.listeners:
            if other.header.start == node.header.start and other.header.source is node.header.source:
                yield path, True
    elif node.kind == "mount":
        yield path, True
    elif node.kind in ("env_var", "attachment", "dependency"):
        yield f"{path}.{node.name}", False
        if operation.verb == "rename":
            yield f"{path}.{operation.value}", False
    else:
        yield path, False
