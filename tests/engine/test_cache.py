"""The compiled packs: used while nothing changes, rebuilt in silence, and done without when they cannot be kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploylint.engine import cache
from deploylint.engine.mistakes import PackError
from tests.engine.worlds import rule

TEXT = rule("for: service\nwhere: service.privileged\nmessage: m", "a-rule")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a-rule.yaml").write_text(TEXT)
    return folder


def _load(pack: Path, home: Path) -> list[str]:
    loaded = cache.load([str(pack)], environ={"HOME": str(home)})
    return [loaded.texts(rule_id)["title"] for rule_id in loaded.rules]


def test_it_is_kept_and_found_again(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _load(pack, tmp_path) == ["T"]
    folder = tmp_path / ".cache" / "deploylint"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.suffix for path in folder.iterdir()) == [".code", ".pack", ".texts"]
    monkeypatch.setattr(cache, "_rebuild", None)
    assert _load(pack, tmp_path) == ["T"]


@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_a_change_is_seen(pack: Path, tmp_path: Path, change: str) -> None:
    (pack / "b-rule.yaml").write_text(TEXT.replace("a-rule", "b-rule"))
    assert _load(pack, tmp_path) == ["T", "T"]
    if change == "edit":
        (pack / "a-rule.yaml").write_text(TEXT.replace("title: T", "title: U"))
        os.utime(pack / "a-rule.yaml", ns=(1, 4_000_000_000_000_000_000))
        assert _load(pack, tmp_path) == ["U", "T"]
    elif change == "add":
        (pack / "c-rule.yaml").write_text(TEXT.replace("a-rule", "c-rule"))
        assert len(_load(pack, tmp_path)) == 3
    else:
        (pack / "b-rule.yaml").unlink()
        assert _load(pack, tmp_path) == ["T"]


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"i\x01\x00\x00\x00"])
def test_damage_is_repaired(pack: Path, tmp_path: Path, damage: bytes) -> None:
    _load(pack, tmp_path)
    for path in (tmp_path / ".cache" / "deploylint").iterdir():
        if path.suffix != ".texts":
            path.write_bytes(damage)
    assert _load(pack, tmp_path) == ["T"]


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\0\0\x05i\x01\x00\x00\x00", b"\xff\xff\xff("])
def test_damaged_texts_are_named(pack: Path, tmp_path: Path, damage: bytes) -> None:
    _load(pack, tmp_path)
    (texts,) = (tmp_path / ".cache" / "deploylint").glob("*.texts")
    texts.write_bytes(damage)
    with pytest.raises(RuntimeError, match="is damaged: remove it"):
        _load(pack, tmp_path)


@pytest.mark.parametrize("home", ["relative", "/proc/nowhere", "/dev/null"])
def test_without_a_place_to_keep_it(pack: Path, home: str) -> None:
    assert _load(pack, Path(home)) == ["T"]
    assert cache.load([str(pack)], environ={}).rules.keys() == {"a-rule"}


def test_a_folder_that_others_may_write_to_is_not_trusted(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / ".cache" / "deploylint"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert _load(pack, tmp_path) == ["T"]
    assert list(folder.iterdir()) == []


def test_a_broken_rule_is_told_each_time(pack: Path, tmp_path: Path) -> None:
    (pack / "a-rule.yaml").write_text(TEXT.replace("privileged", "privilege"))
    for _ in range(2):
        with pytest.raises(PackError, match="did you mean privileged"):
            _load(pack, tmp_path)


def test_what_the_wheel_carries_is_what_a_checkout_compiles(tmp_path: Path) -> None:
    cache.build(str(tmp_path))
    shipped = cache._read(str(tmp_path / "rules"))
    here = cache.load()
    assert shipped is not None
    assert shipped.rules.keys() == here.rules.keys()
    assert shipped.texts("port-conflict") == here.texts("port-conflict")
    assert shipped.texts("port-conflict")["path"] == "deployment/port-conflict.yaml"


def test_loading_from_the_cache_needs_no_yaml_and_no_hashes() -> None:
    cache.load()
    code = "import sys; from deploylint.engine import cache; cache.load(); print([m for m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for module in (
        "'yaml'",
        "'hashlib'",
        "'json'",
        "'dataclasses'",
        "'deploylint.engine.pack'",
        "'deploylint.model.kinds'",
    ):
        assert module not in done.stdout
