"""Which findings of rules that mirror Compose's own checks stand for a refusal of the projects as they are started.

Rules judge all services and excuse what people expect; Compose looks at the services that are started, and excuses
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from deploylint.model import nodes
from deploylint.model.graph import Graph
from deploylint.model.node import Node

TAG = "compose-refuses"
"""The tag of rules that mirror a check of Compose."""

UNEXCUSED: Mapping[str, Mapping[str, Any]] = {
    "env-file-missing": {"expected": True},
    "service-without-image": {"elsewhere": ()},
}
"""Parameters with which a rule excuses nothing that Compose refuses."""

_READ = ("compose", "env")
"""Formats that Compose reads; a defect in another file does not concern it."""


class Refusals:
    """Decides on findings of one graph, by the node that each was found at."""

    __slots__ = ("_graph", "_nodes", "_read")

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._nodes: dict[str, Node] = {}
        self._read: set[str] | None = None

    def holds(self, rule: str, node_id: str) -> bool:
        """Would Compose refuse the project for what a rule found at this node?"""
        if not self._nodes:
            self._nodes = {node.id: node for kind in self._graph.kinds.values() for node in kind}
        node = self._nodes[node_id]
        if isinstance(node, nodes.Defect):
            return not node.dormant and self._is_read(node.file)
        if isinstance(node, nodes.EnvRef):
            return node.file.format == "compose" or all(map(_is_started, node.services))
        if isinstance(node, nodes.Dependency) and rule == "dependency-cycle":
            return _circular(node)
        if isinstance(node, nodes.EnvFile):
            return not node.unit and (not node.service or _is_started(node.service))
        service = node if isinstance(node, nodes.Service) else getattr(node, "service", None)
        return not isinstance(service, nodes.Service) or _is_started(service)

    def _is_read(self, file: nodes.File) -> bool:
        """Does Compose read a file: always its own, an env file for its variables or for a started service?"""
        if file.format != "env":
            return file.format in _READ
        if self._read is None:
            self._read = {use.path for use in _uses(self._graph) if _parsed(use)}
        return file.path in self._read or file.role in ("labels", "raw")


def _uses(graph: Graph) -> Iterable[nodes.EnvFile]:
    return (use for use in graph.kinds["env_file"] if isinstance(use, nodes.EnvFile))


def _parsed(use: nodes.EnvFile) -> bool:
    """Is an env file read, and not line by line as raw ones are?"""
    if use.unit or getattr(use, "format", None):
        return False
    return not use.service or _is_started(use.service)


def _is_started(service: nodes.Service) -> bool:
    """Is a service started, as far as that is known?"""
    return getattr(service, "enabled", True) is not False


def _circular(dependency: nodes.Dependency) -> bool:
    """Does a way of started services lead from a dependency back to the service that has it?"""
    waiting, seen = [dependency.target], {dependency.service.id}
    if not _is_started(dependency.service):
        return False
    while waiting:
        service = waiting.pop()
        if service is dependency.service:
            return True
        if service.id not in seen and _is_started(service):
            seen.add(service.id)
            waiting += service.requires
    return False
