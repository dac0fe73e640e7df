"""Expressions cannot leave the graph: known escapes and random trees are refused, or touch nothing outside."""

# ruff: noqa: E501 (rows of a table stand on one line)

from __future__ import annotations

import ast
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.engine.worlds import TABLES, World, maybe

from deploylint.engine.answers import TROUBLE, undecidable
from deploylint.engine.expression import expression
from deploylint.engine.mistakes import Words
from deploylint.engine.runtime import Link, TooManyStepsError
from deploylint.engine.scope import Define, Name, Pool, Scope
from deploylint.engine.types import Type
from deploylint.source.text import Source
from deploylint.syntax.tree import Scalar

TREES = 20_000
ESCAPES = [
    "__import__('os')", "__import__('os').system('id')", "open('/etc/passwd')", "open('/etc/passwd').read()", "eval('1')",
    "exec('1')", "compile('1', '', 'eval')", "globals()", "locals()", "vars()", "dir()", "getattr(box, 'id')",
    "setattr(box, 'name', 'x')", "delattr(box, 'name')", "type(box)", "object", "breakpoint()", "input()", "print(1)", "help()",
    "box.__class__", "box.__class__.__mro__", "box.__class__.__base__.__subclasses__()", "box.__dict__", "box.__init__",
    "box.__init__.__globals__", "box.name.__class__", "''.__class__", "''.__class__.__mro__[1].__subclasses__()", "().__class__",
    "[].__class__", "(1).__class__", "1 .__class__", "box.origins", "box.header", "box.header.source.text", "box.kind", "box.id",
    "box.name.format(box)", "'{0.__class__}'.format(box)", "'%s' % box.name", "box.name.join(box.tags)", "box.name.encode()",
    "f'{box.__class__}'", "lambda: 0", "(lambda: 0)()", "[].append(1)", "box.tags[0]", "box['name']", "box.tags[0:1]",
    "[x for x in ().__class__.__base__.__subclasses__()]", "[x.__class__ for x in box.things]", "{x for x in box.things}",
    "{x: 1 for x in box.things}", "(x for x in box.things)", "(yield)", "await box", "(x := 1)", "*box.tags", "[*box.tags]",
    "any(*box.tags)", "any(**box.marks)", "lower(text=box.name)", "9 ** 9 ** 9", "'a' * 10 ** 9", "box.tags * 1000000",
    "1 << 100000", "99999999999999999999999999", "1e999", "b'x'", "1j", "...", "print", "_steps", "_undecided()", "_Open",
    "__builtins__", "__builtins__['open']", "k0", "d_x(1)", "f_lower('x')", "P", "nodes", "hits", "v_box", "matches(box.name, '(a*)*b')",
    "matches(box.name, '(a|a)*b')", "matches(box.name, '(.*)*x')", "matches(box.name, r'(a+)\\1')", "box.name if", "box\x00.name", "\ud800",
    "(" * 3000, "not " * 450 + "1", "-" * 1900 + "1", "box" + ".next" * 390, "[" * 49 + "]" * 49, "params", "params.__class__",
    "lookup('../../etc/passwd', 'x')", "find('box', __class__='x')", "path('box', box, __class__)", "async", "import os", "x = 1",
    "box.name; box.name", "box.name\nimport os", "all_of('__class__')", "ref.__globals__", "lower.__globals__", "lower(lower)",
    "None.__class__", "True.real", "null.x", "all(x.__class__ for x in all_of('box'))", "type(box.name)", "len(box.tags)",
    "tuple(box.tags)", "super()", "property(box)", "memoryview(b'')", "classmethod", "box.next.next.origins", "int.from_bytes(b'')",
    "any(y for x in box.tags for y in x.y)", "any(x for _ in [1] for x in _)", "[__import__ for x in [1]]",
]  # fmt: skip

_watching = False
_events: list[str] = []
_FORBIDDEN = (
    "open",
    "import",
    "compile",
    "exec",
    "socket.",
    "os.",
    "subprocess.",
    "ctypes.",
    "shutil.",
    "code.",
    "marshal.",
)


def _audit(event: str, _: Any) -> None:
    if _watching and event.startswith(_FORBIDDEN):
        _events.append(event)


sys.addaudithook(_audit)  # it cannot be taken away again, hence the flag


@contextmanager
def _watched() -> Iterator[None]:
    global _watching  # noqa: PLW0603 (the hook has no other way to know)
    _events.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False


