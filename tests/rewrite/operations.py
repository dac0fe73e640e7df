"""Operations on small deployments that exist only in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deploylint import rewrite
from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.source.edit import apply_edits
from tests.model.graphs import graph as graph_of


def node_of(graph: Graph, where: str) -> Any:
    """The first node of a kind, or for `kind:name` the first whose id ends so."""
    kind, _, name = where.partition(":")
    return next(node for node in graph.kinds[kind] if node.id.endswith(name))


def edited(files: Mapping[str, str], graph: Graph, operations: Sequence[Operation]) -> dict[str, str]:
    """The new texts of the files that change."""
    edits = rewrite.Rewriter(graph).fix_edits(operations)
    by_path = {edit.path: [other for other in edits if other.path == edit.path] for edit in edits}
    return {path: apply_edits(files[path], found) for path, found in by_path.items()}


def rewritten(files: str | Mapping[str, str], verb: str, where: str, item: object = None, value: object = None) -> str:
    """The new text of the one file that changes, or `refused: …`; `where` is `kind.field` or `kind:name.field`."""
    files = {"compose.yaml": files} if isinstance(files, str) else files
    graph = graph_of(files)
    target, dot, field = where.rpartition(".")
    if not dot or not field.replace("_", "").isalpha() or field == "env":
        target, field = where, ""
    try:
        found = edited(files, graph, [Operation(verb, node_of(graph, target), field, item, value)])
    except rewrite.Refused as refusal:
        return f"refused: {refusal.reason}"
    assert len(found) == 1
    return next(iter(found.values()))
