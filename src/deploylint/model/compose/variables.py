"""A service's environment, env files, labels and build arguments."""

from __future__ import annotations

import posixpath

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import entry_origin, item_origin, key_origin
from deploylint.model.compose.forms import Pair, folder, pairs
from deploylint.model.compose.parts import deployed_text
from deploylint.model.compose.references import passed_on
from deploylint.model.envfiles import EnvFile, ProjectEnvironment, define, is_excused, read_env_file
from deploylint.model.resolved import Entry, Mapping, Origin, Scalar, Sequence, Value
from deploylint.source.defects import Defect
from deploylint.source.text import Source
from deploylint.syntax import formats

NO_FILE = "/dev/null"
"""Reads as an empty file, wherever one may look."""


def container_variables(
    builder: Builder, service: nodes.Service, mapping: Mapping, environment: ProjectEnvironment
) -> None:
    """Variables of the container: `environment` first, then what env files add to it."""
    if mapping.open:
        builder.open(service, "env_vars")
        builder.open(service, "env_files")
    names: set[str] = set()
    entry = mapping.entries.get("environment")
    if entry is not None:
        service.origins["env_vars"] = entry_origin(entry, mapping)
        if isinstance(entry.value, (Mapping, Sequence)):
            if entry.value.open:
                builder.open(service, "env_vars")
            _environment(builder, service, entry.value, names, environment)
        elif not entry.value.known:
            builder.open(service, "env_vars")
    if "env_file" in mapping.entries:
        _file_variables(builder, service, _env_files(builder, service, mapping, environment), names)


def _environment(
    builder: Builder,
    service: nodes.Service,
    value: Mapping | Sequence,
    names: set[str],
    environment: ProjectEnvironment,
) -> None:
    last: dict[str, Pair] = {}
    for pair in pairs(value):
        if pair.key.text is None:
            builder.open(service, "env_vars")
        else:
            last[pair.key.text] = pair
    for name, pair in last.items():
        names.add(name)
        node = _variable(builder, service, name, Origin(pair.source, pair.key.start, pair.key.end))
        node.file = builder.file(pair.source.path, pair.source, "compose", "included")
        if pair.value is None:
            passed_on(builder, service.project, name, node.header, environment, f"services.{service.name}.environment")
        _read_value(node, pair, value)


def _read_value(node: nodes.EnvVar, pair: Pair, container: Mapping | Sequence) -> None:
    """Value, writing and places of a pair of `environment`."""
    scalar, entry = pair.scalar, pair.entry
    in_item = entry is None or scalar is None or entry.key is scalar.node
    holder = container if isinstance(container, Mapping) else None
    if entry is not None and not in_item:
        node.header = key_origin(entry, holder)
    else:
        node.header = Origin(pair.source, pair.key.start, pair.key.end, scalar, entry, container, part=True)
    node.origins["name"] = Origin(pair.source, pair.key.start, pair.key.end, scalar, entry, container, part=in_item)
    part = pair.value
    if part is None:
        node.value = node.written = node.unquoted = None
        node.literal, node.quoted = False, False
        if scalar is not None and not scalar.known and scalar.pieces:
            del node.value, node.written
        return
    if part.end > part.start:
        whole = Origin(pair.source, part.start, part.end, scalar, entry, container, part=in_item)
        node.origins["value"] = node.origins["written"] = (
            whole if in_item or entry is None else entry_origin(entry, holder)
        )
    node.unquoted = None
    if part.text is not None:
        node.value = text = part.text
        if in_item and len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
            node.unquoted = text[1:-1]
    node.literal = scalar is not None and not scalar.pieces
    node.quoted = scalar is not None and scalar.node.style != ""
    if scalar is not None:
        node.written = scalar.node.value.partition("=")[2] if in_item else scalar.node.value


def _variable(builder: Builder, service: nodes.Service, name: str, header: Origin) -> nodes.EnvVar:
    node = nodes.EnvVar(builder.name(f"{service.id}/env_var:{name}"), header, {})
    node.service, node.name = service, name
    node.from_file = False
    node.env_def = nodes.NULL["env_def"]
    builder.add(node)
    builder.append(service, "env_vars", node)
    return node


def _env_files(
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
    if found is not None and found.spent:
        _excess(builder, path_value, written, environment)
        return None
    if found is None or node.format == "raw":
        return None
    _mark_whole(builder, service, found)
    node.file = builder.file_nodes[path]
    return found


def _excess(builder: Builder, place: Scalar, written: str, environment: ProjectEnvironment) -> None:
    """Tell once of env files that are read so often that no more of them is read."""
    room = environment.environment.room
    if not room.told:
        from deploylint.model.expansion import TOO_MUCH

        room.told = True
        file = builder.file(place.source.path, place.source, "compose", "included")
        builder.defect(Defect("input-limit-exceeded", place.span, written, *TOO_MUCH), file)


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


def _file_variables(builder: Builder, service: nodes.Service, read: list[EnvFile], names: set[str]) -> None:
    """Keys of env files that `environment` does not set; a later file wins."""
    winners: dict[str, nodes.EnvDef] = {}
    for found in read:
        winners.update(builder.env_defs[found.path])
    for name, definition in winners.items():
        if name in names:
            continue
        node = _variable(builder, service, name, definition.header)
        node.from_file, node.env_def, node.file = True, definition, definition.file
        node.literal, node.quoted, node.unquoted = True, True, None
        node.origins = definition.origins
        if hasattr(definition, "value"):
            node.value = node.written = definition.value


def labels(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """Labels of the container."""
    entry = mapping.entries.get("labels")
    if entry is not None:
        _read_pairs(service, "labels", entry, mapping)


def build_args(builder: Builder, service: nodes.Service, mapping: Mapping, environment: ProjectEnvironment) -> None:
    """Arguments of the build section; one without a value is empty text, and takes the caller's variable."""
    entry = mapping.entries.get("build")
    section = entry.value if entry is not None else None
    if isinstance(section, Mapping) and "args" in section.entries:
        args = section.entries["args"]
        _read_pairs(service.build, "args", args, section)
        for pair in pairs(args.value) if isinstance(args.value, (Mapping, Sequence)) else ():
            if pair.key.text is not None and pair.value is None:
                place = Origin(pair.source, pair.key.start, pair.key.end)
                where = f"services.{service.name}.build.args"
                passed_on(builder, service.project, pair.key.text, place, environment, where)


def _read_pairs(node: nodes.Service | nodes.Build, field: str, entry: Entry, container: Mapping) -> None:
    """A `{text}` field; pairs that are not known are left out."""
    origin = entry_origin(entry, container)
    origin.items = {}
    texts: dict[str, str] = {}
    value = entry.value
    if not isinstance(value, Scalar):
        for pair in pairs(value):
            if pair.key.text is None:
                continue
            part = pair.value
            if part is None or part.text is not None:
                texts[pair.key.text] = part.text if part is not None and part.text is not None else ""
            start, end = (
                (part.start, part.end) if part is not None and part.end > part.start else (pair.key.start, pair.key.end)
            )
            origin.items[pair.key.text] = Origin(pair.source, start, end, pair.scalar, pair.entry, value, part=True)
    node.origins[field] = origin
    setattr(node, field, texts)
