"""The variables that references see: which names have a value here, from where, and what a name without one means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deploylint.source.span import Span


class Binding(NamedTuple):
    """What is known of one variable.

    `value` is None when it is defined somewhere and its value is not known here; `span` is the definition's key, when
    it stands in a file; `how` is env-file, external, example or process.
    """

    value: str | None
    span: Span | None
    how: str


class Environment:
    """Variables by name.

    `closed`: a name without a binding is unset, which Compose deploys as empty; open, its value is not known.  `known`:
    there is a live env file, or externals are declared, so that a name without a binding may be called undefined.
    """

    __slots__ = ("_bindings", "closed", "known")

    def __init__(
        self, bindings: Mapping[str, Binding] | None = None, *, closed: bool = False, known: bool = False
    ) -> None:
        self._bindings = dict(bindings or {})
        self.closed = closed
        self.known = known

    def lookup(self, name: str) -> Binding | None:
        """The binding of a name, None when nothing defines it."""
        return self._bindings.get(name)

    def names(self) -> Iterable[str]:
        """All names that something defines."""
        return self._bindings.keys()
