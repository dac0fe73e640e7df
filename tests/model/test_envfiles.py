from __future__ import annotations

import pytest

from deploylint.model.envfiles import read_environment
from deploylint.model.project import build
from deploylint.model.settings import ModelSettings
from deploylint.source.memory import MemoryFile, MemoryFiles
from tests.model import graphs


def read(files: dict[str, str], folder: str = "", **settings):
    held = MemoryFiles({path: MemoryFile(text.encode()) for path, text in files.items()})
    return read_environment(held, folder, ModelSettings(**settings))


TREE = {
    ".env": "V=top\nW=top\n",
    "sub/.env": "V=sub\nX=${V}x\n",
    "e1": "V=1\nW=1${V}\n",
    "e2": "V=2\nX=2${V}${W}\n",
}


@pytest.mark.parametrize(
    ("folder", "settings", "values"),
    [
        ("", {}, {"V": "top", "W": "top", "X": None}),
        ("sub", {}, {"V": "sub", "W": None, "X": "subx"}),
        # Started in sub, the project being above it: both are read, and what comes first wins.
        ("", {"started_in": "sub"}, {"V": "sub", "W": "top", "X": "subx"}),
        ("", {"started_in": "sub", "project_directory": ""}, {"V": "top", "W": "top", "X": None}),
        ("", {"env_files": ("e1", "e2")}, {"V": "2", "W": "11", "X": "2211"}),
        ("", {"env_files": ("e2", "e1")}, {"V": "1", "W": "11", "X": "22"}),
        ("", {"process": {"V": "p"}}, {"V": "p", "W": "top", "X": None}),
        ("sub", {"process": {"V": "p"}}, {"V": "p", "W": None, "X": "px"}),
        ("", {"process": {"V": ""}, "env_files": ("e1",)}, {"V": "", "W": "1", "X": None}),
        ("", {"process": {"COMPOSE_ENV_FILES": "e1,e2"}}, {"V": "2", "W": "11", "X": "2211"}),
        ("", {"process": {"COMPOSE_ENV_FILES": "../e1"}, "started_in": "sub"}, {"V": "1", "W": "11", "X": None}),
        ("", {"process": {"COMPOSE_ENV_FILES": "e1"}, "env_files": ("e2",)}, {"V": "2", "W": None, "X": "22"}),
        ("", {"process": {"COMPOSE_DISABLE_ENV_FILE": "1"}}, {"V": None, "W": None, "X": None}),
        ("", {"process": {"COMPOSE_DISABLE_ENV_FILE": "False"}}, {"V": "top", "W": "top", "X": None}),
        ("", {"process": {"COMPOSE_DISABLE_ENV_FILE": "t"}, "env_files": ("e1",)}, {"V": "1", "W": "11", "X": None}),
    ],
)
def test_which_value_wins(folder, settings, values):
    found = read(TREE, folder, closed=True, **settings)
    assert {name: found.value(name) for name in values} == values
    assert not found.defects
    assert not found.missing


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({}, ()),
        ({"env_files": ("none", "e1")}, ("none",)),
        ({"process": {"COMPOSE_ENV_FILES": "e1,none"}}, ("none",)),
        ({"started_in": "sub"}, ()),
    ],
)
def test_files_that_are_asked_for_must_be_there(settings, missing):
    assert read({"e1": "A=1\n", "sub/x": ""}, **settings).missing == missing


def test_provenance_is_precise():
    found = read({".env": "A=1\nB\nC\n", ".env.example": "D=1\n"}, process={"B": "b", "P": "p"}).environment
    how = {name: binding.how for name in found.names() if (binding := found.lookup(name))}
    assert how == {"A": "env-file", "B": "process", "P": "process"}
    binding = found.lookup("A")
    assert binding is not None
    assert binding.span is not None
    assert (binding.span.source.path, binding.span.text) == (".env", "A")
    assert found.closed
    assert found.known


def test_without_the_process_a_key_alone_is_defined_and_not_known():
    found = read({".env": "B\n"}).environment
    binding = found.lookup("B")
    assert binding is not None
    assert binding.value is None
    assert not found.closed
    assert read({".env": "B\n"}, closed=True).environment.lookup("B") is None


def test_a_folder_of_that_name_is_no_env_file():
    found = read({".env/x": ""}, closed=True)
    assert not found.live
    assert not found.defects


