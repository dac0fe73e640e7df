"""Files that are held in memory: for the examples of rules, and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.source.decode import decode
from deploylint.source.defects import Defect
from deploylint.source.files import Stat, Unreadable
from deploylint.source.span import Span
from deploylint.source.text import Source


class MemoryFile(NamedTuple):
    """A file's bytes (None: a folder), its mode, and what git knows of it: tracked, ignored, or nothing."""

    data: bytes | None
    mode: int = 0o644
    git: str = ""


class MemoryFiles:
    """An implementation of Files; there is a git work tree when some file says what git knows of it."""

    __slots__ = ("_files", "_git")

    def __init__(self, files: Mapping[str, MemoryFile]) -> None:
        self._files = dict(files)
        self._git = any(file.git for file in files.values())

    @property
    def paths(self) -> tuple[str, ...]:
        """All that was given, sorted."""
        return tuple(sorted(self._files))

    def read(self, path: str) -> Source | Unreadable | None:
        """The file's text; a folder is none."""
        file = self._files.get(path)
        if file is not None and file.data is None:
            source = Source(path, "")
            name = path.rpartition("/")[2]
            return Unreadable(source, Defect("file-unreadable", Span(source, 0, 0), name, "a folder", "a file"))
        return None if file is None or file.data is None else decode(path, file.data)

    def list(self, folder: str) -> tuple[str, ...]:
        """Sorted names in a folder."""
        prefix = folder + "/" if folder else ""
        names = set()
        for path, file in self._files.items():
            if path.startswith(prefix):
                head, slash, _ = path[len(prefix) :].partition("/")
                names.add(head + ("/" if slash or file.data is None else ""))
        return tuple(sorted(names - {"", "/"}))

    def stat(self, path: str) -> Stat | None:
        """What stands there."""
        file = self._files.get(path)
        if file is not None and file.data is not None:
            return Stat("file", file.mode, len(file.data))
        if file is not None or not path or any(other.startswith(path + "/") for other in self._files):
            return Stat("dir", file.mode if file is not None else 0o755, 0)
        return None

    def tracked(self, path: str) -> bool | None:
        """Is the file in git's index?"""
        file = self._files.get(path)
        return (file is not None and file.git == "tracked") if self._git else None

    def ignored(self, path: str) -> bool | None:
        """Does a git ignore rule cover the file?"""
        file = self._files.get(path)
        return (file is not None and file.git == "ignored") if self._git else None
