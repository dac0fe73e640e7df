"""Commands of units as nodes."""

from __future__ import annotations

import time
from typing import Any

import pytest

from deploylint.model.node import OpenList
from tests.model.systemd.units import service, unit, written


def commands(line: str, path: str = "app.service") -> list[Any]:
    return list(service(f"ExecStart={line}", path).commands)


def test_a_command() -> None:
    (node,) = commands("-@/usr/bin/docker dockerx compose -f a.yaml --profile blue -p web up -d db 'my service'")
    assert node.id == "unit:app.service/command:ExecStart//usr/bin/docker"
    assert (node.purpose, node.prefixes, node.program, node.name) == ("ExecStart", "-@", "/usr/bin/docker", "docker")
    assert node.argv[:3] == ("/usr/bin/docker", "compose", "-f")
    assert (node.tool, node.verb, node.project_name) == ("compose", "up", "web")
    assert (node.compose_files, node.profile_names) == (("a.yaml",), ("blue",))
    assert node.service_names == ("db", "my service")
    assert node.options == ("-f", "--profile", "-p", "-d")
    assert (node.detached, node.removes_volumes) == (True, False)
    assert written(node, "verb") == "up"
    assert written(node, "detached") == "-d"
    assert written(node, "compose_files", "a.yaml") == "a.yaml"
    assert written(node, "options", "--profile") == "--profile"
    assert written(node, "service_names", "my service") == "'my service'"
    assert written(node, "program") == "/usr/bin/docker"
    assert node.setting.key == "ExecStart"
    assert not node.inside


@pytest.mark.parametrize(
    ("line", "detached", "removes"),
    [
        ("/usr/bin/docker compose up -d", True, False),
        ("/usr/bin/docker compose up --detach", True, False),
        ("/usr/bin/docker compose up --wait", True, False),
        ("/usr/bin/docker compose up", False, False),
        ("/usr/bin/docker compose up --detach=false", False, False),
        ("/usr/bin/docker compose start", True, False),
        ("/usr/bin/docker run -dp 80:80 nginx", True, False),
        ("/usr/bin/docker run nginx -d", False, False),
        ("/usr/bin/docker start -a web", False, False),
        ("/usr/bin/podman start web", True, False),
        ("/usr/bin/docker exec -d web x", False, False),
        ("/usr/bin/docker compose down -v", False, True),
        ("/usr/bin/docker compose down --volumes", False, True),
        ("/usr/bin/docker compose rm -fsv", False, True),
        ("/usr/bin/docker rm -v web", False, True),
        ("/usr/bin/docker run -v a:/b nginx", False, False),
        ("/usr/bin/docker compose up $ARGS", None, False),
        ("/usr/bin/docker compose down $ARGS", False, None),
        ("/usr/bin/docker compose $ARGS", None, None),
        ("/usr/bin/docker compose up -d $ARGS", True, False),
        ("/usr/bin/docker start $ARGS", None, False),
        ("/usr/bin/docker stop $ARGS", False, False),
        ("/usr/bin/app start -v", False, False),
    ],
)
def test_what_follows_from_options(line: str, detached: bool | None, removes: bool | None) -> None:
    (node,) = commands(line)
    assert (getattr(node, "detached", None), getattr(node, "removes_volumes", None)) == (detached, removes)


@pytest.mark.parametrize(
    ("line", "argv"),
    [
        ("/bin/a $$x ${B} $C --d=$E", ("/bin/a", "$x", "${B}", "$C", "--d=$E")),
        (":/bin/a $$x", ("/bin/a", "$$x")),
        ("/bin/a %n %% %t", ("/bin/a", "app.service", "%", "/run")),
        ("@/bin/a b c", ("/bin/a", "c")),
    ],
)
def test_words(line: str, argv: tuple[str, ...]) -> None:
    (node,) = commands(line)
    assert tuple(node.argv) == argv
    assert isinstance(node.argv, OpenList) is ("$C" in argv)


def test_several_commands() -> None:
    nodes = service("Type=oneshot\nExecStart=/bin/a ; /bin/b \\; c\nExecStop=/bin/d").commands
    assert [(node.purpose, *node.argv) for node in nodes] == [
        ("ExecStart", "/bin/a"), ("ExecStart", "/bin/b", ";", "c"), ("ExecStop", "/bin/d"),
    ]  # fmt: skip


def test_what_systemd_refuses_or_resets_is_no_command() -> None:
    assert commands("/bin/a 'open") == []
    assert commands("/bin/a\nExecStart=") == []


