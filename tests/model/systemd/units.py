"""Units from texts."""

from __future__ import annotations

from typing import Any

from deploylint.model.graph import Graph
from tests.model.graphs import graph


def unit(text: str, path: str = "app.service", **more: str) -> Any:
    """The node of a unit file with this text; `more` are further files, `__` for a dot."""
    files = {path: text, **{name.replace("__", "."): body for name, body in more.items()}}
    return named(graph(files), path.rpartition("/")[2])


def service(body: str, path: str = "app.service") -> Any:
    """The node of a service with these lines in [Service]."""
    return unit(f"[Service]\n{body}\n", path)


def named(found: Graph, name: str) -> Any:
    """The unit of a name."""
    return next(node for node in found.kinds["unit"] if node.name == name)  # type: ignore[attr-defined]


def written(node: Any, field: str, item: object = None) -> str:
    """The text at the place of a field, or of an item of it."""
    origin = node.origins[field] if field else node.header
    if item is not None:
        origin = origin.items[item]
    return str(origin.source.text[origin.start : origin.end])
