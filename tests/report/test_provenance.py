"""Each deployed scalar says in a sentence, and as data, where it comes from; secrets stay masked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.model.graphs import graph

from deploylint import resources
from deploylint.model.compose.canonical import Context, canonical
from deploylint.model.envfiles import read_environment
from deploylint.model.resolved import Mapping, Scalar
from deploylint.model.settings import ModelSettings
from deploylint.report.deployed import HOLE
from deploylint.report.provenance import Row, as_data, lines, provenance
from deploylint.report.safe import MASK
from deploylint.source.memory import MemoryFile, MemoryFiles
from deploylint.source.text import Source
from deploylint.syntax import tree

BASE = {"compose.yaml": "services:\n  a: {image: x, user: '1'}\n  b: {image: y}\n"}


def _document(files: dict[str, str], **settings: Any) -> Mapping:
    return next(iter(graph(files, **settings).documents.values()))


def _rows(files: dict[str, str], **settings: Any) -> dict[str, Row]:
    return {row.path: row for row in provenance(_document(files, **settings))}


@pytest.mark.parametrize(
    ("files", "path", "sentence"),
    [
        (BASE, "services.a.image", "x in compose.yaml line 2"),
        (
            {"compose.yaml": "services:\n  a:\n    image: ${T:-x}\n", ".env": "A=1\nB=2\nT=x:2\n"},
            "services.a.image",
            "x:2 from .env line 3, through ${T:-x} in compose.yaml line 3",
        ),
        (
            {"compose.yaml": 'services:\n  a:\n    image: "$T"\n', ".env": "A=1\nT=x:$A\n"},
            "services.a.image",
            "x:1 from .env line 1, through $A in .env line 2, through $T in compose.yaml line 3",
        ),
        (
            {"compose.yaml": "services:\n  a:\n    image: ${T:-x}\n"},
            "services.a.image",
            "x by the default of ${T:-x} in compose.yaml line 3",
        ),
        (
            {"compose.yaml": "services:\n  a:\n    image: ${T:-${U}}\n", ".env": "U=x\n"},
            "services.a.image",
            "x from .env line 1, by the default of ${T:-${U}} in compose.yaml line 3",
        ),
        (
            {"compose.yaml": "services:\n  a:\n    image: x:${T:-1}-$U\n", ".env": "U=x\n"},
            "services.a.image",
            "x:1-x in compose.yaml line 3, with the default of ${T:-1} and $U from .env line 1",
        ),
        (
            {"compose.yaml": "services:\n  a:\n    image: x\n    user: ${T}\n"},
            "services.a.user",
            '"" as T is not set, through ${T} in compose.yaml line 4',
        ),
        (
            {"compose.yaml": "services:\n  a:\n    image: x\n    user: ${T:?no}\n"},
            "services.a.user",
            "${T} as T is not known here, through ${T:?no} in compose.yaml line 4",
        ),
        (
            {"compose.yaml": "services:\n  a:\n    image: x\n    init: $I\n", ".env": "I=yes\n"},
            "services.a.init",
            "true from .env line 1, through $I in compose.yaml line 4",
        ),
        (
            {"compose.yaml": "x-i: &i x\nservices:\n  a: {image: *i}\n"},
            "services.a.image",
            "x in compose.yaml line 1, through *i in compose.yaml line 3",
        ),
        (
            {"compose.yaml": "x-b: &b\n  image: x\nservices:\n  a:\n    <<: *b\n  b:\n    extends: a\n"},
            "services.b.image",
            "x in compose.yaml line 2, merged by << in compose.yaml line 5, b extends a in compose.yaml line 7",
        ),
        (
            {**BASE, "compose.override.yaml": "services:\n  a:\n    image: $T\n", ".env": "T=z\n"},
            "services.a.image",
            "z from .env line 1, through $T in compose.override.yaml line 3, overriding compose.yaml line 2",
        ),
        (
            {
                "compose.yaml": "services:\n  a:\n    image: ${T:-x}\n",
                "compose.override.yaml": "services:\n  a:\n    image: z\n",
                ".env": "A=1\nT=x\n",
            },
            "services.a.image",
            (
                "z in compose.override.yaml line 3, overriding what came from .env line 2,"
                " through ${T:-x} in compose.yaml line 3"
            ),
        ),
        (
            {
                "compose.yaml": "services:\n  a:\n    image: x:${T:-1}\n",
                "compose.override.yaml": "services:\n  a:\n    image: z\n",
            },
            "services.a.image",
            (
                "z in compose.override.yaml line 3, overriding what stood in compose.yaml line 3,"
                " with the default of ${T:-1}"
            ),
        ),
        (
            {
                "compose.yaml": "services:\n  a: {image: x}\n  b:\n    extends: a\n",
                "compose.override.yaml": "services:\n  b: {image: y}\n",
            },
            "services.b.image",
            "y in compose.override.yaml line 2, overriding compose.yaml line 2",
        ),
        (
            {"compose.yaml": "include:\n  - b.yml\n", "b.yml": "services:\n  a: {image: x}\n"},
            "services.a.image",
            "x in b.yml line 2, included in compose.yaml line 2",
        ),
    ],
)
def test_sentences(files: dict[str, str], path: str, sentence: str) -> None:
    assert _rows(files, closed=True)[path].sentence == sentence


CANONICAL = """\
services:
  a:
    image: x
    env_file: [a.env]
    ports: ["${P:-1}:80/udp", "443:443"]
    volumes: ["./d:${D}", {type: volume, source: v, target: /v}]
    environment:
      - FROM_PROJECT
      - ABSENT
    build: {args: [D]}
