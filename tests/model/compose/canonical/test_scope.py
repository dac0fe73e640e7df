"""Where relative paths start, and what bare names stand for."""

from __future__ import annotations

from typing import Any

import pytest

from deploylint.model.compose.canonical import Context, plain
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.environment import Environment
from tests.model.graphs import Nothing


@pytest.mark.parametrize(
    ("folder", "expected"), [("", "/srv"), ("sub", "/srv/sub"), ("../up", "/up"), ("/else/where/", "/else/where")]
)
def test_folder_of_a_project(folder: str, expected: str) -> None:
    assert Scope(Context("/srv", folder, "app", Environment(), (), Nothing())).directory == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/srv/a/b", "a/b"), ("/srv", "."), ("/srvx/a", "../srvx/a"), ("/a", "../a")],
)
def test_path_below_the_anchor(path: str, expected: str) -> None:
    assert Scope(Context("/srv", "", "app", Environment(), (), Nothing())).anchored(path) == expected


def test_paths_start_in_the_projects_folder_wherever_a_file_is(model: Any) -> None:
    files = {
        "sub/compose.yaml": "services: {a: {image: i, volumes: ['./one:/1']}}",
        "other/over.yaml": "services: {a: {volumes: ['./two:/2'], extends: b}, b: {image: i, volumes: ['./three:/3']}}",
    }
    found: Any = plain(model(files, ("sub/compose.yaml", "other/over.yaml"), folder="sub"))
    assert {volume["source"] for volume in found["services"]["a"]["volumes"]} == {
        "/srv/sub/one", "/srv/sub/two", "/srv/sub/three",
    }  # fmt: skip


def test_paths_of_an_included_project_start_in_its_folder(model: Any) -> None:
    files = {
        "compose.yaml": "include: [{path: sub/one.yaml, project_directory: other}, sub/two.yaml]",
        "sub/one.yaml": "services: {a: {image: i, volumes: ['./one:/1'], env_file: e.env}}",
        "sub/two.yaml": "services: {b: {image: i, volumes: ['./two:/2'], environment: [V, HOME]}}",
        "other/e.env": "E=1\n",
        "sub/.env": "V=sub\nHOME=/sub\n",
    }
    services: Any = plain(model(files))["services"]  # type: ignore[index]
    assert services["a"]["volumes"][0]["source"] == "/srv/other/one"
    assert services["a"]["environment"] == {"E": "1"}
    assert services["b"]["volumes"][0]["source"] == "/srv/sub/two"
    assert services["b"]["environment"] == {"HOME": "/home/me", "V": "sub"}


def test_without_a_home_a_tilde_stays(model: Any) -> None:
    found: Any = plain(model("services: {a: {image: i, volumes: ['~/a:/b']}}", variables={}))
    assert found["services"]["a"]["volumes"][0]["source"] == "~/a"
