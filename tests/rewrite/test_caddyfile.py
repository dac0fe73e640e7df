"""What each operation makes of a Caddyfile, byte by byte."""

# ruff: noqa: E501 (rows of a table stand on one line)

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from deploylint import rewrite
from deploylint.findings import Operation
from deploylint.model.graph import Graph
from tests.model.graphs import graph as graph_of
from tests.rewrite.operations import edited, node_of

CADDYFILE = """\
# options
{
	email a@b.example
}

(logged) {
	log
}

photos.example.org, www.example.org {
	import logged
	# the API
	@api path /api/* # api
	reverse_proxy @api app:8080 db:5432 {
		health_uri /health
	}
	root * "/srv/my files"
	basicauth /admin/* {
		bob {$HASH}
	}
	encode gzip \\
		zstd # small
	respond {$TEXT:hello}x 200

	handle @api {
		file_server
	}
}

b.example.org {
	redir https://a.example.org{uri}
}
"""

Row = tuple[str, str, str, object, object]
"""Verb, node, field, item, value; a directive is named by its name."""


def changed(files: str | Mapping[str, str], row: Row) -> str:
    """The new text of the one file that changes, or `refused: …`."""
    files = {"Caddyfile": files} if isinstance(files, str) else files
    graph = graph_of(files)
    verb, where, field, item, value = row
    try:
        found = edited(files, graph, [Operation(verb, directive(graph, where), field, item, value)])
    except rewrite.Refused as refusal:
        return f"refused: {refusal.reason}"
    assert len(found) == 1
    return next(iter(found.values()))


def directive(graph: Graph, where: str) -> Any:
    """The first directive of a name for `.name`, else the node as usual."""
    if where.startswith("."):
        return next(node for node in graph.kinds["caddy_directive"] if node.name == where[1:])  # type: ignore[attr-defined]
    return node_of(graph, where)


PROXY, ROOT, ENCODE, SITE, HASH, TEXT = ".reverse_proxy", ".root", ".encode", "site", "env_ref:HASH", "env_ref:TEXT"

