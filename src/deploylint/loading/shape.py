"""Check what is written in a YAML tree against a JSON Schema, with a place and a suggestion for every mistake.

It knows the part of JSON Schema that schemas/settings.schema.json uses: type, properties, additionalProperties, enum,
items, anyOf, pattern, $ref.  An unknown word in a schema is an error of ours, not of the user.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from deploylint.model.spelling import nearest
from deploylint.syntax import tree, yaml_tree

Path = tuple[str | int, ...]
_MAX_DEPTH = 32
_KNOWN = {"$defs", "$id", "$ref", "$schema", "additionalProperties", "anyOf", "description", "enum", "items"}
_KNOWN |= {"pattern", "properties", "title", "type"}
_NAMES = {"object": "a mapping", "array": "a list", "string": "text", "boolean": "true or false", "integer": "a number"}


class Mistake(NamedTuple):
    """One thing wrong, the place by offset, and the way of keys to it."""

    message: str
    start: int
    path: Path


class Checked(NamedTuple):
    """Plain values, all mistakes, and the offset of the key or item of every value."""

    value: Any
    mistakes: list[Mistake]
    places: dict[Path, int]


def check(document: tree.Node | None, schema: Mapping[str, Any]) -> Checked:
    """The document as plain values, and what is wrong with it."""
    walk = _Walk(schema)
    value = {} if document is None else walk.value(document, schema, ())
    return Checked(value, walk.mistakes, walk.places)


class _Walk:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self.mistakes: list[Mistake] = []
        self.places: dict[Path, int] = {}

    def value(self, node: tree.Node, schema: Mapping[str, Any], path: Path) -> Any:
        self.places.setdefault(path, node.content)
        if isinstance(node, tree.Alias):
            node = node.target or node
        if isinstance(node, tree.Alias) or len(path) > _MAX_DEPTH:
            return self.wrong("an alias that leads nowhere", node, path)
        schema = self.chosen(node, self.resolved(schema))
        types = schema.get("type")
        if types and kind_of(node) not in ([types] if isinstance(types, str) else types):
            wanted = " or ".join(_NAMES.get(name, name) for name in ([types] if isinstance(types, str) else types))
            return self.wrong(f"expected {wanted}, found {_described(node)}", node, path)
        if isinstance(node, tree.Mapping):
            return self.mapping(node, schema, path)
        if isinstance(node, tree.Sequence):
            items = schema.get("items", {})
            return [self.value(item, items, (*path, index)) for index, item in enumerate(node.items)]
        return self.scalar(node, schema, path)

    def mapping(self, node: tree.Mapping, schema: Mapping[str, Any], path: Path) -> dict[str, Any]:
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        found: dict[str, Any] = {}
        for key, value in node.items:
            name = key.value if isinstance(key, tree.Scalar) else None
            if name is None:
                self.wrong("a key must be text", key, path)
            elif name in found:
                self.wrong(f"the key '{name}' is there twice", key, (*path, name))
            elif name in known or others is not False:
                self.places[*path, name] = key.content
                below = known.get(name, others)
                found[name] = self.value(value, below if isinstance(below, Mapping) else {}, (*path, name))
            else:
                near = nearest(name, known) or next((word for word in known if word.lower() == name.lower()), None)
                hint = f"did you mean '{near}'?" if near else f"known are {', '.join(known)}"
                self.wrong(f"unknown key '{name}'; {hint}", key, (*path, name))
        return found

    def scalar(self, node: tree.Scalar, schema: Mapping[str, Any], path: Path) -> Any:
        value = plain(node)
        if "enum" in schema and value not in schema["enum"]:
            words = [str(word) for word in schema["enum"]]
            near = nearest(str(value), words)
            hint = f"; did you mean '{near}'?" if near else ""
            return self.wrong(f"'{value}' is none of {', '.join(words)}{hint}", node, path)
        if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
            return self.wrong(f"'{value}' is not of the form {schema.get('title', schema['pattern'])}", node, path)
        return value

    def chosen(self, node: tree.Node, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The alternative whose type fits the node, so that mistakes are told against what was meant."""
        if "anyOf" not in schema:
            return schema
        kind = kind_of(node)
        alternatives = [self.resolved(each) for each in schema["anyOf"]]
        fitting = [each for each in alternatives if kind == each.get("type")]
        for each in fitting:
            if not isinstance(node, tree.Scalar) or "enum" not in each or plain(node) in each["enum"]:
                return each
        if fitting:
            return fitting[0]
        return {"type": [each["type"] for each in alternatives if "type" in each]}

    def resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        unknown = schema.keys() - _KNOWN
        if unknown:
            raise ValueError(f"the schema uses {', '.join(sorted(unknown))}, which loading.shape does not know")
        reference = schema.get("$ref")
        if reference is None:
            return schema
        found: Mapping[str, Any] = self.root["$defs"][reference.removeprefix("#/$defs/")]
        return found

    def wrong(self, message: str, node: tree.Node, path: Path) -> None:
        self.mistakes.append(Mistake(message, node.content, path))


def plain(node: tree.Scalar) -> str | int | float | bool | None:
    """The scalar's value as YAML 1.2 readers see it; what is neither text nor simple is its text."""
    value = yaml_tree.resolve(node)
    return value if value is None or isinstance(value, str | int | float | bool) else node.value


def kind_of(node: tree.Node) -> str:
    """The JSON Schema type of what is written."""
    if isinstance(node, tree.Mapping):
        return "object"
    if isinstance(node, tree.Sequence):
        return "array"
    value = plain(node) if isinstance(node, tree.Scalar) else None
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return {int: "integer", float: "number"}.get(type(value), "string")


def _described(node: tree.Node) -> str:
    kind = kind_of(node)
    if isinstance(node, tree.Scalar) and kind != "null":
        return f"'{node.value[:40]}'"
    return {"object": "a mapping", "array": "a list"}.get(kind, "nothing")
