"""Changes of form in a Compose file: quotes, comments, what is commented out; and a new item before others."""

from __future__ import annotations

from typing import Any

from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.model.resolved import Scalar
from deploylint.rewrite.compose.adding import prepend
from deploylint.rewrite.compose.places import Read, scalar_of
from deploylint.rewrite.compose.taking import check_removable, target
from deploylint.rewrite.lines import after_line, ending, first_on_line, indentation, last_on_line, line_start
from deploylint.rewrite.origin import check_own, check_written_once, origin_of
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.addition import item_before
from deploylint.rewrite.yaml.removal import removed
from deploylint.rewrite.yaml.scalars import render
from deploylint.rewrite.yaml.written import Written
from deploylint.source.edit import Edit
from deploylint.syntax import tree, yaml_tree


def quote(operation: Operation, read: Read) -> list[Edit]:
    """Quotes around a plain scalar, which make its characters its text."""
    origin = origin_of(operation)
    if origin is not None and isinstance(origin.value, Scalar):
        written = read(origin.value.source)
        found = scalar_of(written, origin.value)
    else:
        written, found = _key_of_defect(operation, read)
    if found.style:
        raise Refused("it is quoted already")
    node: Any = operation.node
    if not isinstance(yaml_tree.resolve(found), str) and node.kind != "defect":
        check_own(origin.value if origin is not None else None)
        check_written_once(written, found)
    if found.tag is not None or found.start == found.end:
        raise Refused("it has a tag, or nothing stands there")
    style = "'" if "\\" in found.value or '"' in found.value else '"'
    text = written.text[found.content : found.end]
    shown = render(found.value if "\n" in text or "\r" in text else text, style)
    return [Edit(written.source.path, found.content, found.end, shown)]


def _key_of_defect(operation: Operation, read: Read) -> tuple[Written, tree.Scalar]:
    """The key that a defect is about: it has a place and no value."""
    node: Any = operation.node
    written = read(node.header.source)
    found = written.key_at(node.header.start, node.header.end) if node.kind == "defect" else None
    if not isinstance(found, tree.Scalar):
        raise Refused("it is not a single value")
    return written, found


def mended(operation: Operation, read: Read) -> list[Edit]:
    """The fault for which there is one way only: a dollar sign that begins no reference is doubled."""
    node: Any = operation.node
    if node.kind != "defect" or node.code != "invalid-interpolation":
        raise Refused("format is not done on Compose files")
    written = read(node.header.source)
    start, end = node.header.start, node.header.end
    if written.scalar_around(start, end) is None or not written.text.startswith("$", start):
        raise Refused("its place in the file is not known")
    return [Edit(written.source.path, start, start, "$")]


def comment_out(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """`# ` before each line of a pair or item that has its lines to itself."""
    written, found, origin = target(operation, graph, read)
    check_removable(operation.node, origin, graph, written, found)
    edit = removed(written, found)[0]
    held = written.held(found)
    if held is None or held.parent.flow or len(held.parent.items) == 1:
        raise Refused("nothing would be left where it stands")
    text = written.text
    start, end = written.item_start(held.parent, held.at), written.item_end(held.parent, held.at)
    if not first_on_line(text, start) or not last_on_line(text, end) or edit.start > start:
        raise Refused("it shares its line")
    margin = indentation(text, start)
    found_edits: list[Edit] = []
    at = line_start(text, start)
    while at < end:
        if text.startswith(margin, at) and text[at:end].strip():
            found_edits.append(Edit(written.source.path, at + len(margin), at + len(margin), "# "))
        at = after_line(text, at)
    return found_edits


def insert(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """A comment on a line of its own above a pair or item; any other text becomes the first item of a list."""
    node: Any = operation.node
    is_text = isinstance(operation.value, str) and not operation.value.startswith("#")
    if is_text and node.kind != "defect":
        return prepend(operation, graph, read)
    written, found, _ = target(operation, graph, read)
    held = written.held(found)
    if is_text and held is not None and isinstance(held.parent, tree.Sequence):
        return item_before(written, held.parent, held.at, str(operation.value))
    if is_text:
        raise Refused("it stands in no list")
    if held is None or not isinstance(operation.value, str):
        raise Refused("only a comment can be inserted")
    text = written.text
    start = written.item_start(held.parent, held.at)
    if not first_on_line(text, start) or "\n" in operation.value or "\r" in operation.value:
        raise Refused("it shares its line")
    return [Edit(written.source.path, start, start, operation.value + ending(text, start) + indentation(text, start))]
