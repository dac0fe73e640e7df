from __future__ import annotations

from typing import Any

import pytest

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.caddyfile import build
from deploylint.model.node import OpenList
from deploylint.model.resolved import Origin
from deploylint.model.settings import ModelSettings
from deploylint.source.text import Source
from tests.model.caddyfile.graphs import defects, files, graph, kinds
from tests.model.graphs import facts


def inside(body: str) -> str:
    """A site with this body."""
    return f"example.com {{\n{body}\n}}\n"


def named(found: Any, name: str) -> Any:
    """The one directive of a name."""
    (node,) = [each for each in kinds(found, "caddy_directive") if each.name == name]
    return node


def at(origin: Origin) -> str:
    """What is written at a place."""
    return origin.source.text[origin.start : origin.end]


SITE = ("hosts", "ports", "keys", "tls", "redirects", "public")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "example.com\nrespond hi\n",
            (("example.com",), (443,), ("https://example.com:443",), True, True, True),
        ),
        (
            "http://example.com {\n}\n",
            (("example.com",), (80,), ("http://example.com:80",), False, False, True),
        ),
        (
            "a.lan, http://b.lan:8080 {\n}\n",
            (("a.lan", "b.lan"), (443, 8080), ("https://a.lan:443", "http://b.lan:8080"), True, True, False),
        ),
        (":8080 {\n}\n", ((), (8080,), ("http://:8080",), False, False, False)),
        (":8080 {\ntls internal\n}\n", ((), (8080,), ("http://:8080",), True, True, False)),
        (":80 {\ntls internal\n}\n", ((), (80,), ("http://:80",), False, False, False)),
        (":8080 {\nimport /etc/x\n}\n", ((), (8080,), ("http://:8080",), "?", "?", False)),
        ("{$X}.example.com {\n}\n", (OpenList(), (443,), OpenList(), True, True, "?")),
        ("{$X} {\n}\n", (OpenList(), OpenList(), OpenList(), "?", "?", "?")),
        (
            "{\nauto_https off\n}\nexample.com {\n}\n",
            (("example.com",), (443,), ("https://example.com:443",), True, False, True),
        ),
        (
            "{\nauto_https disable_redirects\n}\nexample.com {\n}\n",
            (("example.com",), (443,), ("https://example.com:443",), True, False, True),
        ),
        (
            "{\nauto_https {$MODE}\n}\nexample.com {\n}\n",
            (("example.com",), (443,), ("https://example.com:443",), True, "?", True),
        ),
        (
            "{\nhttps_port 8443\n}\nexample.com {\n}\n",
            (("example.com",), (8443,), ("https://example.com:8443",), True, True, True),
        ),
        (
            "{\n{$OPTIONS}\n}\nexample.com {\n}\n",
            (("example.com",), OpenList(), OpenList(), True, "?", True),
        ),
        (
            "{\n{$OPTIONS}\n}\nexample.com:8443 {\n}\n",
            (("example.com",), (8443,), OpenList(), "?", "?", True),
        ),
    ],
)
def test_what_caddy_makes_of_a_site(text, expected):
    (site,) = kinds(graph(text), "site")
    assert facts(site, *SITE) == expected
    for field, value in zip(SITE, expected, strict=True):
        assert isinstance(getattr(site, field, None), OpenList) == isinstance(value, OpenList)


def test_a_site_says_where_it_is_written():
    found = graph("# ours\nexample.com, https://A.example.org:8443 {\n}\n")
    (site,) = kinds(found, "site")
    assert site.id == "file:Caddyfile/site:example.com"
    assert (site.address, site.addresses) == ("example.com", ("example.com", "https://A.example.org:8443"))
    assert at(site.header) == "example.com"
    items = {field: site.origins[field].items for field in ("addresses", "hosts", "ports")}
    assert at(items["addresses"]["https://A.example.org:8443"]) == "https://A.example.org:8443"
    assert at(items["hosts"]["a.example.org"]) == "A.example.org"
    assert at(items["ports"][8443]) == "8443"
    assert (site.via, site.file.path, site.port, bool(site.project)) == ("caddyfile", "Caddyfile", None, False)
    assert found.kinds["file"][0].sites == (site,)


