"""Writing at the user: a key or item where a definition extends or includes another, so that it wins over that."""

from __future__ import annotations

import posixpath
from typing import Any

from deploylint.model.compose.forms import folder
from deploylint.model.graph import Graph
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value
from deploylint.rewrite.compose.places import Read, node_of
from deploylint.rewrite.compose.standing import ITEM, Path, as_text, path_to, replaces, section_entry
from deploylint.rewrite.origin import check_written_once, hows
from deploylint.rewrite.refusal import Refused
from deploylint.rewrite.yaml.addition import Items, New, Pairs, add_item, add_pair
from deploylint.rewrite.yaml.scalars import replacement
from deploylint.rewrite.yaml.written import Written
from deploylint.source.edit import Edit
from deploylint.source.text import Source
from deploylint.syntax import tree, yaml_tree

_OTHERS = "it comes from a definition that others may use, too"
_INCLUDED = "it comes from an included file, and older versions of Compose refuse a second definition of it"


def set_at_user(node: Any, place: Entry | Value, value: New, graph: Graph, read: Read) -> list[Edit]:
    """A new value for what stands at an entry, or for an item of a list, written in the definition that uses it.

    The text of an item is all of it, not only the part that changes.
    """
    found = section_entry(node, graph)
    path = path_to(found[1].value, place) if found is not None else None
    if found is None or path is None:
        raise Refused(_OTHERS)
    old = place.value if isinstance(place, Entry) else place
    if path == ("env_file",):  # one text stands for a list of one
        path = (*path, ITEM)
    if ITEM not in path:
        return _at_user(node, found, path, value, hows(old), read)
    at = path.index(ITEM)
    if at < len(path) - 1:  # a field of an item: the whole item is written again
        old = _item(found[1].value, path[:at], place)
        whole = _with(old, path[at + 1 :], value)
        if whole is None:
            raise Refused(_OTHERS)
        value = whole
    if not _same_thing((*found[0], *path[:at]), old, value):
        raise Refused(_OTHERS)
    _check_folder(node, path, old)
    return _at_user(node, found, path[:at], Items((value,)), hows(old), read)


def write_at_user(node: Any, path: Path, value: New, via: set[str], graph: Graph, read: Read) -> list[Edit]:
    """A value below keys of the definition that uses another."""
    found = section_entry(node, graph)
    if found is None:
        raise Refused(_OTHERS)
    return _at_user(node, found, path, value, via, read)


def _item(root: Value, path: Path, place: object) -> Value:
    """The item that holds an entry, of the list at a path."""
    for name in path:
        assert isinstance(root, Mapping)
        root = root.entries[name].value
    assert isinstance(root, Sequence)
    return next(item for item in root.items if path_to(item, place) is not None)


def add_at_user(node: Any, holder: Value, keys: Path, value: New, graph: Graph, read: Read) -> list[Edit]:
    """Keys below a mapping that came from elsewhere, written in the definition that uses it."""
    found = section_entry(node, graph)
    path = path_to(found[1].value, holder) if found is not None else None
    if found is None or path is None:
        raise Refused(_OTHERS)
    if ITEM in path:
        whole = _with(holder, keys, value) if path.index(ITEM) == len(path) - 1 else None
        if whole is None:
            raise Refused(_OTHERS)
        return set_at_user(node, holder, whole, graph, read)
    return _at_user(node, found, (*path, *keys), value, hows(holder), read)


def write_below(written: Written, at: tree.Node, keys: Path, value: New, *, new: bool = False) -> list[Edit]:
    """The edits that write a value below keys, of which the last may be missing; a `new` one is not deployed yet."""
    for depth, name in enumerate(keys):
        check_written_once_or_overridden(written, at, name)
        if (
            isinstance(at, tree.Sequence)
            and at.items
            and depth == len(keys) - 1
            and not isinstance(value, (Pairs, Items))
        ):
            return add_item(written, at, name if value is None else f"{name}={_text(value)}")
        deeper = _below(at, name)
        if deeper is None and isinstance(at, tree.Mapping):
            deeper = written.merged(at, name)
            if deeper is not None and written.reached(deeper) > 1:
                raise Refused("what << merges sets it for other places, too")
        if deeper is None:
            for above in reversed(keys[depth + 1 :]):
                value = Pairs(((above, value),))
            return add_pair(written, at, name, value)
        at = deeper
    if new and not (isinstance(at, tree.Scalar) and yaml_tree.resolve(at) is None):
        raise Refused("a later file takes it away again")
    return _filled(written, at, value)


