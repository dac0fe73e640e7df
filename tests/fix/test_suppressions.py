"""Suppressions that silence nothing are taken out."""

from __future__ import annotations

import pytest

from deploylint import api
from deploylint.loading.selection import Selection
from deploylint.loading.settings import DEFAULTS
from deploylint.model.settings import ModelSettings
from deploylint.source.memory import MemoryFile, MemoryFiles

WEB = "services:\n  web:\n    image: nginx:1.27.3\n    restart: always\n"
MARK = "# deploylint: ignore"

CASES = [
    (f"services:\n  {MARK}[host-pid] why\n" + WEB.partition("\n")[2], WEB),
    (WEB.replace("nginx:1.27.3", f"nginx:1.27.3  {MARK}[host-pid] why"), WEB),
    (
        WEB.replace("always\n", f"always\n    {MARK}[host-pid, host-ipc] why\n    pid: host\n"),
        WEB.replace("always\n", f"always\n    {MARK}[host-pid] why\n    pid: host\n"),
    ),
    (
        f"services:\n  {MARK}[host-pid, host-ipc] why\n" + WEB.partition("\n")[2],
        WEB,
    ),
    (f"services:\r\n  {MARK}[host-pid] why\r\n  web:\r\n    image: a:1\r\n    restart: always\r\n", None),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_unused_comment_goes(text: str, expected: str | None) -> None:
    files = MemoryFiles({"compose.yaml": MemoryFile(text.encode())})
    deployment = api.load(files, ["compose.yaml"], DEFAULTS, ModelSettings(anchor_name="app"))
    repaired = api.fix(deployment, Selection(), unsafe=False)
    without = "".join(line for line in text.splitlines(keepends=True) if MARK not in line)
    assert repaired.outcome.texts == {"compose.yaml": without if expected is None else expected}
    assert [finding.rule for finding in repaired.report.findings if finding.rule == "suppression-unused"] == []
