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
        ("extra_hosts", "['h:1', 'h:1']", None),
        ("ports", "['80:80', {target: 80, published: '80'}, '80:80']", [{"target": 80, "published": "80"}]),
        ("ports", "['80:80', {target: 80, published: 80}]", ["80:80", {"target": 80, "published": 80}]),
        ("volumes", "['aa:/x', 'bb:/x/', {type: bind, source: c, target: /x}]", ["bb:/x/"]),
        ("volumes", "['/x', {type: tmpfs, target: /x/}]", ["/x", {"type": "tmpfs", "target": "/x/"}]),
        ("volumes", "['aa://x', 'bb:/x']", ["bb:/x"]),
        ("devices", "['/dev/a:', '/dev/a']", ["/dev/a"]),
        ("expose", "[80, '80', '80/tcp']", ["80", "80/tcp"]),
        ("tmpfs", "['/r:mode=1', '/r:mode=2']", ["/r:mode=2"]),
        ("dns_search", "[a=b, a=c]", ["a=c"]),
        ("tmpfs", "['', '']", [""]),
        ("environment", "['=1', '=2']", ["=2"]),
        ("devices", "['', '']", [""]),
        ("volumes", "[{type: volume, target: ''}, {type: tmpfs, target: ''}]", [{"type": "tmpfs", "target": ""}]),
    ],
)
def test_the_last_of_equal_items_stays_in_the_place_of_the_first(resolved, at, key, items, kept):
    resolution = resolved(f"services: {{a: {{image: x, {key}: {items}}}}}")
    found = plain(at(resolution, "services", "a", key))
    if kept is None:
        assert len(found) == items.count(",") + 1
    else:
        assert found == kept


def test_each_document_keeps_things_once_before_the_next_lies_over_it(resolved, at):
    resolution = resolved(
        "services: {a: {image: x, volumes: ['/a:/x', '/b:/x/']}}",
        "services: {a: {volumes: [{type: tmpfs, target: /x}]}}",
    )
    assert plain(at(resolution, "services", "a", "volumes")) == [{"type": "tmpfs", "target": "/x"}]


def test_equal_paths_of_two_folders_are_two_files(resolved, at):
    resolution = resolved(
        "services: {a: {extends: {file: s/b.yaml, service: b}, env_file: [e, s/f]}}",
        files={"s/b.yaml": "services: {b: {image: x, env_file: [e, f]}}"},
    )
    assert plain(at(resolution, "services", "a", "env_file")) == ["e", "s/f", "e"]
