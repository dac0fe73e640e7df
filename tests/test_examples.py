"""The rule test harness itself: it notices whatever does not hold."""

# ruff: noqa: E501 (rows of a table stand on one line)

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deploylint import examples, resources
from deploylint.engine.cache import load, pack_of
from deploylint.engine.pack import RuleFile, compile_pack
from deploylint.source.errors import UserError
from deploylint.source.text import Source

RULE = """
id: no-latest
title: T
severity: warning
level: recommended
for: service
where: service.restart == params.word
params: {word: {type: text, default: "no", doc: D}}
at: service.restart
message: "{service.name} has restart {service.restart}"
related: {at: service.image, note: its image}
fix: {title: Always, safety: safe, edits: [{set: service.restart, to: always}]}
why: W.
remedy: R.
examples:
"""
FOUND = """
  - name: found
    files: {compose.yaml: "services:\\n  a:\\n    image: b\\n    restart: 'no'\\n"}
    expect: [{at: "compose.yaml:4:14", message: "a has restart no", related: ["compose.yaml:3:12"]}]
    fixed: {compose.yaml: "services:\\n  a:\\n    image: b\\n    restart: 'always'\\n"}
"""
SILENT = """
  - name: silent
    files: {compose.yaml: "services:\\n  a:\\n    image: b\\n"}
    expect: []
"""


def _problems(text: str) -> list[str]:
    pack = pack_of(compile_pack([RuleFile("p", Source("no-latest.yaml", RULE + text))]))
    return [f"{failure.example}: {failure.message}" for failure in examples.check(pack, "no-latest")]


def test_what_holds() -> None:
    assert _problems(FOUND + SILENT) == []


WRONG = [
    (FOUND, ": no example is without one"),
    (SILENT, ": no example has a finding"),
    (FOUND.replace("4:14", "4:15") + SILENT, "found: expected at compose.yaml:4:15, not found"),
    (FOUND.replace('[{at: "compose.yaml:4:14", message: "a has restart no", related: ["compose.yaml:3:12"]}]', "[]") + SILENT,
     "found: not expected: compose.yaml:4:14: a has restart no"),
    (FOUND.replace("a has restart no", "a has no restart") + SILENT, "found: at compose.yaml:4:14: expected the message"),
    (FOUND.replace("3:12", "2:3") + SILENT, "found: at compose.yaml:4:14: not related: compose.yaml:2:3; there is compose.yaml:3:12"),
    (FOUND[: FOUND.index("    fixed")] + SILENT, "found: the rule fixes this, but the example has no 'fixed'"),
    (FOUND.replace("'always'", "always") + SILENT, "found: after the fix compose.yaml should differ"),
]  # fmt: skip


@pytest.mark.parametrize("text, problem", WRONG)
def test_what_does_not_hold(text: str, problem: str) -> None:
    assert any(found.startswith(problem) for found in _problems(text)), _problems(text)


def test_parameters_of_an_example() -> None:
    other = SILENT.replace("expect: []", 'params: {word: "on-failure"}\n    expect: []').replace("silent", "other word")
    assert _problems(FOUND + SILENT + other) == []
    assert (
        _problems(FOUND + SILENT + FOUND.replace("found", "third").replace("fixed:", 'params: {word: "x"}\n    fixed:'))
        != []
    )


def test_forms_of_files() -> None:
    forms: dict[str, Any] = {
        "a": "text",
        "b": {"text": "more", "mode": "0600", "git": "tracked"},
        "c": {"dir": True},
        "d/e": {"bytes": "efbbbf41"},
        "f": {"text": "x", "git": "ignored"},
    }
    files = examples.memory(forms)
    source = files.read("d/e")
    assert isinstance(source, Source)
    assert (source.text, source.bom) == ("A", True)
    assert files.list("") == ("a", "b", "c/", "d/", "f")
    stat = files.stat("b")
    assert stat is not None
    assert stat.mode == 0o600
    assert (files.tracked("b"), files.ignored("f"), files.tracked("a")) == (True, True, False)
    assert examples.memory({"a": "x"}).tracked("a") is None
    assert files.read("nowhere") is None


def test_fakes_are_made_when_the_test_runs() -> None:
    assert examples.expand("a{{fake:github-token}}b").startswith("aghp_")
    assert examples.expand("{{other}}") == "{{other}}"


def test_naming_rules_packs_and_files(root: Path) -> None:
    count, failures = examples.run(["port-conflict", "pack:dotenv", str(root / "rules/compose/host-pid.yaml")])
    assert (failures, count > 20) == ([], True)
    with pytest.raises(UserError, match="no rule, pack or rule file port-conflikt"):
        examples.run(["port-conflikt"])


def test_a_pack_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "no-latest.yaml").write_text(RULE + FOUND + SILENT)
    assert examples.run([str(tmp_path)]) == (2, [])
    assert "no-latest" not in load().rules


def test_a_folder_of_rules_is_named_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pack").mkdir()
    text = (Path(resources.rules()) / "compose" / "host-ipc.yaml").read_text("utf-8")
    (tmp_path / "pack" / "own-ipc.yaml").write_text(text.replace("id: host-ipc", "id: own-ipc"), "utf-8")
    monkeypatch.chdir(tmp_path)
    count, failures = examples.run(["pack"])
    assert (count > 1, failures) == (True, [])
    assert examples.run(["pack"], [str(tmp_path / "pack")]) == (count, [])
