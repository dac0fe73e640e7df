"""The resolved document of one Compose project: what its files, merged in order, deploy in one environment."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from collections.abc import Sequence as Many
from typing import TYPE_CHECKING, NamedTuple

from deploylint.model.compose.forms import null
from deploylint.model.compose.interpolate import Reading, ReferenceUse
from deploylint.model.compose.reading import Reader
from deploylint.model.compose.unicity import unify
from deploylint.model.compose.vocabulary import check
from deploylint.model.environment import Environment
from deploylint.model.resolved import Hop, Mapping, Scalar, Value
from deploylint.source.defects import Defect
from deploylint.source.files import Files
from deploylint.source.span import Span
from deploylint.syntax import tree

if TYPE_CHECKING:  # what few projects have is imported when one has it
    from deploylint.model.compose.extends import Document, Extender
    from deploylint.model.compose.include import Request
    from deploylint.model.envfiles import EnvFile

__all__ = ["ReferenceUse", "Resolution", "resolve"]

_DEEPEST_INCLUDE = 20
_MOST_INCLUDES = 200

Load = Callable[[str], tree.YamlTree | None]
Paths = tuple[tuple[str, ...], ...]


class Resolution(NamedTuple):
    """What resolving gives: the deployed document, every reference in it, what could not be accepted, and the env files
    that included projects have of their own.
    """

    root: Mapping
    references: list[ReferenceUse]
    defects: list[Defect]
    env_files: tuple[EnvFile, ...] = ()


def resolve(
    trees: Many[tree.YamlTree],
    environment: Environment,
    load: Load,
    files: Files | None = None,
    folder: str | None = None,
) -> Resolution:
    """Merge the documents of all trees, base first, as they are deployed in the environment.

    `load` gives the tree of another file, by its path relative to the anchor, None when it cannot be had.  `files` has
    the env files of included projects; without it a name that the outer environment lacks has no known value there.
    `folder` is the project's, where relative paths start: that of the first file unless it is said.  Whatever is
    refused becomes a defect and an unknown value, and resolution goes on.
    """
    reading = Reading(environment, [], [], environment.room)
    if folder is None:
        folder = posixpath.dirname(trees[0].source.path) if trees else ""
    shared = _Shared(load, files)
    root = _Layers(shared, reading, folder).root(trees)
    unify(root)
    check([written.source for written in trees], root, reading.defects)
    return Resolution(root, reading.references, _once(_of_shape(reading.defects, shared)), tuple(shared.env_files))


_SHAPE = frozenset(("compose-unknown-key", "compose-wrong-type", "compose-key-missing"))


def _of_shape(defects: list[Defect], shared: _Shared) -> list[Defect]:
    """The defects without those that a file has because its indentation is broken, which is told already."""
    if not shared.broken:
        return defects
    return [each for each in defects if each.code not in _SHAPE or each.span.source.path not in shared.broken]


class _Shared:
    """What all projects of one resolution share: where files come from, and what was included so far."""

    __slots__ = ("broken", "env_files", "files", "included", "load")

    def __init__(self, load: Load, files: Files | None) -> None:
        self.load = load
        self.files = files
        self.env_files: list[EnvFile] = []
        self.included: list[str] = []
        self.broken: set[str] = set()


class _Layers:
    """The files of one project, merged document by document (compose-go 2.14.0, loader/loader.go); an included project
    is a further one.
    """

    __slots__ = ("_chain", "_extender", "_folder", "_found", "_reading", "_shared")

    def __init__(self, shared: _Shared, reading: Reading, folder: str, chain: tuple[str, ...] = ()) -> None:
        self._shared = shared
        self._reading = reading
        self._folder = folder
        self._chain = chain
        self._extender: Extender | None = None
        self._found: dict[str, Document | None] = {}

    def root(self, trees: Many[tree.YamlTree]) -> Mapping:
        """All documents merged in order."""
        root = Mapping(())
        left = sum([len(written.documents) for written in trees])
        for written in trees:
            if written.broken is not None:
                self._shared.broken.add(written.source.path)
            for at, document in enumerate(written.documents):
                left -= 1
                if document is not None:
                    root = self._added(root, written, document)
                    if left or self._chain:  # each is held against the schema before the next lies over it
                        unify(root)
                        check([], root, self._reading.defects)
                elif written.broken is None and not (at and written.documents[at - 1] is None):  # one of several told
                    root = _refused(self._reading, root, _empty_place(written, at))
            if written.broken is not None and not root.open:
                root = opened_root(root)
        return root

    def _added(self, root: Mapping, written: tree.YamlTree, node: tree.Node) -> Mapping:
        """The project with one more document merged over it: includes, tags, extends, merging, in this order."""
        before = len(self._reading.references)
        reader = Reader(self._reading, written)
        value = reader.read(node)
        if not isinstance(value, Mapping):
            if _whole(value):
                place = Span(written.source, node.start, min(node.end, node.start + 1))
                return _refused(self._reading, root, place)
            return root
        tagged = (*reader.resets, *reader.overrides)
        references = self._reading.references[before:]
        if "include" in value.entries:
            value = self._including(written, value, tagged)
        if _any_extends(value):
            self._extend(written, value, tagged, references)
        if not tagged and not root.layers and not root.open:
            return value
        from deploylint.model.compose.copies import overriding_at, without
        from deploylint.model.compose.merge import Merger

        if tagged:
            from deploylint.model.compose.short_forms import replaced_short_forms

            replaced_short_forms(root, tagged, self._reading.defects)
        for path in reader.overrides:
            value = overriding_at(path, value, root) if path else value
        for path in tagged:
            root = without(root, path)
        return Merger(self._reading.defects).merge(root, value)

    def _extend(self, written: tree.YamlTree, value: Mapping, tagged: Paths, references: list[ReferenceUse]) -> None:
        """Give the services of a document what they inherit."""
        from deploylint.model.compose.extends import Document, Extender
        from deploylint.model.compose.include import reads_everything

        if self._extender is None:
            self._extender = Extender(self._reading, self._find, reads_everything(self._shared.files))
        self._extender.complete(Document(written.source.path, self._folder, value, tagged, references))

    def _including(self, written: tree.YamlTree, value: Mapping, tagged: Paths) -> Mapping:
        """A document merged over those that it includes, the first of them uppermost."""
        from deploylint.model.compose.copies import without
        from deploylint.model.compose.include import imported, opened_sections, requests, start, unsectioned
        from deploylint.model.compose.merge import Merger

        for request in requests(value.entries["include"], self._folder, self._reading.defects):
            part = self._included(written, request)
            if part is None:
                value = opened_sections(value)
                continue
            part = imported(part, Hop("include", request.span, folder=start(self._shared.files, request)))
            unsectioned(part, value, self._reading.defects)
            for path in tagged:
                if len(path) > 2:
                    part = without(part, path)
            merged = Merger(self._reading.defects).merge(part, value)
            merged.layers, merged.via = value.layers, value.via
            value = merged
        return without(value, ("include",))

    def _included(self, written: tree.YamlTree, request: Request) -> Mapping | None:
        """An included project; None when it cannot be had."""
        from deploylint.model.compose.include import (
            environment,
            is_outside,
            reads_everything,
            refused_configs,
            resolved_bare,
        )

        if request.paths is None:
            return None
        chain = (*self._chain, written.source.path)
        if request.paths and request.paths[0] in chain:
            self._missing(request, 0, "a file that does not include this one")
            return None
        known: list[tree.YamlTree] = []
        for at, path in enumerate(request.paths):
            found = self._shared.load(path) if path else None
            if found is not None:
                known.append(found)
            elif not is_outside(path) or reads_everything(self._shared.files):
                self._missing(request, at, "a file that exists")
        own = self._reading.environment
        if self._shared.files is not None or request.env_files is not None or request.folder != self._folder:
            own = environment(self._shared.files, request, own, self._shared.env_files, self._reading.defects)
        if len(known) != len(request.paths):
            return None
        included = self._shared.included
        included += request.paths
        if len(chain) > _DEEPEST_INCLUDE or len(included) > _MOST_INCLUDES:
            path = request.paths[0]
            self._reading.defects.append(Defect("input-limit-exceeded", request.span, path, "", "fewer included files"))
            return None
        reading = self._reading._replace(environment=own)
        root = _Layers(self._shared, reading, request.folder, chain).root(known)
        refused_configs(root, reading)
        resolved_bare(root, own, self._reading)
        return root

    def _missing(self, request: Request, at: int, expected: str) -> None:
        """Tell of a path of an `include` that cannot be taken."""
        paths, spans = request.paths or (), request.spans
        self._reading.defects.append(Defect("include-target-missing", spans[at], paths[at], "", expected))

    def _find(self, path: str) -> Document | None:
        """Another file's document for extends: its services, not what it includes."""
        if path not in self._found:
            written = self._shared.load(path)
            self._found[path] = None if written is None else self._document(path, written)
        return self._found[path]

    def _document(self, path: str, written: tree.YamlTree) -> Document:
        """A file on its own; its relative paths start from its own folder."""
        from deploylint.model.compose.copies import without
        from deploylint.model.compose.extends import Document
        from deploylint.model.compose.include import opened_sections
        from deploylint.model.compose.merge import Merger

        reading = self._reading._replace(references=[])
        root = Mapping(())
        tagged: Paths = ()
        for at, node in enumerate(written.documents):
            if node is None:
                if written.broken is None:
                    root = _refused(reading, root, _empty_place(written, at))
                continue
            reader = Reader(reading, written)
            value = reader.read(node)
            tagged = (*reader.resets, *reader.overrides)
            if isinstance(value, Mapping):
                for tag in tagged:
                    root = without(root, tag)
                root = Merger(reading.defects).merge(root, value) if root.layers or root.open else value
            elif _whole(value):
                root = _refused(reading, root, Span(written.source, node.start, min(node.end, node.start + 1)))
        if written.broken is not None:
            root = opened_sections(root)
        unify(root)
        _rewritable(root, reading.defects)
        # Of services that nothing extends only what fails is of interest.
        failing = (use for use in reading.references if use.outcome == "hole" and use.operator.endswith("?"))
        self._reading.references.extend(failing)
        return Document(path, posixpath.dirname(path), root, tagged, reading.references)


