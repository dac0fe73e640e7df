"""Values below others with their paths, which in Compose documents are the same for the short and the long form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.fix.paths import ITEM, Index, Path, keys_of
from deploylint.model.compose.canonical import plain
from deploylint.model.compose.forms import from_item
from deploylint.model.compose.parts import HOLE, characters
from deploylint.model.compose.paths import Step, table
from deploylint.model.graph import Graph
from deploylint.model.resolved import Entry, Mapping, Scalar, Value

FORMS = table(
    {
        "services.*.environment services.*.labels services.*.annotations services.*.sysctls": "pairs",
        "services.*.build.args services.*.build.labels services.*.deploy.labels": "pairs",
        "networks.*.labels volumes.*.labels": "pairs",
        "services.*.depends_on services.*.networks services.*.models": "names",
        "services networks volumes secrets configs models": "named",
        "services.*.env_file services.*.dns services.*.dns_search services.*.tmpfs": "list",
        "services.*.build": "build",
    }
)
"""What may be written in two forms:

pairs   a list of `K=V` is a mapping
names   a list of names is a mapping without options, and each name counts even when nothing stands below it
named   each name counts even when nothing stands below it
list    a single value is a list of one
build   a text is the context
"""

_DEFAULTS: dict[str, dict[str, object]] = {
    "depends_on": {"condition": "service_started", "required": True},
    "env_file": {"required": True},
}
"""What the long form says when a key is left out, by the key above."""


class Child(NamedTuple):
    """A value below another, the entry that holds it (None for an item of a list), and its path."""

    value: Value
    entry: Entry | None
    path: Path


def children(value: Value, path: Path) -> list[Child]:
    """The values directly below another one; none below a leaf."""
    rule = _rule(path)
    if isinstance(value, Scalar):
        if rule == "list" and not (value.known and value.value is None):
            return [Child(value, None, (*path, ITEM))]
        if rule == "build" and (value.pieces or (value.known and value.value is not None)):
            return [Child(value, None, (*path, "context"))]
        return []
    if isinstance(value, Mapping):
        key = keys_of(path[0])
        return [Child(entry.value, entry, (*path, key(name))) for name, entry in value.entries.items()]
    found: list[Child] = []
    for item in value.items:
        name = _name(item, rule) if rule in ("pairs", "names") else None
        found.append(Child(item, None, (*path, ITEM if name is None else name)))
    return found


def index(graph: Graph) -> Index:
    """The path of every value and entry of the resolved documents, by identity."""
    found: Index = {}
    for document, root in graph.documents.items():
        found[id(root)] = (document,)
        waiting = children(root, (document,))
        while waiting:
            value, entry, path = waiting.pop()
            found[id(value)] = path
            if entry is not None:
                found[id(entry)] = path
            waiting += children(value, path)
    return found


def leaves(child: Child) -> Iterator[tuple[Path, str]]:
    """What a child says by itself, apart from what stands below it: paths and values as text."""
    value, entry, path = child
    above = _rule(path[:-1])
    if path[-1] == ITEM:
        yield path, repr(_item(value, path))
    elif above in ("names", "named"):
        yield path, "{}"
        if not isinstance(value, Mapping):
            value = Mapping(())
        usually = _DEFAULTS.get(path[-2], {}) if above == "names" else {}
        for key, usual in usually.items():
            if key not in value.entries:
                yield (*path, key), repr(usual)
    elif isinstance(value, Scalar) and not children(value, path):
        if above == "pairs":
            in_item = entry is None or from_item(entry)
            yield path, _text(value, in_item=in_item)
        else:
            yield path, repr(plain(value))


def _item(value: Value, path: Path) -> object:
    """An item of a list, in its long form where that is another one."""
    found = plain(value)
    if path[-2:-1] == ("env_file",) and _rule(path[:-1]) == "list":
        long = dict(_DEFAULTS["env_file"])
        long.update(found if isinstance(found, dict) else {"path": found})
        return sorted(long.items(), key=str)
    return found


def _text(value: Scalar, *, in_item: bool) -> str:
    """The value of a pair as text; what is not known, as it is left open."""
    if not value.known:
        text = repr(plain(value))
        return text.partition("=")[2] if in_item else text.removeprefix("Unknown('").removesuffix("')")
    found = characters(value)
    if value.value is None or found is None:
        return "None"
    return (found.text.partition("=")[2] if "=" in found.text else "None") if in_item else found.text


def _name(item: Value, rule: str) -> str | None:
    """The name of an item; None when it is not known."""
    found = characters(item) if isinstance(item, Scalar) else None
    text = found.text if found is not None else ""
    if rule == "pairs":
        text = text.partition("=")[0]
    return None if not text or HOLE in text else text


def _rule(path: Path) -> str:
    """In which forms the value at a path of a project may be written."""
    if not path[0].startswith("project:"):
        return ""
    step: Step | None = FORMS
    for name in path[1:]:
        step = step.to(name) if step is not None else None
    return step.rule if step is not None else ""
