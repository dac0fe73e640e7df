"""Whatever is written, each step of each value stands where it says, and no sentence tells a secret."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from tests.model.graphs import graphs

from deploylint.model.provenance import History
from deploylint.model.resolved import Mapping, Scalar, Sequence, Value
from deploylint.report.provenance import lines, provenance

SECRET = "q06Zr8vX06w4Lm06Kt9b"

PIECES = ["a", "-", "$$.", "$A", "${B}", "${C:-d}", "${C:-${A}}", "${A:+x}", "${NOT}", f"${{NOT:-{SECRET}}}", "'", " é"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
KEYS = st.sampled_from(["K", "L", "DB_PASSWORD", "API_TOKEN"])
ENV_FILES = st.lists(st.tuples(st.sampled_from("ABC"), TEXTS.map(lambda text: text.replace("'", ""))), max_size=5)
LAYERS = st.lists(st.tuples(st.booleans(), st.dictionaries(KEYS, TEXTS, max_size=3)), min_size=1, max_size=3)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _service(as_list: bool, pairs: dict[str, str]) -> str:
    """A service with these variables, written as a list or as a mapping."""
    if not pairs:
        return "services:\n  a:\n    image: x\n"
    items = [f"- {_quoted(f'{key}={text}')}" if as_list else f"{key}: {_quoted(text)}" for key, text in pairs.items()]
    return "services:\n  a:\n    image: x\n    environment:\n" + "".join(f"      {item}\n" for item in items)


def _files(layers: list[tuple[bool, dict[str, str]]], env: list[tuple[str, str]]) -> dict[str, str]:
    files = {"compose.yaml": "\n---\n".join(_service(*layer) for layer in layers)}
    return {**files, ".env": "".join(f'{name}="{text}"\n' for name, text in env)}


def _scalars(value: Value) -> Iterator[Scalar]:
    if isinstance(value, Scalar):
        yield value
    else:
        found = value.items if isinstance(value, Sequence) else [entry.value for entry in value.entries.values()]
        for each in found:
            yield from _scalars(each)


def _document(files: dict[str, str]) -> Mapping:
    (root,) = graphs(files, closed=True)[0].documents.values()
    return root


@given(LAYERS, ENV_FILES)
def test_every_step_stands_where_it_says(layers: list[tuple[bool, dict[str, str]]], env: list[tuple[str, str]]) -> None:
    root = _document(_files(layers, env))
    for scalar in _scalars(root):
        named = ""
        for hop in scalar.via:
            text = hop.span.text
            if hop.how in ("variable", "default"):
                assert text.startswith("$")
                named = text
            elif hop.how == "env-file":
                assert hop.span.source.path == ".env"
                assert text in named
                assert hop.span.source.text[hop.span.end] == "="
            else:
                assert hop.how == "overlay"
                assert text.strip("'").partition("=")[0] in {"K", "L", "DB_PASSWORD", "API_TOKEN", "image"}


@given(LAYERS, ENV_FILES)
def test_what_was_overridden_is_remembered(
    layers: list[tuple[bool, dict[str, str]]], env: list[tuple[str, str]]
) -> None:
    root = _document(_files(layers, env))
    set_by: dict[str, int] = {}
    for _, pairs in layers:
        for key in pairs:
            set_by[key] = set_by.get(key, 0) + 1
    service = root.entries["services"].value
    assert isinstance(service, Mapping)
    environment = service.entries["a"].value
    assert isinstance(environment, Mapping)
    entry = environment.entries.get("environment")
    overridden = 0 if entry is None else sum(
        hop.how == "overlay" for scalar in _scalars(entry.value) for hop in scalar.via
    )  # fmt: skip
    assert overridden == sum(count - 1 for count in set_by.values())


@given(LAYERS, ENV_FILES)
def test_no_sentence_tells_a_secret(layers: list[tuple[bool, dict[str, str]]], env: list[tuple[str, str]]) -> None:
    layers = [(as_list, {key: text for key, text in pairs.items() if "_" in key}) for as_list, pairs in layers]
    root = _document(_files(layers, [(name, text.replace(SECRET, "s")) for name, text in env]))
    rows = provenance(root)
    assert len(rows) == len(list(_scalars(root)))
    assert SECRET not in lines(rows, everything=True)
    assert all(row.sentence.startswith(row.value + " ") for row in rows)


def test_values_that_hold_each_other_twice_stay_small() -> None:
    env = "A0=x\n" + "".join(f"A{number}=${{A{number - 1}}}${{A{number - 1}}}\n" for number in range(1, 18))
    files = {"compose.yaml": "services:\n  a: {image: 'x:$A17'}\n", ".env": env}
    found = graphs(files)[0]
    (image,) = found.kinds["image"]
    (scalar,) = _scalars(next(iter(found.documents.values())))
    assert len(str(scalar.value)) > 2**17
    assert len(scalar.via) <= 52
    assert len(History(found.documents).came(image.header, image)) <= 20
