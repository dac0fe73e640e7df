"""Files are replaced in one step, with their mode, all or none, and never through a link out of the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deploylint.fix.write import NotWritten, write
from deploylint.source.text import Source


def sources(**texts: str) -> dict[str, Source]:
    return {name: Source(name, text) for name, text in texts.items()}


def test_content_and_mode(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old\r\n")
    path.chmod(0o640)
    write(str(tmp_path), sources(a="old\r\n"), {"a": "new é\r\n"})
    assert path.read_bytes() == "new é\r\n".encode()
    assert path.stat().st_mode & 0o7777 == 0o640
    assert os.listdir(tmp_path) == ["a"]


def test_the_byte_order_mark_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfold")
    write(str(tmp_path), {"a": Source("a", "old", bom=True)}, {"a": "new"})
    assert (tmp_path / "a").read_bytes() == b"\xef\xbb\xbfnew"


def refused(folder: Path, known: dict[str, Source], texts: dict[str, str], path: str, words: str) -> None:
    before = {name: (folder / name).read_bytes() for name in os.listdir(folder) if (folder / name).is_file()}
    with pytest.raises(NotWritten, match=words) as caught:
        write(str(folder), known, texts)
    assert caught.value.path == path
    assert {name: (folder / name).read_bytes() for name in os.listdir(folder) if (folder / name).is_file()} == before


def test_a_file_that_changed_stops_all(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").write_text("other")
    refused(tmp_path, sources(a="old", b="old"), {"a": "new", "b": "new"}, "b", "changed since")


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    refused(tmp_path, sources(a="old", b="old"), {"a": "new", "b": "new"}, "b", "no such file")


def test_a_file_that_was_never_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    refused(tmp_path, {}, {"a": "new"}, "a", "UTF-8")
    refused(tmp_path, {"a": Source("a", "old", encoding="utf-16")}, {"a": "new"}, "a", "UTF-8")


def test_a_link_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret").write_text("old")
    (inside / "a").symlink_to(tmp_path / "secret")
    refused(inside, sources(a="old"), {"a": "new"}, "a", "link out")
    assert (tmp_path / "secret").read_text() == "old"
    refused(inside, {"../secret": Source("../secret", "old")}, {"../secret": "new"}, "../secret", "link out")


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "a").symlink_to("real")
    write(str(tmp_path), sources(a="old"), {"a": "new"})
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_failure_in_the_middle_puts_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / name).write_text("old")
    real = os.replace
    failed: list[str] = []

    def replace(source: str, target: str) -> None:
        if target.endswith("c") and not failed:
            failed.append(target)
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    refused(tmp_path, sources(a="old", b="old", c="old"), dict.fromkeys("abc", "new"), "c", "no space left")


def test_no_space_for_the_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused(tmp_path, sources(a="old"), {"a": "new"}, "a", "no space left")
