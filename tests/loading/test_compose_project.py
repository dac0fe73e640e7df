"""Which files are the project: named, listed, or found upwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploylint.loading.compose_project import Project, find, named
from deploylint.source.errors import UserError


def _make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("services: {}\n", encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder below another one; the program is started in it."""
    folder = tmp_path / "top" / "sub"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def _names(project: Project, folder: Path) -> list[str]:
    return [str(Path(path).relative_to(folder)) for path in project.files]


@pytest.mark.parametrize(
    ("there", "found", "unused"),
    [
        (["compose.yaml"], ["compose.yaml"], 0),
        (["docker-compose.yaml", "compose.yml"], ["compose.yml"], 1),
        (["compose.yaml", "compose.override.yaml"], ["compose.yaml", "compose.override.yaml"], 0),
        (["docker-compose.yml", "compose.override.yml"], ["docker-compose.yml", "compose.override.yml"], 0),
        (
            ["compose.yaml", "compose.override.yaml", "compose.override.yml"],
            ["compose.yaml", "compose.override.yml"],
            1,
        ),
        (["compose.yaml", "compose.prod.yaml"], ["compose.yaml"], 0),
    ],
    ids=str,
)
def test_default_names(there: list[str], found: list[str], unused: int, here: Path) -> None:
    """In the order of compose-go 2.14.0, cli/options.go, DefaultFileNames and DefaultOverrideFileNames."""
    _make(here, *there)
    project = find(None, (), None)
    assert _names(project, here) == found
    assert project.started_in is None
    assert len(project.unused) == unused


def test_the_nearest_folder_above(here: Path) -> None:
    _make(here.parent, "compose.yaml", "compose.override.yml")
    _make(here.parent.parent, "compose.yaml")
    project = find(None, (), None)
    assert _names(project, here.parent) == ["compose.yaml", "compose.override.yml"]
    assert project.started_in == str(here)


def test_a_project_directory_is_where_the_search_begins(here: Path) -> None:
    _make(here, "compose.yaml")
    _make(here.parent, "other/compose.yaml")
    project = find(str(here.parent / "other"), (), None)
    assert _names(project, here.parent) == ["other/compose.yaml"]
    assert project.started_in is None


def test_nothing_above(here: Path) -> None:
    with pytest.raises(UserError, match=r"there is no Compose file in \. or above it"):
        find(None, (), None)
    assert here.is_dir()


@pytest.mark.parametrize(
    ("env", "process"),
    [
        ("COMPOSE_FILE=a.yaml:b.yaml\n", None),
        ("COMPOSE_FILE=a.yaml;b.yaml\nCOMPOSE_PATH_SEPARATOR=;\n", None),
        ("COMPOSE_FILE=nowhere.yaml\n", {"COMPOSE_FILE": "a.yaml:b.yaml"}),
        ("COMPOSE_PATH_SEPARATOR=,\n", {"COMPOSE_FILE": "a.yaml,b.yaml"}),
    ],
    ids=str,
)
def test_a_list_wins_over_default_names(env: str, process: dict[str, str] | None, here: Path) -> None:
    _make(here, "compose.yaml", "a.yaml", "b.yaml")
    (here / ".env").write_text(env, encoding="utf-8")
    assert _names(find(None, (), process), here) == ["a.yaml", "b.yaml"]


def test_a_list_in_a_named_env_file(here: Path) -> None:
    _make(here, "compose.yaml", "a.yaml")
    (here / ".env").write_text("COMPOSE_FILE=compose.yaml\n", encoding="utf-8")
    (here / "x.env").write_text("COMPOSE_FILE=a.yaml\n", encoding="utf-8")
    assert _names(find(None, (str(here / "x.env"),), None), here) == ["a.yaml"]


def test_a_list_of_the_files_may_not_lead_out(here: Path) -> None:
    _make(here.parent, "secret.yaml")
    (here / ".env").write_text("COMPOSE_FILE=../secret.yaml\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"COMPOSE_FILE names .*/secret\.yaml, which is outside"):
        find(None, (), None)
    assert _names(find(None, (), None, allow_outside=True), here.parent) == ["secret.yaml"]
    assert _names(find(None, (), {"COMPOSE_FILE": "../secret.yaml"}), here.parent) == ["secret.yaml"]


def test_a_listed_file_that_is_not_there(here: Path) -> None:
    (here / ".env").write_text("COMPOSE_FILE=gone.yaml\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"COMPOSE_FILE: there is no file or folder gone\.yaml"):
        find(None, (), None)


def test_named_files_are_exactly_those(here: Path) -> None:
    _make(here, "b.yaml", "a.yaml", "compose.yaml")
    (here / ".env").write_text("COMPOSE_FILE=compose.yaml\n", encoding="utf-8")
    assert named(("b.yaml", "a.yaml")) == Project((str(here / "b.yaml"), str(here / "a.yaml")))


@pytest.mark.parametrize(("path", "told"), [(".", ". is a folder"), ("gone", "there is no file or folder gone")])
def test_what_cannot_be_named(path: str, told: str, here: Path) -> None:
    with pytest.raises(UserError) as caught:
        named((path,))
    assert caught.value.message == told
    assert here.is_dir()
