"""A rule is one file: add it to a copy of the checkout, touch nothing else, and everything is green."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RULE = """\
# yaml-language-server: $schema=../../schemas/rule.schema.json
id: service-called-test
title: A service is called test
severity: info
level: strict
status: stable
tags: [compose, style]

for: service
where: service.name == "test"
message: "the name {service.name} does not say what the service does"

why: >-
  A name is what people see in logs and on dashboards, and what other services connect to.
remedy: >-
  Name the service after what it does.

examples:
  - name: a service called test
    files:
      compose.yaml: |
        services:
          test:
            image: example/app:1.0
    expect:
      - {at: "compose.yaml:2:3", message: "the name test does not say what the service does"}
  - name: a service called mail
    files:
      compose.yaml: |
        services:
          mail:
            image: example/app:1.0
    expect: []
"""

# One group: the tests share what a fixture builds, so that one worker should run them all.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("add-rule")]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout with one more rule."""
    copy = tmp_path_factory.mktemp("copied") / "checkout"
    left = shutil.ignore_patterns(
        ".git", ".oracles", ".venv", ".scratch", ".hypothesis", ".pytest_cache", "__pycache__", "dist", "build"
    )
    shutil.copytree(ROOT, copy, ignore=left)
    (copy / "rules" / "compose" / "service-called-test.yaml").write_text(RULE, encoding="utf-8")
    return copy


def _run(checkout: Path, *command: str) -> str:
    """Run a command in the copy with the copy's source instead of the installed one."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "XDG_CACHE_HOME": str(checkout.parent / "cache")}
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("rules", "validate"),
        ("rules", "test", "service-called-test"),
        ("rules", "test"),
        ("explain", "service-called-test"),
    ],
    ids=" ".join,
)
def test_the_command_accepts_it(checkout: Path, arguments: tuple[str, ...]) -> None:
    _run(checkout, sys.executable, "-m", "deploylint", *arguments)


def test_it_is_listed(checkout: Path) -> None:
    assert "service-called-test" in _run(checkout, sys.executable, "-m", "deploylint", "rules", "list")


def test_make_check_is_green(checkout: Path) -> None:
    # The copy uses this environment; -o keeps make from installing the copy into it.
    tools = Path(sys.executable).parent
    _run(checkout, "make", "-o", ".venv/.installed-dev", f"BIN={tools}", "check")
