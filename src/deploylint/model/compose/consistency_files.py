"""Env files and label files of a service: formats, required variables inside them, files that are not there."""

from __future__ import annotations

from collections.abc import Iterable

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.consistency import refuse
from deploylint.model.compose.fields import entry_origin, item_origin
from deploylint.model.compose.forms import Pair, pairs
from deploylint.model.compose.parts import deployed_text
from deploylint.model.compose.variables import NO_FILE, named_file
from deploylint.model.envfiles import EnvFile, ProjectEnvironment, read_env_file
from deploylint.model.environment import Binding, Environment
from deploylint.model.expansion import Use
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.source.defects import Defect
from deploylint.source.span import Span
from deploylint.source.text import Source

LABELS, WHOLE = "labels", "raw"
"""The roles of files that are written as env files, or nearly so, and that this module alone reads."""


def file_details(builder: Builder, service: nodes.Service, mapping: Mapping, environment: ProjectEnvironment) -> None:
    """Report what Compose refuses of the files of a service."""
    if "env_file" in mapping.entries:
        _env_files(builder, service, mapping, environment)
    if "label_file" in mapping.entries:
        _label_files(builder, service, mapping, environment)


def required_in(builder: Builder, project: nodes.Project, found: EnvFile, environment: Environment) -> None:
    """Tell of references in a file of the project's own variables that demand a value and get none."""
    _failing(builder, project, None, found, environment)


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
        if not getattr(use, "exists", False) or use.path == NO_FILE:
            continue
        format_ = getattr(use, "format", None)
        if format_ and format_ != "raw":
            place = use.origins.get("format", use.header)
            refuse(builder, service, "compose-invalid-enum", place, format_, "raw, or no format at all")
            continue
        found = read_env_file(builder.files, use.path, around, earlier)
        if found is None or found.unreadable:
            continue
        if format_ == "raw":
            _raw(builder, service, found.source)
            continue
        _failing(builder, service.project, service, found, outer)
        earlier |= {each.name: Binding(each.value, each.key, "env-file") for each in found.definitions}


def _variables(mapping: Mapping) -> Iterable[Pair]:
    entry = mapping.entries.get("environment")
    return pairs(entry.value) if entry is not None else ()


def _failing(
    builder: Builder, project: nodes.Project, service: nodes.Service | None, found: EnvFile, environment: Environment
) -> None:
    """Make a node for each reference in an env file that demands a value and gets none, as far as that is known."""
    for definition in found.definitions:
        for use, span in definition.references:
            if use.reference.operator not in (":?", "?") or use.outcome != "hole":
                continue
            binding = use.binding
            if binding.value == "" if binding is not None else environment.closed or environment.known:
                _reference(builder, project, service, f"{found.path}/{definition.name}", use, span)


def _reference(
    builder: Builder, project: nodes.Project, service: nodes.Service | None, where: str, use: Use, span: Span
) -> None:
    """The node of a reference that fails in an env file."""
    name = use.reference.name
    header = Origin(span.source, span.start, span.end)
    node = nodes.EnvRef(builder.name(f"env_ref:{project.name}/{where}/{name}"), header, {"name": header})
    node.name, node.where, node.operator, node.fallback = name, where, use.reference.operator, None
    node.reader, node.caddy, node.elsewhere = "compose", nodes.NULL["caddy"], nodes.NULL["env_def"]
    node.has_default, node.required, node.nested = False, True, use.nested
    node.defined = use.binding is not None
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
    labelled = Environment(closed=True, room=environment.environment.room)
    for item, place in items:
        if not isinstance(item, Scalar) or not item.known or item.value is None:
            continue
        written = deployed_text(item.value)
        path = named_file(builder, item, service, environment)
        if path is None or path == NO_FILE:
            continue
        found = read_env_file(builder.files, path, labelled, earlier)
        if found is None:
            refuse(builder, service, "label-file-missing", place, written, "a file that exists")
            continue
        for defect in found.defects:
            _in_file(builder, service, defect, LABELS)
        # A label file sees nothing but label files (types/project.go).
        _failing(builder, service.project, service, found, labelled)
        earlier |= {each.name: Binding(each.value, each.key, "env-file") for each in found.definitions}
