"""The text format, as it should look to the character."""

from __future__ import annotations

import pytest

from deploylint.findings import Finding, Fix, Report
from deploylint.model.graph import FileRole
from deploylint.report import FORMATS, Look, renderer
from deploylint.report.excerpt import excerpt, width
from deploylint.report.safe import MASK, visible, words
from deploylint.report.text import render
from deploylint.source.defects import Related
from deploylint.source.span import Span
from deploylint.source.text import Source

CADDY = Source("proxy/Caddyfile", "\n" * 10 + "photos.example.org {\n    reverse_proxy app:8081\n}\n")
COMPOSE = Source("compose.yaml", "\n" * 30 + "    image: ghcr.io/example/app:1.4.2\n    user: root\n")


def _span(source: Source, text: str) -> Span:
    start = source.text.index(text)
    return Span(source, start, start + len(text))


def _finding(span: Span, **more: object) -> Finding:
    values: dict[str, object] = {
        "rule": "a-rule", "severity": "error", "message": "a message", "nodes": ("service:app/web",), "key": "k",
        **more,
    }  # fmt: skip
    return Finding(span=span, **values)  # type: ignore[arg-type]


def _body(finding: Finding, width: int = 80, **report: object) -> str:
    text = render(Report(findings=(finding,), **report), Look(width=width, quiet=True))  # type: ignore[arg-type]
    return "\n".join(text.splitlines()[1:-1])


def test_the_frame_of_the_design() -> None:
    finding = _finding(
        _span(CADDY, "8081"),
        rule="upstream-port-mismatch",
        message="app does not listen on 8081, but on 8080",
        related=(Related(_span(COMPOSE, "ghcr.io/example/app:1.4.2"), "app is defined here"),),
        fix=Fix("use port 8080", "unsafe", ()),
    )
    report = Report(
        (finding,),
        tuple(FileRole(str(at), "compose", "base", "app") for at in range(9)),
        {"project": 2, "site": 3, "unit": 4, "mount": 9},
    )
    assert (
        render(report, Look())
        == """\
error[upstream-port-mismatch]: app does not listen on 8081, but on 8080
  --> proxy/Caddyfile:12:23
   |
11 | photos.example.org {
12 |     reverse_proxy app:8081
   |                       ^^^^
  ::: compose.yaml:31:12
   |
31 |     image: ghcr.io/example/app:1.4.2
   |            ------------------------- app is defined here
   = fix: use port 8080 (unsafe: --fix --unsafe)
   = more: deploylint explain upstream-port-mismatch

9 files, 2 projects, 3 sites, 4 units: 1 error
1 can be fixed with --fix --unsafe
"""
    )


def test_places_in_one_file_share_a_frame() -> None:
    source = Source("a.yaml", "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\na: 6\n")
    finding = _finding(Span(source, 25, 26), related=(Related(Span(source, 0, 1), "first set here"),))
    assert (
        _body(finding)
        == """\
 --> a.yaml:6:1
  |
1 | a: 1
  | - first set here
...
5 | e: 5
6 | a: 6
  | ^"""
    )


def test_how_a_value_came_stands_below_other_places() -> None:
    env = Source(".env", "TAG=1\nPORT=8080\n")
    source = Source("a.yaml", "a: &p ${PORT}\nb: *p\n")
    finding = _finding(
        _span(source, "${PORT}"),
        related=(Related(_span(COMPOSE, "user"), "the user"),),
        came=(Related(_span(env, "PORT"), "PORT is set here"), Related(_span(source, "*p"), "anchor &p is used here")),
    )
    assert (
        _body(finding)
        == """\
  --> a.yaml:1:7
   |
 1 | a: &p ${PORT}
   |       ^^^^^^^
 2 | b: *p
   |    -- anchor &p is used here
  ::: compose.yaml:32:5
   |
31 |     image: ghcr.io/example/app:1.4.2
32 |     user: root
   |     ---- the user
  ::: .env:2:1
   |
 1 | TAG=1
 2 | PORT=8080
   | ---- PORT is set here"""
    )


