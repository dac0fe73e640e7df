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

    Raises ValueError when edits overlap.
    """
    pieces: list[str] = []
    done = 0
    for edit in in_order(edits):
        if edit.start < done:
            raise ValueError(f"edits overlap at offset {edit.start} of {edit.path}")
        pieces += text[done : edit.start], edit.text
        done = edit.end
    return "".join(pieces) + text[done:]


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in the order in which they are applied, equal ones once.

    Of two insertions at one offset the one that is indented deeper comes first, then an item of a list before a key,
    then the one whose text comes first: so that new lines of YAML belong to what they were made for.
    """
    return sorted(set(edits), key=_order)


def _order(edit: Edit) -> tuple[int, int, int, bool, str]:
    line = edit.text.strip("\r\n")
    return (edit.start, edit.end, len(line.lstrip(" ")) - len(line), not line.lstrip(" ").startswith("- "), edit.text)
