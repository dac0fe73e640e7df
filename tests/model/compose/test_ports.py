"""Published ports in every form, known and unknown parts, and what Docker refuses."""

from __future__ import annotations

import pytest

from deploylint.model.compose.ports import is_address, port_range
from tests.model.graphs import facts, graph, service

FIELDS = ("ip", "port", "target", "protocol")

KNOWN = [
    ('"8080:80"', [("0.0.0.0", 8080, 80, "tcp")]),
    ("80", [("0.0.0.0", 0, 80, "tcp")]),
    ("8080:80/udp", [("0.0.0.0", 8080, 80, "udp")]),
    ("8080:80/UDP", [("0.0.0.0", 8080, 80, "udp")]),
    ("127.0.0.1:8080:80", [("127.0.0.1", 8080, 80, "tcp")]),
    ('"127.0.0.1::80"', [("127.0.0.1", 0, 80, "tcp")]),
    ('"[::1]:8080:80"', [("::1", 8080, 80, "tcp")]),
    ("8000-8001:9000-9001", [("0.0.0.0", 8000, 9000, "tcp"), ("0.0.0.0", 8001, 9001, "tcp")]),
    ("8000-8010:80", [("0.0.0.0", 0, 80, "tcp")]),
    ("3000-3001", [("0.0.0.0", 0, 3000, "tcp"), ("0.0.0.0", 0, 3001, "tcp")]),
    ("22:22", [("0.0.0.0", 22, 22, "tcp")]),
    ("{target: 80, published: 8080}", [("0.0.0.0", 8080, 80, "tcp")]),
    ('{target: 80, published: "8080", host_ip: 127.0.0.1, protocol: udp}', [("127.0.0.1", 8080, 80, "udp")]),
    ("{target: 80}", [("0.0.0.0", 0, 80, "tcp")]),
    ('"${PORT:-8080}:80"', [("0.0.0.0", 8080, 80, "tcp")]),
]

UNKNOWN = [
    ('"${PORT}:80"', [("?", "?", 80, "tcp")]),
    ('"127.0.0.1:${PORT}:80"', [("127.0.0.1", "?", 80, "tcp")]),
    ('"${IP}:8080:80"', [("?", 8080, 80, "tcp")]),
    ('"8080:${PORT}"', [("0.0.0.0", 8080, "?", "?")]),
    ("{target: 80, published: '${PORT}'}", [("0.0.0.0", "?", 80, "tcp")]),
    ('"${PORTS}"', []),
]

REFUSED = [
    "1:2:3:4",
    '"8080:"',
    "80/foo",
    "70000:80",
    "8000-8002:80-81",
    "example:80:80",
    "80a",
    "{target: 70000}",
]


@pytest.mark.parametrize(("written", "expected"), KNOWN + UNKNOWN)
def test_listeners(written: str, expected: list[tuple[object, ...]]) -> None:
    listeners = service(f"image: a:1\nports:\n  - {written}").listeners
    assert [facts(node, *FIELDS) for node in listeners] == expected


@pytest.mark.parametrize("written", REFUSED)
def test_refused(written: str) -> None:
    found = graph(f"services:\n  web:\n    image: a:1\n    ports:\n      - {written}\n").defects_by_code
    assert set(found) == {"port-spec-invalid"}


def test_value_from_env_file() -> None:
    node = service('image: a:1\nports: ["${PORT}:80"]', **{".env": "PORT=8443\n"}).listeners[0]
    assert facts(node, *FIELDS) == ("0.0.0.0", 8443, 80, "tcp")
    origin = node.origins["port"]
    assert origin.source.text[origin.start : origin.end] == "${PORT}"


def test_parts_have_their_own_places() -> None:
    node = service("image: a:1\nports:\n  - '127.0.0.1:8080:80/udp'").listeners[0]
    places = {
        field: node.origins[field].source.text[node.origins[field].start : node.origins[field].end] for field in FIELDS
    }
    assert places == {"ip": "127.0.0.1", "port": "8080", "target": "80", "protocol": "udp"}


@pytest.mark.parametrize(
    ("text", "expected"), [("80", (80, 80)), ("1-2", (1, 2)), ("2-1", None), ("x", None), ("65536", None), ("", None)]
)
def test_port_range(text: str, expected: tuple[int, int] | None) -> None:
    assert port_range(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1", True),
        ("::", True),
        ("::1", True),
        ("fe80::1", True),
        ("1.2.3", False),
        ("256.1.1.1", False),
        ("01.2.3.4", False),
        ("host", False),
    ],
)
def test_is_address(text: str, expected: bool) -> None:
    assert is_address(text) is expected
