"""The index, held against `git ls-files`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from deploylint.loading.git import Git, index_names

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
NAMES = ["compose.yaml", "a/b/c.env", "a/b/d.env", "a/long-" + "x" * 90, "ä.yaml", "with space.env", "a-b", "ab"]


def _git(folder: Path, *arguments: str) -> bytes:
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip
    return subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    _git(folder, "init", "-q")
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    _git(folder, "add", ".")
    return folder


def _check(folder: Path) -> None:
    listed = {name for name in _git(folder, "ls-files", "-z").split(b"\0") if name}
    assert index_names((folder / ".git" / "index").read_bytes()) == listed
    (folder / "new.env").write_text("", encoding="utf-8")
    git = Git()
    assert {name for name in [*NAMES, "new.env"] if git.tracked(str(folder / name))} == {
        os.fsdecode(name) for name in listed
    }


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_index_versions(repository: Path, version: str) -> None:
    _git(repository, "update-index", "--index-version", version)
    _check(repository)


def test_extended_flags(repository: Path) -> None:
    (repository / "intent.env").write_text("", encoding="utf-8")
    _git(repository, "add", "-N", "intent.env")
    _git(repository, "update-index", "--skip-worktree", "ab")
    names = index_names((repository / ".git" / "index").read_bytes())
    assert names is not None
    assert b"intent.env" in names
    _git(repository, "update-index", "--index-version", "4")
    assert index_names((repository / ".git" / "index").read_bytes()) == names


def test_split_index_is_unknown(repository: Path) -> None:
    _git(repository, "update-index", "--split-index")
    assert Git().tracked(str(repository / "ab")) is None


def test_linked_work_tree(repository: Path, tmp_path: Path) -> None:
    (repository / ".git" / "info" / "exclude").write_text("*.secret\n", encoding="utf-8")
    _git(repository, "commit", "-qm", "first")
    linked = tmp_path / "linked"
    _git(repository, "worktree", "add", "-q", str(linked))
    (linked / "x.secret").write_text("", encoding="utf-8")
    git = Git()
    assert git.tracked(str(linked / "ab")) is True
    assert git.tracked(str(linked / "x.secret")) is False
    assert git.ignored(str(linked / "x.secret")) is True


def test_without_a_work_tree(tmp_path: Path) -> None:
    git = Git()
    assert git.tracked(str(tmp_path / "x")) is None
    assert git.ignored(str(tmp_path / "x")) is None


def test_a_new_repository_tracks_nothing(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")
    assert Git().tracked(str(tmp_path / "x")) is False


def test_sha256_repositories(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q", "--object-format=sha256")
    (tmp_path / "a.env").write_text("", encoding="utf-8")
    _git(tmp_path, "add", ".")
    assert Git().tracked(str(tmp_path / "a.env")) is True


@pytest.mark.parametrize(
    "data", [b"", b"DIRC", b"DIRC\0\0\0\2\0\0\0\1", b"DIRC\0\0\0\4\0\0\0\1" + b"\xff" * 62, b"x" * 100]
)
def test_broken_indexes_are_unknown(data: bytes) -> None:
    assert index_names(data) is None


def test_every_prefix_of_an_index_is_bearable(repository: Path) -> None:
    data = (repository / ".git" / "index").read_bytes()
    for end in range(len(data)):
        index_names(data[:end])
