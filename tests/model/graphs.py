"""Graphs from texts, for tests of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploylint.model.graph import Graph
from deploylint.model.project import build
from deploylint.model.settings import ModelSettings
from deploylint.source.files import Overlay, Stat
from deploylint.source.text import Source


class Nothing:
    """Files of an empty folder without git."""

    def read(self, path: str) -> Source | None:
        return None

    def list(self, folder: str) -> tuple[str, ...]:
        return ()

    def stat(self, path: str) -> Stat | None:
        return Stat("dir", 0o755, 0) if path == "" else None

    def tracked(self, path: str) -> bool | None:
        return None

    def ignored(self, path: str) -> bool | None:
        return None


def graphs(files: Mapping[str, str], **settings: Any) -> tuple[Graph, ...]:
    """The graphs of a deployment given as path to text."""
    return build(Overlay(Nothing(), files), sorted(files), ModelSettings(anchor_name="app", **settings))


def graph(files: Mapping[str, str] | str, **settings: Any) -> Graph:
    """The first graph; a bare text is compose.yaml."""
    return graphs({"compose.yaml": files} if isinstance(files, str) else files, **settings)[0]


def service(body: str, **more: str) -> Any:
    """The node of a service `web` with this flow or block body."""
    text = "services:\n  web:\n" + "".join(f"    {line}\n" for line in body.splitlines())
    return graph({"compose.yaml": text, **more}).kinds["service"][0]


def facts(node: Any, *fields: str) -> tuple[Any, ...]:
    """Values of fields, `?` for what is unknown."""
    return tuple(getattr(node, field, "?") for field in fields)
