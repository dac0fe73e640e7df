"""Reading a resolved mapping into a node's fields: the value, and the place it is written at."""

from __future__ import annotations

from deploylint.model.compose.parts import deployed_text
from deploylint.model.node import Node, OpenList
from deploylint.model.resolved import Entry, Mapping, Origin, Scalar, Sequence, Value

TRUE_WORDS = frozenset(("true", "yes", "y", "on"))


def entry_origin(entry: Entry, container: Mapping | None) -> Origin:
    """The place of a mapping entry: its scalar value, or its key when there is none to underline."""
    value = entry.value
    if isinstance(value, Scalar) and value.node.end > value.node.content:
        return Origin(value.source, value.node.content, value.node.end, value, entry, container)
    return Origin(entry.source, entry.key.content, entry.key.end, value, entry, container)


def key_origin(entry: Entry, container: Mapping | None) -> Origin:
    """The place of a mapping entry's key, for a node that the entry defines."""
    return Origin(entry.source, entry.key.content, entry.key.end, entry.value, entry, container)


def item_origin(value: Value, container: Sequence) -> Origin:
    """The place of a list item: the scalar, or the first key of a mapping."""
    if isinstance(value, Scalar):
        return Origin(
            value.source, value.node.content, max(value.node.end, value.node.content + 1), value, None, container
        )
    if isinstance(value, Mapping):
        for entry in value.entries.values():
            return Origin(entry.source, entry.key.content, entry.key.end, value, None, container)
    source, node = value.layers[-1]
    return Origin(source, node.content, min(node.content + 1, len(source.text)), value, None, container)


def forget(node: Node, field: str) -> None:
    """Make a field unknown, whatever it held."""
    if hasattr(node, field):
        delattr(node, field)


def read_text(node: Node, field: str, entry: Entry, container: Mapping) -> None:
    """A scalar as text; a list is joined by blanks; null is None; a hole leaves the field unknown."""
    node.origins[field] = entry_origin(entry, container)
    value = entry.value
    if isinstance(value, Scalar):
        if value.known:
            setattr(node, field, None if value.value is None else deployed_text(value.value))
        else:
            forget(node, field)
    elif isinstance(value, Sequence):
        words = [deployed_text(item.value) for item in value.items if isinstance(item, Scalar) and item.known]
        if len(words) == len(value.items) and not value.open:
            setattr(node, field, " ".join(words))
        else:
            forget(node, field)
    else:
        setattr(node, field, None)


def read_flag(node: Node, field: str, entry: Entry, container: Mapping) -> None:
    """A boolean in any spelling that Compose casts; a hole leaves it unknown."""
    node.origins[field] = entry_origin(entry, container)
    value = entry.value
    if not isinstance(value, Scalar):
        setattr(node, field, False)
    elif not value.known:
        forget(node, field)
    else:
        setattr(node, field, value.value is True or str(value.value).lower() in TRUE_WORDS)


def read_texts(node: Node, field: str, entry: Entry, container: Mapping) -> None:
    """A list of text, or one text; each item keeps its own place."""
    origin = entry_origin(entry, container)
    node.origins[field] = origin
    value = entry.value
    if isinstance(value, Scalar):
        if value.known:
            setattr(node, field, () if value.value is None else (deployed_text(value.value),))
        else:
            setattr(node, field, OpenList())
        return
    if isinstance(value, Mapping):
        texts = list(value.entries)
        origin.items = {key: entry_origin(sub, value) for key, sub in value.entries.items()}
        setattr(node, field, OpenList(texts) if value.open else tuple(texts))
        return
    texts = []
    origin.items = {}
    is_open = value.open
    for item in value.items:
        text = item_text(item)
        if text is None:
            is_open = True
        else:
            texts.append(text)
            origin.items.setdefault(text, item_origin(item, value))
    setattr(node, field, OpenList(texts) if is_open else tuple(texts))


def item_text(item: Value) -> str | None:
    """The text of a list item: a scalar, or the source of a mapping such as a long secret; None when unknown."""
    if isinstance(item, Scalar):
        return deployed_text(item.value) if item.known else None
    if isinstance(item, Mapping):
        entry = item.entries.get("source")
        if entry is not None and isinstance(entry.value, Scalar):
            return deployed_text(entry.value.value) if entry.value.known else None
        return "" if entry is None and not item.open else None
    return None


def child(mapping: Mapping, key: str) -> Mapping | None:
    """The mapping below a key, None when there is none."""
    entry = mapping.entries.get(key)
    return entry.value if entry is not None and isinstance(entry.value, Mapping) else None


def known_text(mapping: Mapping, key: str) -> str | None:
    """The text below a key; None when it is absent, null, unknown or no scalar."""
    entry = mapping.entries.get(key)
    if entry is None or not isinstance(entry.value, Scalar) or not entry.value.known or entry.value.value is None:
        return None
    return deployed_text(entry.value.value)
