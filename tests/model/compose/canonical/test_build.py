"""How an image is built, with defaults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deploylint.model.compose.canonical import Unknown

Shown = Callable[..., Any]
DEFAULT = {"context": "/srv", "dockerfile": "Dockerfile"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (".", DEFAULT),
        ("{}", DEFAULT),
        ("https://x/y.git", {**DEFAULT, "context": "https://x/y.git"}),
        ("{dockerfile: D}", {"context": "/srv", "dockerfile": "D"}),
        ("{dockerfile_inline: FROM x}", {"context": "/srv", "dockerfile_inline": "FROM x"}),
        ("{context: '', dockerfile: D}", {"dockerfile": "D"}),
        ("{args: {A: 1, B: null, HOME: }}", {**DEFAULT, "args": {"A": "1", "HOME": "/home/me"}}),
        ("{args: [A=1, B, HOME]}", {**DEFAULT, "args": {"A": "1", "HOME": "/home/me"}}),
        ("{provenance: true, sbom: false}", {**DEFAULT, "provenance": "true", "sbom": "false"}),
        ("{ssh: [default, k=./p]}", {**DEFAULT, "ssh": ["default", "k: /srv/p"]}),
        ("{ssh: {k: ~/p}}", {**DEFAULT, "ssh": ["k: /home/me/p"]}),
        (
            "{additional_contexts: [b=./b, a=service:x]}",
            {**DEFAULT, "additional_contexts": {"a": "service:x", "b": "/srv/b"}},
        ),
        ("{no_cache_filter: a, pull: true}", {**DEFAULT, "no_cache_filter": ["a"], "pull": True}),
        ("{shm_size: 1k, ulimits: {n: 3}, x-a: 1}", {**DEFAULT, "shm_size": "1024", "ulimits": {"n": 3}, "x-a": 1}),
    ],
)  # fmt: skip
def test_build(shown: Shown, written: str, expected: dict[str, object]) -> None:
    found = shown(f"build: {written}")["build"]
    assert found == expected
    assert list(found) == list(expected)


def test_holes(shown: Shown) -> None:
    found = shown("build: {context: './${C}', args: [A, '${B}=1']}", closed=False)["build"]
    assert found["context"] == Unknown(("./", "${C}"))
    assert found["args"]["A"] == Unknown(("${A}",))
    assert shown("build: '${C}'", closed=False)["build"] == Unknown(("${C}",))


@pytest.mark.parametrize(
    ("base", "context"),
    [("{dockerfile: D}", "/srv"), ("./x", "/srv/sub/x"), ("{context: ../y}", "/srv/y"), ("{context: /z}", "/z")],
)
def test_paths_of_another_file_start_there(shown: Shown, base: str, context: str) -> None:
    files = {"sub/base.yaml": f"services: {{b: {{build: {base}}}}}"}
    assert shown("extends: {file: sub/base.yaml, service: b}", files=files)["build"]["context"] == context


def test_a_missing_context_of_an_included_project_is_its_folder(model: Any) -> None:
    from deploylint.model.compose.canonical import plain

    found: Any = plain(
        model(
            {
                "compose.yaml": "include: [sub/other.yaml]\nservices: {b: {command: x}}\n",
                "sub/other.yaml": "services: {b: {build: {dockerfile: D}}}",
            }
        )
    )
    assert found["services"]["b"]["build"]["context"] == "/srv/sub"
