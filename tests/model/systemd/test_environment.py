"""Environment= and EnvironmentFile=."""

from __future__ import annotations

from typing import Any

import pytest

from deploylint.model.node import OpenList
from tests.model.graphs import graph
from tests.model.systemd.units import named, service, written


@pytest.mark.parametrize(
    ("body", "variables"),
    [
        ("Environment=A=1 B=2", {"A": "1", "B": "2"}),
        ("Environment=\"A=1 2\" 'B=3'", {"A": "1 2", "B": "3"}),
        ("Environment=A=1\nEnvironment=A=2", {"A": "2"}),
        ("Environment=A=1\nEnvironment=\nEnvironment=B=2", {"B": "2"}),
        ("Environment=A=1 2 C", {"A": "1"}),
        ("Environment=A=%n B=100%%", {"A": "app.service", "B": "100%"}),
        ("Environment=A=%H B=2", {"B": "2"}),
        ("Environment=A=$HOME", {"A": "$HOME"}),
        ("Environment=1A=1 a.b=2", {}),
    ],
)
def test_variables(body: str, variables: dict[str, str]) -> None:
    assert service(body).environment == variables


def test_places_of_values() -> None:
    node = service('Environment=A=1 "B=2 3" C=\'4\' D=a"b"c')
    assert [written(node, "environment", name) for name in "ABC"] == ["1", "2 3", "4"]
    assert written(node, "environment", "D") == 'D=a"b"c'


def env_file(written_path: str, **more: str) -> Any:
    files = {"app.service": f"[Service]\nWorkingDirectory=/srv/stacks/app\nEnvironmentFile={written_path}\n"}
    files |= {"stacks/app/compose.yaml": "services: {}\n", **{k.replace("__", "/"): v for k, v in more.items()}}
    node = named(graph(files), "app.service")
    return node.env_files


@pytest.mark.parametrize(
    ("written_path", "path", "exists", "required"),
    [
        ("/srv/stacks/app/app.env", "stacks/app/app.env", True, True),
        ("-/srv/stacks/app/app.env", "stacks/app/app.env", True, False),
        ("/srv/stacks/app/gone.env", "stacks/app/gone.env", False, True),
        ("/etc/default/app", "/etc/default/app", None, True),
        ("/srv/stacks/app/*.env", "/srv/stacks/app/*.env", None, True),
        ("/opt/stacks/app/conf/gone.env", "/opt/stacks/app/conf/gone.env", None, True),
        ("/srv/stacks/app/conf/gone.env", "stacks/app/conf/gone.env", False, True),
    ],
)
def test_env_files(written_path: str, path: str, exists: bool | None, required: bool) -> None:
    (node,) = env_file(written_path, **{"stacks/app/app.env": "A=1\n"})
    assert (node.path, getattr(node, "exists", None), node.required) == (path, exists, required)
    assert (node.purpose, node.written) == ("unit", written_path.lstrip("-"))
    assert node.unit.name == "app.service"
    assert not node.service
    assert not node.project
    assert written(node, "") == written_path.lstrip("-")
    assert bool(node.file) is (exists is True)


def test_an_example_excuses() -> None:
    (node,) = env_file("/srv/stacks/app/app.env", **{"stacks/app/app.env.example": "A=\n"})
    assert (node.exists, node.excused) == (False, True)
    (other,) = env_file("/srv/stacks/app/app.env")
    assert (other.exists, other.excused) == (False, False)


def test_keys_of_the_file() -> None:
    (node,) = env_file("/srv/stacks/app/app.env", **{"stacks/app/app.env": "A=1\n# c\nB=2\n"})
    assert [(each.name, each.whole) for each in node.file.env_defs] == [("A", True), ("B", True)]


def test_what_does_not_count() -> None:
    node = service("EnvironmentFile=/a/b\nEnvironmentFile=\nEnvironmentFile=relative.env")
    assert node.env_files == ()
    unknown = service("EnvironmentFile=/srv/%i.env", "app@.service")
    assert isinstance(unknown.env_files, OpenList)
    instance = service("EnvironmentFile=/srv/%i.env", "app@blue.service")
    assert [each.written for each in instance.env_files] == ["/srv/blue.env"]
