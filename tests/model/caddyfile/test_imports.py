from __future__ import annotations

import pytest

from deploylint.model.caddyfile import imports
from deploylint.model.caddyfile.imports import Context, Splicer
from deploylint.model.caddyfile.passing import place
from deploylint.model.caddyfile.roles import is_template
from deploylint.source.text import Source
from deploylint.syntax.caddyfile import new_line, tokenize
from tests.model.caddyfile.graphs import files


def splice(texts: dict[str, str] | str, **known: str) -> Splicer:
    """The splicer after a run over `Caddyfile`."""
    texts = {"Caddyfile": texts} if isinstance(texts, str) else texts
    splicer = Splicer(Context(files(texts), known.get, is_template))
    splicer.run(tokenize(Source("Caddyfile", texts["Caddyfile"]), known.get))
    return splicer


def lines(texts: dict[str, str] | str, **known: str) -> list[str]:
    """The lines that Caddy sees, those that define snippets left out."""
    found: list[str] = []
    tokens = splice(texts, **known).out
    for index, token in enumerate(tokens):
        if not index or new_line(tokens[index - 1], token):
            found.append(token.text)
        else:
            found[-1] += " " + token.text
    text = "\n" + "\n".join(found)
    return text.split("\n---\n")[-1].split("\n")


def codes(texts: dict[str, str] | str) -> list[tuple[str, str]]:
    return [(defect.code, defect.name) for defect in splice(texts).defects]


@pytest.mark.parametrize(
    ("snippet", "statement", "expected"),
    [
        ("respond hi", "import s", ["respond hi"]),
        ("respond {args[0]}", "import s hi", ["respond hi"]),
        ("respond {args.0}", "import s hi", ["respond hi"]),
        ("respond {args[0]}:{args[1]}", "import s a b", ["respond a:b"]),
        ('respond "{args[0]} and more"', 'import s "a b"', ["respond a b and more"]),
        ("respond {args[:]}", "import s a b c", ["respond a b c"]),
        ("respond {args[1:]}", "import s a b c", ["respond b c"]),
        ("respond {args[:2]}", "import s a b c", ["respond a b"]),
        ("respond x{args[:]}", "import s a b", ["respond x{args[:]}"]),
        ("respond {args[:]}", "import s", ["respond"]),
        ("respond {args[3:]}", "import s a", ["respond {args[3:]}"]),
        ("respond {args[1]}", "import s a", ["respond {args[1]}"]),
        ("respond {args[-1]}", "import s a", ["respond {args[-1]}"]),
        (r"respond \{args[0]\} \{x\}", "import s a", ["respond {args[0]} {x}"]),
        ("respond {http.request.host}", "import s a", ["respond {http.request.host}"]),
        ("handle {\n{block}\n}", "import s {\nrespond a\nheader b c\n}", ["handle {", "respond a", "header b c", "}"]),
        ("handle {\n{block}\n}", "import s", ["handle {", "}"]),
        ("handle {\n{blocks.x}\n}", "import s {\nx {\nrespond a\n}\ny b\n}", ["handle {", "respond a", "}"]),
        ("handle {\n{blocks.z}\n}", "import s {\nx {\nrespond a\n}\n}", ["handle {", "}"]),
    ],
)
def test_a_snippet_stands_in_for_its_import(snippet, statement, expected):
    text = f"(s) {{\n{snippet}\n}}\n---\n{statement}\n"
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"Caddyfile": "---\nimport a\n", "a": "respond x\n"}, ["respond x"]),
        (
            {"Caddyfile": "---\nimport sites/* 80\n", "sites/b": "b:{args[0]}", "sites/a": "a:{args[0]}"},
            ["a:80", "b:80"],
        ),
        ({"Caddyfile": "---\nimport d/a\n", "d/a": "import b\n", "d/b": "respond x"}, ["respond x"]),
        ({"Caddyfile": "import a\n---\nimport s\n", "a": "(s) {\nrespond x\n}\n"}, ["respond x"]),
        (
            {"Caddyfile": "---\na.com {\nimport a\nrespond y\n}\n", "a": "x {\nz\n}"},
            ["a.com {", "x {", "z", "}", "respond y", "}"],
        ),
        ({"Caddyfile": '---\n"import" a\n', "a": "respond x\n"}, ["respond x"]),
        ({"Caddyfile": "---\nrespond import a\n", "a": "x\n"}, ["respond import a"]),
        ({"Caddyfile": "---\na.com { import a\n}\n", "a": "x\n"}, ["a.com {", "x", "}"]),
        ({"Caddyfile": "---\nimport a\nrespond y\n", "a": ""}, ["respond y"]),
        ({"Caddyfile": "---\nimport /etc/a x {\ny\n}\n"}, ["import /etc/a x {", "y", "}"]),
        ({"Caddyfile": "---\nimport {$FILE}\n", "a": "respond x"}, ["respond x"]),
        ({"Caddyfile": "---\nimport {$ELSE}\n"}, ["import \ufffc"]),
        ({"Caddyfile": "---\nimport\n"}, ["import"]),
    ],
)
def test_a_file_stands_in_for_its_import(texts, expected):
    assert lines(texts, FILE="a") == expected


