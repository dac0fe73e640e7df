from __future__ import annotations

from deploylint.model.compose.canonical import plain


def test_several_documents_merge_in_order(resolved, at):
    resolution = resolved("services: {a: {image: x}}\n---\n---\nservices: {a: {image: y}}\n")
    assert plain(at(resolution, "services", "a", "image")) == "y"


def test_a_defect_of_an_anchor_is_told_once(resolved):
    resolution = resolved("x-a: &a {image: '${}'}\nservices: {a: *a, b: *a, c: {<<: *a}}")
    assert len(resolution.defects) == 1


def test_resolving_nothing(resolved):
    resolution = resolved()
    assert not resolution.root.entries
    assert not resolution.defects
