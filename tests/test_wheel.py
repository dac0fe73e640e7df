"""The wheel, installed outside the repository, is the same program with the same rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = "services:\n  web:\n    image: nginx\n    privileged: true\n    ports: ['80:80', '80:81']\n"

# One group: the tests share what a fixture builds, so that one worker should run them all.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is built from the source archive, not from the checkout: so both are tried."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a new environment that has the wheel; only the dependencies are borrowed from this one.

    A folder named in a .pth file is searched, its own .pth files are not read: so an editable deploylint stays unseen.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    _run(
        sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--quiet", str(wheel), cwd=folder
    )
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    borrowed = folder / "lib" / version / "site-packages" / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "deploylint"


def test_the_wheel_holds_rules_schemas_and_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in "rules", "schemas":
        packed = {name.partition("data/")[2] for name in names if name.startswith(f"deploylint/data/{folder}/")}
        assert packed == {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert any(name.startswith("deploylint/data/compiled/") for name in names)
    assert "deploylint/py.typed" in names
    assert not any("__pycache__" in name for name in names)


def test_it_lists_the_same_rules(installed: Path, tmp_path: Path) -> None:
    arguments = ["rules", "list", "--format", "json"]
    here = _run(sys.executable, "-m", "deploylint", *arguments, cwd=ROOT)
    there = _run(str(installed), *arguments, cwd=tmp_path)
    assert json.loads(there) == json.loads(here)
    assert json.loads(there)["rules"]


def test_it_finds_the_same_and_compiles_nothing(installed: Path, tmp_path: Path) -> None:
    project, cache = tmp_path / "project", tmp_path / "cache"
    project.mkdir()
    (project / "compose.yaml").write_text(COMPOSE, encoding="utf-8")
    arguments = ["validate", "compose.yaml", "--level", "strict", "--format", "json", "--fail-on", "never"]
    there = _run(str(installed), *arguments, cwd=project, cache=cache)
    assert not cache.exists(), "the wheel carries its compiled rules"
    assert there == _run(sys.executable, "-m", "deploylint", *arguments, cwd=project)
    assert json.loads(there)["findings"]


def _run(*command: str, cwd: Path, cache: Path | None = None) -> str:
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout
