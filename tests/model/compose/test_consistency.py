"""What is refused although each value alone is well formed: where it is told, of whom, and when it is not known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.graphs import graph

HEAD = "services:\n  web:\n    image: nginx\n"
TOLD = [
    "build-definition-conflict",
    "config-source-invalid",
    "healthcheck-test-invalid",
    "label-file-missing",
    "port-spec-invalid",
    "resource-value-conflict",
    "secret-source-invalid",
    "undefined-config",
    "undefined-model",
    "undefined-secret",
    "volume-spec-invalid",
    "watch-rule-invalid",
    "env-parse-error",
]


def told(files: dict[str, str] | str, **settings: Any) -> list[Any]:
    """The defects of these kinds, in the order in which they are written."""
    return [defect for defect in graph(files, **settings).kinds["defect"] if defect.code in TOLD]


def web(body: str) -> str:
    return HEAD + "".join(f"    {line}\n" for line in body.splitlines())


PLACES = [
    ("build: {dockerfile: A, dockerfile_inline: FROM b}", "build-definition-conflict", "dockerfile_inline"),
    ("build: {additional_contexts: [a=service:x]}", "build-definition-conflict", "service:x"),
    ('build: {additional_contexts: {a: "service:x"}}', "build-definition-conflict", '"service:x"'),
    ("platform: p\nbuild: {platforms: [q]}", "build-definition-conflict", "platforms"),
    ("build: {secrets: [{source: s}]}", "undefined-secret", "source"),
    ("secrets: [s]", "undefined-secret", "s"),
    ("configs: [{target: /x}]", "undefined-config", "target"),
    ("models: [m]", "undefined-model", "m"),
    ("models: {m: {}}", "undefined-model", "m"),
    ("healthcheck: {test: [curl, x]}", "healthcheck-test-invalid", "curl"),
    ("label_file: [a.labels]", "label-file-missing", "a.labels"),
    ("scale: 2\ndeploy: {replicas: 3}", "resource-value-conflict", "2"),
    ("cpus: 2\ndeploy: {resources: {limits: {}}}", "resource-value-conflict", "2"),
    ("develop: {watch: [{action: sync, path: x}]}", "watch-rule-invalid", "sync"),
    ("develop: {watch: [{action: sync, path: x, target: ''}]}", "watch-rule-invalid", "''"),
    ("volumes: [{type: bind, target: /x}]", "volume-spec-invalid", "type"),
    ("volumes: [{type: bind, source: ./x}]", "volume-spec-invalid", "type"),
    ("ports: [{published: 80}]", "port-spec-invalid", "published"),
    ("ports: [{target: 80, host_ip: ''}]", "port-spec-invalid", "target"),
]


@pytest.mark.parametrize(("body", "code", "place"), PLACES)
def test_each_at_its_own_place(body: str, code: str, place: str) -> None:
    (defect,) = told(web(body))
    assert (defect.code, defect.header.span.text) == (code, place)
    assert not defect.dormant


SERVICE_FAULTS = [body for body, code, _ in PLACES if code not in ("volume-spec-invalid", "port-spec-invalid")]


@pytest.mark.parametrize("body", SERVICE_FAULTS)
def test_inactive_profiles_are_judged_and_named(body: str) -> None:
    (defect,) = told(web(body + "\nprofiles: [a, b]"))
    assert defect.dormant
    assert "web (profile a, b)" in (defect.name, defect.expected.rpartition(" of ")[2])
    (defect,) = told(web(body + "\nprofiles: [a, b]"), profiles=("b",))
    assert not defect.dormant
    assert "profile" not in defect.name


@pytest.mark.parametrize("body", ["volumes: ['a::']", "ports: ['x']"])
def test_what_cannot_be_read_is_read_in_every_service(body: str) -> None:
    (defect,) = told(web(body + "\nprofiles: [a]"))
    assert not defect.dormant


@pytest.mark.parametrize("port", ["{target: 80, published: 80a}", "{target: 70000}"])
def test_what_only_the_engine_refuses_is_dormant(port: str) -> None:
    (defect,) = told(web(f"ports: [{port}]"))
    assert (defect.code, defect.dormant) == ("port-spec-invalid", True)


UNKNOWN = [
    "build: {dockerfile: '${A}', dockerfile_inline: FROM b}",
    "build: {additional_contexts: ['a=${A}']}",
    "platform: p\nbuild: {platforms: ['${A}']}",
    "platform: ${A}\nbuild: {platforms: [q]}",
    "secrets: ['${A}', {source: '${A}'}]",
    "models: ['${A}']",
    "healthcheck: {test: ['${A}', x]}",
    "label_file: ['${A}']",
    "label_file: ../outside.labels",
    "scale: ${A}\ndeploy: {replicas: 3}",
    "mem_limit: 1g\ndeploy: {resources: {limits: {memory: '${A}'}}}",
    "develop: {watch: [{action: '${A}', path: x}, {action: sync, path: x, target: '${A}'}]}",
    "volumes: [{type: '${A}', target: /x}]",
    "volumes: ['${A}:/x', '/x:${A}']",
    "ports: ['${A}', '${A}:80', '80:${A}', '${A}:80:80', {target: '${A}'}, {target: 80, host_ip: '${A}'}]",
]


@pytest.mark.parametrize("body", UNKNOWN)
def test_what_is_not_known_is_not_told(body: str) -> None:
    assert told(web(body)) == []


def test_related_places_tell_the_other_half() -> None:
    found = graph(web("mem_limit: 1g\ndeploy: {resources: {limits: {memory: 2g}}}"))
    (defect,) = found.kinds["defect"]
    assert [(one.span.text, one.note) for one in found.related[defect.id]] == [("2g", "the other value")]


def test_services_that_share_an_anchor_are_told_one_by_one() -> None:
    text = "x-a: &a {image: x, secrets: [s]}\nservices:\n  a: *a\n  b: *a\n"
    assert [(defect.name, defect.header.start) for defect in told(text)] == [("a", 29), ("b", 29)]


TOP = [
    ("secrets: {s: {}}", "secret-source-invalid", "s", "no source"),
    ("secrets: {s: {file: a, environment: B}}", "secret-source-invalid", "file", "file and environment"),
    ("secrets: {s: {environment: ''}}", "secret-source-invalid", "''", "an empty environment"),
    ("secrets: {s: {name: a, external: {name: b}}}", "secret-source-invalid", "b", "the name b"),
    ("configs: {c: {labels: {a: b}}}", "config-source-invalid", "c", "no source"),
    ("configs: {c: {content: a, file: b}}", "config-source-invalid", "file", "file and content"),
]


@pytest.mark.parametrize(("text", "code", "place", "found"), TOP)
def test_sources(text: str, code: str, place: str, found: str) -> None:
    (defect,) = told(HEAD + text + "\n")
    assert (defect.code, defect.header.span.text, defect.found) == (code, place, found)


def test_names_that_contradict_each_other() -> None:
    for section in ("volumes", "networks"):
        found = graph(HEAD + f"{section}: {{x: {{name: a, external: {{name: b}}}}}}\n")
        (defect,) = found.kinds["defect"]
        assert (defect.code, defect.name, defect.header.span.text) == ("compose-wrong-type", "external.name", "b")


def test_parameters_of_volumes() -> None:
    found = graph(HEAD + "volumes: {x: {external: true, name: n, driver: d, x-a: b, labels: {a: b}}}\n")
    (volume,) = found.kinds["volume"]
    assert volume.parameters == ("driver", "labels")
    assert volume.origins["parameters"].items["labels"].span.text == "labels"


ENV_FILES = [
    ("A=${B:?}\n", "", True),
    ("A=${B?}\n", "", True),
    ("B=\nA=${B:?}\n", "", True),
    ("B=\nA=${B?}\n", "", False),
    ("B=1\nA=${B:?}\n", "", False),
    ("A=${B:?}\nB=1\n", "", True),
    ("A=${B:?}\n", "environment: {B: x}", False),
    ("A=${C:-${B:?}}\n", "", True),
    ("A=${PATH:-${B:?}}\n", "", False),
    ("A='${B:?}'\n", "", False),
]


@pytest.mark.parametrize(("text", "body", "fails"), ENV_FILES)
def test_required_variables_in_env_files(text: str, body: str, fails: bool) -> None:
    files = {"compose.yaml": web("env_file: a.env\n" + body), "a.env": text}
    found = graph(files, closed=True, process={"PATH": "/bin"}).kinds["env_ref"]
    assert [ref.name for ref in found if ref.fails] == ["B"] * fails


def test_required_variables_in_env_files_of_an_open_environment() -> None:
    files = {"compose.yaml": web("env_file: a.env"), "a.env": "A=${B:?}\n"}
    assert [ref for ref in graph(files).kinds["env_ref"] if ref.fails] == []


REQUIRED = [
    ("command: ${B:?}", "", True),
    ("command: ${B:?}", "B=", True),
    ("command: ${B?}", "B=", False),
    ("command: ${B:?}", "B=1", False),
    ("command: ${C:-${B:?}}", "", True),
    ("command: ${C:-${B:?}}", "C=1", False),
    ("command: ${B:-x}", "", False),
]


@pytest.mark.parametrize(("body", "env", "fails"), REQUIRED)
def test_required_variables(body: str, env: str, fails: bool) -> None:
    found = graph({"compose.yaml": web(body), ".env": env + "\n"}, closed=True).kinds["env_ref"]
    assert [ref.name for ref in found if getattr(ref, "fails", None)] == ["B"] * fails


RAW = [("A B=c", "a blank in the name A B"), ("=c", "nothing before the ="), ("  A\tB", "a blank in the name A\tB")]


@pytest.mark.parametrize(("line", "found"), RAW)
def test_raw_env_files(line: str, found: str) -> None:
    body = "env_file: [{path: a.env, format: raw}]"
    (defect,) = told({"compose.yaml": web(body), "a.env": f"# x\nD='\n\n{line}\n"})
    assert (defect.code, defect.found, defect.header.span.source.path) == ("env-parse-error", found, "a.env")
    assert line.strip().startswith(defect.header.span.text)


def test_a_format_that_nobody_knows() -> None:
    body = "env_file: [{path: a.env, format: json}, {path: b.env, format: json, required: false}]"
    found = graph({"compose.yaml": web(body), "a.env": "A=b\n"}).kinds["defect"]
    assert [(defect.code, defect.found, defect.header.start) for defect in found] == [
        ("compose-invalid-enum", "json", web(body).index("json"))
    ]


def test_label_files_are_read() -> None:
    files = {"compose.yaml": web("label_file: a.labels\nprofiles: [p]"), "a.labels": "A B=c\nx=${B:?}\n"}
    found = graph(files)
    (defect,) = found.kinds["defect"]
    (reference,) = found.kinds["env_ref"]
    assert (defect.code, defect.dormant, defect.file.path) == ("env-invalid-key", True, "a.labels")
    assert reference.fails
    assert [service.name for service in reference.services] == ["web"]


MENDED = [
    ("ports: [x]", "ports: !override ['80:80']", "port-spec-invalid"),
    ("volumes: [':/x']", "volumes: !reset null", "volume-spec-invalid"),
    ("ports: [80, '${A}', {target: 80}]\nvolumes: ['./a:/x']", "ports: !override ['80:80']", ""),
    ("ports: ['80:80']", "ports: !override [x]", "port-spec-invalid"),
]


@pytest.mark.parametrize(("body", "over", "code"), MENDED)
def test_an_overlay_comes_too_late_to_mend_a_short_form(body: str, over: str, code: str) -> None:
    found = told({"compose.yaml": web(body), "compose.override.yaml": web(over)})
    assert [defect.code for defect in found] == code.split()
