"""YAML trees: places, defects, limits."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
import yaml

from deploylint.source.decode import decode
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree
from deploylint.syntax.tree import Alias, Mapping, Node, Scalar, Sequence, YamlTree


def read(text: str) -> YamlTree:
    return yaml_tree.parse(Source("f.yaml", text))


def root(text: str) -> Mapping:
    tree = read(text)
    assert tree.defects == []
    (document,) = tree.documents
    assert isinstance(document, Mapping)
    return document


def value(text: str) -> Node:
    return root(text).items[0][1]


@pytest.mark.parametrize(
    ("text", "start", "content", "written"),
    [
        ("a: b # c\n", 3, 3, "b"),
        ("a: &x !!str 'b'\n", 3, 12, "'b'"),
        ("a: !t\n  # why\n  b\n", 3, 16, "b"),
        ("a: &x\nb: c\n", 3, 5, ""),
        ("a:\nb: c\n", 2, 2, ""),
        ("? a\n# c\n? b\n", 3, 3, ""),
        ("a: |  # c\n  x\n   y\n\n# d\nb: c\n", 3, 3, "|  # c\n  x\n   y\n"),
        ("a: |+\n  x\n\nb: c\n", 3, 3, "|+\n  x\n\n"),
        ("a: !!str >-\r\n  x\r\n\r\nb: c\n", 3, 9, ">-\r\n  x\r\n"),
        ("a: [b, &x {c: d}] # e\n", 3, 3, "[b, &x {c: d}]"),
        ("a: &x\n  b: c\n\n  # d\n\ne: f\n", 3, 8, "b: c"),
        ("a:\n- b\n- c   # d\ne: f\n", 3, 3, "- b\n- c"),
        ("\ufeffa: é😀\n", 4, 4, "é😀"),
    ],
)
def test_places(text: str, start: int, content: int, written: str) -> None:
    node = value(text)
    assert (node.start, node.content, text[node.content : node.end]) == (start, content, written)


def test_last_is_the_end_of_the_last_child() -> None:
    node = value("a: [b, c , ]\n")
    assert isinstance(node, Sequence)
    assert (node.last, node.end, node.flow) == (8, 12, True)
    pair = value("a: [b: c, d]\n")
    assert isinstance(pair, Sequence)
    assert (pair.items[0].start, pair.items[0].end) == (4, 8)


def test_an_alias_is_a_node_of_its_own() -> None:
    tree = read("a: &x {b: c}\nd: *x\ne: *x\n")
    (document,) = tree.documents
    assert isinstance(document, Mapping)
    target, alias = document.items[0][1], document.items[1][1]
    assert isinstance(alias, Alias)
    assert (alias.target, alias.start, alias.end, alias.name) == (target, 16, 18, "x")
    assert tree.uses == {id(target): 2}


def test_documents() -> None:
    assert read("").documents == []
    assert read("# nothing\n").documents == []
    assert [type(node) for node in read("---\n---\na: b\n--- c\n").documents] == [type(None), Mapping, Scalar]
    # go-yaml, and so Compose, knows the anchors of the documents before.
    assert [d.found for d in read("a: *x\n---\na: &x b\n---\nc: *x\n").defects] == [
        "an alias of an anchor that is not there"
    ]


def test_duplicate_keys_are_two_items_and_a_defect() -> None:
    tree = read("a: 1\nb: 2\n'a': 3\na: 4\n<<: {}\n<<: {}\n")
    (document,) = tree.documents
    assert isinstance(document, Mapping)
    assert len(document.items) == 6
    assert [(d.code, d.name, d.span.start, d.related[0].span.start) for d in tree.defects] == [
        ("duplicate-yaml-key", "a", 10, 0),
        ("duplicate-yaml-key", "a", 17, 0),
        ("duplicate-yaml-key", "<<", 29, 22),
    ]


@pytest.mark.parametrize(
    ("text", "written", "found", "broken"),
    [
        ("a: 'x\nb: c\n", "'", "a quote that is not closed", 3),
        ("a: [1, 2\nb: c\n", "[", "a [ that is not closed", 3),
        ("a: {b: c\nd: e\n", "{", "a { that is not closed", 3),
        ("a: [b c: d: e]\n", ":", "a :", 3),
        ("a:\n\t- b\n", "\t", "a tab", 3),
        ("a: b\n\tc: d\n", "\t", "a tab", 5),
        ("a: b: c\n", ":", "a second colon on the line", 0),
        ("a: b\n  c: d\n", "c", "a key below a key that has a value", 0),
        ("a:b\nc: d\n", "a:b", "a line without a colon and a blank", 0),
        ("a: b\nc d\n", "c d", "a line without a colon", 5),
        ("a:\n  b: c\n d: e\n", "d: e", "an indentation of 1 blank", 11),
        ("  a: b\nc: d\n", "c: d", "a line at the margin, below a first line behind 2 blanks", 7),
        ("- a\nb: c\n", "b: c", "a key among list items", 4),
        ("a: 1\n- b\n", "- b", "a list item among keys", 5),
        ("a: - b\n", "-", "a list item behind a key", 3),
        ("a: @x\n", "@", "a value that begins with @", 3),
        ("a: *\n", "*", "a * without a name", 3),
        ("a: 'x' y\n", "y", "text behind a value", 0),
        ('a: "\\q"\n', "\\q", "a \\ that begins no escape sequence", 3),
        ("a: |x\n  b\n", "x", "x behind the |", 3),
        ("[a, b]]\n", "]", "text that belongs to nothing", 6),
        ("a: ]\n", "]", "a ]", 3),
        ("a: b\nc: \x07\n", "\x07", "the control character U+0007", 8),
        ("a: *x\n", "*x", "an alias of an anchor that is not there", None),
        ("a: &x [*x]\n", "*x", "an alias inside its own anchor: *x", None),
        ("a: !!int b\n", "!!int b", "a value that its tag does not allow", None),
    ],
)
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_syntax_errors(
    text: str, written: str, found: str, broken: int | None, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(yaml, loader):
        pytest.skip("libyaml is missing")
    monkeypatch.setattr(yaml_tree, "_LOADER", getattr(yaml, loader))
    tree = read(text)
    assert [(d.code, d.span.text, d.found) for d in tree.defects] == [("yaml-syntax-error", written, found)]
    assert tree.defects[0].expected
    assert tree.broken == broken


def test_what_stands_before_an_error_is_kept() -> None:
    tree = read("services:\n  web:\n    image: a\n  db:\n    image: 'b\n")
    (document,) = tree.documents
    assert isinstance(document, Mapping)
    services = document.items[0][1]
    assert isinstance(services, Mapping)
    web = services.items[0][1]
    assert tree.broken is not None
    assert web.end < tree.broken <= document.end
    assert isinstance(web, Mapping)
    assert len(web.items) == 1


HOSTILE = ("- ", "[", "{a: ", "? ", "- - ", "{", "a: &a [*a, ", "!x ", "|", "'", '"', "\n\t", "- ? ", "[a, ", "*a ")


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_hostile_nesting_ends_in_a_defect_even_on_a_small_stack(loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(yaml, loader):
        pytest.skip("libyaml is missing")
    monkeypatch.setattr(yaml_tree, "_LOADER", getattr(yaml, loader))
    codes: dict[str, set[str]] = {}

    def parse_all() -> None:
        for piece in HOSTILE:
            tree = read(piece * (200_000 // len(piece)))
            yaml_tree.comments(tree)
            codes[piece] = {defect.code for defect in tree.defects}

    old = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=parse_all)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(old)
    assert set(codes) == set(HOSTILE)
    for piece in ("- ", "[", "{a: ", "? "):
        assert codes[piece] == {"input-limit-exceeded"}


def test_aliases_may_not_multiply() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    tree = read("\n".join(lines))
    (defect,) = tree.defects
    assert (defect.code, tree.broken) == ("input-limit-exceeded", defect.span.start)
    assert defect.span.text == "*e"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\nb: c # d\n", ["# a", "# d"]),
        ("a: 'x # y'\nb: x#y\nc: \"# z\" # e\n", ["# e"]),
        ("a: | # head\n  # no\n# yes\nb: &x !t # p\n  c\n", ["# head", "# yes", "# p"]),
        ("a: [b, # one\n  c] #two\n# three", ["# one", "#two", "# three"]),
        ("--- # a\nb: *x\n", ["# a"]),
        ("%YAML 1.1 # a\n---\n- b\r# c\r\n", ["# a", "# c"]),
        ("a: b # c\nd: 'e\n# f\n", ["# c"]),
    ],
)
def test_comments(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in yaml_tree.comments(read(text))] == expected


def compose_files(corpus: Path) -> list[Path]:
    manifest = json.loads((corpus / "manifest.json").read_text())
    return [corpus / e["repo"].replace("/", "__") / e["path"] for e in manifest if e["kind"] == "compose"]


def scalars(tree: YamlTree) -> list[Scalar]:
    found: list[Scalar] = []
    waiting = [node for node in tree.documents if node is not None]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            found.append(node)
        elif isinstance(node, Mapping):
            for key, item in node.items:
                waiting += (key, item)
        elif isinstance(node, Sequence):
            waiting += node.items
    return found


def test_every_scalar_of_the_corpus_read_alone_is_itself(corpus: Path) -> None:
    """Behind one blank, so that the text does not begin a line."""
    paths = compose_files(corpus)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert len(paths) > 900
    count = 0
    for path in paths:
        source = decode(path.name, path.read_bytes())
        assert isinstance(source, Source)
        for node in scalars(yaml_tree.parse(source)):
            raw = source.text[node.content : node.end]
            events = list(yaml.parse(" " + raw, Loader=loader))
            values = [event.value for event in events if isinstance(event, yaml.ScalarEvent)] or [""]
            assert values == [node.value], (path, node.content)
            places = yaml_tree.places(source, node)
            assert len(places) == len(node.value) + 1
            assert len(set(places)) == len(places)
            count += 1
    assert count > 60_000


@pytest.mark.skipif(not yaml_tree.HAS_LIBYAML, reason="only one parser is there")
def test_both_parsers_give_the_same_tree_for_the_corpus(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in compose_files(corpus):
        source = decode(path.name, path.read_bytes())
        assert isinstance(source, Source)
        trees = []
        for loader in (yaml.CSafeLoader, yaml.SafeLoader):
            monkeypatch.setattr(yaml_tree, "_LOADER", loader)
            tree = yaml_tree.parse(source)
            shown = [(n.start, n.content, n.end, n.anchor, n.tag, n.value, n.style) for n in scalars(tree)]
            trees.append((shown, tree.defects, tree.broken))
        assert trees[0] == trees[1], path
