"""Properties of rules: what is not known adds no finding, what is unrelated removes none, their order is nothing."""

from __future__ import annotations

import ast
import random
from collections.abc import Mapping
from typing import Any

import pytest
from tests.engine.worlds import TABLES, World
from tests.properties.test_engine_escapes import Grower

from deploylint import examples
from deploylint.engine.answers import TROUBLE
from deploylint.engine.bind import bind
from deploylint.engine.cache import load
from deploylint.engine.expression import condition
from deploylint.engine.mistakes import Words
from deploylint.engine.run import run
from deploylint.engine.runtime import Link, TooManyStepsError
from deploylint.engine.scope import Name, Pool, Scope
from deploylint.engine.types import Type
from deploylint.findings import Finding
from deploylint.model.graph import Graph
from deploylint.model.kinds import KINDS
from deploylint.model.node import OpenList
from deploylint.model.project import build
from deploylint.model.settings import ModelSettings
from deploylint.source.files import Files
from deploylint.source.memory import MemoryFile, MemoryFiles
from deploylint.source.text import Source
from deploylint.syntax.tree import Scalar

PACK = load()
RULES = bind(PACK)
EXAMPLES = [
    (rule_id, number, example)
    for rule_id in PACK.rules
    for number, example in enumerate(PACK.texts(rule_id)["examples"])
]
SETTINGS = ModelSettings(anchor_name="example")


def _random_world(seed: int) -> World:
    """Boxes, things and shelves with few different values, so that much is equal."""
    chance = random.Random(seed)
    world = World(edges={"beside": {"box": ("links",)}})
    shelves = [world.add("shelf", f"s{n}", depth=chance.randint(0, 2)) for n in range(2)]
    things = [world.add("thing", chance.choice("ab"), cost=chance.randint(0, 3)) for _ in range(4)]
    boxes = [
        world.add("box", chance.choice("abc"), size=chance.randint(0, 3), full=chance.random() < 0.5) for _ in range(4)
    ]
    for box in boxes:
        box.note, box.limit = chance.choice([None, "a", "name"]), chance.choice([None, 1, 3])
        box.tags = tuple(chance.sample(["a", "box", "name"], chance.randint(0, 2)))
        box.sizes = tuple(chance.choices(range(3), k=chance.randint(0, 3)))
        box.things, box.links = (
            tuple(chance.sample(things, chance.randint(0, 3))),
            tuple(chance.sample(boxes, chance.randint(0, 2))),
        )
        box.home, box.next = (
            chance.choice([*shelves, world.nulls["shelf"]]),
            chance.choice([*boxes, world.nulls["box"]]),
        )
    for node in (*shelves, *things):
        if node.kind == "shelf":
            node.boxes = tuple(box for box in boxes if box.home is node)
        else:
            node.box = chance.choice(boxes)
    return world


def _forget(graph: Graph, chance: random.Random, times: int) -> None:
    """Make some values unknown, some lists open, perhaps a kind."""
    nodes = [node for kind in graph.kinds.values() for node in kind]
    for _ in range(times if nodes else 0):
        node = chance.choice(nodes)
        fields = [field for field in type(node).__slots__ if hasattr(node, field)]
        if not fields:
            continue
        field = chance.choice(fields)
        value = getattr(node, field)
        if isinstance(value, tuple) and chance.random() < 0.7:
            # Those at the end go: first() gives the first known member, and rules use it as a witness of many.
            setattr(node, field, OpenList(value[: chance.randint(0, len(value))]))
        else:
            delattr(node, field)
    if chance.random() < 0.2:
        graph.open_kinds |= {chance.choice(list(graph.kinds))}


def _conditions(seed: int, count: int) -> tuple[list[str], Pool]:
    """Random conditions on a box that are accepted."""
    world = World(edges={"beside": {"box": ("links",)}})
    world_scope = Scope(world.vocabulary, {}, {}, {}, TABLES, Pool(), lambda *_: None, set())
    grower, pool, found = Grower(seed), Pool(), []
    while len(found) < count:
        try:
            text = ast.unparse(ast.fix_missing_locations(ast.Expression(grower.grow(6))))
        except ValueError:
            continue
        mistakes: list[Any] = []

        def report(*all_: Any, mistakes: list[Any] = mistakes) -> None:
            mistakes.append(all_)

        words = Words(Source("x", ""), Scalar(0, 0, 0, None, None, text, "'"))
        words._places = range(len(text) + 1)
        scope = world_scope._replace(names={"box": Name(Type("node", kind="box"), "v_box")}, pool=pool, report=report)
        code = condition(words, scope)
        if not mistakes and "v_box" in code.text:
            found.append(code.text)
    return found, pool


