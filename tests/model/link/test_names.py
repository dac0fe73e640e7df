"""Which names and addresses the internet can reach."""

from __future__ import annotations

import pytest

from deploylint.model.link.names import is_public_address, is_public_name


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("photos.example.org", True),
        ("*.example.org", True),
        ("example.org", True),
        ("EXAMPLE.ORG.", True),
        ("my-site.co.uk", True),
        ("localhost", False),
        ("photos", False),
        ("nas.local", False),
        ("nas.lan", False),
        ("app.home.arpa", False),
        ("app.internal", False),
        ("box.tailnet.ts.net", False),
        ("192.168.1.5.nip.io", False),
        ("192.168.1.5", False),
        ("8.8.8.8", True),
        ("", False),
        ("{$HOST}", False),
        ("a b.org", False),
    ],
)
def test_names(name: str, *, public: bool) -> None:
    assert is_public_name(name) is public


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("10.0.0.1", False), ("[2a00::1]", True), ("fd00::1", False), ("0.0.0.0", False), ("x", False)],
)
def test_addresses(address: str, *, public: bool) -> None:
    assert is_public_address(address) is public
