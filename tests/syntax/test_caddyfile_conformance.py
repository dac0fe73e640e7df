"""Caddy's own cases, real files and generated ones, read as Caddy reads them."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from deploylint.source.text import Source
from deploylint.syntax.caddyfile import parse, tokenize
from deploylint.syntax.caddyfile.structure import HARMLESS
from deploylint.syntax.caddyfile.tree import CaddyTree, Statement

pytestmark = pytest.mark.oracle

Oracle = Callable[[str], Path]
Blocks = list[tuple[list[str], list[list[str]]]]

# What Caddy refuses of its own cases, by the defect that says so.
REFUSED = {
    "ambiguous_site_definition": "second-site-without-braces",
    "heredoc_invalid_marker": "heredoc-invalid",
    "heredoc_mismatched_whitespace": "heredoc-invalid",
    "matcher_outside_site_block": "matcher-outside-site",
}
# What is no matter of syntax, by the rule that says so or will.
LATER = {
    "acme_dns_naked_without_dns": "acme-dns-without-provider: the vocabulary of global options",
    "directive_as_site_address": "directive-outside-site",
    "duplicate_listener_address_global": "unknown-subdirective: the vocabulary of servers",
    "duplicate_named_route_challenge": "duplicate-named-route",
    "heredoc_missing_marker": "unknown-directive: the words of a heredoc that is none",
    "import_block_snippet_invalid_subdirective": "unknown-subdirective",
    "invoke_nested_undefined_named_route": "undefined-named-route",
    "invoke_undefined_named_route": "undefined-named-route",
    "site_address_invalid_port": "address-port-out-of-range",
    "site_address_negative_port": "address-port-out-of-range",
    "site_address_wss_invalid_port": "address-port-out-of-range",
}

# Of the real files, what is wrong with them; each was looked at by hand.
WRONG = {"10Pines__loomio-deploy/caddy/Caddyfile": ["brace-not-at-line-end"]}


def cases(conformance: Path) -> Iterable[tuple[str, str, str]]:
    """Name, Caddyfile and expected answer of each case."""
    for path in sorted((conformance / "caddyfile").iterdir()):
        given, expected = path.read_bytes().decode("utf-8").split("----------", 1)
        yield path.stem, given.strip() + "\n", expected.strip()


def real_files(corpus: Path) -> Iterable[tuple[str, str]]:
    for row in json.loads((corpus / "manifest.json").read_text("utf-8")):
        if row["kind"] == "caddyfile":
            path = corpus / row["repo"].replace("/", "__") / row["path"]
            yield str(path.relative_to(corpus)), path.read_bytes().decode("utf-8")


def alone(text: str) -> str:
    """A text that needs no other file and no environment: imports become directives, variables get a default."""
    return re.sub(r"\{\$([^:}]+)\}", r"{$\1:value}", re.sub(r"\bimport\b", "imports", text))


def ask(oracle: Oracle, texts: Iterable[str]) -> list[dict[str, Any]]:
    """What Caddy makes of each text."""
    lines = "\n".join(json.dumps({"path": "Caddyfile", "text": text}) for text in texts)
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    done = subprocess.run(
        [oracle("read-caddyfile")], input=lines, capture_output=True, text=True, check=True, env=environment
    )
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def read(text: str) -> CaddyTree:
    return parse(Source("Caddyfile", text))


def flat(statement: Statement) -> list[str]:
    """The words of a statement with those of its block, as Caddy keeps them."""
    found = [word.text for word in statement.words]
    block = statement.block
    if block is not None and block.open is not None:
        inner = [word for one in block.statements for word in flat(one)]
        found += [block.open.text, *inner, *([block.close.text] if block.close else [])]
    return found


def ours(tree: CaddyTree) -> Blocks:
    """Addresses and directives of each site, but of those with nothing at all; snippets are no sites."""
    found: Blocks = []
    for statement in tree.statements:
        if statement.kind == "snippet":
            continue
        if statement.kind == "route":
            found.append(([statement.words[0].text], [flat(statement)]))
            continue
        assert statement.kind in {"global", "site"}, statement
        assert statement.block is not None
        found.append(([word.text for word in statement.words], [flat(one) for one in statement.block.statements]))
    return [row for row in found if row[0] or row[1]]


def theirs(answer: dict[str, Any]) -> Blocks:
    """The same of Caddy, which takes the name of a route out of its marks."""
    found: Blocks = []
    for block in answer["blocks"] or []:
        keys, segments = block["keys"], block["segments"]
        if block["route"]:
            keys = [f"&({keys[0]})"]
            segments = [[keys[0], *segments[0][1:]]]
        if keys or segments:
            found.append((keys, segments))
    return found


def test_every_case_is_there(conformance: Path) -> None:
    refused = {name for name, _, expected in cases(conformance) if not expected.startswith("{")}
    assert refused == {*REFUSED, *LATER}
    assert sum(1 for _ in cases(conformance)) == 129


def test_valid_cases_have_no_defect(conformance: Path) -> None:
    for name, text, expected in cases(conformance):
        if expected.startswith("{"):
            tree = read(text)
            assert (name, tree.defects, tree.broken) == (name, (), False)


def test_refused_cases(conformance: Path) -> None:
    for name, text, expected in cases(conformance):
        if not expected.startswith("{"):
            codes = [defect.code for defect in read(text).defects]
            assert (name, codes) == (name, [REFUSED[name]] if name in REFUSED else [])


def test_cases_have_the_structure_that_caddy_sees(conformance: Path, oracle: Oracle) -> None:
    rows = [(name, alone(text)) for name, text, _ in cases(conformance)]
    compared = 0
    for (name, text), answer in zip(rows, ask(oracle, [text for _, text in rows]), strict=True):
        if not answer["error"]:
            assert (name, ours(read(text))) == (name, theirs(answer))
            compared += 1
    assert compared == 126


def test_hosts_of_the_answers(conformance: Path) -> None:
    """Without the reference program: every host that the recorded answers match is an address that we see."""
    compared = 0
    for name, text, expected in cases(conformance):
        if not expected.startswith("{"):
            continue
        routes = [
            route
            for server in json.loads(expected).get("apps", {}).get("http", {}).get("servers", {}).values()
            for route in server.get("routes", [])
        ]
        hosts = {host for route in routes for match in route.get("match", []) for host in match.get("host", [])}
        words = " ".join(word.text for one in read(text).statements if one.kind == "site" for word in one.words)
        imported = any(one.kind == "import" for one in read(text).statements)
        for host in hosts:
            if not imported and host in text:
                assert (name, host in words) == (name, True)
                compared += 1
    assert compared > 80


def test_real_files(corpus: Path) -> None:
    found = {name: [defect.code for defect in read(text).defects] for name, text in real_files(corpus)}
    assert len(found) > 80
    assert {name: codes for name, codes in found.items() if codes} == WRONG


def test_real_files_have_the_structure_that_caddy_sees(corpus: Path, oracle: Oracle) -> None:
    rows = [(name, alone(text)) for name, text in real_files(corpus)]
    refused = []
    for (name, text), answer in zip(rows, ask(oracle, [text for _, text in rows]), strict=True):
        if answer["error"]:
            refused.append(name)
        else:
            assert (name, ours(read(text))) == (name, theirs(answer))
    assert refused == list(WRONG)


CHARACTERS = [
    "a", "b", "{", "}", " ", "\n", "\t", '"', "`", "\\", "#", "<", "<<", "<<E\n", "E", ",", "\r", "\r\n", "\n ", "\\\n",
    "\x1c", "\u2003", "\x85", "-", "x", "@", "import",
]  # fmt: skip


def test_words_of_generated_texts(oracle: Oracle) -> None:
    dice = random.Random(1)
    texts = ["".join(dice.choices(CHARACTERS, k=dice.randint(1, 16))) for _ in range(8_000)]
    refused = 0
    for text, answer in zip(texts, ask(oracle, texts), strict=True):
        found = tokenize(Source("Caddyfile", text))
        codes = {defect.code for defect in found.defects}
        if answer["lexer_error"]:
            assert codes & {"heredoc-invalid", "heredoc-marker-in-body"}, text
            refused += 1
        elif "heredoc-invalid" in codes:
            # A heredoc at the end of the file, without a line, is no fault to Caddy: it is not there.
            assert re.search(r"<\r*<[^\n ]*\n\Z", text), text
        else:
            words = [(token.text, token.line, bool(token.quote)) for token in found.tokens]
            expected = [(word["text"], word["line"], word["quoted"]) for word in answer["words"] or []]
            assert words == expected, text
    assert 500 < refused < 4_000


LINES = ["respond x", "@m path /x", "log", "encode gzip zstd", "root * /srv", '"a b" c', "x `{` }y", "# hi", "", "z \\"]
HEADS = ["a.com", "a.com, b.com", "a.com,\nb.com", "(s{})", "&(r)", ":80", "http://x", "{{$SITE:c.com}}", "a , b"]


def block(dice: random.Random, depth: int) -> list[str]:
    """The lines of a block."""
    found = []
    for _ in range(dice.randint(0, 4)):
        if dice.random() < 0.3 and depth < 4:
            head = dice.choice(["handle", "route /x", "@m", "proxy x y", '"q"', "x {y}"])
            found += ["\t" * depth + head + " {", *block(dice, depth + 1), "\t" * depth + "}"]
        else:
            found.append("\t" * depth + dice.choice(LINES))
    return [*found, ""]


def written(dice: random.Random) -> str:
    """A Caddyfile, as a rule without a fault."""
    lines = ["{", *block(dice, 1), "}"] if dice.random() < 0.2 else []
    for number in range(dice.randint(1, 4)):
        head = dice.choice(HEADS).format(number)
        lines += [
            head + dice.choice([" {", " {", "\n{", " { log\n"]),
            *block(dice, 1),
            dice.choice(["}", "}", "} # x"]),
        ]
    if dice.random() < 0.2:
        lines = ["a.com", *block(dice, 0)]
    return "\n".join(lines) + "\n"


def damaged(dice: random.Random, text: str) -> str:
    """One character fewer or more."""
    at = dice.randrange(len(text))
    if dice.random() < 0.4:
        return text[:at] + text[at + 1 :]
    return text[:at] + dice.choice(["{", "}", " ", "\n", ",", '"', " }", " {", "{}", "\\"]) + text[at:]


def test_structure_of_generated_files(oracle: Oracle) -> None:
    dice = random.Random(2)
    texts = [written(dice) for _ in range(2_000)]
    texts += [alone(damaged(dice, text)) for text in texts]
    same = refused = 0
    for text, answer in zip(texts, ask(oracle, texts), strict=True):
        tree = read(text)
        codes = {defect.code for defect in tree.defects}
        if answer["error"]:
            assert tree.defects, (text, answer["error"])
            refused += 1
        elif codes <= HARMLESS and not re.search(r"^\s*\{\}", text, re.MULTILINE):
            # Caddy takes a line that begins with {} for a part of the one above.
            assert ours(tree) == theirs(answer), text
            same += 1
    assert same > 2_500
    assert refused > 300