def test_a_site_belongs_to_the_caddy_that_runs_it():
    source = Source("compose.yaml", "")
    service = nodes.Service("project:app/service:caddy", Origin(source, 0, 0), {})
    service.project = nodes.Project("project:app", Origin(source, 0, 0), {})
    service.project.name = "app"
    caddy = nodes.Caddy("caddy:Caddyfile", Origin(source, 0, 0), {})
    caddy.service, caddy.in_container = service, True
    found = graph("a.com {\nreverse_proxy {$APP:app}\n}\n", runner=caddy)
    (site,), (upstream,), (reference,) = (kinds(found, kind) for kind in ("site", "upstream", "env_ref"))
    assert site.caddy is upstream.caddy is reference.caddy is site.file.caddy is caddy
    assert site.project is reference.project is service.project
    assert found.files[0].project == "app"


@pytest.mark.parametrize(
    ("line", "matcher", "args"),
    [
        ("reverse_proxy app:80", None, ("app:80",)),
        ("reverse_proxy * app:80", "*", ("app:80",)),
        ("reverse_proxy /api/* app:80", "/api/*", ("app:80",)),
        ("reverse_proxy @api app:80", "@api", ("app:80",)),
        ("root /srv", None, ("/srv",)),
        ("root * /srv", "*", ("/srv",)),
        ("root /api/* /srv", "/api/*", ("/srv",)),
        ("rewrite /index.html", None, ("/index.html",)),
        ("rewrite /a /b", "/a", ("/b",)),
        ("try_files /a /b", None, ("/a", "/b")),
        ("handle_errors /x", None, ("/x",)),
        ("tls /cert /key", None, ("/cert", "/key")),
        ("redir /new", "/new", ()),
        ("file_server", None, ()),
        ("crowdsec @api", "@api", ()),
        ("handle_path /api/* {\n}", "/api/*", ()),
    ],
)
def test_which_word_is_the_matcher(line, matcher, args):
    found = graph(inside(f"{line}\n@api path /api/*"))
    node = named(found, line.partition(" ")[0])
    assert (node.matcher, node.args) == (matcher, args)
    assert bool(node.matcher_node) == (matcher == "@api")
    if matcher:
        assert at(node.origins["matcher"]) == matcher
    assert {text: at(place) for text, place in (node.origins["args"].items if args else {}).items()} == {
        a: a for a in args
    }


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("reverse_proxy {$TO}", ("?", OpenList(), "?")),
        ("reverse_proxy app:{$PORT}", (None, OpenList(), False)),
        ("reverse_proxy /api/{$X} app", ("?", ("app",), "?")),
        ("respond {$X:hi}", (None, ("hi",), False)),
        ("respond hi {$X} 200", (None, OpenList(("hi",)), False)),
    ],
)
def test_what_a_variable_hides_in_a_directive(line, fields):
    (site,) = kinds(graph(inside(line)), "site")
    node = site.directives[0]
    found = (*facts(node, "matcher", "args"), bool(node.matcher_node) if hasattr(node, "matcher_node") else "?")
    assert found == fields
    assert isinstance(node.args, OpenList) == isinstance(fields[1], OpenList)


def test_directives_stand_in_scopes():
    found = graph(
        "{\nservers {\nprotocols h1\n}\nlayer4 {\n}\n}\n"
        "&(r) {\nrespond hi\n}\n"
        "a.com {\nheader {\nreverse_proxy b\n}\n"
        "handle {\nreverse_proxy app {\nhandle_response @bad {\nrespond no\n}\n}\n}\n}\n"
    )
    rows = [
        (node.name, node.scope, node.parent.name if node.parent else "", *facts(node, "known", "plugin"))
        for node in kinds(found, "caddy_directive")
    ]
    assert rows == [
        ("servers", "global", "", True, False),
        ("protocols", "sub", "servers", "?", "?"),
        ("layer4", "global", "", False, True),
        ("respond", "route", "", True, False),
        ("header", "site", "", True, False),
        ("reverse_proxy", "sub", "header", "?", "?"),
        ("handle", "site", "", True, False),
        ("reverse_proxy", "route", "handle", True, False),
        ("handle_response", "sub", "reverse_proxy", "?", "?"),
        ("respond", "route", "handle_response", True, False),
    ]
    assert [node.address for node in kinds(found, "upstream")] == ["app"]
    assert [child.name for child in named(found, "handle").children] == ["reverse_proxy"]
    assert [option.name for option in found.kinds["file"][0].options] == ["servers", "layer4"]
    assert (named(found, "handle_response").matcher, hasattr(named(found, "handle_response"), "matcher_node")) == (
        "@bad",
        False,
    )
    assert [each.name for each in kinds(found, "route")[0].directives] == ["respond"]


