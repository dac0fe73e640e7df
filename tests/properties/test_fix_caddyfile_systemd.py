"""Random units and Caddyfiles, and operations on them: exactly the intended thing changes."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.model.graphs import graph as graph_of

from deploylint import rewrite
from deploylint.findings import Operation
from deploylint.source.edit import apply_edits
from deploylint.source.text import Source
from deploylint.syntax import caddyfile, systemd
from deploylint.syntax.caddyfile.tree import Statement

NEWLINES = st.sampled_from(["\n", "\r\n"])


class Shape:
    """What a text is like as a file."""

    def __init__(self, text: str) -> None:
        self.crlf = text.count("\r\n")
        self.lf = text.count("\n") - self.crlf
        self.ended = text.endswith("\n") or not text

    def kept_by(self, other: Shape) -> bool:
        """Has the other only line ends that this one has, and an end like it?"""
        ends = bool(self.crlf or not other.crlf) and bool(self.lf or not other.lf or not self.crlf)
        return ends and self.ended == other.ended


def own_lines(text: str, *signs: str) -> list[str]:
    """The comments that have a line to themselves."""
    return [line.strip() for line in text.splitlines() if line.strip().startswith(signs)]


# -- units -------------------------------------------------------------------------------------------------------------

UnitData = list[tuple[str, list[tuple[str, str]]]]

SECTIONS = ["Unit", "Service", "Install", "X-Own"]
KEYS = ["After", "Type", "Environment", "ExecStart", "Restart", "X-Key", "WantedBy"]
WORDS = st.sampled_from(["a", "b.service", "/bin/c", "-d", "A=1", "%n", "${X}", "é", "e#f", "g;h", "it"])
VALUES = st.lists(WORDS, min_size=1, max_size=4)
NEW_VALUES = st.sampled_from(["x", "x y", "x # y", "'q", '"q r"', "\\", "x\\", "", " x", "x=y", "[z]", "# x"])


@st.composite
def units(draw: Any) -> tuple[UnitData, str]:
    newline = draw(NEWLINES)
    data: UnitData = []
    lines: list[str] = []
    for name in draw(st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=4, unique=True)):
        assignments: list[tuple[str, str]] = []
        lines += [*draw(st.sampled_from([[], [""], ["# c", ""], ["; d"]])), f"[{name}]"]
        for key in draw(st.lists(st.sampled_from(KEYS), max_size=4)):
            words = draw(VALUES)
            blank = draw(st.sampled_from(["", " "]))
            lines += draw(st.sampled_from([[], [], [""], ["# e"]]))
            if len(words) > 1 and draw(st.booleans()):
                first, *more = words
                joined = [f"{key}{blank}={blank}{first} \\", *(f"  {word} \\" for word in more[:-1]), f"  {more[-1]}"]
                if draw(st.booleans()):
                    joined.insert(1, "  # inside")
                lines += joined
            else:
                lines.append(f"{key}{blank}={blank}{' '.join(words)}")
            assignments.append((key, " ".join(words)))
        data.append((name, assignments))
    return data, newline.join(lines) + draw(st.sampled_from(["", newline, newline + newline]))


def unit_data(text: str) -> UnitData:
    """Sections and settings, the blanks of continued lines as one."""
    tree = systemd.parse(Source("", text))
    assert not tree.outside
    return [(one.name, [(each.key, " ".join(each.value.split())) for each in one.assignments]) for one in tree.sections]


@given(units(), st.data())
def test_units(file: tuple[UnitData, str], data: st.DataObject) -> None:
    before, text = file
    assert unit_data(text) == before
    path = data.draw(st.sampled_from(["a.service", "a.socket"]))
    graph = graph_of({path: text})
    settings: list[Any] = list(graph.kinds["unit_setting"])
    expected = copy.deepcopy(before)
    verb = data.draw(st.sampled_from(["set", "remove", "rename", "comment-out", "insert", "word", "add", "section"]))
    section, number = None, 0
    if verb != "add":
        assume(settings)
        at = data.draw(st.integers(0, len(settings) - 1))
        setting = sorted(settings, key=lambda node: node.header.start)[at]
        places = [(name, number) for name, found in before for number in range(len(found))]
        section, number = places[at]
        held = dict(expected)[section]
    if verb == "set":
        value = data.draw(NEW_VALUES)
        operation = Operation("set", setting, "value", None, value)
        held[number] = (held[number][0], " ".join(value.split()))
    elif verb in ("remove", "comment-out"):
        operation = Operation(verb, setting)
        del held[number]
    elif verb == "rename":
        operation = Operation("rename", setting, "", None, "X-New")
        held[number] = ("X-New", held[number][1])
    elif verb == "insert":
        operation = Operation("insert", setting, "", None, "X-New=n")
        held.insert(number, ("X-New", "n"))
    elif verb == "word":
        words = held[number][1].split()
        word = data.draw(st.sampled_from(words))
        assume(word in setting.items)
        operation = Operation("remove", setting, "items", word)
        words.remove(word)
        held[number] = (held[number][0], " ".join(words))
        if not words:
            del held[number]
    elif verb == "section":
        name = data.draw(st.sampled_from(SECTIONS))
        operation = Operation("set", setting, "section", None, name)
        assume(name != section and name in dict(expected))
        dict(expected)[name].append(held.pop(number))
    else:
        name = data.draw(st.sampled_from(SECTIONS))
        operation = Operation("add", graph.kinds["unit"][0], "settings", f"{name}.X-New", "n")
        if name in dict(expected):
            dict(expected)[name].append(("X-New", "n"))
        else:
            install = [one for one, _ in expected].index("Install") if "Install" in dict(expected) else len(expected)
            expected.insert(
                0 if name == "Unit" else len(expected) if name == "Install" else install, (name, [("X-New", "n")])
            )
    try:
        edits = rewrite.Rewriter(graph).edits(operation)
    except rewrite.Refused:
        assume(False)
        return
    after = apply_edits(text, edits)
    found = unit_data(after)
    assert [one for one in found if one[1]] == [one for one in expected if one[1]]
    assert Shape(text).kept_by(Shape(after))
    if verb not in ("remove", "comment-out", "word"):
        assert sorted(own_lines(after, "#", ";")) == sorted(own_lines(text, "#", ";"))


# -- Caddyfiles --------------------------------------------------------------------------------------------------------

Line = tuple[list[str], "list[Any] | None"]
"""The words of a statement, and the statements in its block."""

ARGUMENTS = st.sampled_from(
    ["/a/*", "app:80", "x y", "{host}", "{$X}", "é", 'q"q', "back\\slash", "b`t", "c,", "200", ""]
)
NEW_ARGUMENTS = st.sampled_from(
    ["new", "n w", 'n"w', "n`w", "{n}", "{", "}", "#n", "n\\", "<<N", "", "{$N}", '"`', '`\\"']
)


def written(word: str, draw: Any) -> str:
    """A word in quotes of some kind that can hold it."""
    ways = [f'"{word}"'] if '"' not in word and not word.endswith("\\") else []
    ways += [f"`{word}`"] if "`" not in word else []
    bare = word and not any(char in word for char in ' "`#\\') and word not in "{}"
    return str(draw(st.sampled_from([word, *ways] if bare else ways)))


class CaddyWriter:
    """Writes statements in a style that is drawn at random; each has a name of its own."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.step = draw(st.sampled_from(["\t", "  ", "    "]))
        self.count = 0

    def statements(self, depth: int) -> tuple[list[Line], list[str]]:
        found: list[Line] = []
        lines: list[str] = []
        margin = self.step * depth
        for _ in range(self.draw(st.integers(0, 3))):
            self.count += 1
            lines += self.draw(st.sampled_from([[], [], [""], [margin + "# c"]]))
            words = [f"d{self.count}", *self.draw(st.lists(ARGUMENTS, max_size=3))]
            shown = [words[0], *(written(word, self.draw) for word in words[1:])]
            tail = self.draw(st.sampled_from(["", "", " # t"]))
            block = None
            head = margin + " ".join(shown)
            if len(shown) > 1 and self.draw(st.integers(0, 5)) == 0:
                head = margin + f" \\\n{margin}{self.step}".join(shown)
            if depth < 3 and self.draw(st.booleans()):
                block, inner = self.statements(depth + 1)
                lines += [f"{head} {{{tail}", *inner, margin + "}"]
            else:
                lines.append(head + tail)
            found.append((words, block))
        return found, lines


