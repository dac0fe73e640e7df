"""A finding tells how the value at its place came to be, once, and without places that it shows anyway."""

from __future__ import annotations

import pytest

from deploylint import api
from deploylint.findings import Finding
from deploylint.loading.selection import Selection
from deploylint.loading.settings import DEFAULTS
from deploylint.model.settings import ModelSettings
from deploylint.report import Look
from deploylint.report.safe import MASK
from deploylint.report.text import render
from deploylint.source.memory import MemoryFile, MemoryFiles

Places = list[tuple[str, int, str]]


def _findings(files: dict[str, str], rule: str) -> list[Finding]:
    held = MemoryFiles({path: MemoryFile(text.encode()) for path, text in files.items()})
    paths = [path for path in files if path.rpartition("/")[2].startswith(("compose", "Caddyfile"))]
    deployment = api.load(held, paths, DEFAULTS, ModelSettings(anchor_name="app"))
    return [each for each in api.lint(deployment, Selection(select=(rule,))).findings if each.rule == rule]


def _came(finding: Finding) -> Places:
    return [(each.span.source.path, each.span.source.position(each.span.start)[0], each.note) for each in finding.came]


PINNED = "services:\n  a: {image: 'x:${TAG}'}\n"


@pytest.mark.parametrize(
    ("files", "rule", "came"),
    [
        ({"compose.yaml": PINNED, ".env": "TAG=latest\n"}, "image-tag-mutable", [(".env", 1, "TAG is set here")]),
        ({"compose.yaml": "services:\n  a: {image: 'x:${TAG:-latest}'}\n"}, "image-tag-mutable", []),
        ({"compose.yaml": "services:\n  a: {image: 'x:latest'}\n"}, "image-tag-mutable", []),
        (
            {"compose.yaml": "services:\n  a: {image: x, deploy: {replicas: $N}}\n", ".env": "M=1\nN=two\n"},
            "interpolation-cast-failed",
            [(".env", 2, "N is set here")],
        ),
        (
            {
                "compose.yaml": "services:\n  a: {image: 'x:1', privileged: false}\n",
                "compose.override.yaml": "services:\n  a: {privileged: true}\n",
            },
            "privileged-container",
            [("compose.yaml", 2, "overrides what stands here")],
        ),
        (
            {"Caddyfile": "(s) {\n\treverse_proxy http://a:1/x\n}\nx.example {\n\timport s\n}\n"},
            "upstream-has-path",
            [("Caddyfile", 5, "imported here")],
        ),
        (
            {
                "compose.yaml": "version: '3'\nservices:\n  a: {image: 'x:1'}\n",
                "compose.override.yaml": "version: '3'\nservices:\n  a: {user: '1'}\n",
            },
            "obsolete-version-key",
            [],
        ),
    ],
)
def test_came(files: dict[str, str], rule: str, came: Places) -> None:
    found = _findings(files, rule)
    assert found
    assert _came(found[-1]) == came


def test_what_is_related_is_not_repeated() -> None:
    files = {"compose.yaml": PINNED, ".env": "TAG=latest\n"}
    (finding,) = _findings(files, "image-tag-mutable")
    assert len({each.span for each in (*finding.related, *finding.came)}) == len(finding.related) + len(finding.came)


def test_a_finding_of_several_projects_knows_all_ways() -> None:
    files = {
        "base.yml": "services:\n  b: {image: 'x:1', privileged: true}\n",
        "compose.yaml": "services:\n  a:\n    extends: {file: base.yml, service: b}\n",
        "two/compose.yaml": "services:\n  a:\n    extends: {file: ../base.yml, service: b}\n",
    }
    (finding,) = _findings(files, "privileged-container")
    assert _came(finding) == [
        ("compose.yaml", 3, "service a extends b here"), ("two/compose.yaml", 3, "service a extends b here"),
    ]  # fmt: skip


def test_frames_of_env_files_are_masked() -> None:
    files = {"compose.yaml": PINNED, ".env": "DB_PASSWORD=hunter2hunter2\nTAG=latest\nX=${TAG}\n"}
    held = MemoryFiles({path: MemoryFile(text.encode()) for path, text in files.items()})
    deployment = api.load(held, ["compose.yaml"], DEFAULTS, ModelSettings(anchor_name="app"))
    text = render(api.lint(deployment, Selection(select=("image-tag-mutable",))), Look())
    assert f"1 | DB_PASSWORD={MASK}" in text
    assert "--- TAG is set here" in text
    assert "hunter" not in text
