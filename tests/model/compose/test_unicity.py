from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import plain


@pytest.mark.parametrize(
    ("key", "items", "kept"),
    [
        ("ports", "['80:80', '0.0.0.0:80:80/tcp', '80:80/udp']", ["0.0.0.0:80:80/tcp", "80:80/udp"]),
        ("ports", "['[::1]:80:80', '127.0.0.1:80:80', 80, '80']", ["[::1]:80:80", "127.0.0.1:80:80", "80"]),
        ("ports", "['${A}:80', '${A}:80']", None),
        ("volumes", "['aa:/x', '/x/', 'bb:/y']", ["/x/", "bb:/y"]),
        ("volumes", "['${V}:/x', 'bb:/x']", ["bb:/x"]),
        ("volumes", "['vv:/${X}', 'ww:/${X}']", None),
        ("volumes", "['c:/a:/x', 'd:/x']", None),
        ("environment", "['A=1', 'B=1', 'A=2', 'A']", ["A", "B=1"]),
        ("environment", "['A=${X}', 'A=1']", ["A=1"]),
        ("devices", "['/dev/a', '/dev/b:/dev/a']", ["/dev/b:/dev/a"]),
        ("secrets", "[s, {source: t, target: /run/secrets/s}]", [{"source": "t", "target": "/run/secrets/s"}]),
        ("env_file", "[a, {path: a}]", [{"path": "a"}]),
        ("profiles", "[a, b, a]", ["a", "b"]),
        ("security_opt", "[a, a]", None),
    ],
)
def test_the_last_of_equal_items_stays_in_the_place_of_the_first(resolved, at, key, items, kept):
    resolution = resolved(f"services: {{a: {{image: x, {key}: {items}}}}}")
    found = plain(at(resolution, "services", "a", key))
    if kept is None:
        assert len(found) == items.count(",") + 1
    else:
        assert found == kept
