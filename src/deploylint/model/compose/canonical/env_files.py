"""Env files and label files of services, read for what they add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deploylint.model.compose.canonical import gopath
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.envfiles import read_env_file
from deploylint.model.environment import Binding, Environment
from deploylint.model.resolved import Entry, Hop, Scalar
from deploylint.source.span import Span
from deploylint.syntax import tree


def added(
    path: Scalar, form: str, environment: Environment, earlier: Mapping[str, Binding], scope: Scope
) -> Iterator[tuple[str, Binding, Entry]]:
    """What the file at a path defines, in order: the name, what it says of it, and the entry that it makes.

    A name alone that nothing else defines adds nothing.
    """
    written = gopath.absolute(str(path.value), scope.start(path), scope.home)
    if not written.startswith("/"):
        return
    found = read_env_file(scope.context.files, scope.anchored(written), environment, earlier, form)
    for line in found.definitions if found is not None else ():
        if line.bare and line.known and line.value is None:
            continue
        via = (*line.via, Hop("env-file", path.span, str(path.value)), *path.via)
        value = Scalar(line.place.source, _node(line.place), via)
        if line.known:
            value.value = line.value
        yield line.name, line.binding, Entry(line.place.source, _node(line.key, line.name), value, ())


def _node(span: Span, text: str | None = None) -> tree.Scalar:
    """A part of an env file as if it were a scalar."""
    return tree.Scalar(span.start, span.end, span.start, None, None, span.text if text is None else text, "")
