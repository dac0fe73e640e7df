"""An edit replaces a span of one file's text; edits of one text never overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace `text[start:end]` of the file at `path` by `text`; `start == end` inserts."""

    path: str
    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit applied; equal edits count once.

    Two insertions at one offset are applied in the order of their texts.  Raises ValueError when edits overlap.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end, edit.text)):
        if edit.start < done:
            raise ValueError(f"edits overlap at offset {edit.start} of {edit.path}")
        pieces += text[done : edit.start], edit.text
        done = edit.end
    return "".join(pieces) + text[done:]
