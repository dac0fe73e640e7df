"""Which settings of units an operation may change."""

from __future__ import annotations

from collections import Counter
from typing import Any

from deploylint.findings import Operation
from deploylint.fix.paths import Index, Named, Path, leaves, listed
from deploylint.model.graph import Graph
from deploylint.rewrite.origin import origin_of
from deploylint.rewrite.systemd.keys import SETTINGS


def named(operation: Operation, graph: Graph, index: Index) -> Named:
    """What an operation on a unit file names."""
    node: Any = operation.node
    if node.kind == "defect":
        return Named(Counter(), _around(node, graph))
    unit = node if node.kind == "unit" else getattr(node, "unit", None)
    if operation.verb == "insert" and operation.field != "sections":
        return Named(_inserted(node, unit, operation.value))
    if unit is None:
        return Named(Counter())
    if operation.field == "sections":
        return _section(unit, graph, operation)
    where = _added(unit, node, operation)
    if where is not None:
        return Named(Counter([where]))
    origin = origin_of(operation) or node.origins.get(operation.field) or node.header
    path = index.get(id(origin.value), index.get(id(node.header.value)))
    if path is None:
        return Named(Counter())
    counts = Counter([listed(path)])
    if operation.item is None:
        if operation.verb == "rename" or (operation.verb == "set" and operation.field == "key"):
            counts[listed((*path[:2], str(operation.value)))] += 1
        elif operation.verb == "set" and operation.field == "section":
            counts[listed((path[0], str(operation.value), path[2]))] += 1
    return Named(counts)


def _added(unit: Any, node: Any, operation: Operation) -> Path | None:
    """The path of a line or word that is added, or of a field that is not written yet."""
    if operation.verb == "add" and operation.field == "settings":
        named = operation.item if operation.item is not None else str(operation.value).partition("=")[0]
        section, _, key = str(named).partition(".")
        return listed((unit.id, section, key))
    where = SETTINGS.get(node.kind, {}).get(operation.field)
    if where is not None and (operation.verb == "add" or operation.field not in node.origins):
        return listed((unit.id, where.section, where.key))
    return None


def _inserted(node: Any, unit: Any, value: object) -> Counter[Path]:
    """An assignment that is put above another one; a comment changes nothing."""
    text = str(value)
    setting = node if node.kind == "unit_setting" else getattr(node, "setting", None)
    if text[:1] in "#;" or not setting or unit is None:
        return Counter()
    return Counter([listed((unit.id, setting.section, text.partition("=")[0].strip()))])


def _section(unit: Any, graph: Graph, operation: Operation) -> Named:
    """All of a section, or its name."""
    path = (unit.id, str(operation.item))
    entry = graph.documents[unit.id].entries.get(path[1])
    if entry is None or operation.verb == "insert":
        return Named(Counter())
    if operation.verb == "rename":
        return Named(Counter(), (), ((path, str(operation.value)),))
    return Named(leaves(entry.value, path))


def _around(defect: Any, graph: Graph) -> tuple[Path, ...]:
    """The sections in which a fault stands, in all units that read the file; a file that systemd refuses whole."""
    path, start = defect.header.source.path, defect.header.start
    found: dict[str, Path] = {}
    units: list[Any] = list(graph.kinds.get("unit", ()))
    settings: list[Any] = list(graph.kinds.get("unit_setting", ()))
    for setting in settings:
        if setting.header.source.path == path and setting.header.start <= start:
            found[setting.unit.id] = (setting.unit.id, setting.section)
    if any(role.path == path and not role.read for role in graph.files):
        for unit in units:
            if path in (unit.file.path, *(file.path for file in unit.dropins)):
                found[unit.id] = (unit.id,)
    return tuple(found.values())
