"""Generated projects: services made of fragments, overlays, variables, extends, include, profiles; most are valid."""

from __future__ import annotations

import functools
import re
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.model.compose.reference.documents import FOLDER, VARIABLES, Document

_ENV_LINES = (
    "ENVFILE=file", "FOO=from .env", "NUM=7", "OTHER='single $FOO'", 'QUOTED="a $FOO\\n"', "# comment", "export EX=1",
    "BARE", "SPACED = x # c", "CHAIN=${FOO}-${NUM}", "EMPTY=", "YES=true", "SIZE=3m",
)  # fmt: skip
_NAMES = ("a", "b", "web")
_INCLUDES = (
    "sub/inc.yaml", "{path: sub/inc.yaml, project_directory: .}", "{path: sub/inc.yaml, env_file: one.env}",
    "{path: [sub/inc.yaml]}",
)  # fmt: skip
_TOP = ("name: written", "name: Other_Name", "version: '3'", "x-top: {a: 1}")
_REFERENCE = re.compile(r"<([a-z-]+)>")
_ESCAPED = str.maketrans({"\n": "\\n", '"': '\\"', "\\": "\\\\", "$": "$$"})
_RANDOM = st.text("ab1 -:#'\"{}\\\n,[]é$&*!|>%@`?~", max_size=8).map(lambda text: f'"{text.translate(_ESCAPED)}"')


