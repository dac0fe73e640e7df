"""What an env file defines for Compose: its keys in order, with values expanded as Compose expands them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.model.environment import Binding, Room
from deploylint.model.expansion import Lookup, Use, expand, given, hops
from deploylint.model.resolved import Hop
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import dotenv

_MOST_HOPS = 50
"""Steps of one value that are remembered: values that hold each other twice would have more than fit anywhere."""


class Located(NamedTuple):
    """A reference in a value and its place."""

    use: Use
    span: Span


class Definition(NamedTuple):
    """One key of an env file.

    `value` is None when it is not `known`, and for a `bare` key that inherits what the file does not say.  `key` is the
    name as written, `place` the value with its quotes, empty where there is none; `excess` the reference with which
    the file's values became longer than they may be.  `via` are the steps of the value: its references and what they
    stand for.
    """

    name: str
    value: str | None
    known: bool
    bare: bool
    key: Span
    place: Span
    references: tuple[Located, ...] = ()
    excess: Span | None = None
    via: tuple[Hop, ...] = ()

    @property
    def span(self) -> Span:
        """The key as written."""
        return self.key

    @property
    def binding(self) -> Binding:
        """What the definition says of its variable."""
        return Binding(self.value, self.key, "env-file", self.via)


def definitions(
    tree: dotenv.EnvTree,
    lookup: Lookup,
    *,
    closed: bool = False,
    earlier: Mapping[str, Binding] | None = None,
    room: Room | None = None,
) -> list[Definition]:
    """The keys that a file defines, in order, doubles included; the last of equal ones counts.

    `lookup` gives what wins over the file's own earlier keys: the process, the files of another folder.  `earlier` are
    the keys of files before it in one list, which the file's own keys replace.  In a closed environment a name that
    nothing defines is empty.  A key alone behind the last line end is the value of an empty name.
    """
    found: list[Definition] = []
    own: dict[str, Binding] = dict(earlier or {})
    room = Room() if room is None else room

    def either(name: str) -> Binding | None:
        outer = lookup(name)
        return own.get(name, outer) if outer is None or outer.value is None else outer

    for statement in tree.statements:
        if statement.kind == "assignment":
            definition = _assigned(tree, statement, either, closed, room)
        elif statement.lost and statement.name:
            definition = _assigned(tree, statement, either, closed, room)._replace(name="")
        elif statement.kind == "bare" and statement.name:
            definition = _inherited(tree, statement, either)
        else:
            continue
        found.append(definition)
        if definition.value is None and definition.bare and definition.known and closed:
            continue
        own[definition.name] = definition.binding
    return found


def raw_definitions(source: Source, lookup: Lookup) -> list[Definition]:
    """The keys of a file in the raw format, in which nothing is quoted or expanded (docker/cli, pkg/kvfile)."""
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
                found.append(_named(name, key, lookup))
        start += len(line) + 1
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
    via = tuple([hop for each in references for hop in hops(each.use, each.span)][:_MOST_HOPS])
    return Definition(statement.name, value, value is not None, False, key, place, references, excess, via)


def _inherited(tree: dotenv.EnvTree, statement: dotenv.Statement, lookup: Lookup) -> Definition:
    """The definition that a key alone makes: the value that the name has already, if any."""
    return _named(statement.name, Span(tree.source, statement.key_start, statement.key_end), lookup)


def _named(name: str, key: Span, lookup: Lookup) -> Definition:
    """The definition of a name alone."""
    place = Span(key.source, key.end, key.end)
    binding = lookup(name)
    if binding is None:
        return Definition(name, None, True, True, key, place)
    via = given(binding, key)[:_MOST_HOPS]
    return Definition(name, binding.value, binding.value is not None, True, key, place, via=via)
