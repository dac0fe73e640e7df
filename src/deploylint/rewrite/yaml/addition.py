"""Adding pairs and items after the last sibling, with its indentation and style, and collections that are missing."""

from __future__ import annotations

from typing import NamedTuple

from deploylint.rewrite.lines import (
    column,
    ending,
    first_on_line,
    indentation,
    last_on_line,
    line_end,
    line_start,
)
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.scalars import in_flow, render
from deploylint.rewrite.yaml.written import Collection, Written
from deploylint.source.edit import Edit
from deploylint.syntax import tree


class Pairs(NamedTuple):
    """A new mapping: its keys and values."""

    pairs: tuple[tuple[str, New], ...]


class Items(NamedTuple):
    """A new list of single values, or of mappings."""

    items: tuple[object, ...]


New = Pairs | Items | str | int | float | bool | None
"""What can be added: a collection or a single value."""


def add_pair(written: Written, holder: tree.Node, key: str, value: New) -> list[Edit]:
    """The edits that give a mapping one more key; a null becomes a mapping."""
    if isinstance(holder, tree.Mapping) and holder.items:
        if any(isinstance(old, tree.Scalar) and old.value == key for old, _ in holder.items):
            raise Refused(f"{key} is there already")
        style = _key_style(holder)
        if holder.flow:
            return _into_flow(written, holder, flow_pair(key, value, style))
        indent = " " * column(written.text, holder.items[0][0].start)
        return _below(written, holder, block_pair(written, key, value, indent, style))
    return _fill(written, holder, Pairs(((key, value),)))


def add_item(written: Written, holder: tree.Node, value: Pairs | str | float | bool) -> list[Edit]:
    """The edits that give a list one more item; a null becomes a list."""
    if isinstance(holder, tree.Sequence) and holder.items:
        last = holder.items[-1]
        style = last.style if isinstance(last, tree.Scalar) else ""
        if holder.flow:
            return _into_flow(written, holder, _flow_item(value, style))
        text = written.text
        dash = written.dash(holder, 0)
        gap = text[dash + 1 : holder.items[0].start]
        if gap.strip(" ") or not gap:
            gap = " "
        return _below(written, holder, _block_item(written, value, " " * column(text, dash), gap, style))
    return _fill(written, holder, Items((value,)))


def first_item(written: Written, holder: tree.Node, value: str | float | bool) -> list[Edit]:
    """The edits that give a list a new first item; a null becomes a list."""
    if not isinstance(holder, tree.Sequence) or not holder.items:
        return add_item(written, holder, value)
    return item_before(written, holder, 0, value)


def item_before(written: Written, holder: tree.Sequence, index: int, value: str | float | bool) -> list[Edit]:
    """The edits that put a new item before another one of a list, written as that is."""
    item, text, path = holder.items[index], written.text, written.source.path
    style = item.style if isinstance(item, tree.Scalar) else ""
    shown = render(value, style, flow=holder.flow)
    at = written.item_start(holder, index)
    if holder.flow:
        own_line = first_on_line(text, at) and line_start(text, at) > holder.content
        return [Edit(path, at, at, shown + "," + (ending(text, at) + indentation(text, at) if own_line else " "))]
    gap = text[at + 1 : item.start]
    if gap.strip(" ") or not gap or not first_on_line(text, at):
        raise Refused("something else stands before it on its line")
    return [Edit(path, at, at, "-" + gap + shown + ending(text, at) + indentation(text, at))]


def _key_style(holder: tree.Mapping) -> str:
    """The quotes that all keys of a mapping have; none when they differ."""
    styles = {key.style for key, _ in holder.items if isinstance(key, tree.Scalar)}
    return styles.pop() if len(styles) == 1 else ""


def _below(written: Written, holder: Collection, lines: list[str]) -> list[Edit]:
    """New lines below the last pair or item of a block collection."""
    text = written.text
    last = len(holder.items) - 1
    end = written.item_end(holder, last)
    newline = ending(text, max(end - 1, 0))
    if end and end == line_start(text, end) and end > written.item_start(holder, last):
        shown = newline.join(lines)
        return [Edit(written.source.path, end, end, shown + newline)]
    if not last_on_line(text, end):
        raise Refused("something else follows the last entry on its line")
    at = line_end(text, end)
    return [Edit(written.source.path, at, at, "".join(newline + line for line in lines))]


def _into_flow(written: Written, holder: Collection, shown: str) -> list[Edit]:
    """A new entry of a flow collection; on a line of its own when the last one has one."""
    text = written.text
    last = len(holder.items) - 1
    start, end = written.item_start(holder, last), written.item_end(holder, last)
    own_line = column(text, start) == len(indentation(text, start)) and line_start(text, start) > holder.content
    joint = "," + ending(text, start) + indentation(text, start) if own_line else ", "
    return [Edit(written.source.path, end, end, joint + shown)]


