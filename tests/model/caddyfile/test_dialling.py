from __future__ import annotations

import pytest

from deploylint.model.caddyfile.dialling import MOST_PORTS, dials
from deploylint.syntax.caddyfile.tree import HOLE

FIELDS = ("scheme", "network", "host", "port", "port_written", "path", "local")


def facts(text: str) -> tuple[object, ...]:
    """The fields of the one place that an address leads to; `?` for what is not known."""
    (dial,) = dials(text)
    return tuple(getattr(dial, field, "?") for field in FIELDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app:8080", (None, "tcp", "app", 8080, True, None, False)),
        ("App", (None, "tcp", "app", 80, False, None, False)),
        ("app:", (None, "tcp", "app", 80, False, None, False)),
        (":8080", (None, "tcp", "", 8080, True, None, True)),
        ("localhost:3000", (None, "tcp", "localhost", 3000, True, None, True)),
        ("127.0.0.2:3000", (None, "tcp", "127.0.0.2", 3000, True, None, True)),
        ("0.0.0.0:3000", (None, "tcp", "0.0.0.0", 3000, True, None, True)),
        ("10.0.0.2:3000", (None, "tcp", "10.0.0.2", 3000, True, None, False)),
        ("[::1]:3000", (None, "tcp", "::1", 3000, True, None, True)),
        ("[::1]", (None, "tcp", "::1", 80, False, None, True)),
        ("::1:3000", (None, "tcp", "::1:3000", 80, False, None, False)),
        ("app:http", (None, "tcp", "app", None, True, None, False)),
        ("app:65536", (None, "tcp", "app", None, True, None, False)),
        ("http://app", ("http", "tcp", "app", 80, False, None, False)),
        ("https://app", ("https", "tcp", "app", 443, False, None, False)),
        ("h2c://app:9000", ("h2c", "tcp", "app", 9000, True, None, False)),
        ("https://[::1]:8443", ("https", "tcp", "::1", 8443, True, None, True)),
        ("http://app:8080/api", ("http", "tcp", "app", 8080, True, "api", False)),
        ("http://app/", ("http", "tcp", "app", 80, False, "", False)),
        ("http://bob:pass@app:8080", ("http", "tcp", "app", 8080, True, None, False)),
        ("http://app/x@y", ("http", "tcp", "app", 80, False, "x@y", False)),
        ("ftp://app", ("ftp", "tcp", "app", 80, False, None, False)),
        ("localhost:3000/api", (None, "tcp", "localhost", 3000, True, "api", True)),
        ("unix//run/app.sock", (None, "unix", None, None, False, "/run/app.sock", False)),
        ("unix/app.sock", (None, "unix", None, None, False, "app.sock", False)),
        ("unix+h2c//run/app.sock", ("h2c", "unix", None, None, False, "/run/app.sock", False)),
        ("fd/3", (None, "fd", None, None, False, "3", False)),
        ("tcp/app:9000", (None, "tcp", "app", 9000, True, None, False)),
        ("udp/app:9000", (None, "udp", "app", 9000, True, None, False)),
        ("{env.APP}", (None, "tcp", "?", "?", "?", None, "?")),
        ("{env.APP}:80", (None, "tcp", "?", 80, True, None, "?")),
        ("app:{env.PORT}", (None, "tcp", "app", "?", True, None, False)),
        ("app:6{re.port.1}", (None, "tcp", "app", "?", True, None, False)),
        (HOLE, ("?", "?", "?", "?", "?", "?", "?")),
        (f"{HOLE}:8080", ("?", "tcp", "?", 8080, True, None, "?")),
        (f"app:{HOLE}", (None, "tcp", "app", "?", True, None, False)),
        (f"http://{HOLE}", ("http", "tcp", "?", "?", "?", "?", "?")),
        (f"http://{HOLE}:80", ("http", "tcp", "?", 80, True, None, "?")),
        (f"app.{HOLE}", (None, "tcp", "?", 80, False, None, "?")),
        (f"{HOLE}://app", ("?", "tcp", "app", "?", False, None, False)),
        (f"unix//run/{HOLE}", (None, "unix", None, None, False, "?", False)),
    ],
)
def test_an_address_is_taken_apart_as_caddy_does(text, expected):
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        ("app:8001-8003", [8001, 8002, 8003]),
        ("http://app:8001-8002", [8001, 8002]),
        ("app:8001-8001", [8001]),
        ("app:8003-8001", [None]),
        ("app:8001-", [None]),
        ("app:8001-80999", [None]),
        (f"app:1-{MOST_PORTS}", list(range(1, MOST_PORTS + 1))),
        (f"app:1-{MOST_PORTS + 1}", ["?"]),
    ],
)
def test_a_range_is_an_upstream_for_each_port(text, ports):
    assert [getattr(dial, "port", "?") for dial in dials(text)] == ports
    assert {dial.host for dial in dials(text)} == {"app"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("app:8080", {"host": "app", "port": "8080"}),
        ("https://[::1]:8443", {"scheme": "https", "host": "::1", "port": "8443"}),
        ("app", {"host": "app"}),
        ("[::1]", {"host": "::1"}),
        ("tcp/app:80", {"host": "app", "port": "80"}),
        ("localhost:3000/api", {"host": "localhost", "port": "3000"}),
        ("app:8001-8003", {"host": "app"}),
        ("unix//run/app.sock", {}),
    ],
)
def test_parts_stand_where_they_are_written(text, parts):
    assert {name: text[start:end] for name, (start, end) in dials(text)[0].parts.items()} == parts
