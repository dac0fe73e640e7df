from __future__ import annotations

import pytest

from deploylint.model.compose.forms import listed, named, null, pairs, unknown

SERVICE = "services:\n  a:\n    image: x\n    {}: {}\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[A=1, 'B=x=y', C]", [("A", "1"), ("B", "x=y"), ("C", None)]),
        ("{A: 1, B: true, C: null, D: 1.10}", [("A", "1"), ("B", "true"), ("C", None), ("D", "1.1")]),
        ('["A=${X}", "${Y}=1", "P${Z}"]', [("A", "?"), (None, "1"), (None, None)]),
        ('{A: "${X}-b"}', [("A", "?")]),
        ('["A="]', [("A", "")]),
    ],
)
def test_pairs_of_lists_and_mappings(resolved, at, written, expected):
    resolution = resolved(SERVICE.format("environment", written))
    found = [
        (pair.key.text, None if pair.value is None else "?" if pair.value.text is None else pair.value.text)
        for pair in pairs(at(resolution, "services", "a", "environment"))
    ]
    assert found == expected


@pytest.mark.parametrize("written", ['["KEY=${X:-v}w"]', '{KEY: "${X:-v}w"}', "[KEY=vw]"])
def test_pairs_have_places(resolved, at, written):
    resolution = resolved(SERVICE.format("environment", written))
    (pair,) = pairs(at(resolution, "services", "a", "environment"))
    text = pair.source.text
    assert text[pair.key.start : pair.key.end] == "KEY"
    assert pair.value is not None
    assert text[pair.value.start : pair.value.end].strip('"') in ("${X:-v}w", "vw")
    assert pair.value.text == "vw"


def test_pairs_of_both_forms_merged(resolved, at):
    resolution = resolved(SERVICE.format("environment", "[A=1, B=2]"), SERVICE.format("environment", "{B: 3, C: }"))
    value = at(resolution, "services", "a", "environment")
    assert [(p.key.text, p.value and p.value.text) for p in pairs(value)] == [("A", "1"), ("B", "3"), ("C", None)]


def test_names_of_lists_and_mappings(resolved, at):
    resolution = resolved(
        SERVICE.format("networks", "[b, '${C}']"), SERVICE.format("networks", "{d: {aliases: [x]}, e: null}")
    )
    found = list(named(at(resolution, "services", "a", "networks")))
    assert [name.name.text for name in found] == ["b", None, "d", "e"]
    assert [name.options is not None for name in found] == [False, False, True, False]


def test_single_values_are_lists_of_one(resolved, at):
    resolution = resolved("services: {a: {image: x, dns: 1.1.1.1, tmpfs: [/a, /b], command: }}")
    service = ("services", "a")
    assert len(listed(at(resolution, *service, "dns"))) == 1
    assert len(listed(at(resolution, *service, "tmpfs"))) == 2
    assert listed(at(resolution, *service, "command")) == []
    assert null(at(resolution, *service, "command"))
    assert not unknown(at(resolution, *service, "dns"))
