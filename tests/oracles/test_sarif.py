"""The SARIF multitool, with the rules of the specification and of GitHub code scanning, accepts what we write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from deploylint.findings import Finding, Fix, Report, RuleText
from deploylint.model.graph import FileRole
from deploylint.report import Look
from deploylint.report.sarif import render
from deploylint.source.defects import Related
from deploylint.source.edit import Edit
from deploylint.source.span import Span
from deploylint.source.text import Source

pytestmark = pytest.mark.oracle

Oracle = Callable[[str], Path]

CORPUS = ("docker__awesome-compose", "SensorsIot__IOTstack", "getsentry__self-hosted")

HOSTILE_NAMES = (
    "a b%20c.yaml", "ü/名前 #1?.yaml", "quote's \"two\".yaml", "line\nbreak.yaml", "co:lon/[x](y).yaml", "\udcff.yaml",
    "\x1b[2J.yaml", "\U0001f600\u202e.yaml", "/outside the/anchor.yaml", "-.yaml", "a\\b&c=d.yaml",
)  # fmt: skip
HOSTILE_WORDS = (
    "", ".", " ", "two\nlines\r\nand a tab\t", "\x00\x1b[31m\x7f\x9f\u202e\ufeff", "{0} {{1}} {x", "[a](1) [b](http://x)",
    "100% \"quoted\" 'twice' <b>&amp;</b> \\", "\ud800", "long " * 20_000, "名前 \U0001f600 e\u0301", "ends!", "(0)",
)  # fmt: skip
HOSTILE_PROJECT = {
    "a b%20c/compose.yaml": """\
services:
  "we b\\nx": {image: nginx, ports: ["80:80"], privileged: true, container_name: "x y%z"}
  "[l](http://x)": {image: "nginx", ports: ["80:81"], depends_on: ["名前", "\\"q\\""], volumes: ["/:/host:rw"]}
  "{0}": {image: "${NOT SET}", env_file: ["missing %41.env"], restart: "<b>sometimes</b>"}
""",
    "ü/docker-compose.yml": "services:\r\n  a:\r\n    image: nginx\r    ports: ['80:80', 'x']\n    dns: [\U0001f600]\n",
    "ü/.env": "A='1\nB=2\nA B=3\nÄ=4\n",
}


def _accepted(oracle: Oracle, folder: Path, text: str) -> dict[str, Any]:
    """The log, which the multitool must accept: its exit status says nothing, its own log does.

    It passes over wrong values and types, so that the schema that comes with it is asked as well.
    """
    multitool = oracle("sarif-multitool").resolve()
    log: dict[str, Any] = json.loads(text)
    schema = json.loads(multitool.with_name("sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    errors = jsonschema.Draft7Validator(schema).iter_errors(log)
    assert [(error.json_path, error.message[:200]) for error in errors] == []
    given, told = folder / "given.sarif", folder / "told.sarif"
    given.write_text(text, encoding="utf-8")
    told.unlink(missing_ok=True)
    command: list[str | Path] = [multitool, "validate", given, "--rule-kind", "Sarif;Ghas"]
    command += ["--level", "Error;Warning", "--output", told, "--log", "ForceOverwrite"]
    command += ["--config", Path(__file__).with_name("sarif-validation.xml")]
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    done = subprocess.run(command, env={**os.environ, **proxies}, capture_output=True, check=False, timeout=120)
    assert b"1 files scanned" in done.stdout, done.stdout + done.stderr
    run = json.loads(told.read_text(encoding="utf-8-sig"))["runs"][0]
    wrong = [(each["ruleId"], each.get("level", "warning"), each["message"], _at(each)) for each in run["results"]]
    assert wrong == []
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"]
    assert "toolExecutionNotifications" not in invocation
    return log


def _at(result: dict[str, Any]) -> object:
    return result["locations"][0]["physicalLocation"].get("region")


def _sarif(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "deploylint", "validate", *arguments, "--format", "sarif"]
    command += ["--level", "strict", "--preview"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=300)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout.decode("ascii")


def test_the_example(oracle: Oracle, root: Path, tmp_path: Path) -> None:
    log = _accepted(oracle, tmp_path, _sarif(root / "examples" / "homelab"))
    results = log["runs"][0]["results"]
    assert len(results) > 20
    for key in ("relatedLocations", "codeFlows", "fixes"):
        assert any(key in each for each in results), key


@pytest.mark.parametrize("name", CORPUS)
def test_real_deployments(oracle: Oracle, corpus: Path, tmp_path: Path, name: str) -> None:
    assert _accepted(oracle, tmp_path, _sarif(corpus / name))["runs"][0]["results"]


def test_a_hostile_project(oracle: Oracle, tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name, text in HOSTILE_PROJECT.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(text.encode())
    run = _accepted(oracle, tmp_path, _sarif(project))["runs"][0]
    addresses = {
        each["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"] for each in result["locations"]
    }
    assert addresses == {"a%20b%2520c/compose.yaml", "%C3%BC/docker-compose.yml", "%C3%BC/.env"}


def test_nothing_found(oracle: Oracle, tmp_path: Path) -> None:
    _accepted(oracle, tmp_path, render(Report(), Look()))


def test_hostile_words(oracle: Oracle, tmp_path: Path) -> None:
    """Every word in every place, in files of every name."""
    findings = []
    for number, word in enumerate(HOSTILE_WORDS):
        source = Source(HOSTILE_NAMES[number % len(HOSTILE_NAMES)], "x: 1\r\ny: \U0001f600ä\rz: 3\n")
        places = [Related(Span(source, at, at + 1), word) for at in range(4)]
        fix = Fix(word, "unsafe", (), (Edit(source.path, 0, 0, "\t'\U0001f600\n"), Edit(source.path, 0, 2, "")))
        findings += [
            Finding(
                f"a-rule-{at % 3}", severity, word, Span(source, at, end), (word, "service:a/web"), word,
                tuple(places), fix, (word,), (word,), word, ("", word), tuple(places * at), tuple(places),
            )
            for at, (end, severity) in enumerate([(0, "error"), (7, "warning"), (len(source.text), "info")])
        ]  # fmt: skip
    sources = {each.span.source.path: each.span.source for each in findings}

    def text(rule: str) -> RuleText | None:
        said = "".join(HOSTILE_WORDS[:-4]) + "long " * 500
        references = ((said, "https://example.org/a?b=%20#c"), ("", "https://example.org/"))
        return (
            RuleText(said, "error", said, said, references, "9.0", ("CWE-1",), (said,)) if rule != "a-rule-2" else None
        )

    files = tuple(FileRole(path, "compose", "base", "") for path in sorted(sources))
    report = Report(tuple(findings), files, sources=sources, text=text)
    for folder in ("", "a b/%/"):
        _accepted(oracle, tmp_path, render(report, Look(folder=folder)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"level": "error"', '"level": "bad"'), ('"uri": "', '"uri": "a b/'), ('"text": "', '"txt": "'),
        ('"ruleIndex": ', '"ruleIndex": 9999'), ('"informationUri"', '"downloadUri"'),
        ('"startLine": ', '"startLine": -'),
    ],
)  # fmt: skip
def test_mistakes_are_noticed(oracle: Oracle, root: Path, tmp_path: Path, right: str, wrong: str) -> None:
    text = _sarif(root / "examples" / "homelab")
    assert right in text
    with pytest.raises(AssertionError):
        _accepted(oracle, tmp_path, text.replace(right, wrong))
