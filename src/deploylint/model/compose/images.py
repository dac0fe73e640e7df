"""A service's image reference taken apart, and its build section."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import entry_origin, read_text
from deploylint.model.compose.parts import HOLE, Characters, characters, deployed_text
from deploylint.model.image_table import IMAGES
from deploylint.model.node import Node
from deploylint.model.resolved import Entry, Mapping, Origin, Scalar


def image_node(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """The image of a service, split at literal separators; parts that hold a variable without a value are unknown."""
    entry = mapping.entries.get("image")
    if entry is None:
        if mapping.open:
            del service.image
        return
    service.origins["image"] = entry_origin(entry, mapping)
    value = entry.value
    if not isinstance(value, Scalar) or (value.known and not deployed_text(value.value)):
        return
    text = characters(value)
    if text is None:
        del service.image
        return
    node = nodes.Image(
        builder.name(f"{service.id}/image:{text.text.replace(HOLE, '${}')}"), entry_origin(entry, mapping), {}
    )
    node.service = service
    node.built = "build" in mapping.entries
    _split(node, text, entry, mapping)
    _facts(node)
    service.image = node
    builder.add(node)


def _split(node: nodes.Image, reference: Characters, entry: Entry, container: Mapping) -> None:
    """registry/repository:tag@digest, per the distribution reference grammar."""
    text = reference.text
    node.origins["reference"] = node.header
    if HOLE not in text:
        node.reference = text
    head, at, _ = text.partition("@")
    colon = head.rfind(":")
    slash = head.rfind("/")
    tagged = colon > slash
    path_end = colon if tagged else len(head)
    whole = HOLE not in text
    last_hole_in_name = HOLE in text[slash + 1 : path_end] and not tagged and not at
    if tagged:
        _part(node, "tag", reference, colon + 1, len(head), container, entry)
    elif not last_hole_in_name:  # `nginx${SUFFIX}` may bring its own tag: then nothing after the name is known
        node.tag = None
    if at:
        _part(node, "digest", reference, len(head) + 1, len(text), container, entry)
    elif whole or not text.endswith(HOLE):
        node.digest = None
    path = text[:path_end]
    first, has_slash, rest = path.partition("/")
    host = has_slash and (HOLE in first or "." in first or ":" in first or first == "localhost")
    if not host:
        if HOLE not in path or (has_slash and HOLE not in first):
            node.registry = None
        repository = path
    else:
        if HOLE not in first:
            node.registry = first
        repository = rest
    unclear = last_hole_in_name or (host and HOLE in first) or HOLE in repository
    if not unclear:
        node.repository = repository.removeprefix("library/")
    name = path[slash + 1 :]
    if HOLE not in name:
        node.name = name


def _facts(node: nodes.Image) -> None:
    """What the table says of the image; nobody knows whether another one brings a healthcheck."""
    repository = getattr(node, "repository", None)
    found = IMAGES.get(repository) if repository is not None else None
    if repository is not None:
        node.datastore = found is not None and found[0]
    if found is not None and found[1] is not None:
        node.healthcheck = found[1]


def _part(node: Node, field: str, text: Characters, start: int, end: int, container: Mapping, entry: Entry) -> None:
    """A part of the reference, with the place that a `set` replaces."""
    if HOLE not in text.text[start:end]:
        setattr(node, field, text.text[start:end])
    place = text.part(start, end)
    value = entry.value
    source = value.source if isinstance(value, Scalar) else entry.source
    node.origins[field] = Origin(source, place.start, place.end, value, entry, container, part=True)


def build_node(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """The build section; a string is its context."""
    entry = mapping.entries.get("build")
    if entry is None:
        if mapping.open:
            del service.build
        return
    service.origins["build"] = entry_origin(entry, mapping)
    node = nodes.Build(
        builder.name(f"{service.id}/build:"),
        Origin(entry.source, entry.key.content, entry.key.end, entry.value, entry, mapping),
        {},
    )
    node.service = service
    node.credentials = ()
    node.args = {}
    section = entry.value
    node.dockerfile = node.target = None
    if isinstance(section, Mapping):
        for key in ("context", "dockerfile", "target"):
            sub = section.entries.get(key)
            if sub is not None:
                read_text(node, key, sub, section)
            elif key == "context" and not section.open:
                node.context = "."
    else:
        read_text(node, "context", entry, mapping)
    service.build = node
    builder.add(node)
