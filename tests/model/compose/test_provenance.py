"""Every step that a deployed scalar came through is in its `via`, nearest to the written place first."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from deploylint.model.project import build
from deploylint.model.resolved import Mapping as ResolvedMapping
from deploylint.model.resolved import Scalar, Sequence, Value
from deploylint.model.settings import ModelSettings
from deploylint.source.memory import MemoryFile, MemoryFiles
from deploylint.source.span import Span

Hops = list[tuple[str, str]]
Row = tuple[dict[str, str], str, Hops]

ROWS: dict[str, Row] = {
    "plain": (
        {"compose.yaml": "services:\n  a: {image: x}\n"},
        "services.a.image",
        [],
    ),
    # -- interpolation ---------------------------------------------------------------------------------------------
    "variable": (
        {"compose.yaml": "services:\n  a: {image: 'x:${TAG}'}\n", ".env": "A=1\nTAG=2\n"},
        "services.a.image",
        [("variable", "compose.yaml:2:17"), ("env-file", ".env:2:1")],
    ),
    "variable, not braced": (
        {"compose.yaml": "services:\n  a: {image: x:$TAG}\n", ".env": "export TAG=2\n"},
        "services.a.image",
        [("variable", "compose.yaml:2:16"), ("env-file", ".env:1:8")],
    ),
    "two variables": (
        {"compose.yaml": "services:\n  a: {image: '$B:${A}'}\n", ".env": "A=1\nB=2\n"},
        "services.a.image",
        [
            ("variable", "compose.yaml:2:15"), ("env-file", ".env:2:1"),
            ("variable", "compose.yaml:2:18"), ("env-file", ".env:1:1"),
        ],
    ),
    "the last of equal keys": (
        {"compose.yaml": "services:\n  a: {image: $A}\n", ".env": "A=1\nA=2\n"},
        "services.a.image",
        [("variable", "compose.yaml:2:14"), ("env-file", ".env:2:1")],
    ),
    "default": (
        {"compose.yaml": "services:\n  a: {image: '${A:-x}'}\n", ".env": "A=\n"},
        "services.a.image",
        [("default", "compose.yaml:2:15")],
    ),
    "default that holds a variable": (
        {"compose.yaml": "services:\n  a: {image: '${A:-${B}}'}\n", ".env": "B=1\n"},
        "services.a.image",
        [("default", "compose.yaml:2:15"), ("variable", "compose.yaml:2:20"), ("env-file", ".env:1:1")],
    ),
    "default of a default": (
        {"compose.yaml": "services:\n  a: {image: '${A-${B-x}}'}\n"},
        "services.a.image",
        [("default", "compose.yaml:2:15"), ("default", "compose.yaml:2:19")],
    ),
    "alternative": (
        {"compose.yaml": "services:\n  a: {image: '${A:+${B}}'}\n", ".env": "A=1\nB=2\n"},
        "services.a.image",
        [
            ("variable", "compose.yaml:2:15"), ("env-file", ".env:1:1"),
            ("variable", "compose.yaml:2:20"), ("env-file", ".env:2:1"),
        ],
    ),
    "a branch that is not taken": (
        {"compose.yaml": "services:\n  a: {image: '${A:-${B}}'}\n", ".env": "A=1\nB=2\n"},
        "services.a.image",
        [("variable", "compose.yaml:2:15"), ("env-file", ".env:1:1")],
    ),
    "a variable whose value holds one": (
        {"compose.yaml": "services:\n  a: {image: $A}\n", ".env": "B=1\nA=x${B}\n"},
        "services.a.image",
        [
            ("variable", "compose.yaml:2:14"), ("env-file", ".env:2:1"),
            ("variable", ".env:2:4"), ("env-file", ".env:1:1"),
        ],
    ),
    "a variable whose value holds a default": (
        {"compose.yaml": "services:\n  a: {image: $A}\n", ".env": "A=x${B:-1}\n"},
        "services.a.image",
        [("variable", "compose.yaml:2:14"), ("env-file", ".env:1:1"), ("default", ".env:1:4")],
    ),
    "an example gives names and no values": (
        {"compose.yaml": "services:\n  a: {image: $A}\n", ".env.example": "A=1\n"},
        "services.a.image",
        [("variable", "compose.yaml:2:14")],
    ),
    "cast": (
        {"compose.yaml": "services:\n  a: {image: x, init: $I}\n", ".env": "I=true\n"},
        "services.a.init",
        [("variable", "compose.yaml:2:23"), ("env-file", ".env:1:1"), ("cast", "compose.yaml:2:23")],
    ),
    # -- YAML --------------------------------------------------------------------------------------------------------
    "alias": (
        {"compose.yaml": "x-i: &i x\nservices:\n  a: {image: *i}\n"},
        "services.a.image",
        [("alias", "compose.yaml:3:14")],
    ),
    "alias of a mapping": (
        {"compose.yaml": "x-e: &e {A: $B}\nservices:\n  a: {image: x, environment: *e}\n", ".env": "B=1\n"},
        "services.a.environment.A",
        [("variable", "compose.yaml:1:13"), ("env-file", ".env:1:1"), ("alias", "compose.yaml:3:30")],
    ),
    "merge key": (
        {"compose.yaml": "x-b: &b {image: x}\nservices:\n  a:\n    <<: *b\n"},
        "services.a.image",
        [("merge-key", "compose.yaml:4:9")],
    ),
    "merge keys in a list": (
        {"compose.yaml": "x-b: &b {image: x}\nx-c: &c {user: y}\nservices:\n  a:\n    <<: [*b, *c]\n"},
        "services.a.user",
        [("merge-key", "compose.yaml:5:14")],
    ),
    "merge key in what is merged": (
        {"compose.yaml": "x-b: &b {image: x}\nx-c: &c\n  <<: *b\nservices:\n  a:\n    <<: *c\n"},
        "services.a.image",
        [("merge-key", "compose.yaml:3:7"), ("merge-key", "compose.yaml:6:9")],
    ),
    "alias in what is merged": (
        {"compose.yaml": "x-i: &i x\nx-c: &c {image: *i}\nservices:\n  a:\n    <<: *c\n"},
        "services.a.image",
        [("alias", "compose.yaml:2:17"), ("merge-key", "compose.yaml:5:9")],
    ),
    "cast of what came through an alias": (
        {"compose.yaml": "x-i: &i 'yes'\nservices:\n  a: {image: x, init: *i}\n"},
        "services.a.init",
        [("cast", "compose.yaml:1:9"), ("alias", "compose.yaml:3:23")],
    ),
    # -- merging -----------------------------------------------------------------------------------------------------
    "overlay": (
        {
            "compose.yaml": "services:\n  a: {image: x}\n",
            "compose.override.yaml": "services:\n  a:\n    image: y$V\n",
            ".env": "V=1\n",
        },
        "services.a.image",
        [("variable", "compose.override.yaml:3:13"), ("env-file", ".env:1:1"), ("overlay", "compose.yaml:2:7")],
    ),
    "an overlay's document over its other": (
        {
            "compose.yaml": "services:\n  a: {image: x}\n",
            "compose.override.yaml": "services: {a: {image: y}}\n---\nservices: {a: {image: z}}\n",
        },
        "services.a.image",
        [("overlay", "compose.override.yaml:1:16"), ("overlay", "compose.yaml:2:7")],
    ),
    "what an overlay adds": (
        {
            "compose.yaml": "services:\n  a: {image: x}\n",
            "compose.override.yaml": "services:\n  a: {user: '1'}\n",
        },
        "services.a.user",
        [],
    ),
    "an item that an overlay appends": (
        {
            "compose.yaml": "services:\n  a: {image: x, ports: ['1:1']}\n",
            "compose.override.yaml": "services:\n  a: {ports: ['2:2']}\n",
        },
        "services.a.ports.1",
        [],
    ),
    "a pair of two mappings": (
        {
            "compose.yaml": "services:\n  a: {image: x, environment: {A: 1}}\n",
            "compose.override.yaml": "services:\n  a: {environment: {A: 2}}\n",
        },
        "services.a.environment.A",
        [("overlay", "compose.yaml:2:31")],
    ),
    "a pair of two lists": (
        {
            "compose.yaml": "services:\n  a: {image: x, environment: [A=1, B=1]}\n",
            "compose.override.yaml": "services:\n  a: {environment: [A=2]}\n",
        },
        "services.a.environment.0",
        [("overlay", "compose.yaml:2:31")],
    ),
    "a pair of a list over a mapping": (
        {
            "compose.yaml": "services:\n  a: {image: x, environment: {A: 1}}\n",
            "compose.override.yaml": "services:\n  a: {environment: [A=2]}\n",
        },
        "services.a.environment.A",
        [("overlay", "compose.yaml:2:31")],
    ),
    "a pair of a mapping over a list": (
        {
            "compose.yaml": "services:\n  a: {image: x, environment: [A=1]}\n",
            "compose.override.yaml": "services:\n  a: {environment: {A: 2}}\n",
        },
        "services.a.environment.A",
        [("overlay", "compose.yaml:2:31")],
    ),
    "a mount at the same target": (
        {
            "compose.yaml": "services:\n  a: {image: x, volumes: ['./a:/d']}\n",
            "compose.override.yaml": "services:\n  a: {volumes: ['./b:/d']}\n",
        },
        "services.a.volumes.0",
        [("overlay", "compose.yaml:2:27")],
    ),
    "a long mount at the same target": (
        {
            "compose.yaml": "services:\n  a: {image: x, volumes: ['./a:/d']}\n",
            "compose.override.yaml": "services:\n  a: {volumes: [{type: bind, source: ./b, target: /d}]}\n",
        },
        "services.a.volumes.0.source",
        [("overlay", "compose.yaml:2:27")],
    ),
    "the same item again": (
        {
            "compose.yaml": "services:\n  a: {image: x, ports: ['1:1']}\n",
            "compose.override.yaml": "services:\n  a: {ports: ['1:1']}\n",
        },
        "services.a.ports.0",
        [("overlay", "compose.yaml:2:25")],
    ),
    "a command, which is replaced whole": (
        {
            "compose.yaml": "services:\n  a: {image: x, command: [a, b]}\n",
            "compose.override.yaml": "services:\n  a: {command: [c]}\n",
        },
        "services.a.command.0",
        [("overlay", "compose.yaml:2:17")],
    ),
    "another logging driver": (
        {
            "compose.yaml": "services:\n  a: {image: x, logging: {driver: a, options: {x: '1'}}}\n",
            "compose.override.yaml": "services:\n  a: {logging: {driver: b, options: {y: '1'}}}\n",
        },
        "services.a.logging.options.y",
        [("overlay", "compose.yaml:2:17")],
    ),
    "!override": (
        {
            "compose.yaml": "services:\n  a: {image: x, ports: ['1:1']}\n",
            "compose.override.yaml": "services:\n  a:\n    ports: !override ['2:2']\n",
        },
        "services.a.ports.0",
        [("overlay", "compose.yaml:2:17")],
    ),
    "!override of a scalar": (
        {
            "compose.yaml": "services:\n  a: {image: x}\n",
            "compose.override.yaml": "services:\n  a:\n    image: !override y\n",
        },
        "services.a.image",
        [("overlay", "compose.yaml:2:7")],
    ),
    "!override of nothing": (
        {"compose.yaml": "services:\n  a: {image: !override x}\n"},
        "services.a.image",
        [],
    ),
    # -- extends -----------------------------------------------------------------------------------------------------
    "extends": (
        {"compose.yaml": "services:\n  a: {image: x}\n  b:\n    extends: a\n"},
        "services.b.image",
        [("extends", "compose.yaml:4:14")],
    ),
    "what the extending service sets": (
        {"compose.yaml": "services:\n  a: {image: x}\n  b:\n    extends: a\n    user: y\n"},
        "services.b.user",
        [],
    ),
    "what the extending service sets otherwise": (
        {"compose.yaml": "services:\n  a: {image: x}\n  b:\n    extends: a\n    image: y\n"},
        "services.b.image",
        [("overlay", "compose.yaml:2:7")],
    ),
    "a chain through another file": (
        {
            "compose.yaml": "services:\n  c:\n    extends:\n      service: b\n      file: base.yml\n",
            "base.yml": "services:\n  a: {image: $V}\n  b: {extends: {service: a}}\n",
            ".env": "V=1\n",
        },
        "services.c.image",
        [
            ("variable", "base.yml:2:14"), ("env-file", ".env:1:1"),
            ("extends", "base.yml:3:7"), ("extends", "compose.yaml:3:5"),
        ],
    ),
    "extends of what an anchor gave": (
        {"compose.yaml": "x-i: &i x\nservices:\n  a: {image: *i}\n  b:\n    extends: a\n"},
        "services.b.image",
        [("alias", "compose.yaml:3:14"), ("extends", "compose.yaml:5:14")],
    ),
    "an overlay over an inherited value": (
        {
            "compose.yaml": "services:\n  a: {image: x}\n  b:\n    extends: a\n",
            "compose.override.yaml": "services:\n  b: {image: y}\n",
        },
        "services.b.image",
        [("overlay", "compose.yaml:2:7")],
    ),
    # -- include -----------------------------------------------------------------------------------------------------
    "include": (
        {"compose.yaml": "include: [more.yml]\n", "more.yml": "services:\n  a: {image: x}\n"},
        "services.a.image",
        [("include", "compose.yaml:1:11")],
    ),
    "include with its overrides": (
        {
            "compose.yaml": "include:\n  - path: [more.yml, over.yml]\n",
            "more.yml": "services:\n  a: {image: x}\n",
            "over.yml": "services:\n  a: {image: y}\n",
        },
        "services.a.image",
        [("overlay", "more.yml:2:7"), ("include", "compose.yaml:2:12")],
    ),
    "include of an include": (
        {
            "compose.yaml": "include: [b.yml]\n",
            "b.yml": "include: [c.yml]\n",
            "c.yml": "services:\n  a: {image: x}\n",
        },
        "services.a.image",
        [("include", "b.yml:1:11"), ("include", "compose.yaml:1:11")],
    ),
    "what overrides an include": (
        {
            "compose.yaml": "include: [more.yml]\nservices:\n  a: {image: y}\n",
            "more.yml": "services:\n  a: {image: x}\n",
        },
        "services.a.image",
        [("overlay", "more.yml:2:7")],
    ),
    "an included project's own variables": (
        {
            "compose.yaml": "include: [sub/compose.yaml]\nservices: {b: {image: z}}\n",
            "sub/compose.yaml": "services:\n  a: {image: $V}\n",
            "sub/.env": "V=1\n",
        },
        "services.a.image",
        [("variable", "sub/compose.yaml:2:14"), ("env-file", "sub/.env:1:1"), ("include", "compose.yaml:1:11")],
    ),
}  # fmt: skip


def _at(value: Value, path: str) -> Scalar:
    for step in path.split("."):
        if isinstance(value, Sequence):
            value = value.items[int(step)]
        else:
            assert isinstance(value, ResolvedMapping), path
            value = value.entries[step].value
    assert isinstance(value, Scalar), path
    return value


def _place(span: Span) -> str:
    line, column = span.source.position(span.start)
    return f"{span.source.path}:{line}:{column}"


def _document(texts: Mapping[str, str], settings: ModelSettings) -> ResolvedMapping:
    files = MemoryFiles({path: MemoryFile(text.encode()) for path, text in texts.items()})
    paths = [path for path in texts if path in ("compose.yaml", "compose.override.yaml")]
    (graph, *_) = build(files, paths, settings, {})
    return next(iter(graph.documents.values()))


def _hops(texts: Mapping[str, str], path: str, settings: ModelSettings | None = None) -> Hops:
    scalar = _at(_document(texts, settings or ModelSettings()), path)
    return [(hop.how, _place(hop.span)) for hop in scalar.via]


@pytest.mark.parametrize(("texts", "path", "expected"), ROWS.values(), ids=ROWS.keys())
def test_hops(texts: dict[str, str], path: str, expected: Hops) -> None:
    assert _hops(texts, path) == expected


def test_the_process_wins_over_files() -> None:
    texts = {"compose.yaml": "services:\n  a: {image: 'x:${TAG}'}\n", ".env": "TAG=2\n"}
    hops = _hops(texts, "services.a.image", ModelSettings(process={"TAG": "3"}))
    assert hops == [("variable", "compose.yaml:2:17"), ("process", "compose.yaml:2:17")]


def test_a_value_of_a_file_that_the_process_completes() -> None:
    texts = {"compose.yaml": "services:\n  a: {image: $A}\n", ".env": "A=x$B\n"}
    hops = _hops(texts, "services.a.image", ModelSettings(process={"B": "3"}))
    assert hops == [
        ("variable", "compose.yaml:2:14"), ("env-file", ".env:1:1"), ("variable", ".env:1:4"), ("process", ".env:1:4"),
    ]  # fmt: skip


def test_the_last_of_several_env_files() -> None:
    texts = {"compose.yaml": "services:\n  a: {image: $A}\n", "one.env": "A=1\n", "two.env": "\nA=2\n"}
    hops = _hops(texts, "services.a.image", ModelSettings(env_files=("one.env", "two.env")))
    assert hops == [("variable", "compose.yaml:2:14"), ("env-file", "two.env:2:1")]


def test_extends_names_what_is_extended() -> None:
    texts = {"compose.yaml": "services:\n  a: {image: x}\n  b: {extends: {service: a}}\n  c: {extends: b}\n"}
    document = _document(texts, ModelSettings())
    assert [hop.name for hop in _at(document, "services.c.image").via] == ["a", "b"]
