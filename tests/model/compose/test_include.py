from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import plain


def test_a_local_file_is_merged_below(resolved, at, scalar_at):
    resolution = resolved(
        "include: [b.yaml]\nservices: {a: {image: x, user: u}}\n",
        files={"b.yaml": "services: {a: {image: y}, c: {image: z}}\nvolumes: {v: }\nname: other"},
    )
    assert plain(at(resolution, "services")) == {"a": {"image": "x", "user": "u"}, "c": {"image": "z"}}
    assert "name" not in resolution.root.entries
    assert not resolution.root.open
    assert [hop.how for hop in scalar_at(resolution, "services", "c", "image").via] == ["include"]


def test_further_paths_are_overrides(resolved, at):
    resolution = resolved(
        "include: [{path: [b.yaml, c.yaml]}]\nservices: {a: {image: x}}",
        files={"b.yaml": "services: {b: {image: y}}", "c.yaml": "services: {b: {image: z}}"},
    )
    assert plain(at(resolution, "services", "b", "image")) == "z"


def test_a_project_of_its_own_may_define_its_own_variables(resolved, scalar_at):
    resolution = resolved(
        "include: [sub/b.yaml, c.yaml]\nservices: {a: {image: x}}",
        files={
            "sub/b.yaml": "services: {b: {image: '${X:-d}', user: '${Y}'}}",
            "c.yaml": "services: {c: {image: '${X:-d}'}}",
        },
        env={"Y": "y"},
        closed=True,
    )
    assert not scalar_at(resolution, "services", "b", "image").known
    assert scalar_at(resolution, "services", "b", "user").value == "y"
    assert scalar_at(resolution, "services", "c", "image").value == "d"


@pytest.mark.parametrize(
    ("include", "codes"),
    [
        ("['https://example.com/x.yaml']", []),
        ("['oci://example.com/x']", []),
        ("['${FILE}']", []),
        ("[../x.yaml]", []),
        ("[x.yaml]", ["include-target-missing"]),
        ("[f0.yaml]", ["include-target-missing"]),
        ("x.yaml", ["compose-wrong-type"]),
        ("[{path: x.yaml}]", ["include-target-missing"]),
        ("", []),
        ("[]", []),
    ],
)
def test_what_cannot_be_included_leaves_the_project_open(resolved, at, include, codes):
    resolution = resolved(f"include: {include}\nservices: {{a: {{image: x}}}}\nnetworks: {{n: }}\n")
    assert [d.code for d in resolution.defects] == codes
    is_open = include not in ("", "[]")
    assert resolution.root.open is is_open
    assert at(resolution, "services").open is is_open
    assert at(resolution, "networks").open is is_open
    assert not at(resolution, "services", "a").open
