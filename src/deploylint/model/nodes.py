"""The node classes and null nodes, one a kind; generated from schemas/kinds.yaml by `make generate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deploylint.model.node import Node, Null


class Project(Node):
    """A Compose project, the files merged as they are deployed in one environment."""

    __slots__ = (
        "active_profiles",
        "configs",
        "dir",
        "env_files",
        "files",
        "machine",
        "name",
        "networks",
        "overlay",
        "partial",
        "profiles",
        "secrets",
        "services",
        "units",
        "volumes",
    )

    kind = "project"

    if TYPE_CHECKING:
        name: str
        machine: str
        dir: str
        files: tuple[File, ...]
        services: tuple[Service, ...]
        volumes: tuple[Volume, ...]
        networks: tuple[Network, ...]
        secrets: tuple[ComposeSecret, ...]
        configs: tuple[Config, ...]
        env_files: tuple[EnvFile, ...]
        profiles: tuple[str, ...]
        active_profiles: tuple[str, ...]
        units: tuple[Unit, ...]
        partial: bool
        overlay: bool


class File(Node):
    """A file of the deployment."""

    __slots__ = (
        "caddy",
        "dir",
        "documents",
        "env_defs",
        "format",
        "ignored",
        "mode",
        "name",
        "options",
        "path",
        "project",
        "role",
        "sites",
        "tracked",
        "version",
    )

    kind = "file"

    if TYPE_CHECKING:
        path: str
        name: str
        dir: str
        format: str
        role: str
        project: Project
        version: str | None
        tracked: bool
        ignored: bool
        mode: int
        documents: int
        env_defs: tuple[EnvDef, ...]
        sites: tuple[Site, ...]
        options: tuple[CaddyDirective, ...]
        caddy: Caddy


class Service(Node):
    """A container that a Compose project (later also a Quadlet) runs."""

    __slots__ = (
        "attachments",
        "build",
        "caddy",
        "cap_add",
        "cap_drop",
        "cgroup",
        "command",
        "config_names",
        "configs",
        "container_name",
        "cpu_limited",
        "dependents",
        "depends_on",
        "devices",
        "enabled",
        "entrypoint",
        "env_files",
        "env_vars",
        "exposed",
        "extra_hosts",
        "group_add",
        "healthcheck",
        "image",
        "ipc",
        "labels",
        "listeners",
        "listening",
        "memory_limited",
        "mounts",
        "name",
        "names",
        "network_mode",
        "network_owner",
        "networks",
        "no_new_privileges",
        "one_shot",
        "pid",
        "pids_limited",
        "privileged",
        "profiles",
        "project",
        "provider",
        "proxied",
        "read_only",
        "replicas",
        "requires",
        "restart",
        "restart_condition",
        "role",
        "runs_caddy",
        "secret_names",
        "secrets",
        "security_opt",
        "shown",
        "sites",
        "units",
        "upstreams",
        "use_api_socket",
        "user",
        "userns_mode",
        "uts",
    )

    kind = "service"

    if TYPE_CHECKING:
        name: str
        project: Project
        image: Image
        build: Build
        provider: bool
        container_name: str | None
        command: str | None
        entrypoint: str | None
        restart: str | None
        restart_condition: str | None
        one_shot: bool
        privileged: bool
        user: str | None
        read_only: bool
        network_mode: str | None
        pid: str | None
        ipc: str | None
        uts: str | None
        cgroup: str | None
        userns_mode: str | None
        use_api_socket: bool
        cap_add: tuple[str, ...]
        cap_drop: tuple[str, ...]
        security_opt: tuple[str, ...]
        group_add: tuple[str, ...]
        devices: tuple[str, ...]
        no_new_privileges: bool
        memory_limited: bool
        cpu_limited: bool
        pids_limited: bool
        replicas: int
        profiles: tuple[str, ...]
        enabled: bool
        shown: str
        labels: dict[str, str]
        listeners: tuple[Listener, ...]
        listening: tuple[int, ...]
        env_vars: tuple[EnvVar, ...]
        env_files: tuple[EnvFile, ...]
        mounts: tuple[Mount, ...]
        attachments: tuple[Attachment, ...]
        networks: tuple[Network, ...]
        network_owner: Service
        depends_on: tuple[Dependency, ...]
        dependents: tuple[Dependency, ...]
        requires: tuple[Service, ...]
        healthcheck: Healthcheck
        secret_names: tuple[str, ...]
        config_names: tuple[str, ...]
        secrets: tuple[ComposeSecret, ...]
        configs: tuple[Config, ...]
        sites: tuple[Site, ...]
        proxied: bool
        upstreams: tuple[Upstream, ...]
        exposed: bool
        runs_caddy: bool
        caddy: Caddy
        extra_hosts: tuple[str, ...]
        names: tuple[str, ...]
        units: tuple[Unit, ...]
        role: str


class Image(Node):
    """The image that a service names."""

    __slots__ = (
        "built",
        "datastore",
        "digest",
        "healthcheck",
        "name",
        "reference",
        "registry",
        "repository",
        "service",
        "tag",
    )

    kind = "image"

    if TYPE_CHECKING:
        reference: str
        registry: str | None
        repository: str
        name: str
        tag: str | None
        digest: str | None
        built: bool
        datastore: bool
        healthcheck: bool
        service: Service


class Build(Node):
    """The build section of a service."""

    __slots__ = (
        "args",
        "context",
        "credentials",
        "dockerfile",
        "service",
        "target",
    )

    kind = "build"

    if TYPE_CHECKING:
        service: Service
        context: str | None
        dockerfile: str | None
        target: str | None
        args: dict[str, str]
        credentials: tuple[Credential, ...]


class Listener(Node):
    """Something that takes a port of a machine; a published port, each of a range for itself, a socket, or Caddy."""

    __slots__ = (
        "any_address",
        "assigned",
        "caddy",
        "internet",
        "ip",
        "lan",
        "loopback",
        "machine",
        "mode",
        "open_sites",
        "owner",
        "port",
        "profiles",
        "project",
        "protocol",
        "service",
        "sites",
        "target",
        "unit",
        "via",
        "written",
    )

    kind = "listener"

    if TYPE_CHECKING:
        via: str
        owner: str
        service: Service
        unit: Unit
        caddy: Caddy
        sites: tuple[Site, ...]
        open_sites: tuple[Site, ...]
        internet: Internet
        lan: Lan
        project: Project
        machine: str
        assigned: bool
        ip: str
        any_address: bool
        loopback: bool
        port: int
        target: int
        protocol: str
        mode: str | None
        profiles: tuple[str, ...]
        written: str


class Volume(Node):
    """A named volume of a project."""

    __slots__ = (
        "device",
        "driver",
        "expected",
        "external",
        "external_name",
        "mounts",
        "name",
        "parameters",
        "project",
    )

    kind = "volume"

    if TYPE_CHECKING:
        name: str
        external_name: str
        expected: bool
        project: Project
        external: bool
        driver: str | None
        device: str | None
        parameters: tuple[str, ...]
        mounts: tuple[Mount, ...]


class Network(Node):
    """A network of a project."""

    __slots__ = (
        "attachments",
        "driver",
        "expected",
        "external",
        "external_name",
        "implicit",
        "internal",
        "name",
        "project",
    )

    kind = "network"

    if TYPE_CHECKING:
        name: str
        external_name: str
        expected: bool
        project: Project
        external: bool
        implicit: bool
        internal: bool
        driver: str | None
        attachments: tuple[Attachment, ...]


class Attachment(Node):
    """A service joining a network."""

    __slots__ = (
        "aliases",
        "implicit",
        "name",
        "network",
        "service",
    )

    kind = "attachment"

    if TYPE_CHECKING:
        service: Service
        name: str
        network: Network
        implicit: bool
        aliases: tuple[str, ...]


class Mount(Node):
    """Something mounted into a container."""

    __slots__ = (
        "excused",
        "exists",
        "host_path",
        "options",
        "path",
        "propagation",
        "read_only",
        "service",
        "source",
        "target",
        "type",
        "volume",
        "volume_name",
    )

    kind = "mount"

    if TYPE_CHECKING:
        service: Service
        type: str
        source: str | None
        target: str | None
        host_path: str | None
        path: str | None
        exists: bool
        excused: bool
        volume: Volume
        volume_name: str | None
        read_only: bool
        options: tuple[str, ...]
        propagation: str | None


class ComposeSecret(Node):
    """A top-level secret of a project."""

    __slots__ = (
        "environment",
        "external",
        "file",
        "name",
        "project",
        "users",
    )

    kind = "compose_secret"

    if TYPE_CHECKING:
        name: str
        project: Project
        external: bool
        file: str | None
        environment: str | None
        users: tuple[Service, ...]


class Config(Node):
    """A top-level config of a project."""

    __slots__ = (
        "content",
        "environment",
        "external",
        "file",
        "name",
        "project",
        "users",
    )

    kind = "config"

    if TYPE_CHECKING:
        name: str
        project: Project
        external: bool
        file: str | None
        environment: str | None
        content: str | None
        users: tuple[Service, ...]


class Dependency(Node):
    """One service needing another."""

    __slots__ = (
        "condition",
        "name",
        "required",
        "service",
        "target",
        "via",
    )

    kind = "dependency"

    if TYPE_CHECKING:
        service: Service
        name: str
        target: Service
        condition: str
        required: bool
        via: str


class Healthcheck(Node):
    """The healthcheck section of a service."""

    __slots__ = (
        "disabled",
        "service",
        "test",
    )

    kind = "healthcheck"

    if TYPE_CHECKING:
        service: Service
        test: tuple[str, ...]
        disabled: bool


class EnvVar(Node):
    """A variable in a container's environment."""

    __slots__ = (
        "env_def",
        "file",
        "from_file",
        "literal",
        "name",
        "quoted",
        "service",
        "unquoted",
        "value",
        "written",
    )

    kind = "env_var"

    if TYPE_CHECKING:
        service: Service
        name: str
        value: str | None
        written: str | None
        unquoted: str | None
        literal: bool
        quoted: bool
        from_file: bool
        file: File
        env_def: EnvDef


