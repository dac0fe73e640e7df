"""What each operation makes of a unit file, byte by byte."""

# ruff: noqa: E501 (rows of a table stand on one line)

from __future__ import annotations

from collections.abc import Mapping

import pytest

from deploylint import rewrite
from deploylint.findings import Operation
from deploylint.model.project import build
from deploylint.model.settings import ModelSettings
from deploylint.source.edit import apply_edits
from deploylint.source.memory import MemoryFile, MemoryFiles
from tests.model.graphs import graph as graph_of
from tests.rewrite.operations import edited, node_of

UNIT = """\
# a stack
[Unit]
Description=Stack
After=network-online.target \\
  time-sync.target

[Service]
Type = oneshot
WorkingDirectory=-/srv/stack
Environment=A=1 "B=x y"
EnvironmentFile=-/srv/stack/.env
ExecStart=/usr/bin/docker compose \\
    up \\
    # why
    -d \\
    --wait
ExecStop=-/usr/bin/docker compose down -v
ExecStopPost=/bin/sh -c 'docker compose down -v; true'

# install it
[Install]
WantedBy=multi-user.target
"""

UP, DOWN, SHELL, INNER = (
    "command:ExecStart//usr/bin/docker",
    "command:ExecStop//usr/bin/docker",
    "command:ExecStopPost//bin/sh",
    "command:ExecStopPost/docker",
)

Row = tuple[str, str, str, object, object]
"""Verb, node, field, item, value."""


def changed(files: str | Mapping[str, str], row: Row) -> str:
    """The new text of the one file that changes, or `refused: …`."""
    files = {"stack.service": files} if isinstance(files, str) else files
    graph = graph_of(files)
    verb, where, field, item, value = row
    try:
        found = edited(files, graph, [Operation(verb, node_of(graph, where), field, item, value)])
    except rewrite.Refused as refusal:
        return f"refused: {refusal.reason}"
    assert len(found) == 1
    return next(iter(found.values()))