def test_text_behind_a_closing_quote_is_no_name_that_anybody_shows():
    text = 'P="ab"hunter22x\nQ=\'c\'S3cr3t=x\nR="d" T=e\n'
    files = {"compose.yaml": "services:\n  web:\n    image: x\n    env_file: .env\n", ".env": text}
    graph = graphs.graph(files)
    assert [node.name for node in graph.kinds["env_def"]] == ["P", "Q", "R", "T"]
    assert [node.name for node in graph.kinds["env_var"]] == ["P", "Q", "R", "T"]
    assert [name for name, _ in read(files).defined()] == ["P", "Q", "R", "T"]
    assert [text[start:end] for start, end in graph.sensitive[".env"]] == ["hunter22x", "S3cr3t=x"]


def test_env_files_of_included_projects_have_nodes():
    files = {
        "compose.yaml": "include: [s/b.yaml]\nservices: {a: {image: x}}\n",
        "s/b.yaml": "services: {b: {image: 'y:${V}', environment: [W]}}\n",
        "s/.env": "V=1\nW=2\nUNUSED=3\n",
    }
    held = MemoryFiles({path: MemoryFile(text.encode()) for path, text in files.items()})
    (graph,) = build(held, list(files), ModelSettings())
    refs = {node.name: [ref.name for ref in node.refs] for node in graph.kinds["env_def"]}
    assert refs == {"V": ["V"], "W": ["W"], "UNUSED": []}
    assert [(node.path, node.purpose) for node in graph.kinds["env_file"]] == [("s/.env", "interpolation")]


def test_an_env_file_that_was_asked_for_and_is_not_there_has_a_node():
    held = MemoryFiles({"compose.yaml": MemoryFile(b"services: {a: {image: x}}\n")})
    (graph,) = build(held, ["compose.yaml"], ModelSettings(env_files=("none.env",)))
    assert [(node.path, node.required, node.exists) for node in graph.kinds["env_file"]] == [("none.env", True, False)]


def test_mistakes_in_files_that_are_included_or_extended_are_told():
    files = {
        "compose.yaml": "include: [s/b.yaml]\nservices: {a: {extends: {file: c.txt, service: c}}}\n",
        "s/b.yaml": "services: {b: {image: x, image: y}}\n",
        "c.txt": "services: {c: {image: x, user: *u}}\n",
        "s/.env": 'A="1\n',
    }
    held = MemoryFiles({path: MemoryFile(text.encode()) for path, text in files.items()})
    (graph,) = build(held, ["compose.yaml"], ModelSettings())
    assert {(node.file.path, node.code) for node in graph.kinds["defect"]} == {
        ("s/b.yaml", "duplicate-yaml-key"),
        ("c.txt", "yaml-syntax-error"),
        ("s/.env", "env-unterminated-quote"),
    }


def test_an_env_file_is_not_read_again_without_end(monkeypatch):
    monkeypatch.setattr("deploylint.model.environment.MOST_READ", 100)
    services = "".join(f"  s{number}: {{image: x, env_file: big.env}}\n" for number in range(9))
    big = "".join(f"K{number}=v\n" for number in range(10))
    files = {"compose.yaml": f"services:\n{services}", "big.env": big}
    held = MemoryFiles({path: MemoryFile(text.encode()) for path, text in files.items()})
    (graph,) = build(held, ["compose.yaml"], ModelSettings())
    assert [node.code for node in graph.kinds["defect"]] == ["input-limit-exceeded"]
    # The first reading is free, two more fit: 50 characters each.
    assert len(graph.kinds["env_var"]) == 30


def test_env_files_share_what_references_may_become():
    double = "A0=xxxxxxxx\n" + "".join(f"A{n}=${{A{n - 1}}}${{A{n - 1}}}\n" for n in range(1, 21))
    services = "".join(f"  s{number}: {{image: x, env_file: d{number}.env}}\n" for number in range(3))
    files = {"compose.yaml": f"services:\n{services}", **{f"d{number}.env": double for number in range(3)}}
    held = MemoryFiles({path: MemoryFile(text.encode()) for path, text in files.items()})
    (graph,) = build(held, ["compose.yaml"], ModelSettings())
    assert "input-limit-exceeded" in {node.code for node in graph.kinds["defect"]}
