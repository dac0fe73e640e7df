"""Published ports: short forms spread out, doubles dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deploylint.model.compose.canonical import Unknown

Shown = Callable[..., Any]


def port(target: int, published: str | None = None, ip: str = "", protocol: str = "tcp") -> dict[str, object]:
    found: dict[str, object] = {"mode": "ingress"}
    if ip:
        found["host_ip"] = ip
    found["target"] = target
    if published is not None:
        found["published"] = published
    return {**found, "protocol": protocol}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[80]", [port(80)]),
        ("['8080:80']", [port(80, "8080")]),
        ("['127.0.0.1:8080:80/UDP']", [port(80, "8080", "127.0.0.1", "udp")]),
        ("['[::1]:82:82']", [port(82, "82", "::1")]),
        ("['127.0.0.1::84']", [port(84, None, "127.0.0.1")]),
        ("['8-9:18-19']", [port(18, "8"), port(19, "9")]),
        ("['9-10']", [port(10), port(9)]),
        ("['8000-8009:80']", [port(80, "8000-8009")]),
        ("['080:080/']", [port(80, "80")]),
        ("['80:80', '0.0.0.0:80:80']", [port(80, "80", "0.0.0.0")]),
        ("['80:80', {target: 80, published: '80'}]", [port(80, "80")]),
        ("['80-81:80-81', '81:81']", [port(80, "80"), port(81, "81")]),
        ("[{target: '81', published: 8081}]", [port(81, "8081")]),
        ("[]", None),
    ],
)
def test_ports(shown: Shown, written: str, expected: object) -> None:
    found = shown(f"ports: {written}").get("ports")
    assert found == expected
    assert [list(one) for one in found or ()] == [list(one) for one in expected or ()]  # type: ignore[call-overload]


def test_long_form_keeps_what_it_says(shown: Shown) -> None:
    body = "ports: [{x-a: 1, name: web, app_protocol: http, host_ip: 1.2.3.4, target: 80, mode: host, protocol: TCP}]"
    assert list(shown(body)["ports"][0].items()) == [
        ("name", "web"), ("mode", "host"), ("host_ip", "1.2.3.4"), ("target", 80), ("protocol", "TCP"),
        ("app_protocol", "http"), ("x-a", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["'${P}:80'", "80:80:80:80", "1-2:1-3", "70000:80", "80/ip"])
def test_what_is_unknown_or_refused_stays_one_item(shown: Shown, written: str) -> None:
    found = shown(f"ports: [{written}]", closed=False)["ports"]
    assert found == [Unknown(("${P}", ":80")) if "$" in written else written]


def test_holes_in_a_long_form(shown: Shown) -> None:
    found = shown("ports: [{target: 80, published: '${P}'}, {target: 80, published: '${P}'}]", closed=False)["ports"]
    assert [one["published"] for one in found] == [Unknown(("${P}",))] * 2


def test_no_more_ranges_are_spread_out_than_there_is_room_for(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploylint.model.compose.canonical.scope._MOST_PORTS", 3)
    assert len(shown("ports: ['1-3:1-3']")["ports"]) == 3
    assert shown("ports: ['1-4:1-4']")["ports"] == ["1-4:1-4"]
