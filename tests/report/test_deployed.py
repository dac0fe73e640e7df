"""A document as plain data: what is masked, what is not, and what is not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.compose.document import resolve
from deploylint.model.credentials import MASK, fake
from deploylint.model.environment import Binding, Environment
from deploylint.report.deployed import HOLE, Deployed, Known, deployed, suspects
from deploylint.report.redaction import printed_spans
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree

SECRET = "kT4zRq9vXw27LmbP"


def _deployed(
    text: str, variables: dict[str, str] | None = None, *, closed: bool = True, masks: tuple[str, ...] = ()
) -> Deployed:
    """The document below `x-a`; the texts in `masks` are known secrets where they first stand."""
    source = Source("compose.yaml", text)
    env = Source(".env", "".join(f"{name}=x\n" for name in variables or {}))
    bindings = {
        name: Binding(value, Span(env, env.text.index(name), env.text.index(name) + len(name)), "env-file")
        for name, value in (variables or {}).items()
    }
    root = resolve([yaml_tree.parse(source)], Environment(bindings, closed=closed), lambda _: None).root
    spans = [(text.index(each), text.index(each) + len(each)) for each in masks]
    return deployed(root, Known({"compose.yaml": spans}, {"compose.yaml": source}, variables or {}))


def _value(text: str, variables: dict[str, str] | None = None, **more: object) -> object:
    found = _deployed(f"x-a: {text}\n", variables, **more).value  # type: ignore[arg-type]
    assert isinstance(found, dict)
    return found["x-a"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{{DB_PASSWORD: {SECRET}}}", {"DB_PASSWORD": MASK}),
        ("{DB_PASSWORD: changeme}", {"DB_PASSWORD": MASK}),
        ("{DB_PASSWORD: 12345678}", {"DB_PASSWORD": MASK}),
        ("{API_TOKEN: true, API_KEY: 1.5, PASSWORD: }", {"API_TOKEN": True, "API_KEY": MASK, "PASSWORD": None}),
        ("{DB_PASSWORD: '$$q06Zr8'}", {"DB_PASSWORD": MASK}),
        ("{DB_PASSWORD: 'a$${b}c'}", {"DB_PASSWORD": MASK}),
        ("{DB_PASSWORD: '{{q06Zr8}}'}", {"DB_PASSWORD": MASK}),
        ("{DB_PASSWORD: '#q06Zr8'}", {"DB_PASSWORD": MASK}),
        ("{DB_PASSWORD: /q06/Zr8}", {"DB_PASSWORD": MASK}),
        ("{DB_PASSWORD: correct horse battery staple here}", {"DB_PASSWORD": MASK}),
        ("{DB_PASSWORD: '1234'}", {"DB_PASSWORD": MASK}),
        ("[mysqladmin, ping, -uroot, -pq06Zr8]", ["mysqladmin", "ping", "-uroot", f"-p{MASK}"]),
        ("[serve, -p8080]", ["serve", "-p8080"]),
        ("{X: '${DB_PASSWORD:-q06$$Zr8}'}", {"X": MASK}),
        ("{PASSWORD_FILE: /run/secrets/db}", {"PASSWORD_FILE": "/run/secrets/db"}),
        (f"[serve, --password, {SECRET}, --port, '80']", ["serve", "--password", MASK, "--port", "80"]),
        (f"[--password={SECRET}]", [f"--password={MASK}"]),
        (f"serve --password {SECRET} --now", f"serve --password {MASK} --now"),
        (f"postgres://app:{SECRET}@db/app", f"postgres://app:{MASK}@db/app"),
        (fake("github-token"), MASK),
        ("nginx:1.27", "nginx:1.27"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_masked_by_itself(text: str, shown: object) -> None:
    assert _value(text) == shown


@pytest.mark.parametrize(
    ("text", "variables", "shown"),
    [
        ("log in with ${DB_PASSWORD} now", {"DB_PASSWORD": SECRET}, f"log in with {MASK} now"),
        ("'${OTHER:-${DB_PASSWORD}}'", {"DB_PASSWORD": SECRET}, MASK),
        ("${URL}", {"URL": f"amqp://u:{SECRET}@mq/"}, f"amqp://u:{MASK}@mq/"),
        ("say ${NAME}", {"NAME": "hello there", "DB_PASSWORD": SECRET}, "say hello there"),
        ("${DB_PASSWORD}0", {"DB_PASSWORD": "latest"}, f"{MASK}0"),
        ("nginx:latest", {"DB_PASSWORD": "latest"}, "nginx:latest"),
        (f"again {SECRET}", {"DB_PASSWORD": SECRET}, f"again {MASK}"),
        ("my-secret-password", {"DB_PASSWORD": "my-secret-password"}, "my-secret-password"),
    ],
    ids=str,
)
def test_what_is_masked_by_its_variable(text: str, variables: dict[str, str], shown: object) -> None:
    """A short or guessable secret is masked where its variable stands, a good one wherever it stands again."""
    assert _value(text, variables) == shown


@pytest.mark.parametrize(
    ("text", "mask", "shown"),
    [
        ("before zzz after", "zzz", f"before {MASK} after"),
        ('"a\\"zz"', 'a\\"zz', MASK),
        ("'it''s'", "it''s", MASK),
        ("[one, zzz]", "zzz", ["one", MASK]),
        ("80:80", "zzz", "80:80"),
    ],
    ids=str,
)
def test_what_is_masked_by_its_place(text: str, mask: str, shown: object) -> None:
    found = _deployed(f"x-a: {text}\nx-b: zzz\n", masks=(mask,)).value
    assert isinstance(found, dict)
    assert found["x-a"] == shown


def test_a_key_that_is_a_token_is_masked_and_stays_a_key() -> None:
    one, two = fake("github-token"), fake("stripe-key")
    found = _value(f"{{{one}: 1, {two}: 2, plain: 3}}")
    assert found == {MASK: 1, f"{MASK}~2": 2, "plain": 3}


def test_nothing_is_masked_without_what_is_known() -> None:
    source = Source("compose.yaml", f"x-a: {{DB_PASSWORD: {SECRET}}}\n")
    root = resolve([yaml_tree.parse(source)], Environment(closed=True), lambda _: None).root
    assert deployed(root, None).value == {"x-a": {"DB_PASSWORD": SECRET}}


PARTS = (
    "password", "token", "=", ":", " ", "--", '"', "'", ",", "${X:-", "}", "\n", "-", "a", SECRET, "http://", "u:",
    "@h", fake("slack-token"), "-----BEGIN PRIVATE KEY-----", "changeme", "api_key",
)  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=6).map("".join), max_size=6))
def test_looking_through_all_texts_at_once_misses_none(texts: list[str]) -> None:
    assert {text for text in texts if printed_spans(text)} <= suspects(texts)


def test_what_is_not_known_keeps_its_name() -> None:
    found = _deployed("x-a: nginx:${TAG}-${OTHER}$$x\n", closed=False)
    assert found == Deployed({"x-a": f"nginx:{HOLE}{{TAG}}-{HOLE}{{OTHER}}$x"}, ("TAG", "OTHER"), False)


def test_what_may_hold_more_says_so() -> None:
    assert _deployed("services:\n  a:\n    image: x\n  b: [\n").open
