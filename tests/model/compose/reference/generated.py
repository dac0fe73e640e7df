"""Generated projects: services made of fragments, overlays, variables, extends, include, profiles; most are valid."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.model.compose.reference.documents import VARIABLES, Document
from tests.model.compose.reference.fragments import BAD, SECTIONS, SERVICE, waits

_ENV_LINES = (
    "ENVFILE=file", "FOO=from .env", "NUM=7", "OTHER='single $FOO'", 'QUOTED="a $FOO\\n"', "# comment", "export EX=1", "BARE", "SPACED = x # c", "CHAIN=${FOO}-${NUM}",
    "EMPTY=", "YES=true", "SIZE=3m",
)  # fmt: skip
_KEYS = sorted(SERVICE)
_NAMES = ("a", "b", "web")


@st.composite
def projects(draw: st.DrawFn) -> Document:
    """A project as Compose may find it."""
    variables = draw(st.fixed_dictionaries({}, optional={"FOO": st.sampled_from(("first", "x/y", "5")), "EMPTY": st.just("")}))
    variables |= {"NUM": "81", "YES": "true"}
    files: dict[str, str | None] = {
        "one.env": "ONE=1\nFOO=env\nREF=${FOO}${NUM}\n",
        "two.env": "TWO='2'\nONE=two\n",
        "one.label": "label=1\n",
    }
    if draw(st.booleans()):
        files[".env"] = "".join(f"{line}\n" for line in draw(st.lists(st.sampled_from(_ENV_LINES), max_size=4)))
    names = list(_NAMES[: draw(st.integers(1, 3))])
    bad = draw(st.integers(0, 9)) == 0
    base = _file(draw, names, whole=True, bad=bad)
    files["compose.yaml"] = base
    kind = draw(st.sampled_from(("", "", "overlay", "document", "include", "extends", "override")))
    if kind == "overlay":
        files["over.yaml"] = _file(draw, names, whole=False, bad=bad and draw(st.booleans()))
    elif kind == "override":
        files["compose.override.yaml"] = _file(draw, names, whole=False, bad=False)
    elif kind == "document":
        files["compose.yaml"] = f"{base}---\n{_file(draw, names, whole=False, bad=False)}"
    elif kind == "include":
        files["sub/inc.yaml"] = _file(draw, ["inc"], whole=True, bad=False, sections=("networks", "models"))
        files |= {"sub/one.env": "ONE=sub\n", "sub/two.env": "", "sub/one.label": "label=sub\n"}
        if draw(st.booleans()):
            files["sub/.env"] = "FOO=sub\nNONE=sub\n"
        how = draw(st.sampled_from(("sub/inc.yaml", "{path: sub/inc.yaml, project_directory: .}", "{path: sub/inc.yaml, env_file: one.env}", "{path: [sub/inc.yaml]}")))
        files["compose.yaml"] = f"include: [{how}]\n{base}"
    elif kind == "extends":
        files["sub/base.yaml"] = _file(draw, ["base", "more"], whole=True, bad=False)
        files |= {"sub/one.env": "ONE=sub\n", "sub/two.env": "", "sub/one.label": "label=sub\n"}
        service = draw(st.sampled_from(("base", "more")))
        files["compose.yaml"] = base.replace("  a:\n", f"  a:\n    extends: {{file: sub/base.yaml, service: {service}}}\n", 1)
    return Document(
        "generated",
        files,
        arguments=("compose.yaml", "over.yaml") if kind == "overlay" else (),
        profiles=draw(st.sampled_from(((), (), ("p",), ("*",)))),
        project=draw(st.sampled_from(("", "", "given"))),
        variables=VARIABLES | variables,
    )


def _file(draw: st.DrawFn, names: list[str], *, whole: bool, bad: bool, sections: tuple[str, ...] = tuple(SECTIONS)) -> str:
    """One document: the base of a project, or one over it."""
    lines: list[str] = []
    if draw(st.integers(0, 5)) == 0:
        lines.append(draw(st.sampled_from(("name: written", "name: Other_Name", "version: '3'", "x-top: {a: 1}"))))
    shared = whole and draw(st.integers(0, 4)) == 0
    if shared:
        lines += ["x-shared: &shared", *(f"  {line}" for line in _keys(draw, 2) or ["init: true"])]
    lines.append("services:")
    for number, name in enumerate(names):
        if not whole and number and draw(st.booleans()):
            continue
        lines.append(f"  {name}:")
        own = _service(draw, name, names, whole=whole)
        if shared and draw(st.booleans()):
            own.append("<<: *shared")
        if bad and number == 0:
            key = draw(st.sampled_from(sorted(BAD)))
            own = [line for line in own if not line.startswith(f"{key}:")]
            own.append(f"{key}: {draw(st.sampled_from(BAD[key]))}")
        lines += [f"    {line}" for line in own]
        if not own:
            lines[-1] += " {}"
    for section in sections:
        entries = SECTIONS[section]
        chosen = list(entries) if whole else []
        if not whole and section in ("networks", "models"):  # another source of a secret is refused
            chosen = draw(st.lists(st.sampled_from(list(entries)), max_size=1))
        chosen = [name for name in chosen if name != "default" or draw(st.integers(0, 3)) == 0]
        if chosen:
            lines.append(f"{section}:")
            lines += [f"  {name}: {draw(entries[name])}" for name in chosen]
    return "".join(f"{line}\n" for line in lines)


def _service(draw: st.DrawFn, name: str, names: list[str], *, whole: bool) -> list[str]:
    lines = [f"image: {name}"] if whole else []
    lines += [line for line in _keys(draw, 6) if whole or draw(st.integers(0, 5)) or not line]
    if not whole:
        lines = [_tagged(draw, line) for line in lines]
    keys = {line.partition(":")[0] for line in lines}
    others = [other for other in names if other < name]
    if others and draw(st.booleans()):
        lines.append(_dependency(draw, others, keys))
    if draw(st.integers(0, 5)) == 0:
        lines.append(f"profiles: [{draw(st.sampled_from(('p', 'q', 'p, q')))}]")
    if whole and others and not draw(st.integers(0, 5)):
        lines.append(f"extends: {draw(st.sampled_from(others))}")
    return [line for line in lines if line]


def _keys(draw: st.DrawFn, most: int) -> list[str]:
    """Some keys of a service, with values."""
    chosen = draw(st.lists(st.sampled_from(_KEYS), max_size=most, unique=True))
    if "network_mode" in chosen:
        chosen = [key for key in chosen if key != "networks"]
    return [f"{key}: {draw(SERVICE[key])}" for key in chosen]


def _tagged(draw: st.DrawFn, line: str) -> str:
    """Sometimes a reset or an override in place of a value that is merged."""
    key, _, value = line.partition(": ")
    tag = draw(st.sampled_from(("", "", "", "", "!reset ", "!override ")))
    return f"{key}: {tag}{value}" if value and value[0] not in "&*|" else line


def _dependency(draw: st.DrawFn, others: list[str], keys: set[str]) -> str:
    other = draw(st.sampled_from(others))
    forms = [f"depends_on: [{other}]", f"links: [{other}]", f'links: ["{other}:alias"]', f'volumes_from: ["{other}:ro"]']
    forms.append(f"depends_on: {{{other}: {{{draw(waits)}, required: {draw(st.sampled_from(('true', 'false')))}}}}}")
    forms += [f"{key}: service:{other}" for key in ("ipc", "pid", "network_mode")]
    form = draw(st.sampled_from(forms))
    key = form.partition(":")[0]
    if key in keys or (key == "network_mode" and "networks" in keys):
        return ""
    return form
