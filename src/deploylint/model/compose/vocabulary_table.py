"""What each key of a Compose file takes; generated from schemas/compose.yaml by `make generate`.

A rule gives, by the type of a value, what it is looked at for.  Absent: it is refused, None: nothing, a text: a check,
a tuple: all that it may be, else Keys, Names or Items for what is below.  Under "" stands what it has to be, in words.
"""

from __future__ import annotations

from typing import Any

from deploylint.model.resolved import Date, Mapping, Sequence

Rule = dict[Any, Any]
Null = type(None)


class Keys:
    """A mapping with fixed keys; `exclusive` are two that may not stand together, and the defect when they do."""

    __slots__ = ("exclusive", "extensions", "kind", "loose", "missing", "names", "required")

    def __init__(
        self,
        kind: str,
        names: dict[str, Rule],
        required: tuple[str, ...] = (),
        missing: str = "compose-key-missing",
        exclusive: tuple[str, ...] = (),
        extensions: bool = True,
        loose: bool = False,
    ) -> None:
        self.kind = kind
        self.names = names
        self.required = required
        self.missing = missing
        self.exclusive = exclusive
        self.extensions = extensions
        self.loose = loose


class Names:
    """A mapping whose keys are names; `kind` says which."""

    __slots__ = ("kind", "rule")

    def __init__(self, kind: str, rule: Rule) -> None:
        self.kind = kind
        self.rule = rule


class Items:
    """A list; `unique` when equal items are refused."""

    __slots__ = ("rule", "unique")

    def __init__(self, rule: Rule, unique: bool = False) -> None:
        self.rule = rule
        self.unique = unique


CHECKS: dict[str, tuple[str, str, bool]] = {
    "boolean": ("compose-wrong-type", "true or false", False),
    "integer": ("compose-wrong-type", "a whole number of at most 64 bits", False),
    "number": ("compose-wrong-type", "a number", False),
    "octal": ("compose-wrong-type", "a file mode such as 0440", False),
    "finite": ("compose-wrong-type", "a finite number", False),
    "whole": ("compose-wrong-type", "a whole number", False),
    "not-negative": ("compose-wrong-type", "a number that is not negative", False),
    "device-count": ("compose-wrong-type", "all or a whole number", False),
    "duration": ("invalid-duration-or-size", "a duration such as 1m30s", False),
    "size": ("invalid-duration-or-size", "a size such as 512m", False),
    "command": ("compose-wrong-type", "a command whose quotes are closed", False),
    "container-name": ("compose-wrong-type", "a name of two or more letters, digits, _, . and -", True),
    "pull-policy": ("compose-invalid-enum", "always, never, missing, build, daily, weekly or every_<duration>", True),
    "assignment": ("env-name-whitespace", "a name without a blank at its end", False),
    "argument": ("env-name-whitespace", "a name without a blank at its end", False),
    "host": ("invalid-extra-host", "a name and an address, as in db:10.0.0.5", False),
    "ssh": ("compose-wrong-type", "default, or a key and its path as in key=path", True),
    "context": ("compose-wrong-type", "a name and a context, as in base=./base", True),
    "device": ("device-spec-invalid", "at most three parts, as in /dev/a:/dev/b:rwm", True),
    "filled": ("watch-rule-invalid", "a path", False),
}
"""The defect of a value that fails a check, what it has to be, and whether each file has to pass it."""

