"""The node classes and null nodes, one a kind; generated from schemas/kinds.yaml by `make generate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deploylint.model.node import Node, Null


class Project(Node):
    """A Compose project, the files merged as they are deployed in one environment."""

    __slots__ = (
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
        partial: bool
        overlay: bool


class File(Node):
    """A file of the deployment."""

    __slots__ = (
        "documents",
        "env_defs",
        "format",
        "ignored",
        "mode",
        "name",
        "path",
        "project",
        "role",
        "tracked",
        "version",
    )

    kind = "file"

    if TYPE_CHECKING:
        path: str
        name: str
        format: str
        role: str
        project: Project
        version: str | None
        tracked: bool
        ignored: bool
        mode: int
        documents: int
        env_defs: tuple[EnvDef, ...]


class Service(Node):
    """A container that a Compose project (later also a Quadlet) runs."""

    __slots__ = (
        "attachments",
        "build",
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
        "entrypoint",
        "env_files",
        "env_vars",
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
        "secret_names",
        "secrets",
        "security_opt",
        "sites",
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
    """Something that takes a port of a machine; here a published port, one node for each port of a range."""

    __slots__ = (
        "any_address",
        "assigned",
        "ip",
        "loopback",
        "machine",
        "mode",
        "port",
        "profiles",
        "project",
        "protocol",
        "service",
        "target",
        "written",
    )

    kind = "listener"

    if TYPE_CHECKING:
        service: Service
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
        "defined",
        "definition",
        "fallback",
        "file",
        "has_default",
        "is_unset",
        "name",
        "near",
        "nested",
        "operator",
        "project",
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
        near: str | None
        service_files: tuple[EnvDef, ...]
        services: tuple[Service, ...]
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
    """A host name that a reverse proxy serves; here from labels and VIRTUAL_HOST."""

    __slots__ = (
        "address",
        "hosts",
        "port",
        "project",
        "service",
        "via",
    )

    kind = "site"

    if TYPE_CHECKING:
        address: str
        hosts: tuple[str, ...]
        port: int | None
        service: Service
        project: Project
        via: str


class Defect(Node):
    """Something that a parser or loader could not accept."""

    __slots__ = (
        "code",
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
        "partial": False,
        "overlay": False,
    },
    "file": {
        "path": None,
        "name": None,
        "format": None,
        "role": None,
        "version": None,
        "tracked": False,
        "ignored": False,
        "mode": None,
        "documents": None,
        "env_defs": (),
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
        "near": None,
        "service_files": (),
        "services": (),
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
        "hosts": (),
        "port": None,
        "via": None,
    },
    "defect": {
        "code": None,
        "name": None,
        "found": None,
        "expected": None,
    },
}
_EDGES: dict[str, dict[str, str]] = {
    "file": {"project": "project"},
    "service": {
        "project": "project",
        "image": "image",
        "build": "build",
        "network_owner": "service",
        "healthcheck": "healthcheck",
    },
    "image": {"service": "service"},
    "build": {"service": "service"},
    "listener": {"service": "service", "project": "project"},
    "volume": {"project": "project"},
    "network": {"project": "project"},
    "attachment": {"service": "service", "network": "network"},
    "mount": {"service": "service", "volume": "volume"},
    "compose_secret": {"project": "project"},
    "config": {"project": "project"},
    "dependency": {"service": "service", "target": "service"},
    "healthcheck": {"service": "service"},
    "env_var": {"service": "service", "file": "file", "env_def": "env_def"},
    "env_file": {"service": "service", "project": "project", "file": "file"},
    "env_def": {"file": "file"},
    "env_ref": {"definition": "env_def", "file": "file", "project": "project"},
    "credential": {"service": "service", "file": "file"},
    "site": {"service": "service", "project": "project"},
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
