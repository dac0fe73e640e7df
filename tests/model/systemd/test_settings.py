"""Assignments as nodes: which of them count, their places, and the unit's document."""

from __future__ import annotations

import pytest

from deploylint.model.resolved import Mapping, Scalar, Sequence
from tests.model.graphs import graph
from tests.model.systemd.units import named, unit, written


def counting(text: str, path: str = "app.service") -> list[str]:
    return [f"{each.key}={each.value}" for each in unit(text, path).settings if each.counts]


@pytest.mark.parametrize(
    ("text", "path", "counts"),
    [
        ("[Service]\nUser=a\nUser=b\n", "app.service", ["User=b"]),
        ("[Service]\nUser=a\nUser=\n", "app.service", ["User="]),
        ("[Service]\nType=oneshot\nType=\n", "app.service", ["Type=oneshot"]),
        ("[Service]\nRestart=no\nRestart=Always\n", "app.service", ["Restart=no", "Restart=Always"]),
        ("[Service]\nExecStart=/a\nExecStart=\nExecStart=/b\n", "app.service", ["ExecStart=/b"]),
        ("[Service]\nExecStart=/a\nExecStart=/b\n", "app.service", ["ExecStart=/a", "ExecStart=/b"]),
        ("[Unit]\nAfter=a.service\nAfter=\nAfter=b.service\n", "app.service", ["After=a.service", "After=b.service"]),
        ("[Timer]\nOnBootSec=1h\nOnCalendar=\nOnCalendar=daily\n", "app.timer", ["OnCalendar=daily"]),
        ("[Timer]\nOnClockChange=yes\nOnCalendar=\n", "app.timer", ["OnClockChange=yes"]),
        ("[Socket]\nListenStream=80\nListenDatagram=\n", "app.socket", []),
        ("[Service]\nNoSuch=a\nNoSuch=b\n", "app.service", ["NoSuch=a", "NoSuch=b"]),
        ("User=a\n[Service]\nUser=b\n", "app.service", ["User=b"]),
        ("[Service]\nUser=a\n[Unit]\n[Service]\nUser=b\n", "app.service", ["User=b"]),
    ],
)
def test_what_counts(text: str, path: str, counts: list[str]) -> None:
    assert counting(text, path) == counts


def test_what_replaces() -> None:
    first, second, reset, last = unit("[Service]\nUser=a\nUser=b\nExecStart=/a\nExecStart=\n").settings
    assert first.replaced_by is second
    assert not second.replaced_by
    assert not reset.replaced_by
    assert not last.counts


def test_a_node() -> None:
    (node,) = unit("[Service]\nEnvironment = A=1 \\\n  'B=2 3'\n").settings
    assert node.id == "unit:app.service/unit_setting:Service.Environment"
    assert (node.section, node.key, node.value) == ("Service", "Environment", "A=1    'B=2 3'")
    assert node.items == ("A=1", "B=2 3")
    assert written(node, "") == "Environment = A=1 \\\n  'B=2 3'"
    assert written(node, "key") == "Environment"
    assert written(node, "value") == "A=1 \\\n  'B=2 3'"
    assert written(node, "items", "B=2 3") == "'B=2 3'"
    assert node.unit.file is node.file


def test_quotes_of_dependencies_are_characters() -> None:
    (node,) = unit('[Unit]\nAfter="a.service" b.service\n').settings
    assert node.items == ('"a.service"', "b.service")


def test_an_empty_value_is_placed_at_its_key() -> None:
    (node,) = unit("[Service]\nExecStart=\n").settings
    assert (written(node, "value"), written(node, "")) == ("ExecStart", "ExecStart=")


def test_document() -> None:
    found = graph({
        "app.service": "[Unit]\nAfter=a.service\n[Service]\nExecStart=/a\n[Unit]\nAfter=b.service\n",
        "app.service.d/x.conf": "[Service]\nExecStart=\nExecStart=/b\n",
    })  # fmt: skip
    node = named(found, "app.service")
    root = found.documents[node.id]
    told = {}
    for section, entry in root.entries.items():
        assert isinstance(entry.value, Mapping)
        for key, inner in entry.value.entries.items():
            assert isinstance(inner.value, Sequence)
            told[f"{section}.{key}"] = [item.value for item in inner.value.items if isinstance(item, Scalar)]
    assert told == {"Unit.After": ["a.service", "b.service"], "Service.ExecStart": ["/a", "", "/b"]}
    entry = root.entries["Service"]
    assert entry.source.text[entry.key.content : entry.key.end] == "[Service]"
    origin = node.origins["after"]
    assert isinstance(origin.value, Scalar)
    assert origin.container is root.entries["Unit"].value.entries["After"].value  # type: ignore[union-attr]
    assert origin.value.span.text == "b.service"
