"""Diffs that git and patch apply, and that never show a secret."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from deploylint.fix.diff import Diff, LeftOut, Spans, patch, shown

PAIRS = [
    ("a\nb\nc\n", "a\nx\nc\n"),
    ("a\nb", "a\nb\nc"),
    ("a\nb", "a\n"),
    ("a\nb\n", "a\nb"),
    ("a\r\nb\r\n", "a\r\nx\r\n"),
    ("a\rb\rc\n", "a\rx\rc\n"),
    ("", "a\n"),
    ("a\n", ""),
    ("".join(f"{n}\n" for n in range(40)), "".join(f"{n}\n" for n in range(40) if n not in (3, 30)) + "end"),
    ("- a\n-- b\n", "-- b\n+ c\n"),
    ("é\u2028x\x0c\n", "é\u2028y\x0c\n"),
]


def nothing(path: str, text: str) -> Spans:
    return []


def words(path: str, text: str) -> Spans:
    """Every SECRET."""
    found = []
    at = text.find("SECRET")
    while at >= 0:
        found.append((at, at + 6))
        at = text.find("SECRET", at + 1)
    return found


def three_lines(path: str, text: str) -> Spans:
    return [(0, 5)]


def applied(folder: Path, old: dict[str, str], diff: Diff) -> dict[str, str]:
    """What git makes of the files."""
    for name, text in old.items():
        (folder / name).write_bytes(text.encode())
    command = ["git", "apply", *["--unidiff-zero"] * diff.bare, "--whitespace=nowarn", "-"]
    subprocess.run(
        command,
        cwd=folder,
        input=diff.text.encode(),
        check=True,
        env={"GIT_DIR": "/nonexistent", "PATH": "/usr/bin:/bin"},
    )
    return {name: (folder / name).read_bytes().decode() for name in old if (folder / name).exists()}


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_git_applies_it(tmp_path: Path, before: str, after: str) -> None:
    for make in (shown, patch):
        assert applied(tmp_path, {"a file": before}, make({"a file": before}, {"a file": after}, nothing)) == {
            "a file": after
        }


def test_several_files_in_order(tmp_path: Path) -> None:
    old, new = {"b": "1\n", "a": "1\n"}, {"b": "2\n", "a": "2\n"}
    diff = patch(old, new, nothing)
    assert diff.text == "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+2\n--- a/b\n+++ b/b\n@@ -1 +1 @@\n-1\n+2\n"
    assert applied(tmp_path, old, diff) == new


def test_a_person_sees_masks_and_the_change() -> None:
    diff = shown({"a": "P: SECRET\nA: 1\n"}, {"a": "P: SECRET\nA: 2\n"}, words)
    assert diff.text == "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n P: ••••••••\n-A: 1\n+A: 2\n"


def test_a_changed_secret_is_shown_as_a_change() -> None:
    diff = shown({"a": "P: SECRET\n"}, {"a": "P: SECRETSECRET\n"}, words)
    assert diff.text == "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-P: ••••••••\n+P: ••••••••••••••••\n"


def test_a_secret_of_several_lines_keeps_the_lines() -> None:
    diff = shown({"a": "x\ny\nz\n1\n"}, {"a": "x\ny\nz\n2\n"}, three_lines)
    assert diff.text == "--- a/a\n+++ b/a\n@@ -1,4 +1,4 @@\n ••••••••\n ••••••••\n ••••••••\n-1\n+2\n"


# (lines with a secret, lines changed, lines behind which one is added, needs --unidiff-zero)
@pytest.mark.parametrize(
    ("secrets", "changed", "added", "bare"),
    [
        ({7}, {2}, set(), False),
        ({1}, {2}, set(), False),
        ({3}, {2}, set(), True),
        ({1, 3}, {2}, set(), True),
        ({5}, {0}, set(), False),
        ({5}, {8}, set(), False),
        ({7}, {8}, set(), False),
        ({5}, {1, 3}, {6}, False),
        ({5}, set(), {0, 1, 2}, False),
        ({5}, set(), {5}, False),
        ({5}, set(), {4}, True),
        ({0}, set(), {8}, False),
    ],
)
def test_git_finds_changes_beside_secrets(
    tmp_path: Path, secrets: set[int], changed: set[int], added: set[int], bare: bool
) -> None:
    old = {"a": "".join("SECRET\n" if n in secrets else f"{n}\n" for n in range(9))}
    lines = old["a"].splitlines(keepends=True)
    new = [f"x{line}" if n in changed else line for n, line in enumerate(lines)]
    text = "".join(line + "+\n" * (n in added) for n, line in enumerate(new))
    diff = patch(old, {"a": text}, words)
    assert (diff.bare, diff.left_out, "SECRET" in diff.text) == (bare, (), False)
    assert applied(tmp_path, old, diff) == {"a": text}


def test_a_patch_has_few_lines_around_and_no_hunk_with_a_secret(tmp_path: Path) -> None:
    lines = [f"{n}\n" for n in range(20)]
    lines[5] = "P: SECRET\n"
    old = {"a": "".join(lines)}
    changed = [*lines[:2], "new\n", *lines[2:5], "P: $P\n", "more\n", *lines[6:15], "x\n", *lines[16:]]
    new = {"a": "".join(changed)}
    diff = patch(old, new, words)
    assert "SECRET" not in diff.text
    assert diff.left_out == (LeftOut("a", 6),)
    expected = "".join([*lines[:2], "new\n", *lines[2:15], "x\n", *lines[16:]])
    assert applied(tmp_path, old, diff) == {"a": expected}


def test_reveal_leaves_nothing_out(tmp_path: Path) -> None:
    old, new = {"a": "1\nP: SECRET\n"}, {"a": "1\nP: $P\n"}
    diff = patch(old, new, words, reveal=True)
    assert diff.left_out == ()
    assert applied(tmp_path, old, diff) == new
    assert "SECRET" in shown(old, new, words, reveal=True).text
