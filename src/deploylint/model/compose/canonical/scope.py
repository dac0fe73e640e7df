"""What decoding a value may ask about its project: variables, and the folder that a relative path starts from."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from deploylint.model.compose.canonical import gopath
from deploylint.model.compose.canonical.values import Place, hidden
from deploylint.model.environment import Binding
from deploylint.model.expansion import given
from deploylint.model.resolved import Hop, Scalar, Value
from deploylint.source.span import Span

if TYPE_CHECKING:
    from deploylint.model.compose.canonical import Context


_MOST_PORTS = 1 << 17
"""Ports that the ranges of one project are spread out to: all of one range, twice."""


class Scope:
    """One project while it is decoded; `directory` is its folder on the host, `home` that of the user, if known,
    `ports` how many ports its ranges may still become.
    """

    __slots__ = ("_folders", "context", "directory", "environment", "home", "ports")

    def __init__(self, context: Context) -> None:
        self.context = context
        self.ports = _MOST_PORTS
        self.environment = context.environment
        self.directory = self.host(context.folder)
        found = context.environment.lookup("HOME")
        self.home = found.value if found is not None else None
        self._folders: dict[str, str] = {}

    def host(self, path: str) -> str:
        """A path relative to the anchor as one of the host."""
        return gopath.join(self.context.anchor, path) if path[:1] != "/" else gopath.clean(path)

    def anchored(self, path: str) -> str:
        """A path of the host relative to the anchor."""
        anchor = self.context.anchor
        if path.startswith(anchor + "/"):
            return path[len(anchor) + 1 :]
        return posixpath.relpath(path, anchor)

    def start(self, value: Scalar) -> str:
        """The folder that a relative path in a value starts from: that of the file or project that brought it."""
        return self._folder(next((hop.folder for hop in value.via if hop.folder is not None), None))

    def project(self, value: Value) -> str | None:
        """The folder of the included project that brought a value; None for the project's own."""
        found = next((hop.folder for hop in value.via if hop.how == "include"), None)
        return None if found is None else self._folder(found)

    def _folder(self, path: str | None) -> str:
        """A folder below the anchor, on the host; the project's own for none."""
        if path is None:
            return self.directory
        found = self._folders.get(path)
        if found is None:
            found = self._folders[path] = self.host(path)
        return found

    def variable(self, name: str, at: Place, via: tuple[Hop, ...] = ()) -> Scalar | None:
        """The value of a variable at the place of its bare name; None when the project has none of that name."""
        binding = self.environment.lookup(name)
        if binding is not None:
            return _bound(name, binding, at, via)
        return None if self.environment.closed else hidden(at, name)


def _bound(name: str, binding: Binding, at: Place, via: tuple[Hop, ...]) -> Scalar:
    """The value of a binding, with the steps that it took."""
    if binding.value is None:
        return hidden(at, name)
    here = Span(at.source, at.node.content, at.node.end)
    return at.scalar(binding.value, (Hop("variable", here), *given(binding, here), *via))
