"""Document operations to edits: what a fix wants of a node, written into the file that a person would edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import le
from typing import Any, NamedTuple

from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.model.resolved import Origin
from deploylint.rewrite.origin import check_editable, format_of, origin_of
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit, apply_edits
from deploylint.source.text import Source

UNSOUND = "the file could not be parsed any more"

Kept = dict[tuple[str, bool], Any]
"""Files as they are written, by path and by how they are read, so that each is parsed once."""

Faults = tuple[int, bool]
"""The number of defects in a file, and whether its own program would refuse it whole."""

__all__ = ["UNSOUND", "Refused", "Rewriter", "edits"]


def edits(operation: Operation, graph: Graph) -> tuple[Edit, ...]:
    """The edits that carry out an operation; raises Refused with the reason when there are none."""
    return Rewriter(graph).edits(operation)


class Rewriter:
    """Carries out operations on one graph; each file is parsed once, however many operations touch it."""

    __slots__ = ("_formats", "_graph", "_kept", "_sources", "_taken", "_users", "_written")

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._written: dict[str, Any] = {}
        self._sources: dict[str, Source] = {}
        self._kept: Kept = {}
        self._users: dict[tuple[str, str], Counter[tuple[str, int]]] = {}
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
        if len(found) < 2 or not any(edit.path in self._sources for edit in found):
            return tuple(found)
        from deploylint.rewrite.together import together

        spliced = [edit for edit in found if edit.path in self._sources]
        return (*(edit for edit in found if edit.path not in self._sources), *together(spliced))

    def sound(self, found: Sequence[Edit]) -> bool:
        """Can each file that was read be parsed as well as before, once these edits are applied?"""
        return all(
            self._parses(path, [edit for edit in found if edit.path == path]) for path in {e.path for e in found}
        )

    def _edits(self, operation: Operation) -> Sequence[Edit]:
        node: Any = operation.node
        # What is added stands with the node itself, wherever else a part of the list comes from.
        origin = (origin_of(operation) if operation.verb != "add" else None) or node.header
        check_editable(origin.source, self._graph)
        format_ = _FORMATS.get(format_of(node, origin.source, self._formats))
        if format_ is not None:
            if format_.spliced and operation.verb not in _FORM:
                self._check_shared(operation, origin)
            found = format_.edits(operation, origin, self._kept)
            for path in {edit.path for edit in found}:
                source = origin.source if path == origin.source.path else self._graph.sources[path]
                check_editable(source, self._graph)
                self._sources[path] = source
            return found
        from deploylint.rewrite import compose

        return compose.edits(operation, self._graph, self._read)

    def _check_shared(self, operation: Operation, origin: Origin) -> None:
        """Refuse to change, for the sake of one node, what others have from the same place."""
        kind, field = getattr(operation.node, "kind", ""), operation.field if operation.verb != "add" else ""
        users = self._users.get((kind, field))
        if users is None:
            users = self._users[kind, field] = Counter()
            for node in self._graph.kinds.get(kind, ()):
                held = node.origins.get(field) or node.header
                places = (held, *(held.items or {}).values())
                users.update({(place.source.path, place.start) for place in places})
        count = users[origin.source.path, origin.start]
        if count > 1:
            raise Refused(f"it is used in {count} places")

    def take(self, edits: Iterable[Edit]) -> None:
        """Know that these edits will be applied as well, so that what they leave empty can go with the last of it."""
        for edit in edits:
            self._taken.setdefault(edit.path, []).append(edit)

    def _read(self, source: Source) -> Any:
        from deploylint.rewrite.yaml.written import Written

        check_editable(source, self._graph)
        written = self._written.get(source.path)
        if written is None or written.source.text != source.text:
            written = self._written[source.path] = Written(source, self._taken.setdefault(source.path, []))
        return written

    def _parses(self, path: str, found: list[Edit]) -> bool:
        """Is a file no worse than it was?"""
        written, source = self._written.get(path), self._sources.get(path)
        old = written.source if written is not None else source
        if old is None:
            return True
        try:
            text = apply_edits(old.text, found)
        except ValueError:  # the edits overlap
            return False
        new = Source(path, text, bom=old.bom)
        if written is None:
            format_ = _FORMATS.get(self._formats.get(path, ""))
            faults = format_.faults if format_ is not None else None
            return faults is None or all(map(le, faults(new), faults(old)))
        from deploylint.syntax import yaml_tree

        after = yaml_tree.parse(new)
        return len(after.defects) <= len(written.tree.defects) and (
            after.broken is None or written.tree.broken is not None
        )


# -- the formats -------------------------------------------------------------------------------------------------------
# Each is imported when an operation concerns it.


def _env_edits(operation: Operation, origin: Origin, kept: Kept) -> Sequence[Edit]:
    from deploylint.rewrite import dotenv

    del kept
    return dotenv.edits(operation, origin)


def _caddyfile_edits(operation: Operation, origin: Origin, kept: Kept) -> Sequence[Edit]:
    from deploylint.rewrite import caddyfile

    return caddyfile.edits(operation, origin, kept)


def _caddyfile_faults(source: Source) -> Faults:
    from deploylint.rewrite import caddyfile

    return caddyfile.faults(source)


def _unit_edits(operation: Operation, origin: Origin, kept: Kept) -> Sequence[Edit]:
    from deploylint.rewrite import systemd

    return systemd.edits(operation, origin, kept)


def _unit_faults(source: Source) -> Faults:
    from deploylint.rewrite import systemd

    return systemd.faults(source)


class _Format(NamedTuple):
    """How a format is written, what is wrong with a file of it (None: that is checked with each edit), and whether one
    file may be read into several places (Caddy's imports, a drop-in of several units).
    """

    edits: Callable[[Operation, Origin, Kept], Sequence[Edit]]
    faults: Callable[[Source], Faults] | None = None
    spliced: bool = False


_FORMATS = {
    "caddyfile": _Format(_caddyfile_edits, _caddyfile_faults, spliced=True),
    "env": _Format(_env_edits),
    "quadlet": _Format(_unit_edits, _unit_faults, spliced=True),
    "systemd": _Format(_unit_edits, _unit_faults, spliced=True),
}
"""By the name of the format; every other file is a Compose file."""

_FORM = ("format", "insert", "quote")
"""Verbs that change no value, and so nothing for whoever else reads the place."""
