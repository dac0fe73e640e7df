"""Adding what is not written yet: keys of fields, items of lists, entries of mappings."""

from __future__ import annotations

from typing import Any

from deploylint.findings import Operation
from deploylint.model.graph import Graph
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.rewrite import keys
from deploylint.rewrite.compose import short
from deploylint.rewrite.compose.places import Read, node_of
from deploylint.rewrite.origin import ELSEWHERE, check_written_once, holder, hows, user_place
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.addition import Items, New, Pairs, add_item, add_pair
from deploylint.source.edit import Edit
from deploylint.syntax import tree


def add(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """A further item or entry of a list or mapping field."""
    node: Any = operation.node
    where = keys.KEYS.get(node.kind, {}).get(operation.field)
    if where is None or where.shape == "one":
        raise Refused(f"nothing can be added to {node.kind}.{operation.field}")
    section: Value | None = None
    origin = node.origins.get(operation.field) or _named(node, graph, where)
    if origin is not None:
        section = origin.entry.value if origin.entry is not None else origin.value
    if section is None or (
        node.kind != "project" and operation.field not in node.origins and not _named(node, graph, where)
    ):
        return created(operation, graph, read)
    if isinstance(section, Scalar) and (not section.known or section.value is not None):
        raise Refused("a single value stands where a list belongs")
    if "extends" in hows(section):
        return created(operation, graph, read)  # what is written here is joined with what is extended
    source, place = user_place(node, section)
    written = read(source)
    inner = node_of(written, place)
    if hows(section) & set(ELSEWHERE):
        raise Refused("the list comes from a definition that others may use, too")
    check_written_once(written, inner)
    if isinstance(inner, tree.Sequence):
        return add_item(written, inner, _item(operation, where))
    if isinstance(inner, tree.Mapping) or where.shape in ("pairs", "names"):
        name, value = _pair(operation) if where.shape == "pairs" else (str(operation.value), None)
        return add_pair(written, inner, name, value)
    return add_item(written, inner, _item(operation, where))


def created(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """A field that is not written: its key below the node's mapping, nested ones as needed."""
    node: Any = operation.node
    where = keys.KEYS.get(node.kind, {}).get(operation.field)
    if where is None:
        raise Refused(f"where {node.kind}.{operation.field} belongs is not known")
    value = new_value(typed(operation))
    if where.shape == "list":
        value = Items((operation.value,))
    elif where.shape == "names":
        value = Pairs(((str(operation.value), None),))
    elif where.shape == "pairs":
        name, text = _pair(operation)
        value = Pairs(((name, text),))
    below = holder(node, graph)
    if isinstance(below, Scalar) and not below.known and not below.pieces:
        raise Refused("what stands there has the wrong type")
    if isinstance(below, Sequence) or (isinstance(below, Scalar) and (not below.known or below.value is not None)):
        raise Refused("it is written in a short form")
    source, place = user_place(node, below)
    written = read(source)
    inner = node_of(written, place)
    names = list(where.keys)
    while len(names) > 1 and isinstance(inner, tree.Mapping):
        deeper = next((v for k, v in inner.items if isinstance(k, tree.Scalar) and k.value == names[0]), None)
        if deeper is None:
            break
        inner = deeper
        names.pop(0)
    if not written.is_overridden(inner, names[0]):
        check_written_once(written, inner)
    for name in reversed(names[1:]):
        value = Pairs(((name, value),))
    return add_pair(written, inner, names[0], value)


def typed(operation: Operation) -> object:
    """The new value; the words true and false and digits of a text where the field holds such."""
    value = operation.value
    if isinstance(value, str) and operation.field in keys.TOGGLES and value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and operation.field in keys.NUMBERS and value.isascii() and value.isdecimal():
        return int(value)
    return value


def new_value(value: object) -> New:
    """A value that can be added as it is."""
    if value is None or isinstance(value, (str, int, float, bool, Pairs, Items)):
        return value
    raise Refused("the new value is neither a text nor a number nor a boolean")


def _pair(operation: Operation) -> tuple[str, New]:
    """Key and value that are added to a `K=V` list or mapping: `field[key]`, or the text before `=`."""
    if operation.item is not None:
        return str(operation.item), new_value(operation.value)
    name, equals, text = str(operation.value).partition("=")
    return name, text if equals else None


def _named(node: Any, graph: Graph, where: keys.Written) -> Origin | None:
    """The entry of a field's key, for fields that several keys fill."""
    below = holder(node, graph)
    entry = below.entries.get(where.keys[0]) if isinstance(below, Mapping) and len(where.keys) == 1 else None
    if entry is None:
        return None
    return Origin(entry.source, entry.key.content, entry.key.end, entry.value, entry)


def _item(operation: Operation, where: keys.Written) -> str | int | float | bool:
    """The new item of a list."""
    value = operation.value
    if where.shape == "pairs":
        name, text = _pair(operation)
        return name if text is None else f"{name}={short.text_of(text)}"
    if not isinstance(value, (str, int, float, bool)):
        raise Refused("the new item is not a single value")
    return value
