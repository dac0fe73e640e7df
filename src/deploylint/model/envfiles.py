"""Env files of a project: which are read for interpolation, what they define, and the nodes for them."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.environment import Binding, Environment
from deploylint.model.resolved import Origin
from deploylint.model.settings import ModelSettings
from deploylint.source.defects import Defect
from deploylint.source.files import Files, Unreadable
from deploylint.source.text import Source
from deploylint.syntax import formats

if TYPE_CHECKING:
    from deploylint.model.dotenv import Definition

HOST_NAMES = frozenset(
    ("HOME", "HOSTNAME", "LANG", "LOGNAME", "PATH", "PWD", "SHELL", "TERM", "TZ", "USER", "XDG_RUNTIME_DIR")
)
"""Names that a login shell exports; a reference to one of them is satisfied wherever Compose is run by hand."""


EXAMPLE_ENDINGS = tuple(
    sign + word for sign in ".-_" for word in ("example", "sample", "dist", "template", "tmpl", "default", "defaults")
)
"""What is added to the name of a file that somebody is to make, for the example of it."""


class EnvFile(NamedTuple):
    """An env file that was read, and what it defines for Compose."""

    path: str
    source: Source
    definitions: tuple[Definition, ...]
    defects: tuple[Defect, ...]
    unreadable: bool = False


class ProjectEnvironment(NamedTuple):
    """The variables of a project: for the resolver, and the files behind them."""

    environment: Environment
    live: tuple[EnvFile, ...]
    examples: tuple[EnvFile, ...]
    defects: tuple[Defect, ...]

    def defined(self) -> list[tuple[str, str]]:
        """Names that the files define, with the path of each."""
        return [(d.name, found.path) for found in self.live or self.examples for d in found.definitions]

    def value(self, name: str) -> str | None:
        """The value of a variable, when it is known."""
        binding = self.environment.lookup(name)
        return binding.value if binding is not None else None


def read_env_file(files: Files, path: str, environment: Environment | None = None) -> EnvFile | None:
    """The file as Compose reads it; None when it is not there."""
    source = files.read(path)
    if source is None:
        return None
    if isinstance(source, Unreadable):
        return EnvFile(path, source.source, (), (source.defect,), unreadable=True)
    from deploylint.model.dotenv import definitions
    from deploylint.model.expansion import TOO_LONG
    from deploylint.syntax import dotenv

    tree = dotenv.parse(source)
    lookup = environment.lookup if environment is not None else _nothing
    found = tuple(definitions(tree, lookup))
    excess = [
        Defect("input-limit-exceeded", each.excess, each.name, *TOO_LONG) for each in found if each.excess is not None
    ]
    return EnvFile(path, source, found, (*tree.defects, *excess))


def _nothing(name: str) -> Binding | None:
    return None


def read_environment(files: Files, folder: str, settings: ModelSettings) -> ProjectEnvironment:
    """`.env` of the folder or the settings' env files; where there is none, examples beside it for the names alone."""
    bindings: dict[str, Binding] = {name: Binding(None, None, "process") for name in HOST_NAMES}
    bindings |= {name: Binding(None, None, "external") for name in settings.variables}
    live: list[EnvFile] = []
    for path in settings.env_files or (posixpath.join(folder, ".env"),):
        found = read_env_file(files, path, Environment(bindings))
        if found is None:
            continue
        live.append(found)
        for definition in found.definitions:
            bindings[definition.name] = Binding(definition.value, definition.span, "env-file")
    examples: list[EnvFile] = []
    for path in _example_paths(files, folder):
        found = read_env_file(files, path)
        if found is None or found.unreadable or found.path in settings.env_files:
            continue
        examples.append(found)
        for definition in found.definitions if not live else ():
            bindings.setdefault(definition.name, Binding(None, definition.span, "example"))
    unreadable = any(found.unreadable for found in live)
    known = bool(live) or any(formats.is_example(found.path) for found in examples)
    environment = Environment(bindings, closed=settings.closed, known=known and not unreadable)
    defects = tuple(defect for found in live for defect in found.defects)
    return ProjectEnvironment(environment, tuple(live), tuple(examples), defects)


def _example_paths(files: Files, folder: str) -> list[str]:
    """Env files in the folder that somebody copies (`.env.example`) or passes with --env-file (`.env.production`)."""
    names = [name for name in files.list(folder) if not name.endswith("/") and formats.kind(name) == "env"]
    wanted = [name for name in names if formats.is_example(name) or name.startswith(".env.")]
    return [posixpath.join(folder, name) for name in wanted]


def env_file_nodes(builder: Builder, project: nodes.Project, environment: ProjectEnvironment) -> None:
    """Nodes for the files behind the project's variables, and for each key in them."""
    for found in environment.live:
        define(builder, found, "interpolation", live=True)
        builder.role(found.path, "env", "interpolation", project.name, read=not found.unreadable)
        node = nodes.EnvFile(builder.name(f"{project.id}/env_file:{found.path}"), first_line(found.source), {})
        node.path, node.written = found.path, posixpath.basename(found.path)
        node.service, node.project = nodes.NULL["service"], project
        node.unit = nodes.NULL["unit"]
        node.purpose, node.required, node.format = "interpolation", False, None
        node.exists = node.excused = True
        node.file = builder.file_nodes[found.path]
        builder.add(node)
        builder.append(project, "env_files", node)
    for found in environment.examples:
        define(builder, found, "example" if formats.is_example(found.path) else "orphan", live=False)
        builder.role(found.path, "env", "example" if formats.is_example(found.path) else "orphan", project.name)


def first_line(source: Source) -> Origin:
    """The first line of a file, for what concerns the file as a whole."""
    return Origin(source, *source.line_bounds(1))


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
