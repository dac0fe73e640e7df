from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import plain


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("NO", "NO"),
        ("true", True),
        ("False", False),
        ("017", 15),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.10", 1.1),
        ("1_000", 1000),
        ("22:22", "22:22"),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ('"true"', "true"),
        ("!!str 1", "1"),
        ("nginx", "nginx"),
        ("text", "text"),
        ("null", None),
        ("none", "none"),
    ],
)
def test_scalars(resolved, scalar_at, written, value):
    found = scalar_at(resolved(f"services: {{a: {{image: x}}}}\nx-v: {written}\n"), "x-v").value
    assert found == value
    assert type(found) is type(value)


def test_keys_are_not_interpolated(resolved, at):
    resolution = resolved("services: {'${A}': {image: x}}", env={"A": "b"})
    assert list(at(resolution, "services").entries) == ["${A}"]
    assert not resolution.references


def test_aliases_and_merge_keys(resolved, at, scalar_at):
    resolution = resolved(
        "x-a: &a {restart: always, user: u}\nx-b: &b {user: v, tty: true}\n"
        "services:\n  s:\n    <<: [*a, *b]\n    image: &i x\n    restart: no\n  t: {image: *i, <<: *a}\n"
    )
    assert plain(at(resolution, "services", "s")) == {"image": "x", "restart": "no", "user": "u", "tty": True}
    assert [hop.how for hop in scalar_at(resolution, "services", "s", "user").via] == ["merge-key"]
    image = scalar_at(resolution, "services", "t", "image")
    assert [(hop.how, hop.span.text) for hop in image.via] == [("alias", "*i")]
    assert image.span.text == "x"


def test_an_alias_is_cast_where_it_is_used(resolved, at):
    resolution = resolved('x-v: &v "true"\nservices: {a: {image: *v, privileged: *v}}')
    assert plain(at(resolution, "services", "a")) == {"image": "true", "privileged": True}


@pytest.mark.parametrize("key", ["123", "true", "1.5", "null", "~", "[a]", "{a: b}"])
def test_keys_must_be_text(resolved, at, key):
    resolution = resolved(f"services:\n  a: {{image: x}}\n  ? {key}\n  : {{image: y}}\n")
    assert [d.code for d in resolution.defects] == ["non-string-key"]
    services = at(resolution, "services")
    assert list(services.entries) == ["a"]
    assert services.open


@pytest.mark.parametrize("key", ["yes", "on", "'123'", "!!str 123", '"true"', "2x"])
def test_keys_that_are_text(resolved, at, key):
    assert not resolved(f"services:\n  ? {key}\n  : {{image: y}}\n").defects


def test_a_key_written_twice_is_open(resolved, at, scalar_at):
    resolution = resolved(
        "services:\n  a: {image: x, user: u, ports: ['1:1']}\n  a: {image: y, user: u, ports: ['2:2']}\n"
    )
    service = at(resolution, "services", "a")
    assert service.open
    assert not service.entries["image"].value.known
    assert service.entries["user"].value.value == "u"
    assert service.entries["ports"].value.open
    assert len(service.entries["ports"].value.items) == 2


def test_an_anchor_that_holds_itself_is_limited(resolved, at):
    resolution = resolved("services:\n  a: &a\n    image: x\n    x-b: *a\n")
    assert at(resolution, "services", "a", "image").value == "x"


def test_aliases_that_explode_are_limited(resolved):
    lines = ["x-0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"x-{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    resolution = resolved("\n".join([*lines, "services: {a: {image: x}}"]))
    assert (
        "input-limit-exceeded" in {d.code for d in resolution.defects}
        or resolution.root.open
        or len(resolution.root.entries) < 10
    )


def test_what_a_syntax_error_touches_is_open(resolved, at):
    resolution = resolved(
        "services:\n  a:\n    image: x\n    user: u\n  b:\n    image: y\n    ports: [1:1\nvolumes: {}\n"
    )
    services = at(resolution, "services")
    assert services.open
    assert services.entries["a"].value.entries["image"].value.value == "x"
    assert not services.entries["a"].value.open
    assert resolution.root.open


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Two merge keys in a list, the first of them wins; a list may stand behind an alias.
        ("x-a: &a {image: i}\nx-l: &l [*a, {user: u, image: j}]\nservices: {a: {<<: *l}}", {"image": "i", "user": "u"}),
        ("x-a: &a {image: i}\nservices: {a: {<<: [{user: u}, *a]}}", {"user": "u", "image": "i"}),
        # Anchors reach into later documents of the file.
        ("x-a: &a i\n---\nservices: {a: {image: *a}}", {"image": "i"}),
        ("x-a: &a i\n---\nx-a: &a j\n---\nservices: {a: {image: *a}}", {"image": "j"}),
        # What a merge key brings is not removed by a tag beside it.
        ("x-a: &a {image: i, user: u}\nservices: {a: {<<: *a, user: !reset null}}", {"image": "i", "user": "u"}),
        ("x-u: &u !reset u\nservices: {a: {image: i, user: *u}}", {"image": "i"}),
        ("services: {a: {image: i, cpus: !override 2}}", {"image": "i", "cpus": 2.0}),
        ("services: {a: {image: i, hostname: !override 2}}", {"image": "i", "hostname": "2"}),
    ],
)
def test_anchors_and_tags_in_one_file(resolved, at, text, expected):
    resolution = resolved(text)
    assert plain(at(resolution, "services", "a")) == expected
    assert not resolution.defects


@pytest.mark.parametrize(
    "merged", ["*s", "", "[*s]", "[[{user: u}]]"], ids=["scalar", "null", "list of a scalar", "list in a list"]
)
def test_what_cannot_be_merged(resolved, merged):
    resolution = resolved(f"x-s: &s text\nservices: {{a: {{image: i, <<: {merged}}}}}")
    assert [defect.code for defect in resolution.defects] == ["compose-wrong-type"]


def test_tags_behind_a_list_of_merge_keys_do_not_reach_the_base(resolved, at):
    resolution = resolved(
        "services: {a: {image: x, ports: ['80:80'], user: u}}",
        "x-p: &p {ports: !reset []}\nx-q: &q {user: !reset null}\nservices: {a: {<<: [*p, *q]}}",
    )
    assert plain(at(resolution, "services", "a")) == {"image": "x", "ports": ["80:80"], "user": "u"}


@pytest.mark.parametrize("value", [".inf", "-.Inf", "[.nan]"])
def test_numbers_without_an_end_are_refused_everywhere(resolved, value):
    resolution = resolved(f"services: {{a: {{image: i}}}}\nx-a: {{b: {value}}}")
    assert [(defect.code, defect.name) for defect in resolution.defects] == [("compose-wrong-type", "b")]
