"""A service as a whole: the order of its keys, and what follows from one key for another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deploylint.model.compose.canonical import plain

Shown = Callable[..., Any]


def test_keys_are_printed_in_order(model: Any) -> None:
    body = "x-b: 1, working_dir: /w, tty: true, ports: [80], image: i, x-a: 2, command: c, annotations: {a: 1}, nope: 1"
    found: Any = plain(model("services: {a: {" + body + "}}"))
    assert list(found["services"]["a"]) == [
        "annotations", "command", "image", "networks", "ports", "tty", "working_dir", "x-a", "x-b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("pull_policy: if_not_present", {"pull_policy": "missing"}),
        ("pull_policy: always", {"pull_policy": "always"}),
        ("scale: 2\ndeploy: {mode: global}", {"deploy": {"mode": "global", "replicas": 2}, "scale": 2}),
        ("scale: 2\ndeploy: {replicas: 2}", {"deploy": {"replicas": 2}, "scale": 2}),
        ("pre_start: [{command: a}, {command: b, image: j}]",
         {"pre_start": [{"command": ["a"], "image": "i"}, {"command": ["b"], "image": "j"}]}),
        ("label_file: l.label\nenv_file: []", {"label_file": ["/srv/l.label"]}),
    ],
)  # fmt: skip
def test_what_follows(shown: Shown, body: str, expected: dict[str, object]) -> None:
    assert shown(body) == expected