_NEVER_NULL = {
    "ports": "a list",
    "build": "a text or a mapping",
    "depends_on": "a list or a mapping",
    "env_file": "a text or a list",
    "gpus": "all or a list",
}
"""Keys whose short forms Compose rewrites as soon as it has read a file, and what they are to be."""

_NEVER_SINGLE = ("ports", "depends_on")
"""Those of them that cannot be a single value."""


def _rewritable(root: Mapping, defects: list[Defect]) -> None:
    """Refuse what cannot be rewritten in a file that is not held against the schema as a whole: one of extends."""
    for service in _services(root):
        for name, expected in _NEVER_NULL.items():
            found = service.entries.get(name)
            if found is not None and (null(found.value) or (name in _NEVER_SINGLE and _single(found.value))):
                told = "null" if null(found.value) else "a single value"
                defects.append(Defect("compose-wrong-type", found.span, name, told, expected))


def _single(value: Value) -> bool:
    return isinstance(value, Scalar) and value.known


def _any_extends(root: Mapping) -> bool:
    """Does a service of a document extend another?"""
    return any("extends" in service.entries for service in _services(root))


def _services(root: Mapping) -> list[Mapping]:
    """The services of a document that are mappings."""
    entry = root.entries.get("services")
    if entry is None or not isinstance(entry.value, Mapping):
        return []
    return [service.value for service in entry.value.entries.values() if isinstance(service.value, Mapping)]


