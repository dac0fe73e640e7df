"""The user's files on this machine's disk, below one anchor: here, once, is decided what may be read."""

from __future__ import annotations

import os
import posixpath
import stat as modes
from collections.abc import Iterable
from typing import TYPE_CHECKING

from deploylint.source.decode import LARGEST, decode, limit_exceeded
from deploylint.source.defects import Defect
from deploylint.source.files import Stat, Unreadable
from deploylint.source.span import Span
from deploylint.source.text import Source

if TYPE_CHECKING:
    from deploylint.loading.git import Git

_NEVER_BLOCK = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0)


class DiskFiles:
    """Files below `anchor` (an absolute folder), as `source.files.Files` describes them.

    A link that leads out of the anchor is not there, unless `allow_outside`.  `named` are absolute paths of files
    outside that a person named in an option; those may be read too.
    """

    __slots__ = ("_folders", "_git", "_lists", "_named", "_outside", "_root", "anchor")

    def __init__(self, anchor: str, *, allow_outside: bool = False, named: Iterable[str] = ()) -> None:
        self.anchor = anchor
        self._root = os.path.realpath(anchor)
        self._outside = allow_outside
        self._named = frozenset(named)
        self._folders: dict[str, bool] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._git: Git | None = None

    def read(self, path: str) -> Source | Unreadable | None:
        """The file's text; a folder, a device or what may not be read is Unreadable."""
        full = self.locate(path)
        if full is None:
            return None
        if full == os.devnull:  # a device, but one that all programs read as an empty file
            return decode(path, b"")
        try:
            if not modes.S_ISREG(os.stat(full).st_mode):
                return _unreadable(path, "not a regular file", "a file")
            descriptor = os.open(full, _NEVER_BLOCK)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            return _unreadable(path, (error.strerror or "an error").lower(), "a readable file")
        try:
            with open(descriptor, "rb") as file:
                size = os.fstat(descriptor).st_size
                if size > LARGEST:
                    return limit_exceeded(path, size)
                data = file.read(LARGEST + 1)
        except OSError as error:
            return _unreadable(path, (error.strerror or "an error").lower(), "a readable file")
        return decode(path, data)

    def list(self, folder: str) -> tuple[str, ...]:
        """Sorted names in a folder; a link to a folder counts as a folder when it leads to one that may be read.

        Each folder is looked into once: every mount asks for the names beside what it mounts.
        """
        known = self._lists.get(folder)
        if known is None:
            known = self._lists[folder] = self._list(folder)
        return known

    def _list(self, folder: str) -> tuple[str, ...]:
        full = self.locate(folder)
        if full is None:
            return ()
        try:
            with os.scandir(full) as entries:
                return tuple(sorted(entry.name + "/" * self._is_folder(folder, entry) for entry in entries))
        except OSError:
            return ()

    def stat(self, path: str) -> Stat | None:
        """What stands at the path, links followed."""
        full = self.locate(path)
        if full is None:
            return None
        try:
            found = os.stat(full)
        except OSError:
            return None
        kind = "file" if modes.S_ISREG(found.st_mode) else "dir" if modes.S_ISDIR(found.st_mode) else "other"
        return Stat(kind, modes.S_IMODE(found.st_mode), found.st_size)

    def tracked(self, path: str) -> bool | None:
        """Is the file in the index of the git work tree around it?"""
        full = self._absolute(path)
        return None if full is None else self._repositories().tracked(full)

    def ignored(self, path: str) -> bool | None:
        """Does a .gitignore or info/exclude rule cover the file, tracked or not?"""
        full = self._absolute(path)
        return None if full is None else self._repositories().ignored(full)

    def locate(self, path: str) -> str | None:
        """The absolute path to open; None when it is outside the anchor, by its name or through a link."""
        full = self._absolute(path)
        if full is None or self._outside or full in self._named:
            return full
        if not self._folder_inside(os.path.dirname(full) if path else full):
            return None
        return full if not os.path.islink(full) or self._inside(os.path.realpath(full)) else None

    def _repositories(self) -> Git:
        if self._git is None:
            from deploylint.loading.git import Git

            self._git = Git()
        return self._git

    def _absolute(self, path: str) -> str | None:
        """The path joined to the anchor; None when it cannot be a path or its name leaves the anchor."""
        if "\0" in path:
            return None
        normal = posixpath.normpath(path) if path else ""
        if normal == ".." or normal.startswith(("/", "../")):
            full = os.path.normpath(os.path.join(self.anchor, normal))
            return full if self._outside or full in self._named else None
        return os.path.join(self.anchor, normal) if normal not in {"", "."} else self.anchor

    def _folder_inside(self, folder: str) -> bool:
        """Does the folder's real place lie in the anchor's?  Asked once for each folder."""
        known = self._folders.get(folder)
        if known is None:
            known = self._folders[folder] = self._inside(os.path.realpath(folder))
        return known

    def _inside(self, real: str) -> bool:
        return real == self._root or real.startswith(self._root.rstrip("/") + "/")

    def _is_folder(self, folder: str, entry: os.DirEntry[str]) -> bool:
        try:
            if not entry.is_symlink():
                return entry.is_dir()
            return entry.is_dir() and self.locate(posixpath.join(folder, entry.name)) is not None
        except OSError:
            return False


def _unreadable(path: str, found: str, expected: str) -> Unreadable:
    source = Source(path, "")
    return Unreadable(source, Defect("file-unreadable", Span(source, 0, 0), posixpath.basename(path), found, expected))
