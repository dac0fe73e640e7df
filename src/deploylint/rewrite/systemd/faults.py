"""Faults of unit files that can be mended in one way only, by their code."""

from __future__ import annotations

from collections.abc import Callable

from deploylint.model.resolved import Origin
from deploylint.rewrite.lines import ending, indentation, line_end, line_start
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.systemd.written import Written
from deploylint.source.edit import Edit

_BLANKS = " \t"


def mended(written: Written, code: str, origin: Origin) -> list[Edit]:
    """The edits after which a defect is gone and no other has come."""
    mend = _MENDED.get(code)
    if mend is None:
        raise Refused("there is more than one way to mend it")
    edits = mend(written, origin)
    before, after = written.tree.defects, written.after(edits).tree.defects
    if sum(one.code == code for one in after) != sum(one.code == code for one in before) - 1:
        raise Refused("the fault would still be there")
    if len(after) >= len(before):
        raise Refused("another fault would come in its place")
    return edits


def _space_after_backslash(written: Written, origin: Origin) -> list[Edit]:
    """The blanks between the backslash and the end of the line go."""
    text = written.text
    end = line_end(text, origin.start)
    start = end
    while start > origin.start and text[start - 1] in _BLANKS:
        start -= 1
    return [Edit(written.path, start, end, "")]


def _section_header(written: Written, origin: Origin) -> list[Edit]:
    """A comment behind the header goes to a line above it."""
    text = written.text
    end = line_end(text, origin.start)
    close = text.find("]", origin.start, end)
    comment = text[close + 1 : end].strip(_BLANKS)
    if close < 0 or comment[:1] not in ("#", ";") or not comment:
        raise Refused("what stands behind the header is no comment")
    start = line_start(text, origin.start)
    above = Edit(written.path, start, start, indentation(text, start) + comment + ending(text, start))
    return [above, Edit(written.path, close + 1, end, "")]


_MENDED: dict[str, Callable[[Written, Origin], list[Edit]]] = {
    "unit-invalid-section-header": _section_header,
    "unit-space-after-backslash": _space_after_backslash,
}
