"""Document operations on the fields of Compose nodes: from an Origin to edits of the YAML that a person wrote."""

from __future__ import annotations

from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.rewrite.compose.adding import add
from deploylint.rewrite.compose.form import comment_out, insert, mended, quote
from deploylint.rewrite.compose.places import Read
from deploylint.rewrite.compose.setting import set_field
from deploylint.rewrite.compose.taking import remove, rename
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit


def edits(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """The edits of one operation on a Compose file."""
    match operation.verb:
        case "set":
            return set_field(operation, graph, read)
        case "add":
            return add(operation, graph, read)
        case "remove":
            return remove(operation, graph, read)
        case "rename":
            return rename(operation, graph, read)
        case "quote":
            return quote(operation, read)
        case "comment-out":
            return comment_out(operation, graph, read)
        case "format":
            return mended(operation, read)
        case "insert":
            return insert(operation, graph, read)
    raise Refused(f"{operation.verb} is not done on Compose files")
