"""Mounts in every form."""

from __future__ import annotations

import pytest

from deploylint.model.compose.mounts import split_short
from tests.model.graphs import facts, graph, service

FIELDS = ("type", "source", "target", "host_path", "path", "volume_name", "read_only")

MOUNTS = [
    ("data:/x", ("volume", "data", "/x", None, None, "data", False)),
    ("data:/x:ro", ("volume", "data", "/x", None, None, "data", True)),
    ("./conf:/x:ro,z", ("bind", "./conf", "/x", None, "conf", None, True)),
    ("../up:/x", ("bind", "../up", "/x", None, None, None, False)),
    ("/srv/x/../y:/x", ("bind", "/srv/x/../y", "/x", "/srv/y", None, None, False)),
    ("//var/run/docker.sock:/x", ("bind", "//var/run/docker.sock", "/x", "/var/run/docker.sock", None, None, False)),
    ("~/x:/x", ("bind", "~/x", "/x", None, None, None, False)),
    ("/anonymous", ("volume", None, "/anonymous", None, None, None, False)),
    ("sub/dir:/x", ("volume", "sub/dir", "/x", None, None, "sub/dir", False)),
    ("d:/data", ("volume", None, "d:/data", None, None, None, False)),
    ("'c:\\x:/data'", ("bind", "c:\\x", "/data", None, None, None, False)),
    ("{type: bind, source: ./a, target: /b}", ("bind", "./a", "/b", None, "a", None, False)),
    ("{type: volume, source: v, target: /b, read_only: true}", ("volume", "v", "/b", None, None, "v", True)),
    ("{type: tmpfs, target: /b}", ("tmpfs", None, "/b", None, None, None, False)),
    ("'${DIR}:/x'", ("?", "?", "/x", "?", "?", "?", False)),
    ("'${DIR:-./d}:/x'", ("bind", "./d", "/x", None, "d", None, False)),
    ("'./${DIR}:/x'", ("bind", "?", "/x", None, "?", None, False)),
    ("'data:${TARGET}'", ("volume", "data", "?", None, None, "data", False)),
]


@pytest.mark.parametrize(("written", "expected"), MOUNTS)
def test_mount(written: str, expected: tuple[object, ...]) -> None:
    mounts = service(f"image: a:1\nvolumes:\n  - {written}").mounts
    assert [facts(node, *FIELDS) for node in mounts] == [expected]


@pytest.mark.parametrize("written", ["':/x'", "'aa:bb:cc:dd'", "'aa:'", "''"])
def test_refused(written: str) -> None:
    found = graph(f"services:\n  web:\n    image: a:1\n    volumes:\n      - {written}\n").defects_by_code
    assert set(found) == {"volume-spec-invalid"}


def test_existing_source() -> None:
    text = "services: {web: {image: a, volumes: ['./conf:/c', './gone:/g', '/srv:/s']}}"
    mounts = graph({"compose.yaml": text, "conf/x.conf": ""}).kinds["mount"]
    assert [facts(node, "exists")[0] for node in mounts] == [True, False, "?"]


def test_declared_volume_knows_its_mounts() -> None:
    found = graph("services: {web: {image: a, volumes: ['data:/x']}}\nvolumes: {data: , other: }").kinds["volume"]
    assert [(node.name, len(node.mounts)) for node in found] == [("data", 1), ("other", 0)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("aa:b", ["aa", "b"]), ("a:b", ["a:b"]), ("c:\\x:/y:ro", ["c:\\x", "/y", "ro"]), ("d:", ["d:"]), ("a", ["a"])],
)
def test_split_short(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split_short(text) or ()] == expected


def test_host_paths_that_stand_in_the_tree() -> None:
    text = "services: {web: {image: a, volumes: ['/srv/app/conf:/c', '/opt/x/data/db.sql:/d', '/etc/x:/e']}}"
    files = {"compose.yaml": text, "data/db.sql": "", "app/conf/x": ""}
    mounts = graph(files, places=(("/srv/app", "app"),)).kinds["mount"]
    assert [facts(node, "path", "exists") for node in mounts] == [
        ("app/conf", True),
        ("data/db.sql", True),
        (None, "?"),
    ]


def test_what_an_example_names_may_be_missing() -> None:
    text = "services: {web: {image: a, volumes: ['./a.conf:/a.conf'], env_file: x.env}}"
    found = graph({"compose.example.yaml": text}).kinds
    assert [facts(found[kind][0], "exists", "excused") for kind in ("mount", "env_file")] == [(False, True)] * 2