def test_what_an_option_orders_is_a_plugins():
    found = graph("{\norder mine before respond\n}\na.com {\nmine\nyours\n}\n")
    assert [(d.name, d.known, d.plugin) for d in kinds(found, "site")[0].directives] == [
        ("mine", False, True),
        ("yours", False, False),
    ]


def test_matchers_are_seen_in_the_blocks_below_and_before_their_definition():
    found = graph(
        inside(
            "handle @late {\nrespond @inner hi\n@inner path /x\n}\n@late path /y\n"
            "respond @inner no\n@late path /z\nmine {\nx @late\n}"
        )
    )
    late, inner, again = (
        next(m for m in kinds(found, "matcher") if m.name == name) for name in ("@late", "@inner", "@late")
    )
    late, again = sorted((m for m in kinds(found, "matcher") if m.name == "@late"), key=lambda m: m.header.start)
    assert [use.name for use in late.uses] == ["handle", "x"]
    assert [use.args for use in inner.uses] == [("hi",)]
    assert inner.scope is named(found, "handle")
    assert (again.first, bool(late.first)) == (late, False)
    undefined = next(d for d in kinds(found, "caddy_directive") if d.args == ("no",))
    assert not undefined.matcher_node
    assert set(kinds(found, "site")[0].matchers) == {late, inner, again}


@pytest.mark.parametrize("line", ["import /etc/caddy/matchers", "{$MATCHERS}"])
def test_a_matcher_may_be_defined_where_nobody_can_see(line):
    found = graph(inside(f"{line}\n@mine path /x\nrespond @elsewhere hi"))
    assert not hasattr(named(found, "respond"), "matcher_node")
    (matcher,) = kinds(found, "matcher")
    (site,) = kinds(found, "site")
    assert [type(value) for value in (matcher.uses, site.directives, site.upstreams)] == [OpenList] * 3


def test_upstreams_come_from_the_line_and_from_to():
    found = graph(
        inside(
            "reverse_proxy /api/* http://App:8080 app:81-82 {\n"
            "to {$OTHER} other\nheader_up x y\n}\nforward_auth auth {\nuri /\n}"
        )
    )
    assert [facts(node, "address", "host", "port", "proxy") for node in kinds(found, "upstream")] == [
        ("http://App:8080", "app", 8080, "reverse_proxy"),
        ("app:81-82", "app", 81, "reverse_proxy"),
        ("app:81-82", "app", 82, "reverse_proxy"),
        ("?", "?", "?", "reverse_proxy"),
        ("other", "other", 80, "reverse_proxy"),
        ("auth", "auth", 80, "forward_auth"),
    ]
    first = kinds(found, "upstream")[0]
    assert {field: at(first.origins[field]) for field in ("address", "scheme", "host", "port")} == {
        "address": "http://App:8080",
        "scheme": "http",
        "host": "App",
        "port": "8080",
    }
    assert first.origins["port"].part
    assert first.directive.upstreams == tuple(kinds(found, "upstream")[:5])
    assert kinds(found, "site")[0].upstreams == tuple(kinds(found, "upstream"))


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ('reverse_proxy "app:8080"', {"address": '"app:8080"', "port": "8080"}),
        ("reverse_proxy {$X:app:8080}", {"address": "{$X:app:8080}"}),
        ("import p app:8080", {"address": "app:8080", "port": "8080"}),
        ("import h app", {"address": "{args[0]}:8080"}),
    ],
)
def test_an_upstream_is_edited_where_it_is_written(body, places):
    text = "(p) {\nreverse_proxy {args[0]}\n}\n(h) {\nreverse_proxy {args[0]}:8080\n}\n" + inside(body)
    (upstream,) = kinds(graph(text), "upstream")
    assert (upstream.host, upstream.port) == ("app", 8080)
    shown = {field: at(origin) for field, origin in upstream.origins.items() if field in ("address", "port")}
    assert shown == places


def test_the_upstreams_of_a_named_route_are_those_of_the_sites_that_use_it():
    found = graph(
        "&(app) {\nhandle {\nreverse_proxy app\n}\n}\n&(none) {\nreverse_proxy none\n}\n"
        "a.com {\ninvoke app\n}\nb.com {\ninvoke app\ninvoke nope\n}\n"
    )
    used, unused = kinds(found, "upstream")
    first, second = kinds(found, "site")
    assert (used.site, bool(unused.site)) == (first, False)
    assert first.upstreams == second.upstreams == (used,)
    assert [len(route.uses) for route in kinds(found, "route")] == [2, 0]


