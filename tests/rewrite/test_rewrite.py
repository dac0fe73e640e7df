"""What is never edited, and what several operations of one fix amount to."""

from __future__ import annotations

from typing import Any

import pytest

from deploylint.findings import Operation
from deploylint.model.project import build
from deploylint.model.settings import ModelSettings
from deploylint.rewrite import Refused, Rewriter, edits
from deploylint.source.files import Unreadable
from deploylint.source.text import Source
from tests.model.graphs import Nothing, graph
from tests.rewrite.operations import edited

WEB = "services:\n  web:\n    image: x\n"


class One(Nothing):
    """A single file."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def read(self, path: str) -> Source | Unreadable | None:  # type: ignore[override]
        return self.source if path == self.source.path else None


def refused(source: Source) -> str:
    found = build(One(source), [source.path], ModelSettings())[0]  # type: ignore[arg-type]
    service: Any = found.kinds["service"][0]
    with pytest.raises(Refused) as caught:
        edits(Operation("set", service, "restart", None, "always"), found)
    return caught.value.reason


def test_utf_16() -> None:
    assert refused(Source("compose.yaml", WEB, encoding="utf-16")) == "the file is not UTF-8"


def test_outside() -> None:
    assert refused(Source("../compose.yaml", WEB)) == "the file is outside the folder that is linted"
    assert refused(Source("/srv/compose.yaml", WEB)) == "the file is outside the folder that is linted"


def test_encrypted_by_sops() -> None:
    text = (
        WEB
        + "    environment: {A: 'ENC[AES256_GCM,data:1,iv:2,tag:3,type:str]'}\nsops: {mac: 'ENC[AES256_GCM,data:4]'}\n"
    )
    assert (
        refused(Source("compose.yaml", text)) == "sops has encrypted the file, and would not decrypt it after a change"
    )


def test_operations_of_one_fix_go_together() -> None:
    found = graph(WEB)
    service = found.kinds["service"][0]
    operations = [
        Operation("set", service, "read_only", None, True),
        Operation("add", service, "cap_drop", None, "ALL"),
        Operation("set", service, "read_only", None, True),
    ]
    text = edited({"compose.yaml": WEB}, found, operations)["compose.yaml"]
    assert text == WEB + "    cap_drop:\n      - ALL\n    read_only: true\n"


def test_operations_that_clash_are_refused() -> None:
    found = graph(WEB)
    service = found.kinds["service"][0]
    operations = [Operation("set", service, "user", None, name) for name in ("a", "b")]
    with pytest.raises(Refused, match="could not be parsed"):
        Rewriter(found).fix_edits(operations)


def test_a_broken_file_may_be_mended_where_it_is_whole() -> None:
    text = "services:\n  web:\n    image: x\n    restart: 'no'\n  db: [\n"
    found = graph(text)
    service = found.kinds["service"][0]
    changed = edited({"compose.yaml": text}, found, [Operation("set", service, "restart", None, "always")])
    assert changed == {"compose.yaml": text.replace("'no'", "'always'")}
