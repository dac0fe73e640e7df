from __future__ import annotations

import pytest

from deploylint.model.caddyfile.addresses import Address, Ports
from deploylint.syntax.caddyfile.tree import HOLE

DEFAULT = Ports()


def parts(text: str) -> tuple[str, ...]:
    """Scheme, host, port and path; `?` for what is not known."""
    address = Address(text)
    return tuple(getattr(address, name, "?") for name in ("scheme", "host", "port", "path"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.com", ("", "example.com", "", "")),
        ("Example.COM:8443", ("", "example.com", "8443", "")),
        ("https://example.com", ("https", "example.com", "", "")),
        ("HTTP://example.com:80/x/Y", ("http", "example.com", "80", "/x/Y")),
        ("http://", ("http", "", "", "")),
        (":443", ("", "", "443", "")),
        (":", ("", "", "", "")),
        ("*", ("", "*", "", "")),
        ("localhost:", ("", "localhost", "", "")),
        ("*.example.com", ("", "*.example.com", "", "")),
        ("[::1]", ("", "::1", "", "")),
        ("[::1]:80", ("", "::1", "80", "")),
        ("[2001:DB8::1]:http", ("", "2001:db8::1", "http", "")),
        ("::1", ("", "::1", "", "")),
        ("[::1", ("", "[::1", "", "")),
        ("a:b:c", ("", "a:b:c", "", "")),
        ("foo://a", ("foo", "a", "", "")),
        ("a.com/", ("", "a.com", "", "/")),
        ("{env.HOST}:80", ("", "{env.HOST}", "80", "")),
        ("/path", ("", "", "", "/path")),
    ],
)
def test_an_address_is_taken_apart_as_caddy_does(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HOLE, ("?", "?", "?", "?")),
        (f"app.{HOLE}", ("", "?", "", "")),
        (f"{HOLE}.example.com", ("", "?", "", "")),
        (f"app.{HOLE}:8443", ("", "?", "8443", "")),
        (f"{HOLE}:8443", ("?", "?", "8443", "")),
        (f":{HOLE}", ("", "", "?", "?")),
        (f"https://{HOLE}", ("https", "?", "?", "?")),
        (f"{HOLE}://a.com", ("?", "a.com", "", "")),
        (f"a.com/{HOLE}", ("", "a.com", "", "?")),
        (f"app{HOLE}", ("", "?", "?", "?")),
    ],
)
def test_a_variable_hides_no_more_than_it_can_hold(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "ports", "port", "https", "key"),
    [
        ("example.com", DEFAULT, 443, True, "https://example.com:443"),
        ("http://example.com", DEFAULT, 80, False, "http://example.com:80"),
        ("example.com:80", DEFAULT, 80, False, "http://example.com:80"),
        ("example.com:8443", DEFAULT, 8443, True, "https://example.com:8443"),
        ("localhost:8080", DEFAULT, 8080, True, "https://localhost:8080"),
        ("127.0.0.1", DEFAULT, 443, True, "https://127.0.0.1:443"),
        (":80", DEFAULT, 80, False, "http://:80"),
        (":8080", DEFAULT, 8080, False, "http://:8080"),
        (":443", DEFAULT, 443, True, "https://:443"),
        ("[::1]:8080", DEFAULT, 8080, True, "https://[::1]:8080"),
        ("example.com/x", DEFAULT, 443, True, "https://example.com:443/x"),
        ("example.com", Ports(8080, 8443), 8443, True, "https://example.com:8443"),
        ("http://example.com", Ports(8080, 8443), 8080, False, "http://example.com:8080"),
        (":80", Ports(8080, 8443), 80, False, "http://:80"),
        ("example.com:http", DEFAULT, None, True, None),
        ("example.com:65536", DEFAULT, None, True, None),
        (f"app.{HOLE}", DEFAULT, 443, True, None),
        (f"{HOLE}:80", DEFAULT, 80, False, None),
        (f"{HOLE}:8080", DEFAULT, 8080, None, None),
        (f":{HOLE}", DEFAULT, None, None, None),
        (HOLE, DEFAULT, None, None, None),
        (f"http://{HOLE}", DEFAULT, None, False, None),
        ("example.com", Ports(80, None), None, True, None),
    ],
)
def test_what_caddy_makes_of_an_address(text, ports, port, https, key):
    address = Address(text)
    assert (address.listens(ports), address.is_https(ports), address.key(ports)) == (port, https, key)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("example.com", True),
        ("https://a.example.org:8443/x", True),
        ("*.example.com", True),
        ("localhost", False),
        ("app", False),
        (":443", False),
        ("nas.local", False),
        ("nas.home.arpa.", False),
        ("app.internal", False),
        ("192.0.2.7", False),
        ("[2001:db8::1]", False),
        (f"app.{HOLE}", None),
        (f"{HOLE}.lan", False),
        (f"{HOLE}.example.com:80", None),
        (HOLE, None),
    ],
)
def test_which_names_the_internet_can_resolve(text, public):
    assert Address(text).is_public() is public
