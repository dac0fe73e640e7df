"""`include`: whole Compose files that are merged below the one that names them."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from deploylint.model.compose.forms import listed, null
from deploylint.model.environment import Binding, Environment
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value
from deploylint.source.span import Span

SECTIONS = ("services", "networks", "volumes", "secrets", "configs", "models")


class Request(NamedTuple):
    """One item of `include`: files that override each other in order, and the folder that their paths start from.

    `paths` is None when they are not known or would have to be fetched; `own_environment` when variables may come from
    files that only the included project reads.
    """

    paths: tuple[str, ...] | None
    folder: str
    span: Span
    own_environment: bool


def requests(entry: Entry, folder: str) -> list[Request] | None:
    """What an `include` asks for, paths relative to the anchor; None when it is no list."""
    value = entry.value
    if null(value):
        return []
    if not isinstance(value, Sequence):
        return [Request(None, folder, entry.span, own_environment=True)] if _unknown(value) else None
    found = [_request(item, entry, folder) for item in value.items]
    if value.open:
        found.append(Request(None, folder, entry.span, own_environment=True))
    return found


def _request(item: Value, entry: Entry, folder: str) -> Request:
    """One item: a path, or a mapping with a path or a list of them."""
    if isinstance(item, Scalar):
        return _local([item], None, False, item.span, folder)
    if not isinstance(item, Mapping):
        return Request(None, folder, entry.span, own_environment=True)
    path, directory = item.entries.get("path"), item.entries.get("project_directory")
    paths = listed(path.value) if path is not None else []
    first = paths[0] if paths else None
    span = first.span if isinstance(first, Scalar) else entry.span
    return _local(paths, directory, "env_file" in item.entries, span, folder)


def _local(paths: list[Value], directory: Entry | None, env_file: bool, span: Span, folder: str) -> Request:
    """A request for files below the anchor, as far as its paths are known."""
    unknown = Request(None, folder, span, own_environment=True)
    names = [path.value for path in paths if isinstance(path, Scalar) and path.known and isinstance(path.value, str)]
    if not names or len(names) != len(paths) or any(_fetched(name) for name in names):
        return unknown
    found = tuple(posixpath.normpath(posixpath.join(folder, name)) for name in names)
    own = posixpath.dirname(found[0])
    if directory is not None:
        value = directory.value
        if not isinstance(value, Scalar) or not value.known or not isinstance(value.value, str):
            return unknown
        own = posixpath.normpath(posixpath.join(folder, value.value)).removeprefix(".")
    return Request(found, own, span, own_environment=env_file or own != folder)


def _unknown(value: Value) -> bool:
    return isinstance(value, Scalar) and not value.known


def _fetched(path: str) -> bool:
    """Would a path have to be fetched?"""
    return "://" in path or path.startswith(("git@", "github.com/", "oci:"))


class Inner(Environment):
    """The variables of an included project: the outer ones win, and its own files may define others."""

    __slots__ = ("_outer",)

    def __init__(self, outer: Environment) -> None:
        super().__init__(closed=False, known=False)
        self._outer = outer

    def lookup(self, name: str) -> Binding | None:
        """The outer binding, else one without a known value."""
        return self._outer.lookup(name) or Binding(None, None, "external")


def opened_sections(root: Mapping) -> Mapping:
    """A copy of a document in which every section may hold more than is known."""
    result = Mapping(root.layers, root.via)
    result.open = True
    result.entries = dict(root.entries)
    for name in SECTIONS:
        entry = result.entries.get(name)
        if entry is not None and isinstance(entry.value, Mapping):
            section = Mapping(entry.value.layers, entry.value.via)
            section.entries, section.open = entry.value.entries, True
            result.entries[name] = Entry(entry.source, entry.key, section, entry.layers)
    return result
