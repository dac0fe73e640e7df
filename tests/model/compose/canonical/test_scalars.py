"""Scalars and lists as Go's types print them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deploylint.model.compose.canonical.scalars import single

Shown = Callable[..., Any]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("user: ''", {}),
        ("hostname: h", {"hostname": "h"}),
        ("privileged: 'yes'\ntty: off\nread_only: false", {"privileged": True}),
        ("init: false\nattach: 'true'", {"attach": True, "init": False}),
        ("cpu_shares: '7'\ncpu_count: 0\noom_score_adj: -5", {"cpu_shares": 7, "oom_score_adj": -5}),
        ("scale: 0", {"scale": 0}),
        ("cpus: '1.50'", {"cpus": 1.5}),
        ("cpus: 0.1", {"cpus": 0.1}),
        ("cpus: 0", {}),
        ("mem_limit: 1g\nmem_reservation: 100\nshm_size: 0", {"mem_limit": str(1 << 30), "mem_reservation": "100"}),
        ("memswap_limit: -1", {"memswap_limit": "-1"}),
        ("stop_grace_period: 90s", {"stop_grace_period": "1m30s"}),
        ("stop_grace_period: 0s", {"stop_grace_period": "0s"}),
        ("command: a 'b c'", {"command": ["a", "b c"]}),
        ("command: ''\nentrypoint: []", {"command": [], "entrypoint": []}),
        ("command:", {}),
        ("cap_add: []\ncap_drop: [ALL]", {"cap_drop": ["ALL"]}),
        ("expose: [80, '81-82']\ngroup_add: [1000, x]", {"expose": ["80", "81-82"], "group_add": ["1000", "x"]}),
        ("dns: 1.1.1.1\ndns_search: x", {"dns": ["1.1.1.1"], "dns_search": ["x"]}),
        ("dns: ['', 1.1.1.1]", {"dns": ["1.1.1.1"]}),
        ("dns: ''", {}),
        ("tmpfs: /run", {"tmpfs": ["/run"]}),
        ("healthcheck: {test: curl x, retries: 0}", {"healthcheck": {"test": ["CMD-SHELL", "curl x"], "retries": 0}}),
        ("healthcheck: {test: [NONE], disable: false}", {"healthcheck": {"test": ["NONE"]}}),
    ],
)  # fmt: skip
def test_scalars(shown: Shown, body: str, expected: dict[str, object]) -> None:
    found = shown(body)
    assert found == expected
    assert {key: type(value) for key, value in found.items()} == {key: type(value) for key, value in expected.items()}


@pytest.mark.parametrize(
    ("written", "expected"),
    [(0.1, 0.1), (1 / 3, 0.33333334), (16777217.0, 16777216.0), (1e-7, 1e-7), (1e39, float("inf")), (2.0, 2.0)],
)
def test_what_32_bits_keep(written: float, expected: float) -> None:
    assert single(written) == expected


@pytest.mark.parametrize(
    "body",
    ['command: "\'a"', "stop_grace_period: soon", "mem_limit: much", "cpus: many", "privileged: perhaps", "ports: x"],
)
def test_what_is_refused_stays_or_is_unknown(shown: Shown, body: str) -> None:
    assert body.split(":", maxsplit=1)[0] in shown(body)
