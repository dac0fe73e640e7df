"""A service's environment, env files, labels and build arguments."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import entry_origin, key_origin
from deploylint.model.compose.forms import Pair, pairs
from deploylint.model.compose.references import passed_on
from deploylint.model.envfiles import EnvFile, ProjectEnvironment
from deploylint.model.resolved import Entry, Mapping, Origin, Scalar, Sequence


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
        from deploylint.model.compose.env_files import env_files

        _file_variables(builder, service, env_files(builder, service, mapping, environment), names)


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
