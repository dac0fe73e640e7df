"""The files behind the pattern of an import: literal paths and globs, as far as the tree can tell.

Semantics: Caddy 2.11, caddyconfig/caddyfile, doImport: relative to the folder of the file in which the import stands,
at most one `*` and one `?`, no brackets; files whose names begin with a dot only when the pattern says so.
"""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from deploylint.source.files import Files

_WILD = re.compile(r"[*?\[\]]")
_STRANGE = re.compile(r"[\x00-\x1f{\\]")
_LONGEST = 1000
_KEEPERS = frozenset((".gitkeep", ".keep", ".gitignore", ".empty", ".placeholder"))
"""What people put into a folder that is to be there before its files are."""

_ALTERNATIVES = (".example", ".sample", ".dist", ".template", ".tmpl", ".j2", ".default")


class Targets(NamedTuple):
    """What a pattern names.

    `outcome` is found; missing (certainly absent); folder (a path that is none of a file); empty (a glob without a
    match); wildcards (more of them than Caddy takes); or unknown: outside of the tree, or to be made when it is
    deployed.
    """

    outcome: str
    paths: tuple[str, ...] = ()


def is_snippet_like(pattern: str) -> bool:
    """Does a pattern look like the name of a snippet rather than a file?"""
    return not any(char in pattern for char in "./*?[\\")


def is_glob(pattern: str) -> bool:
    """Has it wildcards?"""
    return _WILD.search(pattern) is not None


def find(files: Files, importer: str, pattern: str) -> Targets:
    """What `import pattern` in the file `importer` names."""
    if pattern.count("*") > 1 or pattern.count("?") > 1 or ("[" in pattern and "]" in pattern):
        return Targets("wildcards")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(importer), pattern))
    outside = pattern.startswith(("/", "~")) or path == ".." or path.startswith(("../", "/"))
    if outside or _STRANGE.search(pattern) or len(pattern) > _LONGEST:
        return Targets("unknown")
    if is_glob(pattern):
        return _matches(files, path, pattern)
    stat = files.stat(path)
    if stat is not None:
        return Targets("folder" if stat.kind == "dir" else "found", (path,))
    return Targets("unknown" if _is_expected(files, path) or not _has_folder(files, path) else "missing", (path,))


def _matches(files: Files, path: str, pattern: str) -> Targets:
    """The files that a glob names, in order; folders among them are named too, since Caddy stops at one."""
    folders = [""]
    parts = path.split("/")
    for depth, part in enumerate(parts):
        last = depth + 1 == len(parts)
        if not is_glob(part):
            folders = [posixpath.join(folder, part) for folder in folders]
            continue
        wanted = _expression(part)
        hidden = last and part.startswith("*")
        found = []
        for folder in folders:
            for name in files.list(folder):
                bare = name.rstrip("/")
                if wanted.fullmatch(bare) and not (hidden and bare.startswith(".")) and (last or name.endswith("/")):
                    found.append(posixpath.join(folder, bare))
        folders = found
    kinds = {each: stat.kind for each in folders if (stat := files.stat(each)) is not None}
    if any(kind == "dir" for kind in kinds.values()):
        return Targets("folder", tuple(each for each in sorted(kinds) if kinds[each] == "dir"))
    if kinds:
        return Targets("found", tuple(sorted(kinds)))
    folder = posixpath.dirname(path)
    known = not is_glob(folder) and _is_folder(files, folder)
    filled = known and not _KEEPERS.intersection(files.list(folder)) and files.ignored(path) is not True
    return Targets("empty" if filled else "unknown")


def _expression(part: str) -> re.Pattern[str]:
    """A part of a path with its one `*` and one `?` as a pattern; bounded, so that it cannot backtrack far."""
    pieces = re.split(r"([*?])", part)
    signs = {"*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(piece) or re.escape(piece) for piece in pieces))


def _is_folder(files: Files, path: str) -> bool:
    if not path:
        return True
    stat = files.stat(path)
    return stat is not None and stat.kind == "dir"


def _has_folder(files: Files, path: str) -> bool:
    return _is_folder(files, posixpath.dirname(path))


def _is_expected(files: Files, path: str) -> bool:
    """Is there more than the tree shows: an ignore rule covers the file, an example of it stands beside it, or a link
    of its name leads out of the tree?
    """
    folder, name = posixpath.split(path)
    if files.ignored(path) is True or name in files.list(folder) or name + "/" in files.list(folder):
        return True
    return any(files.stat(path + ending) is not None for ending in _ALTERNATIVES)
