from __future__ import annotations

from typing import Any

import pytest

from deploylint.model.resolved import Mapping, Scalar, Sequence
from tests.model.caddyfile.graphs import graph


def plain(value: Any) -> Any:
    """A resolved value as Python has it; what is not known as its pieces."""
    if isinstance(value, Mapping):
        return {key: plain(entry.value) for key, entry in value.entries.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value.items]
    return (
        value.value
        if value.known
        else [piece if isinstance(piece, str) else f"${piece.name}" for piece in value.pieces]
    )


def document(texts: dict[str, str] | str) -> Any:
    return plain(graph(texts).documents["file:Caddyfile"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("{\ndebug\n}\n", {"options": {"": [], "debug": [[]]}}),
        ("a.com, b.com {\n}\n", {"a.com": {"": ["a.com", "b.com"]}}),
        ("a.com {\n}\na.com {\n}\n", {"a.com": {"": ["a.com"]}, "a.com~2": {"": ["a.com"]}}),
        (
            "a.com\nencode gzip\nheader A b\nheader C d\n",
            {"a.com": {"": ["a.com"], "encode": [["gzip"]], "header": [["A", "b"], ["C", "d"]]}},
        ),
        (
            "a.com {\nheader A b\nheader /x {\nC d\n}\nheader E f\n}\n",
            {"a.com": {"": ["a.com"], "header": [["A", "b"], ["E", "f"]], "header~2": {"": ["/x"], "C": [["d"]]}}},
        ),
        ("&(r) {\nrespond hi\n}\n", {"&(r)": {"": [], "respond": [["hi"]]}}),
        ("(s) {\nrespond hi\n}\na.com {\nimport s\n}\n", {"a.com": {"": ["a.com"], "respond": [["hi"]]}}),
        ("a.com {\nimport /x y\n}\n", {"a.com": {"": ["a.com"], "import": [["/x", "y"]]}}),
        ("x.{$D} {\nrespond a{$T}b\n}\n", {"x.{$D}": {"": [["x.", "$D"]], "respond": [[["a", "$T", "b"]]]}}),
        ('a.com {\nrespond "" "{"\n}\n', {"a.com": {"": ["a.com"], "respond": [["", "{"]]}}),
    ],
)
def test_the_document_is_what_caddy_reads(text, expected):
    assert document(text) == expected


def word(texts: dict[str, str] | str) -> Scalar:
    """The last word of the first directive of the first site."""
    site = next(iter(graph(texts).documents["file:Caddyfile"].entries.values())).value
    assert isinstance(site, Mapping)
    value: Any = next(entry.value for key, entry in site.entries.items() if key)
    return value.items[0].items[-1]


@pytest.mark.parametrize(
    ("texts", "written", "via"),
    [
        ("a.com {\nrespond hi\n}\n", "hi", []),
        ("a.com {\nrespond {$X:hi}\n}\n", "{$X:hi}", [("default", "{$X:hi}")]),
        ("a.com {\nrespond a{$X}\n}\n", "a{$X}", [("variable", "{$X}")]),
        ({"Caddyfile": "a.com {\nimport b\n}\n", "b": "respond hi"}, "hi", [("import", "import b")]),
        ("a.com {\nimport s hi\n}\n(x) {\n}\n", None, []),
    ],
)
def test_a_word_knows_where_it_comes_from(texts, written, via):
    found = word(texts)
    if written is None:
        assert found.value == "hi"
    else:
        assert found.span.text == written
    assert [(hop.how, hop.span.text) for hop in found.via] == via


def test_an_argument_is_written_in_the_import():
    found = graph("(s) {\nrespond {args[0]} a{args[1]}\n}\na.com {\nimport s {$X:hi} {$Y}\n}\n")
    site = found.documents["file:Caddyfile"].entries["a.com"].value
    assert isinstance(site, Mapping)
    outer = site.entries["respond"].value
    assert isinstance(outer, Sequence)
    words = outer.items[0]
    assert isinstance(words, Sequence)
    whole, part = words.items
    assert isinstance(whole, Scalar)
    assert isinstance(part, Scalar)
    assert (whole.value, whole.span.text) == ("hi", "{$X:hi}")
    assert [(hop.how, hop.span.text) for hop in whole.via] == [
        ("default", "{$X:hi}"),
        ("import", "import s {$X:hi} {$Y}"),
        ("argument", "{args[0]}"),
    ]
    assert (part.known, part.span.text) == (False, "a{args[1]}")
    assert (part.via[0].how, part.via[0].span.text) == ("variable", "{$Y}")