def test_snippets_use_snippets_and_pass_arguments_on():
    text = "(in) {\nrespond {args[0]}\n}\n(out) {\nimport in {args[1]}\n}\n---\nimport out a b\n"
    assert lines(text) == ["respond b"]
    passed = splice(text).out[-1]
    assert passed.passed
    assert place(passed).text == "b"
    assert [span.text for span in passed.imports] == ["import out a b", "import in {args[1]}"]


def test_arguments_of_a_snippet_that_is_defined_in_a_file_wait_for_its_import():
    texts = {"Caddyfile": "import a x\n---\nimport s y\n", "a": "(s) {\nrespond {args[0]}\n}\n"}
    assert lines(texts) == ["respond y"]
    assert codes(texts) == []


def test_a_hole_in_an_argument_stays_one():
    splicer = splice("(s) {\nproxy http://{args[0]}:{$P}/x\n}\n---\nimport s a{$H}b\n")
    word = splicer.out[-1]
    assert word.text == "http://a\ufffcb:\ufffc/x"
    assert [(use.reference.name, word.text[use.first : use.last]) for use in word.uses] == [
        ("H", "\ufffc"),
        ("P", "\ufffc"),
    ]
    assert [use.first for use in word.uses] == [8, 11]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("import nope\n", [("import-target-missing", "nope")]),
        ("import nope.caddy\n", [("import-target-missing", "nope.caddy")]),
        ("import s\n(s) {\n}\n", [("import-target-missing", "s")]),
        ("import conf.d/nope.caddy\n", []),
        ("import /nope.caddy\n", []),
        ("import /somewhere/*.caddy\nimport nope\n", []),
        ("{$MORE}\na.com {\nimport nope\n}\n", []),
        ("a.com {\nimport /x\n}\nb.com {\nimport nope\n}\n", [("import-target-missing", "nope")]),
        ("(s) {\n}\n(s) {\n}\n", [("duplicate-snippet", "s")]),
        ("(s) {\nimport s\n}\na.com {\nimport s\n}\n", [("import-cycle", "(s)")]),
        ("(s) {\nimport s\n}\n", []),
        ({"Caddyfile": "import a\n", "a": "import b", "b": "import a"}, [("import-cycle", "a")]),
        ({"Caddyfile": "import *\n", "a": "x"}, [("import-cycle", "Caddyfile")]),
        ({"Caddyfile": "import a\nimport a\n", "a": "respond x"}, []),
        ("import x*y*z\n", [("import-glob-multiple-wildcards", "x*y*z")]),
        ("import *.conf\n", [("import-empty-match", "*.conf")]),
        ("(s) {\nx {args[0]} {args[0]} {args[1]}\n}\nimport s\n", [("import-args-out-of-range", "s")] * 2),
        ("(s) {\nx {args[0]}\n}\nimport s a\n", []),
    ],
)
def test_what_is_wrong_with_an_import_is_told(texts, expected):
    assert codes(texts) == expected


def test_a_snippet_in_a_block_is_none():
    assert list(splice("a.com {\n(s) {\n}\n}\n").snippets) == []
    assert list(splice("a.com\n(s) {\n}\n").snippets) == []


def test_snippets_count_their_uses():
    found = splice("(a) {\n}\n(b) {\nimport a\n}\nx.com {\nimport b\nimport b\n}\n").snippets
    assert {name: snippet.uses for name, snippet in found.items()} == {"a": 2, "b": 2}


def test_what_grows_without_end_is_stopped():
    levels = "".join(f"(s{n}) {{\nimport s{n - 1}\nimport s{n - 1}\n}}\n" for n in range(1, 40))
    splicer = splice(f"(s0) {{\nx\n}}\n{levels}import s39\n")
    assert [defect.code for defect in splicer.defects] == ["input-limit-exceeded"]
    assert len(splicer.out) < 4 * imports.MOST_TOKENS


def test_arguments_that_grow_without_end_are_stopped():
    levels = "".join(f"(s{n}) {{\nimport s{n - 1} {{args[0]}}{{args[0]}}\n}}\n" for n in range(1, 60))
    splicer = splice(f"(s0) {{\nx {{args[0]}}\n}}\n{levels}import s59 {'a' * 1000}\n")
    assert "import-args-out-of-range" in {defect.code for defect in splicer.defects}
    assert sum(len(token.text) for token in splicer.out) < 10_000_000


def test_many_arguments_at_many_places_are_stopped():
    body = "\n".join(["x {args[:]}"] * 5000)
    splicer = splice(f"(s) {{\n{body}\n}}\nimport s {' '.join('a' * 5000)}\n")
    assert [defect.code for defect in splicer.defects] == ["input-limit-exceeded"]
