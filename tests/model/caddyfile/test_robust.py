"""Any text at all: nothing raises, every field is settled, and reading stays linear."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model import nodes
from tests.model.caddyfile.graphs import graph

WORDS = (
    "{", "}", "\n", "\n", "\n", "import", "(s)", "s", "&(r)", "invoke", "r", "@m", "path", "/x", "*", "a.com", ":80",
    ",",
    "{$X}", "{$X:y}", "{args[0]}", "{args[:]}", "{block}", "{blocks.a}", "reverse_proxy", "to", "app:80", "unix//x",
    "http://", "handle", "handle_response", "basic_auth", "tls", "b.caddy", "*.caddy", '"', "`", "<<E", "E", "\\", "#",
    "http_port", "order", "::1",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)

SETTLED = {
    "site": "addresses hosts keys ports port upstreams directives matchers listeners file project via",
    "upstream": "directive proxy site file",
    "route": "name file directives uses",
    "snippet": "name file",
    "matcher": "name site file scope uses first",
    "caddy_directive": "name args scope parent children has_block upstreams site file",
    "env_ref": "name where operator fallback has_default required nested definition services service_files reader file",
    "file": "path format role sites options project",
}
"""Fields of which nothing can be unknown; the others are filled elsewhere, or nobody may be able to tell."""


@given(TEXTS, TEXTS)
def test_any_text_becomes_a_graph(first, second):
    found = graph({"Caddyfile": first, "b.caddy": second})
    for kind, fields in SETTLED.items():
        for node in found.kinds[kind]:
            assert [field for field in fields.split() if not hasattr(node, field)] == []
            assert 0 <= node.header.start <= node.header.end <= len(node.header.source.text)


HOSTILE = {
    "deep": "a.com {\n" + "handle {\n" * 3000 + "}\n" * 3001,
    "open": "a.com {\n" + "handle {\n" * 3000,
    "sites": "a.com {\n}\n" * 3000,
    "snippets": "".join(f"(s{n}) {{\n}}\n" for n in range(3000)),
    "uses": "a.com {\n@m path /x\n" + "respond @m hi\n" * 3000 + "}\n",
    "references": "a.com {\n" + "respond {$X}{$Y:z}\n" * 3000 + "}\n",
    "invokes": "&(r) {\n" + "reverse_proxy app\n" * 300 + "}\na.com {\n" + "invoke r\n" * 300 + "}\n",
    "addresses": " ".join(f"a{n}.com," for n in range(3000)) + " b.com {\n}\n",
    "upstreams": "a.com {\nreverse_proxy" + " app:80" * 5000 + "\n}\n",
    "names": "a.com {\n" + "".join(f"header A{n} b\n" for n in range(3000)) + "}\n",
    "placeholders": "(s) {\nx " + "{args[0]}" * 5000 + "\n}\nimport s {$A}{$B}\n",
    "definitions": "(s) {\n" + "(t) {\n}\n" * 3000 + "}\nimport s\n",
    "words": "a.com {\nrespond " + "x " * 20000 + "\n}\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_reading_stays_linear(name):
    start = time.process_time()
    graph(HOSTILE[name])
    assert time.process_time() - start < 15


def test_a_null_node_stands_where_there_is_none():
    (site,) = graph("a.com {\n}\n").kinds["site"]
    assert site.project is nodes.NULL["project"]
