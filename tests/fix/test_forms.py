"""The short and the long form of a thing deploy the same, and each name counts."""

from __future__ import annotations

import pytest

from deploylint.fix.deployed import deployed, differences
from tests.model.graphs import graph


def table(body: str, more: str = "") -> object:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return deployed(graph(f"services:\n  web:\n    image: x\n{lines}  db: {{image: y}}\n  b: {{image: z}}\n{more}"))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("environment: [A=1, B]", "environment: {A: '1', B: }"),
        ("environment: [A=1]", "environment: {A: 1}"),
        ("environment: ['A=${V}x']", "environment: {A: '${V}x'}"),
        ("labels: [a.b=true]", "labels: {a.b: true}"),
        ("depends_on: [db]", "depends_on: {db: {condition: service_started, required: true}}"),
        ("depends_on: [b, db]", "depends_on: {db: {condition: service_started}, b: {condition: service_started}}"),
        ("networks: [front]", "networks: {front: }"),
        ("networks: {front: {}}", "networks: {front: }"),
        ("env_file: a.env", "env_file: [{path: a.env, required: true}]"),
        ("env_file: [a.env]", "env_file: [{path: a.env}]"),
        ("build: .", "build: {context: .}"),
        ("build: {context: ., args: [A=b]}", "build: {context: ., args: {A: b}}"),
        ("dns: 1.1.1.1", "dns: [1.1.1.1]"),
        ("tmpfs: /run", "tmpfs: [/run]"),
    ],
)
def test_two_forms_of_one_thing(short: str, long: str) -> None:
    networks = "networks: {front: }\n"
    assert table(short, networks) == table(long, networks)


@pytest.mark.parametrize(
    ("one", "other", "path"),
    [
        ("environment: [A=1]", "environment: {A: '2'}", "environment.A"),
        ("environment: [A]", "environment: {A: ''}", "environment.A"),
        ("environment: ['A=${V}x']", "environment: {A: '${W}x'}", "environment.A"),
        ("depends_on: [db]", "depends_on: {db: {condition: service_healthy}}", "depends_on.db.condition"),
        ("env_file: a.env", "env_file: [{path: a.env, required: false}]", "env_file.[]"),
        ("build: .", "build: ./x", "build.context"),
        ("networks: [front]", "networks: {front: {aliases: [a]}}", "networks.front.aliases.[]"),
    ],
)
def test_what_differs_is_named_in_either_form(one: str, other: str, path: str) -> None:
    networks = "networks: {front: }\n"
    found = differences(table(one, networks), table(other, networks))  # type: ignore[arg-type]
    assert [".".join(each[3:]) for each in found] == [path]


def test_a_name_with_nothing_below_it_counts() -> None:
    with_it, without = table("", "volumes:\n  data:\n  b:\n"), table("", "volumes:\n  b:\n")
    assert list(differences(with_it, without)) == [("project:app", "volumes", "data")]  # type: ignore[arg-type]
    emptied = table("", "volumes:\n  data: {driver: local}\n  b:\n")
    assert list(differences(emptied, with_it)) == [("project:app", "volumes", "data", "driver")]  # type: ignore[arg-type]