CHANGES: list[tuple[Row, str, str]] = [
    (("set", "upstream", "address", None, "web:80"), "app:8080", "web:80"),
    (("set", "upstream", "port", None, 9090), "app:8080", "app:9090"),
    (("set", "upstream", "host", None, "web"), "app:8080", "web:8080"),
    (("set", PROXY, "args", "db:5432", "x y"), "db:5432", '"x y"'),
    (("set", PROXY, "args", "db:5432", ""), "db:5432", '""'),
    (("set", PROXY, "args", "db:5432", "{$DB}"), "db:5432", "{$DB}"),
    (("set", PROXY, "args", "db:5432", 'a "b'), "db:5432", '"a \\"b"'),
    (("set", PROXY, "args", "db:5432", '"b c\\"'), "db:5432", '`"b c\\"`'),
    (("set", PROXY, "matcher", None, "/api/*"), "proxy @api", "proxy /api/*"),
    (("set", ROOT, "args", "/srv/my files", "/srv"), '"/srv/my files"', '"/srv"'),
    (("set", ROOT, "args", "/srv/my files", 'a"b'), '"/srv/my files"', '"a\\"b"'),
    (("set", PROXY, "matcher", None, "* x"), "proxy @api", "proxy * x"),
    (("set", ".redir", "matcher", None, "/x"), "redir https", "redir /x https"),
    (("set", SITE, "addresses", "photos.example.org", "p.example.org"), "photos.example.org", "p.example.org"),
    (("set", SITE, "addresses", "www.example.org", "http://w.example.org"), "www.example.org", "http://w.example.org"),
    (("set", SITE, "address", None, "p.example.org"), "photos.example.org", "p.example.org"),
    (("set", TEXT, "fallback", None, "bye"), ":hello}", ":bye}"),
    (("set", HASH, "fallback", None, "x"), "{$HASH}", "{$HASH:x}"),
    (("set", TEXT, "name", None, "WORDS"), "$TEXT", "$WORDS"),
    (("rename", TEXT, "", None, "WORDS"), "$TEXT", "$WORDS"),
    (("rename", HASH, "name", None, "BCRYPT"), "$HASH", "$BCRYPT"),
    (("rename", ".basicauth", "", None, "basic_auth"), "basicauth", "basic_auth"),
    (("rename", ".health_uri", "name", None, "health_path"), "health_uri", "health_path"),
    (("rename", PROXY, "args", "db:5432", "db:1"), "db:5432", "db:1"),
    (("remove", TEXT, "fallback", None, None), ":hello}", "}"),
    (("remove", "upstream", "", None, None), " app:8080", ""),
    (("remove", PROXY, "args", "db:5432", None), " db:5432", ""),
    (("remove", PROXY, "matcher", None, None), "proxy @api", "proxy"),
    (("remove", ENCODE, "args", "zstd", None), " \\\n\t\tzstd", ""),
    (("remove", ENCODE, "args", "gzip", None), " gzip \\\n", " \\\n"),
    (("remove", SITE, "addresses", "www.example.org", None), ", www.example.org", ""),
    (("remove", SITE, "addresses", "photos.example.org", None), "photos.example.org, ", ""),
    (("remove", PROXY, "", None, None), "\treverse_proxy @api app:8080 db:5432 {\n\t\thealth_uri /health\n\t}\n", ""),
    (("remove", "matcher", "", None, None), "\t@api path /api/* # api\n", ""),
    (("remove", ENCODE, "", None, None), "\tencode gzip \\\n\t\tzstd # small\n", ""),
    (("remove", ".handle", "", None, None), "\n\thandle @api {\n\t\tfile_server\n\t}\n", ""),
    (("remove", ".email", "", None, None), "\temail a@b.example\n", ""),
    (("remove", "site:b.example.org", "", None, None), "\nb.example.org {\n\tredir https://a.example.org{uri}\n}\n", ""),
    (("add", PROXY, "args", None, "c:1"), "db:5432", "db:5432 c:1"),
    (("add", PROXY, "upstreams", None, "c:1"), "db:5432", "db:5432 c:1"),
    (("add", ENCODE, "args", None, "a b"), "zstd #", 'zstd "a b" #'),
    (("add", SITE, "addresses", None, "c.example.org"), "www.example.org", "www.example.org, c.example.org"),
    (("add", "site:b.example.org", "addresses", None, "c.example.org"), "b.example.org {", "b.example.org, c.example.org {"),
    (("add", SITE, "directives", "templates", ""), "\t\tfile_server\n\t}\n", "\t\tfile_server\n\t}\n\ttemplates\n"),
    (("add", SITE, "directives", None, "header -Server"), "\t\tfile_server\n\t}\n", "\t\tfile_server\n\t}\n\theader -Server\n"),
    (("add", PROXY, "children", "lb_policy", "first"), "/health\n", "/health\n\t\tlb_policy first\n"),
    (("add", ".redir", "children", "x", "1"), "org{uri}\n", "org{uri} {\n\t\tx 1\n\t}\n"),
    (("add", ENCODE, "children", "minimum_length", 5), "zstd # small\n", "zstd { # small\n\t\tminimum_length 5\n\t}\n"),
    (("add", "file", "options", "grace_period", "10s"), "a@b.example\n", "a@b.example\n\tgrace_period 10s\n"),
    (("comment-out", PROXY, "", None, None), "\treverse_proxy @api app:8080 db:5432 {\n\t\thealth_uri /health\n\t}", "\t# reverse_proxy @api app:8080 db:5432 {\n\t# \thealth_uri /health\n\t# }"),
    (("comment-out", ".redir", "", None, None), "\tredir", "\t# redir"),
    (("insert", PROXY, "", None, "# why"), "\treverse_proxy", "\t# why\n\treverse_proxy"),
    (("insert", "site:b.example.org", "", None, "# b"), "b.example.org {", "# b\nb.example.org {"),
    (("insert", ".email", "", None, "# why"), "\temail", "\t# why\n\temail"),
    (("quote", HASH, "", None, None), "{$HASH}", '"{$HASH}"'),
    (("quote", PROXY, "args", "db:5432", None), "db:5432", '"db:5432"'),
]  # fmt: skip


