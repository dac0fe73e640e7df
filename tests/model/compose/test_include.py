from __future__ import annotations

import pytest

from deploylint.model.compose.canonical import plain
from deploylint.model.compose.document import Resolution, resolve
from deploylint.model.compose.forms import folder
from deploylint.model.environment import Binding, Environment
from deploylint.model.resolved import Mapping, Scalar
from deploylint.source.memory import MemoryFile, MemoryFiles
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree
from deploylint.syntax.tree import YamlTree


def test_a_local_file_is_merged_below(resolved, at, scalar_at):
    resolution = resolved(
        "include: [b.yaml]\nservices: {a: {image: x, user: u}}\n",
        files={"b.yaml": "services: {a: {image: y}, c: {image: z}}\nvolumes: {v: }\nname: other"},
    )
    assert plain(at(resolution, "services")) == {"a": {"image": "x", "user": "u"}, "c": {"image": "z"}}
    assert "name" not in resolution.root.entries
    assert not resolution.root.open
    assert [hop.how for hop in scalar_at(resolution, "services", "c", "image").via] == ["include"]


def test_further_paths_are_overrides(resolved, at):
    resolution = resolved(
        "include: [{path: [b.yaml, c.yaml]}]\nservices: {a: {image: x}}",
        files={"b.yaml": "services: {b: {image: y}}", "c.yaml": "services: {b: {image: z}}"},
    )
    assert plain(at(resolution, "services", "b", "image")) == "z"


def test_a_project_of_its_own_may_define_its_own_variables(resolved, scalar_at):
    resolution = resolved(
        "include: [sub/b.yaml, c.yaml]\nservices: {a: {image: x}}",
        files={
            "sub/b.yaml": "services: {b: {image: '${X:-d}', user: '${Y}'}}",
            "c.yaml": "services: {c: {image: '${X:-d}'}}",
        },
        env={"Y": "y"},
        closed=True,
    )
    assert not scalar_at(resolution, "services", "b", "image").known
    assert scalar_at(resolution, "services", "b", "user").value == "y"
    assert scalar_at(resolution, "services", "c", "image").value == "d"


@pytest.mark.parametrize(
    ("include", "codes"),
    [
        ("['https://example.com/x.yaml']", ["remote-include-skipped"]),
        ("['oci://example.com/x']", ["remote-include-skipped"]),
        ("[{path: git@github.com:example/x.git}]", ["remote-include-skipped"]),
        ("['${FILE}']", []),
        ("[../x.yaml]", []),
        ("[x.yaml]", ["include-target-missing"]),
        ("[f0.yaml]", ["include-target-missing"]),
        ("x.yaml", ["compose-wrong-type"]),
        ("[{path: x.yaml}]", ["include-target-missing"]),
        ("[{path: [x.yaml, y.yaml]}]", ["include-target-missing"] * 2),
        ("[5]", ["compose-wrong-type"]),
        ("[[x.yaml]]", ["compose-wrong-type"]),
        ("[{path: 5}]", ["compose-wrong-type"]),
        ("{path: x.yaml}", ["compose-wrong-type"]),
        ("", []),
        ("[]", []),
        ("[null]", []),
        ("[{paths: x.yaml}]", []),
    ],
)
def test_what_cannot_be_included_leaves_the_project_open(resolved, at, include, codes):
    resolution = resolved(f"include: {include}\nservices: {{a: {{image: x}}}}\nnetworks: {{n: }}\n")
    assert [d.code for d in resolution.defects] == codes
    is_open = include not in ("", "[]", "[null]", "[{paths: x.yaml}]")
    assert resolution.root.open is is_open
    assert at(resolution, "services").open is is_open
    assert at(resolution, "networks").open is is_open
    assert not at(resolution, "services", "a").open


def read(files: dict[str, str], outer: dict[str, str] | None = None) -> Resolution:
    """The project of compose.yaml with all of these files, in an environment of which everything is known."""
    held = MemoryFiles({path: MemoryFile(text.encode()) for path, text in files.items()})

    def load(path: str) -> YamlTree | None:
        source = held.read(path)
        return yaml_tree.parse(source) if isinstance(source, Source) else None

    main = load("compose.yaml")
    assert main is not None
    bindings = {name: Binding(value, None, "process") for name, value in (outer or {}).items()}
    return resolve([main], Environment(bindings, closed=True, known=True), load, held)


