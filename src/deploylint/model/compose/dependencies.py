"""What a service needs: explicit and implicit dependencies, and the networks it joins."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import entry_origin, item_origin, known_text, read_flag, read_texts
from deploylint.model.compose.parts import HOLE, characters, deployed_text
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence

NAMESPACES = ("network_mode", "ipc", "pid", "uts", "cgroup")
"""Keys whose value `service:NAME` makes an implicit dependency (compose-go, Normalize)."""


def dependencies(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """All dependencies of a service; a name needed in several ways is one dependency, the explicit one first."""
    if mapping.open:
        builder.open(service, "depends_on")
    seen: set[str] = set()
    _explicit(builder, service, mapping, seen)
    for key in ("links", "volumes_from"):
        entry = mapping.entries.get(key)
        if entry is None or not isinstance(entry.value, Sequence):
            continue
        for item in entry.value.items:
            text = characters(item) if isinstance(item, Scalar) else None
            if text is None or HOLE in text.text:
                continue
            name = _linked(text.text) if key == "links" else _volumes_of(text.text)
            if name is not None and name not in seen:
                seen.add(name)
                _new(builder, service, name, item_origin(item, entry.value), key)
    for key in NAMESPACES:
        entry = mapping.entries.get(key)
        text_value = known_text(mapping, key)
        if entry is not None and text_value is not None and text_value.startswith("service:"):
            name = text_value.removeprefix("service:")
            if name not in seen:
                seen.add(name)
                _new(builder, service, name, entry_origin(entry, mapping), key)


def _linked(text: str) -> str:
    """The service of `NAME` or `NAME:ALIAS`; a text with more colons is taken whole (compose-go, Normalize)."""
    name, colon, alias = text.partition(":")
    return name if colon and ":" not in alias else text


def _volumes_of(text: str) -> str | None:
    """The service of an entry of volumes_from; None for a container outside."""
    return None if text.startswith("container:") else text.partition(":")[0]


def _explicit(builder: Builder, service: nodes.Service, mapping: Mapping, seen: set[str]) -> None:
    entry = mapping.entries.get("depends_on")
    if entry is None:
        return
    service.origins["depends_on"] = entry_origin(entry, mapping)
    value = entry.value
    if isinstance(value, Sequence):
        if value.open:
            builder.open(service, "depends_on")
        for item in value.items:
            if isinstance(item, Scalar) and item.known:
                name = deployed_text(item.value)
                if name not in seen:
                    seen.add(name)
                    _new(builder, service, name, item_origin(item, value), "depends_on")
            else:
                builder.open(service, "depends_on")
    elif isinstance(value, Mapping):
        if value.open:
            builder.open(service, "depends_on")
        for name, sub in value.entries.items():
            seen.add(name)
            header = Origin(sub.source, sub.key.content, sub.key.end, sub.value, sub, value)
            node = _new(builder, service, name, header, "depends_on")
            if isinstance(sub.value, Mapping):
                _long(node, sub.value)


def _long(node: nodes.Dependency, section: Mapping) -> None:
    condition = section.entries.get("condition")
    if condition is not None:
        node.origins["condition"] = entry_origin(condition, section)
        if isinstance(condition.value, Scalar) and condition.value.known:
            node.condition = deployed_text(condition.value.value)
        else:
            del node.condition
    if "required" in section.entries:
        read_flag(node, "required", section.entries["required"], section)


def _new(builder: Builder, service: nodes.Service, name: str, header: Origin, via: str) -> nodes.Dependency:
    node = nodes.Dependency(builder.name(f"{service.id}/dependency:{name}"), header, {"name": header})
    node.service, node.name, node.via = service, name, via
    node.target = nodes.NULL["service"]
    node.condition = "service_started"
    node.required = True
    builder.add(node)
    builder.append(service, "depends_on", node)
    return node


def attachments(builder: Builder, service: nodes.Service, mapping: Mapping) -> None:
    """The networks that a service joins; `default` when it says nothing and shares no one else's."""
    entry = mapping.entries.get("networks")
    if entry is None:
        if mapping.open:
            builder.open(service, "attachments")
        elif "network_mode" not in mapping.entries and "provider" not in mapping.entries:
            _attach(builder, service, "default", service.header, implicit=True)
        return
    service.origins["attachments"] = entry_origin(entry, mapping)
    value = entry.value
    if isinstance(value, Sequence):
        for item in value.items:
            if isinstance(item, Scalar) and item.known:
                _attach(builder, service, deployed_text(item.value), item_origin(item, value))
            else:
                builder.open(service, "attachments")
        empty = not value.items
    elif isinstance(value, Mapping):
        for name, sub in value.entries.items():
            header = Origin(sub.source, sub.key.content, sub.key.end, sub.value, sub, value)
            node = _attach(builder, service, name, header)
            if isinstance(sub.value, Mapping) and "aliases" in sub.value.entries:
                read_texts(node, "aliases", sub.value.entries["aliases"], sub.value)
        empty = not value.entries
    else:
        empty = True
    if not isinstance(value, Scalar) and value.open:
        builder.open(service, "attachments")
    elif empty and "network_mode" not in mapping.entries:
        _attach(builder, service, "default", service.header, implicit=True)


def _attach(
    builder: Builder, service: nodes.Service, name: str, header: Origin, implicit: bool = False
) -> nodes.Attachment:
    node = nodes.Attachment(builder.name(f"{service.id}/attachment:{name}"), header, {"name": header})
    node.service, node.name, node.implicit = service, name, implicit
    node.network = nodes.NULL["network"]
    node.aliases = ()
    builder.add(node)
    builder.append(service, "attachments", node)
    return node