class EnvFile(Node):
    """A use of an env file, by a project for interpolation or by a service for its environment."""

    __slots__ = (
        "excused",
        "exists",
        "file",
        "format",
        "path",
        "project",
        "purpose",
        "required",
        "service",
        "unit",
        "written",
    )

    kind = "env_file"

    if TYPE_CHECKING:
        path: str
        written: str
        service: Service
        project: Project
        purpose: str
        required: bool
        exists: bool
        unit: Unit
        excused: bool
        format: str | None
        file: File


class EnvDef(Node):
    """A key in an env file."""

    __slots__ = (
        "example",
        "file",
        "live",
        "name",
        "placeholder",
        "refs",
        "value",
        "whole",
    )

    kind = "env_def"

    if TYPE_CHECKING:
        file: File
        name: str
        value: str | None
        placeholder: bool
        example: bool
        live: bool
        whole: bool
        refs: tuple[EnvRef, ...]


class EnvRef(Node):
    """A reference to a variable."""

    __slots__ = (
        "caddy",
        "defined",
        "definition",
        "elsewhere",
        "fails",
        "fallback",
        "file",
        "has_default",
        "is_unset",
        "name",
        "near",
        "nested",
        "operator",
        "project",
        "reader",
        "required",
        "service_files",
        "services",
        "where",
    )

    kind = "env_ref"

    if TYPE_CHECKING:
        name: str
        where: str
        operator: str
        fallback: str | None
        has_default: bool
        required: bool
        nested: bool
        defined: bool
        is_unset: bool
        definition: EnvDef
        fails: bool
        near: str | None
        service_files: tuple[EnvDef, ...]
        services: tuple[Service, ...]
        reader: str
        caddy: Caddy
        elsewhere: EnvDef
        file: File
        project: Project


