"""YAML text as go-yaml prints it: by tables, and against the reference loader on any text."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deploylint.model.compose.canonical.order import ordered
from deploylint.model.resolved import Date
from deploylint.report.yaml_text import emit

SCALARS = [
    ("", '""'), ("a", "a"), ("a b", "a b"), ("/x/y:ro", "/x/y:ro"), ("a:b", "a:b"), ("a: b", "'a: b'"), ("a:", "'a:'"),
    (":a", ":a"), (": a", "': a'"), ("a #b", "'a #b'"), ("a#b", "a#b"), ("#a", "'#a'"), ("-", "'-'"), ("- a", "'- a'"),
    ("-a", "-a"), ("?", "'?'"), ("?a", "?a"), ("---", "'---'"), ("...a", "'...a'"), ("*a", "'*a'"), ("&a", "'&a'"),
    ("!a", "'!a'"), ("|", "'|'"), (">a", "'>a'"), ("%a", "'%a'"), ("@a", "'@a'"), ("`a", "'`a'"), ("[a]", "'[a]'"),
    ("{a}", "'{a}'"), (",a", "',a'"), ("a,b", "a,b"), ("a[0]", "a[0]"), ("'a", "'''a'"), ("a'b", "a'b"),
    ('"a', "'\"a'"),
    ('a"b', 'a"b'), (" a", "' a'"), ("a ", "'a '"), ("a\\b", "a\\b"), ("a\tb", '"a\\tb"'), ("a\rb", '"a\\rb"'),
    ("a\x00\x07\x08\x1b\x7f", '"a\\0\\a\\b\\e\\x7F"'), ("é", "é"), ("\U0001f600", '"\\U0001F600"'),
    ("\ufeffa", '"\\uFEFF\\x61"'),
    ("a\u00a0", "a\u00a0"), ("a\u0085b", '"a\\Nb"'), ("a\u2028b", "'a\u2028      b'"), ("\ufffe", '"\\uFFFE"'),
    ("true", '"true"'), ("True", '"True"'), ("yes", '"yes"'), ("y", '"y"'), ("Off", '"Off"'), ("null", '"null"'),
    ("~", '"~"'), ("~a", "~a"), ("<<", '"<<"'), ("<a", "<a"), ("1", '"1"'), ("017", '"017"'), ("0o17", '"0o17"'),
    ("08", '"08"'), ("0x1f", '"0x1f"'), ("0b1", '"0b1"'), ("1_0", '"1_0"'), ("1e3", '"1e3"'), ("1.", '"1."'),
    (".5", '".5"'),
    (".5_0", '".5_0"'), ("._5", "._5"), ("-0", '"-0"'), ("+1", '"+1"'), (".inf", '".inf"'), ("1:20", '"1:20"'),
    ("1:20:30.5", '"1:20:30.5"'), ("1:60", "1:60"), ("2024-01-01", '"2024-01-01"'), ("2024-13-01", "2024-13-01"),
    ("1.2.3", "1.2.3"), ("1a", "1a"), ("1e999", "1e999"), ("99999999999999999999", '"99999999999999999999"'),
    ("a\nb", "|-\n      a\n      b"), ("a\n", "|\n      a"), ("a\n\n", "|+\n      a\n"), ("\na", "|-\n\n      a"),
    (" a\nb", "|2-\n       a\n      b"), ("a\n\n b", "|-\n      a\n\n       b"), ("a\tb\nc", "|-\n      a\tb\n      c"),
    ("\n", '"\\n"'), (" \n", '" \\n"'), ("a \nb", '"a \\nb"'), ("a\nb ", '"a\\nb "'), ("a\r\nb", '"a\\r\\nb"'),
    (None, "null"), (True, "true"), (False, "false"), (0, "0"), (-7, "-7"), (1.0, "1"), (0.5, "0.5"), (1e6, "1e+06"),
    (123456.5, "123456.5"), (1e-5, "1e-05"), (float("inf"), ".inf"), (float("-inf"), "-.inf"), (float("nan"), ".nan"),
    (Date("2024-01-02 03:04:05.5 +0100 +0100"), "2024-01-02T03:04:05.5+01:00"), ({}, "{}"), ([], "[]"),
    (Date("2024-01-02 00:00:00 +0000 UTC"), "2024-01-02T00:00:00Z"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), SCALARS)
def test_scalar(value: object, text: str) -> None:
    assert emit({"a": {"b": {"c": value}}}) == f"a:\n  b:\n    c: {text}\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, "b", None]}, "a:\n  - 1\n  - b\n  - null\n"),
        ([{"a": 1, "b": {"c": [2]}}, [3, [4]], []], "- a: 1\n  b:\n    c:\n      - 2\n- - 3\n  - - 4\n- []\n"),
        ({"a": [{"b": "c\nd\n"}]}, "a:\n  - b: |\n      c\n      d\n"),
        (["a\nb"], "- |-\n  a\n  b\n"),
        ({"a": "b\n\u2028", "c": 1}, "a: |+\n  b\n\u2028c: 1\n"),
        ({"1": {"true": {}}, "": 1}, '"1":\n  "true": {}\n"": 1\n'),
        ({"k" * 128: 1}, "k" * 128 + ": 1\n"),
        ({"k" * 129: 1}, "? " + "k" * 129 + "\n: 1\n"),
        ({"a\nb": {"c": 1, "d": [2]}}, "? |-\n  a\n  b\n: c: 1\n  d:\n    - 2\n"),
        ({}, "{}\n"),
        ([], "[]\n"),
        ("a", "a\n"),
        (None, "null\n"),
    ],
)
def test_structure(value: object, text: str) -> None:
    assert emit(value) == text


def test_what_is_no_data_is_written_as_its_text() -> None:
    assert emit({"a": Path("1")}) == 'a: "1"\n'


Print = Callable[[dict[str, str]], str]


@pytest.fixture(scope="module")
def printed(oracle: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Print]:
    """What the reference loader prints of a service with these labels."""
    folder = tmp_path_factory.mktemp("project")
    with subprocess.Popen([oracle("load-compose")], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        asked, answered = process.stdin, process.stdout
        assert asked is not None
        assert answered is not None

        def ask(labels: dict[str, str]) -> str:
            pairs = [f"{quoted(name)}: {quoted(value.replace('$', '$$'))}" for name, value in labels.items()]
            text = "services: {a: {image: i, network_mode: none, labels: {" + ", ".join(pairs) + "}}}\n"
            (folder / "compose.yaml").write_text(text, "ascii")
            request = {"folder": str(folder), "name": "p", "variables": {"PATH": "/usr/bin"}}
            asked.write(json.dumps(request).encode() + b"\n")
            asked.flush()
            answer = json.loads(answered.readline())
            assert "error" not in answer, answer
            return str(answer["model"])

        yield ask
        asked.close()


def quoted(text: str) -> str:
    """A text in double quotes, every character escaped."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


TEXTS = st.text(
    st.sampled_from(
        "aZ0 19.:-#'\"\n\t{}[]!%@`?~<=_+eExXobBTz/\\,&*|>\r\u0085\u2028\u00a0\ufeffé\U0001f600\ud7ff\ufffd\x7f\x01"
    ),
    max_size=9,
) | st.text(st.characters(exclude_categories=("Cs",)), max_size=9)
NAMES = st.text("aZ19.-_é \n", min_size=1, max_size=6).map(lambda name: "k" + name)


@settings(max_examples=200)
@given(st.dictionaries(NAMES, TEXTS, min_size=1, max_size=30))
@example({"k": "x" * 200, "k" * 140: "a\n b"})
def test_any_text_is_printed_as_the_reference_loader_prints_it(printed: Print, labels: dict[str, str]) -> None:
    ours = {name: labels[name] for name in ordered(labels)}
    service = {"image": "i", "labels": ours, "network_mode": "none"}
    assert emit({"name": "p", "services": {"a": service}}) == printed(labels)
