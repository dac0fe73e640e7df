from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from deploylint.model.compose.canonical import Unknown, plain
from deploylint.model.compose.vocabulary_table import PROJECT, Items, Keys, Names
from tests.model.compose.reference.documents import Document
from tests.model.compose.reference.loader import Loader
from tests.model.compose.vocabulary_cases import PLACES, VALUES, document

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = yaml.safe_load((ROOT / "schemas/compose.yaml").read_text("utf-8"))
KEYS = [(kind, key) for kind, facts in SCHEMA["objects"].items() for key in (*facts["keys"], "unknown_key", "x-key")]
WEB = "services: {a: {image: x, %s}}"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("services: {a: {image: x}}", []),
        ("services: {a: {image: x}}\nvolumes: {v: }\nnetworks: {n: }", []),
        ("", ["empty-compose-file"]),
        ("{}", ["empty-compose-file"]),
        ("# nothing", ["empty-compose-file"]),
        ("version: '3'", ["empty-compose-file"]),
        ("name: a", []),
        ("x-a: {image: x}", []),
        ("- a", ["compose-wrong-type"]),
        ("text", ["compose-wrong-type"]),
        ("services:", ["compose-wrong-type"]),
        ("services: []", ["compose-wrong-type"]),
        ("services: {a: }", ["compose-wrong-type"]),
        ("services: {a: x}", ["compose-wrong-type"]),
        ("services: {'a b': {image: x}}", ["compose-wrong-type"]),
        ("services: {a: {image: x}}\nvolumes:", ["compose-wrong-type"]),
        ("services: {a: {image: x}}\nvolumes: [v]", ["compose-wrong-type"]),
        ("services: {a: {image: x}}\nvolume: {}", ["compose-unknown-key"]),
        (
            "services: {a: {image: '${1}', ports: 1, 7: x}}",
            ["compose-wrong-type", "invalid-interpolation", "non-string-key"],
        ),
        ("web: {image: x}", ["legacy-v1-layout"]),
        ("web: {image: x}\nversion: '2'", ["legacy-v1-layout"]),
        ("web: {image: x}\nservices: {a: {image: x}}", ["compose-unknown-key"]),
        ("jobs: {nightly: {image: x, triggers: {manual: true}}}", []),
        (WEB % "pre_start: [{image: y, volumes: ['v:/v'], umask: 18}]", []),
        (WEB % "pre_start: [{image: y, ports: ['1:1']}]", ["compose-unknown-key"]),
    ],
)
def test_layout(resolved, text, codes):
    assert sorted(d.code for d in resolved(text).defects) == codes


@pytest.mark.parametrize(
    ("service", "found"),
    [
        ("imge: y", ("compose-unknown-key", "imge", "", "image", "imge")),
        ("colour: y", ("compose-unknown-key", "colour", "", "", "colour")),
        ("deploy: {resources: {limit: {}}}", ("compose-unknown-key", "limit", "", "limits", "limit")),
        ("blkio_config: {x-a: 1}", ("compose-unknown-key", "x-a", "", "", "x-a")),
        ("ports: '80:80'", ("compose-wrong-type", "ports", "a text", "a list", "ports")),
        ("ports: ", ("compose-wrong-type", "ports", "null", "a list", "ports")),
        ("command: {a: b}", ("compose-wrong-type", "command", "a mapping", "a text or a list", "command")),
        ("command: [echo, 1.10]", ("compose-wrong-type", "an item of command", "a number", "a text", "1.10")),
        (
            "command: 'echo \"a'",
            ("compose-wrong-type", "command", "", "a command whose quotes are closed", "'echo \"a'"),
        ),
        ("environment: {A: [b]}", ("compose-wrong-type", "A", "a list", "a single value", "A")),
        ("domainname: 2024-01-01", ("compose-wrong-type", "domainname", "a date", "a text", "domainname")),
        ("attach: maybe", ("compose-wrong-type", "attach", "maybe", "true or false", "maybe")),
        ("devices: [{source: /a}]", ("compose-key-missing", "target", "", "target in this mapping", "source")),
        ("cgroup: on", ("compose-invalid-enum", "cgroup", "on", "host or private", "on")),
        ("mem_limit: 10q", ("invalid-duration-or-size", "mem_limit", "10q", "a size such as 512m", "10q")),
        (
            "extra_hosts: [db]",
            ("invalid-extra-host", "extra_hosts", "", "a name and an address, as in db:10.0.0.5", "db"),
        ),
        ("environment: ['A =b']", ("env-name-whitespace", "A", "A", "a name without a blank at its end", "A ")),
        ("group_add: [a, b, a]", ("duplicate-list-item", "group_add", "a", "each item once", "a")),
        (
            "devices: ['/a:/b:/c:d']",
            ("device-spec-invalid", "devices", "/a:/b:/c:d", "at most three parts", "'/a:/b:/c:d'"),
        ),
        ("develop: {watch: [{path: p}]}", ("watch-rule-invalid", "action", "", "action in this mapping", "path")),
    ],
)
def test_defects(resolved, service, found):
    (defect,) = resolved(WEB % service).defects
    told = (defect.code, defect.name, defect.found, defect.expected, defect.span.text)
    assert (*told[:3], told[3][: len(found[3])], told[4]) == found


