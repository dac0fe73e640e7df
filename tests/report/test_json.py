"""The json format keeps its contract."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from deploylint import resources
from deploylint.findings import Finding, Fix, Report, RuleCount
from deploylint.model.graph import FileRole
from deploylint.report import Look
from deploylint.report.json import render
from deploylint.source.defects import Related
from deploylint.source.edit import Edit
from deploylint.source.span import Span
from deploylint.source.text import Source

SOURCE = Source("a/compose.yaml", "x: ä\nPASSWORD: hunter2hunter2\n")
SECRET = (SOURCE.text.index("hunter"), SOURCE.text.index("hunter") + 14)


def _report() -> Report:
    edits = (Edit("a/compose.yaml", 0, 1, "y"), Edit("a/compose.yaml", 3, 4, "z: hunter2hunter2"))
    span = Span(SOURCE, 3, 4)
    finding = Finding(
        "a-rule", "warning", "it is \x1b[0mä\x7f", span, ("service:a/web",), "k",
        (Related(Span(SOURCE, 0, 1), "here"),),
        Fix("do it", "safe", (), edits), ("compose",), ("Area",), "Do it.", ("",),
        came=(Related(Span(SOURCE, 5, 13), "\x1b is set here"),),
    )  # fmt: skip
    files = (FileRole("a/compose.yaml", "compose", "base", "a"), FileRole("b.yaml", "compose", "base", "", read=False))
    return Report(
        (finding, finding._replace(fix=None)), files, {"service": 2}, ("a-rule",), {"a-rule": RuleCount(3, 1, 1)},
        ("",), masks={"a/compose.yaml": [SECRET]},
    )  # fmt: skip


def test_it_fits_its_schema() -> None:
    schema = json.loads((Path(resources.schemas()) / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for report in (_report(), Report()):
        jsonschema.Draft202012Validator(schema).validate(json.loads(render(report, Look())))


def test_places_counts_and_order() -> None:
    found = json.loads(render(_report(), Look()))
    assert list(found) == ["schema", "tool", "root", "environments", "summary", "files", "findings"]
    assert found["summary"] == {
        "files": 2, "unread": 1, "nodes": 2, "rules": 1, "errors": 0, "warnings": 2, "infos": 0, "fixable": 1,
        "suppressed": 0, "baselined": 0, "undecided": 1,
    }  # fmt: skip
    assert found["findings"][0]["start"] == {"line": 1, "column": 4, "offset": 3}


def test_how_a_value_came_is_told_like_other_places() -> None:
    found = json.loads(render(_report(), Look()))["findings"][0]
    assert found["came"] == [
        {
            "path": "a/compose.yaml",
            "start": {"line": 2, "column": 1, "offset": 5},
            "end": {"line": 2, "column": 9, "offset": 13},
            "note": "\\x1b is set here",
        }
    ]


def test_secrets_are_left_out_of_edits() -> None:
    edits = json.loads(render(_report(), Look()))["findings"][0]["fix"]["edits"]
    assert edits[0]["text"] == "y"
    assert edits[1]["redacted"] is True
    assert "text" not in edits[1]
    assert "hunter" not in render(_report(), Look())


def test_it_is_ascii_without_controls_and_the_same_every_time() -> None:
    text = render(_report(), Look())
    assert all(" " <= char <= "~" or char == "\n" for char in text)
    assert text == render(_report(), Look(colour=True, width=30))
