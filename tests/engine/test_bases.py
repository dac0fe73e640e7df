"""Packs that extend packs."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploylint import resources
from deploylint.engine.bases import with_bases
from deploylint.engine.cache import load
from deploylint.engine.mistakes import PackError


def _pack(folder: Path, name: str, text: str) -> str:
    (folder / name).mkdir(parents=True)
    (folder / name / "_pack.yaml").write_text(text, "utf-8")
    return str(folder / name)


def test_bases_come_first_and_once(tmp_path: Path) -> None:
    base = _pack(tmp_path, "base", "pack: base\n")
    left = _pack(tmp_path, "left", "pack: left\nextends: [../base]\n")
    right = _pack(tmp_path, "right", "pack: right\nextends: ../base\n")
    assert with_bases([left, right]) == [base, left, right]


@pytest.mark.parametrize(
    ("extends", "message"),
    [
        ("../../elsewhere", "../../elsewhere does not lead to a pack beside or below this one"),
        ("/etc", "/etc does not lead to a pack beside or below this one"),
        (".", ". does not lead to a pack beside or below this one"),
        ("../gone", "there is no pack ../gone"),
        ("../second", "../first extends this pack, which extends it"),
    ],
)
def test_mistakes_have_a_place(tmp_path: Path, extends: str, message: str) -> None:
    first = _pack(tmp_path, "first", f"pack: first\nextends: [{extends}]\n")
    _pack(tmp_path, "second", "pack: second\nextends: [../first]\n")
    with pytest.raises(PackError) as caught:
        with_bases([first])
    (mistake,) = caught.value.mistakes
    assert mistake.message == message
    assert mistake.span.source.position(mistake.span.start)[0] == 2


def test_a_rule_refines_one_of_the_base(tmp_path: Path) -> None:
    base = _pack(tmp_path, "base", "pack: base\n")
    text = (Path(resources.rules()) / "compose" / "host-ipc.yaml").read_text("utf-8").replace("host-ipc", "own-ipc")
    Path(base, "own-ipc.yaml").write_text(text, "utf-8")
    above = _pack(tmp_path, "above", "pack: above\nextends: [../base]\nrules: [{id: own-ipc, severity: error}]\n")
    rule = load([resources.rules(), above], environ={}).rules["own-ipc"]
    assert rule.severity == "error"
