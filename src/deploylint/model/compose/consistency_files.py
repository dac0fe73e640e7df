"""Env files and label files of a service: formats, required variables inside them, files that are not there."""

from __future__ import annotations

from collections.abc import Iterable

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.consistency import refuse
from deploylint.model.compose.env_files import NO_FILE, named_file
from deploylint.model.compose.fields import entry_origin, item_origin
from deploylint.model.compose.forms import Pair, pairs
from deploylint.model.compose.parts import deployed_text
from deploylint.model.dotenv import Definition, Located, definitions
from deploylint.model.envfiles import EnvFile, ProjectEnvironment, read_env_file
from deploylint.model.environment import Binding, Environment
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.source.defects import Defect
from deploylint.source.text import Source
from deploylint.syntax import dotenv

LABELS, WHOLE = "labels", "raw"
"""The roles of files that are written as env files, or nearly so, and that this module alone reads."""


def file_details(builder: Builder, service: nodes.Service, mapping: Mapping, environment: ProjectEnvironment) -> None:
    """Report what Compose refuses of the files of a service."""
    if "env_file" in mapping.entries:
        _env_files(builder, service, mapping, environment)
    if "label_file" in mapping.entries:
        _label_files(builder, service, mapping, environment)


def required_in(builder: Builder, project: nodes.Project, found: EnvFile, environment: Environment) -> None:
    """References in a file of the project's own variables that demand a value and get none."""
    for each in found.definitions:
        for reference in each.references:
            if _demands(reference, environment):
                _reference(builder, project, None, found.path, each, reference)


# -- env files ---------------------------------------------------------------------------------------------------------


def _env_files(builder: Builder, service: nodes.Service, mapping: Mapping, environment: ProjectEnvironment) -> None:
    own = {
        pair.key.text: Binding(pair.value.text, None, "process")
        for pair in _variables(mapping)
        if pair.key.text is not None and pair.value is not None
    }
    outer = environment.environment
    around = outer.below(own)
    earlier: dict[str, Binding] = {}
    for use in builder.items(service, "env_files"):
        source = builder.graph.sources.get(use.path) if getattr(use, "exists", False) else None
        if source is None and getattr(use, "exists", False):
            read = builder.files.read(use.path)
            source = read if isinstance(read, Source) else None
        if source is None:
            continue
        format_ = getattr(use, "format", None)
        if format_ == "raw":
            _raw(builder, service, source)
            continue
        if format_:
            place = use.origins.get("format", use.header)
            refuse(builder, service, "compose-invalid-enum", place, format_, "raw, or no format at all")
            continue
        found = definitions(dotenv.parse(source), around.lookup, closed=outer.closed, earlier=earlier)
        for each in found:
            for reference in each.references:
                if _demands(reference, outer):
                    _reference(builder, service.project, service, use.path, each, reference)
            earlier[each.name] = Binding(each.value, each.key, "env-file")


def _variables(mapping: Mapping) -> Iterable[Pair]:
    entry = mapping.entries.get("environment")
    return pairs(entry.value) if entry is not None else ()


def _demands(reference: Located, environment: Environment) -> bool:
    """Does a reference demand a value that it does not get, as far as the environment is known?"""
    use = reference.use
    operator = use.reference.operator
    if operator not in (":?", "?") or use.outcome != "hole":
        return False
    if use.binding is not None:
        return use.binding.value == ""
    return environment.closed or environment.known


def _reference(
    builder: Builder,
    project: nodes.Project,
    service: nodes.Service | None,
    path: str,
    definition: Definition,
    reference: Located,
) -> None:
    """The node of a reference that fails in an env file."""
    used, span = reference.use.reference, reference.span
    header = Origin(span.source, span.start, span.end)
    where = f"{path}/{definition.name}"
    node = nodes.EnvRef(builder.name(f"env_ref:{project.name}/{where}/{used.name}"), header, {"name": header})
    node.name, node.where, node.operator, node.fallback = used.name, where, used.operator, None
    node.reader, node.caddy, node.elsewhere = "compose", nodes.NULL["caddy"], nodes.NULL["env_def"]
    node.has_default, node.required, node.nested = False, True, reference.use.nested
    node.defined = reference.use.binding is not None
    node.is_unset = not node.defined
    node.fails, node.near = True, None
    node.definition, node.project = nodes.NULL["env_def"], project
    node.services, node.service_files = (service,) if service is not None else (), ()
    node.file = builder.file(span.source.path, span.source, "env", "service")
    builder.add(node)


def _raw(builder: Builder, service: nodes.Service, source: Source) -> None:
    """Lines that docker/cli's reader of plain variables refuses (pkg/kvfile): without a name, or blanks in it."""
    for number in range(1, source.text.count("\n") + 2):
        start, end = source.line_bounds(number)
        line = source.text[start:end].lstrip()
        name, equals, _ = line.partition("=")
        if not line or line.startswith("#") or (name and not set(name) & {" ", "\t"}):
            continue
        at = end - len(source.text[start:end].lstrip())
        found = f"a blank in the name {name.strip()}" if name else "nothing before the ="
        place = Origin(source, at, at + max(len(name), 1 if equals else 0))
        _in_file(builder, service, Defect("env-parse-error", place.span, service.name, found, "NAME=value"), WHOLE)


def _in_file(builder: Builder, service: nodes.Service, defect: Defect, role: str) -> None:
    """Report what is wrong in a file that a service reads."""
    dormant = getattr(service, "enabled", True) is False
    file = builder.file(defect.span.source.path, defect.span.source, "env", role)
    builder.defect(defect._replace(dormant=dormant), file)


# -- label files -------------------------------------------------------------------------------------------------------


def _label_files(builder: Builder, service: nodes.Service, mapping: Mapping, environment: ProjectEnvironment) -> None:
    entry = mapping.entries["label_file"]
    value = entry.value
    items: list[tuple[Value, Origin]] = [(value, entry_origin(entry, mapping))]
    if isinstance(value, Sequence):
        items = [(item, item_origin(item, value)) for item in value.items]
    earlier: dict[str, Binding] = {}
    for item, place in items:
        if not isinstance(item, Scalar) or not item.known or item.value is None:
            continue
        written = deployed_text(item.value)
        path = named_file(builder, item, service, environment)
        if path is None or path == NO_FILE:
            continue
        found = read_env_file(builder.files, path)
        if found is None:
            refuse(builder, service, "label-file-missing", place, written, "a file that exists")
            continue
        for defect in found.defects:
            _in_file(builder, service, defect, LABELS)
        _labels(builder, service, found, earlier)


def _labels(builder: Builder, service: nodes.Service, found: EnvFile, earlier: dict[str, Binding]) -> None:
    """Required variables in a label file, which sees nothing but label files (types/project.go)."""
    nothing = Environment(closed=True)
    for each in definitions(dotenv.parse(found.source), nothing.lookup, closed=True, earlier=earlier):
        for reference in each.references:
            if _demands(reference, nothing):
                _reference(builder, service.project, service, found.path, each, reference)
        earlier[each.name] = Binding(each.value, each.key, "env-file")
