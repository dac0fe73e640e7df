"""Files to graphs: which projects there are, each resolved and interpreted, in the deployment's environments."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.document import Load, Resolution, resolve
from deploylint.model.compose.fields import child
from deploylint.model.compose.interpret import interpret
from deploylint.model.envfiles import ProjectEnvironment, env_file_nodes, read_env_file, read_environment
from deploylint.model.graph import Graph
from deploylint.model.link import link
from deploylint.model.naming import Name, bound, normalised, project_name
from deploylint.model.node import OpenList
from deploylint.model.resolved import Mapping as ResolvedMapping
from deploylint.model.resolved import Origin
from deploylint.model.roles import Plan, plans
from deploylint.model.settings import ModelSettings
from deploylint.source.defects import Defect
from deploylint.source.files import Files, Unreadable
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import formats, yaml_tree
from deploylint.syntax.tree import YamlTree

Cache = dict[tuple[str, str], YamlTree]
"""Trees by path and text; handed from build to build, so that an unchanged file is parsed once."""

_SERVICES_LINE = "services:"
COMPOSE_FILE = "COMPOSE_FILE"


class Trees:
    """The Compose files that were read: trees, and what could not be read."""

    __slots__ = ("_cache", "_files", "trees", "unread")

    def __init__(self, files: Files, cache: Cache) -> None:
        self._files = files
        self._cache = cache
        self.trees: dict[str, YamlTree] = {}
        self.unread: dict[str, Unreadable] = {}

    def load(self, path: str) -> YamlTree | None:
        """The tree of a file; None when it is not there or cannot be read."""
        tree = self.trees.get(path)
        if tree is not None:
            return tree
        source = self._files.read(path)
        if isinstance(source, Unreadable):
            self.unread[path] = source
            return None
        if source is None:
            return None
        key = (path, source.text)
        tree = self._cache.get(key)
        if tree is None:
            tree = self._cache[key] = yaml_tree.parse(source)
        return tree


def build(files: Files, paths: Sequence[str], settings: ModelSettings, cache: Cache | None = None) -> tuple[Graph, ...]:
    """One graph for the deployment as it stands, then one for each overlay that some project has.

    `paths` are the files to look at, anchor-relative.  Nothing raises on input: what cannot be read or understood is a
    defect in the first graph.
    """
    trees = Trees(files, {} if cache is None else cache)
    base = Builder(files, "", settings)
    env_paths: list[str] = []
    unit_paths: list[str] = []
    caddy_paths: list[str] = []
    for path in paths:
        kind = formats.kind(path)
        if kind == "env":
            env_paths.append(path)
        elif kind in ("compose", "yaml"):
            _read_compose(base, trees, path, kind)
        elif kind == "caddyfile":
            caddy_paths.append(path)
        elif kind is not None:
            unit_paths.append(path)
    listed = [settings.compose_files] if settings.compose_files else _listed(files, env_paths)
    for path in (path for group in listed for path in group):
        tree = trees.load(path)
        if tree is not None:
            trees.trees[path] = tree
    listed = [group for group in listed if all(path in trees.trees for path in group)]
    found = plans(trees.trees, _included(trees), listed)
    graphs: list[Builder] = [base]
    for plan in found:
        if plan.environment:
            builder = Builder(files, plan.environment, settings)
            graphs.append(builder)
        else:
            builder = base
        _build_project(builder, trees, plan, settings)
    for builder in graphs:
        _join_units(builder, _near(builder, base, unit_paths), settings)
        _join_caddyfiles(builder, _near(builder, base, caddy_paths))
    _leftover_env_files(base, env_paths)
    for path, unread in trees.unread.items():
        base.role(path, "compose", "base", "", read=False)
        base.defect(unread.defect, base.file(path, unread.source, "compose", "base"))
    _open_references(graphs, files, trees.trees)
    return tuple(_finish(builder, settings) for builder in graphs)


def _near(builder: Builder, base: Builder, paths: Sequence[str]) -> Sequence[str]:
    """The files that stand with a graph's projects; the first graph, which has all projects, takes all."""
    if builder is base:
        return paths
    folders = tuple(f"{project.dir}/" if project.dir else "" for project in builder.of_kind("project"))
    return [path for path in paths if path.startswith(folders)]


