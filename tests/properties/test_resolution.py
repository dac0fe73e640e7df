from __future__ import annotations

import json
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.compose.canonical import OPEN, plain
from deploylint.model.compose.document import Resolution, resolve
from deploylint.model.compose.parts import characters, split
from deploylint.model.environment import Binding, Environment
from deploylint.model.expansion import expand
from deploylint.model.resolved import Scalar
from deploylint.source.text import Source
from deploylint.syntax import interpolation, yaml_tree


def run(*texts: str, env: dict[str, str] | None = None, closed: bool = False) -> Resolution:
    trees = [yaml_tree.parse(Source(f"f{number}.yaml", text)) for number, text in enumerate(texts)]
    bindings = {name: Binding(value, None, "env-file") for name, value in (env or {}).items()}
    return resolve(trees, Environment(bindings, closed=closed), {}.get)


printable = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters=[chr(code) for code in range(0x7F, 0xA1)]),
    max_size=12,
)
names = st.text("abcxyz-_.", min_size=1, max_size=5)
scalars = st.one_of(printable, st.integers(-1000, 1000), st.booleans(), st.none())
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=8,
)
pieces = st.lists(
    st.sampled_from(
        ["$", "{", "}", ":", "-", "+", "?", "A", "B", "x", " ", "\n", "$$", "${A}", "${B:-", "$A", "${A:+", "é"]
    ),
    max_size=14,
).map("".join)


def escaped(value: object) -> object:
    """The value with every dollar sign doubled."""
    if isinstance(value, str):
        return value.replace("$", "$$")
    if isinstance(value, list):
        return [escaped(item) for item in value]
    return {key: escaped(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(values)
def test_a_value_without_references_is_deployed_as_written(value):
    text = json.dumps({"services": {}, "x-v": escaped(value)}, ensure_ascii=False)
    resolution = run(text)
    assert not resolution.defects
    assert plain(resolution.root) == {"services": {}, "x-v": value}


@given(st.dictionaries(names, values, max_size=4))
def test_an_empty_overlay_changes_nothing(extension):
    text = json.dumps({"services": {"a": {"image": "x"}}, "x-v": escaped(extension)}, ensure_ascii=False)
    assert plain(run(text, "services: {}").root) == plain(run(text).root)
    assert plain(run(text, "services: {a: {}}").root) == plain(run(text).root)


@given(st.lists(st.dictionaries(names, st.text("ab", max_size=2), max_size=4), min_size=1, max_size=4))
def test_the_last_layer_that_sets_a_scalar_wins(layers):
    texts = [json.dumps({"services": {}, "x-v": layer}) for layer in layers]
    expected = {key: value for layer in layers for key, value in layer.items()}
    assert plain(run(*texts).root) == {"services": {}, "x-v": expected}


@given(pieces, st.dictionaries(st.sampled_from("AB"), st.sampled_from(["", "v", "w:$"])), st.booleans())
def test_expansion_agrees_with_the_grammar_alone(text, env, closed):
    parsed = interpolation.parse(text)
    bindings = {name: Binding(value, None, "env-file") for name, value in env.items()}
    found = expand(parsed, bindings.get, closed)
    try:
        expected = interpolation.expand(parsed, env.get)
    except (interpolation.RequiredError, interpolation.InvalidTemplateError):
        assert found.text is None
    else:
        assert found.text == expected if closed else found.text in (None, expected)


@given(pieces, st.dictionaries(st.sampled_from("AB"), st.sampled_from(["", "v", "w:x"])))
def test_fields_together_are_the_value(text, env):
    scalar = run(json.dumps({"services": {}, "x-v": text}), env=env).root.entries["x-v"].value
    assert isinstance(scalar, Scalar)
    found = characters(scalar)
    assert found is not None
    if scalar.known:
        assert found.text == scalar.value
    fields = split(scalar, ":")
    assert len(fields) == found.text.count(":") + 1
    assert all(scalar.node.content <= part.start <= part.end <= scalar.node.end for part in fields)
    assert [part.start for part in fields] == sorted(part.start for part in fields)


FRAGMENTS = (
    "services:|\n|\n  |\n    |a:| {|}| [|]|, |- |image: x|extends: a|&a |*a|<<: *a|!reset |!override |ports: |'1:1'"
    "|${X}|${|environment: |A=1|include: [f0.yaml]|---|: |? |1"
)
fragments = st.lists(st.sampled_from(FRAGMENTS.split("|")), max_size=25).map("".join)


@given(fragments, fragments)
def test_no_text_is_too_strange(base, over):
    resolution = run(base, over)
    plain(resolution.root)
    for defect in resolution.defects:
        assert 0 <= defect.span.start <= defect.span.end <= len(defect.span.source.text)
    for use in resolution.references:
        assert use.span.text.startswith("$")
        assert use.name_span.text == use.name


@pytest.mark.parametrize("nest", ["- ", "[", "{a: ", "? ", "a:\n "])
def test_deep_nesting_in_a_small_stack(nest):
    text = "services: {a: {image: x}}\nx-v:\n  " + nest * 20_000
    failed: list[BaseException] = []

    def work() -> None:
        try:
            run(text)
        except BaseException as error:  # noqa: BLE001 (the thread's failure is the test's)
            failed.append(error)

    old = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(old)
    assert not failed


def test_deep_aliases_are_bounded():
    links = "".join(f"x-{n}: &a{n} {{b: {{c: *a{n - 1}}}}}\n" for n in range(1, 200))
    resolution = run(f"x-0: &a0 1\n{links}services: {{a: {{image: x}}}}\n")
    assert "input-limit-exceeded" in {defect.code for defect in resolution.defects}
    assert OPEN not in plain(resolution.root)


def test_chains_of_merge_keys_are_bounded():
    links = "".join(f"x-{n}: &a{n} {{<<: *a{n - 1}, k{n}: 1}}\n" for n in range(1, 3000))
    resolution = run(f"x-0: &a0 {{k0: 1}}\n{links}services: {{a: {{image: x}}}}\n")
    assert [defect.code for defect in resolution.defects] == ["input-limit-exceeded"]


def test_merge_keys_that_double_are_bounded():
    links = "".join(f"x-{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 60))
    resolution = run(f"x-0: &a0 {{k0: 1}}\n{links}services: {{a: {{image: x}}}}\n")
    assert "yaml-syntax-error" in {defect.code for defect in resolution.defects}


def test_includes_that_double_are_bounded():
    files = {
        f"i{n}.yaml": f"include: [i{n + 1}.yaml, i{n + 1}.yaml]\nservices: {{s{n}: {{image: x}}}}\n" for n in range(15)
    }
    trees = {path: yaml_tree.parse(Source(path, text)) for path, text in files.items()}
    trees["i15.yaml"] = yaml_tree.parse(Source("i15.yaml", "services: {z: {image: x}}"))
    resolution = resolve([trees["i0.yaml"]], Environment(), trees.get)
    assert "input-limit-exceeded" in {defect.code for defect in resolution.defects}


def test_extends_that_multiply_are_bounded():
    variables = ", ".join(f"A{n}: 1" for n in range(3000))
    services = "".join(f"  s{n}: {{extends: base}}\n" for n in range(1000))
    resolution = run(f"services:\n  base: {{image: x, environment: {{{variables}}}}}\n{services}")
    assert "input-limit-exceeded" in {defect.code for defect in resolution.defects}
