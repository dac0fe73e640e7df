"""A resolved Compose document as nodes: services with all that belongs to them, then the edges within the project."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.dependencies import attachments, dependencies
from deploylint.model.compose.document import Resolution
from deploylint.model.compose.fields import child, entry_origin, key_origin, read_text
from deploylint.model.compose.forms import null
from deploylint.model.compose.images import build_node, image_node
from deploylint.model.compose.mounts import mounts
from deploylint.model.compose.ports import identify, listeners
from deploylint.model.compose.references import env_refs
from deploylint.model.compose.services import healthcheck_node, service_node
from deploylint.model.compose.toplevel import config_node, implicit_network, network_node, secret_node, volume_node
from deploylint.model.compose.variables import build_args, container_variables, labels
from deploylint.model.envfiles import ProjectEnvironment
from deploylint.model.resolved import Entry, Mapping, Scalar


class Sections:
    """The declared things of a project by name, and whether each section may hold more than was read."""

    __slots__ = ("configs", "networks", "open", "secrets", "services", "volumes")

    def __init__(self) -> None:
        self.services: dict[str, nodes.Service] = {}
        self.volumes: dict[str, nodes.Volume] = {}
        self.networks: dict[str, nodes.Network] = {}
        self.secrets: dict[str, nodes.ComposeSecret] = {}
        self.configs: dict[str, nodes.Config] = {}
        self.open: set[str] = set()


def interpret(
    builder: Builder,
    project: nodes.Project,
    resolution: Resolution,
    environment: ProjectEnvironment,
) -> None:
    """Put the project's nodes into the graph.  In a partial project (an overlay alone) every section is open."""
    root = resolution.root
    sections = Sections()
    first_mount = len(builder.of_kind("mount"))
    if project.partial or root.open:
        sections.open |= {"services", "volumes", "networks", "secrets", "configs"}
    _declared(builder, project, root, sections)
    _version(builder, root)
    services = _section(root, "services", sections)
    built: list[tuple[nodes.Service, Mapping]] = []
    for name, entry in services.entries.items():
        mapping = entry.value if isinstance(entry.value, Mapping) else Mapping(())
        if project.partial or name in builder.settings.services or mapping is not entry.value:
            mapping.open = True  # a base or a platform says the rest, or it is no mapping at all
        built.append((_service(builder, project, name, entry, services, mapping, environment), mapping))
    for service, _ in built:
        sections.services[service.name] = service
    _join(builder, project, sections, built, first_mount)
    for field in ("services", "volumes", "networks", "secrets", "configs"):
        if field in sections.open:
            builder.open(project, field)
    _check(builder, project, resolution, built, environment)
    profiles = sorted({profile for service, _ in built for profile in getattr(service, "profiles", ())})
    project.profiles = tuple(profiles)
    env_refs(builder, project, resolution, environment, sections.services)


def _section(root: Mapping, name: str, sections: Sections) -> Mapping:
    """A top-level section; an empty one when it is not written."""
    section = child(root, name)
    if section is None:
        if name in root.entries and not null(root.entries[name].value):
            sections.open.add(name)  # something that cannot be read stands there
        return Mapping(())
    if section.open:
        sections.open.add(name)
    return section


def _declared(builder: Builder, project: nodes.Project, root: Mapping, sections: Sections) -> None:
    for section in ("volumes", "networks", "secrets", "configs"):
        mapping = _section(root, section, sections)
        if section in root.entries:
            project.origins[section] = key_origin(root.entries[section], root)
        for key, entry in mapping.entries.items():
            if isinstance(entry.value, Scalar) and not entry.value.known:
                sections.open.add(section)  # what cannot be read may stand for another
            if section == "volumes":
                sections.volumes[key] = volume_node(builder, project, key, entry, mapping)
            elif section == "networks":
                sections.networks[key] = network_node(builder, project, key, entry, mapping)
            elif section == "secrets":
                sections.secrets[key] = secret_node(builder, project, key, entry, mapping)
            else:
                sections.configs[key] = config_node(builder, project, key, entry, mapping)


