"""Paths made absolute."""

from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import gopath

HOME = "/home/me"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("", "."), ("a//b/../c/", "a/c"), ("//a", "/a"), ("/..", "/"), ("../a", "../a"), ("///", "/"), ("./", ".")],
)
def test_clean(path: str, expected: str) -> None:
    assert gopath.clean(path) == expected


@pytest.mark.parametrize(
    ("path", "absolute", "either", "context"),
    [
        ("a", "/p/a", "/p/a", "/p/a"),
        ("../a/", "/a", "/a", "/a"),
        ("/a/../b", "/a/../b", "/a/../b", "/a/../b"),
        ("~", HOME, HOME, HOME),
        ("~/x", "/home/me/x", "/home/me/x", "/home/me/x"),
        ("~x", "/home/me/x", "/home/me/x", "/home/me/x"),
        ("", "", "/p", ""),
        ("c:\\x", "/p/c:\\x", "c:\\x", "/p/c:\\x"),
        ("c:x", "/p/c:x", "/p/c:x", "/p/c:x"),
        ("\\\\host\\share", "/p/\\\\host\\share", "\\\\host\\share", "/p/\\\\host\\share"),
        ("https://x/y.git", "/p/https:/x/y.git", "/p/https:/x/y.git", "https://x/y.git"),
        ("git@x:y", "/p/git@x:y", "/p/git@x:y", "git@x:y"),
        ("service:web", "/p/service:web", "/p/service:web", "service:web"),
        ("docker-image://a", "/p/docker-image:/a", "/p/docker-image:/a", "docker-image://a"),
    ],
)
def test_absolute(path: str, absolute: str, either: str, context: str) -> None:
    found = [convert(path, "/p", HOME) for convert in (gopath.absolute, gopath.either_absolute, gopath.context)]
    assert found == [absolute, either, context]


def test_without_a_home_a_tilde_stays() -> None:
    assert [gopath.absolute("~/x", "/p", None), gopath.either_absolute("~/x", "/p", None)] == ["~/x", "~/x"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("c:/", True), ("c:\\a", True), ("c:", False), ("c:a", False), ("\\\\.\\pipe\\x", True), ("\\\\?\\c:\\x", True),
        ("\\\\.\\UNC\\h\\s", True), ("\\\\a", True), ("\\a", False), ("//h/s/x", True), ("a\\b", False), ("", False),
        ("\\\\.", True), ("\\??\\c:\\a", True), ("\\\\.\\x", True),
    ],
)  # fmt: skip
def test_absolute_on_windows(path: str, expected: bool) -> None:
    assert gopath.windows_absolute(path) is expected
