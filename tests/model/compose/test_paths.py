from __future__ import annotations

import pytest

from deploylint.model.compose.paths import Step, table

TABLE = table({"services.*.ports services.*.volumes.*.target": "one", "volumes": "two"})


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("services.web.ports", "one"),
        ("services.web.volumes.[].target", "one"),
        ("services.web.volumes", ""),
        ("services", ""),
        ("volumes", "two"),
        ("volumes.x", None),
        ("services.web.image", None),
    ],
)
def test_rules_by_path(path, rule):
    step: Step | None = TABLE
    for key in path.split("."):
        step = None if step is None else step.to(key)
    assert (None if step is None else step.rule) == rule
