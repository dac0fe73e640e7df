"""The data folders, in a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploylint import resources

ROOT = Path(__file__).resolve().parent.parent


def test_a_checkout_uses_its_own_folders() -> None:
    assert Path(resources.rules()) == ROOT / "rules"
    assert Path(resources.schemas()) == ROOT / "schemas"
    assert resources.compiled() is None


def test_a_wheel_uses_what_it_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_SHIPPED", str(tmp_path))
    for name in "rules", "schemas", "compiled":
        (tmp_path / name).mkdir()
    assert (resources.rules(), resources.schemas()) == (str(tmp_path / "rules"), str(tmp_path / "schemas"))
    assert resources.compiled() == str(tmp_path / "compiled")


def test_an_incomplete_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_SHIPPED", str(tmp_path / "data"))
    monkeypatch.setattr(resources, "_CHECKOUT", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"without its rules/ folder"):
        resources.rules()
