"""Which files make one unit: its main file, and the drop-ins that systemd adds to it, in their order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deploylint.model.builder import Builder
from deploylint.model.systemd import names
from deploylint.model.systemd.names import UnitName
from deploylint.source.defects import Defect
from deploylint.source.files import Unreadable
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import formats, systemd
from deploylint.syntax.systemd.tree import UnitTree

LINK_FOLDERS = (".wants", ".requires", ".upholds")
"""Endings of folders whose members are links to units that are enabled."""

_SEARCHED = re.compile(r"(?:^|/)(?:etc|run|usr/lib|usr/local/lib|lib)/systemd/(?:system|user)$")
"""The end of a folder in which systemd looks for units."""

_ASSUMED = ("service", "socket", "timer")
"""Types whose ending nothing else has, but for D-Bus and Avahi."""

_SECTIONS = frozenset(
    ("unit", "install", "service", "socket", "timer", "path", "mount", "automount", "swap", "slice", "scope", "target")
)

_TAG = re.compile(r"\{%-?[ \t]*\w[^}\n]{0,200}%\}|<%[-=#]?[^\n%]{0,200}%>|^[ \t]*\{\{", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{-?[ \t]*(?!end\b|else\b)[A-Za-z_][\w.\[\]'\"]*[ \t]*(?:\|[^{}\n]*)?-?\}\}")
_BRACES = re.compile(r"^(?!Exec|Environment)[A-Z][A-Za-z]*[ \t]*=[^\n]*\{\{", re.MULTILINE)


class UnitFiles:
    """The files of one unit.  `main` is None for drop-ins of a unit that is not here; `links` are units that have it in
    their folder of links; `user` when the folder is one of a user's manager.
    """

    __slots__ = ("dropins", "folder", "links", "main", "name", "user")

    def __init__(self, folder: str, name: UnitName) -> None:
        self.folder = folder
        self.name = name
        self.main: UnitTree | None = None
        self.dropins: list[UnitTree] = []
        self.links: list[str] = []
        self.user = is_user_folder(folder)

    @property
    def trees(self) -> list[UnitTree]:
        """All files, the main one first."""
        return [*([self.main] if self.main is not None else ()), *self.dropins]

    @property
    def is_system(self) -> bool:
        """Is its folder one of the system manager's?"""
        return _SEARCHED.search(self.folder) is not None and self.folder.endswith("/system")

    @property
    def path(self) -> str:
        """Where the main file is, or would be."""
        return posixpath.join(self.folder, self.name.name)


def is_user_folder(folder: str) -> bool:
    """Is it a folder of user units: systemd/user, or ~/.config/systemd?"""
    parts = folder.split("/")
    return any(
        (part == "user" and "systemd" in before) or (part == "systemd" and before == ".config")
        for before, part in pairwise(parts)
    )


class Gathered:
    """What the files of a tree are: the units, and the names of units that exist without a file that could be read."""

    __slots__ = ("elsewhere", "units")

    def __init__(self) -> None:
        self.units: list[UnitFiles] = []
        self.elsewhere: set[str] = set()


def gather(builder: Builder, paths: Sequence[str]) -> Gathered:
    """Read the files and put them together to units; each gets its role, and what is no unit nothing but that."""
    found = Gathered()
    mains: dict[str, UnitFiles] = {}
    parts: dict[str, list[tuple[str, UnitTree]]] = {}
    links: list[tuple[str, str]] = []
    for path in paths:
        if formats.kind(path) == "quadlet":
            builder.role(path, "quadlet", "other", "")
            found.elsewhere.add(generated_name(path))
            continue
        folder, name = posixpath.split(path)
        if folder.endswith(LINK_FOLDERS):
            builder.role(path, "systemd", "other", "")
            links.append((posixpath.basename(folder).rpartition(".")[0], name))
            continue
        is_part = folder.endswith(".d") and name.endswith(".conf")
        tree = _read(builder, path, name, is_part)
        if tree is None:
            found.elsewhere.add(_without_template_ending(name))
        elif is_part:
            parts.setdefault(folder[:-2], []).append((name, tree))
        else:
            mains[path] = UnitFiles(folder, names.split(name))
            mains[path].main = tree
    found.units = list(mains.values())
    _add_parts(found.units, parts)
    by_name: dict[str, list[UnitFiles]] = {}
    for unit in found.units:
        by_name.setdefault(unit.name.name, []).append(unit)
    for target, name in links:
        for unit in by_name.get(name) or by_name.get(names.template_of(name) or "") or ():
            unit.links.append(target)
    return found


def generated_name(path: str) -> str:
    """The service that Podman makes of a Quadlet file (podman-systemd.unit(5))."""
    stem, _, kind = posixpath.basename(path).rpartition(".")
    return f"{stem}.service" if kind in ("container", "kube") else f"{stem}-{kind}.service"