@pytest.mark.parametrize(("row", "old", "new"), CHANGES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_the_place_changes(newline: str, row: Row, old: str, new: str) -> None:
    assert CADDYFILE.count(old) == 1
    expected = CADDYFILE.replace(old, new).replace("\n", newline)
    assert changed(CADDYFILE.replace("\n", newline), row) == expected


def test_a_matcher_is_renamed_with_its_uses() -> None:
    expected = CADDYFILE.replace("@api", "@web")
    assert changed(CADDYFILE, ("rename", "matcher", "", None, "@web")) == expected
    assert changed(CADDYFILE, ("rename", "matcher", "name", None, "web")) == expected


TEXTS: list[tuple[str, Row, str]] = [
    ("a.org\nlog", ("add", SITE, "directives", "root", "*"), "a.org\nlog\nroot *"),
    ("a.org {\n}", ("add", SITE, "directives", "log", ""), "a.org {\n\tlog\n}"),
    ("a.org { # x\n}\n", ("add", SITE, "directives", "log", ""), "a.org { # x\n\tlog\n}\n"),
    ("a.org { }\n", ("add", SITE, "directives", "log", ""), "a.org {\n\tlog\n}\n"),
    ("a.org {\n  log\n}\n", ("add", ".log", "children", "level", "INFO"), "a.org {\n  log {\n    level INFO\n  }\n}\n"),
    ("a.org {\n\tlog\n}\n", ("add", "file", "options", "debug", ""), "{\n\tdebug\n}\n\na.org {\n\tlog\n}\n"),
    ("# x\n\n# y\na.org {\n  log\n}\n", ("add", "file", "options", "debug", ""), "# x\n\n{\n  debug\n}\n\n# y\na.org {\n  log\n}\n"),
    ("", ("add", "file", "options", "debug", ""), "{\n\tdebug\n}\n"),
    ("a.org b.org {\n}\n", ("add", SITE, "addresses", None, "c.org"), "a.org b.org c.org {\n}\n"),
    ("a.org b.org {\n}\n", ("remove", SITE, "addresses", "b.org", None), "a.org {\n}\n"),
    ("a.org,\nb.org {\n}\n", ("remove", SITE, "addresses", "a.org", None), "b.org {\n}\n"),
    ("a.org,\nb.org {\n}\n", ("remove", SITE, "addresses", "b.org", None), "a.org {\n}\n"),
    ("a.org {\n\trespond <<E\n\t\tx\n\t\tE\n\tlog\n}\n", ("remove", ".respond", "", None, None), "a.org {\n\tlog\n}\n"),
    ("a.org {\n\trespond <<E\n\t\tx\n\t\tE\n\tlog\n}\n", ("set", ".respond", "args", "x", "y z"), 'a.org {\n\trespond "y z"\n\tlog\n}\n'),
    ("a.org {\n\tlog\n}", ("remove", ".log", "", None, None), "a.org {\n}"),
    ("a.org {\n\tlog\n}", ("remove", SITE, "", None, None), ""),
    ("a.org {\n\troot *\n\n\tlog\n}\n", ("remove", ".log", "", None, None), "a.org {\n\troot *\n}\n"),
    ("a.org {\n\tlog\n}\n\nb.org {\n}\n", ("remove", SITE, "", None, None), "b.org {\n}\n"),
    ("a.org {\n\treverse_proxy app\n}\n", ("set", "upstream", "port", None, 8080), "a.org {\n\treverse_proxy app:8080\n}\n"),
    ("a.org {\n\treverse_proxy http://app\n}\n", ("set", "upstream", "port", None, 8080), "a.org {\n\treverse_proxy http://app:8080\n}\n"),
    ('a.org {\n\treverse_proxy "app:80"\n}\n', ("set", "upstream", "port", None, "81"), 'a.org {\n\treverse_proxy "app:81"\n}\n'),
    ("a.org {\n\tlog\n}", ("format", "file", "", None, None), "a.org {\n\tlog\n}\n"),
    ("a.org {\r\n\tlog\r\n}", ("format", "file", "", None, None), "a.org {\r\n\tlog\r\n}\r\n"),
    ("a.org {\n\t@x path_regexp y ^/(.*)$\n\trespond @x {re.y.1}\n}\n", ("rename", "matcher", "", None, "@z"), "a.org {\n\t@z path_regexp y ^/(.*)$\n\trespond @z {re.y.1}\n}\n"),
    ("a.org {\n\t@x path /x\n\trespond @x 1\n}\nb.org {\n\t@x path /y\n\trespond @x 2\n}\n", ("rename", "matcher", "", None, "@z"), "a.org {\n\t@z path /x\n\trespond @z 1\n}\nb.org {\n\t@x path /y\n\trespond @x 2\n}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row", "expected"), TEXTS)
def test_texts(text: str, row: Row, expected: str) -> None:
    assert changed(text, row) == expected


MENDED: list[tuple[str, str, str]] = [
    ("missing-space-before-brace", "a.org{\n\tlog\n}\n", "a.org {\n\tlog\n}\n"),
    ("missing-space-before-brace", "a.org {\n\troute{\n\t\tlog\n\t}\n}\n", "a.org {\n\troute {\n\t\tlog\n\t}\n}\n"),
    ("address-trailing-comma", "a.org, b.org, {\n}\n", "a.org, b.org {\n}\n"),
    ("address-trailing-comma", "a.org , {\n}\n", "a.org {\n}\n"),
    ("address-comma-without-space", "a.org,b.org,c.org {\n}\n", "a.org, b.org, c.org {\n}\n"),
    ("address-space-before-comma", "a.org , b.org {\n}\n", "a.org, b.org {\n}\n"),
    ("brace-on-new-line", "a.org {\n\troute\n\t{\n\t\tlog\n\t}\n}\n", "a.org {\n\troute {\n\t\tlog\n\t}\n}\n"),
    ("brace-on-new-line", "a.org {\n\troute # x\n\t{\n\t\tlog\n\t}\n}\n", "a.org {\n\troute { # x\n\t\tlog\n\t}\n}\n"),
    ("brace-not-at-line-end", "a.org {\n\troute { log }\n}\n", "a.org {\n\troute {\n\t\tlog\n\t}\n}\n"),
    ("brace-not-at-line-end", "a.org {\n  route { log\n  }\n}\n", "a.org {\n  route {\n    log\n  }\n}\n"),
    ("closing-brace-not-alone", "a.org {\n\trespond hi }\n", "a.org {\n\trespond hi\n}\n"),
    ("closing-brace-not-alone", "a.org {\n\troute {\n\t\tlog\n\t} log\n}\n", "a.org {\n\troute {\n\t\tlog\n\t}\n\tlog\n}\n"),
    ("empty-braces", "a.org {\n\troute {}\n}\n", "a.org {\n\troute\n}\n"),
    ("empty-braces", "a.org {}\n", "a.org {\n}\n"),
    ("comment-continues-line", "a.org {\n\trespond hi # C:\\x\\\n\tlog\n}\n", "a.org {\n\trespond hi # C:/x\n\tlog\n}\n"),
    ("dropped-backslash", "a.org {\n\troot * /my\\ files\n}\n", "a.org {\n\troot * /my files\n}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "expected"), MENDED)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_faults_are_mended(newline: str, code: str, text: str, expected: str) -> None:
    where = f"defect:{code}"
    graph = graph_of({"Caddyfile": text.replace("\n", newline)})
    node = next(node for node in graph.kinds["defect"] if node.code == code)  # type: ignore[attr-defined]
    found = edited({"Caddyfile": text.replace("\n", newline)}, graph, [Operation("format", node)])
    assert found == {"Caddyfile": expected.replace("\n", newline)}, where


VARIABLE, DIFFERENTLY = "its value comes through a variable", "Caddy would read the line differently"
SEVERAL, TAKEN = "the new value has several lines", "others may use its name"

REFUSED: list[tuple[Row, str]] = [
    (("set", ".respond", "args", "hellox", "y"), VARIABLE),
    (("set", ".respond", "args", "200", "a\nb"), SEVERAL),
    (("set", ".respond", "args", "200", '`"\\"'), DIFFERENTLY),
    (("set", PROXY, "children", None, "x"), "it is not written"),
    (("set", PROXY, "", None, "x"), "it is not a single value"),
    (("set", HASH, "fallback", None, "a b"), "a default cannot hold it"),
    (("set", PROXY, "matcher", None, ""), "it is not one line of words"),
    (("set", PROXY, "matcher", None, "a {"), "it is not one line of words"),
    (("set", HASH, "reader", None, "a"), "it is a part of a value that cannot be left out"),
    (("rename", HASH, "", None, "a b"), "the new name is no variable's"),
    (("rename", PROXY, "", None, "a b"), "the new name is no directive's"),
    (("rename", PROXY, "", None, ""), "the new name is empty"),
    (("rename", "matcher", "", None, "@a b"), "the new name is no matcher's"),
    (("rename", SITE, "", None, "x"), TAKEN),
    (("rename", "snippet", "", None, "(x)"), TAKEN),
    (("remove", HASH, "", None, None), "it is a part of a value that cannot be left out"),
    (("remove", "upstream", "port", None, None), "it is a part of a value that cannot be left out"),
    (("remove", PROXY, "children", None, None), "it is not written"),
    (("remove", "site:b.example.org", "addresses", "b.example.org", None), "it is the only address"),
    (("add", SITE, "directives", None, "a {"), "it is not one line of words"),
    (("add", SITE, "directives", None, ""), "it is not one line of words"),
    (("add", SITE, "directives", None, "a\nb"), SEVERAL),
    (("add", SITE, "directives", None, "a <<E"), DIFFERENTLY),
    (("add", SITE, "directives", None, "a `b"), DIFFERENTLY),
    (("add", SITE, "matchers", None, "a"), "nothing is added there"),
    (("insert", PROXY, "", None, "x"), "only a comment can be inserted"),
    (("insert", PROXY, "", None, "# a\\"), "a backslash in a comment joins the next line to the one before"),
    (("comment-out", ENCODE, "", None, None), "a backslash in a comment joins the next line to the one before"),
    (("quote", ROOT, "args", "/srv/my files", None), "it is quoted already"),
    (("format", PROXY, "", None, None), "format is not done on Caddyfiles"),
    (("format", "file", "", None, None), "it is formatted already"),
    (("remove", "file", "", None, None), "remove is not done on a whole Caddyfile"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "reason"), REFUSED)
def test_refused(row: Row, reason: str) -> None:
    assert changed(CADDYFILE, row) == f"refused: {reason}"


REFUSED_TEXTS: list[tuple[str, Row, str]] = [
    ("a.org {\n\tlog\n} b.org {\n}\n", ("remove", SITE, "", None, None), "something else stands on its line"),
    ("a.org {\n\t@x path_regexp ^/(.*)$\n\trespond @x {re.x.1}\n}\n", ("rename", "matcher", "", None, "@z"), "the groups of its pattern are named after it"),
    ("a.org {\n\t@x path /x\n\t@y path /y\n\trespond @x 1\n}\n", ("rename", "matcher:x", "", None, "@y"), "@y is there already"),
    ('a.org {\n\troot * `a`\n\treverse_proxy "a\\"b"\n}\n', ("quote", ".root", "args", "a", None), "it is quoted already"),
    ("a.org {\n\trespond <<E\n\t\tx\n\t\tE 200\n}\n", ("quote", ".respond", "args", "x", None), "it is quoted already"),
    ("a.org {\n\tlog\n", ("add", SITE, "directives", "x", ""), "Caddy cannot read the file"),
    ("a.org {\n\troute {\n", ("format", "defect", "", None, None), "there is more than one way to mend it"),
    ("{$SITE} {\n}\n", ("set", SITE, "addresses", "{$SITE}", "a.org"), VARIABLE),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row", "reason"), REFUSED_TEXTS)
def test_refused_texts(text: str, row: Row, reason: str) -> None:
    assert changed(text, row) == f"refused: {reason}"


SNIPPET = "(p) {\n\treverse_proxy {args[0]} x:1\n\tencode gzip\n}\n\na.org {\n\timport p app:80\n}\n"


def test_a_snippet_that_is_used_once_is_changed_where_it_is_written() -> None:
    expected = SNIPPET.replace("encode gzip", "encode zstd")
    assert changed(SNIPPET, ("set", ".encode", "args", "gzip", "zstd")) == expected
    assert changed(SNIPPET, ("remove", ".encode", "", None, None)) == SNIPPET.replace("\tencode gzip\n", "")


def test_a_snippet_that_is_used_twice_is_left() -> None:
    text = SNIPPET + "b.org {\n\timport p web:80\n}\n"
    for row in (
        ("set", ".encode", "args", "gzip", "zstd"),
        ("remove", ".encode", "", None, None),
        ("rename", ".encode", "", None, "x"),
        ("add", ".encode", "args", None, "zstd"),
    ):
        assert changed(text, row) == "refused: it is used in 2 places"
    assert changed(text, ("insert", ".encode", "", None, "# x")) == text.replace("\tencode", "\t# x\n\tencode")


def test_what_an_import_passes_is_left() -> None:
    assert (
        changed(SNIPPET, ("set", "upstream:app:80", "address", None, "b:1"))
        == "refused: it comes from what an import passes on"
    )


def test_a_file_that_a_site_imports_is_changed_there() -> None:
    files = {
        "Caddyfile": "a.org {\n\timport parts/*\n}\n",
        "parts/one.caddy": "reverse_proxy app:80 db:1\nencode gzip\n",
    }
    part = files["parts/one.caddy"]
    assert changed(files, ("set", "upstream", "port", None, 81)) == part.replace("80", "81")
    assert changed(files, ("remove", ".reverse_proxy", "", None, None)) == "encode gzip\n"
    assert changed(files, ("remove", ".reverse_proxy", "args", "db:1", None)) == part.replace(" db:1", "")
    assert changed(files, ("add", ".reverse_proxy", "args", None, "c:1")) == part.replace("db:1", "db:1 c:1")
    assert changed(files, ("add", ".reverse_proxy", "children", "x", "1")) == part.replace("db:1", "db:1 {\n\tx 1\n}")


def test_a_file_that_two_sites_import_is_left() -> None:
    files = {
        "Caddyfile": "a.org {\n\timport one.caddy\n}\nb.org {\n\timport one.caddy\n}\n",
        "one.caddy": "encode gzip\n",
    }
    assert changed(files, ("remove", ".encode", "", None, None)) == "refused: it is used in 2 places"
