"""Deployed scalars of a Compose file: interpolation and casts of what is written, with every reference's place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deploylint.model.compose.cast import EXPECTED, cast
from deploylint.model.environment import Binding, Environment, Room
from deploylint.model.expansion import TOO_LONG, Expansion, Use, expand, hops
from deploylint.model.resolved import Hole, Hop, Scalar
from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import interpolation, tree, yaml_tree


class ReferenceUse(NamedTuple):
    """A `${…}` in a value, at one deployed path.

    `fallback` is the text after the operator when it has one and holds no reference itself; `span` the whole reference,
    `name_span` the variable's name in it.  `outcome` is variable, default, alternative, empty, hole, or unused for a
    reference (always `nested`) in a branch that another one did not take.
    """

    name: str
    operator: str
    fallback: str | None
    span: Span
    name_span: Span
    path: tuple[str, ...]
    nested: bool
    outcome: str
    binding: Binding | None


class Reading(NamedTuple):
    """What reading scalars needs and what it leaves behind, shared by all files of one project."""

    environment: Environment
    references: list[ReferenceUse]
    defects: list[Defect]
    room: Room


def interpolated(
    reading: Reading, source: Source, node: tree.Scalar, via: tuple[Hop, ...], path: tuple[str, ...]
) -> Scalar:
    """The deployed scalar of a text with a dollar sign; its value is left unset when a hole is in it."""
    pieces = interpolation.parse(node.value)
    if len(pieces) == 1 and isinstance(pieces[0], interpolation.Text) and pieces[0].value == node.value:
        scalar = Scalar(source, node, via)
        scalar.value = node.value
        return scalar
    environment = reading.environment
    found = expand(pieces, environment.lookup, environment.closed, reading.room)
    places = yaml_tree.places(source, node)
    steps: list[Hop] = []
    for use in found.uses:
        span = Span(source, places[use.reference.start], places[use.reference.end])
        reading.references.append(_reference(use, span, node, places, path))
        steps += hops(use, span)
    for piece in found.invalid:
        span = Span(source, places[piece.start], places[piece.end])
        reading.defects.append(Defect("invalid-interpolation", span, path[-1] if path else ""))
    if found.excess is not None:
        span = Span(source, places[found.excess[0]], places[found.excess[1]])
        reading.defects.append(Defect("input-limit-exceeded", span, path[-1] if path else "", *TOO_LONG))
    scalar = Scalar(source, node, (*steps, *via), _pieces(found, places), tuple(found.marks))
    text = found.text
    if text is not None:
        scalar.value = text
    return scalar


def cast_scalar(reading: Reading, scalar: Scalar, kind: str, outer: int, path: tuple[str, ...]) -> None:
    """Turn a text into the number or boolean that its path takes; what cannot be one loses its value.

    `outer` is how many of the last hops were made after the scalar itself was read.
    """
    text = scalar.value
    if not isinstance(text, str):
        return
    value = cast(text, kind)
    if value is None:
        del scalar.value
        reading.defects.append(Defect("interpolation-cast-failed", scalar.span, path[-1], "", EXPECTED[kind]))
    else:
        scalar.value = value
        at = len(scalar.via) - outer
        scalar.via = (*scalar.via[:at], Hop("cast", scalar.span), *scalar.via[at:])


def _reference(use: Use, span: Span, node: tree.Scalar, places: Sequence[int], path: tuple[str, ...]) -> ReferenceUse:
    """The record of one reference."""
    reference = use.reference
    name = reference.start + (2 if node.value[reference.start + 1] == "{" else 1)
    fallback: str | None = None
    if reference.argument is not None:
        texts = [piece.value for piece in reference.argument if isinstance(piece, interpolation.Text)]
        fallback = "".join(texts) if len(texts) == len(reference.argument) else None
    return ReferenceUse(
        reference.name,
        reference.operator,
        fallback,
        span,
        Span(span.source, places[name], places[name + len(reference.name)]),
        path,
        use.nested,
        use.outcome,
        use.binding,
    )


def _pieces(found: Expansion, places: Sequence[int]) -> tuple[str | Hole, ...]:
    """The pieces with holes placed in the source."""
    return tuple(
        piece if isinstance(piece, str) else Hole(piece.name, places[piece.start], places[piece.end])
        for piece in found.pieces
    )
