"""What may be read below an anchor, and what everything else becomes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deploylint.loading.disk import DiskFiles
from deploylint.source.decode import LARGEST
from deploylint.source.files import Unreadable
from deploylint.source.text import Source


@pytest.fixture
def anchor(tmp_path: Path) -> Path:
    folder = tmp_path / "anchor"
    (folder / "app").mkdir(parents=True)
    (folder / "app" / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file").write_text("y", encoding="utf-8")
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "outdir").symlink_to(tmp_path / "elsewhere")
    (folder / "in").symlink_to(folder / "app" / "compose.yaml")
    (folder / "indir").symlink_to("app")
    (folder / "loop").symlink_to("loop")
    (folder / "dangling").symlink_to("nowhere")
    return folder


@pytest.mark.parametrize(
    "path",
    [
        "out",
        "outdir/file",
        "../secret",
        "/etc/hostname",
        "loop",
        "dangling",
        "none",
        "app/compose.yaml/x",
        "a\0b",
        "x" * 300,
    ],
)
def test_not_there(anchor: Path, path: str) -> None:
    files = DiskFiles(str(anchor))
    found = files.read(path)
    assert found is None or isinstance(found, Unreadable)
    assert files.stat(path) is None
    assert files.list(path) == ()


@pytest.mark.parametrize("path", ["out", "outdir/file", "../secret", "outdir/../out"])
def test_outside_on_request(anchor: Path, path: str) -> None:
    assert isinstance(DiskFiles(str(anchor), allow_outside=True).read(path), Source)


def test_a_named_file_outside_may_be_read(anchor: Path) -> None:
    named = str(anchor.parent / "secret")
    files = DiskFiles(str(anchor), named=[named])
    assert isinstance(files.read(named), Source)
    assert files.read("../elsewhere/file") is None


@pytest.mark.parametrize("path", ["app/compose.yaml", "in", "indir/compose.yaml", "./app//compose.yaml", "app/../in"])
def test_inside(anchor: Path, path: str) -> None:
    source = DiskFiles(str(anchor)).read(path)
    assert isinstance(source, Source)
    assert source.path == path
    assert source.text == "services: {}\n"


def test_list_marks_folders(anchor: Path) -> None:
    names = DiskFiles(str(anchor)).list("")
    assert "app/" in names
    assert "indir/" in names
    assert "outdir" in names
    assert names == tuple(sorted(names))


def test_a_folder_is_listed_once_a_run(anchor: Path) -> None:
    files = DiskFiles(str(anchor))
    names = files.list("")
    (anchor / "later").write_text("", encoding="utf-8")
    assert files.list("") == names
    assert "later" in DiskFiles(str(anchor)).list("")


def test_an_anchor_that_is_itself_a_link(anchor: Path) -> None:
    link = anchor.parent / "link"
    link.symlink_to(anchor)
    assert isinstance(DiskFiles(str(link)).read("in"), Source)


def test_folders_and_devices_are_unreadable(anchor: Path) -> None:
    os.mkfifo(anchor / "pipe")
    files = DiskFiles(str(anchor))
    for path in "app", "pipe":
        found = files.read(path)
        assert isinstance(found, Unreadable)
        assert found.defect.code == "file-unreadable"


def test_forbidden(nobody: Callable[[], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        os.chmod(folder, 0o755)
        path = Path(folder, "compose.yaml")
        path.write_text("services: {}\n", encoding="utf-8")
        path.chmod(0)
        DiskFiles(folder).read("compose.yaml")  # what is imported on the way is imported as root
        nobody()
        found = DiskFiles(folder).read("compose.yaml")
        os.seteuid(os.getuid())
    assert isinstance(found, Unreadable)
    assert found.defect.found == "permission denied"


def test_too_large(anchor: Path) -> None:
    (anchor / "big.yaml").write_bytes(b"a" * (LARGEST + 1))
    found = DiskFiles(str(anchor)).read("big.yaml")
    assert isinstance(found, Unreadable)
    assert found.defect.code == "input-limit-exceeded"


def test_git_is_asked_about_the_path(anchor: Path) -> None:
    (anchor / ".git").mkdir()
    (anchor / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (anchor / ".gitignore").write_text(".env\n", encoding="utf-8")
    files = DiskFiles(str(anchor))
    assert files.ignored("app/.env") is True
    assert files.ignored("app/compose.yaml") is False
    assert files.tracked("app/compose.yaml") is False
    assert files.ignored("../x") is None
