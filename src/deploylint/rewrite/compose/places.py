"""Finding what an Origin speaks of in the file as it is written."""

from __future__ import annotations

from collections.abc import Callable

from deploylint.model.resolved import Scalar
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


def scalar_of(written: Written, value: Scalar) -> tree.Scalar:
    """The scalar behind a resolved one."""
    found = node_of(written, value.node)
    if not isinstance(found, tree.Scalar):
        raise Refused("its place in the file is not known")
    return found
