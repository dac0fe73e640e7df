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
            "active_profiles": Field(
                "[text]",
                "Profiles that are asked for: by --profile, an environment of the settings, or COMPOSE_PROFILES.",
            ),
            "units": Field("[unit]", "Units that start it.", ("inverse",)),
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
            "dir": Field("text", "Folder that holds it; empty for the anchor itself."),
            "format": Field("text", "compose, env, caddyfile, systemd, quadlet or other."),
            "role": Field(
                "text",
                "base, override, overlay, included, interpolation, service, example, orphan, template, main, imported, unit or drop-in.",
            ),
            "project": Field("project", "The project that it belongs to."),
            "version": Field("text?", "A Compose file's top-level version."),
            "tracked": Field("bool", "Is it in git's index?  Unknown without a git work tree."),
            "ignored": Field("bool", "Does a git ignore rule cover it?  Unknown without a git work tree."),
            "mode": Field("int", "Permission bits."),
            "documents": Field("int", "Number of YAML documents."),
            "env_defs": Field("[env_def]", "Keys of an env file in order.", ("inverse",)),
            "sites": Field("[site]", "Sites of a Caddyfile, those of files that it imports included.", ("inverse",)),
            "options": Field("[caddy_directive]", "Global options of a Caddyfile.", ("inverse",)),
            "caddy": Field("caddy", "The Caddy that runs a Caddyfile; unknown when nothing tells, or when several do."),
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
            "enabled": Field("bool", "Is it started: has it no profile, or one that is active?"),
            "shown": Field("text", "Its name; with its profiles when none of them is active."),
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
            "proxied": Field(
                "bool", "Do labels, VIRTUAL_HOST or an upstream of a Caddyfile put it behind a reverse proxy?"
            ),
            "upstreams": Field("[upstream]", "Upstreams of Caddyfiles that reach it.", ("inverse",)),
            "exposed": Field(
                "bool", "Is a way from the internet to it known: through a public name, or a port of a public address?"
            ),
            "runs_caddy": Field("bool", "Does it run Caddy, by its image or its command?"),
            "caddy": Field("caddy", "The Caddy that it runs, when a Caddyfile of the tree is the one it reads."),
            "extra_hosts": Field("[text]", "Names in extra_hosts."),
            "names": Field(
                "[text]",
                "Names under which containers that share a network with it find it: its own, container_name, aliases.",
            ),
            "units": Field("[unit]", "Units that start its project.", ("inverse",)),
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
        "Something that takes a port of a machine; a published port, each of a range for itself, a socket, or Caddy.",
        ("ip", "port", "protocol"),
        "service, unit or caddy",
        {
            "via": Field("text", "published, socket or caddy."),
            "owner": Field("text", "Who takes it, in a word: the service's or unit's name, or Caddy."),
            "service": Field(
                "service",
                "The service that publishes it, or in which Caddy listens; null for a socket or a Caddy on the host.",
            ),
            "unit": Field("unit", "The unit that listens; null for published ports."),
            "caddy": Field("caddy", "The Caddy that listens; null for published ports and sockets."),
            "sites": Field(
                "[site]",
                "Sites that answer on it: Caddy's own listener, or the published port in front of it.",
                ("inverse",),
            ),
            "open_sites": Field(
                "[site]",
                "Those of them that requests from the internet are for: sites with a public name, and those for every host.",
                ("inverse",),
            ),
            "internet": Field("internet", "The internet, when something says that it reaches this port."),
            "lan": Field("lan", "The local network, when this port takes more than loopback."),
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
            "parameters": Field(
                "[text]", "Its keys other than name, external and extensions, which an external one may not have."
            ),
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
            "purpose": Field("text", "interpolation, service or unit."),
            "required": Field("bool", "Must it exist?"),
            "exists": Field("bool", "Does it exist?  Unknown outside the anchor."),
            "unit": Field("unit", "The unit whose EnvironmentFile= it is; null for Compose."),
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
            "fails": Field(
                "bool",
                "Is it a required variable that is needed and has no value, or an empty one that :? does not take?",
            ),
            "near": Field("text?", "The nearest defined name within two edits; null when there is none."),
            "service_files": Field("[env_def]", "Definitions of the name in env files that only services load."),
            "services": Field("[service]", "The service in whose definition it stands, in a list of at most one."),
            "reader": Field("text", "Who reads it: compose, or caddy for {$NAME}."),
            "caddy": Field("caddy", "The Caddy that reads it; unknown when nothing tells which; null for Compose."),
            "elsewhere": Field(
                "env_def", "A definition of the name that does not reach its reader; null when there is none."
            ),
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
        "What a reverse proxy serves under an address; a site of a Caddyfile, or a router in labels or VIRTUAL_HOST.",
        ("address",),
        "project or file",
        {
            "address": Field(
                "text",
                "The first address of a Caddyfile's site (as written, where a variable in it is not known), the router's rule, or the host.",
            ),
            "addresses": Field("[text]", "All addresses, as deployed."),
            "hosts": Field(
                "[text]", "Host names in it, lower case, without port and path; none for one that takes every host."
            ),
            "keys": Field(
                "[text]", "What makes an address the same for Caddy: scheme://host:port, with the defaults filled in."
            ),
            "earlier": Field(
                "site",
                "The first site before it in its Caddyfile that has one of its keys and is bound to the same addresses; null when there is none.",
            ),
            "port": Field("int?", "Port of the service that a label names; null for a Caddyfile's site."),
            "ports": Field("[int]", "Ports on which a Caddyfile's site listens."),
            "tls": Field("bool", "Does it serve HTTPS?"),
            "redirects": Field("bool", "Does Caddy open the HTTP port to redirect to it?"),
            "public": Field(
                "bool", "Has it a host name that the internet can resolve: a domain that is none of the private ones?"
            ),
            "service": Field(
                "service", "The service that a label's site reaches, or the first that a Caddyfile's site reaches."
            ),
            "services": Field("[service]", "All services that it reaches."),
            "upstreams": Field("[upstream]", "Upstreams of its proxies.", ("inverse",)),
            "directives": Field("[caddy_directive]", "Its directives, outermost level.", ("inverse",)),
            "matchers": Field("[matcher]", "Named matchers defined in it.", ("inverse",)),
            "listeners": Field("[listener]", "Where Caddy listens for it.", ("inverse",)),
            "internet": Field("internet", "The internet, when it reaches a label's site by its public name."),
            "caddy": Field("caddy", "The Caddy that serves it; unknown when nothing tells; null for labels."),
            "file": Field("file", "Its Caddyfile, the outermost one; null for labels."),
            "project": Field(
                "project", "Its project; for a Caddyfile that of the service which runs Caddy, else null."
            ),
            "via": Field("text", "caddyfile, traefik, nginx-proxy or caddy-docker-proxy."),
        },
    ),
    "caddy": Kind(
        "A Caddy that reads a Caddyfile of the tree; a service of a project, or a unit on the host.",
        ("file.path",),
        "none",
        {
            "file": Field("file", "The Caddyfile."),
            "service": Field("service", "The service that runs it; null on the host."),
            "unit": Field("unit", "The unit that runs it; null in a container."),
            "in_container": Field(
                "bool", "Does it run in a container with a network of its own (or one of a project)?"
            ),
            "network_owner": Field(
                "service",
                "The service whose network it uses: its own service, or that of network_mode: service:…; null on the host's.",
            ),
            "machine": Field("text", "Where its listeners listen: the machine, or the container's own network."),
            "config": Field("text?", "Path of the Caddyfile as Caddy sees it."),
            "mount": Field(
                "mount",
                "The mount that brings the Caddyfile into the container; null when a build or config does, or on the host.",
            ),
            "names": Field(
                "[text]",
                "Names that it can resolve to containers: services, container names and aliases on its networks, extra_hosts.",
            ),
            "variables": Field("[text]", "Names of environment variables that reach it."),
            "sites": Field("[site]", "Its sites.", ("inverse",)),
            "listeners": Field("[listener]", "Where it listens.", ("inverse",)),
        },
    ),
    "upstream": Kind(
        "An address to which a Caddyfile's proxy sends requests.",
        ("address",),
        "site",
        {
            "address": Field("text", "The address as deployed."),
            "directive": Field("caddy_directive", "The proxy directive."),
            "proxy": Field("text", "reverse_proxy, php_fastcgi or forward_auth."),
            "site": Field("site", "Its site; null in a named route or snippet that no site uses."),
            "file": Field("file", "The Caddyfile, the outermost one."),
            "caddy": Field("caddy", "The Caddy that dials it; unknown when nothing tells."),
            "scheme": Field("text?", "http, https or h2c; null when none is written."),
            "network": Field("text", "tcp, unix or another network's name; tcp when none is written."),
            "host": Field("text?", "Host name or address without brackets, lower case; null for a socket."),
            "port": Field("int?", "Port that is dialled, the default filled in; null for a socket."),
            "port_written": Field("bool", "Is the port written?"),
            "path": Field(
                "text?",
                "Path of a unix socket; for others the text behind the first slash, which no upstream may have.",
            ),
            "local": Field("bool", "Is the host localhost or a loopback address?"),
            "service": Field("service", "The service that it reaches, as its Caddy sees it; null when there is none."),
            "candidate": Field(
                "service", "A service of this name that its Caddy cannot reach by it; null when there is none."
            ),
            "listener": Field(
                "listener", "The published port, socket or site that a local upstream of a Caddy on the host reaches."
            ),
            "shared": Field("bool", "Does its service share a network with its Caddy?"),
            "published": Field(
                "[listener]",
                "Published ports of its service whose host port is the upstream's port and whose target is another.",
            ),
            "instead": Field(
                "[int]",
                "Ports on which its service listens, when the upstream's is none of them and nothing else in the service names it.",
            ),
            "offers": Field(
                "[listener]", "Published ports of other services whose host port is a local upstream's port."
            ),
        },
    ),
    "route": Kind(
        "A named route of a Caddyfile.",
        ("name",),
        "file",
        {
            "name": Field("text", "Name without &( )."),
            "file": Field("file", "The Caddyfile in which it stands."),
            "directives": Field("[caddy_directive]", "Its directives.", ("inverse",)),
            "uses": Field("[caddy_directive]", "The invoke directives that name it.", ("inverse",)),
        },
    ),
    "snippet": Kind(
        "A snippet of a Caddyfile.",
        ("name",),
        "file",
        {
            "name": Field("text", "Name without ( )."),
            "file": Field("file", "The file in which it stands."),
            "uses": Field("int", "How many imports name it."),
        },
    ),
    "matcher": Kind(
        "A named matcher of a Caddyfile.",
        ("name",),
        "site",
        {
            "name": Field("text", "Name with its @."),
            "site": Field("site", "Its site; null elsewhere."),
            "file": Field("file", "The outermost Caddyfile."),
            "scope": Field("caddy_directive", "The directive in whose block it is defined; null at the top of a site."),
            "uses": Field("[caddy_directive]", "Directives that use it.", ("inverse",)),
            "first": Field(
                "matcher", "An earlier definition of the same name in the same scope; null when there is none."
            ),
            "imported": Field("bool", "Did an import bring it in?"),
        },
    ),
    "caddy_directive": Kind(
        "A statement of a Caddyfile once imports are expanded; a directive, a subdirective or a global option.",
        ("name", "args"),
        "site or file",
        {
            "name": Field("text", "First word."),
            "args": Field("[text]", "Further words on the line, the matcher left out."),
            "matcher": Field("text?", "The matcher word: *, a path, or @name; null when there is none."),
            "matcher_node": Field(
                "matcher", "The named matcher; null when there is none of that name, or it is no named one."
            ),
            "scope": Field(
                "text", "site, route (handle, handle_errors, a named route …), global, or sub (a subdirective)."
            ),
            "parent": Field(
                "caddy_directive",
                "The directive in whose block it stands; null at the top of a site, a named route or the options.",
            ),
            "children": Field("[caddy_directive]", "What stands in its block.", ("inverse",)),
            "has_block": Field("bool", "Has it a block?"),
            "upstreams": Field("[upstream]", "Upstreams of a proxy directive.", ("inverse",)),
            "site": Field("site", "Its site; null in global options and named routes."),
            "file": Field("file", "The outermost Caddyfile."),
            "unmounted": Field(
                "[text]",
                "Paths of a tls or root directive that are neither in the image nor under a mount of Caddy's container.",
            ),
            "known": Field(
                "bool",
                "Is it one of Caddy's own directives (or options, in the global block)?  Unknown of subdirectives.",
            ),
            "plugin": Field(
                "bool", "Does a known plugin add it, or does an order option name it?  Unknown of subdirectives."
            ),
        },
    ),
    "unit": Kind(
        "A systemd unit, merged with its drop-ins.",
        ("name",),
        "file",
        {
            "name": Field("text", "File name."),
            "type": Field("text", "service, socket, timer, target, path, mount, automount, swap, slice, scope."),
            "stem": Field("text", "Name without its type."),
            "template": Field("bool", "Is it a template (name@.type)?"),
            "user_manager": Field(
                "bool",
                "Is it for a user's manager, by the folder it stands in, its [Install], or those of the units beside it?",
            ),
            "dropin": Field("bool", "Is it a drop-in whose unit is not in the tree?"),
            "machine": Field("text", "Two units with equal machine share a machine by evidence."),
            "file": Field("file", "Its file."),
            "dropins": Field("[file]", "Its drop-ins in order."),
            "settings": Field("[unit_setting]", "All assignments in order, those of drop-ins last.", ("inverse",)),
            "sections": Field("[text]", "Names of its sections."),
            "commands": Field("[command]", "Commands of its Exec…= settings that count.", ("inverse",)),
            "service_type": Field("text?", "Type= or its default; null for other units."),
            "remain_after_exit": Field("bool", "RemainAfterExit=."),
            "restart": Field("text?", "Restart=."),
            "user": Field("text?", "User=."),
            "working_directory": Field("text?", "WorkingDirectory= without a leading -."),
            "dir": Field(
                "text?",
                "Folder of the tree behind WorkingDirectory=, relative to the anchor; null when there is none.  Unknown when that cannot be told.",
            ),
            "after": Field("[text]", "Units of After=."),
            "before": Field("[text]", "Units of Before=."),
            "requires": Field("[text]", "Units of Requires=, Requisite=, BindsTo= and PartOf=."),
            "wants": Field("[text]", "Units of Wants= and Upholds=."),
            "wanted_by": Field("[text]", "Units of WantedBy=, RequiredBy= and UpheldBy=."),
            "installed": Field("bool", "Has it an [Install] section that names a unit or an alias?"),
            "environment": Field("{text}", "Environment=, once quotes and doubles are settled.", ("sensitive",)),
            "env_files": Field("[env_file]", "EnvironmentFile= settings that count.", ("inverse",)),
            "projects": Field("[project]", "Compose projects that its commands run."),
            "runs_containers": Field("bool", "Does one of its commands call docker or Compose?"),
            "caddy": Field("caddy", "The Caddy that it runs, when it reads a Caddyfile of the tree."),
            "runs_caddy": Field("bool", "Does one of its commands run Caddy?"),
            "listeners": Field("[listener]", "Ports on which it listens.", ("inverse",)),
            "socket": Field("socket", "Its socket part; null for other units."),
            "timer": Field("timer", "Its timer part; null for other units."),
            "activated_by": Field("[unit]", "Timers, sockets and path units that start it.", ("inverse",)),
        },
    ),
    "unit_setting": Kind(
        "An assignment of a unit.",
        ("section", "key"),
        "unit",
        {
            "section": Field("text", "Name of its section; empty when it stands outside of one."),
            "key": Field("text", "What stands before the =."),
            "value": Field("text", "What stands behind it, as systemd reads it."),
            "items": Field("[text]", "The words of the value, quotes taken off."),
            "unit": Field("unit", "Its unit."),
            "file": Field("file", "The file in which it stands: the unit's or a drop-in's."),
            "counts": Field("bool", "Does it have an effect: not reset, and not replaced by a later one?"),
            "type": Field(
                "text?", "Type of its value in schemas/systemd.yaml; null for a key that is not known there."
            ),
            "takes_list": Field("bool", "May it be given more than once, each adding to the one before?"),
            "known": Field("bool", "Does its section have this key?"),
            "problem": Field("text?", "What is wrong with its value as one of its type; null when nothing is."),
            "suggestion": Field(
                "text?", "Value to write in place of one that has a problem; null when that cannot be told."
            ),
            "empty_resets": Field("bool", "Does an empty value reset it?"),
            "status": Field(
                "text?", "alias, moved, deprecated or removed: what became of its key; null for a current one."
            ),
            "replacement": Field("text?", "Key that took the place of an old one."),
            "since": Field(
                "int?",
                "systemd release that brought its key; 0 when it is older than 219; null for one that is not known.",
            ),
            "removed_in": Field("int?", "First systemd release that ignores its key; null when none does."),
            "belongs_in": Field(
                "text?",
                "Section of this type of unit that takes its key, when its own does not or is an old place for it.",
            ),
            "near": Field("text?", "Known key of its section that a key which is not known may mean."),
            "replaced_by": Field(
                "unit_setting", "The later assignment that counts in its place; null when there is none."
            ),
        },
    ),
    "command": Kind(
        "A command line of a unit.",
        ("purpose", "program"),
        "unit",
        {
            "unit": Field("unit", "Its unit."),
            "setting": Field("unit_setting", "The assignment in which it stands."),
            "purpose": Field("text", "ExecStart, ExecStop, ExecReload …"),
            "prefixes": Field("text", "Characters before the program: - @ : + ! |."),
            "program": Field("text", "First word."),
            "name": Field("text", "Last part of the program's path."),
            "argv": Field("[text]", "All words, the program first, as the program gets them but for variables."),
            "tool": Field("text", "compose, docker, podman, caddy, systemctl, shell or other."),
            "verb": Field("text?", "Subcommand of the tool, such as up, down, run."),
            "options": Field("[text]", "Options before and behind the verb, without their values."),
            "detached": Field(
                "bool", "Does it leave containers in the background (up or run with -d or --detach, or start)?"
            ),
            "removes_volumes": Field("bool", "Does it take volumes away (down or rm with -v or --volumes)?"),
            "compose_files": Field("[text]", "Files of -f and COMPOSE_FILE, as written."),
            "missing_files": Field(
                "[text]",
                "Those of them, or the folder's default file, of which the tree can tell that they are not there.",
            ),
            "project_name": Field("text?", "Name of -p; null without one."),
            "project": Field(
                "project",
                "The project that it runs; null when the tree has none there; unknown when that cannot be told.",
            ),
            "service_names": Field("[text]", "Services that it names."),
            "profile_names": Field("[text]", "Profiles of --profile."),
            "container_names": Field("[text]", "Containers that docker exec, start, stop, restart or logs names."),
            "folder": Field(
                "text?",
                "Host path of the folder in which Compose looks: --project-directory, else a cd before it in its shell, else WorkingDirectory=; null without any.",
            ),
            "inside": Field("command", "The sh -c in whose script it stands; null for what systemd runs itself."),
            "directory": Field(
                "text?",
                "Folder of the tree in which Compose looks, relative to the anchor.  Unknown when that cannot be told.",
            ),
        },
    ),
    "socket": Kind(
        "What a socket unit adds.",
        ("unit.name",),
        "file",
        {
            "unit": Field("unit", "Its unit."),
            "accept": Field("bool", "Accept=."),
            "addresses": Field("[text]", "Values of its Listen…= settings."),
            "listeners": Field("[listener]", "Those that are ports.", ("inverse",)),
            "service_name": Field("text", "Name of the unit that it starts."),
            "service": Field("unit", "That unit; null when the tree has none."),
        },
    ),
    "timer": Kind(
        "What a timer unit adds.",
        ("unit.name",),
        "file",
        {
            "unit": Field("unit", "Its unit."),
            "calendars": Field("[text]", "Values of OnCalendar=."),
            "monotonic": Field("[text]", "Values of OnBootSec= and its kin."),
            "persistent": Field("bool", "Persistent=."),
            "unit_name": Field("text", "Name of the unit that it starts."),
            "starts": Field("unit", "That unit; null when the tree has none."),
        },
    ),
    "internet": Kind(
        "The internet, as the place that requests come from.",
        ("name",),
        "none",
        {
            "name": Field("text", "internet."),
            "listeners": Field(
                "[listener]",
                "Ports that it reaches: those behind a public name, and those bound to a public address.",
                ("inverse",),
            ),
            "sites": Field("[site]", "Sites of labels with a public name.", ("inverse",)),
        },
    ),
    "lan": Kind(
        "The local network, as the place that requests come from.",
        ("name",),
        "none",
        {
            "name": Field("text", "lan."),
            "listeners": Field("[listener]", "Ports that take more than loopback.", ("inverse",)),
            "sites": Field("[site]", "Sites that answer on them.", ("inverse",)),
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
            "dormant": Field(
                "bool",
                "Does Compose not see it: in a service that no active profile starts, or where only the engine would refuse it?",
            ),
            "file": Field("file", "Its file."),
        },
    ),
}

EDGES: dict[str, dict[str, tuple[str, ...]]] = {
    "requires": {
        "service": ("requires",),
    },
    "exposure": {
        "internet": (
            "listeners",
            "sites",
        ),
        "lan": (
            "listeners",
            "sites",
        ),
        "listener": (
            "open_sites",
            "service",
        ),
        "site": ("services",),
        "service": ("mounts",),
    },
}
