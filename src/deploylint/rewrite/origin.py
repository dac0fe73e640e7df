"""Where an operation may write: the rows of the table "the value came through", for what an Origin says."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from typing import Any

from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.written import Written
from deploylint.source.text import Source
from deploylint.syntax import tree

_SOPS = "ENC[AES256_GCM,"
"""What every value in a file that sops has encrypted begins with."""

ELSEWHERE = ("extends", "include")
"""Hops that bring a value from a definition that others may use, too."""


_LONG_HEADERS = ("published", "target", "source")


def origin_of(operation: Operation) -> Origin | None:
    """Where the operation's field or item is written; None for a field that is not written."""
    node: Any = operation.node
    if not operation.field:
        header: Origin = node.header
        return header
    origin: Origin | None = node.origins.get(operation.field)
    if origin is None or operation.item is None:
        return origin
    return (origin.items or {}).get(operation.item)


def format_of(node: Any, source: Source, formats: MappingOf[str, str]) -> str:
    """The format of the file that an operation on a node concerns; `formats` are those of the files by path."""
    if node.kind == "file":
        return str(node.format)
    return "env" if node.kind == "env_def" else formats.get(source.path, "")


def check_editable(source: Source, graph: Graph) -> None:
    """Refuse what fixes never touch: files outside the anchor, UTF-16, encrypted ones, templates."""
    if source.path.startswith(("/", "../")):
        raise Refused("the file is outside the folder that is linted")
    if not source.editable:
        raise Refused("the file is not UTF-8")
    if _SOPS in source.text:
        raise Refused("sops has encrypted the file, and would not decrypt it after a change")
    if any(role.path == source.path and role.role == "template" for role in graph.files):
        raise Refused("the file is a template")


def hows(value: Value | None) -> set[str]:
    """Through what a value came."""
    return set() if value is None else {hop.how for hop in value.via}


def holder(node: Any, graph: Graph) -> Value:
    """The resolved mapping (or null) below which the node's fields are written."""
    header: Origin = node.header
    if node.kind == "project":
        return graph.documents[node.id]
    item = long_form(node)
    if item is not None:
        return item
    value = header.entry.value if header.entry is not None else header.value
    if value is None:
        raise Refused("it has no keys of its own")
    return value


def long_form(node: Any) -> Mapping | None:
    """The mapping of a port or mount in long form, whose header is one of its keys."""
    header: Origin = node.header
    if node.kind not in ("listener", "mount") or header.entry is None or not isinstance(header.container, Mapping):
        return None
    return header.container if header.entry.key.value in _LONG_HEADERS else None


def places(value: Value) -> tuple[tuple[Source, tree.Node], ...]:
    """The files and nodes in which a value is written, base first."""
    return ((value.source, value.node),) if isinstance(value, Scalar) else value.layers


def user_place(node: Any, value: Value) -> tuple[Source, tree.Node]:
    """The first place of a value that belongs to the node itself, not to what it extends or includes."""
    if hows(value) & {"extends"}:
        raise Refused("it comes from a definition that others may use, too")
    found = places(value)
    if not found:
        raise Refused("it is written nowhere")
    if hows(value) & {"include"}:
        raise Refused("it comes from an included file")
    project = getattr(node, "project", None) or getattr(getattr(node, "service", None), "project", None)
    own = {file.path for file in project.files} if project else set()
    mine = [place for place in found if not own or place[0].path in own]
    return next((place for place in mine if _in_service(node, place)), mine[0] if mine else found[-1])


def _in_service(node: Any, place: tuple[Source, tree.Node]) -> bool:
    """Does a place stand below the node's own service, not below one of the same file that it extends?"""
    service = node if node.kind == "service" else getattr(node, "service", None)
    entry = service.header.entry if service else None
    source, found = place
    return entry is not None and any(
        layer.path == source.path and value.start <= found.start < max(value.end, value.start + 1)
        for layer, _, value in entry.layers
    )


def check_written_once(written: Written, node: tree.Node) -> None:
    """Refuse what a change would reach in more places than the one that is meant."""
    count = written.reached(node)
    if count > 1:
        raise Refused(f"it is shared through an anchor by {count} places")


def check_own(value: Value | None) -> None:
    """Refuse to take from or rename in a definition that is used by others, too."""
    if hows(value) & set(ELSEWHERE):
        raise Refused("it comes from a definition that others may use, too")


def check_literal(value: Scalar, start: int, end: int, written: Written) -> None:
    """Refuse to replace what a reference stands in."""
    node = value.node
    if not value.pieces:
        return
    if (start, end) == (node.content, node.end):
        raise Refused("its value comes through a variable")
    from deploylint.syntax import yaml_tree

    marks = yaml_tree.places(written.source, node)
    for piece, (first, last) in zip(value.pieces, value.marks, strict=True):
        literal = isinstance(piece, str) and node.value[first:last] == piece
        if not literal and marks[first] < end and start < marks[last]:
            raise Refused("its value comes through a variable")


def shape(value: Value) -> str:
    """one, list or mapping."""
    return "mapping" if isinstance(value, Mapping) else "list" if isinstance(value, Sequence) else "one"