B = "services: {b: {image: 'x:${V-}${W-}', environment: [V, K=1], build: ./d}}"


@pytest.mark.parametrize(
    ("include", "image", "starts"),
    [
        ("[s/b.yaml]", "x:swv", "s"),
        ("[{path: s/b.yaml}]", "x:swv", "s"),
        ("[{path: s/b.yaml, env_file: e1}]", "x:1", "s"),
        ("[{path: s/b.yaml, env_file: [e1, e2]}]", "x:22b", "s"),
        ("[{path: s/b.yaml, env_file: []}]", "x:swv", "s"),
        ("[{path: s/b.yaml, env_file: /dev/null}]", "x:", "s"),
        ("[{path: s/b.yaml, project_directory: t}]", "x:t", "t"),
        ("[{path: s/b.yaml, project_directory: t, env_file: s/.env}]", "x:swv", "t"),
        ("[{path: s/b.yaml, project_directory: t/none}]", "x:", "t"),
    ],
)
def test_own_variables_and_own_folder(include, image, starts):
    resolution = read(
        {
            "compose.yaml": f"include: {include}\nservices: {{a: {{image: 'x:${{V-}}'}}}}",
            "s/b.yaml": B,
            "s/.env": "V=s\nW=wv\n",
            "t/.env": "V=t\n",
            "e1": "V=1\n",
            "e2": "V=2\nW=${V}b\n",
        }
    )
    assert not resolution.defects
    services = resolution.root.entries["services"].value
    assert isinstance(services, Mapping)
    found = plain(services)
    assert isinstance(found, dict)
    assert (found["b"]["image"], found["a"]["image"]) == (image, "x:")
    build = services.entries["b"].value.entries["build"].value
    assert folder(build, "") == starts


def test_outer_variables_win_and_reach_nested_includes():
    resolution = read(
        {
            "compose.yaml": "include: [s/b.yaml]\nservices: {a: {image: x}}",
            "s/b.yaml": "include: [t/c.yaml]\nservices: {b: {image: 'x:${P}-${Q}'}}",
            "s/.env": "P=own\nQ=${P}q\n",
            "s/t/c.yaml": "services: {c: {image: 'x:${P}-${Q}-${R}', build: .}}",
            "s/t/.env": "Q=t\nR=r${Q}\n",
        },
        {"P": "outer"},
    )
    found = plain(resolution.root.entries["services"].value)
    assert isinstance(found, dict)
    assert (found["b"]["image"], found["c"]["image"]) == ("x:outer-outerq", "x:outer-outerq-routerq")
    assert [each.path for each in resolution.env_files] == ["s/.env", "s/t/.env"]
    assert {use.binding.span.source.path for use in resolution.references if use.binding and use.binding.span} == {
        "s/.env",
        "s/t/.env",
    }


def test_a_bare_variable_has_its_value_from_the_included_project():
    resolution = read(
        {
            "compose.yaml": "include: [s/b.yaml]\nservices: {a: {image: x, environment: [V]}}",
            "s/b.yaml": "services: {b: {image: y, environment: [V, OUT, NONE]}, c: {image: z, environment: {V: }}}",
            "s/.env": "V=inner\nOUT=inner\n",
        },
        {"OUT": "outer"},
    )
    found = plain(resolution.root.entries["services"].value)
    assert isinstance(found, dict)
    environments = {name: service["environment"] for name, service in found.items()}
    assert environments == {"a": ["V"], "b": ["V=inner", "OUT", "NONE"], "c": {"V": None}}


@pytest.mark.parametrize(
    ("env_file", "codes"),
    [
        ("none.env", ["include-target-missing"]),
        ("[e1, none.env]", ["include-target-missing"]),
        ("3", ["compose-wrong-type"]),
        ("../outside.env", []),
    ],
)
def test_env_files_that_cannot_be_had(env_file, codes):
    resolution = read(
        {
            "compose.yaml": f"include: [{{path: b.yaml, env_file: {env_file}}}]\nservices: {{a: {{image: x}}}}",
            "b.yaml": "services: {b: {image: 'x:${V-d}'}}",
            "e1": "W=1\n",
        }
    )
    assert [defect.code for defect in resolution.defects] == codes
    services = resolution.root.entries["services"].value
    assert isinstance(services, Mapping)
    if "b" in services.entries:
        image = services.entries["b"].value.entries["image"].value
        assert isinstance(image, Scalar)
        assert not image.known


