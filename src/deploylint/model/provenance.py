"""How a value came to be where it did not simply stand: the places of its steps, each with what happened there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from typing import TYPE_CHECKING

from deploylint.model.resolved import Hop, Mapping, Origin, Scalar, Sequence, Value
from deploylint.source.defects import Related
from deploylint.source.span import Span

if TYPE_CHECKING:
    from deploylint.model.node import Node

INCLUDED = "included here"
"""What is said of an `include`: the same for all that the other file holds."""

VARIABLES = frozenset(("variable", "default", "env-file", "process"))
"""Steps that decide what a written text stands for; the others bring it, whatever it is, to its place."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MOST = 20


class History:
    """How the values of some resolved documents came to be."""

    __slots__ = ("_documents", "_scalars", "_starts")

    def __init__(self, documents: MappingOf[str, Mapping]) -> None:
        self._documents = documents
        self._scalars: dict[str, dict[int, Scalar]] | None = None
        self._starts: dict[str, list[int]] = {}

    def came(self, origin: Origin, node: Node) -> tuple[Related, ...]:
        """The places through which the value at a node's origin came, nearest first, on lines that are not its own.

        A value that is written where it is deployed has none, nor has one that is its reference's default, which stands
        beside it.  Steps of a part of the value that the origin does not mean are left out.  The notes name variables,
        anchors and services and hold no values.
        """
        value = origin.value
        if node.kind == "defect":
            return self._refused(origin.span)
        if value is None or not value.via or node.kind == "file":  # of a file's key it is the writing that matters
            return ()
        hops = of_part(value, origin.start, origin.end) if isinstance(value, Scalar) else value.via
        return _places(list(hops), origin.span, _service(node))

    def _refused(self, place: Span) -> tuple[Related, ...]:
        """The places that decide what the text around a place stands for: a defect knows its place alone.

        Anchors and extends are left out: through them the text may come to many places, none of which the defect means.
        """
        scalar = self._written(place)
        if scalar is None:
            return ()
        hops = of_part(scalar, place.start, place.end)
        return _places([hop for hop in hops if hop.how in VARIABLES], place, "")

    def _written(self, place: Span) -> Scalar | None:
        """A deployed scalar with variables whose text holds the place."""
        if self._scalars is None:
            self._scalars = {}
            for document in self._documents.values():
                for scalar in _with_variables(document):
                    self._scalars.setdefault(scalar.source.path, {}).setdefault(scalar.node.content, scalar)
            self._starts = {path: sorted(found) for path, found in self._scalars.items()}
        starts = self._starts.get(place.source.path, [])
        at = bisect_right(starts, place.start) - 1
        if at < 0:
            return None
        scalar = self._scalars[place.source.path][starts[at]]
        return scalar if place.end <= scalar.node.end else None


def _with_variables(value: Value) -> Iterator[Scalar]:
    """The scalars below a value in which a variable has a value from a file."""
    if isinstance(value, Scalar):
        if any(hop.how == "env-file" for hop in value.via):
            yield value
    elif isinstance(value, Sequence):
        for item in value.items:
            yield from _with_variables(item)
    else:
        for entry in value.entries.values():
            yield from _with_variables(entry.value)


def of_part(value: Scalar, first: int, last: int) -> Iterator[Hop]:
    """The steps of a scalar without those of references in it that stand outside of a part of it."""
    node, source = value.node, value.source
    outside = False
    for hop in value.via:
        if hop.how not in VARIABLES:
            outside = False
        elif hop.how in ("variable", "default") and hop.span.source is source:
            start, end = hop.span.start, hop.span.end
            within = node.content <= start and end <= node.end
            meant = first < node.content or (start < last and first < end)
            outside = within and not meant
        if not outside:
            yield hop


def _places(hops: list[Hop], primary: Span, service: str) -> tuple[Related, ...]:
    """The steps that add a line to what is shown anyway."""
    source = primary.source
    first, last = source.position(primary.start)[0], source.position(primary.end)[0]
    shown = {(source.path, line) for line in range(first, min(last, first + _MOST) + 1)}
    found: list[Related] = []
    name = ""
    for index, hop in enumerate(hops):
        path = hop.span.source.path
        place = (path, hop.span.source.position(hop.span.start)[0])
        if hop.how in ("variable", "default"):
            name = _name(hop.span)
        if hop.how not in _NOTES or not path or place in shown:
            continue
        shown.add(place)
        user = next((later.name for later in hops[index + 1 :] if later.how == "extends"), service)
        note = "the env file is read here" if hop.how == "env-file" and hop.name else _NOTES[hop.how]
        found.append(Related(hop.span, note.format(name=name, **_words(hop, user))))
        if len(found) == _MOST:
            break
    return tuple(found)


_NOTES = {
    "variable": "through ${{{name}}} here",
    "default": "the default of {name}",
    "env-file": "{name} is set here",
    "alias": "{anchor} is used here",
    "merge-key": "{anchor} is merged here by <<",
    "overlay": "overrides what stands here",
    "extends": "{user}extends {base}here",
    "include": INCLUDED,
    "import": "imported here",
    "argument": "given here as an argument",
}
"""What is said of a step; the others have no place of their own."""


def _name(span: Span) -> str:
    """The name in a reference."""
    name = _NAME.search(span.text)
    return name[0] if name else "it"


def _words(hop: Hop, user: str) -> dict[str, str]:
    """What a note may name besides a variable."""
    text = hop.span.text
    return {
        "anchor": f"anchor &{text[1:]}" if text.startswith("*") else "a mapping",
        "user": f"service {user} " if user else "",
        "base": f"{hop.name} " if hop.name else "",
    }


def _service(node: Node) -> str:
    """The name of the service that a node is or belongs to."""
    owner = node if node.kind == "service" else getattr(node, "service", None)
    return str(getattr(owner, "name", "") or "") if owner else ""
