"""Graphs made by hand, also of kinds that only tests know, and rules tried on them."""

from __future__ import annotations

from typing import Any

from deploylint.engine.bind import RuleSetting, bind
from deploylint.engine.cache import pack_of
from deploylint.engine.mistakes import PackError
from deploylint.engine.pack import RuleFile, compile_pack
from deploylint.engine.run import Outcome, run
from deploylint.engine.types import Vocabulary, vocabulary
from deploylint.model.graph import Graph
from deploylint.model.kinds import Field, Kind
from deploylint.model.node import Node, OpenList
from deploylint.model.nodes import NULL
from deploylint.model.resolved import Origin
from deploylint.source.text import Source

KNOWN = {
    "box": {
        "name": "text",
        "note": "text?",
        "size": "int",
        "limit": "int?",
        "weight": "number",
        "full": "bool",
        "tags": "[text]",
        "sizes": "[int]",
        "marks": "{text}",
        "secret": "text?",
        "home": "shelf",
        "next": "box",
        "things": "[thing]",
        "links": "[box]",
    },
    "shelf": {"name": "text", "depth": "int", "boxes": "[box]"},
    "thing": {"name": "text", "cost": "int", "box": "box"},
}

_REST = """
title: T
severity: warning
level: recommended
why: W.
remedy: R.
examples: [{name: a, files: {}, expect: []}]
"""


def kinds(declared: dict[str, dict[str, str]]) -> dict[str, Kind]:
    """A table of kinds as kinds.py has it; a field called secret is sensitive."""
    return {
        kind: Kind("", ("name",), "none", _fields(fields))
        for kind, fields in declared.items()
    }  # fmt: skip


def _fields(declared: dict[str, str]) -> dict[str, Field]:
    return {name: Field(type_, "", ("sensitive",) if name == "secret" else ()) for name, type_ in declared.items()}


class World:
    """Kinds and nodes of a test."""

    def __init__(self, declared: dict[str, dict[str, str]] = KNOWN, edges: dict[str, Any] | None = None) -> None:
        self.kinds = kinds(declared)
        self.vocabulary: Vocabulary = vocabulary(self.kinds, edges or {})
        self.types = {
            kind: type(kind.title(), (Node,), {"__slots__": tuple(sorted(fields)), "kind": kind})
            for kind, fields in declared.items()
        }
        empties: dict[str, Any] = {}
        for kind, fields in declared.items():
            empty = {"__slots__": (), "kind": kind, "id": "", "__bool__": lambda _: False}
            for field, type_ in fields.items():
                empty[field] = () if type_[0] == "[" else {} if type_[0] == "{" else False if type_ == "bool" else None
            empties[kind] = type(f"No{kind}", (type(NULL["service"]).__mro__[1],), empty)
        self.nulls = {kind: made() for kind, made in empties.items()}
        for kind, fields in declared.items():
            for field, type_ in fields.items():
                if type_ in declared:
                    setattr(empties[kind], field, self.nulls[type_])
        for kind, null in self.nulls.items():
            NULL.setdefault(kind, null)
        self.source = Source("hand.yaml", "x" * 5000)
        self.graph = Graph()
        self.graph.kinds = dict.fromkeys(declared, ())
        self._declared = declared

    def add(self, kind: str, name: str, /, *unknown: str, **fields: Any) -> Any:
        """A node with these values; the others are empty, those in `unknown` unset."""
        number = sum(len(nodes) for nodes in self.graph.kinds.values())
        node: Any = self.types[kind](f"{kind}:{name}", Origin(self.source, number, number + 1), {})
        for field, type_ in self._declared[kind].items():
            if field in unknown:
                continue
            if type_.startswith("["):
                empty: Any = ()
            elif type_.startswith("{"):
                empty = {}
            else:
                empty = {"bool": False, "int": 0, "number": 0.0, "text": ""}.get(type_, self.nulls.get(type_))
            setattr(node, field, fields.get(field, name if field == "name" else empty))
        self.graph.kinds[kind] += (node,)
        return node

    def pack(self, *rules: str, shared: str = "") -> Any:
        """Rules compiled; keys that every rule has are added."""
        files = [RuleFile("test", Source(f"rule-{n}.yaml", rule)) for n, rule in enumerate(rules)]
        if shared:
            files.insert(0, RuleFile("test", Source("_pack.yaml", shared)))
        return pack_of(compile_pack(files, TABLES, self.vocabulary))

    def run(self, *rules: str, shared: str = "", params: dict[str, Any] | None = None) -> Outcome:
        """The outcome of rules on the nodes so far."""
        pack = self.pack(*rules, shared=shared)
        settings = {"rule-0": RuleSetting("", params)} if params else {}
        return run(pack, bind(pack, None, settings), self.graph)

    def answers(self, expression: str, kind: str = "box", shared: str = "") -> str:
        """What a condition says of each node in order: + yes, - no, ? undecided."""
        found = ""
        nodes = self.graph.kinds[kind]
        pack = self.pack(rule(f"for: {kind}\nwhere:\n  - {quoted(expression)}\nmessage: m"), shared=shared)
        for node in nodes:
            self.graph.kinds[kind] = (node,)
            rows = bind(pack)
            namespace_graph = _Narrow(self.graph, kind, nodes, node)
            outcome = run(pack, rows, namespace_graph)  # type: ignore[arg-type]
            count = outcome.counts["rule-0"]
            found += "?" if count.undecided else "+" if count.found else "-"
        self.graph.kinds[kind] = nodes
        return found

    def shown(self, template: str, kind: str = "box", let: str = "") -> list[str]:
        """A message for each node."""
        lets = f"let: {{{let}}}\n" if let else ""
        outcome = self.run(rule(f"for: {kind}\n{lets}key: {kind}.name\nmessage: {quoted(template)}"))
        return [finding.message for finding in outcome.findings]

    def mistakes(self, *rules: str, shared: str = "") -> list[str]:
        """What is wrong with rules."""
        try:
            self.pack(*rules, shared=shared)
        except PackError as error:
            return [str(mistake) for mistake in error.mistakes]
        return []


class _Narrow:
    """A graph in which a rule ranges over one node while find() and all_of() see all."""

    def __init__(self, graph: Graph, kind: str, nodes: tuple[Node, ...], node: Node) -> None:
        self._graph = graph
        self.kinds = _FirstOne({**graph.kinds, kind: nodes}, kind, (node,))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)


class _FirstOne(dict[str, Any]):
    """Kinds of which one is narrowed the first time that it is asked for, which is when its rule starts."""

    def __init__(self, kinds: dict[str, Any], kind: str, first: tuple[Node, ...]) -> None:
        super().__init__(kinds)
        self._kind: str | None = kind
        self._first = first

    def get(self, key: str, default: Any = None) -> Any:
        if key == self._kind:
            self._kind = None
            return self._first
        return super().get(key, default)


TABLES: dict[str, dict[object, object]] = {
    "prices": {"nail": 2, "saw": 20},
    "tools": {"saw": {"kind": "cutting", "age": 3}, "file": {"kind": "cutting", "age": None}},
    "words": {"red": True, "blue": True},
}


def quoted(text: str) -> str:
    """A text as a double-quoted YAML scalar."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def rule(body: str, id: str = "rule-0") -> str:
    """A rule file with the keys that every rule has."""
    return f"id: {id}{_REST}{body}\n"


def maybe(*items: Any) -> OpenList[Any]:
    """An open list."""
    return OpenList(items)
