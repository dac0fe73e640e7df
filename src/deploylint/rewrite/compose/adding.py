"""Adding what is not written yet: keys of fields, items of lists, entries of mappings."""

from __future__ import annotations

from typing import Any

from deploylint.findings import Operation
from deploylint.model.compose.parts import characters
from deploylint.model.graph import Graph
from deploylint.model.resolved import Mapping, Origin, Scalar, Sequence, Value
from deploylint.rewrite import keys
from deploylint.rewrite.compose import short
from deploylint.rewrite.compose.long import NAMED, lengthened
from deploylint.rewrite.compose.places import Read, node_of, refused
from deploylint.rewrite.compose.user import add_at_user, set_at_user, write_at_user, write_below
from deploylint.rewrite.origin import ELSEWHERE, check_written_once, holder, hows, user_place
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.addition import Items, New, Pairs, add_item, add_pair, first_item
from deploylint.source.edit import Edit
from deploylint.syntax import tree, yaml_tree


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
    wrong = refused(section, origin.entry) if section is not None and origin is not None else None
    if isinstance(wrong, tree.Scalar) and yaml_tree.resolve(wrong) is None:
        section = None  # nothing stands there, which Compose does not take for an empty list
    if section is None or (
        node.kind != "project" and operation.field not in node.origins and not _named(node, graph, where)
    ):
        return created(operation, graph, read)
    if isinstance(section, Scalar) and (not section.known or section.value is not None):
        raise Refused("a single value stands where a list belongs")
    if hows(section) & set(ELSEWHERE):
        return created(operation, graph, read)  # what is written here is joined with what is extended or included
    _check_new(section, operation, where)
    source, place = user_place(node, section)
    written = read(source)
    inner = node_of(written, place)
    check_written_once(written, inner)
    if isinstance(inner, tree.Sequence):
        return add_item(written, inner, _item(operation, where))
    if isinstance(inner, tree.Mapping) or where.shape in ("pairs", "names"):
        name, value = _pair(operation) if where.shape == "pairs" else (str(operation.value), None)
        return add_pair(written, inner, name, value)
    return add_item(written, inner, _item(operation, where))


def _check_new(section: Value, operation: Operation, where: keys.Written) -> None:
    """Refuse to add what a list or mapping holds already."""
    name = _pair(operation)[0] if where.shape == "pairs" else str(operation.value)
    held = section.entries if isinstance(section, Mapping) else ()
    texts = (
        [characters(item) for item in section.items if isinstance(item, Scalar)]
        if isinstance(section, Sequence)
        else []
    )
    cut = "=" if where.shape == "pairs" else "\0"
    if name in held or any(text is not None and text.text.partition(cut)[0] == name for text in texts):
        raise Refused(f"{name} is there already")


def prepend(operation: Operation, graph: Graph, read: Read) -> list[Edit]:
    """A new first item of a list that is written, such as the CMD of a healthcheck."""
    node: Any = operation.node
    where = keys.KEYS.get(node.kind, {}).get(operation.field)
    origin = node.origins.get(operation.field)
    section = (origin.entry.value if origin.entry is not None else origin.value) if origin is not None else None
    if where is None or where.shape != "list" or not isinstance(section, Sequence) or operation.item is not None:
        raise Refused("only a comment can be inserted")
    if hows(section) & set(ELSEWHERE):
        if where.keys[-1:] != ("test",) or section.open or not all(_literal(item) for item in section.items):
            raise Refused("it comes from a definition that others may use, too")
        texts = [item.value for item in section.items if isinstance(item, Scalar)]
        return set_at_user(node, origin.entry, Items((operation.value, *texts)), graph, read)
    source, place = user_place(node, section)
    written = read(source)
    inner = node_of(written, place)
    check_written_once(written, inner)
    return first_item(written, inner, _item(operation, where))


def _literal(item: Value) -> bool:
    """Is a value known, and written without a reference?"""
    return isinstance(item, Scalar) and item.known and not item.pieces


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
    elsewhere = node.kind != "project" and bool(hows(below) & set(ELSEWHERE))
    if isinstance(below, Sequence) or (isinstance(below, Scalar) and (not below.known or below.value is not None)):
        if elsewhere:
            return _beside_short(node, where, value, graph, read)
        return lengthened(node, where.keys[0], value, read)
    if elsewhere:
        return add_at_user(node, below, where.keys, value, graph, read)
    source, place = user_place(node, below)
    written = read(source)
    return write_below(written, node_of(written, place), where.keys, value, new=True)


def _beside_short(node: Any, where: keys.Written, value: New, graph: Graph, read: Read) -> list[Edit]:
    """A field of what a short form elsewhere says, in a long form where that is used: Compose merges both."""
    if node.kind == "env_file":
        whole = Pairs((("path", node.written), (where.keys[0], value)))
        return set_at_user(node, node.header.value, whole, graph, read)
    path: tuple[str, ...] = {"build": ("build",)}.get(node.kind, ())
    if node.kind in NAMED:
        path = ({"dependency": "depends_on", "attachment": "networks"}[node.kind], node.name)
    if not path or getattr(node, "via", "depends_on") != "depends_on":
        raise Refused("it is written in a short form")
    return write_at_user(node, (*path, *where.keys), value, hows(node.header.value), graph, read)


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
