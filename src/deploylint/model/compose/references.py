"""References to variables in a resolved document as nodes, joined to the definitions that satisfy them."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.compose.document import ReferenceUse, Resolution
from deploylint.model.envfiles import ProjectEnvironment
from deploylint.model.resolved import Origin

COMPOSE_NAMES = "COMPOSE_"
"""Names with this prefix are Compose's own and count as defined."""


def env_refs(
    builder: Builder,
    project: nodes.Project,
    resolution: Resolution,
    environment: ProjectEnvironment,
    services: dict[str, nodes.Service],
) -> None:
    """A node for each reference at each deployed path; one that several services share by an anchor is one at each."""
    near: dict[str, str | None] = {}
    own_names = [name for name, _ in environment.defined()]
    for use in resolution.references:
        if use.outcome == "unused" and use.operator in (":+", "+"):
            continue
        _env_ref(builder, project, use, environment, services, near, own_names)


def _env_ref(
    builder: Builder,
    project: nodes.Project,
    use: ReferenceUse,
    environment: ProjectEnvironment,
    services: dict[str, nodes.Service],
    near: dict[str, str | None],
    own_names: list[str],
) -> None:
    where = ".".join(use.path)
    span = use.span
    node = nodes.EnvRef(
        builder.name(f"env_ref:{project.name}/{where}/{use.name}"), Origin(span.source, span.start, span.end), {}
    )
    node.name, node.where, node.operator = use.name, where, use.operator
    node.reader, node.caddy, node.elsewhere = "compose", nodes.NULL["caddy"], nodes.NULL["env_def"]
    name_span = use.name_span
    node.origins["name"] = Origin(name_span.source, name_span.start, name_span.end, part=True)
    node.fallback = use.fallback
    if use.fallback is not None and use.operator in (":-", "-"):
        node.origins["fallback"] = Origin(span.source, span.start, span.end, part=True)
    node.has_default = use.operator in (":-", "-", ":+", "+")
    node.required = use.operator in (":?", "?")
    node.nested = use.nested
    binding = use.binding
    compose_own = use.name.startswith(COMPOSE_NAMES)
    if binding is not None or compose_own:
        node.defined = True
    elif environment.environment.known:
        node.defined = False
    if binding is not None and binding.how == "env-file":
        node.is_unset = False
    elif (
        binding is None
        and not compose_own
        and (environment.live or environment.environment.closed)
        and environment.environment.known
    ):
        node.is_unset = True
    fails = _fails(use, environment)
    if fails is not None:
        node.fails = fails
    if use.name not in near:
        near[use.name] = None if binding is not None else _nearest(use.name, own_names)
    node.near = near[use.name]
    node.definition = builder.definition(binding.span, use.name) if binding is not None else nodes.NULL["env_def"]
    if node.definition:
        builder.append(node.definition, "refs", node)
    node.file = builder.file(span.source.path, span.source, "compose", "included")
    node.project = project
    service = services.get(use.path[1]) if len(use.path) > 1 and use.path[0] == "services" else None
    node.services = (service,) if service is not None else ()
    node.service_files = ()
    builder.add(node)


def _fails(use: ReferenceUse, environment: ProjectEnvironment) -> bool | None:
    """Does a required variable that is needed lack its value?  None when that is not known."""
    if use.operator not in (":?", "?") or use.outcome == "unused":
        return False
    binding = use.binding
    if binding is not None:
        return None if binding.value is None else not binding.value and use.operator == ":?"
    if environment.environment.closed:
        return True
    if use.nested or use.name.startswith(COMPOSE_NAMES):
        return None  # the caller may set this name, or the one that spares it
    return True if environment.live and environment.environment.known else None


def _nearest(name: str, names: list[str]) -> str | None:
    from deploylint.model.spelling import nearest

    return nearest(name, names) if names else None


def passed_on(
    builder: Builder, project: nodes.Project, name: str, header: Origin, environment: ProjectEnvironment, where: str
) -> None:
    """A name without a value (`environment: [KEY]`, `secrets.*.environment`) uses the variable of that name.

    Nothing is missing when there is none: the caller may set it, or it stays away.
    """
    node = nodes.EnvRef(builder.name(f"env_ref:{project.name}/{where}/{name}"), header, {"name": header})
    node.name, node.where, node.operator, node.fallback = name, where, "", None
    node.reader, node.caddy, node.elsewhere = "compose", nodes.NULL["caddy"], nodes.NULL["env_def"]
    node.has_default, node.required, node.nested, node.defined = True, False, False, True
    node.fails = False
    node.near, node.services, node.service_files = None, (), ()
    binding = environment.environment.lookup(name)
    node.definition = builder.definition(binding.span if binding is not None else None, name)
    if node.definition:
        builder.append(node.definition, "refs", node)
    node.file = builder.file(header.source.path, header.source, "compose", "included")
    node.project = project
    builder.add(node)
