"""Finding what an Origin speaks of in the file as it is written."""

from __future__ import annotations

from collections.abc import Callable

from deploylint.model.resolved import Entry, Scalar, Value
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.written import Written
from deploylint.source.text import Source
from deploylint.syntax import tree

Read = Callable[[Source], Written]
"""Gives the file as it is written; parses each file once."""


def node_of(written: Written, node: tree.Node) -> tree.Node:
    """The node where one of an equal tree stands; refuses when there is none."""
    found = written.find(node)
    if found is None:
        raise Refused("its place in the file is not known")
    return found


def refused(value: Value, entry: Entry | None) -> tree.Node | None:
    """What is written where a value was not accepted, which then stands at its key; None for any other value."""
    if entry is None or not isinstance(value, Scalar) or value.known or value.pieces or value.node is not entry.key:
        return None
    return entry.layers[-1][2]


def scalar_of(written: Written, value: Scalar) -> tree.Scalar:
    """The scalar behind a resolved one."""
    found = node_of(written, value.node)
    if not isinstance(found, tree.Scalar):
        raise Refused("its place in the file is not known")
    return found
