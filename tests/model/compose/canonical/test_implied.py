"""The default network, and dependencies that other keys imply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deploylint.model.compose.canonical import plain

Shown = Callable[..., Any]
STARTED = {"condition": "service_started", "required": True}
RESTARTED = {"condition": "service_started", "restart": True, "required": True}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("links: [b, 'c:alias']", {"b": RESTARTED, "c": RESTARTED}),
        ("network_mode: service:b", {"b": RESTARTED}),
        ("ipc: service:b\npid: service:c\nuts: host", {"b": RESTARTED, "c": RESTARTED}),
        ("volumes_from: [b, 'c:ro', 'container:d']", {"b": STARTED, "c": STARTED}),
        ("depends_on: [b]\nlinks: [b, c]", {"b": STARTED, "c": RESTARTED}),
        ("depends_on: {b: {condition: service_healthy}}\nlinks: [b]",
         {"b": {"condition": "service_healthy", "required": True}}),
        ("network_mode: host", None),
        ("depends_on: []", None),
    ],
)  # fmt: skip
def test_dependencies(shown: Shown, body: str, expected: object) -> None:
    assert shown(body).get("depends_on") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("image: i", {"default": None}),
        ("{image: i, networks: []}", {"default": None}),
        ("{image: i, networks: {}}", {"default": None}),
        ("{image: i, networks: [n]}", {"n": None}),
        ("{image: i, network_mode: host}", None),
        ("{provider: {type: t}}", None),
    ],
)
def test_default_network(model: Any, body: str, expected: object) -> None:
    body = body if body.startswith("{") else "{" + body + "}"
    found: Any = plain(model(f"services: {{a: {body}}}\nnetworks: {{n: }}"))
    assert found["services"]["a"].get("networks") == expected
    assert ("default" in found["networks"]) is (expected == {"default": None})


def test_what_may_hold_more_gets_no_default(shown: Shown, model: Any) -> None:
    found = model("services: {a: {image: i, '<<': [x]}}")
    assert found.entries["services"] is not None
    opened: Any = plain(model("services:\n  a:\n    image: i\n    extends: {service: gone}\n"))
    assert "networks" not in opened["services"]["a"]