def test_a_named_route_may_invoke_others_and_itself():
    found = graph(
        "&(outer) {\ninvoke inner\ninvoke outer\n}\n&(inner) {\nreverse_proxy app\ninvoke nope\n}\n"
        "a.com {\ninvoke outer\n}\n"
    )
    (upstream,), (site,) = kinds(found, "upstream"), kinds(found, "site")
    assert (upstream.site, site.upstreams) == (site, (upstream,))
    assert [[use.args for use in route.uses] for route in kinds(found, "route")] == [
        [("outer",), ("outer",)],
        [("inner",)],
    ]


def test_a_matcher_is_imported_where_its_site_is_not():
    found = graph(
        {
            "Caddyfile": "(s) {\n@snippet path /s\n}\nimport b\na.com {\n@own path /a\nimport s\n}\n",
            "b": "b.com {\n@beside path /b\nimport s\n}\n",
        }
    )
    rows = sorted((matcher.site.address, matcher.name, matcher.imported) for matcher in kinds(found, "matcher"))
    assert rows == [
        ("a.com", "@own", False),
        ("a.com", "@snippet", True),
        ("b.com", "@beside", False),
        ("b.com", "@snippet", True),
    ]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("a.com:8443, b.com", "a.com:8443"),
        ("{$HOST}", "{$HOST}"),
        ("www.{$HOST:b.com}", "www.b.com"),
        ("http://me:hidden@a.com", "http://a.com"),
    ],
)
def test_the_address_of_a_site_can_always_be_shown(written, address):
    (site,) = kinds(graph(f"{written} {{\nrespond hi\n}}\n"), "site")
    assert site.address == address


def test_references_are_nodes_where_they_are_written():
    found = graph({"Caddyfile": "# {$NOT}\n{$HOST:a.com} {\nimport b # {$NOT}\n}\n", "b": "respond {$TEXT}"})
    rows = [
        facts(n, "name", "operator", "fallback", "has_default", "required", "nested", "reader", "where")
        for n in kinds(found, "env_ref")
    ]
    assert rows == [
        ("HOST", ":", "a.com", True, False, False, "caddy", "Caddyfile"),
        ("TEXT", "", None, False, False, False, "caddy", "Caddyfile"),
    ]
    host, text = kinds(found, "env_ref")
    assert (at(host.header), at(host.origins["name"]), at(host.origins["fallback"])) == (
        "{$HOST:a.com}",
        "HOST",
        "a.com",
    )
    assert (host.file.path, text.file.path, text.file.role) == ("Caddyfile", "b", "imported")
    assert (host.services, host.service_files, bool(host.definition)) == ((), (), False)


def test_a_file_that_two_import_is_told_of_once():
    texts = {"a": "import c\n", "b": "import c\n", "c": "x.com {\nrespond {$TEXT}\n}\n"}
    builder = Builder(files(texts), "", ModelSettings())
    build(builder, "a", {}.get, None)
    build(builder, "b", {}.get, None)
    found = builder.finish()
    assert [role.path for role in found.files] == ["a", "c", "b"]
    assert len(kinds(found, "env_ref")) == 1
    assert [site.file.path for site in kinds(found, "site")] == ["a", "b"]


def test_snippets_are_nodes():
    texts = {"Caddyfile": "import s\na.com {\nimport used\n}\n", "s": "(used) {\n}\n(unused) {\n}\n"}
    assert [(s.name, s.uses, s.file.path) for s in kinds(graph(texts), "snippet")] == [
        ("used", 1, "s"),
        ("unused", 0, "s"),
    ]


@pytest.mark.parametrize("path", ["snippets.caddy", "Caddyfile.common"])
def test_a_part_of_a_caddyfile_may_be_used_elsewhere(path):
    (snippet,) = kinds(graph({path: "(s) {\n}\n"}, path), "snippet")
    assert not hasattr(snippet, "uses")


@pytest.mark.parametrize(
    "text", ["reverse_proxy app:80\n", "@x path /y\nrespond @x hi\n", "worker {\nfile x\nenv A b\n}\n", "encode gzip\n"]
)
def test_the_inside_of_a_site_is_no_site(text):
    found = graph({"parts/x.caddy": text}, "parts/x.caddy")
    assert [kinds(found, kind) for kind in ("site", "defect")] == [[], []]
    assert found.kinds["file"][0].role == "imported"
    assert isinstance(found.kinds["file"][0].sites, OpenList)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reverse_proxy app:80\n", [("directive-outside-site", "reverse_proxy", "Caddyfile:1:1")]),
        ("http://handle {\n}\n", []),
        ("a.com {\n}\n{\ndebug\n}\n", [("global-options-not-first", "a.com", "Caddyfile:3:1")]),
        ("&(r) {\n}\n{\ndebug\n}\n", [("global-options-not-first", "&(r)", "Caddyfile:3:1")]),
        ("(s) {\n}\n{\ndebug\n}\n", []),
        ("import /etc/x\n{\ndebug\n}\n", []),
        ("a.com {\n", [("unclosed-brace", "a.com", "Caddyfile:1:7")]),
        ("(s) {\nhandle {\n}\na.com {\nimport nope\n}\n", [("unclosed-brace", "(s)", "Caddyfile:1:5")]),
    ],
)
def test_what_caddy_does_not_take_is_told_once(text, expected):
    assert defects(graph(text)) == expected


