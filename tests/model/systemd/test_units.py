"""Which files make one unit, and which files are none."""

from __future__ import annotations

import time

import pytest

from deploylint.model.systemd.units import generated_name, is_user_folder
from tests.model.graphs import graph
from tests.model.systemd.units import named, written

SERVICE = "[Service]\nExecStart=/bin/true\n"


def roles(files: dict[str, str]) -> dict[str, str]:
    return {role.path: role.role for role in graph(files).files}


def test_a_unit() -> None:
    node = named(graph({"units/app.service": "# comment\n\n" + SERVICE}), "app.service")
    assert (node.id, node.type, node.stem, node.template, node.dropin) == (
        "unit:units/app.service", "service", "app", False, False,
    )  # fmt: skip
    assert (node.file.role, node.file.format, node.sections) == ("unit", "systemd", ("Service",))
    assert written(node, "") == "[Service]"


@pytest.mark.parametrize(
    ("path", "text", "role"),
    [
        ("app.service", SERVICE, "unit"),
        ("app.service", "; c\n[Unit]\n", "unit"),
        ("app.service", "[unit]\n", "unit"),
        ("app.service", "ExecStart=/bin/true\n[Unit]\n", "unit"),
        ("app.service", "", "unit"),
        ("ssh.service", '<?xml version="1.0"?>\n<service-group/>', "other"),
        ("org.app.service", "[D-BUS Service]\nName=org.app\n", "other"),
        ("logo.path", "M 0 0 L 1 1\n", "other"),
        ("build.target", "[profile]\nx=1\n", "other"),
        ("app.service", "just text\n", "other"),
        ("app.service", "[Service]\nExecStart={{ app_path }}/run\n", "template"),
        ("app.service", "[Service]\n{% if x %}\nUser=a\n{% endif %}\n", "template"),
        ("app.service", "[Service]\nUser=<%= @user %>\n", "template"),
        ("app.service", "[Service]\nWorkingDirectory={{ .chezmoi.homeDir }}/x\n", "template"),
        ("app.service.j2", SERVICE, "template"),
        ("app.service", "[Service]\nExecStart=/usr/bin/docker inspect --format '{{.State.Running}}' web\n", "unit"),
        ("app.service", '[Service]\nExecStart=/usr/bin/docker ps --format "{{json .Names}}"\n', "unit"),
        ("app.service", "[Service]\nExecStart=/usr/bin/docker ps \\\n  --format={{.Names}}\n", "unit"),
        ("app.service.d/a.conf", "[Service]\nUser=a\n", "drop-in"),
        ("service.d/a.conf", "[Service]\nUser=a\n", "drop-in"),
        ("multi-user.target.wants/app.service", SERVICE, "other"),
        ("web.container", "[Container]\nImage=nginx\n", "other"),
    ],
)
def test_roles(path: str, text: str, role: str) -> None:
    found = graph({path: text})
    assert {each.path: each.role for each in found.files} == {path: role}
    assert len(found.kinds["unit"]) == (role in ("unit", "drop-in"))
    assert ("file-is-template" in found.defects_by_code) == (role == "template")


def test_dropins_in_the_order_of_their_names() -> None:
    found = graph({
        "app.service": SERVICE,
        "app.service.d/20-b.conf": "[Service]\nUser=b\n",
        "app.service.d/10-a.conf": "[Service]\nUser=a\nRestart=always\n",
    })  # fmt: skip
    node = named(found, "app.service")
    assert [file.name for file in node.dropins] == ["10-a.conf", "20-b.conf"]
    assert (node.user, node.restart) == ("b", "always")
    assert [setting.counts for setting in node.settings if setting.key == "User"] == [False, True]
    assert node.origins["user"].source.path == "app.service.d/20-b.conf"
    assert len(found.kinds["unit"]) == 1


