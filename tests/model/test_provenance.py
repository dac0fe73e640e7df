"""How a value came to be is told where it helps, at other places than those that are shown anyway."""

from __future__ import annotations

import pytest

from deploylint.model.provenance import History
from deploylint.model.resolved import Origin
from deploylint.source.span import Span
from tests.model.graphs import graph

Notes = list[tuple[str, str]]

ROWS: dict[str, tuple[dict[str, str], str, str, Notes]] = {
    # -- told --------------------------------------------------------------------------------------------------------
    "a variable in the part that is meant": (
        {"compose.yaml": "services:\n  a: {image: 'x:${TAG:-1}'}\n", ".env": "TAG=2\n"},
        "image", "tag",
        [(".env:1", "TAG is set here")],
    ),
    "a variable whose value holds one": (
        {"compose.yaml": "services:\n  a: {image: 'x:$A'}\n", ".env": "B=1\nA=$B\n"},
        "image", "tag",
        [(".env:2", "A is set here"), (".env:1", "B is set here")],
    ),
    "an anchor": (
        {"compose.yaml": "x-r: &r always\nservices:\n  a: {image: x, restart: *r}\n"},
        "service", "restart",
        [("compose.yaml:3", "anchor &r is used here")],
    ),
    "a merge key": (
        {"compose.yaml": "x-b: &b\n  restart: always\nservices:\n  a:\n    image: x\n    <<: *b\n"},
        "service", "restart",
        [("compose.yaml:6", "anchor &b is merged here by <<")],
    ),
    "a merge key without an anchor": (
        {"compose.yaml": "services:\n  a:\n    image: x\n    <<:\n      - restart: always\n      - user: a\n"},
        "service", "user",
        [],
    ),
    "an overlay": (
        {
            "compose.yaml": "services:\n  a: {image: x, restart: always}\n",
            "compose.override.yaml": "services:\n  a: {restart: never}\n",
        },
        "service", "restart",
        [("compose.yaml:2", "overrides what stands here")],
    ),
    "a chain of extends": (
        {
            "compose.yaml": "services:\n  a:\n    extends: {service: b, file: base.yml}\n",
            "base.yml": "services:\n  b:\n    extends: c\n  c:\n    restart: always\n    image: x\n",
        },
        "service", "restart",
        [("base.yml:3", "service b extends c here"), ("compose.yaml:3", "service a extends b here")],
    ),
    "an include": (
        {"compose.yaml": "include:\n  - b.yml\n", "b.yml": "services:\n  a: {image: x, restart: always}\n"},
        "service", "restart",
        [("compose.yaml:2", "included here")],
    ),
    "several steps": (
        {
            "compose.yaml": "x-b: &b\n  image: x:$T\nservices:\n  b:\n    <<: *b\n  a:\n    extends: b\n",
            ".env": "T=1\n",
        },
        "image", "tag",
        [
            (".env:1", "T is set here"), ("compose.yaml:5", "anchor &b is merged here by <<"),
            ("compose.yaml:7", "service a extends b here"),
        ],
    ),
    # -- not told ------------------------------------------------------------------------------------------------------
    "a plain value": (
        {"compose.yaml": "services:\n  a: {image: x, restart: always}\n"},
        "service", "restart",
        [],
    ),
    "a default that stands beside it": (
        {"compose.yaml": "services:\n  a: {image: x, restart: '${R:-always}'}\n"},
        "service", "restart",
        [],
    ),
    "a cast": (
        {"compose.yaml": "services:\n  a: {image: x, privileged: 'yes'}\n"},
        "service", "privileged",
        [],
    ),
    "an anchor that is used on its own line": (
        {"compose.yaml": "services: {b: {image: x, restart: &r always}, a: {image: x, restart: *r}}\n"},
        "service", "restart",
        [],
    ),
    "a key whose value is an alias": (
        {"compose.yaml": "x-b: &b\n  image: x\nservices:\n  a: *b\n"},
        "service", "",
        [],
    ),
    "a service that extends another, itself": (
        {"compose.yaml": "services:\n  b: {image: x}\n  a:\n    extends: b\n"},
        "service", "",
        [],
    ),
}  # fmt: skip


def _place(span: Span) -> str:
    return f"{span.source.path}:{span.source.position(span.start)[0]}"


@pytest.mark.parametrize(("files", "kind", "field", "expected"), ROWS.values(), ids=ROWS.keys())
def test_came(files: dict[str, str], kind: str, field: str, expected: Notes) -> None:
    found = graph(files)
    (node,) = [
        each for each in found.kinds[kind]
        if (each.name if kind == "service" else each.service.name) == "a"  # type: ignore[attr-defined]
    ]  # fmt: skip
    came = History(found.documents).came(found.origin_of(node, field), node)
    assert [(_place(each.span), each.note) for each in came] == expected


def test_of_a_reference_in_a_longer_text_only_the_part_that_is_meant() -> None:
    files = {"compose.yaml": "services:\n  a: {image: x, ports: ['${P}:${Q}']}\n", ".env": "P=1\nQ=2\n"}
    found = graph(files)
    (listener,) = found.kinds["listener"]
    notes = {
        field: [each.note for each in History(found.documents).came(listener.origins[field], listener)]
        for field in ("port", "target")
    }
    assert notes == {"port": ["P is set here"], "target": ["Q is set here"]}


def test_a_defect_in_a_value_tells_what_its_variables_stand_for() -> None:
    files = {
        "compose.yaml": "x-d: &d {replicas: '$N'}\nservices:\n  a: {image: x}\n  b: {image: x, deploy: *d}\n",
        ".env": "A=1\nN=two\n",
    }
    found = graph(files)
    (defect,) = found.defects_by_code["interpolation-cast-failed"]
    history = History(found.documents)
    assert [(_place(each.span), each.note) for each in history.came(defect.header, defect)] == [
        (".env:2", "N is set here")
    ]
    elsewhere = Origin(defect.header.source, 0, 3)
    assert history.came(elsewhere, defect) == ()


def test_notes_hold_no_values() -> None:
    files = {
        "compose.yaml": "services:\n  a:\n    image: x\n    command: >\n      run\n      ${PASSWORD:-hunter2hunter2}\n"
    }
    found = graph(files)
    (service,) = found.kinds["service"]
    key = found.origin_of(service, "command").entry
    assert key is not None
    origin = Origin(key.source, key.key.start, key.key.end, key.value, key)
    assert [each.note for each in History(found.documents).came(origin, service)] == ["the default of PASSWORD"]
