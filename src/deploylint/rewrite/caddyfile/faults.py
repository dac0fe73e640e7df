"""Faults of Caddyfiles that can be mended in one way only, by their code."""

from __future__ import annotations

from collections.abc import Callable

from deploylint.model.resolved import Origin
from deploylint.rewrite.caddyfile.written import SHARED_LINE, Written, first_token, step
from deploylint.rewrite.lines import after_line, ending, first_on_line, indentation, last_on_line, line_start
from deploylint.rewrite.refusal import Refused
from deploylint.source.defects import Defect
from deploylint.source.edit import Edit, apply_edits
from deploylint.source.text import Source
from deploylint.syntax import caddyfile
from deploylint.syntax.caddyfile.tree import Statement, Token

_BLANKS = " \t"


def mended(source: Source, code: str, origin: Origin) -> list[Edit]:
    """The edits after which a defect is gone and no other has come."""
    mend = _MENDED.get(code)
    if mend is None:
        raise Refused("there is more than one way to mend it")
    for fragment in (False, True):
        before = _defects(source, fragment)
        if any(one.code == code and one.span.start == origin.start for one in before):
            break
    else:
        raise Refused("it is seen only where the file is imported")
    edits = mend(Written(source, fragment=fragment), origin)
    after = _defects(Source(source.path, apply_edits(source.text, edits), bom=source.bom), fragment)
    if sum(one.code == code for one in after) >= sum(one.code == code for one in before):
        raise Refused("the fault would still be there")
    if len(after) >= len(before):
        raise Refused("another fault would come in its place")
    return edits


def _defects(source: Source, fragment: bool) -> tuple[Defect, ...]:
    return caddyfile.parse(source, fragment=fragment).defects


def _space_before_brace(written: Written, origin: Origin) -> list[Edit]:
    """`a.com{` to `a.com {`."""
    at = written.tokens[written.index(origin.start)].end - 1
    return [Edit(written.path, at, at, " ")]


def _comma_removed(written: Written, origin: Origin) -> list[Edit]:
    """The comma between the last address and the brace goes, with blanks before it."""
    start = origin.start
    while start and written.text[start - 1] in _BLANKS:
        start -= 1
    return [Edit(written.path, start, origin.end, "")]


def _space_after_comma(written: Written, origin: Origin) -> list[Edit]:
    """`a.com,b.com` to `a.com, b.com`."""
    token = written.tokens[written.index(origin.start)]
    return [
        Edit(written.path, at + 1, at + 1, " ")
        for at in range(token.start, token.end - 1)
        if written.text[at] == "," and written.text[at + 1] not in ",{"
    ]


def _space_before_comma(written: Written, origin: Origin) -> list[Edit]:
    """`a.com , b.com` to `a.com, b.com`."""
    at = written.index(origin.start)
    if not at or written.text[written.tokens[at - 1].end : origin.start].strip():
        raise Refused("a comment stands between its words")
    return [Edit(written.path, written.tokens[at - 1].end, origin.start, "")]


def _brace_joined(written: Written, origin: Origin) -> list[Edit]:
    """A brace below its directive goes to the end of the directive's line."""
    text = written.text
    at = written.index(origin.start)
    brace = written.tokens[at]
    if not at or not last_on_line(text, brace.end) or not first_on_line(text, brace.start):
        raise Refused(SHARED_LINE)
    end = written.tokens[at - 1].end
    if not text[end : brace.start].strip():
        return [Edit(written.path, end, brace.start, " ")]
    start, stop = line_start(text, brace.start), after_line(text, brace.end)
    if text[brace.end : stop].strip():
        raise Refused(SHARED_LINE)
    return [Edit(written.path, end, end, " {"), Edit(written.path, start, stop, "")]


def _line_behind_brace(written: Written, origin: Origin) -> list[Edit]:
    """What follows an opening brace goes to a line of its own, and so does the closing one."""
    brace = written.tokens[written.index(origin.start)]
    statement = written.at(brace.start).statement
    block = statement.block
    if block is None or block.open is None or block.open.start != brace.start:
        raise Refused("its place in the file is not known")
    text = written.text
    margin = indentation(text, brace.start)
    following = written.tokens[written.index(brace.start) + 1]
    edits = [_broken(written, brace, following, margin if following is block.close else margin + step(written))]
    if block.close is not None and following is not block.close and not first_on_line(text, block.close.start):
        before = written.tokens[written.index(block.close.start) - 1]
        edits.append(_broken(written, before, block.close, margin))
    return edits


def _broken(written: Written, before: Token, token: Token, margin: str) -> Edit:
    """A line end and an indentation before a token."""
    if written.text[before.end : token.start].strip(_BLANKS):
        raise Refused("a comment stands between its words")
    return Edit(written.path, before.end, token.start, ending(written.text, before.end) + margin)


def _closing_alone(written: Written, origin: Origin) -> list[Edit]:
    """A closing brace gets a line of its own."""
    text = written.text
    at = written.index(origin.start)
    brace = written.tokens[at]
    opened = _closed_by(written, brace)
    margin = indentation(text, first_token(opened).start)
    edits = []
    if not first_on_line(text, brace.start):
        edits.append(_broken(written, written.tokens[at - 1], brace, margin))
    if not last_on_line(text, brace.end):
        edits.append(_broken(written, brace, written.tokens[at + 1], margin))
    return edits


def _closed_by(written: Written, brace: Token) -> Statement:
    """The statement whose block a brace closes."""
    for one in written.placed:
        block = one.statement.block
        if block is not None and block.close is not None and block.close.start == brace.start:
            return one.statement
    raise Refused("its place in the file is not known")


def _empty_braces(written: Written, origin: Origin) -> list[Edit]:
    """`{}` behind a directive goes; behind a site it becomes an empty block."""
    at = written.index(origin.start)
    token = written.tokens[at]
    if not at or not written.text[written.tokens[at - 1].end : token.start].strip(_BLANKS) == "":
        raise Refused("its place in the file is not known")
    before = written.tokens[at - 1]
    if written.at(before.start).statement.kind in ("site", "snippet", "route"):
        return [Edit(written.path, token.start, token.end, "{" + ending(written.text, token.end) + "}")]
    return [Edit(written.path, before.end, token.end, "")]


def _comment_ended(written: Written, origin: Origin) -> list[Edit]:
    """A backslash at the end of a comment goes, one inside becomes a slash; one that stands before a comment goes."""
    text = written.text
    comment = next((one for one in written.comments if one[0] <= origin.start < one[1]), None)
    if comment is None:
        return _backslash_removed(written, origin)
    start, end = comment
    kept = text[start:end].rstrip().rstrip("\\").rstrip()
    edits = [Edit(written.path, start + at, start + at + 1, "/") for at, char in enumerate(kept) if char == "\\"]
    tail = start + len(kept)
    return [*edits, Edit(written.path, tail, end, "")] if tail < end else edits


def _backslash_removed(written: Written, origin: Origin) -> list[Edit]:
    """A backslash that Caddy drops goes."""
    return [Edit(written.path, origin.start, origin.start + 1, "")]


_MENDED: dict[str, Callable[[Written, Origin], list[Edit]]] = {
    "address-comma-without-space": _space_after_comma,
    "address-space-before-comma": _space_before_comma,
    "address-trailing-comma": _comma_removed,
    "brace-not-at-line-end": _line_behind_brace,
    "brace-on-new-line": _brace_joined,
    "closing-brace-not-alone": _closing_alone,
    "comment-continues-line": _comment_ended,
    "dropped-backslash": _backslash_removed,
    "empty-braces": _empty_braces,
    "missing-space-before-brace": _space_before_brace,
}
