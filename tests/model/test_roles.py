"""Which files make a project."""

from __future__ import annotations

import pytest

from tests.model.graphs import graphs

WHOLE = "services:\n  web:\n    image: nginx:1\n"
PART = "services:\n  web:\n    restart: always\n"


def roles(*names: str, **texts: str) -> dict[str, set[str]]:
    """Role of each file in all graphs together."""
    files = dict.fromkeys(names, WHOLE) | {name.replace("__", "."): text for name, text in texts.items()}
    found: dict[str, set[str]] = {}
    for graph in graphs(files):
        for role in graph.files:
            found.setdefault(role.path, set()).add(role.role)
    return found


def test_default_name_and_override() -> None:
    files = {"compose.yaml": WHOLE, "compose.override.yaml": PART}
    (only,) = graphs(files)
    assert [(f.path, f.role) for f in only.files] == [("compose.yaml", "base"), ("compose.override.yaml", "override")]
    assert only.kinds["service"][0].restart == "always"  # type: ignore[attr-defined]


def test_overlay_is_an_implied_environment() -> None:
    first, second = graphs({"compose.yaml": WHOLE, "compose.prod.yaml": PART})
    assert (first.environment, second.environment) == ("", "prod")
    assert first.kinds["service"][0].restart is None  # type: ignore[attr-defined]
    assert second.kinds["service"][0].restart == "always"  # type: ignore[attr-defined]


def test_file_that_stands_alone_is_a_project() -> None:
    (only,) = graphs({"docker-compose.yml": WHOLE, "docker-compose.prod.yml": WHOLE})
    assert {p.id: p.files[0].path for p in only.kinds["project"]} == {  # type: ignore[attr-defined]
        "project:app": "docker-compose.yml",
        "project:app~2": "docker-compose.prod.yml",
    }


def test_file_that_needs_its_base_is_an_overlay() -> None:
    needs = "services:\n  worker:\n    image: a:1\n    depends_on: [web]\n"
    assert roles(**{"docker-compose__yml": WHOLE, "docker-compose__dev__yml": needs})["docker-compose.dev.yml"] == {
        "overlay"
    }


def test_overlay_without_base_is_not_judged_for_it() -> None:
    (only,) = graphs({"compose.prod.yaml": PART})
    assert not hasattr(only.kinds["service"][0], "image")


def test_other_names_by_content() -> None:
    found = roles("stack.yml", values__yaml="services: [a, b]\n", other__yaml="a: 1\n")
    assert found == {"stack.yml": {"base"}}


def test_folders_are_projects() -> None:
    (only,) = graphs({"a/compose.yaml": WHOLE, "b/compose.yaml": WHOLE})
    assert [p.name for p in only.kinds["project"]] == ["a", "b"]  # type: ignore[attr-defined]


def test_projects_of_one_host_share_a_machine() -> None:
    (only,) = graphs({"a/compose.yaml": WHOLE, "b/compose.yaml": WHOLE}, hosts=(("pi", ("a", "b/compose.yaml")),))
    assert {p.machine for p in only.kinds["project"]} == {"host:pi"}  # type: ignore[attr-defined]


def test_service_of_a_platform_is_open() -> None:
    (only,) = graphs({"compose.yaml": "services: {app_proxy: {}, web: {image: a}}"}, services=frozenset(["app_proxy"]))
    assert [hasattr(s, "restart") for s in only.kinds["service"]] == [False, True]


def test_paths_of_a_fragment_are_relative_to_an_unknown_folder() -> None:
    text = "services: {web: {volumes: ['./a.conf:/a.conf'], env_file: [x.env]}}"
    (only,) = graphs({"extra/part.compose.yaml": text})
    assert [hasattr(only.kinds["mount"][0], "exists"), hasattr(only.kinds["env_file"][0], "exists")] == [False, False]


FRAGMENTS = [
    ({"mcp/compose.yaml": "services: {web: {image: a, networks: [front], volumes: ['./mcp/x:/x']}}"}, True),
    ({"mcp/compose.yaml": "services: {web: {image: a, networks: [front], ports: !override ['80:80']}}"}, True),
    ({f"{f}/compose.yaml": "services: {web: {image: a, networks: [front]}}" for f in "abc"}, True),
    (
        {
            "compose.yaml": "services: {x: {image: a}}\nnetworks: {front: }",
            "sub/compose.yaml": "services: {web: {image: a, networks: [front]}}",
        },
        True,
    ),
    ({"one/compose.yaml": "services: {web: {image: a, networks: [front]}}"}, False),
    ({"one/compose.yaml": "services: {web: {image: a, volumes: ['./one/x:/x']}}"}, False),
]


def test_fragment_that_extends_fragments() -> None:
    files = {f"{f}/compose.yaml": "services: {web: {image: a, networks: [front]}}" for f in "abc"}
    files["all/compose.yaml"] = "services: {web: {extends: {file: ../a/compose.yaml, service: web}}}"
    (only,) = graphs(files)
    assert {p.dir: p.partial for p in only.kinds["project"]} == dict.fromkeys(("b", "c", "all"), True)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("files", "expected"), FRAGMENTS)
def test_fragment_with_a_default_name(files: dict[str, str], expected: bool) -> None:
    (only,) = graphs(files)
    assert any(p.partial for p in only.kinds["project"]) is expected  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "need", ["secrets: [tls]", "configs: [c]", "volumes: ['data:/x']", "links: [db]", "pid: 'service:db'"]
)
def test_file_that_lacks_something_is_a_fragment(need: str) -> None:
    (only,) = graphs({"extra.yaml": f"services:\n  web:\n    image: a\n    {need}\n"})
    assert [p.partial for p in only.kinds["project"]] == [True]  # type: ignore[attr-defined]
