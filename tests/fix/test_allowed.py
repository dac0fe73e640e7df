"""A fix changes what its operations name and nothing else: units and Caddyfiles, for each operation there is."""

# ruff: noqa: E501 (rows of a table stand on one line)

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from deploylint import rewrite
from deploylint.findings import Operation
from deploylint.fix.allowed import Allowed
from deploylint.fix.deployed import deployed
from tests.model.graphs import graph as graph_of
from tests.rewrite import test_caddyfile as caddyfiles
from tests.rewrite import test_systemd as units
from tests.rewrite.operations import edited, node_of

Files = Mapping[str, str]


def _outside(files: Files, row: units.Row, *others: tuple[str, str]) -> str:
    """What changes without being named by an operation, when other texts are put in place of some as well."""
    graph = graph_of(files)
    verb, where, field, item, value = row
    operation = Operation(verb, caddyfiles.directive(graph, where), field, item, value)
    texts = {**files, **edited(files, graph, [operation])}
    for old, new in others:
        texts = {path: text.replace(old, new) for path, text in texts.items()}
    return Allowed([graph], [operation]).outside(deployed(graph), deployed(graph_of(texts)))


CADDY = {"Caddyfile": caddyfiles.CADDYFILE}
UNIT = {"stack.service": units.UNIT}

RENAMED: units.Row = ("rename", "matcher", "", None, "@web")


@pytest.mark.parametrize("row", [*(row for row, _, _ in caddyfiles.CHANGES), RENAMED])
def test_each_operation_on_a_caddyfile_names_what_it_changes(row: units.Row) -> None:
    assert _outside(CADDY, row) == ""


@pytest.mark.parametrize("row", [row for row, _, _ in units.CHANGES])
def test_each_operation_on_a_unit_names_what_it_changes(row: units.Row) -> None:
    assert _outside(UNIT, row) == ""


@pytest.mark.parametrize("row", [*(row for row, _, _ in caddyfiles.CHANGES), RENAMED])
def test_another_directive_of_a_caddyfile_is_not_named(row: units.Row) -> None:
    there = row[1] in ("site", "site:b.example.org", ".redir")
    other, shown = (("10.1.", ""), "") if there else (("a.example.org{uri}", "c.example.org"), "b.example.org.redir")
    if there:
        other, shown = ("/health", "/ready"), "photos.example.org.reverse_proxy.health_uri"
    found = _outside(CADDY, row, other)
    assert found == shown or found.endswith(".reverse_proxy.health_uri")


@pytest.mark.parametrize("row", [row for row, _, _ in units.CHANGES])
def test_another_assignment_of_a_unit_is_not_named(row: units.Row) -> None:
    assert _outside(UNIT, row, ("Description=Stack", "Description=Other")) == "Unit.Description"


FOREIGN: list[tuple[Files, units.Row, tuple[str, str], str]] = [
    (CADDY, caddyfiles.CHANGES[0][0], ("db:5432", "db:1"), "photos.example.org.reverse_proxy"),
    (CADDY, ("remove", ".basicauth", "", None, None), ("file_server", "templates"), "photos.example.org.handle.file_server"),
    (CADDY, ("remove", ".reverse_proxy", "", None, None), ("/api/*", "/x"), "photos.example.org.@api"),
    (CADDY, ("rename", ".basicauth", "", None, "basic_auth"), ("bob", "ann"), "photos.example.org.basicauth.ann"),
    (CADDY, ("set", "site", "address", None, "p.org"), ("encode gzip", "encode br"), "photos.example.org.encode"),
    (CADDY, ("add", "site", "directives", "log", ""), ("# small", "\n\ttemplates"), "photos.example.org.templates"),
    (CADDY, ("add", "file", "options", "debug", ""), ("email a@b.example", "email c@b.example"), "options.email"),
    (CADDY, ("rename", "env_ref:HASH", "", None, "X"), ("zstd", "br"), "photos.example.org.encode"),
    (CADDY, ("insert", ".reverse_proxy", "", None, "# x"), ("app:8080", "app:1"), "photos.example.org.reverse_proxy"),
    (UNIT, ("set", "unit", "service_type", None, "exec"), ("down -v\n", "down\n"), "Service.ExecStop"),
    (UNIT, ("add", "unit", "after", None, "d.service"), ("[Install]", "Before=x.target\n[Install]"), "Service.Before"),
    (UNIT, ("remove", "unit_setting:Type", "", None, None), ("A=1 ", "A=2 "), "Service.Environment"),
    (UNIT, ("rename", "unit_setting:Type", "", None, "Kind"), ("A=1 ", "A=2 "), "Service.Environment"),
    (UNIT, ("set", "unit_setting:Type", "section", None, "Unit"), ("A=1 ", "A=2 "), "Service.Environment"),
    (UNIT, ("rename", "unit", "sections", "Install", "X-Y"), ("multi-user", "graphical"), "Install.WantedBy"),
    (UNIT, ("insert", units.DOWN, "", None, "ExecStop="), ("ExecStop=\n", "Restart=no\n"), "Service.Restart"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "row", "other", "shown"), FOREIGN)