def test_what_is_wrong_in_an_imported_file_is_told_there_once():
    texts = {"Caddyfile": "a.com {\nimport x\n}\nb.com {\nimport x\n}\n", "x": "respond <<A\n"}
    assert [each[0::2] for each in defects(graph(texts))] == [("heredoc-invalid", "x:1:9")]


@pytest.mark.parametrize(
    ("texts", "path"),
    [
        ({"Caddyfile.j2": "a.com {\n}\n"}, "Caddyfile.j2"),
        ({"Caddyfile": "{{ domain }} {\n}\n"}, "Caddyfile"),
        ({"Caddyfile": "{% for x in y %}\na.com {\n}\n{% endfor %}\n"}, "Caddyfile"),
        ({"Caddyfile": "<%= domain %> {\n}\n"}, "Caddyfile"),
    ],
)
def test_a_template_is_not_judged(texts, path):
    found = graph(texts, path)
    assert [each[0] for each in defects(found)] == ["file-is-template"]
    assert found.kinds["file"][0].role == "template"
    assert kinds(found, "site") == []


@pytest.mark.parametrize(
    "line", ['respond "{{now}}"', "rewrite {%path}", "respond `{{.Host}}`", "header X {{{", "# {{ x }}"]
)
def test_braces_of_caddys_own_make_no_template(line):
    codes = [each[0] for each in defects(graph(inside(line)))]
    assert ("file-is-template" in codes) == ("{{{" in line)


SECRETS = [
    ("basic_auth {\nbob $2a$14$abcdefghijklmnopqrstuv\n}", ["$2a$14$abcdefghijklmnopqrstuv"]),
    ("basicauth bcrypt {\nbob JDJhJDE0JGFiYw==\n}", ["JDJhJDE0JGFiYw=="]),
    ("tls {\ndns cloudflare abcdef0123456789\n}", ["abcdef0123456789"]),
    ("tls {\ndns route53 {\nsecret_access_key abc123def456\nregion eu-west-1\n}\n}", ["abc123def456"]),
    ('reverse_proxy app {\nheader_up Authorization "Basic dXNlcjpwYXNz"\n}', ['"Basic dXNlcjpwYXNz"']),
    ("request_header @x X-Api-Key s3cr3t", ["s3cr3t"]),
    ("tls {\ndns cloudflare {env.CF_API_TOKEN}\n}", []),
    ("tls {\ndns cloudflare {$CF_API_TOKEN}\n}", []),
    ("reverse_proxy https://bob:hunter22@app", ["hunter22"]),
    ("header Authorization", []),
    ("header Access-Control-Allow-Credentials true", []),
    ("header_up -X-Sso-Secret", []),
    ("header -Server", []),
]


@pytest.mark.parametrize(("body", "expected"), SECRETS)
def test_secrets_are_never_printed(body, expected):
    found = graph(inside(body))
    text = found.sources["Caddyfile"].text
    assert [text[start:end] for start, end in found.sensitive_spans("Caddyfile")] == expected


@pytest.mark.parametrize("body", [body for body, expected in SECRETS if expected])
def test_no_id_holds_a_secret(body):
    found = graph(inside(body))
    ids = " ".join(node.id for kind in found.kinds.values() for node in kind)
    for secret in dict(SECRETS)[body]:
        assert secret.strip('"') not in ids


def test_all_of_a_broken_file_may_not_have_been_seen():
    found = graph("a.com {\nrespond hi\n")
    (file,) = found.kinds["file"]
    assert [type(value) for value in (file.sites, file.options)] == [OpenList, OpenList]
    assert found.documents[file.id].open
    assert [role.read for role in found.files] == [False]


def test_a_file_that_is_not_there_adds_nothing():
    found = graph({"other": ""}, "Caddyfile")
    assert not any(found.kinds.values())