def _true(world: World, emitted: list[str], pool: Pool) -> list[set[str]]:
    """For each condition the ids of the boxes for which it holds for certain."""
    link = Link(world.graph, TABLES)
    namespace = link.namespace()
    lines = ["_edge_sets.update({'beside': {'box': ('links',)}})", *pool.lines()]
    lines += [f"def e{number}(v_box): return {text}" for number, text in enumerate(emitted)]
    exec(compile("\n".join(lines), "<property>", "exec"), namespace)
    found: list[set[str]] = []
    for number in range(len(emitted)):
        holds = set()
        for at, box in enumerate(world.graph.kinds["box"]):
            link.restart()
            try:
                if namespace[f"e{number}"](box):
                    holds.add(f"{at}")
            except (*TROUBLE, TooManyStepsError):
                pass
        found.append(holds)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_what_is_not_known_makes_no_condition_true(seed: int) -> None:
    emitted, pool = _conditions(seed, 250)
    for number in range(20):
        before = _true(_random_world(number), emitted, pool)
        world = _random_world(number)
        _forget(world.graph, random.Random(seed * 100 + number), 4)
        after = _true(world, emitted, pool)
        for text, old, new in zip(emitted, before, after, strict=True):
            assert new <= old, text


def _files(example: Mapping[str, Any]) -> tuple[MemoryFiles, tuple[str, ...]]:
    files = examples.memory(example["files"])
    return files, files.paths


def _graphs(files: Files, paths: tuple[str, ...]) -> tuple[Graph, ...]:
    return build(files, paths, SETTINGS)


def _identities(findings: list[Finding]) -> set[tuple[str, str, str, str]]:
    return {finding.identity for finding in findings}


@pytest.mark.parametrize("part", range(8))
def test_what_is_not_known_adds_no_finding(part: int) -> None:
    chance = random.Random(part)
    for rule_id, number, example in EXAMPLES[part::8]:
        graphs = _graphs(*_files(example))
        before = [finding for graph in graphs for finding in run(PACK, RULES, graph).findings]
        for _ in range(3):
            graphs = _graphs(*_files(example))
            for graph in graphs:
                _forget(graph, chance, 3)
            after = [finding for graph in graphs for finding in run(PACK, RULES, graph).findings]
            new = [finding for finding in after if not any(_covers(old, finding) for old in before)]
            assert new == [], (rule_id, number)


def _covers(old: Finding, new: Finding) -> bool:
    """Is it the same finding?  A group may lose members that are not known to belong to it, even its first one."""
    return old.identity == new.identity or (
        old.rule == new.rule and len(old.nodes) > 1 and set(new.nodes) <= set(old.nodes)
    )


SIBLING = {
    "zz-unrelated/compose.yaml": """\
name: zz-unrelated
services:
  zz-front:
    image: registry.example.net/zz-front:9.9.9@sha256:%s
    restart: unless-stopped
    ports: ["127.0.0.1:61234:61235"]
    environment: {ZZ_MODE: "${ZZ_MODE:-plain}"}
    networks: [zz-net]
    volumes: ["zz-data:/srv/zz", "./zz-conf:/etc/zz:ro"]
    depends_on: [zz-back]
  zz-back:
    image: registry.example.net/zz-back:9.9.9
    networks: [zz-net]
networks: {zz-net: {}}
volumes: {zz-data: {}}
"""
    % ("0" * 64),
    "zz-unrelated/zz.env": "ZZ_OTHER=1\n",
}


@pytest.mark.parametrize("part", range(8))
def test_what_is_unrelated_removes_no_finding(part: int) -> None:
    more = {path: MemoryFile(text.encode()) for path, text in SIBLING.items()}
    for rule_id, number, example in EXAMPLES[part::8]:
        files, paths = _files(example)
        before = _identities(
            [finding for graph in _graphs(files, paths) for finding in run(PACK, RULES, graph).findings]
        )
        both = MemoryFiles({**files._files, **more})
        after = _identities(
            [finding for graph in _graphs(both, both.paths) for finding in run(PACK, RULES, graph).findings]
        )
        assert before <= after, (rule_id, number, before - after)


def test_the_order_of_rules_changes_nothing() -> None:
    chance = random.Random(5)
    for _, _, example in EXAMPLES[::5]:
        for graph in _graphs(*_files(example)):
            rows = list(RULES)
            before = run(PACK, rows, graph).findings
            chance.shuffle(rows)
            assert run(PACK, rows, graph).findings == before


def test_every_kind_has_an_example() -> None:
    seen = {
        kind
        for _, _, example in EXAMPLES
        for graph in _graphs(*_files(example))
        for kind, nodes in graph.kinds.items()
        if nodes
    }
    assert KINDS.keys() - seen == set()