def check_written_once_or_overridden(written: Written, node: tree.Node, name: str) -> None:
    """Refuse a further key where an anchor brings it to places that do not set it themselves."""
    if not written.is_overridden(node, name):
        check_written_once(written, node)


def _filled(written: Written, at: tree.Node, value: New) -> list[Edit]:
    """A value for a key that is there, without one or with a list or mapping to which it adds."""
    check_written_once(written, at)
    if isinstance(value, Items):
        return [edit for item in value.items for edit in add_item(written, at, _single(item))]
    if isinstance(value, Pairs):
        return [edit for name, sub in value.pairs for edit in add_pair(written, at, name, sub)]
    if not isinstance(at, tree.Scalar):
        raise Refused("the value has another shape")
    return [replacement(written, at, value)]


def _at_user(node: Any, found: tuple[Path, Entry], path: Path, value: New, via: set[str], read: Read) -> list[Edit]:
    source, definition = _own(node, found[1], via)
    written = read(source)
    return write_below(written, node_of(written, definition), path, value)


def _own(node: Any, entry: Entry, via: set[str]) -> tuple[Source, tree.Node]:
    """The definition in the project's own files that wins over what it extends or what is included."""
    project = getattr(node, "project", None) or node.service.project
    files = {file.path for file in project.files}
    own = [(source, value) for source, _, value in entry.layers if source.path in files]
    if not own:
        raise Refused(_INCLUDED if "include" in via else _OTHERS)
    extending = [place for place in own if _below(place[1], "extends") is not None] if "extends" in via else []
    return (extending or own)[-1]


def _same_thing(path: Path, old: Value, value: New) -> bool:
    """Would a new item of the list take the place of the old one?"""
    return replaces(path, old, _resolved(old, value))


def _resolved(old: Value, value: New) -> Value:
    """A new item as it would be read, places taken from the old one."""
    like = old
    while not isinstance(like, Scalar):
        like = next(iter(like.entries.values())).value if isinstance(like, Mapping) else like.items[0]
    if not isinstance(value, Pairs):
        return as_text(like, _text(value))
    new = Mapping(((like.source, like.node),))
    for name, sub in value.pairs:
        if not isinstance(sub, (Pairs, Items)):
            new.entries[name] = Entry(like.source, like.node, as_text(like, _text(sub)), ())
    return new


def _check_folder(node: Any, path: Path, old: Value) -> None:
    """Refuse to repeat a relative path in a file whose folder is another one."""
    key = {"volumes": "source", "env_file": "path", "label_file": "path", "devices": "source"}.get(path[0])
    if key is None:
        return
    entry = old.entries.get(key) if isinstance(old, Mapping) else None
    first = old if isinstance(old, Scalar) else entry.value if entry is not None else None
    if not isinstance(first, Scalar) or not isinstance(getattr(first, "value", None), str):
        return
    text = str(first.value)
    relative = text.startswith(".") if path[0] in ("volumes", "devices") else not text.startswith(("/", "~"))
    if relative and posixpath.normpath(folder(first, node.service.project.dir)) != posixpath.normpath(
        node.service.project.dir
    ):
        raise Refused("its path starts from the folder of another file")


def _with(holder: Value, keys: Path, value: New) -> Pairs | None:
    """A mapping as it is deployed with one more value; None when not all of it is known."""
    if not isinstance(holder, Mapping) or holder.open:
        return None
    pairs: list[tuple[str, New]] = []
    for name, entry in holder.entries.items():
        found = entry.value
        if not isinstance(found, Scalar) or found.pieces or not found.known:
            return None
        if name != keys[0]:
            pairs.append((name, found.value))
    if len(keys) > 1:
        value = Pairs(((keys[1], value),))
    return Pairs((*pairs, (keys[0], value)))


def _below(at: tree.Node, name: str) -> tree.Node | None:
    """The value of a key."""
    if not isinstance(at, tree.Mapping):
        return None
    return next((value for key, value in at.items if isinstance(key, tree.Scalar) and key.value == name), None)


def _single(item: object) -> Pairs | str | float | bool:
    if isinstance(item, (Pairs, str, int, float, bool)):
        return item
    raise Refused("the new item is not a single value")


def _text(value: object) -> str:
    """A value as it stands within a text."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
