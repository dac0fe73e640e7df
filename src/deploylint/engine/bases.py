"""Packs that packs extend: `extends:` in a `_pack.yaml`, followed to a list of folders, bases first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from deploylint import resources
from deploylint.engine.mistakes import Mistake, PackError
from deploylint.engine.pack import PACK_FILE, read_folder
from deploylint.engine.reader import Entry, Reader
from deploylint.source.span import Span
from deploylint.syntax import tree
from deploylint.syntax.yaml_tree import parse


def with_bases(folders: Sequence[str]) -> list[str]:
    """Absolute paths of the packs and of those they extend, each once, a base before what extends it.

    A path in `extends` is relative to the pack's folder, and leads to a folder or file beside or below it: a repository
    under review names no files elsewhere.  Raises PackError with the place of a path that does not, or comes back.
    """
    found: list[str] = []
    mistakes: list[Mistake] = []
    for folder in folders:
        _add(os.path.abspath(folder), (), found, mistakes)
    if mistakes:
        raise PackError(mistakes)
    return found


def _add(folder: str, chain: tuple[str, ...], found: list[str], mistakes: list[Mistake]) -> None:
    if folder in found:
        return
    for own, base, span in _named(folder, mistakes):
        path = os.path.normpath(os.path.join(own, base))
        if not path.startswith(os.path.dirname(own) + os.sep) or path == own:
            mistakes.append(Mistake(span, f"{base} does not lead to a pack beside or below this one"))
        elif path in chain:
            mistakes.append(Mistake(span, f"{base} extends this pack, which extends it"))
        elif not os.path.exists(path):
            mistakes.append(Mistake(span, f"there is no pack {base}"))
        else:
            _add(path, (*chain, folder), found, mistakes)
    found.append(folder)


def _named(folder: str, mistakes: list[Mistake]) -> Iterator[tuple[str, str, Span]]:
    """What the packs in a folder extend: the pack's own folder, the path, its place.  Built-in rules extend nothing."""
    if folder == os.path.abspath(resources.rules()) or not os.path.isdir(folder):
        return

    def report(span: Span, message: str, suggestion: str) -> None:
        mistakes.append(Mistake(span, message, suggestion))

    reader = Reader(report)
    for file in read_folder(folder):
        if os.path.basename(file.source.path) != PACK_FILE or "extends" not in file.source.text:
            continue
        documents = parse(file.source).documents
        root = documents[0] if documents else None
        for key, value in root.items if isinstance(root, tree.Mapping) else ():
            if isinstance(key, tree.Scalar) and key.value == "extends":
                for item in reader.items(Entry(file.source, key, value)):
                    yield os.path.dirname(file.source.path), reader.text(item), item.span
