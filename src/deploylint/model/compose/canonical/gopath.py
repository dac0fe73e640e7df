"""Paths as Go and Compose read them: cleaned, joined, and made absolute unless they name something else."""

from __future__ import annotations

import posixpath
import re

_REMOTE = ("https://", "http://", "git://", "ssh://", "github.com/", "git@")
_DEVICE = re.compile(r"[\\/](?:[\\/][.?]|\?\?)(?=[\\/]|\Z)")
_UNC = re.compile(r"[\\/]{2}\.[\\/]UNC(?=[\\/]|\Z)", re.IGNORECASE)


def clean(path: str) -> str:
    """The shortest path that means the same (path.Clean)."""
    found = posixpath.normpath(path) if path else "."
    return found[1:] if found.startswith("//") else found


def join(*parts: str) -> str:
    """Parts joined and cleaned; empty ones are left out (filepath.Join)."""
    written = [part for part in parts if part]
    return clean("/".join(written)) if written else ""


def expanded(path: str, home: str | None) -> str:
    """A path with a leading `~` replaced (compose-go 2.14.0, paths/home.go)."""
    return join(home, path[1:]) if home is not None and path.startswith("~") else path


def absolute(path: str, start: str, home: str | None) -> str:
    """A path made absolute; an empty one stays (paths/resolve.go, absPath)."""
    path = expanded(path, home)
    return path if not path or path[0] in "/~" else join(start, path)


def either_absolute(path: str, start: str, home: str | None) -> str:
    """As `absolute`, but an absolute path of Windows stays and an empty one is the start (paths/unix.go)."""
    path = expanded(path, home)
    return path if path[:1] in ("/", "~") or windows_absolute(path) else join(start, path)


def context(path: str, start: str, home: str | None) -> str:
    """A build context made absolute unless it is a URL, a repository or a service (paths/context.go)."""
    if "://" in path or path.startswith(("service:", *_REMOTE)):
        return path
    return absolute(path, start, home)


def windows_absolute(path: str) -> bool:
    """Is it an absolute path of Windows (paths/windows_path.go, IsWindowsAbs)?"""
    length = _volume_length(path)
    if length == 0:
        return False
    return (path[0] in "\\/" and path[1] in "\\/") or path[length : length + 1] in ("\\", "/")


def _volume_length(path: str) -> int:
    """How long the name of the volume at the start of a Windows path is."""
    if path[1:2] == ":":
        return 2
    if not path.startswith(("\\", "/")):
        return 0
    if _UNC.match(path):
        return _share_length(path, 8)
    if _DEVICE.match(path):
        if len(path) == 3:
            return 3
        separators = [at for at in range(4, len(path)) if path[at] in "\\/"]
        return separators[0] if separators else len(path)
    return _share_length(path, 2) if path[1:2] in ("\\", "/") else 0


def _share_length(path: str, prefix: int) -> int:
    """How long the host and the share of a network path are."""
    separators = [at for at in range(prefix, len(path)) if path[at] in "\\/"]
    return separators[1] if len(separators) > 1 else len(path)
