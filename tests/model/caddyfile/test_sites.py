"""Which site answers in another's place."""

from __future__ import annotations

import pytest

from tests.model.caddyfile.graphs import graph, kinds

TWICE = "a.com {\nbind 192.0.2.1\n}\n"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("a.com {\n}\nhttps://A.com {\n}\na.com {\n}\n", [None, 0, 0]),
        ("a.com {\n}\nb.com {\n}\nb.com, a.com {\n}\n", [None, None, 0]),
        ("a.com {\n}\nhttp://a.com {\n}\na.com:8443 {\n}\n", [None, None, None]),
        (TWICE + TWICE, [None, 0]),
        (TWICE + "a.com {\nbind 192.0.2.2\n}\na.com {\n}\n", [None, None, None]),
        (TWICE + "a.com {\nbind {$WHERE}\n}\n" + TWICE + "b.com {\n}\n", [None, "?", 0, "?"]),
        ("{$X} {\n}\na.com {\n}\na.com {\n}\n", ["?", "?", 1]),
        (
            {"Caddyfile": "z.com {\n}\nimport more\nz.com {\n}\n", "more": "y.com {\n}\nz.com {\n}\n"},
            [None, None, 0, 0],
        ),
    ],
)
def test_earlier(texts: str | dict[str, str], expected: list[int | str | None]) -> None:
    found = graph(texts)
    (file,) = [each for each in kinds(found, "file") if each.path == "Caddyfile"]
    sites = list(file.sites)
    told = [getattr(site, "earlier", "?") for site in sites]
    assert ["?" if one == "?" else sites.index(one) if one else None for one in told] == expected