R0: Rule = {str: None, "": "a text"}  # text
LOOSE_EXTERNAL = Keys("loose-external", {"name": R0}, loose=True)
R1: Rule = {
    bool: None,
    str: "boolean",
    Mapping: LOOSE_EXTERNAL,
    "": "true or false or a mapping",
}  # flag | loose-external
R2: Rule = {str: None, bool: None, int: None, float: "finite", Null: None, Date: None, "": "a single value"}  # scalar
R3: Rule = {Mapping: Names("filled", R2), Sequence: Items(R0, True), "": "a mapping or a list"}  # map-or-set
CONFIG = Keys(
    "config",
    {"content": R0, "environment": R0, "external": R1, "file": R0, "labels": R3, "name": R0, "template_driver": R0},
)
R4: Rule = {Mapping: CONFIG, "": "a mapping"}  # config
R5: Rule = {Mapping: Names("names", R4), "": "a mapping"}  # names(config)
R6: Rule = {
    str: None,
    int: None,
    float: None,
    bool: None,
    Date: None,
    Null: None,
    Mapping: None,
    Sequence: None,
    "": "anything",
}  # any
R7: Rule = {int: None, float: "whole", "": "a whole number"}  # count
R8: Rule = {Sequence: Items(R0), "": "a list"}  # list(text)
MODEL = Keys("model", {"context_size": R7, "model": R0, "name": R0, "runtime_flags": R8}, required=("model",))
R9: Rule = {Mapping: MODEL, "": "a mapping"}  # model
R10: Rule = {Mapping: Names("some", R9), "": "a mapping"}  # some(model)
R11: Rule = {str: None, Date: None, "": "a text"}  # unread
R12: Rule = {bool: None, str: "boolean", "": "true or false"}  # flag
R13: Rule = {str: None, int: None, float: "finite", Date: None, "": "a text or a number"}  # option
R14: Rule = {Mapping: Names("map", R13), "": "a mapping"}  # map(option)
EXTERNAL = Keys(
    "external",
    {"name": R0},
)
R15: Rule = {bool: None, str: "boolean", Mapping: EXTERNAL, "": "true or false or a mapping"}  # flag | external
R16: Rule = {Mapping: Names("filled", R11), "": "a mapping"}  # filled(unread)
IPAM_POOL = Keys(
    "ipam-pool",
    {"aux_addresses": R16, "gateway": R0, "ip_range": R0, "subnet": R0},
)
R17: Rule = {Mapping: IPAM_POOL, "": "a mapping"}  # ipam-pool
R18: Rule = {Sequence: Items(R17), "": "a list"}  # list(ipam-pool)
IPAM = Keys(
    "ipam",
    {"config": R18, "driver": R0, "options": R16},
)
R19: Rule = {Mapping: IPAM, "": "a mapping"}  # ipam
R20: Rule = {Mapping: Names("filled", R2), Sequence: Items(R0), "": "a mapping or a list"}  # map-or-list
NETWORK = Keys(
    "network",
    {
        "attachable": R12,
        "driver": R0,
        "driver_opts": R14,
        "enable_ipv4": R12,
        "enable_ipv6": R12,
        "external": R15,
        "internal": R12,
        "ipam": R19,
        "labels": R20,
        "name": R0,
    },
)
R21: Rule = {Mapping: NETWORK, Null: None, "": "a mapping"}  # network | nothing
R22: Rule = {Mapping: Names("some", R21), "": "a mapping"}  # some(network | nothing)
R23: Rule = {str: None, int: None, "": "a text or a whole number"}  # plain-option
R24: Rule = {Mapping: Names("options", R23), "": "a mapping"}  # options(plain-option)
SECRET = Keys(
    "secret",
    {
        "driver": R0,
        "driver_opts": R24,
        "environment": R0,
        "external": R1,
        "file": R0,
        "labels": R3,
        "name": R0,
        "template_driver": R0,
    },
)
R25: Rule = {Mapping: SECRET, "": "a mapping"}  # secret
R26: Rule = {Mapping: Names("names", R25), "": "a mapping"}  # names(secret)
R27: Rule = {str: "size", int: None, float: "whole", Date: None, "": "a size such as 512m"}  # whole-size
BLKIO_RATE = Keys("blkio-rate", {"path": R0, "rate": R27}, extensions=False)
R28: Rule = {Mapping: BLKIO_RATE, "": "a mapping"}  # blkio-rate
R29: Rule = {Sequence: Items(R28), "": "a list"}  # list(blkio-rate)
R30: Rule = {int: "0..", float: "0..", "": "a whole number that is not negative"}  # natural
BLKIO_WEIGHT = Keys("blkio-weight", {"path": R0, "weight": R30}, extensions=False)
R31: Rule = {Mapping: BLKIO_WEIGHT, "": "a mapping"}  # blkio-weight
R32: Rule = {Sequence: Items(R31), "": "a list"}  # list(blkio-weight)
BLKIO = Keys(
    "blkio",
    {
        "device_read_bps": R29,
        "device_read_iops": R29,
        "device_write_bps": R29,
        "device_write_iops": R29,
        "weight": R30,
        "weight_device": R32,
    },
    extensions=False,
)
R33: Rule = {Mapping: BLKIO, "": "a mapping"}  # blkio
R34: Rule = {str: "context", "": "a text"}  # context
R35: Rule = {
    Mapping: Names("filled", R0),
    Sequence: Items(R34),
    "": "a mapping or a list",
}  # filled(text) | list(context)
R36: Rule = {str: "argument", "": "a text"}  # argument
R37: Rule = {
    Mapping: Names("arguments", R2),
    Sequence: Items(R36),
    "": "a mapping or a list",
}  # arguments(scalar) | list(argument)
R38: Rule = {str: None, Sequence: Items(R0), "": "a text or a list"}  # text | list(text)
R39: Rule = {str: "host", "": "a text"}  # host
R40: Rule = {Mapping: Names("hosted", R38), Sequence: Items(R39, True), "": "a mapping or a list"}  # hosts
R41: Rule = {str: None, Sequence: Items(R0, True), "": "a text or a list"}  # text | set(text)
R42: Rule = {bool: None, str: None, Date: None, "": "a text or true or false"}  # setting
R43: Rule = {int: None, str: "octal", "": "a file mode such as 0440"}  # mode
FILE_MOUNT = Keys(
    "file-mount",
    {"gid": R0, "mode": R43, "source": R0, "target": R0, "uid": R0},
)
R44: Rule = {str: None, Mapping: FILE_MOUNT, "": "a text or a mapping"}  # text | file-mount
R45: Rule = {Sequence: Items(R44), "": "a list"}  # list(text | file-mount)
R46: Rule = {str: "ssh", "": "a text"}  # ssh
R47: Rule = {
    Mapping: Names("filled", R2),
    Sequence: Items(R46, True),
    "": "a mapping or a list",
}  # filled(scalar) | set(ssh)
R48: Rule = {int: None, "": "a whole number"}  # rlimit
ULIMIT = Keys("ulimit", {"hard": R48, "soft": R48}, required=("soft", "hard"))
R49: Rule = {int: None, Mapping: ULIMIT, "": "a whole number or a mapping"}  # rlimit | ulimit
R50: Rule = {Mapping: Names("limits", R49), "": "a mapping"}  # ulimits
BUILD = Keys(
    "build",
    {
        "additional_contexts": R35,
        "args": R37,
        "cache_from": R8,
        "cache_to": R8,
        "context": R0,
        "dockerfile": R0,
        "dockerfile_inline": R0,
        "entitlements": R8,
        "extra_hosts": R40,
        "isolation": R0,
        "labels": R20,
        "network": R0,
        "no_cache": R12,
        "no_cache_filter": R41,
        "platforms": R8,
        "privileged": R12,
        "provenance": R42,
        "pull": R12,
        "sbom": R42,
        "secrets": R45,
        "shm_size": R27,
        "ssh": R47,
        "tags": R8,
        "target": R0,
        "ulimits": R50,
    },
)
R51: Rule = {str: None, Mapping: BUILD, "": "a text or a mapping"}  # text | build
R52: Rule = {str: ("host", "private"), "": "a text"}  # text
R53: Rule = {str: "command", Date: None, Sequence: Items(R0), Null: None, "": "a text or a list"}  # command
R54: Rule = {str: "container-name", "": "a text"}  # container
R55: Rule = {int: "0..100", float: "0..100", "": "a whole number from 0 to 100"}  # percent
R56: Rule = {int: None, float: "finite", "": "a number"}  # number
CREDENTIAL_SPEC = Keys(
    "credential-spec",
    {"config": R0, "file": R0, "registry": R0},
)
R57: Rule = {Mapping: CREDENTIAL_SPEC, "": "a mapping"}  # credential-spec
R58: Rule = {str: ("service_started", "service_healthy", "service_completed_successfully"), "": "a text"}  # text
R59: Rule = {bool: None, "": "true or false"}  # boolean
DEPENDENCY = Keys("dependency", {"condition": R58, "required": R59, "restart": R12}, required=("condition",))
R60: Rule = {Mapping: DEPENDENCY, "": "a mapping"}  # dependency
R61: Rule = {
    Sequence: Items(R0, True),
    Mapping: Names("names", R60),
    "": "a list or a mapping",
}  # set(text) | names(dependency)
PREFERENCE = Keys(
    "preference",
    {"spread": R0},
)
R62: Rule = {Mapping: PREFERENCE, "": "a mapping"}  # preference
R63: Rule = {Sequence: Items(R62), "": "a list"}  # list(preference)
PLACEMENT = Keys(
    "placement",
    {"constraints": R8, "max_replicas_per_node": R30, "preferences": R63},
)
R64: Rule = {Mapping: PLACEMENT, "": "a mapping"}  # placement
R65: Rule = {int: None, float: "finite", str: "number", "": "a number"}  # cpus
R66: Rule = {str: "size", Date: None, "": "a size such as 512m as text"}  # written-size
R67: Rule = {int: None, float: "whole", str: "integer", "": "a whole number"}  # limit
LIMITS = Keys(
    "limits",
    {"cpus": R65, "memory": R66, "pids": R67},
)
R68: Rule = {Mapping: LIMITS, "": "a mapping"}  # limits
R69: Rule = {Sequence: Items(R0, True), "": "a list"}  # set(text)
R70: Rule = {int: None, str: "device-count", "": "all or a whole number"}  # devices
DEVICE_REQUEST = Keys(
    "device-request",
    {"capabilities": R69, "count": R70, "device_ids": R69, "driver": R0, "options": R3},
    required=("capabilities",),
    exclusive=("count", "device_ids", "device-spec-invalid"),
)
R71: Rule = {Mapping: DEVICE_REQUEST, "": "a mapping"}  # device-request
R72: Rule = {Sequence: Items(R71), "": "a list"}  # list(device-request)
R73: Rule = {int: None, float: "finite", str: "integer", "": "a number"}  # amount
DISCRETE_RESOURCE = Keys(
    "discrete-resource",
    {"kind": R0, "value": R73},
)
R74: Rule = {Mapping: DISCRETE_RESOURCE, "": "a mapping"}  # discrete-resource
GENERIC_RESOURCE = Keys(
    "generic-resource",
    {"discrete_resource_spec": R74},
)
R75: Rule = {Mapping: GENERIC_RESOURCE, "": "a mapping"}  # generic-resource
R76: Rule = {Sequence: Items(R75), "": "a list"}  # list(generic-resource)
RESERVATIONS = Keys(
    "reservations",
    {"cpus": R65, "devices": R72, "generic_resources": R76, "memory": R66},
)
R77: Rule = {Mapping: RESERVATIONS, "": "a mapping"}  # reservations
RESOURCES = Keys(
    "resources",
    {"limits": R68, "reservations": R77},
)
R78: Rule = {Mapping: RESOURCES, "": "a mapping"}  # resources
R79: Rule = {str: "duration", "": "a duration such as 1m30s"}  # duration
RESTART_POLICY = Keys(
    "restart-policy",
    {"condition": R0, "delay": R79, "max_attempts": R30, "window": R79},
)
R80: Rule = {Mapping: RESTART_POLICY, "": "a mapping"}  # restart-policy
R81: Rule = {str: ("start-first", "stop-first"), "": "a text"}  # text
UPDATE = Keys(
    "update",
    {"delay": R79, "failure_action": R0, "max_failure_ratio": R56, "monitor": R79, "order": R81, "parallelism": R30},
)
R82: Rule = {Mapping: UPDATE, "": "a mapping"}  # update
DEPLOY = Keys(
    "deploy",
    {
        "endpoint_mode": R0,
        "labels": R20,
        "mode": R0,
        "placement": R64,
        "replicas": R7,
        "resources": R78,
        "restart_policy": R80,
        "rollback_config": R82,
        "update_config": R82,
    },
)
R83: Rule = {Mapping: DEPLOY, Null: None, "": "a mapping"}  # deploy | nothing
R84: Rule = {str: ("rebuild", "sync", "restart", "sync+restart", "sync+exec"), "": "a text"}  # text
R85: Rule = {str: "assignment", "": "a text"}  # assignment
R86: Rule = {
    Mapping: Names("filled", R2),
    Sequence: Items(R85, True),
    "": "a mapping or a list",
}  # filled(scalar) | set(assignment)
HOOK = Keys(
    "hook",
    {"command": R53, "environment": R86, "privileged": R12, "user": R0, "working_dir": R0},
    required=("command",),
)
R87: Rule = {Mapping: HOOK, "": "a mapping"}  # hook
R88: Rule = {str: "filled", "": "a text"}  # watched-path
WATCH = Keys(
    "watch",
    {"action": R84, "exec": R87, "ignore": R41, "include": R41, "initial_sync": R59, "path": R88, "target": R0},
    missing="watch-rule-invalid",
    required=("path", "action"),
)
R89: Rule = {Mapping: WATCH, "": "a mapping"}  # watch
R90: Rule = {Sequence: Items(R89), "": "a list"}  # list(watch)
DEVELOP = Keys(
    "develop",
    {"watch": R90},
)
R91: Rule = {Mapping: DEVELOP, Null: None, "": "a mapping"}  # develop | nothing
DEVICE_MAPPING = Keys("device-mapping", {"permissions": R0, "source": R0, "target": R0}, required=("source", "target"))
R92: Rule = {str: "device", Mapping: DEVICE_MAPPING, "": "a text or a mapping"}  # device | device-mapping
R93: Rule = {Sequence: Items(R92), "": "a list"}  # list(device | device-mapping)
ENV_FILE = Keys("env-file", {"format": R0, "path": R0, "required": R12}, extensions=False, required=("path",))
R94: Rule = {str: None, Mapping: ENV_FILE, "": "a text or a mapping"}  # text | env-file
R95: Rule = {str: None, Sequence: Items(R94), "": "a text or a list"}  # text | list(text | env-file)
R96: Rule = {
    Mapping: Names("paired", R2),
    Sequence: Items(R85),
    "": "a mapping or a list",
}  # paired(scalar) | list(assignment)
R97: Rule = {Sequence: Items(R23), "": "a list"}  # list(plain-option)
GPU = Keys(
    "gpu",
    {"capabilities": R69, "count": R70, "device_ids": R69, "driver": R0, "options": R3},
    loose=True,
    exclusive=("count", "device_ids", "device-spec-invalid"),
)
R98: Rule = {Mapping: GPU, "": "a mapping"}  # gpu
R99: Rule = {str: ("all",), Sequence: Items(R98), "": "a text or a list"}  # text | list(gpu)
R100: Rule = {Sequence: Items(R23, True), "": "a list"}  # set(plain-option)
R101: Rule = {int: "0..", float: "not-negative", "": "a number that is not negative"}  # positive
HEALTHCHECK = Keys(
    "healthcheck",
    {
        "disable": R12,
        "interval": R79,
        "retries": R101,
        "start_interval": R79,
        "start_period": R79,
        "test": R38,
        "timeout": R79,
    },
)
R102: Rule = {Mapping: HEALTHCHECK, "": "a mapping"}  # healthcheck
R103: Rule = {str: None, int: None, float: "finite", Null: None, Date: None, "": "a text or a number"}  # logged
R104: Rule = {Mapping: Names("map", R103), "": "a mapping"}  # map(logged)
LOGGING = Keys(
    "logging",
    {"driver": R0, "options": R104},
)
R105: Rule = {Mapping: LOGGING, "": "a mapping"}  # logging
R106: Rule = {str: "size", int: None, float: "finite", Date: None, "": "a size such as 512m"}  # size
SERVICE_MODEL = Keys(
    "service-model",
    {"endpoint_var": R0, "model_var": R0},
)
R107: Rule = {Mapping: SERVICE_MODEL, Null: None, "": "a mapping"}  # service-model | nothing
R108: Rule = {
    Sequence: Items(R0, True),
    Mapping: Names("some", R107),
    "": "a list or a mapping",
}  # set(text) | some(service-model | nothing)
ATTACHMENT = Keys(
    "attachment",
    {
        "aliases": R8,
        "driver_opts": R14,
        "gw_priority": R56,
        "interface_name": R0,
        "ipv4_address": R0,
        "ipv6_address": R0,
        "link_local_ips": R8,
        "mac_address": R0,
        "priority": R56,
        "use_service_name_alias": R12,
    },
)
R109: Rule = {Mapping: ATTACHMENT, Null: None, "": "a mapping"}  # attachment | nothing
R110: Rule = {
    Sequence: Items(R0, True),
    Mapping: Names("names", R109),
    "": "a list or a mapping",
}  # set(text) | names(attachment | nothing)
R111: Rule = {int: "-1000..1000", float: "-1000..1000", "": "a whole number from -1000 to 1000"}  # oom-score
PORT = Keys(
    "port",
    {"app_protocol": R0, "host_ip": R0, "mode": R0, "name": R0, "protocol": R0, "published": R23, "target": R30},
)
R112: Rule = {str: None, int: None, Mapping: PORT, "": "a text or a whole number or a mapping"}  # plain-option | port
R113: Rule = {Sequence: Items(R112), "": "a list"}  # list(plain-option | port)
R114: Rule = {Sequence: Items(R87), "": "a list"}  # list(hook)
R115: Rule = {str: "pull-policy", "": "a text"}  # pull
R116: Rule = {str: None, int: None, Null: None, "": "a text or a whole number"}  # stored
R117: Rule = {Mapping: Names("options", R116), "": "a mapping"}  # options(stored)
R118: Rule = {int: "0..4294967295", str: None, Null: None, "": "a file mode mask such as 0022"}  # umask
R119: Rule = {str: ("enabled", "disabled", "writable", "readonly"), "": "a text"}  # text
R120: Rule = {str: ("z", "Z"), "": "a text"}  # text
MOUNT_BIND = Keys(
    "mount-bind",
    {"create_host_path": R12, "propagation": R0, "recursive": R119, "selinux": R120},
)
R121: Rule = {Mapping: MOUNT_BIND, "": "a mapping"}  # mount-bind
MOUNT_IMAGE = Keys(
    "mount-image",
    {"subpath": R0},
)
R122: Rule = {Mapping: MOUNT_IMAGE, "": "a mapping"}  # mount-image
R123: Rule = {str: "size", int: "0..", float: "0..", Date: None, "": "a size such as 64m"}  # natural-size
MOUNT_TMPFS = Keys(
    "mount-tmpfs",
    {"mode": R101, "size": R123},
)
R124: Rule = {Mapping: MOUNT_TMPFS, "": "a mapping"}  # mount-tmpfs
R125: Rule = {str: ("bind", "volume", "tmpfs", "cluster", "npipe", "image"), "": "a text"}  # text
MOUNT_VOLUME = Keys(
    "mount-volume",
    {"labels": R3, "nocopy": R12, "subpath": R0},
)
R126: Rule = {Mapping: MOUNT_VOLUME, "": "a mapping"}  # mount-volume
MOUNT = Keys(
    "mount",
    {
        "bind": R121,
        "consistency": R0,
        "image": R122,
        "read_only": R12,
        "source": R0,
        "target": R0,
        "tmpfs": R124,
        "type": R125,
        "volume": R126,
    },
    required=("type",),
)
R127: Rule = {str: None, Mapping: MOUNT, "": "a text or a mapping"}  # text | mount
R128: Rule = {Sequence: Items(R127), "": "a list"}  # list(text | mount)
PRE_START_HOOK = Keys(
    "pre-start-hook",
    {
        "annotations": R20,
        "blkio_config": R33,
        "cap_add": R8,
        "cap_drop": R8,
        "cgroup": R52,
        "cgroup_parent": R0,
        "command": R53,
        "configs": R45,
        "cpu_count": R30,
        "cpu_percent": R55,
        "cpu_period": R56,
        "cpu_quota": R56,
        "cpu_rt_period": R56,
        "cpu_rt_runtime": R56,
        "cpu_shares": R56,
        "cpus": R56,
        "cpuset": R0,
        "credential_spec": R57,
        "device_cgroup_rules": R69,
        "devices": R93,
        "dns": R38,
        "dns_opt": R8,
        "dns_search": R38,
        "domainname": R0,
        "entrypoint": R53,
        "env_file": R95,
        "environment": R86,
        "extra_hosts": R40,
        "gpus": R99,
        "group_add": R100,
        "hostname": R0,
        "image": R0,
        "init": R12,
        "ipc": R0,
        "isolation": R0,
        "label_file": R38,
        "labels": R20,
        "logging": R105,
        "mac_address": R0,
        "mem_limit": R106,
        "mem_reservation": R27,
        "mem_swappiness": R27,
        "memswap_limit": R106,
        "models": R108,
        "network_mode": R0,
        "networks": R110,
        "oom_kill_disable": R12,
        "oom_score_adj": R111,
        "per_replica": R12,
        "pid": R0,
        "pids_limit": R56,
        "platform": R0,
        "privileged": R12,
        "pull_policy": R115,
        "pull_refresh_after": R11,
        "read_only": R12,
        "runtime": R0,
        "secrets": R45,
        "security_opt": R69,
        "shm_size": R106,
        "stop_grace_period": R79,
        "stop_signal": R0,
        "storage_opt": R117,
        "sysctls": R20,
        "tmpfs": R38,
        "ulimits": R50,
        "umask": R118,
        "use_api_socket": R59,
        "user": R0,
        "userns_mode": R0,
        "uts": R0,
        "volumes": R128,
        "volumes_from": R69,
        "working_dir": R0,
    },
)
R129: Rule = {Mapping: PRE_START_HOOK, "": "a mapping"}  # pre-start-hook
R130: Rule = {Sequence: Items(R129), "": "a list"}  # list(pre-start-hook)
R131: Rule = {
    str: None,
    int: None,
    float: "finite",
    bool: None,
    Date: None,
    "": "a text, a number or true or false",
}  # provided
R132: Rule = {
    str: None,
    int: None,
    float: "finite",
    bool: None,
    Date: None,
    Sequence: Items(R131),
    "": "a text, a number or true or false or a list",
}  # provided | list(provided)
R133: Rule = {Mapping: Names("map", R132), "": "a mapping"}  # map(provided | list(provided))
PROVIDER = Keys("provider", {"options": R133, "type": R0}, required=("type",))
R134: Rule = {Mapping: PROVIDER, "": "a mapping"}  # provider
SERVICE = Keys(
    "service",
    {
        "annotations": R20,
        "attach": R12,
        "blkio_config": R33,
        "build": R51,
        "cap_add": R8,
        "cap_drop": R8,
        "cgroup": R52,
        "cgroup_parent": R0,
        "command": R53,
        "configs": R45,
        "container_name": R54,
        "cpu_count": R30,
        "cpu_percent": R55,
        "cpu_period": R56,
        "cpu_quota": R56,
        "cpu_rt_period": R56,
        "cpu_rt_runtime": R56,
        "cpu_shares": R56,
        "cpus": R56,
        "cpuset": R0,
        "credential_spec": R57,
        "depends_on": R61,
        "deploy": R83,
        "develop": R91,
        "device_cgroup_rules": R69,
        "devices": R93,
        "dns": R38,
        "dns_opt": R8,
        "dns_search": R38,
        "domainname": R0,
        "entrypoint": R53,
        "env_file": R95,
        "environment": R96,
        "expose": R97,
        "extends": R6,
        "external_links": R69,
        "extra_hosts": R40,
        "gpus": R99,
        "group_add": R100,
        "healthcheck": R102,
        "hostname": R0,
        "image": R0,
        "init": R12,
        "ipc": R0,
        "isolation": R0,
        "label_file": R38,
        "labels": R20,
        "links": R8,
        "logging": R105,
        "mac_address": R0,
        "mem_limit": R106,
        "mem_reservation": R27,
        "mem_swappiness": R27,
        "memswap_limit": R106,
        "models": R108,
        "network_mode": R0,
        "networks": R110,
        "oom_kill_disable": R12,
        "oom_score_adj": R111,
        "pid": R0,
        "pids_limit": R56,
        "platform": R0,
        "ports": R113,
        "post_start": R114,
        "pre_start": R130,
        "pre_stop": R114,
        "privileged": R12,
        "profiles": R8,
        "provider": R134,
        "pull_policy": R115,
        "pull_refresh_after": R11,
        "read_only": R12,
        "restart": R0,
        "runtime": R0,
        "scale": R7,
        "secrets": R45,
        "security_opt": R69,
        "shm_size": R106,
        "stdin_open": R12,
        "stop_grace_period": R79,
        "stop_signal": R0,
        "storage_opt": R117,
        "sysctls": R20,
        "tmpfs": R38,
        "tty": R12,
        "ulimits": R50,
        "umask": R118,
        "use_api_socket": R59,
        "user": R0,
        "userns_mode": R0,
        "uts": R0,
        "volumes": R128,
        "volumes_from": R69,
        "working_dir": R0,
    },
)
R135: Rule = {Mapping: SERVICE, "": "a mapping"}  # service
R136: Rule = {Mapping: Names("names", R135), "": "a mapping"}  # names(service)
VOLUME = Keys(
    "volume",
    {"driver": R0, "driver_opts": R14, "external": R15, "labels": R3, "name": R0},
)
R137: Rule = {Mapping: VOLUME, Null: None, "": "a mapping"}  # volume | nothing
R138: Rule = {Mapping: Names("names", R137), "": "a mapping"}  # names(volume | nothing)
PROJECT = Keys(
    "project",
    {
        "configs": R5,
        "include": R6,
        "jobs": R6,
        "models": R10,
        "name": R11,
        "networks": R22,
        "secrets": R26,
        "services": R136,
        "version": R11,
        "volumes": R138,
    },
)