CHANGES: list[tuple[Row, str, str]] = [
    (("set", "unit_setting:Type", "value", None, "simple"), "= oneshot", "= simple"),
    (("set", "unit", "service_type", None, "exec"), "= oneshot", "= exec"),
    (("set", "unit", "working_directory", None, "/opt/my stack"), "=-/srv/stack\nEnv", "=/opt/my stack\nEnv"),
    (("set", "unit", "remain_after_exit", None, True), "-v; true'\n", "-v; true'\nRemainAfterExit=yes\n"),
    (("set", "unit_setting:Type", "key", None, "Kind"), "Type =", "Kind ="),
    (("set", "unit_setting:Type", "section", None, "Unit"), "  time-sync.target\n", "  time-sync.target\nType = oneshot\n"),
    (("set", "unit", "after", "time-sync.target", "docker.service"), "time-sync.target", "docker.service"),
    (("set", "unit", "environment", "A", "2"), "A=1 ", "A=2 "),
    (("set", "unit", "environment", "A", "2 3"), "A=1 ", '"A=2 3" '),
    (("set", "unit", "environment", "B", 'q"'), '"B=x y"', '"B=q\\""'),
    (("set", "unit_setting:Environment", "items", "A=1", "C=1"), "A=1 ", "C=1 "),
    (("set", DOWN, "program", None, "/bin/podman"), "-/usr/bin/docker", "-/bin/podman"),
    (("set", DOWN, "verb", None, "stop"), "down -v\n", "stop -v\n"),
    (("set", DOWN, "argv", "-v", "a b"), "down -v\n", 'down "a b"\n'),
    (("set", DOWN, "argv", "-v", "${X}%%"), "down -v\n", "down ${X}%%\n"),
    (("set", DOWN, "argv", "-v", ""), "down -v\n", 'down ""\n'),
    (("set", DOWN, "argv", "-v", ";"), "down -v\n", 'down ";"\n'),
    (("set", INNER, "verb", None, "stop"), "'docker compose down", "'docker compose stop"),
    (("rename", "unit_setting:Type", "", None, "Kind"), "Type =", "Kind ="),
    (("rename", "unit_setting:Type", "key", None, "Kind"), "Type =", "Kind ="),
    (("rename", "unit", "sections", "Install", "X-Install"), "[Install]", "[X-Install]"),
    (("rename", "unit", "after", "time-sync.target", "docker.service"), "time-sync.target", "docker.service"),
    (("remove", "unit_setting:Type", "", None, None), "Type = oneshot\n", ""),
    (("remove", "unit", "service_type", None, None), "Type = oneshot\n", ""),
    (("remove", "unit_setting:After", "", None, None), "After=network-online.target \\\n  time-sync.target\n", ""),
    (("remove", "unit", "after", "network-online.target", None), "network-online.target \\\n  time", "time"),
    (("remove", "unit", "after", "time-sync.target", None), " \\\n  time-sync.target", ""),
    (("remove", "unit", "after", None, None), "After=network-online.target \\\n  time-sync.target\n", ""),
    (("remove", "unit", "wanted_by", "multi-user.target", None), "\n# install it\n[Install]\nWantedBy=multi-user.target\n", "\n# install it\n"),
    (("remove", "unit", "sections", "Install", None), "[Install]\nWantedBy=multi-user.target\n", ""),
    (("remove", "unit", "environment", "A", None), "A=1 ", ""),
    (("remove", "unit", "environment", "B", None), ' "B=x y"', ""),
    (("remove", "env_file", "", None, None), "EnvironmentFile=-/srv/stack/.env\n", ""),
    (("remove", UP, "argv", "up", None), "    up \\\n", ""),
    (("remove", UP, "argv", "-d", None), "    -d \\\n", ""),
    (("remove", UP, "argv", "--wait", None), " \\\n    --wait", ""),
    (("remove", DOWN, "argv", "-v", None), "down -v\n", "down\n"),
    (("remove", DOWN, "removes_volumes", None, None), "down -v\n", "down\n"),
    (("remove", DOWN, "", None, None), "ExecStop=-/usr/bin/docker compose down -v\n", ""),
    (("remove", DOWN, "argv", "/usr/bin/docker", None), "-/usr/bin/docker compose", "-compose"),
    (("remove", INNER, "argv", "-v", None), "down -v;", "down;"),
    (("add", "unit", "settings", "Service.RemainAfterExit", "yes"), "-v; true'\n", "-v; true'\nRemainAfterExit=yes\n"),
    (("add", "unit", "settings", None, "Install.Alias=a.service"), "multi-user.target\n", "multi-user.target\nAlias=a.service\n"),
    (("add", "unit", "settings", "Install.Alias", "a.service"), "multi-user.target\n", "multi-user.target\nAlias=a.service\n"),
    (("add", "unit", "settings", "Timer.Persistent", True), "\n# install", "\n[Timer]\nPersistent=yes\n\n# install"),
    (("add", "unit", "settings", "Service.Environment", "C=1"), "-v; true'\n", "-v; true'\nEnvironment=C=1\n"),
    (("add", "unit", "after", None, "docker.service"), "  time-sync.target\n", "  time-sync.target docker.service\n"),
    (("add", "unit", "requires", None, "docker.service"), "  time-sync.target\n", "  time-sync.target\nRequires=docker.service\n"),
    (("add", "unit", "wants", None, "a.service"), "  time-sync.target\n", "  time-sync.target\nWants=a.service\n"),
    (("add", "unit", "wanted_by", None, "a.target"), "multi-user.target\n", "multi-user.target a.target\n"),
    (("add", "unit", "environment", "C", "a b"), "-v; true'\n", "-v; true'\nEnvironment=\"C=a b\"\n"),
    (("add", "unit", "env_files", None, "/etc/x"), "-v; true'\n", "-v; true'\nEnvironmentFile=/etc/x\n"),
    (("add", DOWN, "argv", None, "--rmi"), "down -v\n", "down -v --rmi\n"),
    (("add", DOWN, "argv", None, "it's"), "down -v\n", 'down -v "it\'s"\n'),
    (("add", "unit_setting:Environment", "items", None, "C=a b"), ' "B=x y"', ' "B=x y" "C=a b"'),
    (("comment-out", "unit_setting:Type", "", None, None), "Type =", "# Type ="),
    (("comment-out", "unit_setting:After", "", None, None), "After=network-online.target \\\n  time", "# After=network-online.target \\\n#   time"),
    (("insert", DOWN, "", None, "ExecStop="), "ExecStop=-", "ExecStop=\nExecStop=-"),
    (("insert", DOWN, "", None, "# why"), "ExecStop=-", "# why\nExecStop=-"),
    (("insert", "unit", "", None, "; why"), "[Unit]", "; why\n[Unit]"),
    (("insert", "unit", "sections", "Install", "# why"), "[Install]", "# why\n[Install]"),
    (("format", "unit_setting:Type", "", None, None), "Type = ", "Type="),
]  # fmt: skip