def _fill(written: Written, holder: tree.Node, value: Pairs | Items) -> list[Edit]:
    """A value for a key that has none, or only an empty collection or null."""
    path, text = written.source.path, written.text
    if isinstance(holder, tree.Alias):
        raise Refused("an alias stands there")
    if isinstance(holder, (tree.Mapping, tree.Sequence)):
        if holder.items or isinstance(holder, tree.Mapping) != isinstance(value, Pairs):
            raise Refused("the value has another shape")
        return [Edit(path, holder.content + 1, holder.content + 1, _flow(value)[1:-1])]
    if holder.value.lower() not in ("", "null", "~") or holder.style:
        raise Refused("the value has another shape")
    held = written.held(holder)
    if held is None or not isinstance(held.parent, tree.Mapping):
        raise Refused("it stands in no mapping")
    if in_flow(written, holder) or holder.end > holder.content:
        shown = _flow(value)
        before = "" if holder.end > holder.content or text[holder.content - 1 : holder.content] == " " else " "
        return [Edit(path, holder.content, holder.end, before + shown)]
    key = held.parent.items[held.at][0]
    after = written.pair_end(held.parent, held.at)
    if not last_on_line(text, after) or holder.anchor or holder.tag:
        raise Refused("something else follows on its line")
    at = line_end(text, after)
    newline = ending(text, after)
    indent = " " * (column(text, key.start) + step(written, isinstance(value, Items)))
    return [Edit(path, at, at, "".join(newline + line for line in _block(written, value, indent)))]


def block_pair(written: Written, key: str, value: New, indent: str, style: str) -> list[str]:
    """Lines for a key and its value in block style."""
    shown = indent + render(key, style, key=True) + ":"
    if isinstance(value, (Pairs, Items)):
        deeper = indent + " " * step(written, isinstance(value, Items))
        return [shown, *_block(written, value, deeper)]
    return [shown if value is None else f"{shown} {render(value)}"]


def _block(written: Written, value: Pairs | Items, indent: str) -> list[str]:
    """Lines for a new collection in block style."""
    if isinstance(value, Items):
        return [line for item in value.items for line in _block_item(written, item, indent, " ", "")]
    return [line for key, sub in value.pairs for line in block_pair(written, key, sub, indent, "")]


def _block_item(written: Written, value: object, indent: str, gap: str, style: str) -> list[str]:
    """Lines for an item of a list in block style; a mapping's first pair stands behind the dash."""
    if not isinstance(value, Pairs):
        return [f"{indent}-{gap}{render(value, style)}"]
    deeper = indent + " " + gap
    first, *rest = [line for key, sub in value.pairs for line in block_pair(written, key, sub, deeper, "")]
    return [f"{indent}-{gap}{first[len(deeper) :]}", *rest]


def _flow_item(value: object, style: str) -> str:
    """An item of a list in flow style."""
    return _flow(value, style) if isinstance(value, Pairs) else render(value, style, flow=True)


def flow_pair(key: str, value: New, style: str = "") -> str:
    """A key and its value in flow style."""
    return f"{render(key, style, flow=True, key=True)}: {flow_value(value, style)}"


def flow_value(value: New, style: str = "") -> str:
    """A value in flow style."""
    return _flow(value, style) if isinstance(value, (Pairs, Items)) else render(value, style, flow=True)


def _flow(value: Pairs | Items, style: str = "") -> str:
    """A new collection in flow style."""
    if isinstance(value, Items):
        return "[" + ", ".join(_flow_item(item, style) for item in value.items) + "]"
    return "{" + ", ".join(flow_pair(key, sub, style) for key, sub in value.pairs) + "}"


def step(written: Written, for_list: bool) -> int:
    """How much deeper the file indents a mapping, or a list, below its key; 2 when it shows nowhere."""
    waiting = [node for node in written.tree.documents if node is not None]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, tree.Mapping) and not node.flow:
            for index, (key, value) in enumerate(node.items):
                below = isinstance(value, tree.Sequence) if for_list else isinstance(value, tree.Mapping)
                if below and isinstance(value, (tree.Mapping, tree.Sequence)) and not value.flow and value.items:
                    first = written.item_start(value, 0)
                    if line_start(written.text, first) > key.start and node.items[index][0] is key:
                        return column(written.text, first) - column(written.text, key.start)
                waiting.append(value)
        elif isinstance(node, tree.Sequence) and not node.flow:
            waiting += node.items
    return 2