@pytest.mark.parametrize(
    ("own", "included", "expected"),
    [
        ("{image: mine, user: u}", "{image: theirs, tty: true}", {"image": "mine", "user": "u", "tty": True}),
        ("{ports: ['2:2']}", "{image: x, ports: ['1:1']}", {"image": "x", "ports": ["1:1", "2:2"]}),
        ("{command: [b]}", "{image: x, command: a}", {"image": "x", "command": ["b"]}),
        ("{ports: !reset []}", "{image: x, ports: ['1:1']}", {"image": "x"}),
        ("{ports: !override ['2:2']}", "{image: x, ports: ['1:1']}", {"image": "x", "ports": ["2:2"]}),
        ("!override {user: u}", "{image: x, ports: ['1:1']}", {"image": "x", "ports": ["1:1"], "user": "u"}),
        ("!reset null", "{image: x, ports: ['1:1']}", {"image": "x", "ports": ["1:1"]}),
    ],
)
def test_what_both_define_is_merged(resolved, at, own, included, expected):
    resolution = resolved(
        f"include: [b.yaml]\nservices: {{b: {own}, a: {{image: x}}}}",
        files={"b.yaml": f"services: {{b: {included}}}\nx-b: 1\nname: other\n"},
    )
    assert not resolution.defects
    assert plain(at(resolution, "services", "b")) == expected
    assert list(resolution.root.entries) == ["services"]


def test_the_first_include_lies_over_the_second(resolved, at):
    files = {
        "b.yaml": "services: {s: {image: b, cap_add: [B]}}",
        "c.yaml": "services: {s: {image: c, cap_add: [C], user: c}}",
    }
    resolution = resolved("include: [b.yaml, c.yaml]\nservices: {a: {image: x}}", files=files)
    assert plain(at(resolution, "services", "s")) == {"image": "b", "user": "c", "cap_add": ["C", "B"]}


@pytest.mark.parametrize("section", ["networks", "volumes"])
def test_a_section_without_content_cannot_take_what_is_included(resolved, section):
    resolution = resolved(
        f"include: [b.yaml]\n{section}:\nservices: {{a: {{image: x}}}}",
        files={"b.yaml": f"services: {{b: {{image: y}}}}\n{section}: {{n: }}"},
    )
    assert {defect.code for defect in resolution.defects} == {"compose-wrong-type"}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"b.yaml": "include: [b.yaml]"}, "b.yaml"),
        ({"b.yaml": "include: [c.yaml]", "c.yaml": "include: [b.yaml]"}, "c.yaml"),
        ({"b.yaml": "include: [f0.yaml]"}, "b.yaml"),
    ],
)
def test_cycles(resolved, files, place):
    resolution = resolved("include: [b.yaml]\nservices: {a: {image: x}}", files=files)
    (defect,) = resolution.defects
    assert (defect.code, defect.span.source.path) == ("include-target-missing", place)


def test_a_file_that_several_include_is_no_cycle(resolved, at):
    resolution = resolved(
        "include: [b.yaml, c.yaml]\nservices: {a: {image: x}}",
        files={
            "b.yaml": "include: [d.yaml]\nservices: {b: {image: b}}",
            "c.yaml": "include: [d.yaml]\nservices: {c: {image: c}}",
            "d.yaml": "services: {d: {image: d, ports: ['1:1']}}",
        },
    )
    assert not resolution.defects
    assert plain(at(resolution, "services", "d")) == {"image": "d", "ports": ["1:1"]}


@pytest.mark.parametrize(("variable", "codes"), [("SET", ["config-source-invalid"]), ("UNSET", [])])
def test_a_config_from_a_variable_has_two_sources_once_it_is_included(variable, codes):
    resolution = read(
        {
            "compose.yaml": "include: [b.yaml]\nservices: {a: {image: x}}\nconfigs: {own: {environment: SET}}",
            "b.yaml": f"services: {{b: {{image: y}}}}\nconfigs: {{c: {{environment: {variable}}}}}",
        },
        {"SET": "value"},
    )
    assert [defect.code for defect in resolution.defects] == codes
