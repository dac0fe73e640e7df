"""Literal secrets in values of the deployment, as credential nodes and as places to mask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import item_origin
from deploylint.model.resolved import Origin, Scalar, Sequence


class Literal(NamedTuple):
    """A value that is written out: where, under which name, and in what kind of place."""

    place: str
    name: str
    value: str
    origin: Origin
    service: nodes.Service | None
    file_path: str


def credentials(builder: Builder) -> None:
    """Find the secrets among all written-out values."""
    for literal in _literals(builder):
        _judge(builder, literal)


def _literals(builder: Builder) -> Iterator[Literal]:
    for variable in builder.of_kind("env_var"):
        value = getattr(variable, "value", None)
        if variable.from_file or not variable.literal or not value:
            continue
        yield Literal("environment", variable.name, value, _at(variable, "value"), variable.service, variable.file.path)
    for service in builder.of_kind("service"):
        yield from _pairs(service, "labels", "label", service)
        if getattr(service, "build", None):
            yield from _pairs(service.build, "args", "build-arg", service)
        for field in ("command", "entrypoint"):
            value = getattr(service, field, None)
            if value and field in service.origins:
                origin = service.origins[field]
                yield Literal("command", field, value, origin, service, origin.source.path)
    for config in builder.of_kind("config"):
        value = getattr(config, "content", None)
        if value:
            origin = config.origins["content"]
            yield Literal("config", config.name, value, origin, None, origin.source.path)
    for definition in builder.of_kind("env_def"):
        value = getattr(definition, "value", None)
        if value:
            yield Literal("env-file", definition.name, value, _at(definition, "value"), None, definition.file.path)


def _pairs(node: nodes.Service | nodes.Build, field: str, place: str, service: nodes.Service) -> Iterator[Literal]:
    """Written-out values of a `{text}` field."""
    origin = node.origins.get(field)
    texts: dict[str, str] = getattr(node, field, {})
    for name, value in texts.items():
        item = (origin.items or {}).get(name) if origin is not None else None
        if value and item is not None and not getattr(item.value, "pieces", ()):
            yield Literal(place, name, value, item, service, item.source.path)


def _at(node: nodes.EnvVar | nodes.EnvDef, field: str) -> Origin:
    return node.origins.get(field, node.header)


def _judge(builder: Builder, literal: Literal) -> None:
    """One credential at most for a value, the most telling detector first; texts of several lines or words may hold
    more.
    """
    from deploylint.model import credentials as detect  # many projects have no value to judge

    value = literal.value
    found = detect.private_key(value)
    if found is not None:
        _credential(builder, literal, "private-key", found)
        return
    token = detect.token(value)
    if token is not None:
        _credential(builder, literal, "token", (token[1], token[2]), token[0])
        return
    found = detect.url_password(value)
    if found is not None:
        _credential(builder, literal, "url", found)
        return
    if literal.place in ("command", "config"):
        for name, start, end in detect.pairs(value):
            if detect.looks_secret(name, value[start:end]):
                _credential(builder, literal._replace(name=name), "name", (start, end))
        return
    name = literal.name
    if literal.place == "label":
        name = name.replace("-", ".").rpartition(".")[2]
    if detect.looks_secret(name, value) or (detect.names_secret(name) and detect.is_placeholder(value)):
        _credential(builder, literal, "name", (0, len(value)))


def _credential(
    builder: Builder, literal: Literal, detector: str, part: tuple[int, int], provider: str | None = None
) -> None:
    from deploylint.model import credentials as detect

    base = literal.service.id if literal.service is not None else f"file:{literal.file_path}"
    node_id = builder.name(f"{base}/credential:{literal.place}/{literal.name}/{detector}")
    origin = _part_origin(literal, part)
    node = nodes.Credential(node_id, origin, {"value": origin})
    node.name, node.place, node.detector, node.provider = literal.name, literal.place, detector, provider
    node.value = literal.value[part[0] : part[1]]
    node.placeholder = detect.is_placeholder(node.value)
    node.weak = detector in ("url", "name") and detect.is_weak(node.value, *_neighbours(literal))
    node.fallback = isinstance(origin.value, Scalar) and any(hop.how == "default" for hop in origin.value.via)
    node.service = literal.service if literal.service is not None else nodes.NULL["service"]
    node.file = builder.file_nodes[literal.file_path]
    builder.add(node)
    if not node.placeholder:
        builder.graph.sensitive.setdefault(literal.file_path, []).append((origin.start, origin.end))
    if literal.place == "build-arg" and literal.service is not None:
        builder.append(literal.service.build, "credentials", node)


def _part_origin(literal: Literal, part: tuple[int, int]) -> Origin:
    """The place of the secret itself within the value."""
    origin = literal.origin
    if part == (0, len(literal.value)):
        return origin
    if isinstance(origin.value, Sequence):
        wanted = literal.value[part[0] : part[1]]
        for item in origin.value.items:
            if isinstance(item, Scalar) and item.known and wanted in str(item.value):
                origin = item_origin(item, origin.value)
                break
    text = origin.source.text[origin.start : origin.end]
    at = text.find(literal.value[part[0] : part[1]])
    if at < 0:
        return origin
    start = origin.start + at
    return Origin(
        origin.source, start, start + part[1] - part[0], origin.value, origin.entry, origin.container, part=True
    )


def _neighbours(literal: Literal) -> tuple[str, ...]:
    """Names that make a value weak when it equals them: of the service and its image."""
    service = literal.service
    if service is None:
        return ()
    image = getattr(service, "image", None)
    return (service.name, getattr(image, "name", "") if image else "")