class Credential(Node):
    """A literal secret found in a value."""

    __slots__ = (
        "detector",
        "fallback",
        "file",
        "name",
        "place",
        "placeholder",
        "provider",
        "service",
        "value",
        "weak",
    )

    kind = "credential"

    if TYPE_CHECKING:
        name: str
        place: str
        detector: str
        provider: str | None
        value: str
        placeholder: bool
        weak: bool
        fallback: bool
        service: Service
        file: File


class Site(Node):
    """What a reverse proxy serves under an address; a site of a Caddyfile, or a router in labels or VIRTUAL_HOST."""

    __slots__ = (
        "address",
        "addresses",
        "caddy",
        "directives",
        "earlier",
        "file",
        "hosts",
        "internet",
        "keys",
        "listeners",
        "matchers",
        "port",
        "ports",
        "project",
        "public",
        "redirects",
        "service",
        "services",
        "tls",
        "upstreams",
        "via",
    )

    kind = "site"

    if TYPE_CHECKING:
        address: str
        addresses: tuple[str, ...]
        hosts: tuple[str, ...]
        keys: tuple[str, ...]
        earlier: Site
        port: int | None
        ports: tuple[int, ...]
        tls: bool
        redirects: bool
        public: bool
        service: Service
        services: tuple[Service, ...]
        upstreams: tuple[Upstream, ...]
        directives: tuple[CaddyDirective, ...]
        matchers: tuple[Matcher, ...]
        listeners: tuple[Listener, ...]
        internet: Internet
        caddy: Caddy
        file: File
        project: Project
        via: str


