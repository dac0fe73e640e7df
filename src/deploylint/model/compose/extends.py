"""`extends`: a service that starts from another one, of the same file or of another, through chains of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from deploylint.model.compose.copies import carried, opened, weight, without
from deploylint.model.compose.forms import null
from deploylint.model.compose.include import is_outside, is_remote, joined
from deploylint.model.compose.interpolate import Reading, ReferenceUse
from deploylint.model.compose.merge import RULES, Merger
from deploylint.model.resolved import Entry, Hop, Mapping, Scalar, Value
from deploylint.source.defects import Defect
from deploylint.source.span import Span

_LONGEST_CHAIN = 100
_MOST_COPIES = 300_000

Paths = tuple[tuple[str, ...], ...]


class Document:
    """A file's services: as written, and one by one with what they inherit.

    `folder` is where its relative paths start; `tagged` are the paths that `!reset` or `!override` keep from being
    inherited.  `done` holds the completed services, `uses` the references of each, inherited ones included.
    """

    __slots__ = ("done", "folder", "path", "references", "root", "tagged", "uses")

    def __init__(self, path: str, folder: str, root: Mapping, tagged: Paths, references: list[ReferenceUse]) -> None:
        self.path = path
        self.folder = folder
        self.root = root
        self.tagged = tagged
        self.references = references
        self.done: dict[str, Mapping] = {}
        self.uses: dict[str, list[ReferenceUse]] | None = None

    def of(self, name: str) -> list[ReferenceUse]:
        """The references of one service, to read and to add to."""
        if self.uses is None:
            self.uses = {}
            for use in self.references:
                if len(use.path) > 2 and use.path[0] == "services":
                    self.uses.setdefault(use.path[1], []).append(use)
        return self.uses.setdefault(name, [])


class Target(NamedTuple):
    """What an `extends` names: a service, perhaps of another file, and where each is written."""

    service: str
    place: Span
    file: str | None
    file_place: Span


Find = Callable[[str], Document | None]


class Extender:
    """Completes the services of documents; `find` gives another file's document by its anchor-relative path.

    `everything`: files outside of the anchor may be read, so that one that is not found there does not exist.
    """

    __slots__ = ("_copies", "_everything", "_find", "_reading")

    def __init__(self, reading: Reading, find: Find, everything: bool = False) -> None:
        self._reading = reading
        self._find = find
        self._everything = everything
        self._copies = 0

    def complete(self, document: Document) -> None:
        """Give every service of a document what it inherits."""
        entry = document.root.entries.get("services")
        services = entry.value if entry is not None else None
        if not isinstance(services, Mapping):
            return
        extending = [name for name, entry in services.entries.items() if _extends(entry.value) is not None]
        for name in extending:
            own = len(document.of(name))
            self._service(document, services, name, ())
            self._reading.references.extend(document.of(name)[own:])
        for name, value in document.done.items():
            entry = services.entries[name]
            services.entries[name] = Entry(entry.source, entry.key, value, entry.layers)

    def _service(self, document: Document, services: Mapping, name: str, chain: tuple[tuple[str, str], ...]) -> Value:
        """A service with what it inherits."""
        done = document.done.get(name)
        if done is not None:
            return done
        entry = services.entries[name]
        service = entry.value
        extends = _extends(service)
        if extends is None or not isinstance(service, Mapping):
            return service
        base, hop = self._base(document, name, extends, (*chain, (document.path, name)))
        if base is None:
            result = opened(service)
            assert isinstance(result, Mapping)
        else:
            for path in document.tagged:
                if path[:2] == ("services", name):
                    base = without(base, path[2:], canonical=hop.folder is not None)
            own = without(service, ("extends",))
            rules = RULES.to("services")
            inherited = carried(base, hop)
            assert isinstance(inherited, Mapping)
            merger = Merger(self._reading.defects, ("services", name), canonical=hop.folder is not None)
            result = merger.merge(inherited, own, None if rules is None else rules.to(name))
        document.done[name] = result
        return result

    def _base(
        self, document: Document, name: str, extends: Entry, chain: tuple[tuple[str, str], ...]
    ) -> tuple[Mapping | None, Hop]:
        """The completed service that another one starts from, None when it cannot be had; and the hop to it."""
        place = extends.value.span if isinstance(extends.value, Scalar) else extends.span
        hop = Hop("extends", place)
        target = _target(extends)
        if target is not None:
            hop = hop._replace(name=target.service)
        if target is None:
            if not _undecided(extends.value):
                self._defect("extends-target-missing", extends.span, name, "the service to extend")
            return None, hop
        other: Document | None = document
        if target.file is not None:
            if is_remote(target.file):
                told = "a file that can be read here"
                self._reading.defects.append(
                    Defect("remote-include-skipped", target.file_place, target.file, "extends", told)
                )
                return None, hop
            path = joined(document.folder, target.file)
            other = self._find(path)
            if other is None:
                if not is_outside(path) or self._everything:
                    self._defect("extends-target-missing", target.file_place, name, f"the file {target.file}")
                return None, hop
            hop = hop._replace(folder=other.folder)
        assert other is not None
        if (other.path, target.service) in chain:
            self._defect("extends-cycle", target.place, name, "a chain that ends")
            return None, hop
        if len(chain) > _LONGEST_CHAIN or self._copies > _MOST_COPIES:
            self._defect("input-limit-exceeded", target.place, name, "a shorter chain of extends")
            return None, hop
        return self._found(document, other, name, target, chain), hop

    def _found(
        self, document: Document, other: Document, name: str, target: Target, chain: tuple[tuple[str, str], ...]
    ) -> Mapping | None:
        """The completed base in the document that should hold it."""
        entry = other.root.entries.get("services")
        services = entry.value if entry is not None else None
        if not isinstance(services, Mapping) or target.service not in services.entries:
            is_open = other.root.open if services is None else not isinstance(services, Mapping) or services.open
            if not is_open:
                self._defect("extends-target-missing", target.place, name, f"the service {target.service}")
            return None
        base = self._service(other, services, target.service, chain)
        inherited = [use._replace(path=("services", name, *use.path[2:])) for use in other.of(target.service)]
        self._copies += len(inherited)
        document.of(name).extend(inherited)
        if not isinstance(base, Mapping):
            return None
        self._copies += weight(base)
        return base

    def _defect(self, code: str, span: Span, name: str, expected: str) -> None:
        self._reading.defects.append(Defect(code, span, name, "", expected))


def _extends(value: Value) -> Entry | None:
    """The `extends` of a service."""
    return value.entries.get("extends") if isinstance(value, Mapping) else None


def _target(extends: Entry) -> Target | None:
    """What an `extends` names; None when it does not say."""
    value = extends.value
    if isinstance(value, Scalar):
        text = _text(value)
        return None if text is None else Target(text, value.span, None, value.span)
    if not isinstance(value, Mapping):
        return None
    service, file = value.entries.get("service"), value.entries.get("file")
    if file is not None and null(file.value):
        file = None
    name = _text(service.value) if service is not None else None
    path = _text(file.value) if file is not None else None
    if service is None or name is None or (file is not None and path is None):
        return None
    place = _place(service)
    return Target(name, place, path, place if file is None else _place(file))


def _undecided(value: Value) -> bool:
    """Does an `extends` hold something unknown, so that nothing can be said of its target?"""
    if isinstance(value, Scalar):
        return not value.known
    if not isinstance(value, Mapping):
        return False
    return value.open or any(isinstance(e.value, Scalar) and not e.value.known for e in value.entries.values())


def _text(value: Value) -> str | None:
    """A known text that is not empty."""
    return value.value or None if isinstance(value, Scalar) and value.known and isinstance(value.value, str) else None


def _place(entry: Entry) -> Span:
    """The value of an entry when it is a scalar, else its key."""
    return entry.value.span if isinstance(entry.value, Scalar) else entry.span