class Bench:
    """A graph with everything in it, and a way to check and evaluate expressions quickly."""

    def __init__(self) -> None:
        self.world = world = World(edges={"beside": {"box": ("links",)}})
        shelf = world.add("shelf", "top", depth=3)
        thing = world.add("thing", "saw", cost=20)
        full = world.add(
            "box", "Big", note="10.0.0.1", size=7, limit=2**62, weight=1.5, full=True, tags=("a", "b"), sizes=(3, 0), secret="s",
            marks={"kind": "hand"}, home=shelf, things=maybe(thing),
        )  # fmt: skip
        empty = world.add("box", "small", note=None, limit=None, secret=None, links=(full,))
        world.add("box", "dark", *world.kinds["box"].fields)
        full.links = (empty,)
        full.next = empty
        thing.box = full
        shelf.boxes = maybe(full)
        kinds = world.vocabulary.kinds
        node = Type("node", kind="box")
        self.names = {"box": Name(node, "v_box")}
        self.defines = {"heavy": Define((("box", node._replace(nullable=True)),), kinds["box"]["full"])}
        self.link = Link(world.graph, TABLES)

    def emit(self, text: str, pool: Pool) -> str | None:
        """The emitted source, or None when the expression is refused."""
        mistakes: list[str] = []

        def report(span: Any, message: str, help: str) -> None:  # noqa: A002
            mistakes.append(message)

        source = Source("x.yaml", "")
        words = Words(source, Scalar(0, 0, 0, None, None, text, "'"))
        words._places = range(len(text) + 1)
        scope = Scope(self.world.vocabulary, self.names, {}, self.defines, TABLES, pool, report, set())
        code = expression(words, scope)
        return None if mistakes else code.text

    def evaluate(self, emitted: list[str], pool: Pool) -> None:
        """Run each on every box; only the exceptions that mean something may come out."""
        lines = [
            "_edge_sets.update({'beside': {'box': ('links',)}})",
            *pool.lines(),
            "def d_heavy(v_box): return v_box.full",
        ]
        lines += [f"def e{number}(v_box): return {text}" for number, text in enumerate(emitted)]
        namespace = self.link.namespace()
        exec(compile("\n".join(lines), "<fuzz>", "exec"), namespace)
        self.link.restart()
        with _watched():
            for number, text in enumerate(emitted):
                for box in self.world.graph.kinds["box"]:
                    self.link.restart()
                    try:
                        namespace[f"e{number}"](box)
                    except TROUBLE as trouble:
                        undecidable(trouble)
                    except TooManyStepsError:
                        pass
                    except Exception as error:
                        raise AssertionError(f"{type(error).__name__}: {error}: {text}") from error


@pytest.fixture(scope="module")
def bench() -> Bench:
    made = Bench()
    warm = [
        "near('ab', box.tags)",
        "looks_secret('a', 'b')",
        "masked('x')",
        "is_private('10.0.0.1')",
        "in_subnet('1.1.1.1', '1.1.1.1')",
    ]
    pool = Pool()
    made.evaluate([emitted for text in warm if (emitted := made.emit(text, pool)) is not None], pool)
    return made


def test_there_are_enough_escapes() -> None:
    assert len(set(ESCAPES)) >= 60


@pytest.mark.parametrize("text", ESCAPES, ids=lambda text: ascii(text)[:40])
def test_known_escapes(bench: Bench, text: str) -> None:
    pool = Pool()
    emitted = bench.emit(text, pool)
    if emitted is not None:
        bench.evaluate([emitted], pool)
        assert _events == []
        assert text in HARMLESS


HARMLESS = {"[" * 49 + "]" * 49}
"""Those that are allowed, since they do nothing."""

_WORDS = [
    "box",
    "thing",
    "x",
    "y",
    "params",
    "null",
    "true",
    "os",
    "__builtins__",
    "lower",
    "open",
    "v_box",
    "heavy",
    "beside",
]
_FIELDS = ["name", "note", "size", "limit", "weight", "full", "tags", "sizes", "marks", "secret", "home", "next", "things", "links",
           "cost", "box", "depth", "boxes", "__class__", "origins", "header", "format"]  # fmt: skip
_CALLS = ["lower", "upper", "matches", "startswith", "endswith", "replace", "split", "glob", "near", "length", "int", "number", "abs",
          "round", "in_subnet", "is_loopback", "is_private", "version_at_least", "version_matches", "looks_secret", "masked", "ref",
          "any", "all", "count", "first", "sum", "min", "max", "distinct", "sorted", "join", "find", "all_of", "path", "lookup", "heavy",
          "open", "eval", "getattr", "clashing", "overlaps"]  # fmt: skip
_TEXTS = [
    "box",
    "thing",
    "name",
    "prices",
    "tools.age",
    "words",
    "a",
    "",
    "^a",
    "(a+)+",
    "*",
    "10.0.0.0/8",
    "3",
    ">=2",
    "é\u2028",
]