def _version(builder: Builder, root: Mapping) -> None:
    """The top-level version belongs to each file that sets it."""
    entry = root.entries.get("version")
    if entry is None:
        return
    for source, key, node in entry.layers:
        file = builder.file_nodes.get(source.path)
        if file is not None:
            read_text(file, "version", entry, root)
            origin = file.origins["version"]
            origin.source, origin.start, origin.end = source, key.content, max(node.end, key.end)


def _service(
    builder: Builder,
    project: nodes.Project,
    name: str,
    entry: Entry,
    services: Mapping,
    mapping: Mapping,
    environment: ProjectEnvironment,
) -> nodes.Service:
    service = service_node(builder, project, name, entry, services)
    first = len(builder.of_kind("listener"))
    image_node(builder, service, mapping)
    build_node(builder, service, mapping)
    listeners(builder, service, mapping)
    for node in builder.of_kind("listener")[first:]:
        identify(builder, node)
    mounts(builder, service, mapping)
    dependencies(builder, service, mapping)
    attachments(builder, service, mapping)
    healthcheck_node(builder, service, mapping)
    labels(builder, service, mapping)
    container_variables(builder, service, mapping, environment)
    build_args(builder, service, mapping, environment)
    builder.append(project, "services", service)
    if "healthcheck" in mapping.entries:
        service.origins["healthcheck"] = entry_origin(mapping.entries["healthcheck"], mapping)
    return service


def _join(
    builder: Builder,
    project: nodes.Project,
    sections: Sections,
    built: list[tuple[nodes.Service, Mapping]],
    first_mount: int,
) -> None:
    """Edges within the project; a name that an open section may hold leaves its edge unknown."""
    mounts_open = _any_open(builder, built, "mounts") or "services" in sections.open
    for mount in builder.of_kind("mount")[first_mount:]:
        if not hasattr(mount, "volume_name"):
            mounts_open = True
        elif mount.volume_name is not None:
            volume = sections.volumes.get(mount.volume_name)
            if volume is not None:
                mount.volume = volume
                builder.append(volume, "mounts", mount)
            elif "volumes" in sections.open:
                del mount.volume
    if mounts_open:
        for volume in sections.volumes.values():
            builder.open(volume, "mounts")
    _join_networks(builder, project, sections, built)
    _join_dependencies(builder, sections, built)
    _join_uses(builder, sections, built)


def _any_open(builder: Builder, built: list[tuple[nodes.Service, Mapping]], field: str) -> bool:
    return any(builder.is_open(service, field) for service, _ in built)


def _join_networks(
    builder: Builder, project: nodes.Project, sections: Sections, built: list[tuple[nodes.Service, Mapping]]
) -> None:
    if "default" not in sections.networks:
        makers = (service for service, _ in built if _makes_default(builder, service))
        maker = next(makers, None)
        if maker is not None:
            sections.networks["default"] = implicit_network(builder, project, maker.header)
    for service, _ in built:
        for attachment in builder.items(service, "attachments"):
            network = sections.networks.get(attachment.name)
            if network is not None:
                attachment.network = network
                builder.append(network, "attachments", attachment)
                builder.append(service, "networks", network)
            elif "networks" in sections.open:
                del attachment.network
                builder.open(service, "networks")
        if builder.is_open(service, "attachments"):
            builder.open(service, "networks")
    if _any_open(builder, built, "attachments"):
        for network in sections.networks.values():
            builder.open(network, "attachments")
    for service, _ in built:
        mode = getattr(service, "network_mode", None)
        if mode is not None and mode.startswith("service:"):
            owner = sections.services.get(mode.removeprefix("service:"))
            if owner is not None:
                service.network_owner = owner
                for network in builder.items(owner, "networks"):
                    builder.append(service, "networks", network)


