"""The typed fields of a unit."""

from __future__ import annotations

from typing import Any

import pytest

from deploylint.model.node import OpenList
from tests.model.graphs import graph
from tests.model.systemd.units import named, service, unit, written


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        ("ExecStart=/a", "simple"),
        ("ExecStop=/a", "oneshot"),
        ("BusName=a.b\nExecStart=/a", "dbus"),
        ("Type=notify\nBusName=a.b", "notify"),
        ("Type=oneshot\nType=forking", "forking"),
        ("Type=oneshot\nType=Simple", "oneshot"),
        ("ExecStart=/a\nExecStart=", "oneshot"),
    ],
)
def test_type(body: str, type_: str) -> None:
    assert service(body).service_type == type_


@pytest.mark.parametrize(
    ("field", "body", "value", "place"),
    [
        ("remain_after_exit", "RemainAfterExit=yes", True, "yes"),
        ("remain_after_exit", "RemainAfterExit=ON", True, "ON"),
        ("remain_after_exit", "RemainAfterExit=no", False, "no"),
        ("restart", "Restart=always", "always", "always"),
        ("user", "User=app", "app", "app"),
        ("working_directory", "WorkingDirectory=-/srv//app/", "/srv/app", "-/srv//app/"),
        ("working_directory", "WorkingDirectory=~", "~", "~"),
        ("working_directory", "WorkingDirectory=/srv/%p", "/srv/app", "/srv/%p"),
        ("working_directory", "WorkingDirectory=%S/app", "/var/lib/app", "%S/app"),
    ],
)
def test_values(field: str, body: str, value: object, place: str) -> None:
    node = service(body)
    assert getattr(node, field) == value
    assert written(node, field) == place


def test_nothing_is_set() -> None:
    node = service("ExecStart=/a")
    assert (node.remain_after_exit, node.restart, node.user, node.working_directory, node.dir) == (
        False, None, None, None, None,
    )  # fmt: skip
    assert (node.after, node.wanted_by, node.installed, node.environment) == ((), (), False, {})
    assert set(node.origins) == set()


def test_what_a_specifier_hides_is_unknown() -> None:
    node = service("User=%i\nWorkingDirectory=/srv/%i", "app@.service")
    assert not hasattr(node, "user")
    assert not hasattr(node, "working_directory")
    assert not hasattr(node, "dir")
    assert node.template
    known = service("User=%i\nWorkingDirectory=/srv/%i", "app@blue.service")
    assert (known.user, known.working_directory, known.template) == ("blue", "/srv/blue", False)


def test_lists() -> None:
    node = unit(
        "[Unit]\nAfter=a.service b.target\nAfter=c.service nonsense a.service\nBefore=d.service\n"
        "Requires=a.service\nBindsTo=e.device\nPartOf=f.target\nWants=g.service\nUpholds=h.service\n"
        "[Install]\nWantedBy=multi-user.target\nRequiredBy=i.target\n"
    )
    assert node.after == ("a.service", "b.target", "c.service", "a.service")
    assert node.before == ("d.service",)
    assert node.requires == ("a.service", "e.device", "f.target")
    assert node.wants == ("g.service", "h.service")
    assert node.wanted_by == ("multi-user.target", "i.target")
    assert node.installed
    assert written(node, "after") == "c.service nonsense a.service"
    assert written(node, "after", "b.target") == "b.target"
    assert node.origins["after"].items["b.target"].part


@pytest.mark.parametrize(
    ("body", "installed"),
    [("Alias=b.service", True), ("Also=b.socket", True), ("DefaultInstance=x", False), ("WantedBy=", False)],
)
def test_installed(body: str, installed: bool) -> None:
    assert unit(f"[Install]\n{body}\n").installed is installed


def test_lists_with_specifiers() -> None:
    text = "[Unit]\nAfter=a@%i.service b.service\n"
    template = unit(text, "app@.service")
    assert template.after == ("b.service",)
    assert isinstance(template.after, OpenList)
    instance = unit(text, "app@blue.service")
    assert instance.after == ("a@blue.service", "b.service")
    assert not isinstance(instance.after, OpenList)


@pytest.mark.parametrize(
    ("directory", "folder"),
    [
        ("/srv/stacks/media", "stacks/media"),
        ("/opt/elsewhere", None),
        ("/srv/stacks/media/compose.yaml", None),
        ("~", None),
    ],
)
def test_folder_in_the_tree(directory: str, folder: str | None) -> None:
    files = {"app.service": f"[Service]\nWorkingDirectory={directory}\n", "stacks/media/compose.yaml": "services: {}\n"}
    assert getattr(named(graph(files), "app.service"), "dir", None) == folder


def test_folder_by_the_settings() -> None:
    text = "[Service]\nWorkingDirectory=/srv\n"
    files = {"app.service": text, "host/x": ""}
    assert named(graph(files, places=(("/srv", "host"),)), "app.service").dir == "host"
    assert not hasattr(named(graph(files, places=(("/srv", "gone"),)), "app.service"), "dir")


def test_every_field_is_settled() -> None:
    unsettled = {"machine"}
    for text, path in (
        ("[Service]\nExecStart=/usr/bin/docker compose -f a.yaml up -d\n", "app.service"),
        ("[Timer]\nOnCalendar=daily\n", "app.timer"),
        ("[Socket]\nListenStream=80\n", "app.socket"),
        ("[Unit]\nDescription=x\n", "app.target"),
        ("[Mount]\nWhat=/dev/x\nWhere=/app\n", "app.mount"),
    ):
        node = unit(text, path)
        nodes: list[Any] = [node, *node.settings, *node.commands, *node.listeners]
        nodes += [each for each in (node.timer, node.socket) if each]
        for each in nodes:
            missing = {field for field in type(each).__slots__ if not hasattr(each, field)} - unsettled
            # What the tree cannot tell: the service of the socket and timer, a folder, who runs Caddy.
            assert missing <= {"caddy", "project", "directory", "missing_files", "runs_caddy"}, (path, each)
