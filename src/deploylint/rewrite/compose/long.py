"""Short forms made long, where a field belongs that the short form has no room for."""

from __future__ import annotations

from typing import Any

from deploylint.model.resolved import Scalar
from deploylint.rewrite.compose.places import Read, scalar_of
from deploylint.rewrite.lines import column, ending, first_on_line, last_on_line, line_end, line_start
from deploylint.rewrite.origin import check_written_once
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.addition import New, Pairs, add_pair, block_pair, flow_pair, step
from deploylint.rewrite.yaml.written import Held, Written
from deploylint.source.edit import Edit
from deploylint.syntax import tree

_REFUSED = "it is written in a short form"

FIRST = {"build": "context", "env_file": "path"}
"""The key under which the text of a short form stands in the long one, by the kind of the node."""

NAMED = {"dependency": Pairs((("condition", "service_started"),)), "attachment": None}
"""Kinds that are a name in a list, or a key of a mapping: what stands below the key when nothing else is said."""


def lengthened(node: Any, field: str, value: New, read: Read) -> list[Edit]:
    """The edits that make a short form long and give it one more field."""
    short = node.header.value
    if not isinstance(short, Scalar) or (node.kind not in FIRST and node.kind not in NAMED):
        raise Refused(_REFUSED)
    if getattr(node, "via", "depends_on") != "depends_on":
        raise Refused("it has no form with that field")
    written = read(short.source)
    found = scalar_of(written, short)
    check_written_once(written, found)
    held = written.held(found)
    if held is None or found.anchor or found.tag or found.style in ("|", ">") or _lines(written, found):
        raise Refused(_REFUSED)
    if isinstance(held.parent, tree.Mapping) and _is_first(held, FIRST.get(node.kind)):
        return add_pair(written, held.parent, field, value)
    if node.kind in FIRST:
        pairs = ((FIRST[node.kind], found.value), (field, value))
        return _text(written, found, pairs, as_item=node.kind == "env_file" and isinstance(held.parent, tree.Mapping))
    if not isinstance(held.parent, tree.Sequence):
        raise Refused(_REFUSED)
    if short.pieces:
        raise Refused("its value comes through a variable")
    usual = NAMED[node.kind]
    own = Pairs((*(pair for pair in (usual.pairs if usual else ()) if pair[0] != field), (field, value)))
    return _names(written, held.parent, held.at, usual, own)


def _is_first(held: Held, key: str | None) -> bool:
    """Does a text stand in a long form already?"""
    owner = held.parent.items[held.at]
    return isinstance(owner, tuple) and isinstance(owner[0], tree.Scalar) and owner[0].value == key


def _lines(written: Written, node: tree.Node) -> bool:
    """Does a node span lines?"""
    return line_end(written.text, node.start) < node.end


def _text(written: Written, node: tree.Scalar, pairs: tuple[tuple[str, New], ...], *, as_item: bool) -> list[Edit]:
    """A text, or an item of a list, made a mapping in which it is the first value."""
    path, text = written.source.path, written.text
    (first, _), (key, value) = pairs
    held = written.held(node)
    assert held is not None
    if held.parent.flow:
        before, after = ("[{", "}]") if as_item else ("{", "}")
        return [
            Edit(path, node.start, node.start, f"{before}{first}: "),
            Edit(path, node.end, node.end, f", {flow_pair(key, value)}{after}"),
        ]
    if not last_on_line(text, node.end):
        raise Refused(_REFUSED)
    newline, end = ending(text, node.start), line_end(text, node.end)
    if isinstance(held.parent, tree.Sequence):
        margin = " " * column(text, node.start)
        start, opening = node.start, f"{first}: "
    else:
        owner = held.parent.items[held.at][0]
        start = text.find(":", owner.end) + 1
        if text[start : node.start].strip(" \t"):
            raise Refused(_REFUSED)
        deeper = " " * (column(text, owner.start) + step(written, as_item))
        opening = newline + deeper + ("- " if as_item else "") + f"{first}: "
        margin = deeper + ("  " if as_item else "")
    lines = block_pair(written, key, value, margin, "")
    return [
        Edit(path, start, node.start, opening),
        Edit(path, end, end, "".join(newline + line for line in lines)),
    ]


def _names(written: Written, names: tree.Sequence, chosen: int, usual: Pairs | None, own: Pairs) -> list[Edit]:
    """A list of names made a mapping, with something more below one of them."""
    if names.tag:
        raise Refused(_REFUSED)
    for item in names.items:
        if not isinstance(item, tree.Scalar) or item.anchor or item.tag or "$" in item.value or _lines(written, item):
            raise Refused(_REFUSED)
    if names.flow:
        return _flow_names(written, names, chosen, usual, own)
    path, text = written.source.path, written.text
    held = written.held(names)
    if held is None or not isinstance(held.parent, tree.Mapping):
        raise Refused(_REFUSED)
    owner = column(text, held.parent.items[held.at][0].start)
    margin = column(text, written.dash(names, 0))
    if margin <= owner:
        margin = owner + step(written, for_list=False)
    edits: list[Edit] = []
    for index, item in enumerate(names.items):
        dash = written.dash(names, index)
        if not first_on_line(text, dash) or not last_on_line(text, item.end):
            raise Refused(_REFUSED)
        newline, end = ending(text, item.start), line_end(text, item.end)
        below = own if index == chosen else usual
        deeper = " " * (margin + step(written, for_list=False))
        lines = (
            [line for key, sub in below.pairs for line in block_pair(written, key, sub, deeper, "")] if below else []
        )
        edits.append(Edit(path, line_start(text, dash), item.start, " " * margin))
        edits.append(Edit(path, item.end, item.end, ":"))
        if lines:
            edits.append(Edit(path, end, end, "".join(newline + line for line in lines)))
    return _joined(edits)


def _flow_names(written: Written, names: tree.Sequence, chosen: int, usual: Pairs | None, own: Pairs) -> list[Edit]:
    """A list of names in flow style made a mapping."""
    path = written.source.path
    edits = [Edit(path, names.content, names.content + 1, "{")]
    for index, item in enumerate(names.items):
        edits.append(
            Edit(path, item.end, item.end, flow_pair("", own if index == chosen else usual).removeprefix('""'))
        )
    return [*edits, Edit(path, names.end - 1, names.end, "}")]


def _joined(edits: list[Edit]) -> list[Edit]:
    """Edits in order, two at one place made one."""
    found: list[Edit] = []
    for edit in edits:
        last = found[-1] if found else None
        if last is not None and last.end == edit.start == edit.end and last.start == last.end:
            found[-1] = last._replace(text=last.text + edit.text)
        else:
            found.append(edit)
    return found
