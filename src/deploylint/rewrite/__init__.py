"""Document operations to edits: what a fix wants of a node, written into the file that a person would edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.rewrite.origin import check_editable, origin_of
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit, apply_edits
from deploylint.source.text import Source

UNSOUND = "the file could not be parsed any more"

__all__ = ["UNSOUND", "Refused", "Rewriter", "edits"]


def edits(operation: Operation, graph: Graph) -> tuple[Edit, ...]:
    """The edits that carry out an operation; raises Refused with the reason when there are none."""
    return Rewriter(graph).edits(operation)


class Rewriter:
    """Carries out operations on one graph; each file is parsed once, however many operations touch it."""

    __slots__ = ("_formats", "_graph", "_taken", "_written")

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._written: dict[str, Any] = {}
        self._taken: dict[str, list[Edit]] = {}
        self._formats = {role.path: role.kind for role in graph.files}

    def edits(self, operation: Operation) -> tuple[Edit, ...]:
        """The edits of one operation, checked: what could be parsed before can be parsed after."""
        return self.fix_edits((operation,))

    def fix_edits(self, operations: Sequence[Operation]) -> tuple[Edit, ...]:
        """The edits of several operations together, each once, checked as a whole."""
        found = self.planned(operations)
        if not self.sound(found):
            raise Refused(UNSOUND)
        return found

    def planned(self, operations: Sequence[Operation]) -> tuple[Edit, ...]:
        """The edits of several operations together, each once; whoever applies them asks `sound` first."""
        found: dict[Edit, None] = {}
        for operation in operations:
            found.update(dict.fromkeys(self._edits(operation)))
        return tuple(found)

    def sound(self, found: Sequence[Edit]) -> bool:
        """Can each file that was read be parsed as well as before, once these edits are applied?"""
        return all(
            self._parses(path, [edit for edit in found if edit.path == path]) for path in {e.path for e in found}
        )

    def _edits(self, operation: Operation) -> Sequence[Edit]:
        node: Any = operation.node
        origin = origin_of(operation) or node.header
        check_editable(origin.source, self._graph)
        if self._is_env(node, origin.source):
            from deploylint.rewrite import dotenv

            return dotenv.edits(operation, origin)
        from deploylint.rewrite import compose

        return compose.edits(operation, self._graph, self._read)

    def take(self, edits: Iterable[Edit]) -> None:
        """Know that these edits will be applied as well, so that what they leave empty can go with the last of it."""
        for edit in edits:
            self._taken.setdefault(edit.path, []).append(edit)

    def _is_env(self, node: Any, source: Source) -> bool:
        """Does the operation concern an env file?"""
        if node.kind == "file":
            return bool(node.format == "env")
        return node.kind == "env_def" or self._formats.get(source.path) == "env"

    def _read(self, source: Source) -> Any:
        from deploylint.rewrite.yaml.written import Written

        check_editable(source, self._graph)
        written = self._written.get(source.path)
        if written is None or written.source.text != source.text:
            written = self._written[source.path] = Written(source, self._taken.setdefault(source.path, []))
        return written

    def _parses(self, path: str, found: list[Edit]) -> bool:
        """Is a Compose file no worse than it was?"""
        written = self._written.get(path)
        if written is None:
            return True
        from deploylint.syntax import yaml_tree

        try:
            text = apply_edits(written.text, found)
        except ValueError:  # the edits overlap
            return False
        after = yaml_tree.parse(Source(path, text))
        return len(after.defects) <= len(written.tree.defects) and (
            after.broken is None or written.tree.broken is not None
        )