def test_of_very_many_ways_few_are_shown() -> None:
    source = Source("a.yaml", "".join(f"k{number}: 1\n" for number in range(20)))
    lines = [Span(source, *source.line_bounds(number)) for number in range(2, 21)]
    alike = tuple(Related(span, "anchor &a is used here") for span in lines[:6])
    others = tuple(Related(span, f"{number} is set here") for number, span in enumerate(lines[6:12]))
    included = tuple(Related(span, "included here") for span in lines[12:18])
    body = _body(_finding(Span(source, 0, 2), came=(*alike, *others, *included)))
    assert [line.lstrip("| -") for line in body.splitlines() if line.endswith("here")] == [
        "anchor &a is used here", "anchor &a is used here", "0 is set here", "1 is set here",
    ]  # fmt: skip
    assert body.splitlines()[-2:] == [
        "  = and 8 more places",
        "  = included by: a.yaml:14, a.yaml:15, a.yaml:16, a.yaml:17, and 2 more",
    ]
    related = tuple(Related(span, "here") for span in lines[:10])
    assert _body(_finding(Span(source, 0, 2), related=related, came=others[:5])).endswith(" = and 3 more places")
    assert _body(_finding(Span(source, 0, 2), came=alike[:3])).endswith("  = and 1 more place")


def test_an_include_takes_one_line() -> None:
    included = Source("sub/a.yaml", "a: 1\n")
    source = Source("a.yaml", "include:\n  - sub/a.yaml\nb: *c\n")
    finding = _finding(
        Span(included, 0, 1),
        came=(
            Related(_span(source, "*c"), "anchor &c is used here"),
            Related(_span(source, "sub/a.yaml"), "included here"),
            Related(Span(CADDY, 10, 11), "included here"),
        ),
    )
    assert (
        _body(finding)
        == """\
 --> sub/a.yaml:1:1
  |
1 | a: 1
  | ^
 ::: a.yaml:3:4
  |
2 |   - sub/a.yaml
3 | b: *c
  |    -- anchor &c is used here
  = included by: a.yaml:2, proxy/Caddyfile:11"""
    )


def test_several_lines() -> None:
    source = Source("a.yaml", "web:\n  a: 1\n  b: 2\n  c: 3\nx: 1\n")
    assert (
        _body(_finding(Span(source, 0, 26)))
        == """\
 --> a.yaml:1:1
  |
1 | web:
  | ^^^^
...
4 |   c: 3
  |   ^^^^"""
    )


@pytest.mark.parametrize(
    ("line", "marked", "shown", "under"),
    [
        ("\ta: bad", "bad", "    a: bad", "       ^^^"),
        ("名前: bad", "bad", "名前: bad", "      ^^^"),
        ("a: 名前", "名前", "a: 名前", "   ^^^^"),
        ("é: bad", "bad", "é: bad", "   ^^^"),
        ("e\u0301: bad", "bad", "e\u0301: bad", "   ^^^"),
        ("a: \x1b[31mbad", "bad", "a: \\x1b[31mbad", "           ^^^"),
        ("a\u202e: bad", "bad", "a\\u202e: bad", "         ^^^"),
        ("a: \u200bbad", "bad", "a: \\u200bbad", "         ^^^"),
    ],
    ids=repr,
)
def test_carets_stand_below(line: str, marked: str, shown: str, under: str) -> None:
    source = Source("a.yaml", line + "\n")
    lines = _body(_finding(_span(source, marked))).splitlines()
    assert lines[2] == f"1 | {shown}"
    assert lines[3] == f"  | {under}"


