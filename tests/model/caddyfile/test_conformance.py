"""Caddy's own adapt cases: our sites, hosts and upstreams against the JSON that Caddy makes of them."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploylint import api
from deploylint.loading.selection import Selection
from deploylint.loading.settings import Settings
from deploylint.model.graph import Graph
from deploylint.model.settings import ModelSettings
from tests.model.caddyfile.graphs import files, graph, kinds

CONFORMANCE = os.environ.get("DEPLOYLINT_CONFORMANCE")

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not CONFORMANCE, reason="needs DEPLOYLINT_CONFORMANCE"),
]

IMPORTS_WHAT_IS_NOT_HERE = {
    "import_args_file": "imports testdata/…",
    "import_block_snippet_non_replaced_block_from_separate_file": "imports testdata/…",
}
"""Cases that import files of the folder in which Caddy runs them."""


SHORT = re.compile(r"\{re\.")
"""Caddy writes this short placeholder out; we leave it."""


class Case:
    """A Caddyfile and what Caddy says to it: JSON, or an error."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        text, _, rest = path.read_text("utf-8").replace("\r\n", "\n").partition("----------")
        self.text = text.strip() + "\n"
        self.answer = rest.strip()

    def __repr__(self) -> str:
        return self.name

    @property
    def valid(self) -> bool:
        return self.answer.startswith("{")


def cases() -> list[Case]:
    if not CONFORMANCE:
        return []
    return [Case(path) for path in sorted((Path(CONFORMANCE) / "caddyfile").iterdir())]


VALID = [case for case in cases() if case.valid]
WHOLE = [case for case in VALID if case.name not in IMPORTS_WHAT_IS_NOT_HERE]


def under(value: Any, key: str) -> Iterator[Any]:
    """All values below a key, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key:
                yield inner
            yield from under(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from under(inner, key)


def servers(case: Case) -> list[dict[str, Any]]:
    return list(json.loads(case.answer).get("apps", {}).get("http", {}).get("servers", {}).values())


def read(case: Case) -> Graph:
    return graph(case.text)


def test_there_are_cases():
    assert len(cases()) == 129
    assert set(IMPORTS_WHAT_IS_NOT_HERE) == {case.name for case in VALID if "import testdata/" in case.text}


@pytest.mark.parametrize("case", VALID, ids=repr)
def test_a_valid_case_has_no_defect(case):
    assert [(node.code, node.found) for node in kinds(read(case), "defect")] == []


@pytest.mark.parametrize("case", WHOLE, ids=repr)
def test_the_ports_are_those_on_which_caddy_listens(case):
    theirs = {
        int(address.rpartition(":")[2]) for server in servers(case) for address in server["listen"] if ":" in address
    }
    ours = {port for site in kinds(read(case), "site") for port in site.ports}
    if any(address.startswith("unix") for server in servers(case) for address in server["listen"]):
        assert theirs <= ours
    else:
        assert ours == theirs


@pytest.mark.parametrize("case", WHOLE, ids=repr)
def test_the_hosts_are_those_that_caddy_matches(case):
    theirs = {
        host
        for server in servers(case)
        for route in server.get("routes", [])
        for match in route.get("match", [])
        for host in match.get("host", [])
    }
    # An address without a host takes every host; Caddy then leaves out the others of its site.
    sites = [site for site in kinds(read(case), "site") if all(re.search(r"//[^:]", key) for key in site.keys)]
    assert {host for site in sites for host in site.hosts} == theirs


@pytest.mark.parametrize("case", WHOLE, ids=repr)
def test_tls_is_where_caddy_has_it(case):
    found = kinds(read(case), "site")
    off = {int(a.rpartition(":")[2]) for s in servers(case) for a in s["listen"] if "tls_connection_policies" in s}
    for site in found:
        assert site.tls or not off.intersection(site.ports)


def shown(upstream: Any) -> str:
    """As Caddy writes the address in JSON."""
    if upstream.network != "tcp":
        return f"{upstream.network}/{upstream.path}"
    host = getattr(upstream, "host", None)
    if host is None or not hasattr(upstream, "port"):
        return re.sub(r"^\w+://", "", upstream.address)
    return f"[{host}]:{upstream.port}" if ":" in host else f"{host}:{upstream.port}"


@pytest.mark.parametrize("case", WHOLE, ids=repr)
def test_the_upstreams_are_those_that_caddy_dials(case):
    theirs = Counter(
        one["dial"] for upstreams in under(json.loads(case.answer), "upstreams") for one in upstreams if "dial" in one
    )
    ours = Counter(shown(upstream) for upstream in kinds(read(case), "upstream"))
    assert Counter({SHORT.sub(r"{http.regexp.", dial): count for dial, count in ours.items()}) == theirs


@pytest.mark.parametrize("case", VALID, ids=repr)
def test_the_directives_at_the_top_of_a_site_are_caddys(case):
    for site in kinds(read(case), "site"):
        for directive in site.directives:
            assert directive.scope == "sub" or directive.known, directive.name


UNSAFE = frozenset(("on-demand-without-ask",))
"""Errors of another sort: Caddy takes what they are about, and it is unsafe."""


def test_no_rule_calls_a_valid_case_an_error():
    texts = {f"{case.name}/Caddyfile": case.text for case in WHOLE}
    deployment = api.load(files(texts), sorted(texts), Settings(), ModelSettings(anchor_name="cases"))
    report = api.lint(deployment, Selection(level="strict"))
    errors = [finding for finding in report.findings if finding.severity == "error" and finding.rule not in UNSAFE]
    assert [(finding.rule, finding.span.source.path, finding.message) for finding in errors] == []
