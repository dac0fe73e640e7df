"""What all tests share: an environment without surprises, Hypothesis profiles, and the folders of real files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# `make fuzz` asks for the second one.  A loaded machine must not fail a test, hence no deadline.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", parent=settings.get_profile("default"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# Variables that change what the program prints or reads.
_UNWANTED = (
    "CI", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "NO_COLOR",
    "TERM",
)  # fmt: skip


def pytest_configure() -> None:
    """Scrub the environment, and keep the tests' compiled rules out of the user's cache folder."""
    for name in [*_UNWANTED, *(name for name in os.environ if name.startswith("COMPOSE_"))]:
        os.environ.pop(name, None)
    os.environ["XDG_CACHE_HOME"] = str(ROOT / ".scratch" / "cache")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """A folder of other people's real deployments, where this machine has one."""
    return _folder("DEPLOYLINT_CORPUS")


@pytest.fixture(scope="session")
def conformance() -> Path:
    """A folder of inputs with the verdicts of the reference programs, where this machine has one."""
    return _folder("DEPLOYLINT_CONFORMANCE")


@pytest.fixture(scope="session")
def oracle() -> Callable[[str], Path]:
    """Gives the path of a reference program: one of `make oracles`, or the system's.

    Without it the test is skipped; where DEPLOYLINT_ORACLES is set, as in continuous integration, it fails.
    """

    def find(name: str) -> Path:
        own = ROOT / ".oracles" / "bin" / name
        found = own if own.exists() else shutil.which(name)
        if found is not None:
            return Path(found)
        missing = f"{name} is not installed (make oracles)"
        if os.environ.get("DEPLOYLINT_ORACLES"):
            pytest.fail(missing)
        pytest.skip(missing)

    return find


def _folder(variable: str) -> Path:
    folder = os.environ.get(variable)
    if not folder:
        pytest.skip(f"{variable} is not set")
    return Path(folder)


@pytest.fixture
def nobody() -> Iterator[Callable[[], None]]:
    """Call it to give up root's right to read everything, until the test ends; without effect for any other user."""
    before = os.geteuid()

    def give_up() -> None:
        if before == 0:
            os.seteuid(65534)

    try:
        yield give_up
    finally:
        os.seteuid(before)
