from __future__ import annotations

import pytest

from deploylint.model.caddyfile import roots
from tests.model.caddyfile.graphs import files


@pytest.mark.parametrize(
    ("texts", "outermost", "imported"),
    [
        ({"Caddyfile": ""}, ["Caddyfile"], {}),
        ({"Caddyfile": "import a.caddy", "a.caddy": ""}, ["Caddyfile"], {"a.caddy": "Caddyfile"}),
        (
            {"Caddyfile": "import s/*", "s/a.caddy": "import ../x", "s/b.caddy": "", "x": ""},
            ["Caddyfile"],
            {"s/a.caddy": "Caddyfile", "s/b.caddy": "Caddyfile", "x": "s/a.caddy"},
        ),
        ({"Caddyfile": "import a.caddy\n(a.caddy) {\n}", "a.caddy": ""}, ["Caddyfile", "a.caddy"], {}),
        ({"Caddyfile": "import /etc/a.caddy", "a.caddy": ""}, ["Caddyfile", "a.caddy"], {}),
        ({"Caddyfile": "# import a.caddy", "a.caddy": ""}, ["Caddyfile", "a.caddy"], {}),
        ({"Caddyfile": "respond import\nx import a.caddy", "a.caddy": ""}, ["Caddyfile", "a.caddy"], {}),
        (
            {"Caddyfile": "import headers", "headers": "", "a.caddy": ""},
            ["Caddyfile", "a.caddy"],
            {"headers": "Caddyfile"},
        ),
        ({"a.caddy": "import b.caddy", "b.caddy": "import a.caddy"}, ["a.caddy"], {"b.caddy": "a.caddy"}),
        ({"Caddyfile": "import Caddyfile"}, ["Caddyfile"], {}),
        ({"Caddyfile": "import {$X}\nimport nope/*\nimport"}, ["Caddyfile"], {}),
        (
            {"a/Caddyfile": "import ../c.caddy", "b/Caddyfile": "import ../c.caddy", "c.caddy": ""},
            ["a/Caddyfile", "b/Caddyfile"],
            {"c.caddy": "a/Caddyfile"},
        ),
    ],
)
def test_which_caddyfiles_stand_alone(texts, outermost, imported):
    paths = [path for path in texts if path.endswith(("Caddyfile", ".caddy"))]
    assert roots(files(texts), paths) == (outermost, imported)
