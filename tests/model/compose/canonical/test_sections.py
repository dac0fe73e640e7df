"""The parts of a service that are mappings of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Shown = Callable[..., Any]


@pytest.mark.parametrize(
    ("key", "written", "expected"),
    [
        ("ulimits", "{n: 1, z: 0, s: {soft: 1, hard: 2}, t: '5'}",
         {"n": 1, "s": {"soft": 1, "hard": 2}, "t": 5, "z": {"soft": 0, "hard": 0}}),
        ("ulimits", "{x-a: '5', n: 1}", {"#extensions": {"soft": 0, "hard": 0}, "n": 1}),
        ("gpus", "all", [{"count": -1}]),
        ("gpus", "[{}, {count: 2, x-a: 1}, {device_ids: ['0'], options: [a=b]}]",
         [{"count": -1}, {"count": 2}, {"device_ids": ["0"], "options": {"a": "b"}}]),
        ("depends_on", "[c, b]",
         {"b": {"condition": "service_started", "required": True},
          "c": {"condition": "service_started", "required": True}}),
        ("depends_on", "{b: {x-a: 1, required: false, restart: 'yes', condition: service_healthy}}",
         {"b": {"condition": "service_healthy", "restart": True, "required": False, "x-a": 1}}),
        ("develop", "{watch: [{action: sync, path: ./a, target: /t, ignore: x, exec: {}}]}",
         {"watch": [{"path": "/srv/a", "action": "sync", "target": "/t", "ignore": ["x"]}]}),
        ("develop", "{watch: [{action: sync+exec, path: a, target: /t, exec: {command: a b, environment: [A]}}]}",
         {"watch": [{"path": "/srv/a", "action": "sync+exec", "target": "/t",
                     "exec": {"command": ["a", "b"], "environment": {"A": None}}}]}),
        ("develop", "{}", {}),
        ("blkio_config", "{weight: 0, weight_device: [{path: /a}], device_read_bps: [{rate: 1k, path: /b}]}",
         {"weight_device": [{"path": "/a", "weight": 0}], "device_read_bps": [{"path": "/b", "rate": "1024"}]}),
        ("deploy", "{}", {}),
        ("deploy", "{resources: {}, placement: {}, replicas: 0}", {"replicas": 0}),
        ("deploy", "{update_config: {parallelism: 0, delay: 0s, monitor: 90s, max_failure_ratio: 0}}",
         {"update_config": {"parallelism": 0, "monitor": "1m30s"}}),
        ("deploy", "{restart_policy: {delay: 0s, condition: any}}",
         {"restart_policy": {"condition": "any", "delay": "0s"}}),
        ("deploy", "{resources: {limits: {memory: 1m, cpus: '0.50'}}}",
         {"resources": {"limits": {"cpus": 0.5, "memory": "1048576"}}}),
        ("deploy", "{resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu}}]}}}",
         {"resources": {"reservations": {
             "generic_resources": [{"discrete_resource_spec": {"kind": "gpu", "value": 0}}]}}}),
        ("deploy", "{resources: {reservations: {devices: [{capabilities: [gpu]}]}}}",
         {"resources": {"reservations": {"devices": [{"capabilities": ["gpu"], "count": -1}]}}}),
        ("healthcheck", "{start_interval: 1ms, interval: 1m, test: [CMD, a]}",
         {"test": ["CMD", "a"], "interval": "1m0s", "start_interval": "1ms"}),
        ("networks", "[m, n]", {"m": None, "n": None}),
        ("networks", "{n: {priority: 0, aliases: [], mac_address: x}, m: , o: {}}",
         {"m": None, "n": {"mac_address": "x"}, "o": {}}),
        ("models", "[b, a]", {"a": None, "b": None}),
        ("models", "{a: {model_var: M, endpoint_var: E}}", {"a": {"endpoint_var": "E", "model_var": "M"}}),
        ("provider", "{options: {b: [1, true], a: x}, type: t}",
         {"type": "t", "options": {"a": ["x"], "b": ["1", "true"]}}),
        ("post_start", "[{user: u, command: a, x-a: 1}]", [{"command": ["a"], "user": "u", "x-a": 1}]),
        ("credential_spec", "{file: x.json}", {"file": "x.json"}),
        ("logging", "{x-b: 1, x-a: {d: 1, c: 2}}", {"x-a": {"c": 2, "d": 1}, "x-b": 1}),
    ],
)  # fmt: skip
def test_section(shown: Shown, key: str, written: str, expected: object) -> None:
    found = shown(f"{key}: {written}")[key]
    assert found == expected
    assert repr(found) == repr(expected)  # also the order


@pytest.mark.parametrize(
    "body",
    [
        "ulimits: [1]", "ulimits: {n: [1]}", "gpus: {a: 1}", "deploy: x", "deploy: {resources: 1}", "networks: n",
        "depends_on: {b: x}", "healthcheck: [a]", "models: x", "provider: x", "develop: {watch: x}", "logging: []",
        "blkio_config: {weight_device: {a: 1}}", "build: [a]", "build: {args: x}", "build: {ssh: default}",
        "environment: x", "labels: x", "extra_hosts: x", "volumes: {a: b}", "volumes: [[a]]", "devices: [[a]]",
        "secrets: [[a]]", "ports: {a: 1}", "ports: [[1]]", "ports: [true]", "env_file: {a: [b]}", "label_file: {a: 1}",
        "profiles: x", "links: x", "volumes_from: {a: b}", "network_mode: [a]", "pre_start: x", "scale: x",
    ],
)  # fmt: skip
def test_what_is_of_another_shape_is_left_alone(model: Any, body: str) -> None:
    assert "services" in model(f"services:\n  a:\n    image: i\n    {body}\n").entries
