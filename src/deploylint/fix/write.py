"""Writing changed files: all of them or none, each replaced in one step, with its old mode and owner."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from deploylint.source.text import Source


class NotWritten(Exception):  # noqa: N818  # it is an answer, not an error
    """Nothing was written; `path` is the file that stood in the way and `reason` says how."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class _Staged(NamedTuple):
    """A new text in a temporary file beside its target, and what the target held before."""

    path: str
    target: str
    temporary: str
    old: bytes


def write(anchor: str, sources: Mapping[str, Source], texts: Mapping[str, str]) -> None:
    """Replace the files at `texts` (path below the anchor to new text) by their new texts.

    `sources` are the files as they were read: one that has changed since, is gone, or is a link out of the anchor stops
    everything.  Raises NotWritten with every file as it was.
    """
    staged: list[_Staged] = []
    try:
        for path in sorted(texts):
            staged.append(_stage(anchor, path, sources.get(path), texts[path]))
        _replace(staged)
    finally:
        for one in staged:
            with suppress(OSError):
                os.unlink(one.temporary)


def _target(anchor: str, path: str) -> str:
    """The real file behind a path, links followed; never one outside the anchor."""
    root = os.path.realpath(anchor)
    target = os.path.realpath(os.path.join(root, path))
    if os.path.commonpath([root, target]) != root:
        raise NotWritten(path, "it is a link out of the folder that is linted")
    return target


def _stage(anchor: str, path: str, source: Source | None, text: str) -> _Staged:
    """The new text in a temporary file beside the target, on the disk, with the target's mode and owner."""
    if source is None or not source.editable:
        raise NotWritten(path, "it was not read as UTF-8")
    target = _target(anchor, path)
    old = source.encode(source.text)
    _check_unchanged(path, target, old)
    folder, name = os.path.split(target)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.deploylint")
    try:
        status = os.stat(target)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise NotWritten(path, _words(error)) from error
    try:
        _fill(handle, source.encode(text), status)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise NotWritten(path, _words(error)) from error
    finally:
        os.close(handle)
    return _Staged(path, target, temporary, old)


def _check_unchanged(path: str, target: str, old: bytes) -> None:
    """Refuse a file that holds other bytes than those that were read."""
    try:
        with open(target, "rb") as file:
            now = file.read()
    except OSError as error:
        raise NotWritten(path, _words(error)) from error
    if now != old:
        raise NotWritten(path, "it has changed since it was read")


def _fill(handle: int, data: bytes, status: os.stat_result) -> None:
    """Write all bytes to the disk and take over owner, then mode, because changing an owner clears mode bits."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    with suppress(OSError):  # only root may give a file away; it then belongs to who wrote it
        os.fchown(handle, status.st_uid, status.st_gid)
    os.fchmod(handle, status.st_mode & 0o7777)
    os.fsync(handle)


def _replace(staged: list[_Staged]) -> None:
    """Put every temporary file in its target's place; when one fails, put back what was replaced."""
    done: list[_Staged] = []
    for one in staged:
        try:
            _check_unchanged(one.path, one.target, one.old)
            os.replace(one.temporary, one.target)
        except (OSError, NotWritten) as error:
            for other in reversed(done):
                _put_back(other)
            reason = error.reason if isinstance(error, NotWritten) else _words(error)
            raise NotWritten(one.path, reason) from error
        done.append(one)
    for folder in {os.path.dirname(one.target) for one in staged}:
        _sync_folder(folder)


def _put_back(one: _Staged) -> None:
    """The old bytes again, by the same way as the new ones."""
    status = os.stat(one.target)
    handle = os.open(one.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _fill(handle, one.old, status)
    finally:
        os.close(handle)
    os.replace(one.temporary, one.target)


def _sync_folder(folder: str) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _words(error: OSError) -> str:
    return (error.strerror or "it cannot be written").lower()