@pytest.mark.parametrize("columns", [30, 40, 60, 80])
@pytest.mark.parametrize("at", [0, 10, 150, 290])
@pytest.mark.parametrize("fill", ["x", "名"])
def test_long_lines_are_cut_around_the_place(columns: int, at: int, fill: str) -> None:
    text = fill * at + "BAD" + fill * (300 - at)
    source = Source("a.yaml", text + "\n")
    lines = _body(_finding(_span(source, "BAD")), columns).splitlines()
    assert width(lines[2]) <= columns
    start = lines[3].index("^")
    prefix = ""
    for char in lines[2]:
        if width(prefix) == start:
            break
        prefix += char
    assert lines[2][len(prefix) : len(prefix) + 3] == "BAD"
    assert lines[3].count("^") == 3


def test_secrets_are_masked_whatever_ran() -> None:
    source = Source("a.yaml", "a: 1\nPASSWORD: hunter2hunter2\n")
    start = source.text.index("hunter2")
    body = _body(_finding(_span(source, "hunter2hunter2")), masks={"a.yaml": [(start, start + 14)]})
    assert "hunter" not in body
    assert body.splitlines()[-2:] == [f"2 | PASSWORD: {MASK}", "  |           " + "^" * len(MASK)]


def test_whole_files_and_empty_ones() -> None:
    assert _body(_finding(Span(Source("a.yaml", ""), 0, 0))) == " --> a.yaml"
    assert _body(_finding(Span(Source("a.yaml", "x: 1\n"), 5, 5))).splitlines()[0] == " --> a.yaml:2:1"


def test_names_cannot_talk_to_the_terminal() -> None:
    source = Source("a\x1b[2J\n.yaml", "x: 1\n")
    text = render(Report((_finding(Span(source, 0, 1), message="m\x1b]0;t\x07\u2066"),)), Look())
    assert visible(text.replace("\n", "")) == text.replace("\n", "")


def test_colour_changes_nothing_else() -> None:
    import re

    finding = _finding(_span(CADDY, "8081"), fix=Fix("use it", "safe", ()), help="Use it.")
    report = Report((finding,))
    coloured = render(report, Look(colour=True))
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(report, Look())


def test_nothing_found_is_one_line() -> None:
    files = (FileRole("compose.yaml", "compose", "base", "app"), FileRole(".env", "env", "interpolation", "app"))
    assert render(Report(files=files, nodes={"project": 1, "service": 2}), Look()) == (
        "2 files, 1 project, 2 services: nothing found\n"
    )


def test_a_mess_ends_with_where_to_begin() -> None:
    finding = _finding(_span(CADDY, "8081"), fix=Fix("use it", "safe", ()))
    text = render(Report((finding,) * 25), Look())
    assert "Where to begin:" in text
    assert "25 can be fixed with --fix" in text
    assert text.count("= more") == 1


def test_a_long_note_wraps_in_a_narrow_terminal() -> None:
    source = Source("a.yaml", "a: 1\n" + "x" * 20 + ": 1\n")
    finding = _finding(Span(source, 0, 1), related=(Related(Span(source, 5, 25), "a note of very many words indeed"),))
    assert all(width(line) <= 40 for line in _body(finding, 40).splitlines())


def test_extras() -> None:
    from deploylint.findings import RuleCount

    report = Report(counts={"a-rule": RuleCount(5, 2, 0)}, seconds={"read": 0.01})
    text = render(report, Look(statistics=True, undecided=True))
    assert "a-rule  2 of 5" in text
    assert "read 10 ms" in text
    assert "compose, base of app" in render(
        Report(files=(FileRole("a", "compose", "base", "app"),)), Look(verbose=True)
    )


def test_every_format_has_a_module() -> None:
    report = Report((_finding(_span(CADDY, "8081")),))
    for name in FORMATS:
        assert renderer(name)(report, Look())


def test_concise() -> None:
    finding = _finding(_span(CADDY, "8081"), message="m\nn")
    assert renderer("concise")(Report((finding,)), Look()) == "proxy/Caddyfile:12:23: error a-rule m n\n"


def test_words_mask_tokens() -> None:
    token = "ghp_" + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3hJ6"
    assert token not in words(f"found {token}")


def test_an_excerpt_of_an_empty_line() -> None:
    assert excerpt("", [], 20, (0, 0)).text == ""
