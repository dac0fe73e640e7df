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


@pytest.mark.parametrize(
    ("written", "env", "value", "hows"),
    [
        ("${X}", {"X": "1"}, "1", ["variable"]),
        ("${X:-d}", {}, "d", ["default"]),
        ("${X:-d}", {"X": ""}, "d", ["default"]),
        ("${X-d}", {"X": ""}, "", ["variable"]),
        ("${X:+a}", {"X": "1"}, "a", ["variable"]),
        ("${X:+a}", {}, "", ["variable"]),
        ("${X:-${Y:-e}}", {}, "e", ["default", "default"]),
        ("a$$b", {}, "a$b", []),
        ("$(ls)", {}, "$(ls)", []),
    ],
)
def test_interpolation(resolved, scalar_at, written, env, value, hows):
    scalar = scalar_at(resolved(f"services: {{a: {{image: x}}}}\nx-v: {written}\n", env=env), "x-v")
    assert scalar.value == value
    assert [hop.how for hop in scalar.via] == hows
    assert scalar.span.text == written


@pytest.mark.parametrize(
    ("written", "env", "closed", "outcome", "known"),
    [
        ("${X}", {}, False, "hole", False),
        ("${X}", {}, True, "empty", True),
        ("${X}", {"X": None}, True, "hole", False),
        ("${X:-d}", {"X": None}, False, "hole", False),
        ("${X:+d}", {"X": None}, False, "hole", False),
        ("${X:?m}", {}, True, "hole", False),
        ("${X:?m}", {}, False, "hole", False),
        ("${X:?m}", {"X": ""}, True, "hole", False),
        ("${X?m}", {"X": ""}, True, "variable", True),
        ("${X:?m}", {"X": "v"}, False, "variable", True),
    ],
)
def test_open_and_closed(resolved, scalar_at, written, env, closed, outcome, known):
    resolution = resolved(f"services: {{a: {{image: '{written}'}}}}", env=env, closed=closed)
    assert [use.outcome for use in resolution.references] == [outcome]
    assert scalar_at(resolution, "services", "a", "image").known is known


def test_references_are_listed_with_their_places(resolved):
    text = (
        'services:\n  a:\n    image: "n\\tx:${TAG:-${OTHER:-1}}"\n    environment: ["K=${V?}"]\n    ports: ["${P}:1"]\n'
    )
    uses = resolved(text).references
    assert [(u.name, u.operator, u.fallback, u.span.text, u.name_span.text, u.nested) for u in uses] == [
        ("TAG", ":-", None, "${TAG:-${OTHER:-1}}", "TAG", False),
        ("OTHER", ":-", "1", "${OTHER:-1}", "OTHER", True),
        ("V", "?", "", "${V?}", "V", False),
        ("P", "", None, "${P}", "P", False),
    ]
    assert [u.path[2:] for u in uses] == [("image",), ("image",), ("environment", "K"), ("ports", "[]")]


def test_branches_not_taken_are_listed(resolved):
    uses = resolved("services: {a: {image: '${A:-${B:?m}}'}}", env={"A": "1"}).references
    assert [(u.name, u.outcome, u.nested) for u in uses] == [("A", "variable", False), ("B", "unused", True)]


def test_keys_are_not_interpolated(resolved, at):
    resolution = resolved("services: {'${A}': {image: x}}", env={"A": "b"})
    assert list(at(resolution, "services").entries) == ["${A}"]
    assert not resolution.references


def test_invalid_references_are_defects_and_holes(resolved, scalar_at):
    resolution = resolved("services:\n  a:\n    image: nginx:${1}\n    user: ${U:-${}}\n")
    assert [(d.code, d.span.text) for d in resolution.defects] == [
        ("invalid-interpolation", "${1}"),
        ("invalid-interpolation", "${}"),
    ]
    assert not scalar_at(resolution, "services", "a", "image").known


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