def test_what_is_not_named_is_caught(files: Files, row: units.Row, other: tuple[str, str], shown: str) -> None:
    assert _outside(files, row, other) == shown


def _mended(files: Files, code: str, *others: tuple[str, str]) -> str:
    graph = graph_of(files)
    node: Any = next(node for node in graph.kinds["defect"] if node.code == code)  # type: ignore[attr-defined]
    operation = Operation("format", node)
    texts = {**files, **edited(files, graph, [operation])}
    for old, new in others:
        texts = {path: text.replace(old, new) for path, text in texts.items()}
    return Allowed([graph], [operation]).outside(deployed(graph), deployed(graph_of(texts)))


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, text, _ in caddyfiles.MENDED])
def test_a_mended_fault_names_what_it_changes(code: str, text: str) -> None:
    assert _mended({"Caddyfile": text}, code) == ""


def test_a_mended_fault_names_nothing_elsewhere() -> None:
    files = {"Caddyfile": "a.org {\n\trespond hi # \\\n\tlog\n}\nb.org {\n\tencode gzip\n}\n"}
    assert _mended(files, "comment-continues-line") == ""
    assert _mended(files, "comment-continues-line", ("gzip", "zstd")) == "b.org.encode"
    files = {
        "Caddyfile": "a.org{\n\tlog\n}\n",
        "a.service": "[Service]\nExecStart=/bin/a \\ \nUser=b\n[Unit]\nAfter=c.service\n",
        "b.service": "[Service] # x\nExecStart=/bin/a\n",
    }
    assert _mended(files, "missing-space-before-brace") == ""
    assert _mended(files, "missing-space-before-brace", ("c.service", "d.service")) == "Unit.After"
    assert _mended(files, "unit-space-after-backslash") == ""
    assert _mended(files, "unit-space-after-backslash", ("c.service", "d.service")) == "Unit.After"
    assert _mended(files, "unit-invalid-section-header") == ""


def test_a_site_that_is_named_after_a_variable() -> None:
    files = {"Caddyfile": "{$SITE:a.org}, b.org {\n\tlog\n}\nc.org {\n\tlog\n}\n"}
    row: units.Row = ("rename", "env_ref", "", None, "DOMAIN")
    assert _outside(files, row) == ""
    assert _outside(files, row, (":a.org", ":d.org")) == ""
    assert _outside(files, row, ("c.org", "d.org")) == "c.org"


def test_blocks_of_one_name_are_told_apart_by_what_they_hold() -> None:
    text = "a.org {\n\thandle /a {\n\t\troot * /a\n\t}\n\thandle /b {\n\t\troot * /b\n\t}\n}\n"
    row: units.Row = ("remove", ".handle", "", None, None)
    assert _outside({"Caddyfile": text}, row) == ""
    assert _outside({"Caddyfile": text}, row, ("/b\n", "/c\n")) == "a.org.handle.root"


def test_a_block_may_get_the_name_of_another() -> None:
    text = "a.org {\n\tskip /a {\n\t\tx /a\n\t}\n\tlog /b {\n\t\tx /b\n\t}\n}\n"
    row: units.Row = ("rename", ".skip", "", None, "log")
    assert _outside({"Caddyfile": text}, row) == ""
    assert _outside({"Caddyfile": text}, row, ("x /b\n", "x /c\n")) == "a.org.skip.x"


def test_refused_edits_are_no_edits() -> None:
    graph = graph_of(CADDY)
    with pytest.raises(rewrite.Refused):
        edited(CADDY, graph, [Operation("set", node_of(graph, "site"), "", None, "x")])
