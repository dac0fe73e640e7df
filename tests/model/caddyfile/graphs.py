"""Graphs of Caddyfiles alone, from texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.caddyfile import build
from deploylint.model.graph import Graph
from deploylint.model.settings import ModelSettings
from deploylint.source.memory import MemoryFile, MemoryFiles


def files(texts: Mapping[str, str], **git: str) -> MemoryFiles:
    """Files of these texts; one that ends in `/` is a folder, and `git` says what git knows of some."""
    return MemoryFiles(
        {
            path.rstrip("/"): MemoryFile(None if path.endswith("/") else text.encode(), git=git.get(path, ""))
            for path, text in texts.items()
        }
    )


def graph(
    texts: Mapping[str, str] | str,
    path: str = "Caddyfile",
    lookup: Callable[[str], str | None] = {}.get,
    runner: nodes.Caddy | None = None,
) -> Graph:
    """The graph of one outermost Caddyfile; a bare text is `Caddyfile`."""
    builder = Builder(files({path: texts} if isinstance(texts, str) else texts), "", ModelSettings())
    build(builder, path, lookup, runner)
    return builder.finish()


def kinds(found: Graph, kind: str) -> list[Any]:
    """The nodes of a kind."""
    return list(found.kinds[kind])


def defects(found: Graph) -> list[tuple[str, str, str]]:
    """Code, name and `path:line:column` of each defect, in order."""
    return [
        (
            node.code,
            node.name,
            "{}:{}:{}".format(node.header.source.path, *node.header.source.position(node.header.start)),
        )
        for node in found.kinds["defect"]
    ]
