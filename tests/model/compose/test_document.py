from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import plain


def test_several_documents_merge_in_order(resolved, at):
    resolution = resolved("services: {a: {image: x}}\n---\nservices: {a: {image: y}}\n")
    assert plain(at(resolution, "services", "a", "image")) == "y"


def test_a_defect_of_an_anchor_is_told_once(resolved):
    resolution = resolved("x-a: &a {image: '${}'}\nservices: {a: *a, b: *a, c: {<<: *a}}")
    assert len(resolution.defects) == 1


def test_resolving_nothing(resolved):
    resolution = resolved()
    assert not resolution.root.entries
    assert not resolution.defects


@pytest.mark.parametrize(
    ("texts", "places"),
    [
        (("---\n",), [("f0.yaml", 1)]),
        (("services: {a: {image: x}}\n---\n",), [("f0.yaml", 2)]),
        (("services: {a: {image: x}}\n---\n---\nx-a: 1\n",), [("f0.yaml", 2)]),
        (("services: {a: {image: x}}", "- a"), [("f1.yaml", 1)]),
        (("services: {a: {image: x}}", ""), []),
    ],
)
def test_every_document_is_a_mapping(resolved, texts, places):
    resolution = resolved(*texts)
    found = [
        (defect.span.source.path, defect.span.source.position(defect.span.start)[0]) for defect in resolution.defects
    ]
    assert found == places
    assert all(defect.code == "compose-wrong-type" for defect in resolution.defects)


def test_each_file_is_held_against_the_schema_before_the_next_lies_over_it(resolved):
    resolution = resolved("services: {a: {image: x, bogus: 1}}", "services: {a: {bogus: !reset null}}")
    assert [defect.name for defect in resolution.defects] == ["bogus"]
    resolution = resolved("services: {a: {user: u}}", "services: {a: {image: x}}")
    assert not resolution.defects
