"""Random Compose files and operations: exactly the intended thing changes, every comment outside it stays."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.model.graphs import graph as graph_of

from deploylint import rewrite
from deploylint.findings import Operation
from deploylint.rewrite.yaml.written import Written
from deploylint.source.edit import apply_edits
from deploylint.source.text import Source
from deploylint.syntax import tree, yaml_tree

Plain = Any

WORDS = st.sampled_from(
    ["a", "no", "1.10", "x y", "it's", 'q"q', "a: b", "a #b", "0755", "true", "é", "-", "~", "a\nb", " "]
)
NAMES = st.lists(st.sampled_from(["web", "db", "a.b", "x-y", "cache"]), min_size=1, max_size=3, unique=True)
CAPS = st.lists(st.sampled_from(["ALL", "CHOWN", "KILL", "SETUID"]), min_size=1, max_size=3, unique=True)
PAIRS = st.dictionaries(st.sampled_from(["A", "B", "C_D", "e.f"]), WORDS, min_size=1, max_size=3)
SERVICE = st.fixed_dictionaries(
    {"image": st.sampled_from(["nginx", "nginx:1.25", "r.io/a/b:2@sha256:ab"])},
    optional={
        "restart": WORDS,
        "cap_add": CAPS,
        "environment": PAIRS,
        "labels": PAIRS,
        "user": WORDS,
        "hostname": WORDS,
    },
)


class Writer:
    """Writes data as YAML in styles that are drawn at random."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.step = draw(st.sampled_from([2, 3, 4]))
        self.count = 0

    def comment(self) -> str:
        self.count += 1
        return f"# c{self.count}"

    def text(self, value: str, flow: bool) -> str:
        style = self.draw(st.sampled_from(["", "'", '"']))
        if "\n" in value:
            style = '"'
        return rewrite_scalar(value, style, flow)

    def flow(self, value: Plain) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.text(k, True)}: {self.flow(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item) for item in value) + "]"
        return self.text(value, True)

    def lines(self, value: Plain, depth: int) -> list[str]:
        """Block lines of a collection."""
        margin = " " * depth
        lines: list[str] = []
        entries = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        for key, sub in entries:
            if self.draw(st.integers(0, 5)) == 0:
                lines.append(margin + self.comment())
            if self.draw(st.integers(0, 9)) == 0:
                lines.append("")
            head = f"{margin}- " if key is None else f"{margin}{self.text(key, False)}:"
            tail = " " + self.comment() if self.draw(st.integers(0, 5)) == 0 else ""
            if isinstance(sub, str):
                lines.append(f"{head}{'' if key is None else ' '}{self.text(sub, False)}{tail}")
            elif self.draw(st.integers(0, 3)) == 0:
                lines.append(f"{head} {self.flow(sub)}{tail}")
            else:
                lines.append(head + tail)
                deeper = depth + (0 if isinstance(sub, list) and self.draw(st.booleans()) else self.step)
                lines += self.lines(sub, deeper)
                if self.draw(st.integers(0, 7)) == 0:
                    lines.append(" " * (depth + self.step) + self.comment())
        return lines


def rewrite_scalar(value: str, style: str, flow: bool) -> str:
    from deploylint.rewrite.yaml.scalars import render

    return render(value, style, flow=flow)


@st.composite
def files(draw: Any) -> tuple[dict[str, Plain], str]:
    names = draw(NAMES)
    data: dict[str, Plain] = {"services": {name: draw(SERVICE) for name in names}}
    if draw(st.booleans()):
        data["volumes"] = {"data": {"driver": "local"}, "other": {"name": "x"}}
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    text = newline.join(Writer(draw).lines(data, 0)) + draw(st.sampled_from(["", newline, newline * 2]))
    return data, text


def plain(node: tree.Node | None) -> Plain:
    if isinstance(node, tree.Mapping):
        return {plain(key): plain(value) for key, value in node.items}
    if isinstance(node, tree.Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, tree.Scalar)
    return yaml_tree.resolve(node) if not node.style and node.value else node.value


def comments(text: str) -> list[str]:
    parsed = yaml_tree.parse(Source("", text))
    return [text[start:end] for start, end in yaml_tree.comments(parsed)]


def removed_by(text: str, key: tuple[str, ...]) -> str:
    """The lines of a key with what is indented deeper below it, whose comments may go."""
    written = Written(Source("", text))
    node: Any = written.tree.documents[0]
    span = (0, len(text))
    for name in key:
        at = next(i for i, (k, _) in enumerate(node.items) if k.value == name)
        span = written.item_start(node, at), written.item_end(node, at)
        following = written.item_start(node, at + 1) if at + 1 < len(node.items) else len(text)
        node = node.items[at][1]
        span = (span[0], following)
    return text[span[0] : span[1]]


@given(files(), st.data())
def test_operations(file: tuple[dict[str, Plain], str], data: st.DataObject) -> None:
    before, text = file
    parsed = yaml_tree.parse(Source("compose.yaml", text))
    assert not parsed.defects
    assert plain(parsed.documents[0]) == before
    name = data.draw(st.sampled_from(sorted(before["services"])))
    graph = graph_of(text)
    service: Any = next(node for node in graph.kinds["service"] if node.name == name)  # type: ignore[attr-defined]
    expected = copy.deepcopy(before)
    target = expected["services"][name]
    removed = ()
    kind = data.draw(st.sampled_from(["set", "remove", "add", "item", "pair"]))
    if kind == "set":
        field = data.draw(st.sampled_from(["restart", "user", "container_name"]))
        value = data.draw(WORDS)
        operation = Operation("set", service, field, None, value)
        target[field] = value
    elif kind == "remove":
        field = data.draw(st.sampled_from(sorted(set(target) & {"restart", "user", "cap_add", "labels"}) or ["image"]))
        operation = Operation("remove", service, field)
        assume(len(target) > 1)
        del target[field]
        removed = ("services", name, field)
    elif kind == "add":
        operation = Operation("add", service, "cap_add", None, "NET_RAW")
        target.setdefault("cap_add", []).append("NET_RAW")
    elif kind == "item":
        assume("cap_add" in target and len(target["cap_add"]) > 1)
        gone = data.draw(st.sampled_from(target["cap_add"]))
        operation = Operation("remove", service, "cap_add", gone)
        target["cap_add"].remove(gone)
        removed = ("services", name, "cap_add")
    else:
        assume("environment" in target)
        key = data.draw(st.sampled_from(sorted(target["environment"])))
        variable = next(node for node in service.env_vars if node.name == key)
        value = data.draw(WORDS)
        operation = Operation("set", variable, "value", None, value)
        target["environment"][key] = value
    try:
        edits = rewrite.edits(operation, graph)
    except rewrite.Refused:
        assert removed, "only a removal may be refused here"
        return
    after = apply_edits(text, edits)
    assert plain(yaml_tree.parse(Source("", after)).documents[0]) == expected
    lost = set(comments(text)) - set(comments(after))
    assert all(comment in removed_by(text, removed) for comment in lost) if removed else not lost
    assert ("\r" in after) == ("\r" in text) or "\n" not in text
    if text.endswith("\n") or not removed:  # a blank line above the last line may become the last
        assert after.endswith("\n") == text.endswith("\n")
