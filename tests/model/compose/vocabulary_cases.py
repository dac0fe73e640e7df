"""Documents that put a value under each key of the vocabulary of Compose files."""

from __future__ import annotations

A = "services: {a: {image: x, %s}, b: {image: y}}"
TOP = "services: {a: {image: x}}\n"
RESERVED = A % "deploy: {resources: {reservations: {%s}}}"

PLACES: dict[str, tuple[str, dict[str, str]]] = {
    "project": ("%s", {"services": "{a: {image: x}}"}),
    "service": ("services: {a: {%s}, b: {image: y}}", {"image": "x"}),
    "build": ("services: {a: {build: {%s}}}", {}),
    "blkio": (A % "blkio_config: {%s}", {}),
    "blkio-rate": (A % "blkio_config: {device_read_bps: [{%s}]}", {}),
    "blkio-weight": (A % "blkio_config: {weight_device: [{%s}]}", {}),
    "credential-spec": (A % "credential_spec: {%s}", {}),
    "dependency": (A % "depends_on: {b: {%s}}", {"condition": "service_started"}),
    "device-mapping": (A % "devices: [{%s}]", {"source": "/dev/a", "target": "/dev/b"}),
    "env-file": (A % "env_file: [{%s}]", {"path": "e", "required": "false"}),
    "file-mount": (A % "secrets: [{%s}]", {"source": "s"}),
    "provider": (A % "provider: {%s}", {"type": "t"}),
    "healthcheck": (A % "healthcheck: {%s}", {}),
    "logging": (A % "logging: {%s}", {}),
    "service-model": (A % "models: {m: {%s}}", {}),
    "attachment": (A % "networks: {n: {%s}}", {}),
    "port": (A % "ports: [{%s}]", {"target": "80"}),
    "hook": (A % "post_start: [{%s}]", {"command": "x"}),
    "pre-start-hook": (A % "pre_start: [{%s}]", {}),
    "ulimit": (A % "ulimits: {nofile: {%s}}", {"soft": "1", "hard": "2"}),
    "mount": (A % "volumes: [{%s}]", {"type": "bind", "source": "/s", "target": "/t"}),
    "mount-bind": (A % "volumes: [{type: bind, source: /s, target: /t, bind: {%s}}]", {}),
    "mount-volume": (A % "volumes: [{type: volume, source: v, target: /t, volume: {%s}}]", {}),
    "mount-tmpfs": (A % "volumes: [{type: tmpfs, target: /t, tmpfs: {%s}}]", {}),
    "mount-image": (A % "volumes: [{type: image, source: v, target: /t, image: {%s}}]", {}),
    "develop": (A % "develop: {%s}", {}),
    "watch": (A % "develop: {watch: [{%s}]}", {"path": "p", "action": "rebuild"}),
    "deploy": (A % "deploy: {%s}", {}),
    "update": (A % "deploy: {update_config: {%s}}", {}),
    "resources": (A % "deploy: {resources: {%s}}", {}),
    "limits": (A % "deploy: {resources: {limits: {%s}}}", {}),
    "reservations": (RESERVED, {}),
    "device-request": (RESERVED % "devices: [{%s}]", {"capabilities": "[gpu]"}),
    "gpu": (A % "gpus: [{%s}]", {}),
    "generic-resource": (RESERVED % "generic_resources: [{%s}]", {}),
    "discrete-resource": (RESERVED % "generic_resources: [{discrete_resource_spec: {%s}}]", {}),
    "restart-policy": (A % "deploy: {restart_policy: {%s}}", {}),
    "placement": (A % "deploy: {placement: {%s}}", {}),
    "preference": (A % "deploy: {placement: {preferences: [{%s}]}}", {}),
    "model": (TOP + "models: {m: {%s}}", {"model": "x"}),
    "network": (TOP + "networks: {m: {%s}}", {}),
    "ipam": (TOP + "networks: {m: {ipam: {%s}}}", {}),
    "ipam-pool": (TOP + "networks: {m: {ipam: {config: [{%s}]}}}", {}),
    "volume": (TOP + "volumes: {m: {%s}}", {}),
    "external": (TOP + "volumes: {m: {external: {%s}}}", {}),
    "loose-external": (TOP + "secrets: {m: {external: {%s}}}", {}),
    "secret": (TOP + "secrets: {m: {%s}}", {"file": "f"}),
    "config": (TOP + "configs: {m: {%s}}", {"file": "f"}),
}
"""A document around each kind of mapping, and the keys that it needs beside the one that is tried."""

