"""Values in the forms in which Compose merges them: lists for mappings, mappings for lists, options for names."""

from __future__ import annotations

from deploylint.model.compose.copies import without
from deploylint.model.compose.forms import from_item, null
from deploylint.model.compose.parts import characters, deployed_text
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value
from deploylint.syntax import tree


def as_sequence(value: Value) -> Sequence:
    """A text as a list of one, a mapping as a list of K=V."""
    if isinstance(value, Sequence):
        return value
    if isinstance(value, Scalar):
        result = Sequence(((value.source, value.node),), value.via)
        result.items = [value]
        return result
    result = Sequence(value.layers, value.via)
    result.open = value.open
    for name, entry in value.entries.items():
        for each in entry.value.items if isinstance(entry.value, Sequence) else [entry.value]:
            if isinstance(each, Scalar):
                result.items.append(pair_item(name, each))
    return result


def pair_item(name: str, value: Scalar) -> Scalar:
    """An entry of a mapping as an item of a list."""
    if null(value):
        item = Scalar(value.source, value.node, value.via, (name,), ((0, len(value.node.value)),))
        item.value = name
        return item
    whole = ((0, 0), (0, len(value.node.value)))
    if value.pieces or not value.known:
        marks = (whole[0], *value.marks)
        return Scalar(value.source, value.node, value.via, (f"{name}=", *value.pieces), marks)
    text = deployed_text(value.value)
    item = Scalar(value.source, value.node, value.via, (f"{name}=", text), whole)
    item.value = f"{name}={text}"
    return item


def named_over(base: Mapping, over: Mapping, rule: str) -> tuple[Mapping, Mapping]:
    """An overlay's names without the items that leave the base's options as they are; an item of `depends_on` brings
    the default condition, and so takes the base's away.
    """
    result = Mapping(over.layers, over.via)
    result.open = over.open
    for name, entry in over.entries.items():
        old = base.entries.get(name)
        if old is None or null(old.value) or not from_item(entry):
            result.entries[name] = entry
        elif rule == "dependencies":
            base = _default_condition(base, name, entry)
    for name, entry in base.entries.items():
        new = result.entries.get(name)
        if new is not None and from_item(entry) and isinstance(new.value, Mapping):
            base = without(base, (name,))
    return base, result


def _default_condition(base: Mapping, name: str, item: Entry) -> Mapping:
    """A copy of dependencies in which one waits for what an item of a list waits for."""
    base = without(without(base, (name, "condition")), (name, "required"))
    options, node = base.entries[name].value, item.key
    if isinstance(options, Mapping):
        waits = Scalar(item.source, node, item.value.via, ("service_started",), ((0, len(node.value)),))
        waits.value = "service_started"
        options.entries["condition"] = Entry(item.source, _named_here(node, "condition"), waits, item.layers)
    return base


def _named_here(node: tree.Scalar, name: str) -> tree.Scalar:
    """A key that nobody wrote, at the place of what stands for it."""
    return tree.Scalar(node.start, node.end, node.content, None, None, name, "")


def paired(value: Value) -> Mapping:
    """Texts or a mapping as pairs of which each has one value: of a list the last.

    Compose makes texts of a mapping, whose names may turn out to be others.
    """
    kept = isinstance(value, Mapping) and not any("=" in name or name[-1:].isspace() for name in value.entries)
    pairs = value if kept else as_mapping(as_sequence(value), "pairs")
    assert isinstance(pairs, Mapping)
    if not any(isinstance(entry.value, Sequence) for entry in pairs.entries.values()):
        return pairs
    result = Mapping(pairs.layers, pairs.via)
    result.open = pairs.open
    for name, entry in pairs.entries.items():
        found = entry.value
        last = found.items[-1] if isinstance(found, Sequence) and found.items else found
        if not isinstance(last, Sequence):
            result.entries[name] = Entry(entry.source, entry.key, last, entry.layers)
    return result


def all_gpus(base: Scalar, over: Value) -> Value:
    """The devices of an overlay behind the one that `all` stands for."""
    if not isinstance(over, Sequence):
        return over
    node = base.node
    request = Mapping(((base.source, node),), base.via)
    key = _named_here(node, "count")
    request.entries["count"] = Entry(base.source, key, base, ((base.source, key, node),))
    result = Sequence(((base.source, node), *over.layers), over.via)
    result.open = over.open
    result.items = [request, *over.items]
    return result


def as_mapping(value: Value, rule: str) -> Value:
    """A list or text as a mapping whose entries have the item's own node as key; a mapping stays."""
    if isinstance(value, Scalar) and rule == "build":
        result = Mapping(((value.source, value.node),), value.via)
        result.entries["context"] = _item_entry(value)
        return result
    if not isinstance(value, Sequence):
        return value
    result = Mapping(value.layers, value.via)
    result.open = value.open
    separator = "=" if rule == "pairs" else ""
    for item in value.items:
        found = characters(item) if isinstance(item, Scalar) else None
        if found is None or not isinstance(item, Scalar):
            result.open = True
            continue
        end = found.text.find(separator) if separator else -1
        result.entries[found.text if end < 0 else found.text[:end]] = _item_entry(item)
    return result


def _item_entry(item: Scalar) -> Entry:
    """An entry that stands for an item of a list."""
    return Entry(item.source, item.node, item, ((item.source, item.node, item.node),))
