"""Networks, volumes, secrets, configs and models."""

from __future__ import annotations

from typing import Any

import pytest

from deploylint.model.compose.canonical import Unknown, plain


@pytest.mark.parametrize(
    ("section", "written", "expected"),
    [
        ("networks", "", {"name": "app_k"}),
        ("networks", "{external: true}", {"name": "k", "external": True}),
        ("networks", "{external: {name: q}}", {"name": "q", "external": True}),
        ("networks", "{external: {name: q}, name: r}", {"name": "r", "external": True}),
        ("networks", "{ipam: {}, internal: 'yes', enable_ipv6: false}",
         {"name": "app_k", "internal": True, "enable_ipv6": False}),
        ("networks", "{ipam: {config: [{subnet: 1.0.0.0/8, x-a: 1}]}, labels: [a], x-a: 1}",
         {"name": "app_k", "ipam": {"config": [{"subnet": "1.0.0.0/8"}]}, "labels": {"a": ""}, "x-a": 1}),
        ("volumes", "", {"name": "app_k"}),
        ("volumes", "{name: q, driver: d, driver_opts: {b: 2, a: x}}",
         {"name": "q", "driver": "d", "driver_opts": {"a": "x", "b": "2"}}),
        ("volumes", "{driver: local, driver_opts: {o: bind, device: ./d}}",
         {"name": "app_k", "driver": "local", "driver_opts": {"device": "/srv/d", "o": "bind"}}),
        ("volumes", "{driver: local, driver_opts: {o: addr=x, device: ./d}}",
         {"name": "app_k", "driver": "local", "driver_opts": {"device": "./d", "o": "addr=x"}}),
        ("secrets", "{file: ./s}", {"name": "app_k", "file": "/srv/s"}),
        ("secrets", "{environment: HOME}", {"name": "app_k", "environment": "HOME"}),
        ("configs", "{content: a, x-a: 1}", {"name": "app_k", "content": "a", "x-a": 1}),
        ("configs", "{environment: HOME, content: a}", {"name": "app_k", "environment": "HOME"}),
        ("configs", "{file: 'C:\\x'}", {"name": "app_k", "file": "C:\\x"}),
        ("models", "{model: m, context_size: 0, runtime_flags: [--a]}", {"model": "m", "runtime_flags": ["--a"]}),
    ],
)  # fmt: skip
def test_resource(model: Any, section: str, written: str, expected: dict[str, object]) -> None:
    found: Any = plain(model(f"services: {{a: {{image: i}}}}\n{section}: {{k: {written}}}"))
    assert found[section]["k"] == expected
    assert list(found[section]["k"]) == list(expected)


def test_holes(model: Any) -> None:
    text = "services: {a: {image: i}}\nvolumes: {k: {name: 'x${V}'}, l: '${V}'}"
    found: Any = plain(model(text, closed=False))
    assert found["volumes"] == {"k": {"name": Unknown(("x", "${V}"))}, "l": Unknown()}
