"""New scalars as text: plain where re-reading gives the same text and type, else quoted, as the old one was."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.written import Written
from deploylint.source.edit import Edit
from deploylint.source.text import Source
from deploylint.syntax import tree, yaml_tree

_MISREAD = re.compile(r"[+-]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?|y|n|yes|no|on|off|=|<<", re.IGNORECASE)
"""Plain texts that Compose reads as text and other readers of YAML as a number or boolean."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}


def render(value: object, style: str = "", *, flow: bool = False, key: bool = False) -> str:
    """A value as a scalar in the given style when that can hold it, else in the nearest that can."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if not isinstance(value, str):
        raise Refused("the new value is neither a text nor a number nor a boolean")
    plain = style not in ("'", '"')
    if plain and not _MISREAD.fullmatch(value) and _reads_back(value, value, flow, key):
        return value
    single = style == "'" or (plain and ('"' in value or "\\" in value))
    if single and _printable(value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(_escaped(char) for char in value) + '"'


def replaced(written: Written, node: tree.Scalar, start: int, end: int, text: str) -> str:
    """What stands for a scalar whose part from `start` to `end`, offsets in the file, has become `text`."""
    flow = in_flow(written, node)
    value = substituted(written, node, start, end, text)
    if node.style in ("|", ">"):
        raise Refused("the value is a block of lines")
    raw = written.text[node.content : start] + text + written.text[end : node.end]
    if node.style == "" and _MISREAD.fullmatch(value) is None and _reads_back(raw, value, flow, key=False):
        return raw
    if node.style and _decoded(raw) == value and (node.style == '"' or _printable(value)):
        return raw
    return render(value, node.style, flow=flow)


def replacement(written: Written, found: tree.Scalar, value: object) -> Edit:
    """A scalar replaced whole."""
    shown = render(value, found.style, flow=in_flow(written, found))
    path = written.source.path
    if found.start == found.end or (found.content == found.end and not found.style):
        held = written.held(found)
        if held is None or not isinstance(held.parent, tree.Mapping):
            raise Refused("nothing stands there")
        at = written.pair_end(held.parent, held.at) if found.start == found.end else found.content
        return Edit(path, at, at, " " + shown)
    end = found.end
    while found.style in ("|", ">") and written.text[end - 1 : end] in ("\r", "\n", " ", "\t"):
        end -= 1
    return Edit(path, found.content, end, shown)


def substituted(written: Written, node: tree.Scalar, start: int, end: int, text: str) -> str:
    """The text that a scalar has once its part from `start` to `end`, offsets in the file, is replaced."""
    places = yaml_tree.places(written.source, node)
    first, last = _index(places, start), _index(places, end)
    if first is None or last is None:
        raise Refused("the part does not stand in the value as such")
    return node.value[:first] + text + node.value[last:]


def in_flow(written: Written, node: tree.Node) -> bool:
    """Does a flow collection hold the node?"""
    held = written.held(node)
    return held is not None and held.parent.flow


def _index(places: Sequence[int], offset: int) -> int | None:
    """Index of the character that stands at an offset."""
    return next((index for index, place in enumerate(places) if place == offset), None)


def _reads_back(raw: str, value: str, flow: bool, key: bool) -> bool:
    """Does a plain scalar give the text, as text, where it is to stand?"""
    if not value or "\n" in raw or "\r" in raw or raw != raw.strip() or not _printable(raw):
        return False
    before, after = ("{k: ", ", l: m}\n") if flow else ("k: ", "\n")
    if key:
        before, after = ("{", ": v}\n") if flow else ("", ": v\n")
    parsed = yaml_tree.parse(Source("", before + raw + after))
    if parsed.broken is not None or parsed.defects or len(parsed.documents) != 1:
        return False
    root = parsed.documents[0]
    if not isinstance(root, tree.Mapping) or len(root.items) != (2 if flow and not key else 1):
        return False
    node = root.items[0][0 if key else 1]
    if not isinstance(node, tree.Scalar) or node.style or node.tag or node.anchor or node.value != value:
        return False
    return (node.content, node.end) == (len(before), len(before) + len(raw)) and isinstance(
        yaml_tree.resolve(node), str
    )


def _decoded(raw: str) -> str | None:
    """The text of a quoted scalar; None when it is none."""
    parsed = yaml_tree.parse(Source("", raw + "\n"))
    root = parsed.documents[0] if len(parsed.documents) == 1 and parsed.broken is None else None
    return root.value if isinstance(root, tree.Scalar) and root.style else None


def _printable(text: str) -> bool:
    """Can the text stand unescaped on one line of YAML?"""
    return text.isprintable() or all(char.isprintable() or char == "\u00a0" for char in text)


def _escaped(char: str) -> str:
    """A character within double quotes."""
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