def test_all_faults_are_told(resolved):
    text = WEB % "imge: y, user: [z], cgroup: x, group_add: [a, a], stop_grace_period: 1"
    codes = [defect.code for defect in resolved(text).defects]
    assert codes == [
        "compose-wrong-type",
        "compose-invalid-enum",
        "duplicate-list-item",
        "compose-wrong-type",
        "compose-unknown-key",
    ]


def test_a_refused_value_is_unknown(resolved, at):
    resolution = resolved(WEB % "ports: '80:80', command: [a, {b: c}, d]")
    assert plain(at(resolution, "services", "a")) == {
        "image": "x",
        "ports": Unknown(),
        "command": ["a", Unknown(), "d"],
    }


@pytest.mark.parametrize(
    ("service", "codes"),
    [
        ("volumes: [{data: /x}]", ["compose-unknown-key"]),
        ("ulimits: {nofile: {soft: 1, hart: 2}}", ["compose-unknown-key"]),
        ("depends_on: {a: {conditoin: service_started}}", ["compose-unknown-key"]),
        ("volumes: [{source: a}]", ["compose-key-missing"]),
    ],
)
def test_what_stands_there_under_another_name_is_not_missing_too(resolved, service, codes):
    assert [defect.code for defect in resolved(WEB % service).defects] == codes


def test_what_a_misspelt_key_may_say_is_unknown(resolved, at):
    resolution = resolved("services: {a: {imgae: x}}\nnetwork: {n: {}}")
    assert plain(at(resolution, "services", "a"))["image"] == Unknown()
    assert plain(resolution.root)["networks"] == Unknown()


@pytest.mark.parametrize(
    "service",
    [
        "ports: ['${P}:80'], scale: '${N}', stop_grace_period: '${T}', environment: ['${A} =b'], cgroup: '${C}'",
        "deploy: {resources: {limits: {memory: '${M}'}}}, group_add: ['${A}', '${A}'], pull_policy: '${P}'",
    ],
)
def test_what_is_not_known_is_not_judged(resolved, service):
    assert not resolved(WEB % service).defects


@pytest.mark.parametrize("key", ["ports", "deploy", "depends_on", "ulimits"])
def test_a_part_of_a_text_cannot_be_a_collection(resolved, key):
    assert [defect.code for defect in resolved(WEB % f"{key}: 'a${{X}}'").defects] == ["compose-wrong-type"]


@pytest.mark.parametrize(
    ("base", "over", "codes"),
    [
        ("group_add: [a]", "group_add: [a]", ["duplicate-list-item"]),
        ("cap_add: [a]", "cap_add: [a]", []),
        ("depends_on: [b]", "depends_on: {c: {condition: service_started}}", []),
        ("networks: [m]", "networks: {n: {aliases: [o]}}", []),
        ("environment: [A=b]", "environment: {C: d}", []),
        ("environment: {A: b}", "environment: {'C ': d}", ["env-name-whitespace"]),
        ("environment: {'A ': }", "environment: {C: d}", ["env-name-whitespace"]),
        ("environment: {'A ': b}", "user: c", []),
        ("environment: ['A =b']", "environment: {C: d}", ["env-name-whitespace"]),
        ("build: {args: {'A ': b}}", "build: {args: {C: d}}", ["env-name-whitespace"]),
        ("build: {args: {'A ': }}", "build: {args: {C: d}}", []),
        ("user: x", "ports: ", ["compose-wrong-type"]),
        ("ports: ['1:1']", "ports: ", []),
        ("colour: x", "colour: !reset null", ["compose-unknown-key"]),
        ("cgroup: x", "cgroup: host", ["compose-invalid-enum"]),
        ("devices: ['/a:/b:/c:d']", "devices: !override [/a]", ["device-spec-invalid"]),
        ("stop_grace_period: 10x", "stop_grace_period: 10s", []),
        ("stop_grace_period: 10s", "stop_grace_period: 10x", ["invalid-duration-or-size"]),
        ("extra_hosts: {'a:b': c}", "extra_hosts: !override {a: b}", []),
        ("gpus: [{count: 1, device_ids: ['0']}]", "gpus: !override all", []),
    ],
)
def test_files_are_judged_as_merged(resolved, base, over, codes):
    others = "b: {image: x}, c: {image: x}"
    found = resolved(f"services: {{a: {{image: x, {base}}}, {others}}}", f"services: {{a: {{{over}}}}}").defects
    assert [defect.code for defect in found] == codes