class Grower:
    """Random expression trees; most of them are nearly well formed, so that many are accepted."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def grow(self, depth: int) -> ast.expr:
        pick = self.random.random()
        if depth <= 0 or pick < 0.1:
            return self.leaf()
        if pick < 0.32:
            return ast.Attribute(self.grow(depth - 2), self.random.choice(_FIELDS), ast.Load())
        if pick < 0.55:
            return self.call(depth)
        if pick < 0.68:
            operators = [ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Is]
            return ast.Compare(self.grow(depth - 1), [self.random.choice(operators)()], [self.grow(depth - 1)])
        if pick < 0.76:
            operator = self.random.choice([ast.And, ast.Or])()
            return ast.BoolOp(operator, [self.grow(depth - 1) for _ in range(self.random.randint(2, 3))])
        if pick < 0.8:
            return ast.UnaryOp(self.random.choice([ast.Not, ast.USub, ast.Invert])(), self.grow(depth - 1))
        if pick < 0.85:
            operators_ = [ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.LShift, ast.BitOr]
            return ast.BinOp(self.grow(depth - 1), self.random.choice(operators_)(), self.grow(depth - 1))
        if pick < 0.9:
            return ast.List([self.grow(depth - 1) for _ in range(self.random.randint(0, 3))], ast.Load())
        if pick < 0.93:
            return ast.IfExp(self.grow(depth - 1), self.grow(depth - 1), self.grow(depth - 1))
        if pick < 0.97:
            return self.comprehension(depth, ast.ListComp)
        return self.odd(depth)

    def leaf(self) -> ast.expr:
        pick = self.random.random()
        if pick < 0.45:
            return ast.Attribute(ast.Name("box", ast.Load()), self.random.choice(_FIELDS), ast.Load())
        if pick < 0.6:
            return ast.Name(self.random.choice(_WORDS), ast.Load())
        values: list[Any] = [0, 1, 3, -1, 2**62, 2**63, 1.5, True, None, *_TEXTS]
        return ast.Constant(self.random.choice(values))

    def call(self, depth: int) -> ast.expr:
        name = self.random.choice(_CALLS)
        arguments: list[ast.expr] = []
        keywords: list[ast.keyword] = []
        if name in ("find", "all_of"):
            arguments = [ast.Constant(self.random.choice(["box", "thing", "shelf", "none"]))]
            if name == "find":
                keywords = [ast.keyword(self.random.choice(_FIELDS), self.grow(depth - 1))]
        elif (
            name in ("any", "all", "count", "first", "sum", "min", "max", "distinct", "sorted", "join")
            and self.random.random() < 0.8
        ):
            arguments = [self.comprehension(depth, ast.GeneratorExp)]
        else:
            arguments = [self.grow(depth - 1) for _ in range(self.random.choice([1, 1, 2, 2, 3]))]
        return ast.Call(ast.Name(name, ast.Load()), arguments, keywords)

    def comprehension(self, depth: int, form: Any) -> ast.expr:
        variable = self.random.choice(["x", "y", "z"])
        source = self.random.choice(["things", "links", "tags", "sizes"])
        iterable = (
            ast.Attribute(ast.Name("box", ast.Load()), source, ast.Load())
            if self.random.random() < 0.6
            else self.grow(depth - 1)
        )
        element: ast.expr = ast.Name(variable, ast.Load())
        if self.random.random() < 0.7:
            element = ast.Attribute(element, self.random.choice(_FIELDS), ast.Load())
        tests = [self.grow(depth - 2)] if self.random.random() < 0.4 else []
        return form(element, [ast.comprehension(ast.Name(variable, ast.Store()), iterable, tests, 0)])  # type: ignore[no-any-return]

    def odd(self, depth: int) -> ast.expr:
        inner = self.grow(depth - 1)
        return self.random.choice([
            lambda: ast.Subscript(inner, ast.Constant(0), ast.Load()),
            lambda: ast.Lambda(ast.arguments([], [], None, [], [], None, []), inner),
            lambda: ast.JoinedStr([ast.FormattedValue(inner, -1, None)]),
            lambda: ast.Dict([inner], [inner]),
            lambda: ast.Set([inner]),
            lambda: ast.Tuple([inner, inner], ast.Load()),
            lambda: ast.NamedExpr(ast.Name("x", ast.Store()), inner),
            lambda: ast.Call(ast.Attribute(inner, "format", ast.Load()), [], []),
            lambda: ast.Call(ast.Name("any", ast.Load()), [ast.Starred(inner, ast.Load())], []),
            lambda: ast.Await(inner),
        ])()  # fmt: skip


@pytest.mark.parametrize("part", range(4))
def test_random_trees(bench: Bench, part: int) -> None:
    count = TREES // 4 * (5 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 1)
    grower = Grower(part)
    accepted: list[str] = []
    pool = Pool()
    for _ in range(count):
        tree = ast.fix_missing_locations(ast.Expression(grower.grow(6)))
        try:
            text = ast.unparse(tree)
        except ValueError:  # a tree that cannot be written
            continue
        emitted = bench.emit(text, pool)
        if emitted is not None:
            accepted.append(emitted)
    bench.evaluate(accepted, pool)
    assert _events == []
    assert len(accepted) > count // 50  # the generator still makes things that run
