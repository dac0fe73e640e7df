"""Env files and label files of services, read for what they add."""

from __future__ import annotations

from deploylint.model.compose.canonical import gopath
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.dotenv import Definition, definitions
from deploylint.model.environment import Binding
from deploylint.model.expansion import Lookup
from deploylint.model.resolved import Entry, Hop, Scalar
from deploylint.source.files import Unreadable
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import dotenv, tree

_RAW = "raw"
"""The format in which nothing is quoted or expanded; docker compose registers it."""


def read(path: Scalar, scope: Scope) -> Source | None:
    """The file at a path, None when it cannot be had."""
    written = gopath.absolute(str(path.value), scope.start(path), scope.home)
    found = scope.context.files.read(scope.anchored(written)) if written.startswith("/") else None
    return None if isinstance(found, Unreadable) else found


def lines(source: Source, lookup: Lookup, form: str, closed: bool, earlier: dict[str, Binding]) -> list[Definition]:
    """What a file defines, in order; a name alone that nothing else defines adds nothing."""
    if form == _RAW:
        found = _raw(source, lookup)
    else:
        found = definitions(dotenv.parse(source), lookup, closed=closed, earlier=earlier)
    return [line for line in found if not (line.bare and line.known and line.value is None)]


def entry(source: Source, line: Definition, path: Scalar) -> Entry:
    """The entry that a line of a file makes, at the path that names the file."""
    start, end = line.place.start, line.place.end
    via = (*line.via, Hop("env-file", path.span, str(path.value)), *path.via)
    value = Scalar(source, tree.Scalar(start, end, start, None, None, source.text[start:end], ""), via)
    if line.known:
        value.value = line.value
    key = tree.Scalar(line.key.start, line.key.end, line.key.start, None, None, line.name, "")
    return Entry(source, key, value, ())


def _raw(source: Source, lookup: Lookup) -> list[Definition]:
    """The lines of a raw file (docker/cli, pkg/kvfile): `K=V` as it stands, or a name that is looked up."""
    found: list[Definition] = []
    start = 0
    for line in source.text.split("\n"):
        end = start + len(line.removesuffix("\r"))
        first = start + len(line) - len(line.lstrip())
        if first < end and source.text[first] != "#":
            at = source.text.find("=", first, end)
            stop = end if at < 0 else at
            name, key = source.text[first:stop], Span(source, first, stop)
            if at >= 0:
                place = Span(source, at + 1, end)
                found.append(Definition(name, place.text, True, False, key, place))
            else:
                binding = lookup(name)
                value = None if binding is None else binding.value
                known = binding is None or value is not None
                found.append(Definition(name, value, known, True, key, Span(source, end, end)))
        start += len(line) + 1
    return found