def _join_units(builder: Builder, paths: Sequence[str], settings: ModelSettings) -> None:
    """Put systemd units into the graph, and join them to the projects that they run."""
    if not paths:
        return
    from deploylint.model import systemd
    from deploylint.model.link import units

    systemd.build(builder, paths)
    units.link(builder, settings)


def _join_caddyfiles(builder: Builder, paths: Sequence[str]) -> None:
    """Put Caddyfiles into the graph, each read with the environment of the Caddy that runs it."""
    if not paths:
        return
    from deploylint.model import caddyfile
    from deploylint.model.link import runners

    runners.mark(builder)
    outermost, _ = caddyfile.roots(builder.files, paths)
    for path in outermost:
        source = builder.files.read(path)
        caddy = runners.runner(builder, path, source) if isinstance(source, Source) else None
        caddyfile.build(builder, path, runners.lookup(builder, caddy), caddy)


def _open_references(builders: Sequence[Builder], files: Files, trees: Mapping[str, YamlTree]) -> None:
    """A key may be used where a graph does not see it: in another environment, in a Compose file that stands beside the
    env file and was not looked at, or in one that could not be read.
    """
    used = {
        (node.definition.file.path, node.name)
        for builder in builders
        for node in builder.of_kind("env_ref")
        if node.definition
    }
    incomplete = {
        use.path
        for builder in builders
        for use in builder.of_kind("env_file")
        if use.project and _is_incomplete(builder.graph.documents[use.project.id])
    }
    for builder in builders:
        for path, definitions in builder.all_env_defs.items():
            folder = posixpath.dirname(path)
            beside = (posixpath.join(folder, name) for name in files.list(folder) if formats.kind(name) == "compose")
            unseen = path in incomplete or any(each not in trees for each in beside)
            for definition in definitions:
                if unseen or (path, definition.name) in used:
                    builder.open(definition, "refs")


def _is_incomplete(root: ResolvedMapping) -> bool:
    """Does a project hold more than could be read?"""
    services = child(root, "services")
    if root.open or services is None:
        return root.open
    return services.open or any(
        isinstance(entry.value, ResolvedMapping) and entry.value.open for entry in services.entries.values()
    )


def _finish(builder: Builder, settings: ModelSettings) -> Graph:
    link(builder, settings)
    return builder.finish()


def _read_compose(builder: Builder, trees: Trees, path: str, kind: str) -> None:
    """Parse a file that may be Compose, and keep it when it is."""
    if kind == "yaml":
        source = trees._files.read(path)
        if not isinstance(source, Source) or _SERVICES_LINE not in source.text:
            return
    tree = trees.load(path)
    if tree is None:
        return
    if formats.is_template(tree):
        file = builder.file(path, tree.source, "compose", "template")
        builder.role(path, "compose", "template", "")
        builder.defect(Defect("file-is-template", Span(tree.source, 0, 0), file.name), file)
    elif kind == "compose" or formats.is_compose(tree):
        trees.trees[path] = tree


def _listed(files: Files, env_paths: Sequence[str]) -> list[tuple[str, ...]]:
    """Files of a project that the COMPOSE_FILE of a `.env` lists, in merge order."""
    found: list[tuple[str, ...]] = []
    for path in env_paths:
        folder, name = posixpath.split(path)
        source = files.read(path) if name == ".env" else None
        if not isinstance(source, Source) or COMPOSE_FILE not in source.text:
            continue
        read = read_env_file(files, path)
        values = {d.name: d.value for d in read.definitions if d.known and d.value} if read is not None else {}
        separator = values.get("COMPOSE_PATH_SEPARATOR") or ":"
        names = (values.get(COMPOSE_FILE) or "").split(separator)
        group = tuple(posixpath.normpath(posixpath.join(folder, name)) for name in names if name)
        if group and len(set(group)) == len(group):
            found.append(group)
    return found


def _included(trees: Trees) -> set[str]:
    """Files that another file includes and that are there."""
    found: set[str] = set()
    for path, tree in trees.trees.items():
        folder = posixpath.dirname(path)
        for name in formats.included_paths(tree):
            target = posixpath.normpath(posixpath.join(folder, name))
            if target in trees.trees and target != path:
                found.add(target)
    return found


