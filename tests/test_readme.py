"""What the README shows is what the program prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = README.partition("<!-- demo: begin -->")[2].partition("<!-- demo: end -->")[0]


def _printed(*arguments: str) -> str:
    command = [sys.executable, "-m", "deploylint", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def test_the_output_is_real() -> None:
    """Each stretch between lines that hold only … stands in the output, in this order."""
    shown = "\n".join(line.removeprefix("    ") for line in SHOWN.strip("\n").splitlines())
    stretches = [stretch.strip("\n") for stretch in re.split(r"(?m)^…$", shown)]
    assert all(stretches), "nothing is shown"
    printed, place = _printed("validate", "examples/homelab"), 0
    for stretch in stretches:
        place = printed.find(stretch, place)
        assert place >= 0, f"the program no longer prints\n{stretch}"
        place += len(stretch)


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    assert {"demo", "test"} <= named
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in named)


@pytest.mark.parametrize("line", [line for line in README.splitlines() if ".venv/bin/deploylint" in line])
def test_options_exist(line: str) -> None:
    words = line.partition("#")[0].split()[1:]
    options = [word for word in words if word.startswith("--")]
    command = [word for word in words if not word.startswith("-") and "/" not in word]
    offered = _printed(*command[: 2 if command[0] in {"rules", "show"} else 1], "--help")
    assert all(option in offered for option in options)
    assert offered


def test_rules_that_are_named_exist() -> None:
    rules = {path.stem for path in (ROOT / "rules").rglob("*.yaml")}
    named = re.findall(r"explain ([a-z-]+)|ignore\[([a-z-]+)\]", README)
    assert named
    assert {first or second for first, second in named} <= rules