class Caddy(Node):
    """A Caddy that reads a Caddyfile of the tree; a service of a project, or a unit on the host."""

    __slots__ = (
        "config",
        "file",
        "in_container",
        "listeners",
        "machine",
        "mount",
        "names",
        "network_owner",
        "service",
        "sites",
        "unit",
        "variables",
    )

    kind = "caddy"

    if TYPE_CHECKING:
        file: File
        service: Service
        unit: Unit
        in_container: bool
        network_owner: Service
        machine: str
        config: str | None
        mount: Mount
        names: tuple[str, ...]
        variables: tuple[str, ...]
        sites: tuple[Site, ...]
        listeners: tuple[Listener, ...]


class Upstream(Node):
    """An address to which a Caddyfile's proxy sends requests."""

    __slots__ = (
        "address",
        "caddy",
        "candidate",
        "directive",
        "file",
        "host",
        "instead",
        "listener",
        "local",
        "network",
        "offers",
        "path",
        "port",
        "port_written",
        "proxy",
        "published",
        "scheme",
        "service",
        "shared",
        "site",
    )

    kind = "upstream"

    if TYPE_CHECKING:
        address: str
        directive: CaddyDirective
        proxy: str
        site: Site
        file: File
        caddy: Caddy
        scheme: str | None
        network: str
        host: str | None
        port: int | None
        port_written: bool
        path: str | None
        local: bool
        service: Service
        candidate: Service
        listener: Listener
        shared: bool
        published: tuple[Listener, ...]
        instead: tuple[int, ...]
        offers: tuple[Listener, ...]


class Route(Node):
    """A named route of a Caddyfile."""

    __slots__ = (
        "directives",
        "file",
        "name",
        "uses",
    )

    kind = "route"

    if TYPE_CHECKING:
        name: str
        file: File
        directives: tuple[CaddyDirective, ...]
        uses: tuple[CaddyDirective, ...]


class Snippet(Node):
    """A snippet of a Caddyfile."""

    __slots__ = (
        "file",
        "name",
        "uses",
    )

    kind = "snippet"

    if TYPE_CHECKING:
        name: str
        file: File
        uses: int


class Matcher(Node):
    """A named matcher of a Caddyfile."""

    __slots__ = (
        "file",
        "first",
        "imported",
        "name",
        "scope",
        "site",
        "uses",
    )

    kind = "matcher"

    if TYPE_CHECKING:
        name: str
        site: Site
        file: File
        scope: CaddyDirective
        uses: tuple[CaddyDirective, ...]
        first: Matcher
        imported: bool


class CaddyDirective(Node):
    """A statement of a Caddyfile once imports are expanded; a directive, a subdirective or a global option."""

    __slots__ = (
        "args",
        "children",
        "file",
        "has_block",
        "known",
        "matcher",
        "matcher_node",
        "name",
        "parent",
        "plugin",
        "scope",
        "site",
        "unmounted",
        "upstreams",
    )

    kind = "caddy_directive"

    if TYPE_CHECKING:
        name: str
        args: tuple[str, ...]
        matcher: str | None
        matcher_node: Matcher
        scope: str
        parent: CaddyDirective
        children: tuple[CaddyDirective, ...]
        has_block: bool
        upstreams: tuple[Upstream, ...]
        site: Site
        file: File
        unmounted: tuple[str, ...]
        known: bool
        plugin: bool