@st.composite
def caddyfiles(draw: Any) -> tuple[list[Line], str]:
    writer = CaddyWriter(draw)
    data: list[Line] = []
    lines: list[str] = draw(st.sampled_from([[], ["# top", ""], [""]]))
    for host in draw(st.lists(st.sampled_from(["a.org", "b.org", ":80"]), min_size=1, max_size=2, unique=True)):
        found, inner = writer.statements(1)
        data.append(([host], found))
        lines += [f"{host} {{", *inner, "}"]
    newline = draw(NEWLINES)
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n"]))
    return data, text.replace("\n", newline)


def caddy_data(text: str) -> list[Line]:
    """What Caddy reads, variables left as they are."""
    tree = caddyfile.parse(Source("", text), lambda name: "{$" + name + "}")
    assert not tree.defects

    def plain(statement: Statement) -> Line:
        block = statement.block
        return [word.text for word in statement.words], None if block is None else [
            plain(one) for one in block.statements
        ]

    return [plain(statement) for statement in tree.statements]


def every(lines: list[Line]) -> list[tuple[list[Line], Line]]:
    """All statements below the sites, each with the list in which it stands."""
    found: list[tuple[list[Line], Line]] = []
    for line in lines:
        found += [(line[1] or [], one) for one in line[1] or []]
        found += every(line[1] or [])
    return found


