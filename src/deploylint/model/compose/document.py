"""The resolved document of one Compose project: what its files, merged in order, deploy in one environment."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from collections.abc import Sequence as Many
from typing import TYPE_CHECKING, NamedTuple

from deploylint.model.compose.forms import null
from deploylint.model.compose.interpolate import Reading, ReferenceUse
from deploylint.model.compose.reading import Reader
from deploylint.model.compose.shape import check
from deploylint.model.compose.unicity import unify
from deploylint.model.environment import Environment
from deploylint.model.expansion import Room
from deploylint.model.resolved import Hop, Mapping, Value
from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.syntax import tree

if TYPE_CHECKING:  # what few projects have is imported when one has it
    from deploylint.model.compose.extends import Document, Extender
    from deploylint.model.compose.include import Request

__all__ = ["ReferenceUse", "Resolution", "resolve"]

_DEEPEST_INCLUDE = 20
_MOST_INCLUDES = 200

Load = Callable[[str], tree.YamlTree | None]


class Resolution(NamedTuple):
    """What resolving gives: the deployed document, every reference in it, and what could not be accepted."""

    root: Mapping
    references: list[ReferenceUse]
    defects: list[Defect]


def resolve(
    trees: Many[tree.YamlTree],
    environment: Environment,
    load: Load,
    inner_environment: Callable[[str, Environment], Environment] | None = None,
) -> Resolution:
    """Merge the documents of all trees, base first, as they are deployed in the environment.

    `load` gives the tree of another file, by its path relative to the anchor, None when it cannot be had.
    `inner_environment` gives the variables of an included project, by its folder and the environment around it; without
    it a name that the outer environment lacks has no known value there.  Whatever is refused becomes a defect and an
    unknown value, and resolution goes on.
    """
    reading = Reading(environment, [], [], Room())
    folder = posixpath.dirname(trees[0].source.path) if trees else ""
    root = _Layers(reading, load, inner_environment or _inner, folder).root(trees)
    unify(root)
    check([written.source for written in trees], root, reading.defects)
    return Resolution(root, reading.references, _once(reading.defects))


def _inner(folder: str, outer: Environment) -> Environment:
    """The environment of an included project whose own files were not read."""
    from deploylint.model.compose.include import Inner

    return Inner(outer)


class _Layers:
    """The files of one project, merged document by document; an included project is a further one."""

    __slots__ = ("_all_included", "_chain", "_extender", "_folder", "_found", "_inner", "_load", "_reading")

    def __init__(
        self,
        reading: Reading,
        load: Load,
        inner: Callable[[str, Environment], Environment],
        folder: str,
        chain: tuple[str, ...] = (),
        included: list[str] | None = None,
    ) -> None:
        self._reading = reading
        self._load = load
        self._inner = inner
        self._folder = folder
        self._chain = chain
        self._all_included: list[str] = [] if included is None else included
        self._extender: Extender | None = None
        self._found: dict[str, Document | None] = {}

    def root(self, trees: Many[tree.YamlTree]) -> Mapping:
        """All documents merged in order."""
        root = Mapping(())
        for written in trees:
            for document in written.documents:
                if document is not None:
                    root = self._added(root, written, document)
            if written.broken is not None and not root.open:
                root = opened_root(root)
        return root

    def _added(self, root: Mapping, written: tree.YamlTree, node: tree.Node) -> Mapping:
        """The project with one more document merged over it."""
        before = len(self._reading.references)
        reader = Reader(self._reading, written)
        value = reader.read(node)
        if not isinstance(value, Mapping):
            return _refused(self._reading, root, written, node, value)
        tagged = (*reader.resets, *reader.overrides)
        references = self._reading.references[before:]
        if "include" in value.entries:
            value = self._including(value)
        if _any_extends(value):
            self._extend(written, value, tagged, references)
        if not tagged and not root.layers and not root.open:
            return value
        from deploylint.model.compose.merge import Merger, without

        for path in tagged:
            root = without(root, path)
        return Merger(self._reading.defects).merge(root, value)

    def _extend(
        self,
        written: tree.YamlTree,
        value: Mapping,
        tagged: tuple[tuple[str, ...], ...],
        references: list[ReferenceUse],
    ) -> None:
        """Give the services of a document what they inherit."""
        from deploylint.model.compose.extends import Document, Extender

        if self._extender is None:
            self._extender = Extender(self._reading, self._find)
        self._extender.complete(Document(written.source.path, self._folder, value, tagged, references))

    def _including(self, value: Mapping) -> Mapping:
        """A document merged over those that it includes."""
        from deploylint.model.compose.include import opened_sections, requests
        from deploylint.model.compose.merge import Merger

        entry = value.entries["include"]
        found = requests(entry, self._folder)
        if found is None:
            self._defect("compose-wrong-type", entry.span, "include", "a list")
            return opened_sections(value)
        base = Mapping(())
        for request in found:
            part = self._included(request)
            if part is None:
                value = opened_sections(value)
            else:
                base = Merger(self._reading.defects, "").merge(base, part) if base.layers or base.open else part
        return Merger(self._reading.defects, "include").merge(base, value) if base.layers or base.open else value

    def _included(self, request: Request) -> Mapping | None:
        """An included project; None when it cannot be had."""
        from deploylint.model.compose.merge import carried, without

        if request.paths is None:
            return None
        trees = [self._load(path) for path in request.paths]
        known = [written for written in trees if written is not None]
        if len(known) != len(trees):
            if not any(path.startswith(("../", "/", "~")) for path in request.paths):
                self._defect("include-target-missing", request.span, request.paths[0], "a file that exists")
            return None
        if request.paths[0] in self._chain:
            self._defect(
                "include-target-missing", request.span, request.paths[0], "a file that does not include this one"
            )
            return None
        self._all_included.append(request.paths[0])
        if len(self._chain) >= _DEEPEST_INCLUDE or len(self._all_included) > _MOST_INCLUDES:
            self._defect("input-limit-exceeded", request.span, request.paths[0], "fewer included files")
            return None
        environment = self._reading.environment
        if request.own_environment:
            environment = self._inner(request.folder, environment)
        reading = self._reading._replace(environment=environment)
        chain = (*self._chain, request.paths[0])
        root = _Layers(reading, self._load, self._inner, request.folder, chain, self._all_included).root(known)
        carried_root = carried(without(root, ("name",)), Hop("include", request.span))
        assert isinstance(carried_root, Mapping)
        return carried_root

    def _find(self, path: str) -> Document | None:
        """Another file's document for extends: its services, not what it includes."""
        if path not in self._found:
            written = self._load(path)
            self._found[path] = None if written is None else self._document(path, written)
        return self._found[path]

    def _document(self, path: str, written: tree.YamlTree) -> Document:
        """A file on its own; its relative paths start from its own folder."""
        from deploylint.model.compose.extends import Document
        from deploylint.model.compose.include import opened_sections
        from deploylint.model.compose.merge import Merger

        reading = self._reading._replace(references=[])
        root = Mapping(())
        tagged: list[tuple[str, ...]] = []
        for node in written.documents:
            reader = Reader(reading, written)
            value = None if node is None else reader.read(node)
            if isinstance(value, Mapping):
                tagged += (*reader.resets, *reader.overrides)
                root = Merger(reading.defects).merge(root, value) if root.layers or root.open else value
        if written.broken is not None or "include" in root.entries:
            root = opened_sections(root)
        return Document(path, posixpath.dirname(path), root, tuple(tagged), reading.references)

    def _defect(self, code: str, span: Span, name: str, expected: str) -> None:
        self._reading.defects.append(Defect(code, span, name, "", expected))


def _any_extends(root: Mapping) -> bool:
    """Does a service of a document extend another?"""
    entry = root.entries.get("services")
    if entry is None or not isinstance(entry.value, Mapping):
        return False
    services = entry.value.entries.values()
    return any(isinstance(service.value, Mapping) and "extends" in service.value.entries for service in services)


def opened_root(root: Mapping) -> Mapping:
    """A copy of a document that may hold further keys."""
    from deploylint.model.compose.merge import opened

    result = opened(root)
    assert isinstance(result, Mapping)
    return result


def _refused(
    reading: Reading, root: Mapping, written: tree.YamlTree, document: tree.Node, value: Value | None
) -> Mapping:
    """The project when a document is no mapping."""
    if value is not None and not null(value):
        place = Span(written.source, document.start, min(document.end, document.start + 1))
        reading.defects.append(Defect("compose-wrong-type", place, "", "", "a mapping"))
        return opened_root(root)
    return root


def _once(defects: list[Defect]) -> list[Defect]:
    """Each defect once: what an anchor brings to several places is written once."""
    seen: dict[tuple[str, str, int, int], Defect] = {}
    for defect in defects:
        seen.setdefault((defect.code, *defect.span.sort_key), defect)
    return list(seen.values())
