"""Files: the protocol through which anything learns about the user's files, and an overlay of changed texts over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from deploylint.source.defects import Defect
from deploylint.source.text import Source


class Stat(NamedTuple):
    """What stands at a path: `kind` is "file", "dir" or "other"; `mode` the permission bits; `size` in bytes."""

    kind: str
    mode: int
    size: int


class Unreadable(NamedTuple):
    """A file that could not be read as text: why, as a defect at offset 0 of an empty source or at the bad byte."""

    source: Source
    defect: Defect


class Files(Protocol):
    """The user's files below the anchor; all paths are anchor-relative with `/`, "" is the anchor itself.

    Implementations never raise on a path: what cannot be had is None, empty or Unreadable.  A path that leaves the
    anchor is not there unless the implementation was told to allow it.
    """

    def read(self, path: str) -> Source | Unreadable | None:
        """The file's text; None when there is no such file."""

    def list(self, folder: str) -> tuple[str, ...]:
        """Sorted names in a folder, those of folders ending in `/`; empty when there is no such folder."""

    def stat(self, path: str) -> Stat | None:
        """What stands there, links followed; None when nothing does or it is outside."""

    def tracked(self, path: str) -> bool | None:
        """Is the file in git's index?  None when there is no git work tree or its index could not be read."""

    def ignored(self, path: str) -> bool | None:
        """Does a git ignore rule cover the file?  None when there is no git work tree."""


class Overlay:
    """Changed and new texts over other Files; serves verification of fixes, stdin, editors, examples and generation.

    `texts` maps path to new text, or to None for a file that is gone.
    """

    __slots__ = ("_below", "_texts")

    def __init__(self, below: Files, texts: Mapping[str, str | None]) -> None:
        self._below = below
        self._texts = dict(texts)

    def read(self, path: str) -> Source | Unreadable | None:
        """The laid-over text when there is one, with the byte order mark of the file below."""
        if path not in self._texts:
            return self._below.read(path)
        text = self._texts[path]
        if text is None:
            return None
        old = self._below.read(path)
        return Source(path, text, bom=isinstance(old, Source) and old.bom)

    def list(self, folder: str) -> tuple[str, ...]:
        """Names of the folder below with laid-over files added and removed ones gone."""
        names = set(self._below.list(folder))
        prefix = folder + "/" if folder else ""
        for path, text in self._texts.items():
            if not path.startswith(prefix):
                continue
            head, slash, _ = path[len(prefix) :].partition("/")
            if text is None:
                if not slash:
                    names.discard(head)
            else:
                names.add(head + slash)
        return tuple(sorted(names))

    def stat(self, path: str) -> Stat | None:
        """As below; a laid-over file keeps the mode of the one it covers."""
        old = self._below.stat(path)
        if path in self._texts:
            text = self._texts[path]
            return None if text is None else Stat("file", old.mode if old else 0o644, len(text.encode()))
        if old is None and any(p.startswith(path + "/") for p, text in self._texts.items() if text is not None):
            return Stat("dir", 0o755, 0)
        return old

    def tracked(self, path: str) -> bool | None:
        """As below: changing a text does not change what git knows."""
        return self._below.tracked(path)

    def ignored(self, path: str) -> bool | None:
        """As below."""
        return self._below.ignored(path)
