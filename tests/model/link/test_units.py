"""Which unit runs which project, what is missing for it, and on which machine it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.graphs import graph

COMPOSE = "services:\n  web:\n    image: nginx:1.27\n    ports: ['8080:80']\n"
TREE = {"stacks/media/compose.yaml": COMPOSE, "stacks/media/extra.yaml": COMPOSE}


def unit(text: str, **more: Any) -> Any:
    """The command of a unit with this [Service] section beside the stacks."""
    found = graph({**TREE, "units/media.service": f"[Service]\nType=oneshot\n{text}\n"}, **more)
    return found.kinds["command"][0]


@pytest.mark.parametrize(
    ("text", "project", "missing"),
    [
        ("WorkingDirectory=/srv/stacks/media\nExecStart=/usr/bin/docker compose up -d", "media", ()),
        ("WorkingDirectory=/srv/stacks/media\nExecStart=/usr/bin/docker-compose up -d", "media", ()),
        ("WorkingDirectory=/srv/stacks/media\nExecStart=docker compose -f compose.yaml up", "media", ()),
        ("ExecStart=docker compose -f /srv/stacks/media/compose.yaml up", "media", ()),
        ("ExecStart=docker compose --project-directory /srv/stacks/media up", "media", ()),
        ("ExecStart=docker compose --project-directory=/srv/stacks/media up", "media", ()),
        ("WorkingDirectory=/srv/stacks\nExecStart=docker compose --project-directory media up", "media", ()),
        (
            "WorkingDirectory=/srv/stacks/media\nExecStart=docker compose --project-directory / -f compose.yaml up",
            "media",
            (),
        ),
        ("ExecStart=docker compose --project-directory /srv/stacks/media -f x.yaml up", "?", ()),
        ("WorkingDirectory=/srv/stacks/media\nExecStart=docker compose -f gone.yaml up", "", ("gone.yaml",)),
        ("ExecStart=docker compose -f /srv/stacks/media/gone.yaml up", "", ("/srv/stacks/media/gone.yaml",)),
        ("WorkingDirectory=/opt/elsewhere\nExecStart=docker compose up", "?", ()),
        ("ExecStart=docker compose -f /opt/elsewhere/x.yaml up", "?", ()),
        ("ExecStart=docker compose up", "", ()),
        ("ExecStart=/usr/bin/true", "", ()),
    ],
)
def test_project_and_missing_files(text: str, project: str, missing: tuple[str, ...]) -> None:
    command = unit(text)
    found = getattr(command, "project", "?")
    assert (found if found == "?" else found.name or "") == project
    assert tuple(command.missing_files) == missing


@pytest.mark.parametrize(
    ("script", "project"),
    [
        ("cd /srv/stacks/media && docker compose up -d", "media"),
        ("cd /srv/stacks && cd media && docker compose -f compose.yaml up -d", "media"),
        ("docker compose up -d", ""),
        ("cd $$HOME && docker compose up -d", "?"),
        ("cd /srv/stacks/media && docker compose --project-directory / -f compose.yaml up -d", "?"),
    ],
)
def test_a_shell_may_go_elsewhere(script: str, project: str) -> None:
    files = {**TREE, "units/media.service": f"[Service]\nExecStart=/bin/sh -c '{script}'\n"}
    command = next(each for each in graph(files).kinds["command"] if each.tool == "compose")
    found = getattr(command, "project", "?")
    assert (found if found == "?" else found.name or "") == project


def test_units_and_projects_know_each_other() -> None:
    found = graph(
        {
            **TREE,
            "units/media.service": "[Service]\nWorkingDirectory=/srv/stacks/media\nExecStart=docker compose up\n",
            "units/web.socket": "[Socket]\nListenStream=8080\n",
            "other/x.socket": "[Socket]\nListenStream=8080\n",
        }
    )
    project = next(each for each in found.kinds["project"] if each.name == "media")
    units = {each.name: each for each in found.kinds["unit"]}
    assert project.units == (units["media.service"],)
    assert units["media.service"].projects == (project,)
    assert project.services[0].units == (units["media.service"],)
    assert units["web.socket"].machine == units["media.service"].machine == project.machine
    assert units["x.socket"].machine == "units:other"
    sockets = {each.unit.name: each.machine for each in found.kinds["listener"] if each.via == "socket"}
    assert sockets == {"web.socket": project.machine, "x.socket": "units:other"}


def test_settings_say_where_units_run() -> None:
    found = graph({**TREE, "units/x.socket": "[Socket]\nListenStream=1\n"}, hosts=(("pi", ("units", "stacks/media")),))
    assert found.kinds["unit"][0].machine == "host:pi"
    assert {each.machine for each in found.kinds["project"] if each.dir == "stacks/media"} == {"host:pi"}


def test_places_say_where_folders_are() -> None:
    command = unit("WorkingDirectory=/opt/x\nExecStart=docker compose up", places=(("/opt/x", "stacks/media"),))
    assert command.project.name == "media"
    gone = unit("WorkingDirectory=/opt/x\nExecStart=docker compose up", places=(("/opt/x", "stacks"),))
    assert tuple(gone.missing_files) == ("compose.yaml",)
