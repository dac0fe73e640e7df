"""Environment, env files, labels and build arguments."""

from __future__ import annotations

import pytest

from deploylint.model.node import OpenList
from deploylint.model.project import build
from deploylint.model.settings import ModelSettings
from deploylint.source.files import Overlay
from tests.model.graphs import Nothing, facts, graph, service

VARIABLES = [
    ("environment: {A: 1.10}", ("1.1", "1.10", True, False, None)),
    ('environment: {A: "1.10"}', ("1.10", "1.10", True, True, None)),
    ("environment: [A=1.10]", ("1.10", "1.10", True, False, None)),
    ("environment: {A: }", (None, None, False, False, None)),
    ("environment: [A]", (None, None, False, False, None)),
    ("environment: {A: '${X:-y}'}", ("y", "${X:-y}", False, True, None)),
    ("environment: {A: '${X}'}", ("?", "${X}", False, True, None)),
    ("environment: ['A=\"v\"']", ('"v"', '"v"', True, True, "v")),
    ("environment: {A: yes}", ("yes", "yes", True, False, None)),
    ("environment: {A: 0755}", ("493", "0755", True, False, None)),
]


@pytest.mark.parametrize(("body", "expected"), VARIABLES)
def test_variable(body: str, expected: tuple[object, ...]) -> None:
    (variable,) = service(f"image: a:1\n{body}").env_vars
    assert facts(variable, "value", "written", "literal", "quoted", "unquoted") == expected


def test_env_file_adds_what_environment_does_not_set() -> None:
    node = service("image: a:1\nenvironment: {A: own}\nenv_file: [app.env]", **{"app.env": "A=1\nB=2\n"})
    assert [(v.name, v.value, v.from_file, v.file.path) for v in node.env_vars] == [
        ("A", "own", False, "compose.yaml"),
        ("B", "2", True, "app.env"),
    ]


ENV_FILES: list[tuple[str, dict[str, str], tuple[object, ...]]] = [
    ("env_file: app.env", {"app.env": ""}, ("app.env", True, True, False)),
    ("env_file: app.env", {}, ("app.env", True, False, False)),
    ("env_file: app.env", {"app.env.example": ""}, ("app.env", True, False, True)),
    ("env_file: [{path: app.env, required: false}]", {}, ("app.env", False, False, False)),
    ("env_file: ../up.env", {}, ("../up.env", True, "?", "?")),
    ("env_file: /etc/app.env", {}, ("/etc/app.env", True, "?", "?")),
]


@pytest.mark.parametrize(("body", "files", "expected"), ENV_FILES)
def test_env_file(body: str, files: dict[str, str], expected: tuple[object, ...]) -> None:
    (node,) = service(f"image: a:1\n{body}", **files).env_files
    assert facts(node, "path", "required", "exists", "excused") == expected


def test_labels_and_build_args_have_places() -> None:
    node = service("build: {context: ., args: [A=1, B]}\nlabels: {x.y: z}")
    assert node.labels == {"x.y": "z"}
    assert node.build.args == {"A": "1", "B": ""}
    origin = (node.build.origins["args"].items or {})["A"]
    assert origin.source.text[origin.start : origin.end] == "1"


def test_references_and_their_definitions() -> None:
    files = {
        "compose.yaml": "services: {web: {image: 'a:${TAG}', hostname: '${TAGS}', user: '${ONLY}', env_file: app.env}}",
        ".env": "TAG=1\nSPARE=\n",
        "app.env": "ONLY=1\n",
    }
    found = graph(files)
    shown = [
        (r.name, r.defined, r.is_unset, r.near, bool(r.definition), [d.file.path for d in r.service_files])  # type: ignore[attr-defined]
        for r in found.kinds["env_ref"]
    ]
    assert shown == [
        ("TAG", True, False, None, True, []),
        ("TAGS", False, True, "TAG", False, []),
        ("ONLY", False, True, None, False, ["app.env"]),
    ]
    uses = {d.name: (len(d.refs), d.live, d.whole) for d in found.kinds["env_def"]}  # type: ignore[attr-defined]
    assert uses == {"TAG": (1, True, False), "SPARE": (0, True, False), "ONLY": (0, True, True)}


def test_nothing_is_called_undefined_without_env_files() -> None:
    (reference,) = graph("services: {web: {image: 'a:${TAG}'}}").kinds["env_ref"]
    assert facts(reference, "defined", "is_unset") == ("?", "?")


def test_example_defines_names_but_no_values() -> None:
    files = {"compose.yaml": "services: {web: {image: 'a:${TAG}', user: '${U}'}}", ".env.example": "TAG=1\n"}
    found = graph(files)
    assert [facts(r, "name", "defined", "is_unset") for r in found.kinds["env_ref"]] == [
        ("TAG", True, "?"),
        ("U", False, "?"),
    ]
    assert facts(found.kinds["image"][0], "tag") == ("?",)


def test_compose_file_in_env_lists_the_project() -> None:
    whole = "services: {web: {image: a:1}}"
    found = graph({"compose.yaml": whole, "b.yaml": whole, ".env": "COMPOSE_FILE=compose.yaml:b.yaml\n"})
    (project,) = found.kinds["project"]
    assert [f.path for f in project.files] == ["compose.yaml", "b.yaml"]  # type: ignore[attr-defined]


OPEN = [
    ({"compose.yaml": "services: {web: {extends: {file: gone.yaml, service: x}}}", ".env": "A=1\n"}, True),
    ({"compose.yaml": "services: {web: {image: a}}", ".env": "A=1\n"}, False),
    (
        {
            "compose.yaml": "services: {web: {image: a}}",
            "compose.dev.yaml": "services: {web: {user: '${A}'}}",
            ".env": "A=1\n",
        },
        True,
    ),
]


@pytest.mark.parametrize(("files", "expected"), OPEN)
def test_uses_that_are_not_seen_leave_the_references_open(files: dict[str, str], expected: bool) -> None:
    (definition,) = graph(files).kinds["env_def"]
    assert (definition.refs, type(definition.refs) is OpenList) == ((), expected)  # type: ignore[attr-defined]


def test_uses_in_a_file_that_was_not_looked_at() -> None:
    files = {"compose.yaml": "services: {web: {image: a}}", "docker-compose.old.yml": "x", ".env": "A=1\n"}
    (only,) = build(Overlay(Nothing(), files), ["compose.yaml"], ModelSettings(anchor_name="app"))
    assert type(only.kinds["env_def"][0].refs) is OpenList  # type: ignore[attr-defined]


KNOWN = [
    (".env.example", "B=1\n", False),
    ("example.env", "B=1\n", False),
    (".env.production", "B=1\n", "?"),
    (".env.production", "A=1\n", True),
    ("app.env", "A=1\n", "?"),
]


@pytest.mark.parametrize(("name", "text", "expected"), KNOWN)
def test_what_other_env_files_say_about_a_name(name: str, text: str, expected: object) -> None:
    (reference,) = graph({"compose.yaml": "services: {web: {image: 'a:${A}'}}", name: text}).kinds["env_ref"]
    assert facts(reference, "defined") == (expected,)
