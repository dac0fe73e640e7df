"""Values below others with their paths, which in Compose documents are the same for the short and the long form."""

from __future__ import annotations

from typing import NamedTuple

from deploylint.fix.paths import ITEM, Index, Path, keys_of
from deploylint.model.compose.canonical import Unknown, plain
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
    """A value below another, the entry that holds it (None for an item of a list), its path, and the step of FORMS
    there; `above` is the rule for the value that it is below.
    """

    value: Value
    entry: Entry | None
    path: Path
    step: Step | None
    above: str = ""


def top(root: Value, document: str) -> Child:
    """A resolved document as a child of nothing."""
    return Child(root, None, (document,), FORMS if document.startswith("project:") else None)


def children(parent: Child) -> list[Child]:
    """The values directly below another one; none below a leaf."""
    value, _, path, step, _ = parent
    rule = step.rule if step is not None else ""
    if isinstance(value, Mapping):
        if step is None:
            key = keys_of(path[0])
            return [Child(entry.value, entry, (*path, key(name)), None) for name, entry in value.entries.items()]
        return [Child(e.value, e, (*path, name), step.to(name), rule) for name, e in value.entries.items()]
    if isinstance(value, Scalar):
        if not rule or (value.known and value.value is None):
            return []
        if rule == "list":
            return [Child(value, None, (*path, ITEM), None, rule)]
        if rule == "build" and (value.known or value.pieces):
            return [Child(value, None, (*path, "context"), None, rule)]
        return []
    if rule not in ("pairs", "names"):
        below = step.to(ITEM) if step is not None else None
        return [Child(item, None, (*path, ITEM), below, rule) for item in value.items]
    found: list[Child] = []
    for item in value.items:
        name = _name(item, rule)
        found.append(Child(item, None, (*path, ITEM if name is None else name), None, rule))
    return found


def index(graph: Graph) -> Index:
    """The path of every value and entry of the resolved documents, by identity."""
    found: Index = {}
    waiting = [top(root, document) for document, root in graph.documents.items()]
    while waiting:
        child = waiting.pop()
        found[id(child.value)] = child.path
        if child.entry is not None:
            found[id(child.entry)] = child.path
        waiting += children(child)
    return found


def leaves(child: Child) -> list[tuple[Path, str]]:
    """What a child says by itself, apart from what stands below it: paths and values as text."""
    value, entry, path, step, above = child
    if path[-1] == ITEM:
        return [(path, repr(_item(value, path, above)))]
    if above in ("names", "named"):
        found = [(path, "{}")]
        usual = _DEFAULTS.get(path[-2], {}) if above == "names" else {}
        held = value.entries if isinstance(value, Mapping) else {}
        found += [((*path, key), repr(default)) for key, default in usual.items() if key not in held]
        return found
    if not isinstance(value, Scalar) or (step is not None and step.rule and children(child)):
        return []
    if above == "pairs":
        return [(path, _text(value, in_item=entry is None or from_item(entry)))]
    return [(path, repr(plain(value)))]


def _item(value: Value, path: Path, above: str) -> object:
    """An item of a list, in its long form where that is another one."""
    found = plain(value)
    if above == "list" and path[-2] == "env_file":
        long = dict(_DEFAULTS["env_file"])
        long.update(found if isinstance(found, dict) else {"path": found})
        return sorted(long.items(), key=str)
    return found


def _text(value: Scalar, *, in_item: bool) -> str:
    """The value of a pair as text; what is not known, as it is left open."""
    if not value.known:
        held = plain(value)
        text = "".join(held.pieces) if isinstance(held, Unknown) else ""
        return text.partition("=")[2] if in_item else text
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
