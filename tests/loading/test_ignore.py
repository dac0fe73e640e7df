"""Ignore patterns, held against git itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from deploylint.loading.git import Git
from deploylint.loading.ignore import from_texts, parse

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PATHS = [
    "a",
    "b",
    "ab",
    "a/b",
    "a/ab",
    "b/a",
    "a/b/a",
    "a/b/b",
    "ab/a/b",
    ".env",
    "a/.env",
    "a/b/.env",
    "x y",
    "a/x y",
    "a/[b]",
]


def _git(folder: Path, *arguments: str, data: bytes | None = None) -> bytes:
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": str(folder),
    }  # fmt: skip
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=data, env=environment, capture_output=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    _git(folder, "init", "-q")
    return folder


def _ignored_by_git(folder: Path, paths: list[str]) -> set[str]:
    out = _git(folder, "check-ignore", "--no-index", "-z", "--stdin", data="\0".join(paths).encode())
    return {os.fsdecode(name) for name in out.split(b"\0") if name}


def _ignored_by_us(folder: Path, paths: list[str]) -> set[str]:
    git = Git()
    return {path for path in paths if git.ignored(str(folder / path))}


PIECES = st.sampled_from(
    [
        "a",
        "b",
        ".env",
        "/",
        "*",
        "**",
        "?",
        "[ab]",
        "[!a]",
        "[^b]",
        "[a-c]",
        "[[:alpha:]]",
        "[[]",
        "[]]",
        "\\",
        "!",
        "#",
        " ",
        "[",
        "]",
    ]
)
LINES = st.lists(PIECES, min_size=1, max_size=6).map("".join)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(top=st.lists(LINES, max_size=4), below=st.lists(LINES, max_size=2), exclude=st.lists(LINES, max_size=1))
def test_git_agrees(repository: Path, top: list[str], below: list[str], exclude: list[str]) -> None:
    assume("\r" not in "".join([*top, *below, *exclude]))
    (repository / ".gitignore").write_text("\n".join(top) + "\n", encoding="utf-8")
    (repository / "a").mkdir(exist_ok=True)
    (repository / "a" / ".gitignore").write_text("\n".join(below) + "\n", encoding="utf-8")
    (repository / ".git" / "info" / "exclude").write_text("\n".join(exclude) + "\n", encoding="utf-8")
    assert _ignored_by_us(repository, PATHS) == _ignored_by_git(repository, PATHS)


@pytest.mark.parametrize(
    ("lines", "ignored"),
    [
        (["*.env", "!keep.env"], {"x.env"}),
        (["/x.env"], {"x.env"}),
        (["d/"], {"d/x.env"}),
        (["d/", "!d/x.env"], {"d/x.env"}),
        (["d/*", "!d/x.env"], set()),
        (["**/x.env"], {"x.env", "d/x.env"}),
        (["x.env  "], {"x.env", "d/x.env"}),
        (["x.env\\ "], set()),
        (["# x.env", "\\#x"], {"#x"}),
        (["[x"], set()),
        (["x.env\\"], set()),
    ],
    ids=lambda value: str(value if isinstance(value, list) else sorted(value)),  # a set's order changes from run to run
)
def test_patterns(repository: Path, lines: list[str], ignored: set[str]) -> None:
    paths = ["x.env", "keep.env", "d/x.env", "#x"]
    patterns = from_texts(lines)
    (repository / ".gitignore").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (repository / ".git" / "info" / "exclude").write_text("", encoding="utf-8")
    shutil.rmtree(repository / "a", ignore_errors=True)
    assert {path for path in paths if patterns.covers(path)} - {"d/x.env", "x.env", "#x"} == ignored - {
        "d/x.env",
        "x.env",
        "#x",
    }
    assert _ignored_by_us(repository, paths) == _ignored_by_git(repository, paths)


def test_a_byte_order_mark_and_carriage_returns_do_not_count() -> None:
    patterns = parse(b"\xef\xbb\xbf.env\r\nb\r\n")
    assert patterns.covers(".env")
    assert patterns.covers("b")


def test_no_pattern_is_expensive() -> None:
    patterns = from_texts(["*a" * 60 + "b"])
    assert not patterns.covers("a" * 250)
