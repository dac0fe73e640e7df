"""What an env file defines for Compose: its keys in order, with values expanded as Compose expands them."""

from __future__ import annotations

from typing import NamedTuple

from deploylint.model.environment import Binding
from deploylint.model.expansion import Lookup, Room, Use, expand
from deploylint.source.span import Span
from deploylint.syntax import dotenv


class Located(NamedTuple):
    """A reference in a value and its place."""

    use: Use
    span: Span


class Definition(NamedTuple):
    """One key of an env file.

    `value` is None when it is not `known`, and for a `bare` key that inherits what the file does not say.  `key` is the
    name as written, `place` the value with its quotes, empty where there is none; `excess` the
    reference with which the file's values became longer than they may be.
    """

    name: str
    value: str | None
    known: bool
    bare: bool
    key: Span
    place: Span
    references: tuple[Located, ...] = ()
    excess: Span | None = None

    @property
    def span(self) -> Span:
        """The key as written."""
        return self.key


def definitions(tree: dotenv.EnvTree, lookup: Lookup, *, closed: bool = False) -> list[Definition]:
    """The keys that a file defines, in order, doubles included; the last of equal ones counts.

    `lookup` gives what the process and earlier files define, which wins over the file's own earlier keys.  In a closed
    environment a name that nothing defines is empty.
    """
    found: list[Definition] = []
    own: dict[str, Binding] = {}
    room = Room()

    def either(name: str) -> Binding | None:
        return lookup(name) or own.get(name)

    for statement in tree.statements:
        if statement.kind == "assignment":
            definition = _assigned(tree, statement, either, closed, room)
        elif statement.kind == "bare" and statement.name:
            definition = _inherited(tree, statement, either)
        else:
            continue
        found.append(definition)
        own[definition.name] = Binding(definition.value, definition.key, "env-file")
    return found


def _assigned(
    tree: dotenv.EnvTree, statement: dotenv.Statement, lookup: Lookup, closed: bool, room: Room
) -> Definition:
    """The definition that `KEY=value` makes."""
    source = tree.source
    key = Span(source, statement.key_start, statement.key_end)
    place = Span(source, statement.value_start, statement.value_end)
    if not statement.expands or "$" not in statement.text:
        return Definition(statement.name, statement.text, True, False, key, place)
    expansion = expand(dotenv.pieces(statement), lookup, closed, room)
    places = dotenv.places(source, statement)
    references = tuple(
        Located(use, Span(source, places[use.reference.start], places[use.reference.end])) for use in expansion.uses
    )
    value = expansion.text
    excess = expansion.excess and Span(source, places[expansion.excess[0]], places[expansion.excess[1]])
    return Definition(statement.name, value, value is not None, False, key, place, references, excess)


def _inherited(tree: dotenv.EnvTree, statement: dotenv.Statement, lookup: Lookup) -> Definition:
    """The definition that a key alone makes: the value that the name has already, if any."""
    key = Span(tree.source, statement.key_start, statement.key_end)
    place = Span(tree.source, statement.key_end, statement.key_end)
    binding = lookup(statement.name)
    if binding is None:
        return Definition(statement.name, None, True, True, key, place)
    return Definition(statement.name, binding.value, binding.value is not None, True, key, place)