@functools.cache
def grammar() -> dict[str, Any]:
    """The rules, by name."""
    found: dict[str, Any] = yaml.load((FOLDER / "grammar.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader)
    return found


@functools.cache
def _rule(*path: str) -> st.SearchStrategy[str]:
    """What stands at a place of the grammar."""
    return _RANDOM if path == ("random",) else _written(functools.reduce(lambda at, step: at[step], path, grammar()))


def _written(rule: Any) -> st.SearchStrategy[str]:
    """YAML text that a rule stands for."""
    if isinstance(rule, str):
        names = _REFERENCE.findall(rule)
        if not names:
            return st.just(rule)
        pieces = _REFERENCE.split(rule)[::2]
        inner = st.tuples(*(_rule(name) for name in names))
        return inner.map(lambda found: "".join(a + b for a, b in zip(pieces, (*found, ""), strict=True)))
    if isinstance(rule, list):
        return st.one_of(*map(_written, rule))
    if "items" in rule:
        return st.lists(_written(rule["items"]), max_size=3, unique=True).map(lambda found: f"[{', '.join(found)}]")
    if "keys" in rule:
        return st.dictionaries(_written(rule["keys"]), _written(rule["values"]), max_size=3).map(_mapping)
    must = {key: _written(each) for key, each in rule.get("must", {}).items()}
    return st.fixed_dictionaries(must, optional={k: _written(v) for k, v in rule["some"].items()}).map(_mapping)


def _mapping(entries: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"


@st.composite
def projects(draw: st.DrawFn) -> Document:
    """A project as Compose may find it."""
    variables = draw(
        st.fixed_dictionaries({}, optional={"FOO": st.sampled_from(("first", "x/y", "5")), "EMPTY": st.just("")})
    )
    files: dict[str, str | None] = {
        "one.env": "ONE=1\nFOO=env\nREF=${FOO}${NUM}\n",
        "two.env": "TWO='2'\nONE=two\n",
        "one.label": "label=1\n",
    }
    if draw(st.booleans()):
        files[".env"] = "".join(f"{line}\n" for line in draw(st.lists(st.sampled_from(_ENV_LINES), max_size=4)))
    names = list(_NAMES[: draw(st.integers(1, 3))])
    bad = draw(st.integers(0, 9)) == 0
    base = files["compose.yaml"] = _file(draw, names, bad=bad)
    kind = draw(st.sampled_from(("", "", "overlay", "document", "include", "extends", "override")))
    if kind == "overlay":
        files["over.yaml"] = _over(draw, names)
    elif kind == "override":
        files["compose.override.yaml"] = _over(draw, names)
    elif kind == "document":
        files["compose.yaml"] = f"{base}---\n{_over(draw, names)}"
    elif kind in ("include", "extends"):
        files |= {"sub/one.env": "ONE=sub\n", "sub/two.env": "", "sub/one.label": "label=sub\n"}
        if draw(st.booleans()):
            files["sub/.env"] = "FOO=sub\nNONE=sub\n"
        if kind == "include":
            files["sub/inc.yaml"] = _file(draw, ["inc"], sections=("networks", "models"))
            files["compose.yaml"] = f"include: [{draw(st.sampled_from(_INCLUDES))}]\n{base}"
        else:
            files["sub/base.yaml"] = _file(draw, ["base", "more"])
            inherited = f"extends: {{file: sub/base.yaml, service: {draw(st.sampled_from(('base', 'more')))}}}"
            files["compose.yaml"] = base.replace("  a:\n", f"  a:\n    {inherited}\n", 1)
    return Document(
        "generated",
        files,
        arguments=("compose.yaml", "over.yaml") if kind == "overlay" else (),
        profiles=draw(st.sampled_from(((), (), ("p",), ("*",)))),
        project=draw(st.sampled_from(("", "", "given"))),
        variables=VARIABLES | {"NUM": "81", "YES": "true"} | variables,
    )


def _file(draw: st.DrawFn, names: list[str], *, bad: bool = False, sections: tuple[str, ...] = ()) -> str:
    """A file that is whole; with `bad`, it holds what the loader mostly refuses."""
    lines = [draw(st.sampled_from(_TOP))] if draw(st.integers(0, 5)) == 0 else []
    shared = draw(st.integers(0, 4)) == 0
    if shared:
        lines += ["x-shared: &shared", *(f"  {line}" for line in _keys(draw, 2) or ["init: true"])]
    lines.append("services:")
    for number, name in enumerate(names):
        own = [f"image: {name}", *_keys(draw, 6)]
        own += _related(draw, [other for other in names if other < name], {line.partition(":")[0] for line in own})
        if shared and draw(st.booleans()):
            own.append("<<: *shared")
        if bad and number == 0:
            key = draw(st.sampled_from(sorted(grammar()["refused"])))
            own = [line for line in own if not line.startswith(f"{key}:")]
            own.append(f"{key}: {draw(_rule('refused', key))}")
        lines += [f"  {name}:", *(f"    {line}" for line in own)]
    for section, entries in grammar()["sections"].items():
        if section in (sections or grammar()["sections"]):
            lines.append(f"{section}:")
            chosen = [name for name in entries if name != "default" or draw(st.integers(0, 3)) == 0]
            lines += [f"  {name}: {draw(_rule('sections', section, name))}" for name in chosen]
    return "".join(f"{line}\n" for line in lines)


def _over(draw: st.DrawFn, names: list[str]) -> str:
    """A document that is merged over another one."""
    lines = ["services:"]
    for name in draw(st.lists(st.sampled_from(names), min_size=1, unique=True)):
        own = [_tagged(draw, line) for line in _keys(draw, 6)]
        lines += [f"  {name}:{'' if own else ' {}'}", *(f"    {line}" for line in own)]
    for section in ("networks", "models"):  # another source of a secret is refused
        entries = grammar()["sections"][section]
        chosen = draw(st.lists(st.sampled_from(sorted(entries)), max_size=1))
        lines += [f"{section}: {{{name}: {draw(_rule('sections', section, name))}}}" for name in chosen]
    return "".join(f"{line}\n" for line in lines)


def _keys(draw: st.DrawFn, most: int) -> list[str]:
    """Some keys of a service, with values."""
    chosen = draw(st.lists(st.sampled_from(sorted(grammar()["service"])), max_size=most, unique=True))
    if "network_mode" in chosen:
        chosen = [key for key in chosen if key != "networks"]
    return [f"{key}: {draw(_rule('service', key))}" for key in chosen]


def _tagged(draw: st.DrawFn, line: str) -> str:
    """Sometimes a reset or an override in place of a value that is merged."""
    key, _, value = line.partition(": ")
    tag = draw(st.sampled_from(("", "", "", "", "!reset ", "!override ")))
    return f"{key}: {tag}{value}" if value else line


def _related(draw: st.DrawFn, others: list[str], keys: set[str]) -> list[str]:
    """What a service says of other ones, and its profiles."""
    found: list[str] = []
    if draw(st.booleans()) and others:
        other = draw(st.sampled_from(others))
        condition = draw(st.sampled_from(("service_started", "service_healthy", "service_completed_successfully")))
        required = draw(st.sampled_from(("true", "false")))
        forms = [f"depends_on: [{other}]", f"links: [{other}]", f'links: ["{other}:alias"]']
        forms += [f'volumes_from: ["{other}:ro"]', *(f"{key}: service:{other}" for key in ("ipc", "pid"))]
        forms.append(f"depends_on: {{{other}: {{condition: {condition}, required: {required}}}}}")
        forms += [f"network_mode: service:{other}"] if "networks" not in keys else []
        form = draw(st.sampled_from(forms))
        found += [] if form.partition(":")[0] in keys else [form]
    if draw(st.integers(0, 5)) == 0:
        found.append(f"profiles: [{draw(st.sampled_from(('p', 'q', 'p, q')))}]")
    if draw(st.integers(0, 5)) == 0 and others:
        found.append(f"extends: {draw(st.sampled_from(others))}")
    return found
