from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import OPEN, Unknown, plain


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("services: {a: {image: x}}", []),
        ("services: {a: {image: x}}\nvolumes:\nnetworks: {n: }", []),
        ("", ["empty-compose-file"]),
        ("{}", ["empty-compose-file"]),
        ("# nothing", ["empty-compose-file"]),
        ("version: '3'", ["empty-compose-file"]),
        ("- a", ["compose-wrong-type"]),
        ("text", ["compose-wrong-type"]),
        ("services:", ["compose-wrong-type"]),
        ("services: []", ["compose-wrong-type"]),
        ("services: {a: }", ["compose-wrong-type"]),
        ("services: {a: x}", ["compose-wrong-type"]),
        ("services: {a: {image: [x]}}", ["compose-wrong-type"]),
        ("services: {a: {image: x, ports: '80:80'}}", ["compose-wrong-type"]),
        ("services: {a: {image: x, ports: {a: b}}}", ["compose-wrong-type"]),
        ("services: {a: {image: x, environment: A=b}}", ["compose-wrong-type"]),
        ("services: {a: {image: x, command: {a: b}}}", ["compose-wrong-type"]),
        ("services: {a: {image: x, ports: }}", []),
        ("services: {a: {image: x}}\nvolumes: [v]", ["compose-wrong-type"]),
        (
            "services: {a: {image: '${1}', ports: 1, 7: x}}",
            ["invalid-interpolation", "non-string-key", "compose-wrong-type"],
        ),
        ("web: {image: x}", ["legacy-v1-layout"]),
        ("web: {image: x}\nversion: '2'", ["legacy-v1-layout"]),
        ("x-a: {image: x}", ["empty-compose-file"]),
        ("include: a.yaml\nservices: {a: {image: x}}", ["compose-wrong-type"]),
    ],
)
def test_defects_of_layout(resolved, text, codes):
    assert sorted(d.code for d in resolved(text).defects) == sorted(codes)


def test_a_refused_value_is_unknown(resolved, at):
    resolution = resolved("services: {a: {image: x, ports: '80:80'}}")
    assert plain(at(resolution, "services", "a")) == {"image": "x", "ports": Unknown()}


def test_an_overlay_alone_may_lack_what_its_base_has(resolved):
    assert not resolved("services: {a: {ports: ['1:1']}}").defects


def test_several_documents_merge_in_order(resolved, at):
    resolution = resolved("services: {a: {image: x}}\n---\n---\nservices: {a: {image: y}}\n")
    assert plain(at(resolution, "services", "a", "image")) == "y"


def test_a_defect_of_an_anchor_is_told_once(resolved):
    resolution = resolved("x-a: &a {image: '${}'}\nservices: {a: *a, b: *a, c: {<<: *a}}")
    assert len(resolution.defects) == 1


def test_plain_shows_holes_and_openness(resolved):
    resolution = resolved("services: {a: {image: 'x:${T}', 1: b}}")
    assert plain(resolution.root) == {"services": {"a": {"image": Unknown(("x:", "${T}")), OPEN: OPEN}}}


def test_resolving_nothing(resolved):
    resolution = resolved()
    assert not resolution.root.entries
    assert not resolution.defects