def test_the_table_holds_every_object_and_no_other():
    seen: set[str] = set()
    waiting: list[object] = [PROJECT]
    while waiting:
        step = waiting.pop()
        if isinstance(step, Keys) and step.kind not in seen:
            seen.add(step.kind)
            facts = SCHEMA["objects"][step.kind]
            assert set(step.names) == {*facts["keys"], *facts.get("newer", {}).get("keys", "").split()}
            waiting += [below for rule in step.names.values() for below in rule.values()]
        elif isinstance(step, Names | Items):
            waiting += step.rule.values()
    assert seen == set(SCHEMA["objects"]) == set(PLACES)


LATER = re.compile(
    r"^(service \S+ (refers to undefined|depends on undefined|has neither)|healthcheck\.test must|.*env file)"
)
"""Errors that the reference finds after all that is looked at here."""
OTHERS = re.compile(r"(?i)port|mount target|ip address|exclusive|must be set|must declare|target is required|not found")
"""Errors that other parts of ours find: in ports and mounts, in secrets, configs and watch rules."""


def test_the_reference_agrees(oracle: Callable[[str], Path], resolved, tmp_path: Path) -> None:
    """4,000 documents of 70,000, always the same: twelve values under each key, and mappings that lack one."""
    chosen = random.Random(3)
    known = [pair for pair in KEYS if pair not in (("project", "include"), ("service", "extends"))]
    newer = {
        (kind, key)
        for kind, facts in SCHEMA["objects"].items()
        for key, fact in facts["keys"].items()
        if "after" in fact
    }
    cases = [
        (kind, key, value) for kind, key in known if (kind, key) not in newer for value in chosen.sample(VALUES, 12)
    ]
    cases += [(kind, key, "") for kind, facts in SCHEMA["objects"].items() for key in facts.get("required", ())]
    wrong = []
    with Loader(oracle("load-compose"), tmp_path) as loader:
        for kind, key, value in cases:
            text = document(kind, key, value)
            error = loader.ask(Document(text, {"compose.yaml": text})).error or ""
            refused = bool(error) and not LATER.match(error)
            if refused and OTHERS.search(error) and not error.startswith("validating"):
                continue
            if bool(resolved(text).defects) != refused:
                wrong.append((kind, key, value, error))
    assert len(cases) > 4_000
    assert not wrong


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # The service lost its indentation, or those of its keys gained too little.
        ("services:\nweb:\n  image: x\n", ["services"]),
        ("services:\n  web:\n  image: x\n  ports: [80]\n", ["web"]),
        ("services:\n  web:\n    image: x\n    labels:\n    a.b: c\n", ["labels"]),
        # A part of a service stands beside it.
        ("services:\n  web:\n    image: x\n  healthcheck:\n    test: [CMD, a]\n    retries: 2\n", ["healthcheck"]),
        ("services:\n  web:\n  build:\n    context: .\n", ["web"]),
        # The name of the service is lost.
        ("services:\n  image: x\n  ports: [80]\n  restart: always\n", ["image"]),
        # Each is a fault of its own.
        ("services:\n  web: {image: x, volumes: , imgae: y}\n", ["imgae", "volumes"]),
        ("services:\n  web: {image: x, color: red}\n  db: {image: x, colour: red}\n", ["color", "colour"]),
        ("services:\n  a: x\n  b: x\n", ["a", "b"]),
    ],
)
def test_a_lost_indentation_is_told_once(resolved, text, told):
    assert sorted(defect.name for defect in resolved(text).defects) == told


def test_a_broken_indentation_is_told_by_the_parser_alone(resolved):
    text = "services:\n  web:\n    image: x\n  ports:\n      - '80:80'\n    restart: always\n"
    assert not [defect for defect in resolved(text).defects if defect.code.startswith("compose-")]


def test_empty_documents_are_told_once(resolved):
    assert [defect.name for defect in resolved("---\n" * 5000).defects] == ["the whole document"]
