"""Volumes, devices, secrets and configs of a service in their long forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deploylint.model.compose.canonical import Unknown

Shown = Callable[..., Any]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("vol:/x", {"type": "volume", "source": "vol", "target": "/x", "volume": {}}),
        ("/x", {"type": "volume", "target": "/x"}),
        ("/data/", {"type": "volume", "target": "/data", "volume": {}}),
        ("./a:/b//c", {"type": "bind", "source": "/srv/a", "target": "/b/c", "bind": {}}),
        ("~/a:/b:ro", {"type": "bind", "source": "/home/me/a", "target": "/b", "read_only": True, "bind": {}}),
        ("vol:/x:ro,rw,cached", {"type": "volume", "source": "vol", "target": "/x", "volume": {}}),
        ("vol:/x:nocopy", {"type": "volume", "source": "vol", "target": "/x", "volume": {"nocopy": True}}),
        ("vol:/x:z", {"type": "volume", "source": "vol", "target": "/x", "bind": {"selinux": "z"}, "volume": {}}),
        (
            "/a:/b:Z,rshared",
            {"type": "bind", "source": "/a", "target": "/b", "bind": {"selinux": "Z", "propagation": "rshared"}},
        ),
        ("C:\\a:/b", {"type": "bind", "source": "C:\\a", "target": "/b", "bind": {}}),
        ("d:/data", {"type": "volume", "target": "d:/data", "volume": {}}),
        ("{type: bind, source: ./a, target: /b/}", {"type": "bind", "source": "/srv/a", "target": "/b"}),
        ("{type: bind, source: '', target: /b}", {"type": "bind", "source": "/srv", "target": "/b"}),
        (
            "{target: /b, source: /a, type: bind, bind: {create_host_path: false, recursive: disabled}}",
            {
                "type": "bind",
                "source": "/a",
                "target": "/b",
                "bind": {"create_host_path": False, "recursive": "disabled"},
            },
        ),
        (
            "{type: bind, source: /a, target: /b, bind: {create_host_path: true}}",
            {"type": "bind", "source": "/a", "target": "/b", "bind": {}},
        ),
        (
            "{type: tmpfs, target: /t, tmpfs: {size: 1k, mode: 0700}}",
            {"type": "tmpfs", "target": "/t", "tmpfs": {"size": "1024", "mode": 448}},
        ),
        (
            "{type: image, source: a, target: /t, image: {subpath: s}}",
            {"type": "image", "source": "a", "target": "/t", "image": {"subpath": "s"}},
        ),
    ],
)
def test_volume(shown: Shown, written: str, expected: dict[str, object]) -> None:
    found = shown(f"volumes:\n- {written}")["volumes"]
    assert found == [expected]
    assert list(found[0]) == list(expected)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("${V}:/x", Unknown(("${V}", ":/x"))),
        ("./a:${T}", Unknown(("./a:", "${T}"))),
        ("aa::b", "aa::b"),
    ],
)
def test_a_short_volume_that_is_not_known_stays(shown: Shown, written: str, expected: object) -> None:
    assert shown(f"volumes: ['{written}']", closed=False)["volumes"] == [expected]


def test_a_long_volume_with_a_hole(shown: Shown) -> None:
    found = shown("volumes: [{type: bind, source: './${S}', target: /x}]", closed=False)["volumes"]
    assert found == [{"type": "bind", "source": Unknown(("./", "${S}")), "target": "/x"}]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/dev/a", {"source": "/dev/a", "target": "/dev/a", "permissions": "rwm"}),
        ("'/dev/a:/dev/b'", {"source": "/dev/a", "target": "/dev/b", "permissions": "rwm"}),
        ("'/dev/a::r'", {"source": "/dev/a", "target": "/dev/a", "permissions": "r"}),
        ("{source: /dev/a, target: /b}", {"source": "/dev/a", "target": "/b"}),
        ("'a:b:c:d'", "a:b:c:d"),
    ],
)
def test_device(shown: Shown, written: str, expected: object) -> None:
    assert shown(f"devices: [{written}]")["devices"] == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("secrets: [s]", {"source": "s", "target": "/run/secrets/s"}),
        ("secrets: [{source: s, mode: 0440}]", {"source": "s", "target": "/run/secrets/s", "mode": "0440"}),
        ("secrets: [{source: s, target: t, mode: '0400', uid: '1'}]",
         {"source": "s", "target": "t", "uid": "1", "mode": "0400"}),
        ("configs: [s]", {"source": "s"}),
        ("configs: [{source: s, mode: 0}]", {"source": "s", "mode": "00"}),
    ],
)  # fmt: skip
def test_file(shown: Shown, body: str, expected: dict[str, object]) -> None:
    [found] = shown(body).values()
    assert found == [expected]
    assert list(found[0]) == list(expected)


def test_a_secret_of_a_build_has_no_target(shown: Shown) -> None:
    assert shown("build: {context: ., secrets: [s]}")["build"]["secrets"] == [{"source": "s"}]
