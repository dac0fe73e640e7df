"""Units of real deployments and hand-written ones: all are read, each with its document and places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deploylint.loading.disk import DiskFiles
from deploylint.model import systemd
from deploylint.model.builder import Builder
from deploylint.model.settings import ModelSettings
from deploylint.syntax import formats

KINDS = ("systemd", "quadlet")


def read(folder: Path) -> Any:
    """The graph of the units below a folder, and nothing else of it."""
    paths = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    builder = Builder(DiskFiles(str(folder)), "", ModelSettings())
    systemd.build(builder, [path for path in paths if formats.kind(path) in KINDS])
    return builder.finish()


def test_real_units(corpus: Path) -> None:
    units = commands = tools = 0
    for folder in sorted(path for path in corpus.iterdir() if path.is_dir()):
        graph = read(folder)
        for unit in graph.kinds["unit"]:
            units += 1
            assert unit.id in graph.documents
            assert unit.dropin or hasattr(unit, "after")
        for command in graph.kinds["command"]:
            commands += 1
            tools += command.tool != "other"
            place = command.header
            assert command.name in place.source.text[place.start : place.end] or command.inside
        for node in graph.kinds["unit_setting"]:
            place = node.origins["key"]
            assert place.source.text[place.start : place.end] == node.key
    assert units > 200
    assert commands > 150
    assert tools > 20


def test_hand_written_units(conformance: Path) -> None:
    graph = read(conformance / "systemd" / "cases")
    found = {unit.name for unit in graph.kinds["unit"]}
    names = {path.name for path in (conformance / "systemd" / "cases").iterdir() if path.is_file()}
    left_out = {role.path for role in graph.files if role.role == "other" or not role.read}
    assert found | left_out >= {name for name in names if formats.kind(name) == "systemd"}