def opened_root(root: Mapping) -> Mapping:
    """A copy of a document that may hold further keys."""
    from deploylint.model.compose.copies import opened

    result = opened(root)
    assert isinstance(result, Mapping)
    return result


def _whole(value: Value | None) -> bool:
    """Is a document that is no mapping what is written, and not merely unknown?"""
    return value is None or not isinstance(value, Scalar) or value.known or bool(value.pieces)


def _refused(reading: Reading, root: Mapping, place: Span) -> Mapping:
    """The project when a document is no mapping."""
    reading.defects.append(Defect("compose-wrong-type", place, "the whole document", "", "a mapping"))
    return opened_root(root)


def _empty_place(written: tree.YamlTree, at: int) -> Span:
    """The place of a document without content: the marker before it, or the file's first character."""
    before = [document.end for document in written.documents[:at] if document is not None]
    found = written.source.text.find("---", before[-1] if before else 0)
    return Span(written.source, max(found, 0), found + 3 if found >= 0 else min(1, len(written.source.text)))


def _once(defects: list[Defect]) -> list[Defect]:
    """Each defect once: what an anchor brings to several places is written once."""
    seen: dict[tuple[str, str, int, int], Defect] = {}
    for defect in defects:
        seen.setdefault((defect.code, *defect.span.sort_key), defect)
    return list(seen.values())