class Unit(Node):
    """A systemd unit, merged with its drop-ins."""

    __slots__ = (
        "activated_by",
        "after",
        "before",
        "caddy",
        "commands",
        "dir",
        "dropin",
        "dropins",
        "env_files",
        "environment",
        "file",
        "installed",
        "listeners",
        "machine",
        "name",
        "projects",
        "remain_after_exit",
        "requires",
        "restart",
        "runs_caddy",
        "runs_containers",
        "sections",
        "service_type",
        "settings",
        "socket",
        "stem",
        "template",
        "timer",
        "type",
        "user",
        "user_manager",
        "wanted_by",
        "wants",
        "working_directory",
    )

    kind = "unit"

    if TYPE_CHECKING:
        name: str
        type: str
        stem: str
        template: bool
        user_manager: bool
        dropin: bool
        machine: str
        file: File
        dropins: tuple[File, ...]
        settings: tuple[UnitSetting, ...]
        sections: tuple[str, ...]
        commands: tuple[Command, ...]
        service_type: str | None
        remain_after_exit: bool
        restart: str | None
        user: str | None
        working_directory: str | None
        dir: str | None
        after: tuple[str, ...]
        before: tuple[str, ...]
        requires: tuple[str, ...]
        wants: tuple[str, ...]
        wanted_by: tuple[str, ...]
        installed: bool
        environment: dict[str, str]
        env_files: tuple[EnvFile, ...]
        projects: tuple[Project, ...]
        runs_containers: bool
        caddy: Caddy
        runs_caddy: bool
        listeners: tuple[Listener, ...]
        socket: Socket
        timer: Timer
        activated_by: tuple[Unit, ...]


class UnitSetting(Node):
    """An assignment of a unit."""

    __slots__ = (
        "belongs_in",
        "counts",
        "empty_resets",
        "file",
        "items",
        "key",
        "known",
        "near",
        "problem",
        "removed_in",
        "replaced_by",
        "replacement",
        "section",
        "since",
        "status",
        "suggestion",
        "takes_list",
        "type",
        "unit",
        "value",
    )

    kind = "unit_setting"

    if TYPE_CHECKING:
        section: str
        key: str
        value: str
        items: tuple[str, ...]
        unit: Unit
        file: File
        counts: bool
        type: str | None
        takes_list: bool
        known: bool
        problem: str | None
        suggestion: str | None
        empty_resets: bool
        status: str | None
        replacement: str | None
        since: int | None
        removed_in: int | None
        belongs_in: str | None
        near: str | None
        replaced_by: UnitSetting


class Command(Node):
    """A command line of a unit."""

    __slots__ = (
        "argv",
        "compose_files",
        "container_names",
        "detached",
        "directory",
        "folder",
        "inside",
        "missing_files",
        "name",
        "options",
        "prefixes",
        "profile_names",
        "program",
        "project",
        "project_name",
        "purpose",
        "removes_volumes",
        "service_names",
        "setting",
        "tool",
        "unit",
        "verb",
    )

    kind = "command"

    if TYPE_CHECKING:
        unit: Unit
        setting: UnitSetting
        purpose: str
        prefixes: str
        program: str
        name: str
        argv: tuple[str, ...]
        tool: str
        verb: str | None
        options: tuple[str, ...]
        detached: bool
        removes_volumes: bool
        compose_files: tuple[str, ...]
        missing_files: tuple[str, ...]
        project_name: str | None
        project: Project
        service_names: tuple[str, ...]
        profile_names: tuple[str, ...]
        container_names: tuple[str, ...]
        folder: str | None
        inside: Command
        directory: str | None


class Socket(Node):
    """What a socket unit adds."""

    __slots__ = (
        "accept",
        "addresses",
        "listeners",
        "service",
        "service_name",
        "unit",
    )

    kind = "socket"

    if TYPE_CHECKING:
        unit: Unit
        accept: bool
        addresses: tuple[str, ...]
        listeners: tuple[Listener, ...]
        service_name: str
        service: Unit


