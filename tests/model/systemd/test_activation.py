"""Sockets, timers and path units, and what they start."""

from __future__ import annotations

from typing import Any

import pytest

from deploylint.model.systemd.activation import parse_address
from tests.model.graphs import graph
from tests.model.systemd.units import named, unit, written

SERVICE = "[Service]\nExecStart=/bin/true\n"


def started(files: dict[str, str], name: str) -> Any:
    """Name of the started unit, None for null, `?` for unknown."""
    node = named(graph(files), name)
    found: Any = getattr(node.timer, "starts", "?") if node.timer else getattr(node.socket, "service", "?")
    return found if found == "?" else (found.name if found else None)


@pytest.mark.parametrize(
    ("files", "name", "starts"),
    [
        ({"a.timer": "[Timer]\n", "a.service": SERVICE}, "a.timer", "a.service"),
        ({"a.timer": "[Timer]\nUnit=b.service\n", "b.service": SERVICE}, "a.timer", "b.service"),
        ({"a.timer": "[Timer]\n"}, "a.timer", None),
        ({"a.timer": "[Timer]\nUnit=b@x.service\n", "b@.service": SERVICE}, "a.timer", "b@.service"),
        ({"a@x.timer": "[Timer]\n", "a@.service": SERVICE}, "a@x.timer", "a@.service"),
        ({"a@.timer": "[Timer]\n", "a@.service": SERVICE}, "a@.timer", "a@.service"),
        ({"a@.timer": "[Timer]\nUnit=b@%i.service\n"}, "a@.timer", "?"),
        ({"a.timer": "[Timer]\nUnit=b\n"}, "a.timer", "?"),
        ({"a.timer": "[Timer]\n", "a.container": "[Container]\n"}, "a.timer", "?"),
        ({"a.timer": "[Timer]\n", "a.service.j2": SERVICE}, "a.timer", "?"),
        ({"a.timer": "[Timer]\n", "a.service.d/x.conf": "[Service]\n"}, "a.timer", "?"),
        ({"x/a.timer": "[Timer]\n", "y/a.service": SERVICE}, "a.timer", "a.service"),
        ({"x/a.timer": "[Timer]\n", "y/a.service": SERVICE, "z/a.service": SERVICE}, "a.timer", "?"),
        ({"a.socket": "[Socket]\n", "a.service": SERVICE}, "a.socket", "a.service"),
        ({"a.socket": "[Socket]\nService=b.service\n", "b.service": SERVICE}, "a.socket", "b.service"),
        ({"a.socket": "[Socket]\nAccept=yes\n", "a@.service": SERVICE}, "a.socket", "a@.service"),
        ({"a.socket": "[Socket]\nAccept=yes\n", "a.service": SERVICE}, "a.socket", None),
    ],
)
def test_what_is_started(files: dict[str, str], name: str, starts: object) -> None:
    assert started(files, name) == starts


def test_the_one_beside_is_meant() -> None:
    files = {"x/a.timer": "[Timer]\n", "x/a.service": SERVICE, "y/a.service": SERVICE}
    found = graph(files)
    node: Any = found.kinds["timer"][0]
    assert node.starts.id == "unit:x/a.service"


def test_who_starts_a_unit() -> None:
    found = graph({
        "a.timer": "[Timer]\n",
        "a.path": "[Path]\nPathExists=/x\n",
        "b.socket": "[Socket]\nService=a.service\n",
        "a.service": SERVICE,
    })  # fmt: skip
    assert sorted(each.name for each in named(found, "a.service").activated_by) == ["a.path", "a.timer", "b.socket"]


def test_a_timer() -> None:
    node = unit(
        "[Timer]\nOnCalendar=daily\nOnCalendar=Mon 03:00\nOnBootSec=1h\nPersistent=yes\nUnit=b.service\n", "a.timer"
    ).timer
    assert (node.calendars, node.monotonic, node.persistent) == (("daily", "Mon 03:00"), ("1h",), True)
    assert node.unit_name == "b.service"
    assert written(node, "calendars", "Mon 03:00") == "Mon 03:00"
    assert written(node, "persistent") == "yes"
    assert written(node, "unit_name") == "b.service"
    assert node.unit.name == "a.timer"


def test_a_socket() -> None:
    node = unit("[Socket]\nListenStream=8080\nListenDatagram=[::1]:53\nListenFIFO=/run/x\n", "a.socket")
    assert node.socket.addresses == ("8080", "[::1]:53", "/run/x")
    assert (node.socket.accept, node.socket.service_name) == (False, "a.service")
    tcp, udp = node.listeners
    assert (tcp.ip, tcp.port, tcp.target, tcp.protocol, tcp.any_address, tcp.loopback) == (
        "0.0.0.0", 8080, 8080, "tcp", True, False,
    )  # fmt: skip
    assert (udp.ip, udp.port, udp.protocol, udp.any_address, udp.loopback) == ("::1", 53, "udp", False, True)
    assert (tcp.via, tcp.owner, tcp.unit, tcp.written) == ("socket", "a.socket", node, "8080")
    assert tcp.id == "unit:a.socket/listener:0.0.0.0:8080/tcp"
    assert not tcp.service
    assert written(udp, "port") == "[::1]:53"
    assert tcp.machine == node.machine


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("80", ("", 80)),
        ("127.0.0.1:80", ("127.0.0.1", 80)),
        ("[::]:443", ("::", 443)),
        ("10.0.0.1:80%eth0", ("10.0.0.1", 80)),
        ("/run/x.sock", None),
        ("@abstract", None),
        ("vsock:2:1234", None),
        ("localhost:80", None),
        ("0", None),
        ("70000", None),
        ("::1:80", None),
        ("", None),
        ("٣", None),
    ],
)
def test_addresses(text: str, address: tuple[str, int] | None) -> None:
    assert parse_address(text) == address
