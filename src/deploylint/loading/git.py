"""What git knows of a file, read from its index and ignore files; git itself is never executed.

Nothing is read before the first question.  What git would take from the user's own configuration (a global ignore file)
is left out, so that the answer is the same on every machine.
"""

from __future__ import annotations

import os
import stat

from deploylint.loading.ignore import Patterns, parse

_MAX_BYTES = 64 * 1024 * 1024
_NO_PATTERNS = Patterns(())


class Repository:
    """One work tree: its top folder, its git folder, and for a linked one the folder that it shares with others."""

    __slots__ = ("_common", "_folder", "_index", "_patterns", "_read", "top")

    def __init__(self, top: str, folder: str) -> None:
        self.top = top
        self._folder = folder
        common = _read(os.path.join(folder, "commondir"))
        self._common = folder if common is None else os.path.join(folder, os.fsdecode(common.strip()))
        self._index: frozenset[bytes] | None = None
        self._read = False
        self._patterns: dict[str, Patterns] = {}

    def tracked(self, path: str) -> bool | None:
        """Is the path (relative to the top) in the index?  None when the index cannot be read."""
        if not self._read:
            self._read = True
            data = _read(os.path.join(self._folder, "index"))
            config = _read(os.path.join(self._common, "config")) or b""
            # A new repository has no index; nothing is tracked in it.
            self._index = frozenset() if data is None else index_names(data, 32 if b"sha256" in config else 20)
        return None if self._index is None else os.fsencode(path) in self._index

    def ignored(self, path: str) -> bool:
        """Is the path (relative to the top), or a folder above it, ignored?"""
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            folder = depth < len(parts) or _is_folder(os.path.join(self.top, path))
            verdict = self._verdict(parts[:depth], folder=folder)
            if verdict:
                return True
        return False

    def _verdict(self, parts: list[str], *, folder: bool) -> bool:
        """The deepest ignore file that speaks of the path decides, info/exclude last."""
        for depth in range(len(parts) - 1, -1, -1):
            patterns = self._patterns_of("/".join([*parts[:depth], ".gitignore"]))
            verdict = patterns.verdict(os.fsencode("/".join(parts[depth:])), folder=folder)
            if verdict is not None:
                return verdict
        exclude = self._patterns_of("")
        return bool(exclude.verdict(os.fsencode("/".join(parts)), folder=folder))

    def _patterns_of(self, name: str) -> Patterns:
        """The patterns of an ignore file in the work tree; of info/exclude for the empty name."""
        known = self._patterns.get(name)
        if known is None:
            path = os.path.join(self.top, name) if name else os.path.join(self._common, "info", "exclude")
            # git does not follow a .gitignore that is a link.
            data = None if name and os.path.islink(path) else _read(path)
            known = self._patterns[name] = _NO_PATTERNS if data is None else parse(data)
        return known


class Git:
    """Answers for files anywhere; each is asked of the work tree that is nearest above it."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[str, Repository | None] = {}

    def tracked(self, path: str) -> bool | None:
        """Is the file at the absolute path in an index?  None without a work tree or a readable index."""
        repository = self.repository(os.path.dirname(path))
        return None if repository is None else repository.tracked(_below(repository.top, path))

    def ignored(self, path: str) -> bool | None:
        """Does an ignore rule cover the file at the absolute path?  None without a work tree."""
        repository = self.repository(os.path.dirname(path))
        return None if repository is None else repository.ignored(_below(repository.top, path))

    def repository(self, folder: str) -> Repository | None:
        """The work tree that a folder belongs to."""
        if folder in self._found:
            return self._found[folder]
        git = git_folder(folder)
        if git is not None:
            found: Repository | None = Repository(folder, git)
        else:
            parent = os.path.dirname(folder)
            found = None if parent == folder else self.repository(parent)
        self._found[folder] = found
        return found


def git_folder(folder: str) -> str | None:
    """The git folder of a work tree whose top this is: .git, or what a .git file points to."""
    path = os.path.join(folder, ".git")
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return None
    if stat.S_ISDIR(mode):
        return path if os.path.exists(os.path.join(path, "HEAD")) else None
    data = _read(path) or b""
    if not data.startswith(b"gitdir:"):
        return None
    target = os.path.join(folder, os.fsdecode(data.removeprefix(b"gitdir:").strip()))
    return target if os.path.isdir(target) else None


def index_names(data: bytes, hash_size: int = 20) -> frozenset[bytes] | None:
    """Paths in an index file of version 2, 3 or 4; None when it is split, sparse or not understood."""
    version = int.from_bytes(data[4:8], "big")
    if data[:4] != b"DIRC" or version not in {2, 3, 4}:
        return None
    names: list[bytes] = []
    at, name = 12, b""
    for _ in range(int.from_bytes(data[8:12], "big")):
        begin, at = at, at + 40 + hash_size + 2
        if at > len(data):
            return None
        if data[at - 2] & 0x40:  # the extended flag: two more bytes of flags
            at += 2
        if version == 4:
            shared, at = _varint(data, at)
            name = name[: max(len(name) - shared, 0)]
        end = data.find(b"\0", at)
        if end == -1:
            return None
        name = name + data[at:end] if version == 4 else data[at:end]
        at = end + 1 if version == 4 else begin + (end - begin + 8) // 8 * 8
        names.append(name)
    return None if _extensions(data, at, hash_size) & {b"link", b"sdir"} else frozenset(names)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """An offset-encoded number, as in pack files, and the offset behind it."""
    value = data[at] & 0x7F if at < len(data) else 0
    while at < len(data) and data[at] & 0x80:
        at += 1
        value = ((value + 1) << 7) | (data[at] & 0x7F if at < len(data) else 0)
    return value, at + 1


def _extensions(data: bytes, at: int, hash_size: int) -> set[bytes]:
    """Names of the extensions between the entries and the checksum."""
    names: set[bytes] = set()
    while at + 8 <= len(data) - hash_size:
        names.add(data[at : at + 4])
        at += 8 + int.from_bytes(data[at + 4 : at + 8], "big")
    return names


def _below(top: str, path: str) -> str:
    return path[len(top.rstrip("/")) + 1 :]


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def _read(path: str) -> bytes | None:
    """The bytes of a regular file of bearable size; None for all else."""
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MAX_BYTES:
            return None
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError):
        return None
