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
    assert [defect.code for defect in resolution.defects] == ["remote-include-skipped"] * ("://" in extends)
    service = at(resolution, "services", "a")
    assert service.open
    assert plain(service.entries["image"].value) == "x"


def test_long_chains_are_limited(resolved, at):
    services = "\n".join(f"  s{n}: {{extends: s{n + 1}}}" for n in range(500))
    resolution = resolved(f"services:\n{services}\n  s500: {{image: x}}\n")
    assert "input-limit-exceeded" in {d.code for d in resolution.defects}
    assert plain(at(resolution, "services", "s499")) == {"image": "x"}
    assert OPEN in plain(at(resolution, "services", "s0"))


@pytest.mark.parametrize(
    ("own", "base", "expected"),
    [
        # From another file the base comes in its long forms, which shows where the service has a short one.
        ("{gpus: all}", "{gpus: [{count: 1}]}", None),
        ("{build: {ssh: [default]}}", "{build: {context: ., ssh: [a=b]}}", None),
        (
            "{depends_on: [b]}",
            "{depends_on: {b: {condition: service_healthy, restart: true}}}",
            ["restart", "condition"],
        ),
    ],
)
def test_short_forms_over_those_of_another_file(resolved, at, own, base, expected):
    text = f"services: {{a: {{extends: {{file: c.yaml, service: c}}, {own[1:]}, b: {{image: y}}}}"
    resolution = resolved(text, files={"c.yaml": f"services: {{c: {{image: x, {base[1:]}}}"})
    assert [defect.code for defect in resolution.defects] == ([] if expected else ["merge-type-conflict"])
    if expected:
        assert list(at(resolution, "services", "a", "depends_on", "b").entries) == expected


def test_lists_of_ssh_keys_append_in_one_file(resolved, at):
    resolution = resolved("services: {a: {build: {context: ., ssh: [a=b]}}, c: {extends: a, build: {ssh: [c=d]}}}")
    assert plain(at(resolution, "services", "c", "build", "ssh")) == ["a=b", "c=d"]
    assert not resolution.defects


def test_a_null_file_is_no_file(resolved, at):
    resolution = resolved("services: {a: {extends: {service: b, file: }}, b: {image: x}}")
    assert plain(at(resolution, "services", "a")) == {"image": "x"}


def test_another_file_is_taken_without_what_it_includes(resolved):
    resolution = resolved(
        "services: {a: {extends: {file: b.yaml, service: c}, image: x}}",
        files={"b.yaml": "include: [c.yaml]\nservices: {b: {image: b}}", "c.yaml": "services: {c: {image: c}}"},
    )
    assert [defect.code for defect in resolution.defects] == ["extends-target-missing"]


def test_documents_of_another_file_are_merged(resolved, at):
    base = "services: {e: {image: e, ports: ['1:1'], environment: {A: 1}}}"
    over = "services: {e: {user: m, ports: !reset [], environment: {B: 1}}}"
    resolution = resolved(
        "services: {a: {extends: {file: m.yaml, service: e}}}", files={"m.yaml": f"{base}\n---\n{over}\n"}
    )
    assert plain(at(resolution, "services", "a")) == {"image": "e", "user": "m", "environment": {"A": 1, "B": 1}}


def test_a_variable_that_another_service_of_the_file_requires(resolved):
    resolution = resolved(
        "services: {a: {extends: {file: b.yaml, service: b}}}",
        files={"b.yaml": "services: {b: {image: x}, d: {image: '${X:?}', user: '${Y-}'}}"},
        closed=True,
    )
    assert [(use.name, use.outcome) for use in resolution.references] == [("X", "hole")]


@pytest.mark.parametrize(("tagged", "expected"), [("!reset []", None), ("!override ['2:2']", ["2:2"])])
def test_tags_keep_from_being_inherited_from_another_file(resolved, at, tagged, expected):
    resolution = resolved(
        f"services: {{a: {{extends: {{file: b.yaml, service: b}}, ports: {tagged}}}}}",
        files={"b.yaml": "services: {b: {image: x, ports: ['1:1']}}"},
    )
    assert plain(at(resolution, "services", "a")).get("ports") == expected


@pytest.mark.parametrize(("key", "codes"), [("ports", ["compose-wrong-type"]), ("dns", []), ("bogus", [])])
def test_another_file_is_rewritten_to_its_long_forms_as_a_whole(resolved, key, codes):
    resolution = resolved(
        "services: {a: {extends: {file: b.yaml, service: b}}}",
        files={"b.yaml": f"services: {{b: {{image: x}}, c: {{image: y, {key}: }}}}"},
    )
    assert [defect.code for defect in resolution.defects] == codes