def _without_template_ending(name: str) -> str:
    while name.lower().endswith(formats.TEMPLATE_ENDINGS):
        name = name.rpartition(".")[0]
    return name


def _read(builder: Builder, path: str, name: str, is_part: bool) -> UnitTree | None:
    """The tree of a unit's file; None for one that is none, with its role and what is to be said of it."""
    source = builder.files.read(path)
    role = "drop-in" if is_part else "unit"
    if isinstance(source, Unreadable):
        builder.role(path, "systemd", role, "", read=False)
        builder.defect(source.defect, builder.file(path, source.source, "systemd", role))
        return None
    if source is None:
        return None
    if _is_template(source):
        file = builder.file(path, source, "systemd", "template")
        builder.role(path, "systemd", "template", "")
        builder.defect(Defect("file-is-template", Span(source, 0, 0), name), file)
        return None
    tree = systemd.parse(source)
    if not _is_unit(tree, name, is_part):
        builder.role(path, "systemd", "other", "")
        return None
    file = builder.file(path, source, "systemd", role)
    builder.role(path, "systemd", role, "", read=tree.broken is None)
    for defect in (*tree.defects, *systemd.faults(tree)):
        builder.defect(defect, file)
    return tree


def _is_template(source: Source) -> bool:
    """Is the file the input of a template engine?

    The Go templates of `docker inspect --format '{{.State}}'` are ordinary text of a command: what counts is a tag at
    the start of a line, a plain variable, or braces in a value that is no command.
    """
    if source.path.lower().endswith(formats.TEMPLATE_ENDINGS) or "{{" in source.path:
        return True
    text = source.text
    if "{{" not in text and "{%" not in text and "<%" not in text:
        return False
    return any(pattern.search(text) is not None for pattern in (_TAG, _VARIABLE, _BRACES))


def _is_unit(tree: UnitTree, name: str, is_part: bool) -> bool:
    """Is it a unit by its content?  Avahi's and D-Bus's services, path files of editors and the like are not."""
    text = tree.source.text
    start = next((line for line in _lines(text)), "")
    if not start:
        return True
    if start.startswith("<") or not tree.sections:
        return False
    if any(section.name == "D-BUS Service" for section in tree.sections):
        return False
    if start.startswith("[") and not is_part and names.split(name).type in _ASSUMED:
        return True
    return any(section.name.lower() in _SECTIONS for section in tree.sections)


def _lines(text: str) -> Iterator[str]:
    """Lines that are neither blank nor a comment."""
    for line in text.splitlines():
        stripped = line.strip().lstrip("\ufeff")
        if stripped and stripped[0] not in "#;":
            yield stripped


def _add_parts(units: list[UnitFiles], parts: dict[str, list[tuple[str, UnitTree]]]) -> None:
    """Give each unit its drop-ins; those of units that are not here become units of their own."""
    if not parts:
        return
    roots = {folder: _root(posixpath.dirname(folder)) for folder in parts}
    used: set[str] = set()
    by_place: dict[tuple[str, str], list[str]] = {}
    for folder, root in roots.items():
        by_place.setdefault((root, posixpath.basename(folder)), []).append(folder)
    for unit in units:
        root = _root(unit.folder)
        chosen: dict[str, UnitTree] = {}
        for stem in _dropin_stems(unit.name):
            for folder in by_place.get((root, stem), ()):
                used.add(folder)
                chosen.update(parts[folder])
        unit.dropins = [chosen[name] for name in sorted(chosen)]
    for folder, found in parts.items():
        if folder not in used:
            unit = UnitFiles(posixpath.dirname(folder), names.split(posixpath.basename(folder)))
            unit.dropins = [tree for _, tree in sorted(found, key=lambda part: part[0])]
            units.append(unit)


def _root(folder: str) -> str:
    """What units and drop-ins of one machine have in common: the folder, or the root of a tree laid out like a disk."""
    match = _SEARCHED.search(folder)
    return folder if match is None else f"{folder[: match.start()]}//{folder.rpartition('/')[2]}"


def _dropin_stems(name: UnitName) -> Iterator[str]:
    """Names of the folders of drop-ins without their .d, from the general to the special: service, a-.service,
    a-b@.service, a-b@i.service.
    """
    yield name.type
    suffix = ("" if name.instance is None else "@") + "." + name.type
    place = name.prefix.find("-")
    while 0 <= place < len(name.prefix) - 1:
        yield name.prefix[: place + 1] + suffix
        place = name.prefix.find("-", place + 1)
    if name.instance:
        yield f"{name.prefix}@.{name.type}"
    yield name.name