@pytest.mark.parametrize(("row", "old", "new"), CHANGES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_the_place_changes(newline: str, row: Row, old: str, new: str) -> None:
    assert UNIT.count(old) == 1
    text, expected = UNIT, UNIT.replace(old, new)
    if row[2] == "section":
        expected = expected.replace("[Service]\nType = oneshot\n", "[Service]\n")
    assert changed(text.replace("\n", newline), row) == expected.replace("\n", newline)


A = "[Service]\nExecStart=/bin/a"

TEXTS: list[tuple[str, Row, str]] = [
    ("[Service]\nRestart=", ("set", "unit_setting:Restart", "value", None, "always"), "[Service]\nRestart=always"),
    (A, ("add", "unit", "settings", "Service.Type", "exec"), f"{A}\nType=exec"),
    (A, ("add", "unit", "settings", "Install.WantedBy", "a.target"), f"{A}\n\n[Install]\nWantedBy=a.target"),
    (A + "\n", ("add", "unit", "after", None, "a.service"), "[Unit]\nAfter=a.service\n\n" + A + "\n"),
    ("# c\n" + A, ("add", "unit", "after", None, "a.service"), "[Unit]\nAfter=a.service\n\n# c\n" + A),
    ("# c\n\n" + A, ("add", "unit", "after", None, "a.service"), "# c\n\n[Unit]\nAfter=a.service\n\n" + A),
    (A + "\n\n", ("add", "unit", "wanted_by", None, "a.target"), A + "\n\n[Install]\nWantedBy=a.target\n"),
    ("[Unit]\n" + A, ("add", "unit", "after", None, "a.service"), "[Unit]\nAfter=a.service\n" + A),
    ("[Unit]\nAfter=\n" + A, ("add", "unit", "after", None, "a.service"), "[Unit]\nAfter=\nAfter=a.service\n" + A),
    ("[Unit]\n[Service]\nType=exec\n", ("remove", "unit_setting:Type", "", None, None), "[Unit]\n"),
    ("[Service]\n# c\nType=exec\n", ("remove", "unit_setting:Type", "", None, None), "[Service]\n# c\n"),
    ("[Service]\nType=exec\nUser=a", ("remove", "unit_setting:User", "", None, None), "[Service]\nType=exec"),
    ("[Unit]\nA=1\n\n[Install]\nB=1\n\n[X-Y]\nC=1\n", ("remove", "unit", "sections", "Install", None), "[Unit]\nA=1\n\n[X-Y]\nC=1\n"),
    ("[Service]\nExecStart=/bin/a b ; /bin/c\n", ("remove", "command://bin/a", "", None, None), "[Service]\nExecStart=/bin/c\n"),
    ("[Service]\nExecStart=/bin/a b ; /bin/c\n", ("remove", "command://bin/c", "", None, None), "[Service]\nExecStart=/bin/a b\n"),
    ("[Service]\nEnvironment=A=b c\n", ("quote", "unit_setting:Environment", "value", None, None), '[Service]\nEnvironment="A=b c"\n'),
    ("[Service]\nEnvironment=A=b c\n", ("quote", "unit_setting:Environment", "items", "c", None), '[Service]\nEnvironment=A=b "c"\n'),
    (A, ("format", "file", "", None, None), A + "\n"),
    ("[Service]\r\nType=exec", ("format", "file", "", None, None), "[Service]\r\nType=exec\r\n"),
    ("[Service]\n Type=exec\n", ("format", "unit_setting:Type", "", None, None), "[Service]\nType=exec\n"),
    ("[Service] # c\nType=exec\n", ("format", "defect", "", None, None), "# c\n[Service]\nType=exec\n"),
    ("[Service]\n[Install]  ; c\r\n", ("format", "defect", "", None, None), "[Service]\n; c\r\n[Install]\r\n"),
    ("[Service]\nExecStart=/bin/a \\  \n  b\n", ("format", "defect", "", None, None), "[Service]\nExecStart=/bin/a \\\n  b\n"),
    ("[Service]\nA\n", ("format", "defect", "", None, None), "refused: there is more than one way to mend it"),
    ("[Service] x\n", ("format", "defect", "", None, None), "refused: what stands behind the header is no comment"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row", "expected"), TEXTS)
def test_texts(text: str, row: Row, expected: str) -> None:
    assert changed(text, row) == expected


SEVERAL, DIFFERENTLY = "the new value has several lines", "systemd would read the line differently"

REFUSED: list[tuple[Row, str]] = [
    (("set", "unit_setting:Type", "value", None, "a\nb"), SEVERAL),
    (("set", "unit_setting:Type", "value", None, "a\\"), DIFFERENTLY),
    (("set", "unit_setting:Type", "value", None, " a"), DIFFERENTLY),
    (("set", "unit_setting:ExecStart", "value", None, "/bin/a"), "a comment stands between its lines"),
    (("set", "unit_setting:Type", "", None, "a"), "its value is a field of its own"),
    (("set", "unit", "after", "time-sync.target", "a b"), "the new text is not one word"),
    (("set", "unit", "dir", None, "a"), "it is not written"),
    (("set", "unit", "after", "x", "a"), "its place in the file is not known"),
    (("set", DOWN, "argv", "-v", "a\nb"), SEVERAL),
    (("set", "unit_setting:Type", "section", None, "a b"), "the new name is no section's"),
    (("rename", "unit_setting:Type", "", None, "a b"), "the new name is no key's"),
    (("rename", "unit", "sections", "Install", "]"), "the new name is no section's"),
    (("rename", "unit", "sections", "Timer", "a"), "its place in the file is not known"),
    (("rename", "unit", "environment", "A", "C"), "a variable is not renamed where it is given"),
    (("rename", "unit", "", None, "a"), "rename is not done on a whole unit file"),
    (("remove", "unit", "", None, None), "remove is not done on a whole unit file"),
    (("remove", "unit", "restart", None, None), "it is not written"),
    (("remove", DOWN, "argv", None, None), "it is not said which word of it"),
    (("add", "unit", "settings", "Service.Type", "exec"), "Type is there already"),
    (("add", "unit", "settings", "Service.Environment", 'A=1 "B=x y"'), "Environment is there already"),
    (("add", "unit", "settings", "Service.a b", "1"), "the new name is no key's"),
    (("add", "unit", "settings", "Service.Restart", "a\nb"), SEVERAL),
    (("add", "unit", "settings", "Service.Restart", "a\\"), DIFFERENTLY),
    (("add", "unit", "settings", "Restart", "a"), "its section is not named"),
    (("add", "unit", "settings", None, "a"), "its section is not named"),
    (("add", "unit", "after", None, "time-sync.target"), "time-sync.target is there already"),
    (("add", "unit", "after", None, "a b"), "the new text is not one word"),
    (("add", "unit", "environment", "A", "1"), "A is there already"),
    (("add", "unit", "name", None, "1"), "nothing is added there"),
    (("insert", "unit_setting:Type", "", None, "text"), "only a comment or an assignment can be inserted"),
    (("insert", "unit_setting:Type", "", None, "# a\n# b"), SEVERAL),
    (("insert", "unit", "sections", "Install", "A=1"), "only a comment can be inserted"),
    (("quote", "unit_setting:Type", "value", None, None), "systemd would take the quotes as a part of the value"),
    (("quote", "unit_setting:Environment", "value", None, None), "it is quoted already, or has no value"),
    (("format", "unit_setting:WorkingDirectory", "", None, None), "it is formatted already"),
    (("format", "file", "", None, None), "it is formatted already"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "reason"), REFUSED)
def test_refused(row: Row, reason: str) -> None:
    assert changed(UNIT, row) == f"refused: {reason}"


MAIN, PART = "stack.service", "stack.service.d/more.conf"


def test_a_field_of_a_drop_in_is_changed_there() -> None:
    files = {MAIN: UNIT, PART: "[Service]\nRestart=no\n"}
    assert changed(files, ("set", "unit", "restart", None, "always")) == "[Service]\nRestart=always\n"
    assert changed(files, ("remove", "unit", "restart", None, None)) == "[Service]\n"


def test_a_field_that_a_drop_in_resets_is_left() -> None:
    files = {MAIN: UNIT, PART: "[Service]\nWorkingDirectory=\n"}
    assert changed(files, ("set", "unit", "working_directory", None, "/x")) == "refused: a drop-in resets it"


def test_what_is_added_stands_in_the_unit() -> None:
    files = {MAIN: "[Service]\nExecStart=/bin/a\n", PART: "[Unit]\nAfter=a.service\n"}
    expected = "[Unit]\nAfter=b.service\n\n[Service]\nExecStart=/bin/a\n"
    assert changed(files, ("add", "unit", "after", None, "b.service")) == expected


def test_a_drop_in_of_several_units_is_left() -> None:
    files = {"a.service": UNIT, "b.service": UNIT, "service.d/all.conf": "[Service]\nRestart=no\n"}
    assert changed(files, ("set", "unit", "restart", None, "always")) == "refused: it is used in 2 places"


def test_what_is_added_stands_in_the_unit_beside_a_drop_in_of_several() -> None:
    files = {"a.service": A, "b.service": A, "service.d/all.conf": "[Unit]\nAfter=a.service\n"}
    assert changed(files, ("add", "unit:a.service", "after", None, "b.service")) == f"[Unit]\nAfter=b.service\n\n{A}"


def test_an_earlier_line_would_come_to_count() -> None:
    text = "[Service]\nRestart=no\nExecStart=/bin/a\nRestart=always\n"
    assert changed(text, ("remove", "unit", "restart", None, None)) == "refused: another line sets it, too"
    assert changed(text, ("remove", "unit_setting:Restart", "", None, None)) == text.replace("Restart=no\n", "")


def test_a_list_on_several_lines_goes_word_by_word() -> None:
    text = "[Unit]\nAfter=a.service\nAfter=b.service\n[Service]\nExecStart=/bin/a\n"
    assert changed(text, ("remove", "unit", "after", None, None)) == "refused: it stands on several lines"
    assert changed(text, ("remove", "unit", "after", "b.service", None)) == text.replace("After=b.service\n", "")


def together(text: str, *rows: Row) -> str:
    """The new text once several operations of one fix are done."""
    files = {MAIN: text}
    graph = graph_of(files)
    operations = [Operation(verb, node_of(graph, at), field, item, value) for verb, at, field, item, value in rows]
    return edited(files, graph, operations)[MAIN]


def test_lines_stand_in_the_order_of_the_fix() -> None:
    after, wants = ("add", "unit", "after", None, "d.service"), ("add", "unit", "wants", None, "d.service")
    expected = UNIT.replace("  time-sync.target\n", "  time-sync.target d.service\nWants=d.service\n")
    assert together(UNIT, after, wants) == expected
    assert together("[Unit]\nDescription=a\n" + A, wants, after) == (
        "[Unit]\nDescription=a\nWants=d.service\nAfter=d.service\n" + A
    )
    assert together(A, wants, after) == "[Unit]\nWants=d.service\nAfter=d.service\n\n" + A
    ends = ("add", "unit", "settings", "Service.User", "a"), ("add", "unit", "settings", "Service.Restart", "no")
    assert together(A, *ends) == A + "\nUser=a\nRestart=no"


def test_a_comment_behind_a_value_goes_above_it() -> None:
    text = "[Service]\nRestart=always # for ever\n"
    setting = "unit_setting:Restart"
    rows = ("insert", setting, "", None, "# for ever"), ("set", setting, "value", None, "always")
    assert together(text, *rows) == "[Service]\n# for ever\nRestart=always\n"


BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize("first", [b"", b"# a comment that systemd takes for a setting\n"])
def test_a_byte_order_mark_stays(first: bytes) -> None:
    data = BOM + first + b"[Service]\r\nType=exec\r\n"
    graph = build(MemoryFiles({MAIN: MemoryFile(data)}), [MAIN], ModelSettings(anchor_name="app"))[0]
    edits = rewrite.Rewriter(graph).edits(Operation("set", node_of(graph, "unit"), "service_type", None, "simple"))
    source = graph.sources[MAIN]
    assert source.encode(apply_edits(source.text, edits)) == data.replace(b"exec", b"simple")
