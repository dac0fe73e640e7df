from __future__ import annotations

import pytest

from deploylint.model.caddyfile.targets import find, is_snippet_like
from tests.model.caddyfile.graphs import files

TREE = {
    "caddy/Caddyfile": "",
    "caddy/common.caddy": "",
    "caddy/sites/a.caddy": "",
    "caddy/sites/b.caddy": "",
    "caddy/sites/.hidden.caddy": "",
    "caddy/sites/old/c.caddy": "",
    "caddy/local/.gitkeep": "",
    "caddy/secrets.caddy.example": "",
    "shared.caddy": "",
}


@pytest.mark.parametrize(
    ("pattern", "outcome", "paths"),
    [
        ("common.caddy", "found", ("caddy/common.caddy",)),
        ("./sites/../common.caddy", "found", ("caddy/common.caddy",)),
        ("../shared.caddy", "found", ("shared.caddy",)),
        ("sites/*", "folder", ("caddy/sites/old",)),
        ("sites/*.caddy", "found", ("caddy/sites/a.caddy", "caddy/sites/b.caddy")),
        ("sites/.*.caddy", "found", ("caddy/sites/.hidden.caddy",)),
        ("sites/?.caddy", "found", ("caddy/sites/a.caddy", "caddy/sites/b.caddy")),
        ("*/a.caddy", "found", ("caddy/sites/a.caddy",)),
        ("sites", "folder", ("caddy/sites",)),
        ("other.caddy", "missing", ("caddy/other.caddy",)),
        ("sites/*.conf", "empty", ()),
        ("sites/*/*", "wildcards", ()),
        ("sites/??.caddy", "wildcards", ()),
        ("sites/[ab].caddy", "wildcards", ()),
        ("local/*.caddy", "unknown", ()),
        ("conf.d/*", "unknown", ()),
        ("conf.d/a.caddy", "unknown", ("caddy/conf.d/a.caddy",)),
        ("secrets.caddy", "unknown", ("caddy/secrets.caddy",)),
        ("/etc/caddy/a.caddy", "unknown", ()),
        ("../../a.caddy", "unknown", ()),
        ("{env.FILE}", "unknown", ()),
        ("a\0b", "unknown", ()),
        ("a" * 2000, "unknown", ()),
    ],
)
def test_what_a_pattern_names(pattern, outcome, paths):
    assert tuple(find(files(TREE), "caddy/Caddyfile", pattern)) == (outcome, paths)


@pytest.mark.parametrize(
    ("pattern", "is_name"), [("headers", True), ("site_log", True), ("a.b", False), ("a/b", False)]
)
def test_names_of_snippets_look_like_names(pattern, is_name):
    assert is_snippet_like(pattern) is is_name