class Timer(Node):
    """What a timer unit adds."""

    __slots__ = (
        "calendars",
        "monotonic",
        "persistent",
        "starts",
        "unit",
        "unit_name",
    )

    kind = "timer"

    if TYPE_CHECKING:
        unit: Unit
        calendars: tuple[str, ...]
        monotonic: tuple[str, ...]
        persistent: bool
        unit_name: str
        starts: Unit


class Internet(Node):
    """The internet, as the place that requests come from."""

    __slots__ = (
        "listeners",
        "name",
        "sites",
    )

    kind = "internet"

    if TYPE_CHECKING:
        name: str
        listeners: tuple[Listener, ...]
        sites: tuple[Site, ...]


class Lan(Node):
    """The local network, as the place that requests come from."""

    __slots__ = (
        "listeners",
        "name",
        "sites",
    )

    kind = "lan"

    if TYPE_CHECKING:
        name: str
        listeners: tuple[Listener, ...]
        sites: tuple[Site, ...]


class Defect(Node):
    """Something that a parser or loader could not accept."""

    __slots__ = (
        "code",
        "dormant",
        "expected",
        "file",
        "found",
        "name",
    )

    kind = "defect"

    if TYPE_CHECKING:
        code: str
        name: str
        found: str
        expected: str
        dormant: bool
        file: File


