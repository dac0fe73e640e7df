from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import OPEN, plain


def test_a_service_of_the_same_file(resolved, at, scalar_at):
    resolution = resolved(
        "services:\n  a: {image: x, ports: ['1:1'], environment: {A: 1}}\n"
        "  b: {extends: a, ports: ['2:2'], environment: {B: 2}}\n  c: {extends: {service: b}, image: z}\n"
    )
    assert plain(at(resolution, "services", "c")) == {
        "image": "z",
        "ports": ["1:1", "2:2"],
        "environment": {"A": 1, "B": 2},
    }
    hops = scalar_at(resolution, "services", "c", "environment", "A").via
    assert [hop.how for hop in hops] == ["extends", "extends"]
    assert not resolution.defects


def test_a_service_of_another_file(resolved, at, scalar_at):
    resolution = resolved(
        "services: {a: {extends: {file: sub/common.yaml, service: base}, user: u}}",
        files={
            "sub/common.yaml": "services: {base: {extends: {file: more.yaml, service: root}, image: 'x:${T:-1}'}}",
            "sub/more.yaml": "services: {root: {restart: '${R:-always}', image: y}}",
        },
    )
    assert plain(at(resolution, "services", "a")) == {"restart": "always", "image": "x:1", "user": "u"}
    assert scalar_at(resolution, "services", "a", "image").source.path == "sub/common.yaml"
    assert sorted((u.name, u.path) for u in resolution.references) == [
        ("R", ("services", "a", "restart")),
        ("T", ("services", "a", "image")),
    ]


def test_references_count_at_every_service(resolved):
    resolution = resolved("services: {a: {image: '${T}'}, b: {extends: a}, c: {extends: b}}")
    assert [u.path[1] for u in resolution.references] == ["a", "b", "c"]


def test_reset_keeps_from_being_inherited(resolved, at):
    resolution = resolved("services: {a: {image: x, ports: ['1:1']}, b: {extends: a, ports: !reset []}}")
    assert plain(at(resolution, "services", "b")) == {"image": "x"}


def test_an_overlay_applies_after_extends(resolved, at):
    resolution = resolved("services: {a: {image: x}, b: {extends: a}}", "services: {a: {image: y}}")
    assert plain(at(resolution, "services", "b", "image")) == "x"


@pytest.mark.parametrize(
    ("services", "code"),
    [
        ("{a: {extends: b, image: x}}", "extends-target-missing"),
        ("{a: {extends: {service: b, file: nothing.yaml}, image: x}}", "extends-target-missing"),
        ("{a: {extends: {file: f0.yaml}, image: x}}", "extends-target-missing"),
        ("{a: {extends: a}}", "extends-cycle"),
        ("{a: {extends: b}, b: {extends: {service: c}}, c: {extends: a}}", "extends-cycle"),
        ("{a: {extends: {service: a, file: f0.yaml}}}", "extends-cycle"),
    ],
)
def test_what_cannot_be_extended_leaves_the_service_open(resolved, at, services, code):
    resolution = resolved(f"services: {services}")
    assert [d.code for d in resolution.defects] == [code]
    assert at(resolution, "services", "a").open


@pytest.mark.parametrize(
    "extends",
    [
        "'${B}'",
        "{service: b, file: ../outside.yaml}",
        "{service: b, file: 'https://example.com/c.yaml'}",
        "{service: b, file: '${F}'}",
    ],
)
def test_what_cannot_be_had_is_open_without_a_defect(resolved, at, extends):
    resolution = resolved(f"services: {{a: {{extends: {extends}, image: x}}}}")
    assert not resolution.defects
    service = at(resolution, "services", "a")
    assert service.open
    assert plain(service.entries["image"].value) == "x"


def test_long_chains_are_limited(resolved, at):
    services = "\n".join(f"  s{n}: {{extends: s{n + 1}}}" for n in range(500))
    resolution = resolved(f"services:\n{services}\n  s500: {{image: x}}\n")
    assert "input-limit-exceeded" in {d.code for d in resolution.defects}
    assert plain(at(resolution, "services", "s499")) == {"image": "x"}
    assert OPEN in plain(at(resolution, "services", "s0"))