def _makes_default(builder: Builder, service: nodes.Service) -> bool:
    """Does a service bring the default network about?  Not one that lists it and has its network elsewhere
    (compose-go 2.14.0, loader/normalize.go).
    """
    elsewhere = getattr(service, "provider", False) or getattr(service, "network_mode", None) is not None
    attachments = builder.items(service, "attachments")
    return any(each.name == "default" and (each.implicit or not elsewhere) for each in attachments)


def _join_dependencies(builder: Builder, sections: Sections, built: list[tuple[nodes.Service, Mapping]]) -> None:
    for service, _ in built:
        for dependency in builder.items(service, "depends_on"):
            target = sections.services.get(dependency.name)
            if target is not None:
                dependency.target = target
                builder.append(target, "dependents", dependency)
                builder.append(service, "requires", target)
            elif "services" in sections.open:
                del dependency.target
        if builder.is_open(service, "depends_on"):
            builder.open(service, "requires")
    if _any_open(builder, built, "depends_on") or "services" in sections.open:
        for service, _ in built:
            builder.open(service, "dependents")


def _join_uses(builder: Builder, sections: Sections, built: list[tuple[nodes.Service, Mapping]]) -> None:
    """Which service uses which secret and config; builds use secrets too."""
    uses: tuple[tuple[str, str, dict[str, nodes.ComposeSecret] | dict[str, nodes.Config]], ...] = (
        ("secret_names", "secrets", sections.secrets),
        ("config_names", "configs", sections.configs),
    )
    for names_field, field, declared in uses:
        any_open = field in sections.open or "services" in sections.open
        for service, mapping in built:
            names = getattr(service, names_field, None)
            if names is None or type(names) is not tuple:
                any_open = True
            for name in names or ():
                thing = declared.get(name)
                if thing is not None:
                    builder.append(service, field, thing)
                    builder.append(thing, "users", service)
                elif field not in sections.open:
                    from deploylint.model.compose.consistency import undefined

                    undefined(builder, service, mapping, field, declared)
        if any_open:
            for thing in declared.values():
                builder.open(thing, "users")


SUBTLE = frozenset(("build", "deploy", "develop", "models"))
"""Keys of a service below which there is more that Compose may refuse than its nodes hold."""


def _check(
    builder: Builder,
    project: nodes.Project,
    resolution: Resolution,
    built: list[tuple[nodes.Service, Mapping]],
    environment: ProjectEnvironment,
) -> None:
    """Have what only some projects have looked at: whatever Compose refuses of it is told."""
    root = resolution.root
    for found in (*environment.live, *resolution.env_files):
        if any(definition.references for definition in found.definitions):
            from deploylint.model.compose.consistency_files import required_in

            required_in(builder, project, found, environment.environment)
    for service, mapping in built:
        entries = mapping.entries
        if not SUBTLE.isdisjoint(entries):
            from deploylint.model.compose.consistency_details import service_details

            service_details(builder, service, mapping, built, root)
        if "label_file" in entries or ("env_file" in entries and _more_than_pairs(builder, service)):
            from deploylint.model.compose.consistency_files import file_details

            file_details(builder, service, mapping, environment)
    named = (child(root, section) for section in ("volumes", "networks"))
    if "secrets" in root.entries or "configs" in root.entries or any(map(_names_twice, named)):
        from deploylint.model.compose.consistency_sources import sources

        sources(builder, root)


def _more_than_pairs(builder: Builder, service: nodes.Service) -> bool:
    """Has an env file of a service a format of its own, or perhaps a reference that demands a value?"""
    for use in builder.items(service, "env_files"):
        source = builder.graph.sources.get(use.path)
        if use.format is not None or (source is not None and "${" in source.text and "?" in source.text):
            return True
    return False


def _names_twice(section: Mapping | None) -> bool:
    """Does something of a section have the outdated form `external: {name: …}`?"""
    if section is None:
        return False
    things = (entry.value for entry in section.entries.values())
    return any(isinstance(thing, Mapping) and child(thing, "external") is not None for thing in things)
