"""Whatever the text: YAML trees without an exception, with places that hold, and equal from both parsers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from deploylint.source.text import Source
from deploylint.syntax import yaml_tree
from deploylint.syntax.tree import Alias, Mapping, Node, Scalar, YamlTree

LINES = st.lists(
    st.tuples(
        st.sampled_from(["", " ", "  ", "    "]),
        st.sampled_from([
            "a: b", "- c", "- ", "k:", "? q", ": v", "'x''y'", '"e\\n\\x41\\\n  f"', "|", ">-", ">2+", "a: |", "- >",
            "&n x", "*n", "a: *n", "!!str 1", "!t", "[a, b: c]", "{a: 'b', c}", "# note", "a: b # note", "text text",
            "\t", "---", "...", "a: 'b", "1.10", "<<: *n", "'two\n  lines'", "k: plain\n  more\n\n  still", "\x85",
            "é: ü", "{{ x }}", "[", "]",
        ]),
        st.sampled_from(["\n", "\n", "\r\n", "\r", "\n\n", "\n  \n", "\u2028"]),
    ).map("".join),
    max_size=12,
).map("".join)  # fmt: skip
TEXTS = LINES | st.text("ab:-?[]{}&*#|>'\"\\ \n\t,x01\r\x85\ufeff") | st.text()


def flat(tree: YamlTree) -> list[tuple[object, ...]]:
    """A tree as something that can be compared."""
    found: list[tuple[object, ...]] = []
    for node in nodes(tree):
        if isinstance(node, Scalar):
            found.append((node.start, node.content, node.end, node.anchor, node.tag, node.value, node.style))
        elif isinstance(node, Alias):
            found.append((node.start, node.end, node.name, node.target is not None))
        else:
            found.append(
                (type(node).__name__, node.start, node.content, node.end, node.last, node.anchor, node.tag, node.flow)
            )
    return found


def nodes(tree: YamlTree) -> Iterator[Node]:
    """All nodes in order of writing."""
    waiting: list[Node] = [document for document in reversed(tree.documents) if document is not None]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Mapping):
            for key, value in reversed(node.items):
                waiting += (value, key)
        elif not isinstance(node, Scalar | Alias):
            waiting += reversed(node.items)


def reread(raw: str) -> str | None:
    """The value of the only scalar in a text; None when there is not one."""
    events = [event for event in yaml.parse(" " + raw, Loader=yaml.CSafeLoader) if isinstance(event, yaml.ScalarEvent)]
    return events[0].value if len(events) == 1 else "" if not raw else None


@given(TEXTS)
@example("\ufeffa: b")
@example("a: \ud800")
@example("a: \x00b")
def test_trees(text: str) -> None:
    source = Source("f", text)
    tree = yaml_tree.parse(source)
    for defect in tree.defects:
        assert 0 <= defect.span.start < defect.span.end <= len(text)
        assert defect.found or defect.name
    assert tree.broken is None or 0 <= tree.broken <= len(text)
    for node in nodes(tree):
        assert 0 <= node.start <= node.content <= node.end <= len(text)
        if isinstance(node, Scalar):
            places = yaml_tree.places(source, node)
            assert len(places) == len(node.value) + 1
            assert list(places) == sorted(places)
            assert all(node.content <= place <= node.end for place in places)
            yaml_tree.resolve(node)
    for start, end in yaml_tree.comments(tree):
        assert text[start] == "#"
        assert end > start
        assert not set(text[start:end]) & {"\r", "\n"}


@given(LINES)
def test_scalars_read_alone_are_themselves(text: str) -> None:
    tree = yaml_tree.parse(Source("f", text))
    if tree.broken is not None:
        return
    for node in nodes(tree):
        if isinstance(node, Scalar) and "2" not in text[node.content : node.end].partition("\n")[0]:
            assert reread(text[node.content : node.end]) == node.value


@given(LINES)
def test_characters_have_their_own_places(text: str) -> None:
    source = Source("f", text)
    for node in nodes(yaml_tree.parse(source)):
        if isinstance(node, Scalar) and len(node.value) > 1:
            places = yaml_tree.places(source, node)
            assert len(set(places)) == len(places)
            for character, place in zip(node.value, places, strict=False):
                assert text[place] in (character, "\\") or character in " \n"


@pytest.mark.skipif(not yaml_tree.HAS_LIBYAML, reason="only one parser is there")
@given(LINES)
def test_both_parsers_give_the_same_tree(text: str) -> None:
    fast = yaml_tree.parse(Source("f", text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_tree, "_LOADER", yaml.SafeLoader)
        pure = yaml_tree.parse(Source("f", text))
    if fast.broken is None and pure.broken is None:
        assert flat(fast) == flat(pure)