volumes: {v: {}}
"""


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("name", "app by default"),
        ("services.a.environment.A", "1 in a.env line 1, named in compose.yaml line 4"),
        (
            "services.a.environment.B",
            (
                "1-/d in a.env line 2, with $A from a.env line 1 and $D from .env line 2,"
                " named in compose.yaml line 4"
            ),
        ),
        ("services.a.environment.FROM_PROJECT", "2 from .env line 1, through FROM_PROJECT in compose.yaml line 8"),
        ("services.a.environment.ABSENT", "null in compose.yaml line 9"),
        ("services.a.build.args.D", "/d from .env line 2, through D in compose.yaml line 10"),
        ("services.a.build.dockerfile", "Dockerfile by default"),
        ("services.a.ports[0].mode", "ingress by default"),
        ("services.a.ports[0].target", "80 in compose.yaml line 5"),
        ("services.a.ports[0].published", "1 by the default of ${P:-1} in compose.yaml line 5"),
        ("services.a.ports[0].protocol", "udp in compose.yaml line 5"),
        ("services.a.ports[1].protocol", "tcp by default"),
        ("services.a.volumes[0].source", "/srv/app/d in compose.yaml line 6"),
        ("services.a.volumes[0].target", "/d from .env line 2, through ${D} in compose.yaml line 6"),
        ("services.a.volumes[1].source", "v in compose.yaml line 6"),
        ("services.a.networks.default", "null by default"),
        ("networks.default.name", "app_default by default"),
    ],
)  # fmt: skip
def test_the_canonical_model(path: str, sentence: str) -> None:
    files = {"compose.yaml": CANONICAL, ".env": "FROM_PROJECT=2\nD=/d\n", "a.env": "A=1\nB=$A-$D\n"}
    settings = ModelSettings(anchor_name="app", closed=True)
    held = MemoryFiles({name: MemoryFile(text.encode()) for name, text in files.items()})
    context = Context(
        anchor="/srv/app", folder="", name="app", environment=read_environment(held, "", settings).environment,
        profiles=(), files=held,
    )  # fmt: skip
    rows = provenance(canonical(_document(files, closed=True), context))
    assert {row.path: row.sentence for row in rows}[path] == sentence


def test_the_process_has_no_place() -> None:
    files = {"compose.yaml": "services:\n  a:\n    image: ${T:-x}\n    user: u$T\n"}
    rows = _rows(files, process={"T": "z"})
    assert rows["services.a.image"].sentence == (
        "z from the process environment, through ${T:-x} in compose.yaml line 3"
    )
    assert rows["services.a.user"].sentence == "uz in compose.yaml line 4, with $T from the process environment"


def test_what_compose_fills_in_stands_nowhere() -> None:
    model = Mapping(())
    scalar = Scalar(Source("", ""), tree.Scalar(0, 0, 0, None, None, "", ""))
    scalar.value = "tcp"
    model.entries["protocol"] = type(_document(BASE).entries["services"])(scalar.source, scalar.node, scalar, ())
    (row,) = provenance(model)
    assert (row.sentence, row.plain) == ("tcp by default", True)
    assert [(step.how, step.path, step.line) for step in row.steps] == [("implied", "", 0)]


def test_paths_and_values() -> None:
    files = {
        "compose.yaml": "services:\n  a:\n    image: x\n    labels: {traefik.enable: true, 'a\"b': null, n: 1.5}\n"
        f"    command: ['', ' a', \"two\\nlines\", '{'long ' * 20}']\n"
    }
    assert {path: row.value for path, row in _rows(files).items()} == {
        "services.a.image": "x",
        'services.a.labels["traefik.enable"]': "true",
        'services.a.labels["a\\"b"]': "null",
        "services.a.labels.n": "1.5",
        "services.a.command[0]": '""',
        "services.a.command[1]": '" a"',
        "services.a.command[2]": "two\\nlines",
        "services.a.command[3]": ("long " * 20)[:59] + "…",
    }


def test_steps_are_data_nearest_to_the_written_place_first() -> None:
    files = {"compose.yaml": "services:\n  a: {image: x}\n", "compose.override.yaml": "services:\n  a: {image: $T}\n"}
    row = _rows({**files, ".env": "T=z\n"})["services.a.image"]
    assert [tuple(step) for step in row.steps] == [
        ("written", "compose.override.yaml", 2, 14, "in compose.override.yaml line 2"),
        ("variable", "compose.override.yaml", 2, 14, "through $T in compose.override.yaml line 2"),
        ("env-file", ".env", 1, 1, "from .env line 1"),
        ("overlay", "compose.yaml", 2, 7, "overriding compose.yaml line 2"),
    ]


def test_the_default_of_a_masked_value_is_masked_too() -> None:
    files = {"compose.yaml": "services:\n  a:\n    image: x\n    environment:\n      PASSWORD: ${P:-hunter2hunter2}\n"}
    row = _rows(files)["services.a.environment.PASSWORD"]
    assert row.sentence == f"{MASK} by the default of ${{P:-{MASK}}} in compose.yaml line 5"
    (*_, shown) = provenance(_document(files), reveal=True)
    assert shown.sentence == "hunter2hunter2 by the default of ${P:-hunter2hunter2} in compose.yaml line 5"


def test_a_secret_that_was_overridden_is_masked() -> None:
    base = "services:\n  a:\n    image: x\n    environment:\n      PASSWORD: ${P:-hunter2hunter2}\n"
    over = "services:\n  a:\n    environment: {PASSWORD: changeme}\n"
    row = _rows({"compose.yaml": base, "compose.override.yaml": over})["services.a.environment.PASSWORD"]
    assert row.sentence == (
        "changeme in compose.override.yaml line 3,"
        f" overriding what came by the default of ${{P:-{MASK}}} in compose.yaml line 5"
    )


def test_values_and_keys_of_what_is_shown() -> None:
    document = _document({"compose.yaml": "services:\n  a:\n    image: x\n    user: $U\n    cap_add: [A, B]\n"})
    shown = {"services": {"a": {"image": "m", "user": f"{HOLE}{{U}}", "cap_add": ["c", MASK]}}}
    assert [row.value for row in provenance(document, shown)] == ["m", "${U}", "c", MASK]
    renamed = {"services": {"b~2": {"image": "m", "user": "", "cap_add": []}}}
    assert next(row.path for row in provenance(document, renamed)) == 'services["b~2"].image'


@pytest.mark.parametrize(
    "written",
    [
        "    environment: {DB_PASSWORD: hunter2hunter2}\n",
        "    environment: [DB_PASSWORD=hunter2hunter2]\n",
        "    environment: {DB_PASSWORD: '${DB_PASSWORD:-hunter2hunter2}'}\n",
        "    environment: {DB: 'postgres://u:hunter2hunter2@db/x'}\n",
        "    command: --db-password=hunter2hunter2\n",
        "    environment: {DB_PASSWORD: $P}\n",
    ],
)
def test_secrets_are_masked(written: str) -> None:
    files = {"compose.yaml": "services:\n  a:\n    image: x\n" + written, ".env": "P=hunter2hunter2\n"}
    document = _document(files)
    shown = json.dumps(as_data(provenance(document)), ensure_ascii=False)
    assert "hunter" not in shown
    assert MASK in shown
    assert "hunter2hunter2" in json.dumps(as_data(provenance(document, reveal=True)))


def test_lines_leave_out_what_simply_stands_in_the_first_file() -> None:
    files = {**BASE, "compose.override.yaml": "services:\n  b: {user: '2', image: y2}\n"}
    rows = provenance(_document(files))
    assert lines(rows) == (
        "services.b.image: y2 in compose.override.yaml line 2, overriding compose.yaml line 3\n"
        "services.b.user: 2 in compose.override.yaml line 2\n"
    )
    assert lines(rows, everything=True).splitlines()[0] == "services.a.image: x in compose.yaml line 2"


def test_the_first_file_is_not_one_that_it_includes() -> None:
    files = {"compose.yaml": "include: [b.yml]\nservices:\n  b: {image: y}\n", "b.yml": "services:\n  a: {image: x}\n"}
    told = lines(provenance(_document(files)))
    assert told == "services.a.image: x in b.yml line 2, included in compose.yaml line 1\n"


def test_rows_fit_the_schema_of_show() -> None:
    schema = json.loads((Path(resources.schemas()) / "show.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    files = {**BASE, "compose.override.yaml": "services:\n  a:\n    image: ${T:-x}\n", ".env": "T=1\n"}
    shown = {
        "schema": "deploylint.show/v1", "kind": "compose", "model": {"name": "app", "services": {"a": {"image": "1"}}},
        "provenance": as_data(provenance(_document(files))),
    }  # fmt: skip
    jsonschema.Draft202012Validator(schema).validate(shown)
    assert shown["provenance"]
    for wrong in ({"kind": "unit"}, {"provenance": [{}]}, {"model": []}, {"more": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema).validate({**shown, **wrong})
