"""A changeset is edits to files and new files that are applied together or not at all."""

from __future__ import annotations

from typing import NamedTuple

from deploylint.source.edit import Edit, apply_edits
from deploylint.source.files import Files
from deploylint.source.text import Source


class Changeset(NamedTuple):
    """Edits by path and whole new files (path, text)."""

    edits: tuple[Edit, ...] = ()
    created: tuple[tuple[str, str], ...] = ()

    def texts(self, files: Files) -> dict[str, str]:
        """Path to new text of every file that changes; raises ValueError when edits overlap or a file is not there."""
        texts = dict(self.created)
        by_path: dict[str, list[Edit]] = {}
        for edit in self.edits:
            by_path.setdefault(edit.path, []).append(edit)
        for path, edits in by_path.items():
            source = files.read(path)
            if not isinstance(source, Source):
                raise ValueError(f"{path} cannot be read")
            texts[path] = apply_edits(source.text, edits)
        return texts
