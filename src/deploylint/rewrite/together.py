"""New lines that one fix puts at one place made one insertion, in the order in which the fix names them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deploylint.source.edit import Edit

_HEADER = re.compile(r"\s*\[[^\]\r\n]*\](\r\n|\n|\r)")


def together(edits: Iterable[Edit]) -> list[Edit]:
    """The edits, each once, insertions at one place joined; of two new sections of one name, one."""
    found: dict[tuple[str, int, int], list[Edit]] = {}
    for edit in edits:
        here = found.setdefault((edit.path, edit.start, edit.end), [])
        if not here or edit.start < edit.end:
            here.append(edit)
        elif edit != here[0]:
            here[0] = edit._replace(text=_joined(here[0].text, edit.text))
    return [edit for here in found.values() for edit in dict.fromkeys(here)]


def _joined(first: str, second: str) -> str:
    """Both texts, one after the other; what belongs into one new section, in it."""
    header, other = _HEADER.match(first), _HEADER.match(second)
    if header is None or other is None or header.group() != other.group():
        return first + second
    return first.rstrip("\r\n") + header.group(1) + second[other.end() :]
