from __future__ import annotations

import pytest

from deploylint.model.environment import Binding, Environment
from deploylint.model.naming import bound, normalised, project_name
from deploylint.model.settings import ModelSettings
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree

HERE = ModelSettings(anchor_name="Anchor")


def trees(*texts: str):
    return [yaml_tree.parse(Source(f"f{number}.yaml", text)) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "variables", "given", "folder", "name", "defects"),
    [
        (("name: foo",), {}, "", "", "foo", 0),
        (("name: Bad_N!",), {}, "", "", "bad_n", 0),
        (("name: foo",), {"COMPOSE_PROJECT_NAME": "bar"}, "", "", "bar", 0),
        (("name: foo",), {"COMPOSE_PROJECT_NAME": ""}, "", "", "foo", 0),
        (("name: foo",), {"COMPOSE_PROJECT_NAME": "bar"}, "given", "", "given", 0),
        (("name: foo",), {"COMPOSE_PROJECT_NAME": "Bad"}, "", "", "bad", 1),
        (("name: foo",), {}, "Given", "", "given", 1),
        (("name: one\n---\nname: two",), {}, "", "", "two", 0),
        (("name: one", "name: two"), {}, "", "", "two", 0),
        (("name: one", "name: ''"), {}, "", "", "one", 0),
        (("name: ${N}",), {"N": "fromenv"}, "", "", "fromenv", 0),
        (("name: ${N}",), {}, "", "", None, 1),
        (("name: ${N:-d}",), {}, "", "", "d", 0),
        (("name: '!!!'",), {}, "", "", None, 1),
        (("name: 123",), {}, "", "", "123", 0),
        (("name: --ab",), {}, "", "", "ab", 0),
        (("x-a: 1",), {}, "", "My.Dir", "mydir", 0),
        (("x-a: 1",), {}, "", "a/b", "b", 0),
        (("x-a: 1",), {}, "", "", "anchor", 0),
        (("x-a: 1",), {}, "", "!!", None, 1),
    ],
)
def test_who_names_a_project(texts, variables, given, folder, name, defects):
    bindings = {key: Binding(value, None, "process") for key, value in variables.items()}
    found = project_name(trees(*texts), Environment(bindings, closed=True), folder, HERE._replace(project_name=given))
    assert found.text == name
    assert [defect.code for defect in found.defects] == ["project-name-invalid"] * defects


def test_a_name_with_an_unknown_variable_is_not_known():
    found = project_name(trees("name: ${N}"), Environment(), "", HERE)
    assert found.text is None
    assert not found.defects
    assert project_name(
        trees("x: 1"), Environment({"COMPOSE_PROJECT_NAME": Binding(None, None, "external")}), "", HERE
    )[:2] == (None, None)


def test_files_see_the_name_and_where_it_is_written():
    found = project_name(trees("services: {}\nname: Foo"), Environment(), "", HERE)
    binding = bound(Environment(), found).lookup("COMPOSE_PROJECT_NAME")
    assert binding is not None
    assert (binding.value, binding.how) == ("foo", "name")
    assert binding.span is not None
    assert binding.span.text == "Foo"


def test_a_refused_name_of_an_env_file_is_told_there():
    source = Source(".env", "COMPOSE_PROJECT_NAME=Shop")
    place = Span(source, 0, 20)
    environment = Environment({"COMPOSE_PROJECT_NAME": Binding("Shop", place, "env-file")})
    (defect,) = project_name(trees("name: foo"), environment, "", HERE).defects
    assert (defect.span, defect.name) == (place, "Shop")


@pytest.mark.parametrize(
    ("written", "name"), [("ABC", "abc"), ("a b.c", "abc"), ("__a_", "a_"), ("-1", "1"), ("Ünïcode", "ncode"), ("", "")]
)
def test_normalised(written, name):
    assert normalised(written) == name
    assert normalised(name) == name
