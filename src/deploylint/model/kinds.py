"""The declaration of the node kinds as literals; generated from schemas/kinds.yaml by `make generate`.

Read by the rule checker, `rules schema` and the documentation, never while rules run.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """A field: its type as kinds.yaml writes it, what it says, and its flags."""

    type: str
    doc: str
    flags: tuple[str, ...] = ()


class Kind(NamedTuple):
    """A kind of node: what it is, which fields name it, within what, and its fields."""

    doc: str
    key: tuple[str, ...]
    scope: str
    fields: dict[str, Field]


KINDS: dict[str, Kind] = {
    "project": Kind(
        "A Compose project, the files merged as they are deployed in one environment.",
        ("name",),
        "none",
        {
            "name": Field(
                "text", "Project name: name:, else COMPOSE_PROJECT_NAME, else the folder's name; normalised."
            ),
            "machine": Field("text", "Two projects with equal machine share a machine by evidence."),
            "dir": Field("text", "Folder of its first file, relative to the anchor; empty for the anchor itself."),
            "files": Field("[file]", "Its Compose files in merge order."),
            "services": Field("[service]", "All services, also those in inactive profiles.", ("inverse",)),
            "volumes": Field("[volume]", "Top-level volumes.", ("inverse",)),
            "networks": Field(
                "[network]", "Top-level networks, the implicit default included when a service uses it.", ("inverse",)
            ),
            "secrets": Field("[compose_secret]", "Top-level secrets.", ("inverse",)),
            "configs": Field("[config]", "Top-level configs.", ("inverse",)),
            "env_files": Field("[env_file]", "Files that define variables for interpolation.", ("inverse",)),
            "profiles": Field("[text]", "Names of all profiles that some service has."),
            "partial": Field(
                "bool", "Is it a fragment whose base is elsewhere, so that relative paths and missing keys are unknown?"
            ),
            "overlay": Field("bool", "Is this an implied environment: an overlay merged over its base?"),
        },
    ),
    "file": Kind(
        "A file of the deployment.",
        ("path",),
        "none",
        {
            "path": Field("text", "Path relative to the anchor."),
            "name": Field("text", "Last part of the path."),
            "format": Field("text", "compose, env, caddyfile, systemd, quadlet or other."),
            "role": Field(
                "text", "base, override, overlay, included, interpolation, service, example, orphan or template."
            ),
            "project": Field("project", "The project that it belongs to."),
            "version": Field("text?", "A Compose file's top-level version."),
            "tracked": Field("bool", "Is it in git's index?  Unknown without a git work tree."),
            "ignored": Field("bool", "Does a git ignore rule cover it?  Unknown without a git work tree."),
            "mode": Field("int", "Permission bits."),
            "documents": Field("int", "Number of YAML documents."),
            "env_defs": Field("[env_def]", "Keys of an env file in order.", ("inverse",)),
        },
    ),
    "service": Kind(
        "A container that a Compose project (later also a Quadlet) runs.",
        ("name",),
        "project",
        {
            "name": Field("text", "Name in the Compose file."),
            "project": Field("project", "Its project."),
            "image": Field("image", "The image; null when there is none."),
            "build": Field("build", "The build section; null when there is none."),
            "provider": Field("bool", "Does it have a provider section?"),
            "container_name": Field("text?", "Fixed container name."),
            "command": Field("text?", "command, list form joined by blanks."),
            "entrypoint": Field("text?", "entrypoint, list form joined by blanks."),
            "restart": Field("text?", "restart as deployed."),
            "restart_condition": Field(
                "text?", "deploy.restart_policy.condition, or none, on-failure, any when only the section is there."
            ),
            "one_shot": Field(
                "bool",
                "Is it made to end: restart is no, or another service waits for its completion, or it is started by a profile alone and runs a tool?",
            ),
            "privileged": Field("bool", "privileged after casting."),
            "user": Field("text?", "user."),
            "read_only": Field("bool", "Is the root file system read-only?"),
            "network_mode": Field("text?", "network_mode."),
            "pid": Field("text?", "pid."),
            "ipc": Field("text?", "ipc."),
            "uts": Field("text?", "uts."),
            "cgroup": Field("text?", "cgroup."),
            "userns_mode": Field("text?", "userns_mode."),
            "use_api_socket": Field("bool", "use_api_socket."),
            "cap_add": Field("[text]", "Added capabilities, upper case without CAP_."),
            "cap_drop": Field("[text]", "Dropped capabilities, upper case without CAP_."),
            "security_opt": Field("[text]", "security_opt entries."),
            "group_add": Field("[text]", "group_add entries."),
            "devices": Field("[text]", "devices entries as written."),
            "no_new_privileges": Field("bool", "Is no-new-privileges in effect?"),
            "memory_limited": Field("bool", "Is there a memory limit (mem_limit or deploy)?"),
            "cpu_limited": Field("bool", "Is there a CPU limit (cpus, cpu_quota or deploy)?"),
            "pids_limited": Field("bool", "Is there a pids limit (pids_limit or deploy)?"),
            "replicas": Field("int", "scale or deploy.replicas; 1 by default."),
            "profiles": Field("[text]", "profiles."),
            "labels": Field("{text}", "Labels of the container.", ("sensitive",)),
            "listeners": Field("[listener]", "Published ports.", ("inverse",)),
            "listening": Field(
                "[int]", "Container ports on which it is known to listen: targets of published ports and expose."
            ),
            "env_vars": Field(
                "[env_var]", "environment, then keys of env_file that environment does not set.", ("inverse",)
            ),
            "env_files": Field("[env_file]", "env_file entries.", ("inverse",)),
            "mounts": Field("[mount]", "volumes and tmpfs.", ("inverse",)),
            "attachments": Field("[attachment]", "Networks it joins, default included.", ("inverse",)),
            "networks": Field("[network]", "The declared ones of the networks it joins, also through network_owner."),
            "network_owner": Field("service", "The service whose network it shares by network_mode: service:…"),
            "depends_on": Field("[dependency]", "Explicit and implicit dependencies.", ("inverse",)),
            "dependents": Field("[dependency]", "Dependencies of others on it.", ("inverse",)),
            "requires": Field("[service]", "Targets of depends_on that exist."),
            "healthcheck": Field("healthcheck", "The healthcheck section; null when there is none."),
            "secret_names": Field("[text]", "Names of secrets it or its build uses."),
            "config_names": Field("[text]", "Names of configs it uses."),
            "secrets": Field("[compose_secret]", "Those that are declared."),
            "configs": Field("[config]", "Those that are declared."),
            "sites": Field("[site]", "Sites that a reverse proxy serves from it.", ("inverse",)),
            "proxied": Field("bool", "Do labels or VIRTUAL_HOST put it behind a reverse proxy?"),
            "role": Field("text", "edge, datastore, job, agent or application, from image, ports and labels."),
        },
    ),
    "image": Kind(
        "The image that a service names.",
        ("reference",),
        "service",
        {
            "reference": Field("text", "The whole reference as deployed."),
            "registry": Field("text?", "Registry host; null for Docker Hub."),
            "repository": Field("text", "Path without registry, tag and digest, without library/."),
            "name": Field("text", "Last part of the repository."),
            "tag": Field("text?", "Tag."),
            "digest": Field("text?", "Digest."),
            "built": Field("bool", "Does its service build it?"),
            "datastore": Field("bool", "Is it a known data store?"),
            "healthcheck": Field(
                "bool", "Is the image known to bring a healthcheck?  Unknown when it is not in the table."
            ),
            "service": Field("service", "Its service."),
        },
    ),
    "build": Kind(
        "The build section of a service.",
        ("context",),
        "service",
        {
            "service": Field("service", "Its service."),
            "context": Field("text?", "Context folder or URL as written."),
            "dockerfile": Field("text?", "Dockerfile as written."),
            "target": Field("text?", "Stage."),
            "args": Field("{text}", "Build arguments; empty text for one without a value.", ("sensitive",)),
            "credentials": Field("[credential]", "Literal secrets among its arguments."),
        },
    ),
    "listener": Kind(
        "Something that takes a port of a machine; here a published port, one node for each port of a range.",
        ("ip", "port", "protocol"),
        "service",
        {
            "service": Field("service", "The service that publishes it."),
            "project": Field("project", "Its project."),
            "machine": Field("text", "Two listeners with equal machine share a machine by evidence."),
            "assigned": Field("bool", "Do the settings say on which machine its project runs?"),
            "ip": Field("text", "Host address; 0.0.0.0 when none is given."),
            "any_address": Field("bool", "Does it take all addresses (0.0.0.0, :: or none given)?"),
            "loopback": Field("bool", "Is its address loopback?"),
            "port": Field("int", "Host port; 0 when the engine chooses one."),
            "target": Field("int", "Container port."),
            "protocol": Field("text", "tcp, udp or sctp."),
            "mode": Field("text?", "ingress or host."),
            "profiles": Field("[text]", "Profiles of its service."),
            "written": Field("text", "The entry as deployed."),
        },
    ),
    "volume": Kind(
        "A named volume of a project.",
        ("name",),
        "project",
        {
            "name": Field("text", "Key below volumes."),
            "external_name": Field(
                "text",
                "Its name on the engine: name:, else the project's name and the key, else the key of an external one.",
            ),
            "expected": Field("bool", "Do the settings say that it exists outside?"),
            "project": Field("project", "Its project."),
            "external": Field("bool", "Is it made elsewhere?"),
            "driver": Field("text?", "Driver."),
            "device": Field("text?", "driver_opts.device, the host path that a bind-like volume holds."),
            "mounts": Field("[mount]", "Mounts of it, in all services.", ("inverse",)),
        },
    ),
    "network": Kind(
        "A network of a project.",
        ("name",),
        "project",
        {
            "name": Field("text", "Key below networks."),
            "external_name": Field(
                "text",
                "Its name on the engine: name:, else the project's name and the key, else the key of an external one.",
            ),
            "expected": Field("bool", "Do the settings say that it exists outside?"),
            "project": Field("project", "Its project."),
            "external": Field("bool", "Is it made elsewhere?"),
            "implicit": Field("bool", "Is it the default network that nobody wrote down?"),
            "internal": Field("bool", "Has it no way out?"),
            "driver": Field("text?", "Driver."),
            "attachments": Field("[attachment]", "Services that join it.", ("inverse",)),
        },
    ),
    "attachment": Kind(
        "A service joining a network.",
        ("name",),
        "service",
        {
            "service": Field("service", "The service."),
            "name": Field("text", "Name of the network below the service."),
            "network": Field("network", "The network; null when the project does not declare it."),
            "implicit": Field("bool", "Does it join default because nothing else is said?"),
            "aliases": Field("[text]", "Further names of the service on it."),
        },
    ),
    "mount": Kind(
        "Something mounted into a container.",
        ("target",),
        "service",
        {
            "service": Field("service", "The service."),
            "type": Field("text", "bind, volume, tmpfs, npipe, cluster or image."),
            "source": Field("text?", "Source as deployed: a path, a volume's name, or null."),
            "target": Field("text?", "Path in the container."),
            "host_path": Field("text?", "Absolute host path of a bind, ~ and relative sources not included; cleaned."),
            "path": Field("text?", "Anchor-relative path of a bind whose source is relative."),
            "exists": Field("bool", "Does a relative source exist in the tree?  Unknown for other sources."),
            "excused": Field(
                "bool",
                "Is the absence of its source expected: an ignore rule covers it, or an example of it stands beside it?",
            ),
            "volume": Field("volume", "The declared volume; null when there is none."),
            "volume_name": Field("text?", "Name of the volume that it asks for; null for anonymous ones and binds."),
            "read_only": Field("bool", "Is it read-only?"),
            "options": Field("[text]", "Options of the short form."),
            "propagation": Field("text?", "Bind propagation."),
        },
    ),
    "compose_secret": Kind(
        "A top-level secret of a project.",
        ("name",),
        "project",
        {
            "name": Field("text", "Key below secrets."),
            "project": Field("project", "Its project."),
            "external": Field("bool", "Is it made elsewhere?"),
            "file": Field("text?", "file as written."),
            "environment": Field("text?", "environment: the variable that holds it."),
            "users": Field("[service]", "Services that use it, builds included.", ("inverse",)),
        },
    ),
    "config": Kind(
        "A top-level config of a project.",
        ("name",),
        "project",
        {
            "name": Field("text", "Key below configs."),
            "project": Field("project", "Its project."),
            "external": Field("bool", "Is it made elsewhere?"),
            "file": Field("text?", "file as written."),
            "environment": Field("text?", "environment: the variable that holds it."),
            "content": Field("text?", "content.", ("sensitive",)),
            "users": Field("[service]", "Services that use it.", ("inverse",)),
        },
    ),
    "dependency": Kind(
        "One service needing another.",
        ("name",),
        "service",
        {
            "service": Field("service", "The one that needs."),
            "name": Field("text", "Name of the one that is needed."),
            "target": Field("service", "The one that is needed; null when the project has none of that name."),
            "condition": Field("text", "service_started, service_healthy or service_completed_successfully."),
            "required": Field("bool", "required."),
            "via": Field("text", "depends_on, links, volumes_from, network_mode, pid, ipc, uts or cgroup."),
        },
    ),
    "healthcheck": Kind(
        "The healthcheck section of a service.",
        ("service.name",),
        "service",
        {
            "service": Field("service", "Its service."),
            "test": Field("[text]", "test; a string is CMD-SHELL and the string."),
            "disabled": Field("bool", "Is it off: disable, or test NONE?"),
        },
    ),
    "env_var": Kind(
        "A variable in a container's environment.",
        ("name",),
        "service",
        {
            "service": Field("service", "The service."),
            "name": Field("text", "Name."),
            "value": Field("text?", "Deployed value; null when the caller's variable is passed on.", ("sensitive",)),
            "written": Field("text?", "The value's text as written, without quotes.", ("sensitive",)),
            "unquoted": Field(
                "text?",
                "The value without the quotes that a list entry keeps around it; null when it keeps none.",
                ("sensitive",),
            ),
            "literal": Field("bool", "Is the whole value written here, with no variable in it?"),
            "quoted": Field("bool", "Is it a quoted or block scalar?"),
            "from_file": Field("bool", "Does it come from an env_file?"),
            "file": Field("file", "The file that holds the value."),
            "env_def": Field("env_def", "The definition in the env file that it comes from."),
        },
    ),
    "env_file": Kind(
        "A use of an env file, by a project for interpolation or by a service for its environment.",
        ("path",),
        "service or project",
        {
            "path": Field("text", "Path relative to the anchor, or as written when it is outside."),
            "written": Field("text", "Path as written; the name for a default .env."),
            "service": Field("service", "The service that loads it; null for interpolation."),
            "project": Field("project", "The project."),
            "purpose": Field("text", "interpolation or service."),
            "required": Field("bool", "Must it exist?"),
            "exists": Field("bool", "Does it exist?  Unknown outside the anchor."),
            "excused": Field(
                "bool",
                "Is its absence expected: an example file stands beside it, an ignore rule covers it, or settings say so?",
            ),
            "format": Field("text?", "format."),
            "file": Field("file", "The file; null when it does not exist."),
        },
    ),
    "env_def": Kind(
        "A key in an env file.",
        ("name",),
        "file",
        {
            "file": Field("file", "Its file."),
            "name": Field("text", "Name."),
            "value": Field("text?", "Value as Compose reads it; null for a bare key.", ("sensitive",)),
            "placeholder": Field("bool", "Is its value a placeholder such as changeme or <your-domain>?"),
            "example": Field("bool", "Is its file an example?"),
            "live": Field("bool", "Is its file read when a project is deployed?"),
            "whole": Field("bool", "Does a service load its file whole, so that each key counts as used?"),
            "refs": Field("[env_ref]", "References that it satisfies.", ("inverse",)),
        },
    ),
    "env_ref": Kind(
        "A reference to a variable.",
        ("where", "name"),
        "project",
        {
            "name": Field("text", "Name of the variable."),
            "where": Field("text", "Path of the value in its document, such as services.web.image."),
            "operator": Field("text", "Empty, or one of :- - :? ? :+ +."),
            "fallback": Field(
                "text?", "The text after the operator, when it has one and holds no variable itself.", ("sensitive",)
            ),
            "has_default": Field("bool", "Is there a default, or does an operator make the variable optional?"),
            "required": Field("bool", "Does :? or ? demand it?"),
            "nested": Field("bool", "Does it stand inside another reference?"),
            "defined": Field(
                "bool", "Is it defined by .env, an env file or declared externals?  Unknown without a live env file."
            ),
            "is_unset": Field(
                "bool", "Is it without a value (not: empty) in this environment?  Unknown in an open one."
            ),
            "definition": Field("env_def", "The definition that wins; null when there is none."),
            "near": Field("text?", "The nearest defined name within two edits; null when there is none."),
            "service_files": Field("[env_def]", "Definitions of the name in env files that only services load."),
            "services": Field("[service]", "The service in whose definition it stands, in a list of at most one."),
            "file": Field("file", "Its file."),
            "project": Field("project", "Its project."),
        },
    ),
    "credential": Kind(
        "A literal secret found in a value.",
        ("place", "name", "detector"),
        "file",
        {
            "name": Field("text", "The key or variable under which it stands."),
            "place": Field("text", "environment, build-arg, label, command, config, extension or env-file."),
            "detector": Field("text", "name (of its key), token (shape of a provider's), url, private-key."),
            "provider": Field("text?", "Whose token it is."),
            "value": Field("text", "The secret.", ("sensitive",)),
            "placeholder": Field("bool", "Is it a placeholder such as changeme or your-key-here?"),
            "weak": Field("bool", "Is it a documented default, or equal to the user, database, service or image name?"),
            "fallback": Field("bool", "Is it the default in a ${NAME:-…}?"),
            "service": Field("service", "The service in whose definition it stands; null elsewhere."),
            "file": Field("file", "Its file."),
        },
    ),
    "site": Kind(
        "A host name that a reverse proxy serves; here from labels and VIRTUAL_HOST.",
        ("address",),
        "project",
        {
            "address": Field("text", "The router's rule, or the host."),
            "hosts": Field("[text]", "Host names in it."),
            "port": Field("int?", "Port of the service that it uses, when it says."),
            "service": Field("service", "The service that it reaches."),
            "project": Field("project", "Its project."),
            "via": Field("text", "traefik, nginx-proxy or caddy-docker-proxy."),
        },
    ),
    "defect": Kind(
        "Something that a parser or loader could not accept.",
        ("code", "name"),
        "file",
        {
            "code": Field("text", "Which; the id of the rule that reports it."),
            "name": Field("text", "The thing's own name; may be empty."),
            "found": Field("text", "What was found; may be empty."),
            "expected": Field("text", "What would have been accepted; may be empty."),
            "file": Field("file", "Its file."),
        },
    ),
}

EDGES: dict[str, dict[str, tuple[str, ...]]] = {
    "requires": {
        "service": ("requires",),
    },
}