class Read(NamedTuple):
    """One project as it was read: its folder and name, its variables, and what its files deploy with them."""

    folder: str
    name: Name
    environment: ProjectEnvironment
    resolution: Resolution

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What was refused on the way, in Compose files and the name."""
        return (*self.name.defects, *self.resolution.defects)


def read(files: Files, trees: Sequence[YamlTree], load: Load, folder: str, settings: ModelSettings) -> Read:
    """Read the files of a project, base first, with the variables that they see."""
    environment = read_environment(files, folder, settings)
    name = project_name(trees, environment.environment, folder, settings)
    environment = environment._replace(environment=bound(environment.environment, name))
    return Read(folder, name, environment, resolve(trees, environment.environment, load, files, folder))


def _build_project(builder: Builder, trees: Trees, plan: Plan, settings: ModelSettings) -> None:
    """Resolve the files of a plan and put the project's nodes into the graph."""
    folder = plan.folder if settings.project_directory is None else settings.project_directory
    others: dict[str, YamlTree] = {}

    def load(path: str) -> YamlTree | None:
        tree = trees.load(path)
        if tree is not None:
            others[path] = tree
        return tree

    found = read(builder.files, [trees.trees[path] for path in plan.files], load, folder, settings)
    _, _, environment, resolution = found
    name = found.name.text or normalised(posixpath.basename(folder) or settings.anchor_name) or "default"
    if "compose" in settings.versions:
        from deploylint.model.compose.versions import too_new

        too_new(resolution.root, settings.versions["compose"], resolution.defects)
    project = _project_node(builder, trees, plan._replace(folder=folder), name, settings)
    project.active_profiles = _active_profiles(environment, settings)
    builder.graph.documents[project.id] = resolution.root
    env_file_nodes(builder, project, environment, resolution.env_files)
    interpret(builder, project, resolution, environment)
    for path in plan.files:
        tree = trees.trees[path]
        for defect in tree.defects:
            builder.defect(defect, builder.file_nodes[path])
    for tree in others.values():
        for defect in tree.defects:
            _defect(builder, defect)
    for defect in found.defects:
        _defect(builder, defect)
    for defect in environment.defects:
        builder.defect(defect, builder.file(defect.span.source.path, defect.span.source, "env", "interpolation"))
    for each in resolution.env_files:
        for defect in each.defects:
            builder.defect(defect, builder.file(each.path, each.source, "env", "interpolation"))


def _defect(builder: Builder, defect: Defect) -> None:
    """Add a defect of a project; its place is in a Compose file or, for the project's name, in an env file."""
    path = defect.span.source.path
    known = builder.file_nodes.get(path)
    builder.defect(defect, known or builder.file(path, defect.span.source, "compose", "included"))


def _project_node(builder: Builder, trees: Trees, plan: Plan, name: str, settings: ModelSettings) -> nodes.Project:
    main = trees.trees[plan.files[0]].source
    project = nodes.Project(builder.name(f"project:{name}"), Origin(main, 0, 0), {})
    project.name, project.dir = name, plan.folder
    project.overlay, project.partial = bool(plan.environment), plan.partial
    host = settings.host(plan.folder, plan.files)
    project.machine = project.id if host is None else f"host:{host}"
    for field in ("services", "volumes", "networks", "secrets", "configs", "env_files", "profiles", "units"):
        setattr(project, field, ())
    files = []
    for path, role in zip(plan.files, plan.roles, strict=True):
        tree = trees.trees[path]
        file = builder.file(path, tree.source, "compose", role)
        file.documents = len(tree.documents)
        file.project = project
        files.append(file)
        builder.role(path, "compose", role, name, read=tree.broken is None)
    project.files = tuple(files)
    builder.add(project)
    return project


def _active_profiles(environment: ProjectEnvironment, settings: ModelSettings) -> tuple[str, ...]:
    """Profiles that are asked for: those of the command or the settings, else those of COMPOSE_PROFILES."""
    if settings.profiles:
        return settings.profiles
    binding = environment.environment.lookup("COMPOSE_PROFILES")
    if binding is None:
        return ()
    return OpenList() if binding.value is None else tuple(filter(None, map(str.strip, binding.value.split(","))))


def _leftover_env_files(builder: Builder, paths: Sequence[str]) -> None:
    """Env files that no project reads: named in the list of files, and looked at for nothing else."""
    known = {role.path for role in builder.graph.files}
    for path in paths:
        if path not in known:
            builder.role(path, "env", "example" if formats.is_example(path) else "orphan", "")
