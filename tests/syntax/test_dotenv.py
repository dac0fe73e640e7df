"""Env files: nothing lost, Compose's values, and defects without values."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deploylint.source.text import Source
from deploylint.syntax import dotenv, interpolation
from deploylint.syntax.dotenv import EnvTree

HOST = {"HOSTVAR": "host"}


def read(text: str) -> EnvTree:
    tree = dotenv.parse(Source(".env", text))
    assert "".join(text[s.start : s.end] for s in tree.statements) == text
    return tree


def values(tree: EnvTree) -> dict[str, str] | None:
    """What Compose reads; None when it refuses the file."""
    found: dict[str, str] = {}
    lookup: Callable[[str], str | None] = lambda name: HOST.get(name, found.get(name))  # noqa: E731
    if tree.broken is not None:
        return None
    try:
        for statement in tree.statements:
            if statement.kind == "assignment":
                found[statement.name] = interpolation.expand(dotenv.pieces(statement), lookup)
            elif statement.lost:
                found[""] = interpolation.expand(dotenv.pieces(statement), lookup)
            elif statement.kind == "bare" and (value := lookup(statement.name)) is not None:
                found[statement.name] = value
    except ValueError:
        return None
    return found


def test_every_recorded_vector(conformance: Path) -> None:
    vectors = json.loads((conformance / "env" / "vectors.json").read_text())["vectors"]
    assert len(vectors) == 109
    wrong = []
    for vector in vectors:
        got = values(read(vector["input"].removeprefix("\ufeff")))
        if got != vector["compose"].get("env"):
            wrong.append((vector["name"], got, vector["compose"]))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=b\n", {"A": "b"}),
        ("export A=b\n", {"A": "b"}),
        ("exportA=b\n", {"exportA": "b"}),
        ("A: b\n", {"A": "b"}),
        ("A='x' B=\"y\" C=z # c\n", {"A": "x", "B": "y", "C": "z"}),
        ('A="b\r\nc" # d\r\nB=1\r\n', {"A": "b\r\nc", "B": "1"}),
        ("A=${HOSTVAR:-d}\nB='$A'\n", {"A": "host", "B": "$A"}),
        ('A="\\$HOSTVAR\\t\\101\\0101\\x"\n', {"A": "$HOSTVAR\t\\101A\\x"}),
        ("A='it\\'s'\n", {"A": "it's"}),
        ("A= # c\n", {"A": "# c"}),
        ("A=b\t# c\n", {"A": "b\t# c"}),
        ("HOSTVAR\nNOPE\n", {"HOSTVAR": "host"}),
        ("Z=1\nHOSTVAR", {"Z": "1", "": "HOSTVAR"}),
    ],
)
def test_values(text: str, expected: dict[str, str]) -> None:
    assert values(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "code", "written"),
    [
        ('B=1\nA="s3cret\nC=2\n', "env-unterminated-quote", '"'),
        ("A!B=s3cret\n", "env-invalid-key", "!"),
        ("A B=s3cret\n", "env-invalid-key", " "),
        ("=s3cret\n", "env-empty-key", "="),
        ("; s3cret\nA=1\n", "env-semicolon-comment", ";"),
        ("A=s3cret${}\n", "env-invalid-template", "${}"),
        ('A="s3cret\\n${x:-${}}"\n', "env-invalid-template", "${}"),
        ("A='s3'cret!\n", "env-parse-error", "!"),
        ("some s3cret words\n", "env-parse-error", "some s3cret words"),
        ("export ", "env-parse-error", "export "),
    ],
)
def test_defects(text: str, code: str, written: str) -> None:
    (defect,) = read(text).defects
    assert (defect.code, defect.span.text) == (code, written)
    assert "s3" not in defect.name + defect.found + defect.expected


def test_places_of_parts() -> None:
    text = '  export KEY = "a\\nb"  # why\nB=c # d\n'
    first, second = read(text).statements
    assert first.export
    assert text[first.key_start : first.key_end] == first.name == "KEY"
    assert text[first.value_start : first.value_end] == '"a\\nb"'
    assert text[first.comment_start : first.end] == "# why\n"
    assert [text[place] for place in dotenv.places(Source("", text), first)] == ["a", "\\", "b", '"']
    assert (second.text, text[second.comment_start : second.end]) == ("c", "# d\n")


def test_every_env_file_of_the_corpus_is_read_whole(corpus: Path) -> None:
    manifest = json.loads((corpus / "manifest.json").read_text())
    for entry in manifest:
        if entry["kind"] == "env":
            path = corpus / entry["repo"].replace("/", "__") / entry["path"]
            read(path.read_bytes().decode("utf-8-sig", "replace"))