@given(caddyfiles(), st.data())
def test_caddyfiles(file: tuple[list[Line], str], data: st.DataObject) -> None:
    before, text = file
    assert caddy_data(text) == before
    graph = graph_of({"Caddyfile": text})
    expected = copy.deepcopy(before)
    held = [(holder, line) for holder, line in every(expected)]
    assume(held)
    holder, line = data.draw(st.sampled_from(held))
    words, block = line
    nodes: list[Any] = list(graph.kinds["caddy_directive"])
    node = next(one for one in nodes if one.name == words[0])
    verb = data.draw(
        st.sampled_from(["set", "word", "remove", "rename", "comment-out", "insert", "add", "line", "option"])
    )
    new = data.draw(NEW_ARGUMENTS)
    if verb in ("set", "word"):
        origin = node.origins.get("args")
        assume(origin is not None and origin.items)
        value, place = data.draw(st.sampled_from(sorted(origin.items.items())))
        at = words.index(value) if value in words[1:] else 0
        assume(at and words.count(value) == 1)
        operation = Operation("set" if verb == "set" else "remove", node, "args", value, new if verb == "set" else None)
        words[at : at + 1] = [new] if verb == "set" else []
        assert place.start < place.end
    elif verb in ("remove", "comment-out"):
        operation = Operation(verb, node)
        holder.remove(line)
    elif verb == "rename":
        operation = Operation("rename", node, "", None, "renamed")
        words[0] = "renamed"
    elif verb == "insert":
        operation = Operation("insert", node, "", None, "# new")
    elif verb == "add":
        operation = Operation("add", node, "args", None, new)
        words.append(new)
    elif verb == "line":
        operation = Operation("add", node, "children", "new", "1 2")
        holder[holder.index(line)] = (words, [*(block or []), (["new", "1", "2"], None)])
    else:
        operation = Operation("add", graph.kinds["file"][0], "options", "debug", "")
        expected.insert(0, ([], [(["debug"], None)]))
    try:
        edits = rewrite.Rewriter(graph).edits(operation)
    except rewrite.Refused:
        assume(False)
        return
    after = apply_edits(text, edits)
    assert caddy_data(after) == expected
    assert Shape(text).kept_by(Shape(after)) or not after
    if verb not in ("remove", "comment-out"):
        more = ["# new"] if verb == "insert" else []
        assert sorted(own_lines(after, "#")) == sorted([*own_lines(text, "#"), *more])


@given(caddyfiles())
def test_nothing_is_formatted_twice(file: tuple[list[Line], str]) -> None:
    _, text = file
    graph = graph_of({"Caddyfile": text})
    operation = Operation("format", graph.kinds["file"][0])
    try:
        edits = rewrite.Rewriter(graph).edits(operation)
    except rewrite.Refused:
        assert text.endswith("\n")
        return
    assert apply_edits(text, edits).removeprefix(text) == ("\r\n" if "\r\n" in text else "\n")