def test_in_a_shell() -> None:
    outer, pull, up = commands("/bin/sh -c 'cd /srv/app && docker compose pull -q; exec docker compose up -d web'")
    assert (outer.tool, outer.verb, outer.name) == ("shell", None, "sh")
    assert (pull.verb, up.verb, up.detached, up.service_names) == ("pull", "up", True, ("web",))
    assert pull.inside is outer
    assert up.inside is outer
    assert up.folder == "/srv/app"
    assert written(up, "detached") == "-d"
    assert written(up, "") == "exec docker compose up -d web"


def test_in_a_shell_in_a_shell() -> None:
    line = "/usr/bin/sudo /bin/bash -lc \"sh -c 'docker stop web'\""
    nodes = commands(line)
    assert [node.tool for node in nodes] == ["shell", "shell", "docker"]
    assert nodes[2].inside is nodes[1]
    assert nodes[2].container_names == ("web",)


def test_variables_of_a_script() -> None:
    (_, node) = commands("/bin/sh -c 'export COMPOSE_FILE=/srv/a.yaml; docker compose up $$X'")
    assert node.compose_files == ("/srv/a.yaml",)
    assert isinstance(node.service_names, OpenList)


@pytest.mark.parametrize(
    ("body", "folder"),
    [
        ("ExecStart=/usr/bin/docker compose up", None),
        ("WorkingDirectory=/srv/app\nExecStart=/usr/bin/docker compose up", "/srv/app"),
        ("WorkingDirectory=/srv\nExecStart=/usr/bin/docker compose --project-directory app up", "/srv/app"),
        ("WorkingDirectory=/srv\nExecStart=/usr/bin/docker compose --project-directory=/opt up", "/opt"),
        ("ExecStart=/usr/bin/env -C /srv docker compose up", "/srv"),
        ("WorkingDirectory=/srv\nExecStart=/bin/sh -c 'cd app; docker compose up'", "/srv/app"),
        ("ExecStart=/usr/bin/docker compose --project-directory ${DIR} up", "?"),
        ("ExecStart=/bin/sh -c 'cd; docker compose up'", "?"),
        ("WorkingDirectory=%H\nExecStart=/usr/bin/docker compose up", "?"),
    ],
)
def test_folder(body: str, folder: str | None) -> None:
    assert getattr(service(body).commands[-1], "folder", "?") == folder


@pytest.mark.parametrize(
    ("body", "files", "is_open"),
    [
        ("ExecStart=/usr/bin/docker compose -f a -f b up", ("a", "b"), False),
        ("Environment=COMPOSE_FILE=a:b\nExecStart=/usr/bin/docker compose up", ("a", "b"), False),
        ("Environment=COMPOSE_FILE=a\nExecStart=/usr/bin/docker compose -f b up", ("b",), False),
        ("ExecStart=/usr/bin/env COMPOSE_FILE=c docker compose up", ("c",), False),
        ("ExecStart=/usr/bin/docker compose -f ${F} -f b up", ("b",), True),
        ("ExecStart=/usr/bin/docker compose -f /srv/%i.yaml up", (), True),
        ("Environment=COMPOSE_FILE=a\nExecStart=/usr/bin/docker ps", (), False),
    ],
)
def test_files(body: str, files: tuple[str, ...], is_open: bool) -> None:
    (node,) = service(body, "app@.service").commands
    assert node.compose_files == files
    assert isinstance(node.compose_files, OpenList) is is_open


@pytest.mark.parametrize(
    ("line", "containers", "caddy"),
    [
        ("/usr/bin/docker ps", True, False),
        ("/bin/sh -c 'podman ps'", True, False),
        ("/usr/bin/caddy run", False, True),
        ("/usr/bin/caddy fmt", False, False),
        ("/bin/true", False, False),
    ],
)
def test_facts_of_the_unit(line: str, containers: bool, caddy: bool) -> None:
    node = service(f"ExecStart={line}")
    assert (node.runs_containers, node.runs_caddy) == (containers, caddy)


def test_a_mount_and_a_socket_have_commands_and_a_timer_none() -> None:
    assert len(unit("[Socket]\nListenStream=1\nExecStartPre=/bin/a\n", "app.socket").commands) == 1
    assert unit("[Timer]\nExecStart=/bin/a\n", "app.timer").commands == ()


@pytest.mark.parametrize("piece", ["a ", "'b' ", "$X ", "-f a ", "/bin/sh -c ", "x; ", "-abc ", "--a=b ", "%i "])
def test_long_commands_take_no_long_time(piece: str) -> None:
    start = time.process_time()
    service(f"ExecStart=/usr/bin/docker compose {piece * 5_000}")
    service(f'ExecStart=/bin/sh -c "docker compose {piece.strip() * 5_000}; "')
    assert time.process_time() - start < 5
