"""The env files of a service: which they are, whether they are there, and what they define."""

from __future__ import annotations

import posixpath

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import entry_origin, item_origin
from deploylint.model.compose.forms import folder
from deploylint.model.compose.parts import deployed_text
from deploylint.model.envfiles import EnvFile, ProjectEnvironment, define, is_excused, read_env_file
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.source.text import Source
from deploylint.syntax import formats

NO_FILE = "/dev/null"
"""Reads as an empty file, wherever one may look."""


def env_files(
    builder: Builder, service: nodes.Service, mapping: Mapping, environment: ProjectEnvironment
) -> list[EnvFile]:
    """A node for each entry of env_file; gives those whose keys are known, in order."""
    entry = mapping.entries["env_file"]
    service.origins["env_files"] = entry_origin(entry, mapping)
    value = entry.value
    items: list[tuple[Value, Origin]]
    if isinstance(value, Sequence):
        items = [(item, item_origin(item, value)) for item in value.items]
        if value.open:
            builder.open(service, "env_files")
    else:
        items = [(value, entry_origin(entry, mapping))]
    read: list[EnvFile] = []
    for item, header in items:
        found = _env_file(builder, service, item, header, environment)
        if found is not None:
            read.append(found)
        else:
            builder.open(service, "env_vars")
    return read


def _env_file(
    builder: Builder, service: nodes.Service, item: Value, header: Origin, environment: ProjectEnvironment
) -> EnvFile | None:
    """One entry of env_file; None when its keys are not known."""
    path_value, required, format_ = _entry_parts(item)
    if path_value is None or not path_value.known or path_value.value is None:
        builder.open(service, "env_files")
        return None
    written = deployed_text(path_value.value)
    node = nodes.EnvFile(
        "",
        Origin(
            path_value.source, path_value.node.content, path_value.node.end, path_value, header.entry, header.container
        ),
        {},
    )
    node.origins["written"] = node.origins["path"] = node.header
    node.service, node.project = service, service.project
    node.unit = nodes.NULL["unit"]
    node.purpose, node.written = "service", written
    node.format = deployed_text(format_.value) if format_ is not None and format_.known else None
    if format_ is not None:
        node.origins["format"] = Origin(format_.source, format_.node.content, format_.node.end, format_)
    if required is None:
        node.required = True
    elif required.known:
        node.required = deployed_text(required.value).lower() != "false"
        node.origins["required"] = Origin(required.source, required.node.content, required.node.end, required)
    node.file = nodes.NULL["file"]
    here = named_file(builder, path_value, service, environment)
    path = written if here is None else here
    node.path = path
    node.id = builder.name(f"{service.id}/env_file:{path}")
    builder.add(node)
    builder.append(service, "env_files", node)
    if here is None:
        return None
    if here == NO_FILE:
        node.exists, node.excused = True, False
        builder.env_defs[here], builder.all_env_defs[here] = {}, []
        return EnvFile(here, Source(here, ""), (), ())
    found = read_env_file(builder.files, path, environment.environment)
    node.exists = found is not None
    expected = builder.settings.missing_env_files_expected or formats.is_example(path_value.source.path)
    node.excused = found is None and (expected or is_excused(builder.files, path))
    if found is None or node.format == "raw":
        return None
    _mark_whole(builder, service, found)
    node.file = builder.file_nodes[path]
    return found


def named_file(builder: Builder, value: Scalar, service: nodes.Service, environment: ProjectEnvironment) -> str | None:
    """The path of a file that a service names; None for one that may not be looked at, or whose folder is not known.

    One outside the anchor is looked for only where everything on this machine may be read.
    """
    written = deployed_text(value.value)
    if written == NO_FILE:
        return written
    if not written.startswith("/") and service.project.partial:
        return None
    if written.startswith("~"):
        home = environment.value("HOME")
        if home is None or written[1:2] not in ("", "/"):
            return None
        written = home + written[1:]
    path = posixpath.normpath(posixpath.join(folder(value, service.project.dir), written))
    if written.startswith("/"):
        here = builder.place(path)
        if here is not None:
            return here
    elif not (written.startswith("\\") or path == ".." or path.startswith("../")):
        return path
    return path if builder.files.stat("/") is not None else None


def _entry_parts(item: Value) -> tuple[Scalar | None, Scalar | None, Scalar | None]:
    """Path, required and format of an entry in either form."""
    if isinstance(item, Scalar):
        return item, None, None
    if isinstance(item, Mapping):
        found: list[Scalar | None] = []
        for key in ("path", "required", "format"):
            entry = item.entries.get(key)
            found.append(entry.value if entry is not None and isinstance(entry.value, Scalar) else None)
        return found[0], found[1], found[2]
    return None, None, None


def _mark_whole(builder: Builder, service: nodes.Service, found: EnvFile) -> None:
    """The file's keys all reach the container, so that each of them counts as used."""
    for node in define(builder, found, "service", live=True).values():
        node.whole = True
    for node in builder.all_env_defs[found.path]:
        node.whole = True
    if not any(role.path == found.path for role in builder.graph.files):
        builder.role(found.path, "env", "service", service.project.name, read=not found.unreadable)
