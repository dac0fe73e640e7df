"""Env files of a project: which are read for interpolation, what they define, and the nodes for them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.environment import Binding, Environment, Room, over
from deploylint.model.resolved import Origin
from deploylint.model.settings import ModelSettings
from deploylint.source.defects import Defect
from deploylint.source.files import Files, Unreadable
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import formats

if TYPE_CHECKING:
    from deploylint.model.dotenv import Definition

HOST_NAMES = frozenset(
    ("HOME", "HOSTNAME", "LANG", "LOGNAME", "PATH", "PWD", "SHELL", "TERM", "TZ", "USER", "XDG_RUNTIME_DIR")
)
"""Names that a login shell exports; a reference to one of them is satisfied wherever Compose is run by hand."""

RAW = "raw"
"""The format of env files in which nothing is quoted or expanded; docker compose registers it."""

TRUE_WORDS = frozenset(("1", "t", "T", "TRUE", "true", "True"))
FALSE_WORDS = frozenset(("0", "f", "F", "FALSE", "false", "False"))
"""What Go reads as true and as false (strconv.ParseBool)."""


EXAMPLE_ENDINGS = tuple(
    sign + word for sign in ".-_" for word in ("example", "sample", "dist", "template", "tmpl", "default", "defaults")
)
"""What is added to the name of a file that somebody is to make, for the example of it."""


class EnvFile(NamedTuple):
    """An env file that was read, and what it defines for Compose; `spent` when it was read too often."""

    path: str
    source: Source
    definitions: tuple[Definition, ...]
    defects: tuple[Defect, ...]
    unreadable: bool = False
    spent: bool = False


class ProjectEnvironment(NamedTuple):
    """The variables of a project: for the resolver, and the files behind them; `missing` were asked for."""

    environment: Environment
    live: tuple[EnvFile, ...]
    examples: tuple[EnvFile, ...]
    defects: tuple[Defect, ...]
    missing: tuple[str, ...] = ()

    def defined(self) -> list[tuple[str, str]]:
        """Names that the files define, with the path of each."""
        files = self.live or self.examples
        return [(d.name, found.path) for found in files for d in found.definitions if not _behind_quote(d.key)]

    def value(self, name: str) -> str | None:
        """The value of a variable, when it is known."""
        binding = self.environment.lookup(name)
        return binding.value if binding is not None else None


def read_env_file(
    files: Files,
    path: str,
    environment: Environment | None = None,
    earlier: Mapping[str, Binding] | None = None,
    form: str = "",
) -> EnvFile | None:
    """The file as Compose reads it; None when it is not there.  `earlier` are keys of files before it in one list,
    `form` is the format of a service's env file.
    """
    source = files.read(path)
    if source is None:
        return None
    if isinstance(source, Unreadable):
        return EnvFile(path, source.source, (), (source.defect,), unreadable=True)
    from deploylint.model.dotenv import definitions, raw_definitions
    from deploylint.model.expansion import TOO_LONG, TOO_MUCH
    from deploylint.syntax import dotenv

    room = Room() if environment is None else environment.room
    if not room.takes(path, len(source.text)):
        defect = Defect("input-limit-exceeded", Span(source, *source.line_bounds(1)), path, *TOO_MUCH)
        return EnvFile(path, source, (), (defect,), unreadable=True, spent=True)
    lookup, closed = (_nothing, False) if environment is None else (environment.lookup, environment.closed)
    if form == RAW:
        return EnvFile(path, source, tuple(raw_definitions(source, lookup)), ())
    tree = dotenv.parse(source)
    found = tuple(definitions(tree, lookup, closed=closed, earlier=earlier, room=room))
    excess = [
        Defect("input-limit-exceeded", each.excess, each.name, *TOO_LONG) for each in found if each.excess is not None
    ]
    return EnvFile(path, source, found, (*tree.defects, *excess))


def _nothing(name: str) -> Binding | None:
    return None


def read_environment(files: Files, folder: str, settings: ModelSettings) -> ProjectEnvironment:
    """The variables of a project in a folder: the process's, those of env files, names of the settings.

    Files are those of --env-file, else of COMPOSE_ENV_FILES, else `.env` of the folder in which the command is given
    and then `.env` of the project's (compose-go 2.14.0, cli/options.go); what comes first wins.  Where there is none,
    examples beside it for the names alone.
    """
    bindings, room = given(settings), Room()
    live: list[EnvFile] = []
    missing: list[str] = []
    closed = settings.closed or settings.process is not None
    for group, required in env_file_lists(files, folder, settings):
        found, absent = read_list(files, group, Environment(bindings, closed=closed, room=room))
        live += found
        missing += absent if required else ()
        bindings = over(bound(found, closed), bindings)
    examples: list[EnvFile] = []
    for path in _example_paths(files, folder):
        example = read_env_file(files, path)
        if example is None or example.unreadable or any(example.path == each.path for each in live):
            continue
        examples.append(example)
        for definition in example.definitions if not live and not closed else ():
            bindings.setdefault(definition.name, Binding(None, definition.span, "example"))
    unreadable = any(each.unreadable for each in live)
    known = settings.process is not None or bool(live) or any(formats.is_example(each.path) for each in examples)
    environment = Environment(bindings, closed=closed and not unreadable, known=known and not unreadable, room=room)
    defects = tuple(defect for each in live for defect in each.defects)
    return ProjectEnvironment(environment, tuple(live), tuple(examples), defects, tuple(missing))


def given(settings: ModelSettings) -> dict[str, Binding]:
    """The variables that no file gives: those of the process, and names that are defined outside."""
    if settings.process is not None:
        bindings = {name: Binding(value, None, "process") for name, value in settings.process.items()}
    else:
        bindings = {name: Binding(None, None, "process") for name in HOST_NAMES}
    for name in settings.variables:
        bindings.setdefault(name, Binding(None, None, "external"))
    return bindings


def env_file_lists(files: Files, folder: str, settings: ModelSettings) -> list[tuple[tuple[str, ...], bool]]:
    """The lists of env files that are read one after the other, each with: must its files be there?"""
    process = settings.process or {}
    named = settings.env_files
    start = settings.started_in
    if not named:
        written = [path for path in process.get("COMPOSE_ENV_FILES", "").split(",") if path]
        named = tuple(posixpath.normpath(posixpath.join(folder if start is None else start, path)) for path in written)
    if named:
        return [(named, True)]
    if process.get("COMPOSE_DISABLE_ENV_FILE", "") in TRUE_WORDS:
        return []
    folders = [folder] if start is None or settings.project_directory is not None else [start, folder]
    return [((posixpath.join(each, ".env"),), False) for each in dict.fromkeys(folders)]


def read_list(files: Files, paths: Sequence[str], environment: Environment) -> tuple[list[EnvFile], list[str]]:
    """Env files of one list, of which the last that defines a key counts; and those that are not there."""
    found: list[EnvFile] = []
    missing: list[str] = []
    for path in paths:
        if path.endswith("/.env") or path == ".env":
            stat = files.stat(path)
            if stat is not None and stat.kind == "dir":
                continue
        each = read_env_file(files, path, environment, bound(found, environment.closed))
        if each is None:
            missing.append(path)
        else:
            found.append(each)
    return found, missing


def bound(found: Iterable[EnvFile], closed: bool) -> dict[str, Binding]:
    """What env files define together; in a closed environment a key alone that nothing else defines stays undefined."""
    return {
        each.name: each.binding
        for file in found
        for each in file.definitions
        if not (closed and each.bare and each.known and each.value is None)
    }


def _example_paths(files: Files, folder: str) -> list[str]:
    """Env files in the folder that somebody copies (`.env.example`) or passes with --env-file (`.env.production`)."""
    names = [name for name in files.list(folder) if not name.endswith("/") and formats.kind(name) == "env"]
    wanted = [name for name in names if formats.is_example(name) or name.startswith(".env.")]
    return [posixpath.join(folder, name) for name in wanted]


def env_file_nodes(
    builder: Builder, project: nodes.Project, environment: ProjectEnvironment, included: Sequence[EnvFile] = ()
) -> None:
    """Nodes for the files behind the project's variables, and for each key in them; `included` are those that only
    included files see.
    """
    for found in (*environment.live, *included):
        define(builder, found, "interpolation", live=True)
        builder.role(found.path, "env", "interpolation", project.name, read=not found.unreadable)
        _env_file_node(builder, project, found.path, first_line(found.source)).file = builder.file_nodes[found.path]
    for path in environment.missing:
        if not path.startswith(("/", "../")):
            main = project.files[0]
            node = _env_file_node(builder, project, path, first_line(builder.graph.sources[main.path]))
            node.required, node.exists, node.excused = True, False, False
            node.file = nodes.NULL["file"]
    for found in environment.examples:
        define(builder, found, "example" if formats.is_example(found.path) else "orphan", live=False)
        builder.role(found.path, "env", "example" if formats.is_example(found.path) else "orphan", project.name)


def _env_file_node(builder: Builder, project: nodes.Project, path: str, place: Origin) -> nodes.EnvFile:
    """The node of a file that is read for interpolation."""
    node = nodes.EnvFile(builder.name(f"{project.id}/env_file:{path}"), place, {})
    node.path, node.written = path, posixpath.basename(path)
    node.service, node.project = nodes.NULL["service"], project
    node.unit = nodes.NULL["unit"]
    node.purpose, node.required, node.format = "interpolation", False, None
    node.exists = node.excused = True
    builder.add(node)
    builder.append(project, "env_files", node)
    return node


def first_line(source: Source) -> Origin:
    """The first line of a file, for what concerns the file as a whole."""
    return Origin(source, *source.line_bounds(1))


def _behind_quote(key: Span) -> bool:
    """Does a key stand right behind a closing quote?  It may be the rest of a secret value, which nobody shows."""
    return key.source.text[max(key.start - 1, 0) : key.start] in ("'", '"')


def define(builder: Builder, found: EnvFile, role: str, *, live: bool) -> dict[str, nodes.EnvDef]:
    """The file's keys as nodes, made once; the last of equal keys under each name."""
    from deploylint.model.credentials import is_placeholder

    known = found.path in builder.file_nodes
    file = builder.file(found.path, found.source, "env", role)
    if known and file.path in builder.env_defs:
        defs = builder.env_defs[file.path]
        if live:
            for node in builder.all_env_defs[file.path]:
                node.live = True
        return defs
    file.header = first_line(found.source)
    defs = {}
    every: list[nodes.EnvDef] = []
    for definition in found.definitions:
        key, value = definition.key, definition.place
        if not definition.name:
            continue
        if _behind_quote(key):
            builder.graph.sensitive.setdefault(found.path, []).append((key.start, max(key.end, value.end)))
            continue
        node = nodes.EnvDef(
            builder.name(f"{file.id}/env_def:{definition.name}"),
            Origin(found.source, key.start, key.end),
            {"name": Origin(found.source, key.start, key.end, part=True)},
        )
        if value.end > value.start:
            node.origins["value"] = Origin(found.source, value.start, value.end, part=True)
        node.file, node.name = file, definition.name
        if definition.known:
            node.value = definition.value
            node.placeholder = definition.value is not None and is_placeholder(definition.value)
        node.example, node.live, node.whole, node.refs = role == "example", live, False, ()
        builder.add(node)
        builder.append(file, "env_defs", node)
        every.append(node)
        defs[definition.name] = node
    builder.env_defs[file.path] = defs
    builder.all_env_defs[file.path] = every
    for defect in found.defects:
        if live:
            builder.defect(defect, file)
    return defs


def is_excused(files: Files, path: str) -> bool:
    """Is the absence of a file expected?  An example of it stands beside it, or an ignore rule covers it."""
    folder, name = posixpath.split(path)
    bare = name.lstrip(".")
    for other in files.list(folder):
        stem = other
        for ending in EXAMPLE_ENDINGS:
            stem = stem.removesuffix(ending)
        if other != name and (stem == name or other in (f"example.{bare}", f"sample.{bare}", f"{bare}.example")):
            return True
    return files.ignored(path) is True
