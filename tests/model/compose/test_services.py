"""Fields of a service in every spelling."""

from __future__ import annotations

from typing import Any

import pytest

from deploylint.model.node import OpenList
from tests.model.graphs import facts, graph, service

FIELDS: list[tuple[str, str, Any]] = [
    ("privileged: true", "privileged", True),
    ('privileged: "yes"', "privileged", True),
    ("privileged: false", "privileged", False),
    ("privileged: ${P:-true}", "privileged", True),
    ("privileged: ${P}", "privileged", "?"),
    ("cap_add: [CAP_sys_admin, NET_ADMIN]", "cap_add", ("SYS_ADMIN", "NET_ADMIN")),
    ("security_opt: ['no-new-privileges:true']", "no_new_privileges", True),
    ("security_opt: [no-new-privileges]", "no_new_privileges", True),
    ("security_opt: ['no-new-privileges:true', 'no-new-privileges=false']", "no_new_privileges", False),
    ("restart: 'no'", "restart", "no"),
    ("restart: no", "restart", "no"),
    ("restart: ${R}", "restart", "?"),
    ("mem_limit: 1g", "memory_limited", True),
    ("mem_limit: 0", "memory_limited", False),
    ("deploy: {resources: {limits: {memory: 1g}}}", "memory_limited", True),
    ("deploy: {resources: {limits: {cpus: '0.5', pids: 100}}}", "pids_limited", True),
    ("deploy: {replicas: 3}", "replicas", 3),
    ("scale: 2", "replicas", 2),
    ("deploy: {restart_policy: {condition: none}}", "restart_condition", "none"),
    ("deploy: {restart_policy: {delay: 5s}}", "restart_condition", "any"),
    ("command: [a, b]", "command", "a b"),
    ("command: a b", "command", "a b"),
    ("profiles: [x]", "profiles", ("x",)),
    ("secrets: [a, {source: b}]", "secret_names", ("a", "b")),
    ("build: {context: ., secrets: [c]}", "secret_names", ("c",)),
    ("user: '1000'", "user", "1000"),
    ("expose: [80, '90-91/tcp']", "listening", (80, 90, 91)),
    ("a: 1", "restart", None),
]


@pytest.mark.parametrize(("body", "field", "expected"), FIELDS)
def test_field(body: str, field: str, expected: Any) -> None:
    assert facts(service(f"image: a:1\n{body}" if "build" not in body else body), field) == (expected,)


HEALTHCHECKS: list[tuple[str, tuple[Any, ...]]] = [
    ("{test: curl x}", (("CMD-SHELL", "curl x"), False)),
    ("{test: [CMD, curl, x]}", (("CMD", "curl", "x"), False)),
    ("{test: [NONE]}", (("NONE",), True)),
    ("{disable: true}", ((), True)),
]


@pytest.mark.parametrize(("written", "expected"), HEALTHCHECKS)
def test_healthcheck(written: str, expected: tuple[Any, ...]) -> None:
    assert facts(service(f"image: a:1\nhealthcheck: {written}").healthcheck, "test", "disabled") == expected


def test_dependencies_of_every_kind() -> None:
    text = """
services:
  web:
    image: a:1
    depends_on: {db: {condition: service_healthy, required: false}, gone: {condition: service_started}}
    links: ["cache:c"]
    network_mode: service:vpn
  db: {image: a:1}
  cache: {image: a:1}
  vpn: {image: a:1, networks: [out]}
networks: {out: , spare: }
"""
    found = graph(text)
    web = next(node for node in found.kinds["service"] if node.name == "web")  # type: ignore[attr-defined]
    shown = [(d.name, d.via, d.condition, d.required, bool(d.target)) for d in web.depends_on]  # type: ignore[attr-defined]
    assert shown == [
        ("db", "depends_on", "service_healthy", False, True),
        ("gone", "depends_on", "service_started", True, False),
        ("cache", "links", "service_started", True, True),
        ("vpn", "network_mode", "service_started", True, True),
    ]
    assert web.network_owner.name == "vpn"  # type: ignore[attr-defined]
    assert [n.name for n in web.networks] == ["out"]  # type: ignore[attr-defined]
    assert [(n.name, len(n.attachments)) for n in found.kinds["network"]] == [
        ("default", 2),
        ("out", 1),
        ("spare", 0),
    ]  # type: ignore[attr-defined]


def test_unresolved_extends_leaves_fields_unknown() -> None:
    node = service("extends: {file: elsewhere.yaml, service: x}\nimage: a:1")
    assert facts(node, "restart", "privileged") == ("?", "?")
    assert isinstance(node.listeners, OpenList)


def test_one_shot_jobs() -> None:
    text = """
services:
  web: {image: a:1, depends_on: {migrate: {condition: service_completed_successfully}}}
  migrate: {image: a:1}
"""
    found = {node.name: node.one_shot for node in graph(text).kinds["service"]}  # type: ignore[attr-defined]
    assert found == {"web": False, "migrate": True}


@pytest.mark.parametrize(
    ("body", "expected"),
    [("image: busybox", True), ("image: busybox\ncommand: httpd -f", False), ("image: a:1\nrestart: 'no'", True)],
)
def test_one_shot_by_what_it_runs(body: str, expected: bool) -> None:
    assert service(body).one_shot is expected


ENABLED = [
    ("", (), "", True, "web"),
    ("profiles: []", (), "", True, "web"),
    ("profiles: [a, b]", (), "", False, "web (profile a, b)"),
    ("profiles: [a, b]", ("b",), "", True, "web"),
    ("profiles: [a]", ("*",), "", True, "web"),
    ("profiles: [a]", (), "COMPOSE_PROFILES=x,a", True, "web"),
    ("profiles: [a]", ("x",), "COMPOSE_PROFILES=a", False, "web (profile a)"),
    ("profiles: ['', a]", (), "", True, "web"),
    ("profiles: ['', a]", ("x",), "", False, "web (profile , a)"),
]


@pytest.mark.parametrize(("body", "profiles", "env", "enabled", "shown"), ENABLED)
def test_enabled(body: str, profiles: tuple[str, ...], env: str, enabled: bool, shown: str) -> None:
    files = {"compose.yaml": f"services:\n  web:\n    image: a:1\n    {body}\n", ".env": env + "\n"}
    (found,) = graph(files, profiles=profiles).kinds["service"]
    assert (found.enabled, found.shown) == (enabled, shown)


def test_unknown_profiles_leave_it_open() -> None:
    (found,) = graph("services:\n  web:\n    image: a:1\n    profiles: ['${P}']\n").kinds["service"]
    assert not hasattr(found, "enabled")
    assert found.shown == "web"
