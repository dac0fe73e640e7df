from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import plain
from deploylint.model.compose.cast import cast


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("true", "bool", True),
        ("Yes", "bool", True),
        ("off", "bool", False),
        ("1", "bool", None),
        ("", "bool", None),
        ("12", "int", 12),
        ("-1", "int", -1),
        ("1.5", "int", None),
        ("0x10", "int", None),
        ("1_000", "int", None),
        ("0.5", "float", 0.5),
        ("1e3", "float", 1000.0),
        ("half", "float", None),
        ("١", "int", None),
        ("+5", "int", 5),
        ("000000000000000000000000007", "int", 7),
        ("9223372036854775807", "int", (1 << 63) - 1),
        ("9223372036854775808", "int", None),
        ("-9223372036854775808", "int", -(1 << 63)),
        (" 2", "int", None),
        ("5_0", "float", 50.0),
        ("5__0", "float", None),
        ("_5", "float", None),
        ("1e400", "float", None),
        ("1e39", "float", 1e39),
        ("1e39", "float32", None),
        ("0x1p-2", "float", 0.25),
        ("0x10", "float", None),
        (".5", "float32", 0.5),
        ("5.", "float", 5.0),
    ],
)
def test_cast(text, kind, value):
    found = cast(text, kind)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("service", "path", "value"),
    [
        ('{privileged: "yes"}', ("privileged",), True),
        ('{ports: [{target: "80"}]}', ("ports", 0, "target"), 80),
        ('{ulimits: {nofile: "5", core: {soft: "1", hard: "2"}}}', ("ulimits", "core", "soft"), 1),
        ('{deploy: {replicas: "${N:-3}"}}', ("deploy", "replicas"), 3),
        ('{volumes: [{type: tmpfs, target: /t, read_only: "${R:-on}"}]}', ("volumes", 0, "read_only"), True),
        ('{image: "true"}', ("image",), "true"),
        ('{depends_on: {b: {condition: service_started, required: "false"}}}', ("depends_on", "b", "required"), False),
    ],
)
def test_casts_by_path(resolved, at, service, path, value):
    resolution = resolved(f"services: {{a: {service}}}")
    assert plain(at(resolution, "services", "a", *path)) == value
    assert not resolution.defects


def test_what_cannot_be_cast_is_a_defect_and_unknown(resolved, scalar_at):
    resolution = resolved('services: {a: {privileged: "maybe", tty: "${T:-2}"}}')
    assert [d.code for d in resolution.defects] == ["interpolation-cast-failed"] * 2
    assert resolution.defects[0].span.text == '"maybe"'
    assert not scalar_at(resolution, "services", "a", "privileged").known


def test_a_cast_is_a_hop(resolved, scalar_at):
    scalar = scalar_at(resolved('services: {a: {privileged: "${P:-yes}"}}'), "services", "a", "privileged")
    assert [hop.how for hop in scalar.via] == ["default", "cast"]