def test_general_and_special_folders_of_dropins() -> None:
    found = graph({
        "web-app@blue.service": SERVICE,
        "service.d/50.conf": "[Service]\nUser=type\n",
        "web-.service.d/50.conf": "[Service]\nUser=other\n",
        "web-@.service.d/50.conf": "[Service]\nUser=prefix\n",
        "web-app@.service.d/50.conf": "[Service]\nUser=template\n",
        "web-app@blue.service.d/60.conf": "[Service]\nRestart=no\n",
    })  # fmt: skip
    node = named(found, "web-app@blue.service")
    assert [file.path for file in node.dropins] == ["web-app@.service.d/50.conf", "web-app@blue.service.d/60.conf"]
    assert node.user == "template"


def test_dropins_of_a_unit_elsewhere_in_a_tree_like_a_disk() -> None:
    found = graph({
        "root/usr/lib/systemd/system/app.service": SERVICE,
        "root/etc/systemd/system/app.service.d/a.conf": "[Service]\nUser=a\n",
        "other/etc/systemd/system/app.service.d/a.conf": "[Service]\nUser=b\n",
    })  # fmt: skip
    units = {node.id: node.dropin for node in found.kinds["unit"]}  # type: ignore[attr-defined]
    assert units == {
        "unit:root/usr/lib/systemd/system/app.service": False,
        "unit:other/etc/systemd/system/app.service": True,
    }


def test_dropins_without_their_unit() -> None:
    node = named(graph({"etc/app.service.d/a.conf": "[Unit]\nAfter=b.service\n[Service]\nRestart=no\n"}), "app.service")
    assert (node.dropin, node.type, node.restart) == (True, "service", "no")
    assert node.after == ("b.service",)
    assert type(node.after).__name__ == type(node.commands).__name__ == "OpenList"
    for field in ("service_type", "remain_after_exit", "user", "working_directory", "installed", "runs_containers"):
        assert not hasattr(node, field)


def test_links_of_enabled_units() -> None:
    found = graph({"a.service": SERVICE, "multi-user.target.wants/a.service": SERVICE})
    assert named(found, "a.service").wanted_by == ("multi-user.target",)
    assert len(found.kinds["unit"]) == 1


@pytest.mark.parametrize(
    ("path", "text", "user"),
    [
        ("home/.config/systemd/user/a.service", SERVICE, True),
        ("etc/systemd/user/a.service", SERVICE, True),
        ("etc/systemd/system/a.service", SERVICE + "[Install]\nWantedBy=default.target\n", False),
        ("a.service", SERVICE, False),
        ("a.service", SERVICE + "[Install]\nWantedBy=default.target\n", True),
        ("a.service", SERVICE + "[Install]\nWantedBy=default.target multi-user.target\n", False),
        ("a.service", SERVICE + "WorkingDirectory=%h/app\n", True),
        ("user/a.service", SERVICE, False),
    ],
)
def test_user_manager(path: str, text: str, user: bool) -> None:
    assert named(graph({path: text}), "a.service").user_manager is user


def test_the_units_beside_tell_the_manager() -> None:
    ours = {"a.service": SERVICE + "[Install]\nWantedBy=default.target\n", "b.service": SERVICE}
    assert named(graph(ours), "b.service").user_manager
    mixed = {**ours, "c.service": SERVICE + "[Install]\nWantedBy=multi-user.target\n"}
    assert not named(graph(mixed), "b.service").user_manager


def test_names() -> None:
    assert generated_name("x/web.container") == "web.service"
    assert generated_name("web.volume") == "web-volume.service"
    assert is_user_folder("root/.config/systemd/user")
    assert not is_user_folder("systemd/system")


def test_a_broken_file_is_told_of() -> None:
    found = graph({"app.service": "[Service] # x\nUser=a\n"})
    assert [role.read for role in found.files] == [False]
    assert "unit-invalid-section-header" in found.defects_by_code


@pytest.mark.parametrize("piece", ["{%a", "{{a", "<%", "\n\n", "[a]\n", "A={{", "a=\\\n"])
def test_long_files_take_no_long_time(piece: str) -> None:
    start = time.process_time()
    graph({"app.service": "[Service]\n" + piece * 10_000})
    assert time.process_time() - start < 5
