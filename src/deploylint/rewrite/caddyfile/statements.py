"""Statements of a Caddyfile taken out, commented out, and added to blocks, which are made when there are none."""

from __future__ import annotations

from deploylint.rewrite.caddyfile.tokens import line_words
from deploylint.rewrite.caddyfile.written import (
    Word,
    Written,
    check_alone,
    checked,
    first_token,
    last_token,
    step,
)
from deploylint.rewrite.lines import (
    after_line,
    before_line,
    blanks_above,
    blanks_below,
    comments_above,
    ending,
    first_on_line,
    indentation,
    last_on_line,
    line_end,
    line_start,
)
from deploylint.rewrite.refusal import Refused
from deploylint.source.edit import Edit
from deploylint.syntax.caddyfile.tree import Block, Statement

_BACKSLASH = "a backslash in a comment joins the next line to the one before"


def remove(written: Written, statement: Statement) -> list[Edit]:
    """A statement with its lines and its block; comments above it stay."""
    check_alone(written, statement)
    text = written.text
    first, last = _bounds(written, statement)
    words = written.words()
    del words[first : last + 1]
    start, end = line_start(text, first_token(statement).start), after_line(text, written.tokens[last].end)
    below = blanks_below(text, end)
    blank_above = blanks_above(text, start)
    if below == len(text) or text[below:].lstrip(" \t").startswith("}"):
        start = blank_above if below > end or blank_above < start else start
    elif start == 0 or blank_above < start:
        end = below
    if end == len(text) and start and text[-1] not in "\r\n":
        start = before_line(text, blanks_above(text, start))
    return checked(written, [Edit(written.path, start, end, "")], words, comments=False)


def _bounds(written: Written, statement: Statement) -> tuple[int, int]:
    """Numbers of the first and the last token of a statement."""
    return written.index(first_token(statement).start), written.index(last_token(statement).start)


def comment_out(written: Written, statement: Statement) -> list[Edit]:
    """`# ` before each line of a statement and its block."""
    check_alone(written, statement)
    text = written.text
    first, last = _bounds(written, statement)
    margin = indentation(text, written.tokens[first].start)
    edits: list[Edit] = []
    at, end = line_start(text, written.tokens[first].start), line_end(text, written.tokens[last].end)
    if "\\" in text[at:end]:
        raise Refused(_BACKSLASH)
    while at < end:
        if text[at : line_end(text, at)].strip():
            place = at + len(margin) if text.startswith(margin, at) else at
            edits.append(Edit(written.path, place, place, "# "))
        at = after_line(text, at)
    words = written.words()
    del words[first : last + 1]
    return checked(written, edits, words, comments=False)


def insert(written: Written, statement: Statement, value: object) -> list[Edit]:
    """A comment on a line of its own above a statement."""
    if not isinstance(value, str) or not value.startswith("#") or "\n" in value or "\r" in value:
        raise Refused("only a comment can be inserted")
    if "\\" in value:
        raise Refused(_BACKSLASH)
    text = written.text
    start = first_token(statement).start
    if not first_on_line(text, start):
        raise Refused("something else stands on its line")
    shown = value + ending(text, start) + indentation(text, start)
    return checked(written, [Edit(written.path, start, start, shown)], written.words(), comments=False)


def add_line(written: Written, statement: Statement, line: str) -> list[Edit]:
    """A line at the end of a statement's block."""
    if written.broken:
        raise Refused("Caddy cannot read the file")
    new = line_words(line)
    block = statement.block
    if block is None:
        return _with_block(written, statement, line, new)
    if block.statements:
        return _behind(written, block.statements[-1], line, new)
    return _first_in(written, statement, block, line, new)


def _behind(written: Written, sibling: Statement, line: str, new: list[Word]) -> list[Edit]:
    """A line behind the last one of a block, indented as it is."""
    text = written.text
    start, end = first_token(sibling).start, last_token(sibling).end
    if not first_on_line(text, start) or not last_on_line(text, end):
        raise Refused("something else stands on its line")
    shown = indentation(text, start) + line
    words = written.words()
    at = written.index(last_token(sibling).start) + 1
    words[at:at] = new
    return checked(written, [_line(written, after_line(text, end), shown)], words)


def _line(written: Written, at: int, shown: str) -> Edit:
    """A new line at the beginning of a line, or at the end of a file whose last line has no line end."""
    newline = ending(written.text, max(at - 1, 0))
    if at and written.text[at - 1] not in "\r\n":
        return Edit(written.path, at, at, newline + shown)
    return Edit(written.path, at, at, shown + newline)


def _first_in(written: Written, statement: Statement, block: Block, line: str, new: list[Word]) -> list[Edit]:
    """The first line of an empty block."""
    text = written.text
    margin = indentation(text, first_token(statement).start)
    if block.open is None:
        raise Refused("nothing stands below it")
    shown = margin + step(written) + line
    words = written.words()
    at = written.index(block.open.start) + 1
    words[at:at] = new
    close = block.close
    if close is not None and not text[block.open.end : close.start].strip(" \t"):
        newline = ending(text, block.open.end)
        words[at + len(new)] = words[at + len(new)]._replace(first=True)
        edit = Edit(written.path, block.open.end, close.start, f"{newline}{shown}{newline}{margin}")
    elif last_on_line(text, block.open.end):
        edit = _line(written, after_line(text, block.open.end), shown)
    else:
        raise Refused("something else stands on its line")
    return checked(written, [edit], words)


def _with_block(written: Written, statement: Statement, line: str, new: list[Word]) -> list[Edit]:
    """A block with one line, for a statement that has none."""
    text = written.text
    check_alone(written, statement)
    if not statement.words:
        raise Refused("its place in the file is not known")
    last = written.index(statement.words[-1].start)
    end = written.tokens[last].end
    margin = indentation(text, statement.words[0].start)
    newline = ending(text, end)
    inner = f"{newline}{margin}{step(written)}{line}{newline}{margin}}}"
    words = written.words()
    words[last + 1 : last + 1] = [Word("{", brace=True), *new, Word("}", brace=True, first=True)]
    stop = line_end(text, end)
    if stop == end or not text[end:stop].strip():
        edits = [Edit(written.path, end, end, " {" + inner)]
    else:
        edits = [Edit(written.path, end, end, " {"), Edit(written.path, stop, stop, inner)]
    return checked(written, edits, words)


def add_option(written: Written, line: str) -> list[Edit]:
    """A line in the block of global options, which is made at the top of the file when there is none."""
    if written.broken:
        raise Refused("Caddy cannot read the file")
    options = next((one for one in written.statements if one.kind == "global"), None)
    if options is not None:
        return add_line(written, options, line)
    new = line_words(line)
    text = written.text
    statements = written.statements
    at = len(text)
    if statements:
        at = comments_above(text, written.comments, line_start(text, first_token(statements[0]).start))
    newline = ending(text, 0)
    gap = newline if statements else ""
    lead = newline if at and text[at - 1] not in "\r\n" else ""
    shown = f"{lead}{{{newline}{step(written)}{line}{newline}}}{newline}{gap}"
    block = [Word("{", brace=True, first=True), *new, Word("}", brace=True, first=True)]
    return checked(written, [Edit(written.path, at, at, shown)], [*block, *written.words()])
