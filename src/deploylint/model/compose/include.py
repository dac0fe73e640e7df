"""`include`: whole Compose files, read as a project of their own, that are merged below the one that names them."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from deploylint.model.compose.forms import null
from deploylint.model.compose.interpolate import Reading, ReferenceUse
from deploylint.model.compose.parts import deployed_text
from deploylint.model.envfiles import EnvFile, bound, read_list
from deploylint.model.environment import Binding, Environment
from deploylint.model.expansion import given
from deploylint.model.resolved import Entry, Hop, Mapping, Scalar, Sequence, Value
from deploylint.source.defects import Defect
from deploylint.source.files import Files
from deploylint.source.span import Span

SECTIONS = ("services", "volumes", "networks", "secrets", "configs", "models")
"""What is taken from an included project (compose-go 2.14.0, loader/include.go)."""

NO_FILE = "/dev/null"
"""An env file that is not read."""

_ITEM = "a path, or a mapping with path"
_TEXTS = "a text or a list of texts"


class Request(NamedTuple):
    """One item of `include`: files that override each other in order, and the folder that their paths start from.

    The folder is that of the first file unless it is `said`.  `paths` is None when they are not known or would have to
    be fetched, `spans` are their places.  `env_files` are those that the item names with their places, None for the
    folder's own `.env`; `env_known` when all are known.
    """

    paths: tuple[str, ...] | None
    folder: str
    span: Span
    said: bool = False
    spans: tuple[Span, ...] = ()
    env_files: tuple[tuple[str, Span], ...] | None = None
    env_known: bool = True


def requests(entry: Entry, folder: str, defects: list[Defect]) -> list[Request]:
    """What an `include` asks for, paths relative to the anchor."""
    value = entry.value
    unknown = Request(None, folder, entry.span)
    if null(value):
        return []
    if not isinstance(value, Sequence):
        if _unknown(value):
            return [unknown]
        defects.append(Defect("compose-wrong-type", entry.span, "include", "", "a list"))
        return [unknown]
    found = [_request(item, entry, folder, defects) for item in value.items if not null(item)]
    return [*found, unknown] if value.open else found


def _request(item: Value, entry: Entry, folder: str, defects: list[Defect]) -> Request:
    """One item: a path, or a mapping with a path or a list of them."""
    if isinstance(item, Scalar):
        return _local(_texts(item, item.span, _ITEM, defects), None, item.span, folder, defects)
    place = _first_line(item, entry)
    if not isinstance(item, Mapping):
        defects.append(Defect("compose-wrong-type", place, "include", "", _ITEM))
        return Request(None, folder, place)
    path, directory, env_file = (item.entries.get(key) for key in ("path", "project_directory", "env_file"))
    paths = [] if path is None else _texts(path.value, path.span, _TEXTS, defects)
    place = paths[0].span if paths else path.span if path is not None else place
    request = _local(paths, directory, place, folder, defects)
    written = None if env_file is None else _texts(env_file.value, env_file.span, _TEXTS, defects)
    if not written:
        return request._replace(env_known=env_file is None or written is not None)
    named = [(_text(each), each.span) for each in written]
    files = tuple((joined(folder, name), span) for name, span in named if name is not None and name != NO_FILE)
    return request._replace(env_files=files, env_known=all(name is not None for name, _ in named))


def _first_line(item: Mapping | Sequence, entry: Entry) -> Span:
    """The first line of an item of `include`; of one that nobody wrote as such, the key."""
    if not item.layers:
        return entry.span
    source, node = item.layers[0]
    end = source.line_bounds(source.position(node.content)[0])[1]
    return Span(source, node.content, min(node.end, end))


def _local(
    paths: list[Scalar] | None, directory: Entry | None, span: Span, folder: str, defects: list[Defect]
) -> Request:
    """A request for files below the anchor, as far as its paths are known."""
    unknown = Request(None, folder, span)
    names = [_text(path) for path in paths or ()]
    if paths is None or None in names:
        return unknown
    known = [name for name in names if name is not None]
    for path, name in zip(paths, known, strict=True):
        if is_remote(name):
            told = "a file that can be read here"
            defects.append(Defect("remote-include-skipped", path.span, name, "include", told))
            return unknown
    found = tuple(joined(folder, name) for name in known)
    own, said = posixpath.dirname(found[0]) if found else "", False
    if directory is not None and not null(directory.value):
        value = directory.value
        if not isinstance(value, Scalar) or not value.known:
            return unknown
        name = deployed_text(value.value)
        own, said = (joined(folder, name), True) if name else (own, False)
    return Request(found, own, span, said, tuple(path.span for path in paths))


def _texts(value: Value, place: Span, expected: str, defects: list[Defect]) -> list[Scalar] | None:
    """A text or the texts of a list; None when something else stands there."""
    if null(value):
        return []
    items = value.items if isinstance(value, Sequence) else [value]
    found = [item for item in items if isinstance(item, Scalar) and (not item.known or isinstance(item.value, str))]
    if len(found) == len(items) and not (isinstance(value, Sequence) and value.open):
        return found
    if len(found) < len(items):
        defects.append(Defect("compose-wrong-type", place, "include", "", expected))
    return None


def joined(folder: str, path: str) -> str:
    """A path that is relative to a folder, relative to the anchor."""
    found = posixpath.normpath(posixpath.join(folder, path))
    return "" if found == "." else found


def is_outside(path: str) -> bool:
    """Does a path lead out of the anchor, so that a file that is not found there may exist all the same?"""
    return path.startswith(("../", "/")) or path == ".."


def reads_everything(files: Files | None) -> bool:
    """May everything on this machine be read, so that what is not found does not exist?"""
    return files is not None and files.stat("/") is not None


def is_remote(path: str) -> bool:
    """Does a path name something that Compose would fetch: a Git repository, an OCI artifact, any URL?"""
    return "://" in path or path.startswith(("github.com/", "oci:")) or bool(re.match(r"[\w.-]+@[\w.-]+:", path))


def _text(value: Value) -> str | None:
    """A known text."""
    return value.value if isinstance(value, Scalar) and value.known and isinstance(value.value, str) else None


def _unknown(value: Value) -> bool:
    return isinstance(value, Scalar) and not value.known


class Inner(Environment):
    """The variables of an included project whose env files cannot be read: it may define more than the outer ones."""

    __slots__ = ("_outer",)

    def __init__(self, outer: Environment) -> None:
        super().__init__(closed=False, known=False, room=outer.room)
        self._outer = outer

    def lookup(self, name: str) -> Binding | None:
        """The outer binding, else one without a known value."""
        return self._outer.lookup(name) or Binding(None, None, "external")


def environment(
    files: Files | None, request: Request, outer: Environment, read: list[EnvFile], defects: list[Defect]
) -> Environment:
    """The variables of an included project: the outer ones win over those of its own env files, which become part of
    `read`.
    """
    if request.env_files == () and request.env_known:
        return outer
    if files is None or not request.env_known:
        return Inner(outer)
    places = dict(request.env_files or ())
    paths = tuple(places) or (posixpath.join(request.folder, ".env"),)
    found, missing = read_list(files, paths, outer)
    unknown = any(each.unreadable for each in found)
    for path in missing:
        if is_outside(path) and not reads_everything(files):
            unknown = True
        elif path in places:
            told = "an env file that exists"
            defects.append(Defect("include-target-missing", places[path], places[path].text.strip("'\""), "", told))
            unknown = True
    read += found
    inner = outer.below(bound(found, outer.closed))
    return Inner(inner) if unknown else inner


def imported(part: Mapping, hop: Hop) -> Mapping:
    """What an including file takes from an included project, as it came through the include."""
    from deploylint.model.compose.copies import carried

    result = Mapping(part.layers, part.via)
    result.open = part.open
    for name in SECTIONS:
        entry = part.entries.get(name)
        if entry is not None and not null(entry.value):
            result.entries[name] = Entry(entry.source, entry.key, carried(entry.value, hop), entry.layers)
    return result


def unsectioned(part: Mapping, value: Mapping, defects: list[Defect]) -> None:
    """Leave out the sections of an included project that are no mapping in the including file, which is refused."""
    for name in list(part.entries):
        own = value.entries.get(name)
        if own is not None and not isinstance(own.value, Mapping):
            if null(own.value):
                defects.append(Defect("compose-wrong-type", own.span, name, "", "a mapping"))
            del part.entries[name]


def resolved_bare(root: Mapping, environment: Environment, outer: Reading) -> None:
    """Give bare names in lists of variables the value that they have in the included project alone (compose-go 2.14.0,
    loader/environment.go); the including one would look them up among its own.
    """
    services = root.entries.get("services")
    for service, entry in services.value.entries.items() if services and isinstance(services.value, Mapping) else ():
        variables = entry.value.entries.get("environment") if isinstance(entry.value, Mapping) else None
        if variables is None or not isinstance(variables.value, Sequence):
            continue
        for at, item in enumerate(variables.value.items):
            name = _text(item)
            if not isinstance(item, Scalar) or name is None or "=" in name or outer.environment.lookup(name):
                continue
            binding = environment.lookup(name)
            if binding is None or binding.value is None:
                continue
            path = ("services", service, "environment", name)
            use = ReferenceUse(name, "", None, item.span, item.span, path, False, "variable", binding)
            outer.references.append(use)
            size = len(item.node.value)
            hops = (Hop("variable", item.span), *given(binding, item.span))
            pieces, marks = (name, f"={binding.value}"), ((0, size), (size, size))
            named = Scalar(item.source, item.node, (*hops, *item.via), pieces, marks)
            named.value = f"{name}={binding.value}"
            variables.value.items[at] = named


def start(files: Files | None, request: Request) -> str:
    """Where the relative paths of an included project start: a project_directory that is no folder counts as a file."""
    if not request.said or files is None or is_outside(request.folder):
        return request.folder
    stat = files.stat(request.folder)
    return request.folder if stat is not None and stat.kind == "dir" else posixpath.dirname(request.folder)


def refused_configs(root: Mapping, reading: Reading) -> None:
    """Refuse configs of an included project that come from a variable with a value: Compose has put it in as their
    content when the including file is checked, and then finds two sources.
    """
    section = root.entries.get("configs")
    for name, entry in section.value.entries.items() if section and isinstance(section.value, Mapping) else ():
        source = entry.value.entries.get("environment") if isinstance(entry.value, Mapping) else None
        variable = _text(source.value) if source is not None else None
        binding = reading.environment.lookup(variable) if variable else None
        if source is not None and binding is not None and binding.value is not None:
            told = "a variable that has a value in an included file, which gives it two sources"
            reading.defects.append(Defect("config-source-invalid", source.span, name, told, "file or content"))


def opened_sections(root: Mapping) -> Mapping:
    """A copy of a document in which every section may hold more than is known."""
    result = Mapping(root.layers, root.via)
    result.open = True
    result.entries = dict(root.entries)
    for name in SECTIONS:
        entry = result.entries.get(name)
        if entry is not None and isinstance(entry.value, Mapping):
            section = Mapping(entry.value.layers, entry.value.via)
            section.entries, section.open = entry.value.entries, True
            result.entries[name] = Entry(entry.source, entry.key, section, entry.layers)
    return result
