"""Removing pairs and items with their lines; a collection that would be empty goes with them."""

from __future__ import annotations

from deploylint.rewrite.lines import (
    after_line,
    before_line,
    blanks_above,
    blanks_below,
    column,
    first_on_line,
    last_on_line,
    line_end,
    line_start,
)
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.written import Collection, Held, Written
from deploylint.source.edit import Edit
from deploylint.syntax import tree

_TAGS = ("!override", "!reset")
"""Tags of Compose that keep what an earlier file sets from being merged."""


def removed(written: Written, node: tree.Node, *, elsewhere: bool = False) -> list[Edit]:
    """The edits that take out the pair or item that a node belongs to; `elsewhere` says that its service is defined
    in another place, too, so that this one may be left out.
    """
    held = _whole(written, node, elsewhere)
    parent, index = held.parent, held.at
    if written.anchored(_value(parent, index)) or written.anchored(_key(parent, index)):
        raise Refused("it holds an anchor that is used elsewhere")
    value = _value(parent, index)
    if not isinstance(value, tree.Alias) and value.tag in _TAGS:
        raise Refused("its tag keeps away what an earlier file sets")
    start, end = written.item_start(parent, index), written.item_end(parent, index)
    path = written.source.path
    if parent.flow:
        return [Edit(path, *_flow_range(written, parent, index, start, end), "")]
    text = written.text
    if isinstance(parent, tree.Mapping) and start and text[line_start(text, start) : start].rstrip().endswith("?"):
        raise Refused("its key is written with a question mark")
    if not last_on_line(text, end):
        raise Refused("something else follows on its line")
    if first_on_line(text, start):
        return [Edit(path, *_lines(written, start, end), "")]
    if index + 1 == len(parent.items) or index > 0:
        raise Refused("something else stands before it on its line")
    return [Edit(path, start, _up_to_next(written, parent, end), "")]


def _whole(written: Written, node: tree.Node, elsewhere: bool) -> Held:
    """The pair or item to take out: the node's own, or the outermost one that would be left empty."""
    held = written.held(node)
    if held is None:
        raise Refused("it is the whole document")
    while _is_last(written, held):
        at: tree.Node = held.parent
        if written.anchored(at):
            alias = written.only_use(at)
            if alias is None:
                raise Refused("it is the only thing below an anchor that is used elsewhere")
            at = alias
        path = written.path(at)
        if path == ("services",) and not elsewhere:
            raise Refused("no service would be left")
        if _stands_for_itself(path):
            return held
        _check_left(path, elsewhere)
        above = written.held(at)
        if above is None:
            raise Refused("the file would be left empty")
        held = above
    return held


def _stands_for_itself(path: tuple[str, ...]) -> bool:
    """Does a name without a value say something, so that it stays when nothing is left below it?"""
    named = (len(path) == 2 and path[0] in ("volumes", "networks")) or (
        len(path) == 4 and path[::2] == ("services", "networks")
    )
    return named and path[-1] != "<<"


def _check_left(path: tuple[str, ...], elsewhere: bool) -> None:
    """Refuse to take out, with the last thing in it, what stands for more than that."""
    if len(path) == 2 and path[0] == "services" and not elsewhere:
        raise Refused("the service would be left empty")
    if (len(path) == 2 and path[0] in ("secrets", "configs", "models")) or path[-1:] == ("[]",):
        raise Refused("nothing would be left of what it belongs to")
    if len(path) >= 3 and path[0] == "services" and (path[2:] == ("build",) or path[2:-1] == ("depends_on",)):
        raise Refused("nothing would be left of what it belongs to")


def _is_last(written: Written, held: Held) -> bool:
    """Is nothing left beside it, as there is nothing or other fixes of the pass take that out?"""
    parent = held.parent
    return all(
        at == held.at or written.is_taken(written.item_start(parent, at), written.item_end(parent, at))
        for at in range(len(parent.items))
    )


def _value(parent: Collection, index: int) -> tree.Node:
    item = parent.items[index]
    return item[1] if isinstance(item, tuple) else item


def _key(parent: Collection, index: int) -> tree.Node:
    item = parent.items[index]
    return item[0] if isinstance(item, tuple) else item


def _lines(written: Written, start: int, end: int) -> tuple[int, int]:
    """The lines from `start` to `end`, with the comment lines below that are indented deeper.

    Blank lines that only set them apart go, too: those above at the end of the file, else those below when there are
    some above or it is the beginning of the file.
    """
    text = written.text
    depth = column(text, start)
    first = line_start(text, start)
    rest = end if end and end == line_start(text, end) and end > start else after_line(text, end)
    while rest < len(text):
        line = text[rest : line_end(text, rest)]
        body = line.lstrip(" ")
        if not body.startswith("#") or len(line) - len(body) <= depth:
            break
        rest = after_line(text, rest)
    above = blanks_above(text, first)
    if text[rest:].strip(" \t\r\n"):
        return first, blanks_below(text, rest) if above < first or not first else rest
    if not written.is_kept(above):
        first = above
    if rest == len(text) and first and text[-1] not in "\r\n":
        return before_line(text, first), rest
    return first, rest


def _up_to_next(written: Written, parent: Collection, end: int) -> int:
    """Where the item after a first one begins, which moves up behind what stands before the first."""
    text = written.text
    following = written.item_start(parent, 1)
    between = text[after_line(text, end) : following]
    if between.strip():
        raise Refused("a comment stands between it and what would take its place")
    return following


def _flow_range(written: Written, parent: Collection, index: int, start: int, end: int) -> tuple[int, int]:
    """An item of a flow collection with one of the commas beside it."""
    text = written.text
    after = end
    if len(parent.items) == 1:
        if "#" in text[parent.content + 1 : start] + text[end : parent.end - 1]:
            raise Refused("a comment stands beside it")
        return parent.content + 1, parent.end - 1
    while after < len(text) and text[after] in " \t":
        after += 1
    comma = text.startswith(",", after)
    closed = after + 1 if comma else end
    if first_on_line(text, start) and last_on_line(text, closed):
        return line_start(text, start), after_line(text, closed)
    if index + 1 < len(parent.items):
        following = written.item_start(parent, index + 1)
        if "#" in text[end:following] or not comma:
            raise Refused("a comment stands between it and the next item")
        if last_on_line(text, closed) and index > 0:
            return _behind_previous(written, parent, index), end
        return start, following
    return _behind_previous(written, parent, index), end


def _behind_previous(written: Written, parent: Collection, index: int) -> int:
    """End of the item before, so that its comma goes, too."""
    previous = written.item_end(parent, index - 1)
    if "#" in written.text[previous : written.item_start(parent, index)]:
        raise Refused("a comment stands between it and the item before")
    return previous