VALUES = (
    # Single values.
    *("null", "~", "true", "false", "0", "1", "-1", "5", "8080", "1.5", "-0.5", "1.0", "1e3", "100", "101", "65536"),
    *("99999999999", "text", '""', '"true"', '"yes"', '"maybe"', '"5"', '"-5"', '"1.5"', "2024-01-01", ".inf"),
    # Durations, sizes, modes and counts.
    *(
        '"1m30s"',
        "10s",
        "10x",
        '"10"',
        '"0"',
        "-5s",
        "1d",
        "1w2d",
        '".5s"',
        '"s"',
        "1h1",
        "1_0s",
        "512m",
        "10q",
        "1.5g",
    ),
    *('"10 m"', '" 10m"', '"1kib"', '"1kibx"', '"1ki"', '"-5m"', '"m"', "1e3k", '"0440"', '"0999"', "all", "ALL"),
    # Words of closed sets.
    *("always", "private", "service_healthy", "bind", "rebuild", "sync", "start-first", "enabled", "z", "daily"),
    *("every_12h", "whenever", "if_not_present"),
    # Command lines.
    *('"a b"', '"a \\"b"', "'it''s'", '"a \\\\"', '"a (b)"', '"$$(a)"', '"a; \\""', '"x`y"', "'\"a\" > 2'", "'a\\\"b'"),
    # Lists.
    *("[]", "[a]", "[a, b]", "[a, a]", "[1]", "[1, 1]", "[1.5]", "[true]", "[null]", "[[]]", "[[a]]", "[{}]"),
    *("[{a: b}]", "[{a: b}, {a: b}]", "[a, {a: b}]", "[80]", '["80:80"]', '[80, "81"]', '["80", "80"]'),
    *('["A=b"]', '["A =b"]', '["A "]', '["A\\u00e0=b"]', '["A=b", "A=b"]', '["A=b", "A=c"]', '["=b"]'),
    *(
        '["a:1.2.3.4"]',
        '["a=1.2.3.4"]',
        '[":1"]',
        '["a:b=1"]',
        '["default"]',
        '["/a:/b:/c:d"]',
        '["/dev/a:/dev/b:rwm"]',
    ),
    *(
        "[b]",
        "[b, b]",
        "[{target: 80}]",
        "[{source: /a}]",
        "[{source: /a, target: /b}]",
        "[{path: e, required: false}]",
    ),
    *("[{command: x}]", "[{image: x}]", "[{capabilities: [gpu]}]", "[{count: 1}]", '[{count: 1, device_ids: ["1"]}]'),
    *("[{path: p, action: rebuild}]", "[{path: p}]", "[{type: volume, target: /b}]", "[{subnet: 10.0.0.0/8}]"),
    # Mappings.
    *("{}", "{a: b}", "{a: 1}", "{a: 1.5}", "{a: true}", "{a: null}", "{a: []}", "{a: [b]}", "{a: [1]}", "{a: {}}"),
    *("{a: {b: c}}", '{"": b}', "{x-a: b}", "{x-a: {}}", '{"a b": c}', '{"a:b": c}', '{"a=b": c}', "{a: 2024-01-01}"),
    *("{soft: 1, hard: 2}", "{soft: 1}", '{soft: "1", hard: "2"}', "{nofile: 1}", '{nofile: "1"}', "{nofile: 1.0}"),
    *("{nofile: {soft: 1, hard: 2}}", "{nofile: {soft: 1}}", "{name: n}", "{name: 1}", "{unknown: n}", "{context: .}"),
    *("{b: {condition: service_started}}", "{b: {}}", "{b: {condition: no}}", "{b: null}", "{external: true}"),
    *("{test: [CMD, a], interval: 5s}", "{model: m}", "{file: f}", "{driver: d}", "{watch: []}", "{replicas: 2}"),
    *("{limits: {}}", '{cpus: "0.5"}', "{memory: 1g}"),
)
"""Values as they are written, of every form and for every check; most are wrong under most keys."""


def document(kind: str, key: str, value: str) -> str:
    """A document with one key in a mapping of a kind; without it when the value is empty."""
    around, beside = PLACES[kind]
    keys = {name: filler for name, filler in beside.items() if name != key}
    parts = [f"{name}: {written}" for name, written in {**keys, key: value}.items() if written]
    return around.replace("%s", "\n".join(parts) if kind == "project" else ", ".join(parts)) + "\n"
