from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import Unknown, plain


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
