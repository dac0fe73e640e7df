"""The sarif format, to the character, and what must never be in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import deploylint
from deploylint.findings import Finding, Fix, Report, RuleText
from deploylint.model.graph import FileRole
from deploylint.report import Look
from deploylint.report.sarif import document, render
from deploylint.source.defects import Related
from deploylint.source.edit import Edit
from deploylint.source.span import Span
from deploylint.source.text import Source

SOURCE = Source("a b/compose.yaml", "x: ä\nPASSWORD: hunter2hunter2\n")
SECRET = (SOURCE.text.index("hunter"), SOURCE.text.index("hunter") + 14)
FILES = (FileRole(SOURCE.path, "compose", "base", "a"),)
TEXT = RuleText(
    "A title", "warning", "Why `it` is.", "Do *it*; see `x: [y]`.", (("The manual", "https://example.org/m#x"),),
    "7.5", ("CWE-250",), ("compose",),
)  # fmt: skip


def _finding(**more: Any) -> Finding:
    values: dict[str, Any] = {
        "rule": "a-rule", "severity": "error", "message": "it is so", "span": Span(SOURCE, 3, 4),
        "nodes": ("service:a/web",), "key": "k", **more,
    }  # fmt: skip
    return Finding(**values)


def _run(*findings: Finding, look: Look | None = None, **report: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"files": FILES, "sources": {SOURCE.path: SOURCE}, **report}
    run: dict[str, Any] = document(Report(findings, **values), look or Look())["runs"][0]
    return run


def _result(**more: Any) -> dict[str, Any]:
    found: dict[str, Any] = _run(_finding(**more))["results"][0]
    return found


def test_how_a_value_came_follows_related_places() -> None:
    found = _result(
        related=(Related(Span(SOURCE, 0, 1), "first set here"),),
        came=(Related(Span(SOURCE, 5, 13), "PORT is set here"),),
    )
    assert found["message"]["text"] == "it is so. See [first set here](1), [PORT is set here](2)."
    assert [(each["id"], each["message"]["text"]) for each in found["relatedLocations"]] == [
        (1, "first set here."), (2, "PORT is set here."),
    ]  # fmt: skip


def test_a_small_report() -> None:
    finding = _finding(
        related=(Related(Span(SOURCE, 0, 1), "first set here"), Related(Span(SOURCE, 0, 2), "")),
        way=(Related(Span(SOURCE, 0, 1), "service web"), Related(Span(SOURCE, 3, 4), "service db")),
        fix=Fix("write y", "unsafe", (), (Edit(SOURCE.path, 3, 4, "y"), Edit(SOURCE.path, 0, 1, ""))),
        environments=("prod",),
        labels=("Area/Web",),
    )
    report = Report((finding,), FILES, sources={SOURCE.path: SOURCE}, text={"a-rule": TEXT}.get)

    def region(line: int, column: int, end: int) -> dict[str, int]:
        return {"startLine": line, "startColumn": column, "endLine": line, "endColumn": end}

    address = {"uri": "srv/a%20b/compose.yaml", "uriBaseId": "SRCROOT"}
    at = {**address, "index": 0}
    assert json.loads(render(report, Look(folder="srv/"))) == {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "deploylint",
                        "version": deploylint.__version__,
                        "semanticVersion": deploylint.__version__,
                        "informationUri": f"pkg:pypi/deploylint@{deploylint.__version__}",
                        "rules": [
                            {
                                "id": "a-rule",
                                "name": "ARule",
                                "shortDescription": {"text": "A title."},
                                "fullDescription": {"text": "Why `it` is."},
                                "help": {
                                    "text": "Do *it*; see `x: [y]`.\n\nThe manual: https://example.org/m#x\n\n"
                                    "More: deploylint explain a-rule",
                                    "markdown": "Do \\*it\\*; see `x: [y]`.\n\n- [The manual](<https://example.org/m#x>)"
                                    "\n\nMore: `deploylint explain a-rule`",
                                },
                                "defaultConfiguration": {"level": "warning"},
                                "helpUri": "https://example.org/m#x",
                                "properties": {
                                    "tags": ["compose", "security", "external/cwe/cwe-250"],
                                    "precision": "high",
                                    "problem.severity": "warning",
                                    "security-severity": "7.5",
                                },
                            }
                        ],
                    }
                },
                "automationDetails": {"id": "deploylint/srv/"},
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The top folder of the repository."}}},
                "invocations": [{"executionSuccessful": True}],
                "artifacts": [{"location": address, "roles": ["analysisTarget"]}],
                "results": [
                    {
                        "ruleId": "a-rule",
                        "ruleIndex": 0,
                        "level": "error",
                        "message": {"text": "it is so. See [first set here](1)."},
                        "locations": [
                            {
                                "physicalLocation": {"artifactLocation": at, "region": region(1, 4, 5)},
                                "logicalLocations": [{"fullyQualifiedName": "service:a/web"}],
                            }
                        ],
                        "partialFingerprints": {"deploylint/v1": finding.fingerprint},
                        "relatedLocations": [
                            {
                                "id": 1,
                                "physicalLocation": {"artifactLocation": at, "region": region(1, 1, 2)},
                                "message": {"text": "first set here."},
                            },
                            {
                                "id": 2,
                                "physicalLocation": {"artifactLocation": at, "region": region(1, 1, 3)},
                                "message": {"text": "see here."},
                            },
                        ],
                        "codeFlows": [
                            {
                                "threadFlows": [
                                    {
                                        "locations": [
                                            {
                                                "location": {
                                                    "physicalLocation": {
                                                        "artifactLocation": at,
                                                        "region": region(1, column, column + 1),
                                                    },
                                                    "message": {"text": text},
                                                }
                                            }
                                            for column, text in ((1, "service web."), (4, "service db."))
                                        ]
                                    }
                                ]
                            }
                        ],
                        "fixes": [
                            {
                                "description": {"text": "write y (may change what runs)."},
                                "artifactChanges": [
                                    {
                                        "artifactLocation": address,
                                        "replacements": [
                                            {"deletedRegion": region(1, 1, 2)},
                                            {"deletedRegion": region(1, 4, 5), "insertedContent": {"text": "y"}},
                                        ],
                                    }
                                ],
                            }
                        ],
                        "properties": {"environments": ["prod"], "labels": ["Area/Web"]},
                    }
                ],
            }
        ],
    }


def test_nothing_found() -> None:
    run = _run()
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []
    assert run["automationDetails"] == {"id": "deploylint/"}


def test_rules_are_those_with_results_in_order() -> None:
    run = _run(_finding(rule="z-rule"), _finding(rule="a-rule"), _finding(rule="z-rule"))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["a-rule", "z-rule"]
    assert [result["ruleIndex"] for result in run["results"]] == [1, 0, 1]


@pytest.mark.parametrize(
    ("severity", "level", "problem"),
    [("error", "error", "error"), ("warning", "warning", "warning"), ("info", "note", "recommendation")],
)
def test_levels(severity: str, level: str, problem: str) -> None:
    run = _run(_finding(severity=severity), text={"a-rule": TEXT._replace(severity=severity, preview=True)}.get)
    assert run["results"][0]["level"] == level
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["defaultConfiguration"] == {"level": level}
    assert rule["properties"]["problem.severity"] == problem
    assert rule["properties"]["precision"] == "medium"


def test_a_rule_without_a_score_is_none_of_security() -> None:
    run = _run(_finding(), text={"a-rule": TEXT._replace(security="", cwe=(), references=())}.get)
    (rule,) = run["tool"]["driver"]["rules"]
    assert "security-severity" not in rule["properties"]
    assert rule["properties"]["tags"] == ["compose"]
    assert "helpUri" not in rule


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("compose.yaml", {"uri": "compose.yaml", "uriBaseId": "SRCROOT"}),
        ("ü/100%.yaml", {"uri": "%C3%BC/100%25.yaml", "uriBaseId": "SRCROOT"}),
        ("a:b\n#?.yaml", {"uri": "a%3Ab%0A%23%3F.yaml", "uriBaseId": "SRCROOT"}),
        ("\udcff.env", {"uri": "%FF.env", "uriBaseId": "SRCROOT"}),
        ("\ud800.env", {"uri": "%3F.env", "uriBaseId": "SRCROOT"}),
        ("/srv/a b.env", {"uri": "file:///srv/a%20b.env"}),
    ],
)
def test_addresses(path: str, address: dict[str, str]) -> None:
    result = _result(span=Span(Source(path, "x"), 0, 1))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == address


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("ends.", "ends."),
        ("is it?", "is it?"),
        ("a[0] is kept", "a[0] is kept."),
        ("[a](1) and [b](http://x)", "(a)(1) and (b)(http://x)."),
        ("two\nlines\x1b[0m", "two lines\\x1b[0m."),
    ],
)
def test_messages(message: str, text: str) -> None:
    assert _result(message=message)["message"] == {"text": text}


def test_regions_count_code_points_over_lines() -> None:
    source = Source("a.yaml", "\U0001f600: 1\r\nb: 2\rc: 3\n")
    regions = [
        _result(span=Span(source, start, end))["locations"][0]["physicalLocation"]["region"]
        for start, end in ((3, 4), (0, len(source.text)), (6, 6))
    ]
    assert [list(region.values()) for region in regions] == [[1, 4, 1, 5], [1, 1, 4, 1], [2, 1, 2, 1]]


@pytest.mark.parametrize(
    "fix",
    [
        Fix("by hand", "suggest", (), (Edit(SOURCE.path, 0, 1, "y"),)),
        Fix("refused", "safe", (), (Edit(SOURCE.path, 0, 1, "y"),), "no"),
        Fix("not computed", "safe", ()),
        Fix("a secret", "safe", (), (Edit(SOURCE.path, 0, 1, "y"), Edit(SOURCE.path, 3, 4, "z: hunter2hunter2"))),
    ],
    ids=lambda fix: fix.title,
)
def test_fixes_that_are_left_out(fix: Fix) -> None:
    finding = _finding(fix=fix)
    run = _run(finding, masks={SOURCE.path: [SECRET]})
    assert "fixes" not in run["results"][0]
    assert "hunter" not in json.dumps(run)


def test_what_github_would_drop_is_not_written() -> None:
    places = tuple(Related(Span(SOURCE, 0, 1), str(number)) for number in range(2000))
    text = TEXT._replace(why="long " * 500, tags=tuple(map(str, range(30))))
    run = _run(_finding(related=places, way=places), text={"a-rule": text}.get)
    (result,) = run["results"]
    assert len(result["relatedLocations"]) == 100
    assert result["message"]["text"] == "it is so. See [0](1), [1](2), [2](3), [3](4), [4](5)."
    assert len(result["codeFlows"][0]["threadFlows"][0]["locations"]) == 1000
    (rule,) = run["tool"]["driver"]["rules"]
    assert len(rule["fullDescription"]["text"]) == 1024
    assert len(rule["properties"]["tags"]) == 10


def test_it_is_ascii_without_controls_and_the_same_every_time() -> None:
    report = Report((_finding(message="\x1b[0mä\x7f\u202e"),), FILES, sources={SOURCE.path: SOURCE})
    text = render(report, Look())
    assert all(" " <= char <= "~" or char == "\n" for char in text)
    assert text == render(report, Look(colour=True, width=30))
