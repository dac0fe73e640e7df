"""The environment and labels of a service, with what its files add."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deploylint.model.compose.canonical import Unknown, plain

Shown = Callable[..., Any]
FILES = {
    "a.env": 'ONE=1\nTWO=${ONE}2\nQUOTED="a b" # c\nHOME=/file\nSEEN=$HOME\nBARE\nOWN=file\nFROM_OWN=$OWN\n',
    "b.env": "ONE=one\nTHREE=${TWO}-${ONE}\n",
    "raw.env": "Q='x' # y\nR=$ONE\n# c\n  S=1 \nBARE\nHOME\n",
    "a.label": "one=1\ntwo=${one}2\nown=file\n",
    "b.label": "one=b\nthree=${one}3\n",
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("env_file: a.env", {"ONE": "1", "TWO": "12", "QUOTED": "a b", "HOME": "/file", "SEEN": "/home/me",
                             "OWN": "file", "FROM_OWN": "file"}),
        ("env_file: [a.env, b.env]\nenvironment: {OWN: own, ONE: }",
         {"ONE": None, "TWO": "12", "QUOTED": "a b", "HOME": "/file", "SEEN": "/home/me", "OWN": "own",
          "FROM_OWN": "own", "THREE": "12-one"}),
        ("env_file: [{path: raw.env, format: raw}]\nenvironment: [BARE=b]",
         {"Q": "'x' # y", "R": "$ONE", "S": "1 ", "BARE": "b", "HOME": "/home/me"}),
        ("env_file: [{path: gone.env, required: false}]\nenvironment: [A=1]", {"A": "1"}),
        ("env_file: gone.env", None),
        ("env_file: []", None),
        ("environment: {}", None),
    ],
)  # fmt: skip
def test_environment(shown: Shown, body: str, expected: object) -> None:
    found = shown(body, files=FILES)
    assert found.get("environment") == expected
    assert "env_file" not in found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("label_file: a.label", {"one": "1", "two": "12", "own": "file"}),
        ("label_file: [a.label, b.label]\nlabels: [own=mine]",
         {"one": "b", "two": "12", "three": "13", "own": "mine"}),
        ("label_file: []\nlabels: {}", None),
    ],
)  # fmt: skip
def test_labels(shown: Shown, body: str, expected: object) -> None:
    assert shown(body, files=FILES).get("labels") == expected


def test_an_unknown_variable_makes_an_unknown_value(shown: Shown) -> None:
    found = shown("env_file: x.env", files={"x.env": "A=$UNKNOWN\nB=b\n"}, closed=False)["environment"]
    assert found == {"A": Unknown(), "B": "b"}


def test_a_value_of_a_file_stands_there(model: Any) -> None:
    found = model({"compose.yaml": "services: {a: {image: i, env_file: x.env}}", "x.env": 'A=1\nB="two"\n'})
    entries = found.entries["services"].value.entries["a"].value.entries["environment"].value.entries
    assert [(e.source.path, e.source.text[e.key.start : e.key.end], e.value.span.text) for e in entries.values()] == [
        ("x.env", "A", "1"),
        ("x.env", "B", '"two"'),
    ]


def test_files_of_another_folder(model: Any) -> None:
    texts = {
        "compose.yaml": "services: {a: {extends: {file: sub/base.yaml, service: b}, env_file: e.env}}",
        "sub/base.yaml": "services: {b: {image: i, env_file: e.env}}",
        "e.env": "TOP=1\n",
        "sub/e.env": "SUB=1\n",
    }
    found: Any = plain(model(texts))
    assert found["services"]["a"]["environment"] == {"SUB": "1", "TOP": "1"}
