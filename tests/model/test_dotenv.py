from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from deploylint.model.dotenv import Definition, definitions, raw_definitions
from deploylint.model.environment import Binding
from deploylint.source.text import Source
from deploylint.syntax import dotenv

HOST = {"HOSTVAR": Binding("host", None, "process")}


def read(text: str, *, closed: bool = True, outer: dict[str, Binding] | None = None) -> list[Definition]:
    return definitions(dotenv.parse(Source(".env", text)), (HOST if outer is None else outer).get, closed=closed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=b\n", {"A": "b"}),
        ('B=1\nA="${B}x"\n', {"B": "1", "A": "1x"}),
        ("A='${HOSTVAR}'\n", {"A": "${HOSTVAR}"}),
        ("HOSTVAR=file\nA=${HOSTVAR}\n", {"HOSTVAR": "file", "A": "host"}),
        ("A=${NOPE}\n", {"A": ""}),
        ("A=${NOPE:-d}\n", {"A": "d"}),
        ("A=a$$b\n", {"A": "a$b"}),
        ("A=1\nA=${A}2\n", {"A": "12"}),
        ("HOSTVAR\n", {"HOSTVAR": "host"}),
        ("NOPE\n", {"NOPE": None}),
        ("A!=c\nB=1\n", {"B": "1"}),
        ("A=${X:?m}\n", {"A": None}),
        ("A=${}\n", {"A": None}),
    ],
)
def test_values(text, expected):
    assert {definition.name: definition.value for definition in read(text)} == expected


def test_a_name_that_nothing_defines_is_unknown_in_an_open_environment():
    (definition,) = read("A=x${NOPE}\n", closed=False)
    assert (definition.value, definition.known) == (None, False)


def test_a_later_file_may_use_an_earlier_one():
    first = read("A=1\n")
    outer = {d.name: Binding(d.value, d.span, "env-file") for d in first}
    assert read("B=${A}2\nA=3\nC=${A}\n", outer=outer)[-1].value == "1"


def test_places():
    text = "export A = 'x' # c\nB=\"${A}\\t${C:-d}\"\nD\n"
    source_text = [(d.key.text, d.place.text) for d in read(text)]
    assert source_text == [("A", "'x'"), ("B", '"${A}\\t${C:-d}"'), ("D", "")]
    references = read(text)[1].references
    assert [(located.use.reference.name, located.span.text) for located in references] == [
        ("A", "${A}"),
        ("C", "${C:-d}"),
    ]


def test_doubles_are_kept_in_order():
    assert [(d.name, d.value) for d in read("A=1\nA=2\n")] == [("A", "1"), ("A", "2")]


def test_a_name_that_stands_alone_again_and_again_does_not_grow():
    """Each takes the value of the one before; the steps that are kept have an end."""
    (*_, last) = read("A=1\n" + "A\n" * 1_000)
    assert last.value == "1"
    assert 1 <= len(last.via) <= 50


@pytest.mark.skipif("DEPLOYLINT_CONFORMANCE" not in os.environ, reason="needs DEPLOYLINT_CONFORMANCE")
def test_recorded_values():
    vectors = json.loads((Path(os.environ["DEPLOYLINT_CONFORMANCE"]) / "env" / "vectors.json").read_text("utf-8"))[
        "vectors"
    ]
    different = []
    for vector in vectors:
        tree = dotenv.parse(Source(".env", vector["input"].removeprefix("\ufeff")))
        found = definitions(tree, HOST.get, closed=True)
        recorded = vector["compose"].get("env")
        if recorded is None:
            agrees = tree.broken is not None or any(not d.known for d in found)
        else:
            values = {d.name: d.value for d in found if d.value is not None}
            if any(statement.lost for statement in tree.statements):
                # A key alone at the very end becomes the value of an empty name, which nobody means.
                recorded.pop("", None)
                values = {name: value for name, value in values.items() if name in recorded}
            agrees = values == recorded
        if not agrees:
            different.append((vector["name"], vector["input"], vector["compose"]))
    assert not different


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A='b' # c\n", {"A": "'b' # c"}),
        ("  A= b \r\nB=$A=$$\n", {"A": " b ", "B": "$A=$$"}),
        ("#A=1\n\n \nB=\n", {"B": ""}),
        ("HOSTVAR\nNOPE", {"HOSTVAR": "host", "NOPE": None}),
    ],
)
def test_raw_values(text, expected):
    found = raw_definitions(Source("raw.env", text), HOST.get)
    assert {definition.name: definition.value for definition in found} == expected
    assert [definition.key.text for definition in found] == list(expected)
