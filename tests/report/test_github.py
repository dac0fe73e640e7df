"""The github format, to the character: annotations, plain lines, and the summary of a job."""

from __future__ import annotations

from typing import Any

import pytest

from deploylint.findings import Finding, Fix, Report
from deploylint.model.graph import FileRole
from deploylint.report import Look
from deploylint.report.github import render, summary
from deploylint.report.markdown import escaped, prose
from deploylint.source.span import Span
from deploylint.source.text import Source

SOURCE = Source("app/compose.yaml", "services:\n  web: 1\n  db: 2\n")


def _finding(**more: Any) -> Finding:
    values: dict[str, Any] = {
        "rule": "a-rule", "severity": "error", "message": "it is so", "span": Span(SOURCE, 12, 15),
        "nodes": ("service:a/web",), "key": "k", **more,
    }  # fmt: skip
    return Finding(**values)


def _one(**more: Any) -> str:
    return render(Report((_finding(**more),)), Look())


def test_the_most_severe_come_first() -> None:
    report = Report((_finding(severity="info"), _finding(severity="warning"), _finding(), _finding(rule="b")))
    place = "file=app/compose.yaml,line=2,endLine=2,col=3,endColumn=6"
    assert render(report, Look()) == (
        f"::error {place},title=deploylint a-rule::it is so\n"
        f"::error {place},title=deploylint b::it is so\n"
        f"::warning {place},title=deploylint a-rule::it is so\n"
        f"::notice {place},title=deploylint a-rule::it is so\n"
    )


def test_nothing_found_says_nothing() -> None:
    assert render(Report(), Look()) == ""


def test_what_is_not_shown_as_an_annotation_is_a_line() -> None:
    report = Report(tuple(_finding(message=f"no. {number}") for number in range(12)))
    lines = render(report, Look(folder="srv/")).splitlines()
    assert all(line.startswith("::error file=srv/app/compose.yaml,") for line in lines[:10])
    assert lines[10:] == [
        "error[a-rule] srv/app/compose.yaml:2:3: no. 10",
        "error[a-rule] srv/app/compose.yaml:2:3: no. 11",
    ]


def test_a_place_of_several_lines_has_no_columns() -> None:
    place = _one(span=Span(SOURCE, 0, 20)).split("::")[1]
    assert place == "error file=app/compose.yaml,line=1,endLine=3,title=deploylint a-rule"


@pytest.mark.parametrize(
    ("path", "message", "printed"),
    [
        ("a,b:c%.yaml", "x", "file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=1,endColumn=2,title=deploylint a-rule::x"),
        ("a", "100%: a, b", "file=a,line=1,endLine=1,col=1,endColumn=2,title=deploylint a-rule::100%25: a, b"),
        ("a", "%0A::error::x", "file=a,line=1,endLine=1,col=1,endColumn=2,title=deploylint a-rule::%250A::error::x"),
        ("a", "two\nlines\r", "file=a,line=1,endLine=1,col=1,endColumn=2,title=deploylint a-rule::two lines\\x0d"),
        ("\n::x", "x", "file=\\x0a%3A%3Ax,line=1,endLine=1,col=1,endColumn=2,title=deploylint a-rule::x"),
        ("/out/a", "x", "file=/out/a,line=1,endLine=1,col=1,endColumn=2,title=deploylint a-rule::x"),
    ],
)
def test_escapes(path: str, message: str, printed: str) -> None:
    report = Report((_finding(span=Span(Source(path, "x"), 0, 1), message=message),))
    assert render(report, Look(folder="" if path != "/out/a" else "srv/")) == f"::error {printed}\n"


def test_no_plain_line_is_a_command() -> None:
    hostile = _finding(span=Span(Source("::add-mask::x", "x"), 0, 1), message="##[add-mask]x ::set-env::")
    lines = render(Report((hostile,) * 11), Look()).splitlines()
    assert lines[10] == "error[a-rule] ::add-mask::x:1:1: ## [add-mask]x ::set-env::"


def test_the_summary() -> None:
    files = (FileRole(SOURCE.path, "compose", "base", "app"), FileRole(".env", "env", "interpolation", "app", False))
    findings = (
        _finding(severity="info", rule="b-rule", help="Use `a: b` & *more*."),
        _finding(message="a|b <img> [x](y) `z`", help="Do it.", fix=Fix("f", "unsafe", ())),
        _finding(help="Do it.", fix=Fix("f", "safe", ())),
    )
    report = Report(findings, files, {"project": 1, "service": 2}, suppressed=3)
    assert summary(report, Look(folder="srv_1/")) == (
        """\
### deploylint: 2 errors, 1 info

Looked at 2 files, 1 project, 2 services; 3 suppressed; 1 file could not be read; 1 can be fixed with --fix; 1 more with --fix --unsafe.

| Severity | Place | Finding | Rule |
|---|---|---|---|
| error | srv\\_1/app/compose.yaml:2 | a\\|b \\<img\\> \\[x\\](y) \\`z\\` | a-rule |
| error | srv\\_1/app/compose.yaml:2 | it is so | a-rule |
| info | srv\\_1/app/compose.yaml:2 | it is so | b-rule |

<details><summary>What to do</summary>

- **a-rule**: Do it.
- **b-rule**: Use `a: b` &amp; \\*more\\*.

</details>

"""  # noqa: E501 - a paragraph of Markdown is one line
    )


def test_the_summary_of_nothing() -> None:
    assert summary(Report(), Look()) == "### deploylint: nothing found\n\nLooked at 0 files.\n\n"


def test_a_summary_stays_below_what_a_step_may_write() -> None:
    findings = tuple(_finding(rule=f"r-{at}", message="<" * 3000, help="*" * 3000) for at in range(600))
    text = summary(Report(findings), Look())
    assert len(text.encode()) < 1 << 20
    assert "100 more findings are in the log." in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a_b*c", "a\\_b\\*c"), ("![x](y)", "\\!\\[x\\](y)"), ("<a> & @b #1", "\\<a\\> &amp; \\@b \\#1"), ("a\nb", "a b")],
)
def test_markup_is_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("use `a_b` or c_d", "use `a_b` or c\\_d"),
        ("an odd ` one", "an odd \\` one"),
        ("`a|b`", "\\`a\\|b\\`"),
        ("", ""),
    ],
)
def test_code_in_prose_stays_code(text: str, shown: str) -> None:
    assert prose(text) == shown
