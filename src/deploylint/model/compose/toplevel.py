"""Top-level networks, volumes, secrets and configs of a resolved document as nodes."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.fields import child, entry_origin, key_origin, read_flag, read_text
from deploylint.model.node import Node, OpenList
from deploylint.model.resolved import Entry, Mapping, Origin


def _external(node: nodes.Volume | nodes.Network | nodes.ComposeSecret | nodes.Config, mapping: Mapping) -> None:
    """`external: true`, or the deprecated `external: {name: …}`."""
    node.external = False
    entry = mapping.entries.get("external")
    if entry is None:
        return
    if isinstance(entry.value, Mapping):
        node.external = True
        node.origins["external"] = entry_origin(entry, mapping)
    else:
        read_flag(node, "external", entry, mapping)


def _texts(node: Node, mapping: Mapping, fields: tuple[str, ...]) -> None:
    """Optional texts of the section, each under its own key."""
    for field in fields:
        entry = mapping.entries.get(field)
        if entry is not None:
            read_text(node, field, entry, mapping)
        elif not mapping.open:
            setattr(node, field, None)


def _section(entry: Entry) -> Mapping:
    """The mapping below a name; `data:` alone is an empty one."""
    return entry.value if isinstance(entry.value, Mapping) else Mapping(())


def _engine_name(node: nodes.Volume | nodes.Network, mapping: Mapping) -> None:
    """The name that the engine knows it by (compose-go, Normalize); the deprecated `external: {name: …}` gives it
    too.
    """
    external = child(mapping, "external")
    holder = mapping if external is None or "name" in mapping.entries else external
    entry = holder.entries.get("name")
    if entry is not None:
        read_text(node, "external_name", entry, holder)
    elif hasattr(node, "external") and not mapping.open:
        node.external_name = node.name if node.external else f"{node.project.name}_{node.name}"
    node.expected = False


def volume_node(builder: Builder, project: nodes.Project, name: str, entry: Entry, container: Mapping) -> nodes.Volume:
    """A named volume."""
    node = nodes.Volume(builder.name(f"volume:{project.name}/{name}"), key_origin(entry, container), {})
    section = _section(entry)
    node.name, node.project, node.mounts = name, project, ()
    _external(node, section)
    _engine_name(node, section)
    _texts(node, section, ("driver",))
    node.device = None
    options = child(section, "driver_opts")
    if options is not None and "device" in options.entries:
        read_text(node, "device", options.entries["device"], options)
    _parameters(node, section)
    builder.add(node)
    builder.append(project, "volumes", node)
    return node


def _parameters(node: nodes.Volume, section: Mapping) -> None:
    """What Compose does not take beside `external` (compose-go 2.14.0, validation/external.go)."""
    entries = section.entries
    names = [name for name in entries if name not in ("name", "external") and not name.startswith("x-")]
    node.parameters = OpenList(names) if section.open else tuple(names)
    if names:
        first = key_origin(entries[names[0]], section)
        first.items = {name: key_origin(entries[name], section) for name in names}
        node.origins["parameters"] = first


def network_node(
    builder: Builder, project: nodes.Project, name: str, entry: Entry, container: Mapping
) -> nodes.Network:
    """A declared network."""
    node = nodes.Network(builder.name(f"network:{project.name}/{name}"), key_origin(entry, container), {})
    section = _section(entry)
    node.name, node.project, node.attachments, node.implicit = name, project, (), False
    _external(node, section)
    _engine_name(node, section)
    _texts(node, section, ("driver",))
    node.internal = False
    if "internal" in section.entries:
        read_flag(node, "internal", section.entries["internal"], section)
    builder.add(node)
    builder.append(project, "networks", node)
    return node


def implicit_network(builder: Builder, project: nodes.Project, header: Origin) -> nodes.Network:
    """The default network that Compose makes when some service joins no other."""
    node = nodes.Network(builder.name(f"network:{project.name}/default"), header, {})
    node.name, node.project, node.attachments = "default", project, ()
    node.external = node.internal = False
    node.implicit = True
    node.expected = False
    node.external_name = f"{project.name}_default"
    node.driver = None
    builder.add(node)
    builder.append(project, "networks", node)
    return node


def secret_node(
    builder: Builder, project: nodes.Project, name: str, entry: Entry, container: Mapping
) -> nodes.ComposeSecret:
    """A declared secret."""
    node = nodes.ComposeSecret(builder.name(f"compose_secret:{project.name}/{name}"), key_origin(entry, container), {})
    section = _section(entry)
    node.name, node.project, node.users = name, project, ()
    _external(node, section)
    _texts(node, section, ("file", "environment"))
    builder.add(node)
    builder.append(project, "secrets", node)
    return node


def config_node(builder: Builder, project: nodes.Project, name: str, entry: Entry, container: Mapping) -> nodes.Config:
    """A declared config."""
    node = nodes.Config(builder.name(f"config:{project.name}/{name}"), key_origin(entry, container), {})
    section = _section(entry)
    node.name, node.project, node.users = name, project, ()
    _external(node, section)
    _texts(node, section, ("file", "environment", "content"))
    builder.add(node)
    builder.append(project, "configs", node)
    return node
