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
