"""The variables that references see: which names have a value here, from where, and what a name without one means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from deploylint.source.span import Span

MOST = 16 << 20
"""Characters that the references of one project and of its env files may stand for together."""

MOST_READ = 3 << 20
"""Characters of env files that a project may read again, after the first reading of each."""

if TYPE_CHECKING:
    from deploylint.model.resolved import Hop


class Room:
    """How much references may still become, and how much of env files may still be read; shared by a whole project."""

    __slots__ = ("_read", "_seen", "left", "told")

    def __init__(self) -> None:
        self.left = MOST
        self.told = False
        self._read = MOST_READ
        self._seen: set[str] = set()

    def takes(self, path: str, size: int) -> bool:
        """May a file of this size be read?  Once it always may: later it costs time that no file's size bounds."""
        if path in self._seen:
            self._read -= size
        self._seen.add(path)
        return self._read >= 0


class Binding(NamedTuple):
    """What is known of one variable.

    `value` is None when it is defined somewhere and its value is not known here; `span` is the definition's key, when
    it stands in a file; `how` is env-file, external, example, process, or name for the project's own name.  `via` are
    the steps through which the value came to the definition: the references in it and what they stand for.
    """

    value: str | None
    span: Span | None
    how: str
    via: tuple[Hop, ...] = ()


class Environment:
    """Variables by name.

    `closed`: a name without a binding is unset, which Compose deploys as empty; open, its value is not known.  `known`:
    there is a live env file, or externals are declared, so that a name without a binding may be called undefined.
    `room` bounds what references and env files may cost.
    """

    __slots__ = ("_bindings", "closed", "known", "room")

    def __init__(
        self,
        bindings: Mapping[str, Binding] | None = None,
        *,
        closed: bool = False,
        known: bool = False,
        room: Room | None = None,
    ) -> None:
        self._bindings = dict(bindings or {})
        self.closed = closed
        self.known = known
        self.room = Room() if room is None else room

    def lookup(self, name: str) -> Binding | None:
        """The binding of a name, None when nothing defines it."""
        return self._bindings.get(name)

    def below(self, bindings: Mapping[str, Binding]) -> Environment:
        """With further variables; of a name that both define, the value here wins if it is known."""
        return Environment(over(bindings, self._bindings), closed=self.closed, known=self.known, room=self.room)

    def with_one(self, name: str, binding: Binding) -> Environment:
        """With another value for a name."""
        return Environment({**self._bindings, name: binding}, closed=self.closed, known=self.known, room=self.room)

    def names(self) -> Iterable[str]:
        """All names that something defines."""
        return self._bindings.keys()


def over(below: Mapping[str, Binding], above: Mapping[str, Binding]) -> dict[str, Binding]:
    """Both together; those above win unless nobody knows their value and those below say one."""
    found = {**below, **above}
    for name, binding in below.items():
        if found[name].value is None:
            found[name] = binding
    return found
