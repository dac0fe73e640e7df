"""From paths to an anchor and candidates."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploylint.loading import discover
from deploylint.source.errors import UserError


def _write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("", encoding="utf-8")


def _find(root: Path, *paths: str) -> tuple[str, ...]:
    full = discover.absolute([str(root / path) for path in paths])
    return discover.find(discover.anchor(full), full).files


@pytest.mark.parametrize(
    ("present", "paths", "anchor"),
    [
        (["a/compose.yaml", "b/compose.yaml"], ["a", "b"], ""),
        (["a/compose.yaml"], ["a"], "a"),
        (["a/compose.yaml", "deploylint.yaml"], ["a"], ""),
        (["a/compose.yaml", "a/.deploylint.yaml", "deploylint.yaml"], ["a/compose.yaml"], "a"),
        (["a/b/compose.yaml", ".git/HEAD"], ["a/b"], ""),
        (["a/b/compose.yaml", "a/.git/HEAD", "deploylint.yaml"], ["a/b"], ""),
        (["a/compose.yaml", "pyproject.toml"], ["a"], "a"),
    ],
    ids=str,
)
def test_anchor(tmp_path: Path, present: list[str], paths: list[str], anchor: str) -> None:
    _write(tmp_path, *present)
    assert discover.anchor([str(tmp_path / path) for path in paths]).anchor == str(tmp_path / anchor).rstrip("/")


def test_pyproject_counts_when_it_speaks_of_us(tmp_path: Path) -> None:
    _write(tmp_path, "a/compose.yaml")
    (tmp_path / "pyproject.toml").write_text("[tool.deploylint]\n", encoding="utf-8")
    assert discover.anchor([str(tmp_path / "a")]) == (str(tmp_path), str(tmp_path / "pyproject.toml"))


def test_candidates(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "compose.yaml",
        "a/docker-compose.yml",
        "a/.env",
        "node_modules/x/compose.yaml",
        "vendor/compose.yaml",
        "a/readme.md",
    )
    assert _find(tmp_path, "") == ("a/.env", "a/docker-compose.yml", "compose.yaml")
    assert _find(tmp_path, "vendor") == ("compose.yaml",), "a skipped folder that is named"


def test_links_are_not_walked_twice(tmp_path: Path) -> None:
    _write(tmp_path, "a/compose.yaml")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "a" / "up").symlink_to("..")
    assert _find(tmp_path, "") == ("a/compose.yaml",)


def test_settings_choose(tmp_path: Path) -> None:
    _write(tmp_path, "a/compose.yaml", "old/compose.yaml")
    full = [str(tmp_path)]
    found = discover.find(discover.anchor(full), full, lambda path, _: path != "old")
    assert found.files == ("a/compose.yaml",)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("compose.yml", "there is no file or folder"),
        ("notes.txt", "is not a kind of file"),
        ("out.yaml", "is a link that leads out"),
    ],
)
def test_a_named_file_that_cannot_be(tmp_path: Path, name: str, words: str) -> None:
    root = tmp_path / "root"
    _write(tmp_path, "root/compose.yaml", "root/notes.txt", "root/.git/HEAD", "target.yaml")
    (root / "out.yaml").symlink_to(tmp_path / "target.yaml")
    with pytest.raises(UserError) as caught:
        _find(root, name)
    assert words in caught.value.message
    assert caught.value.help


def test_near_names_are_suggested(tmp_path: Path) -> None:
    _write(tmp_path, "compose.yaml")
    with pytest.raises(UserError) as caught:
        discover.absolute([str(tmp_path / "compose.yml")])
    assert "compose.yaml" in caught.value.help


def test_a_thousand_stacks_are_found_at_once(tmp_path: Path) -> None:
    _write(tmp_path, *(f"s{number}/compose.yaml" for number in range(300)))
    assert len(_find(tmp_path, "")) == 300