_EMPTY: dict[str, dict[str, Any]] = {
    "project": {
        "name": None,
        "machine": None,
        "dir": None,
        "files": (),
        "services": (),
        "volumes": (),
        "networks": (),
        "secrets": (),
        "configs": (),
        "env_files": (),
        "profiles": (),
        "active_profiles": (),
        "units": (),
        "partial": False,
        "overlay": False,
    },
    "file": {
        "path": None,
        "name": None,
        "dir": None,
        "format": None,
        "role": None,
        "version": None,
        "tracked": False,
        "ignored": False,
        "mode": None,
        "documents": None,
        "env_defs": (),
        "sites": (),
        "options": (),
    },
    "service": {
        "name": None,
        "provider": False,
        "container_name": None,
        "command": None,
        "entrypoint": None,
        "restart": None,
        "restart_condition": None,
        "one_shot": False,
        "privileged": False,
        "user": None,
        "read_only": False,
        "network_mode": None,
        "pid": None,
        "ipc": None,
        "uts": None,
        "cgroup": None,
        "userns_mode": None,
        "use_api_socket": False,
        "cap_add": (),
        "cap_drop": (),
        "security_opt": (),
        "group_add": (),
        "devices": (),
        "no_new_privileges": False,
        "memory_limited": False,
        "cpu_limited": False,
        "pids_limited": False,
        "replicas": None,
        "profiles": (),
        "enabled": False,
        "shown": None,
        "labels": {},
        "listeners": (),
        "listening": (),
        "env_vars": (),
        "env_files": (),
        "mounts": (),
        "attachments": (),
        "networks": (),
        "depends_on": (),
        "dependents": (),
        "requires": (),
        "secret_names": (),
        "config_names": (),
        "secrets": (),
        "configs": (),
        "sites": (),
        "proxied": False,
        "upstreams": (),
        "exposed": False,
        "runs_caddy": False,
        "extra_hosts": (),
        "names": (),
        "units": (),
        "role": None,
    },
    "image": {
        "reference": None,
        "registry": None,
        "repository": None,
        "name": None,
        "tag": None,
        "digest": None,
        "built": False,
        "datastore": False,
        "healthcheck": False,
    },
    "build": {
        "context": None,
        "dockerfile": None,
        "target": None,
        "args": {},
        "credentials": (),
    },
    "listener": {
        "via": None,
        "owner": None,
        "sites": (),
        "open_sites": (),
        "machine": None,
        "assigned": False,
        "ip": None,
        "any_address": False,
        "loopback": False,
        "port": None,
        "target": None,
        "protocol": None,
        "mode": None,
        "profiles": (),
        "written": None,
    },
    "volume": {
        "name": None,
        "external_name": None,
        "expected": False,
        "external": False,
        "driver": None,
        "device": None,
        "parameters": (),
        "mounts": (),
    },
    "network": {
        "name": None,
        "external_name": None,
        "expected": False,
        "external": False,
        "implicit": False,
        "internal": False,
        "driver": None,
        "attachments": (),
    },
    "attachment": {
        "name": None,
        "implicit": False,
        "aliases": (),
    },
    "mount": {
        "type": None,
        "source": None,
        "target": None,
        "host_path": None,
        "path": None,
        "exists": False,
        "excused": False,
        "volume_name": None,
        "read_only": False,
        "options": (),
        "propagation": None,
    },
    "compose_secret": {
        "name": None,
        "external": False,
        "file": None,
        "environment": None,
        "users": (),
    },
    "config": {
        "name": None,
        "external": False,
        "file": None,
        "environment": None,
        "content": None,
        "users": (),
    },
    "dependency": {
        "name": None,
        "condition": None,
        "required": False,
        "via": None,
    },
    "healthcheck": {
        "test": (),
        "disabled": False,
    },
    "env_var": {
        "name": None,
        "value": None,
        "written": None,
        "unquoted": None,
        "literal": False,
        "quoted": False,
        "from_file": False,
    },
    "env_file": {
        "path": None,
        "written": None,
        "purpose": None,
        "required": False,
        "exists": False,
        "excused": False,
        "format": None,
    },
    "env_def": {
        "name": None,
        "value": None,
        "placeholder": False,
        "example": False,
        "live": False,
        "whole": False,
        "refs": (),
    },
    "env_ref": {
        "name": None,
        "where": None,
        "operator": None,
        "fallback": None,
        "has_default": False,
        "required": False,
        "nested": False,
        "defined": False,
        "is_unset": False,
        "fails": False,
        "near": None,
        "service_files": (),
        "services": (),
        "reader": None,
    },
    "credential": {
        "name": None,
        "place": None,
        "detector": None,
        "provider": None,
        "value": None,
        "placeholder": False,
        "weak": False,
        "fallback": False,
    },
    "site": {
        "address": None,
        "addresses": (),
        "hosts": (),
        "keys": (),
        "port": None,
        "ports": (),
        "tls": False,
        "redirects": False,
        "public": False,
        "services": (),
        "upstreams": (),
        "directives": (),
        "matchers": (),
        "listeners": (),
        "via": None,
    },
    "caddy": {
        "in_container": False,
        "machine": None,
        "config": None,
        "names": (),
        "variables": (),
        "sites": (),
        "listeners": (),
    },
    "upstream": {
        "address": None,
        "proxy": None,
        "scheme": None,
        "network": None,
        "host": None,
        "port": None,
        "port_written": False,
        "path": None,
        "local": False,
        "shared": False,
        "published": (),
        "instead": (),
        "offers": (),
    },
    "route": {
        "name": None,
        "directives": (),
        "uses": (),
    },
    "snippet": {
        "name": None,
        "uses": None,
    },
    "matcher": {
        "name": None,
        "uses": (),
        "imported": False,
    },
    "caddy_directive": {
        "name": None,
        "args": (),
        "matcher": None,
        "scope": None,
        "children": (),
        "has_block": False,
        "upstreams": (),
        "unmounted": (),
        "known": False,
        "plugin": False,
    },
    "unit": {
        "name": None,
        "type": None,
        "stem": None,
        "template": False,
        "user_manager": False,
        "dropin": False,
        "machine": None,
        "dropins": (),
        "settings": (),
        "sections": (),
        "commands": (),
        "service_type": None,
        "remain_after_exit": False,
        "restart": None,
        "user": None,
        "working_directory": None,
        "dir": None,
        "after": (),
        "before": (),
        "requires": (),
        "wants": (),
        "wanted_by": (),
        "installed": False,
        "environment": {},
        "env_files": (),
        "projects": (),
        "runs_containers": False,
        "runs_caddy": False,
        "listeners": (),
        "activated_by": (),
    },
    "unit_setting": {
        "section": None,
        "key": None,
        "value": None,
        "items": (),
        "counts": False,
        "type": None,
        "takes_list": False,
        "known": False,
        "problem": None,
        "suggestion": None,
        "empty_resets": False,
        "status": None,
        "replacement": None,
        "since": None,
        "removed_in": None,
        "belongs_in": None,
        "near": None,
    },
    "command": {
        "purpose": None,
        "prefixes": None,
        "program": None,
        "name": None,
        "argv": (),
        "tool": None,
        "verb": None,
        "options": (),
        "detached": False,
        "removes_volumes": False,
        "compose_files": (),
        "missing_files": (),
        "project_name": None,
        "service_names": (),
        "profile_names": (),
        "container_names": (),
        "folder": None,
        "directory": None,
    },
    "socket": {
        "accept": False,
        "addresses": (),
        "listeners": (),
        "service_name": None,
    },
    "timer": {
        "calendars": (),
        "monotonic": (),
        "persistent": False,
        "unit_name": None,
    },
    "internet": {
        "name": None,
        "listeners": (),
        "sites": (),
    },
    "lan": {
        "name": None,
        "listeners": (),
        "sites": (),
    },
    "defect": {
        "code": None,
        "name": None,
        "found": None,
        "expected": None,
        "dormant": False,
    },
}
_EDGES: dict[str, dict[str, str]] = {
    "file": {"project": "project", "caddy": "caddy"},
    "service": {
        "project": "project",
        "image": "image",
        "build": "build",
        "network_owner": "service",
        "healthcheck": "healthcheck",
        "caddy": "caddy",
    },
    "image": {"service": "service"},
    "build": {"service": "service"},
    "listener": {
        "service": "service",
        "unit": "unit",
        "caddy": "caddy",
        "internet": "internet",
        "lan": "lan",
        "project": "project",
    },
    "volume": {"project": "project"},
    "network": {"project": "project"},
    "attachment": {"service": "service", "network": "network"},
    "mount": {"service": "service", "volume": "volume"},
    "compose_secret": {"project": "project"},
    "config": {"project": "project"},
    "dependency": {"service": "service", "target": "service"},
    "healthcheck": {"service": "service"},
    "env_var": {"service": "service", "file": "file", "env_def": "env_def"},
    "env_file": {"service": "service", "project": "project", "unit": "unit", "file": "file"},
    "env_def": {"file": "file"},
    "env_ref": {
        "definition": "env_def",
        "caddy": "caddy",
        "elsewhere": "env_def",
        "file": "file",
        "project": "project",
    },
    "credential": {"service": "service", "file": "file"},
    "site": {
        "earlier": "site",
        "service": "service",
        "internet": "internet",
        "caddy": "caddy",
        "file": "file",
        "project": "project",
    },
    "caddy": {"file": "file", "service": "service", "unit": "unit", "network_owner": "service", "mount": "mount"},
    "upstream": {
        "directive": "caddy_directive",
        "site": "site",
        "file": "file",
        "caddy": "caddy",
        "service": "service",
        "candidate": "service",
        "listener": "listener",
    },
    "route": {"file": "file"},
    "snippet": {"file": "file"},
    "matcher": {"site": "site", "file": "file", "scope": "caddy_directive", "first": "matcher"},
    "caddy_directive": {"matcher_node": "matcher", "parent": "caddy_directive", "site": "site", "file": "file"},
    "unit": {"file": "file", "caddy": "caddy", "socket": "socket", "timer": "timer"},
    "unit_setting": {"unit": "unit", "file": "file", "replaced_by": "unit_setting"},
    "command": {"unit": "unit", "setting": "unit_setting", "project": "project", "inside": "command"},
    "socket": {"unit": "unit", "service": "unit"},
    "timer": {"unit": "unit", "starts": "unit"},
    "defect": {"file": "file"},
}


def _nulls() -> dict[str, Any]:
    """One null node a kind, each edge of which is the null node of its target."""
    types = {
        kind: type(f"Null_{kind}", (Null,), {"__slots__": (), "kind": kind, **empty}) for kind, empty in _EMPTY.items()
    }
    nulls = {kind: made() for kind, made in types.items()}
    for kind, edges in _EDGES.items():
        for field, target in edges.items():
            setattr(types[kind], field, nulls[target])
    return nulls


NULL: dict[str, Any] = _nulls()
"""The null node of each kind."""
