"""Write the checked-in files that are derived from data; `--check` only says which of them are out of date.

schemas/kinds.yaml -> src/deploylint/model/nodes.py and kinds.py; further rows are in TARGETS.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from caddyfile_table import caddyfile_table
from compose_table import generate_versions, generate_vocabulary
from systemd_table import generate_systemd
from tokens import generate_tokens

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
SCALARS = {"text": "str", "int": "int", "number": "float", "bool": "bool"}
EMPTY = {"text": "None", "int": "None", "number": "None", "bool": "False"}


def class_name(kind: str) -> str:
    """`env_file` -> `EnvFile`."""
    return "".join(part.capitalize() for part in kind.split("_"))


def python_type(type_: str) -> str:
    """The annotation for a field type of kinds.yaml."""
    if type_.startswith("["):
        return f"tuple[{python_type(type_[1:-1])}, ...]"
    if type_.startswith("{"):
        return f"dict[str, {python_type(type_[1:-1])}]"
    if type_.endswith("?"):
        return f"{python_type(type_[:-1])} | None"
    return SCALARS.get(type_) or class_name(type_)


def empty_value(type_: str) -> str | None:
    """What a null node's field reads as, as Python source; None for an edge to a node."""
    if type_.startswith("["):
        return "()"
    if type_.startswith("{"):
        return "{}"
    if type_.endswith("?"):
        return "None"
    return EMPTY.get(type_)


def kinds() -> dict[str, Any]:
    """The declaration, read."""
    return dict(yaml.safe_load((ROOT / "schemas/kinds.yaml").read_text("utf-8")))


def nodes_module() -> str:
    """model/nodes.py: one class a kind, and the null nodes."""
    declared = kinds()["kinds"]
    lines = [
        '"""The node classes and null nodes, one a kind; generated from schemas/kinds.yaml by `make generate`."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import TYPE_CHECKING, Any",
        "",
        "from deploylint.model.node import Node, Null",
    ]
    for kind, spec in declared.items():
        fields = spec["fields"]
        slots = sorted(fields)
        lines += ["", "", f"class {class_name(kind)}(Node):", f'    """{spec["doc"]}"""', "", "    __slots__ = ("]
        lines += [f'        "{name}",' for name in slots]
        lines += ["    )", "", f'    kind = "{kind}"', "", "    if TYPE_CHECKING:"]
        lines += [f"        {name}: {python_type(row[0])}" for name, row in fields.items()]
    lines += ["", "", "_EMPTY: dict[str, dict[str, Any]] = {"]
    for kind, spec in declared.items():
        lines.append(f'    "{kind}": {{')
        for name, row in spec["fields"].items():
            empty = empty_value(row[0])
            if empty is not None:
                lines.append(f'        "{name}": {empty},')
        lines.append("    },")
    lines += ["}", "_EDGES: dict[str, dict[str, str]] = {"]
    for kind, spec in declared.items():
        edges = {name: row[0] for name, row in spec["fields"].items() if empty_value(row[0]) is None}
        if edges:
            lines.append(f'    "{kind}": {{' + ", ".join(f'"{n}": "{t}"' for n, t in edges.items()) + "},")
    lines += [
        "}",
        "",
        "",
        "def _nulls() -> dict[str, Any]:",
        '    """One null node a kind, each edge of which is the null node of its target."""',
        "    types = {",
        '        kind: type(f"Null_{kind}", (Null,), {"__slots__": (), "kind": kind, **empty})',
        "        for kind, empty in _EMPTY.items()",
        "    }",
        "    nulls = {kind: made() for kind, made in types.items()}",
        "    for kind, edges in _EDGES.items():",
        "        for field, target in edges.items():",
        "            setattr(types[kind], field, nulls[target])",
        "    return nulls",
        "",
        "",
        "NULL: dict[str, Any] = _nulls()",
        '"""The null node of each kind."""',
    ]
    return "\n".join(lines) + "\n"


def kinds_module() -> str:
    """model/kinds.py: the declaration as Python literals, for the rule checker."""
    declared = kinds()
    lines = [
        '"""The declaration of the node kinds as literals; generated from schemas/kinds.yaml by `make generate`.',
        "",
        "Read by the rule checker, `rules schema` and the documentation, never while rules run.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import NamedTuple",
        "",
        "",
        "class Field(NamedTuple):",
        '    """A field: its type as kinds.yaml writes it, what it says, and its flags."""',
        "",
        "    type: str",
        "    doc: str",
        "    flags: tuple[str, ...] = ()",
        "",
        "",
        "class Kind(NamedTuple):",
        '    """A kind of node: what it is, which fields name it, within what, and its fields."""',
        "",
        "    doc: str",
        "    key: tuple[str, ...]",
        "    scope: str",
        "    fields: dict[str, Field]",
        "",
        "",
        "KINDS: dict[str, Kind] = {",
    ]
    for kind, spec in declared["kinds"].items():
        key = spec["key"] if isinstance(spec["key"], list) else [spec["key"]]
        key_source = "(" + ", ".join(repr(k).replace("'", '"') for k in key) + ("," if len(key) == 1 else "") + ")"
        lines += [
            f'    "{kind}": Kind(',
            f"        {literal(spec['doc'])},",
            f"        {key_source},",
            f"        {literal(spec['scope'])},",
            "        {",
        ]
        for name, row in spec["fields"].items():
            flags = "".join(f", {literal(flag)}" for flag in row[2:])
            tail = f", ({flags[2:]},)" if flags else ""
            lines.append(f'            "{name}": Field({literal(row[0])}, {literal(row[1])}{tail}),')
        lines += ["        },", "    ),"]
    lines += ["}", "", "EDGES: dict[str, dict[str, tuple[str, ...]]] = {"]
    for name, steps in declared["edges"].items():
        lines.append(f'    "{name}": {{')
        for kind, fields in steps.items():
            lines.append(f'        "{kind}": ({", ".join(literal(f) for f in fields)},),')
        lines.append("    },")
    lines.append("}")
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """A double-quoted Python literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def images_module() -> str:
    """model/image_table.py: what the model knows of images, from schemas/images.yaml."""
    rows = yaml.safe_load((ROOT / "schemas/images.yaml").read_text("utf-8"))["rows"]
    lines = [
        '"""Known images: is it a data store, has it a healthcheck (None: unknown); from schemas/images.yaml."""',
        "",
        "from __future__ import annotations",
        "",
        "IMAGES: dict[str, tuple[bool, bool | None]] = {",
    ]
    for name in sorted(rows):
        lines.append(
            f"    {literal(name)}: ({bool(rows[name].get('datastore', False))}, {rows[name].get('healthcheck')}),"
        )
    lines.append("}")
    return "\n".join(lines) + "\n"


def systemd_module() -> str:
    """model/systemd/table.py: the keys of unit files, from schemas/systemd.yaml."""
    capabilities = yaml.safe_load((ROOT / "schemas/capabilities.yaml").read_text("utf-8"))["rows"]
    return generate_systemd(yaml.safe_load((ROOT / "schemas/systemd.yaml").read_text("utf-8")), capabilities)


def caddyfile_module() -> str:
    """model/caddyfile/table.py: the words of a Caddyfile, from schemas/caddyfile.yaml."""
    data = yaml.safe_load((ROOT / "schemas/caddyfile.yaml").read_text("utf-8"))
    lines = [
        '"""The words of a Caddyfile: directives, options and known plugins; generated from schemas/caddyfile.yaml."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import NamedTuple",
        "",
        "",
        "class Word(NamedTuple):",
        '    """A directive: its place in the order of handlers, how it takes a matcher, and what stands in it."""',
        "",
        "    order: int | None",
        "    matcher: str",
        "    nested: bool",
        "    proxy: bool",
        "",
    ]
    for name in ("directives", "subdirectives"):
        lines += ["", f"{name.upper()}: dict[str, Word] = {{"]
        for word, row in sorted(data[name].items()):
            flags = f"{row.get('nested', False)}, {row.get('proxy', False)}"
            lines.append(f"    {literal(word)}: Word({row.get('order')}, {literal(row['matcher'])}, {flags}),")
        lines.append("}")
    for name in ("options", "plugins"):
        words = ", ".join(literal(word) for word in sorted(data[name]))
        lines += ["", f"{name.upper()} = frozenset(({words}))"]
    return "\n".join(lines) + "\n"


def compose_schema() -> Any:
    """schemas/compose.yaml: the keys of Compose files."""
    return yaml.safe_load((ROOT / "schemas/compose.yaml").read_text("utf-8"))


def rule_schema_text() -> str:
    """schemas/rule.schema.json, for editors, from the kinds as they are written above."""
    from deploylint.engine.schema import rule_schema

    return json.dumps(rule_schema(), indent=2, ensure_ascii=False) + "\n"


TARGETS: dict[str, Callable[[], str]] = {
    "src/deploylint/model/nodes.py": nodes_module,
    "src/deploylint/model/kinds.py": kinds_module,
    "src/deploylint/model/image_table.py": images_module,
    "src/deploylint/model/token_table.py": lambda: generate_tokens(str(ROOT / "schemas/secrets.yaml")),
    "src/deploylint/model/systemd/table.py": systemd_module,
    "src/deploylint/model/caddyfile/table.py": caddyfile_module,
    "src/deploylint/model/compose/vocabulary_table.py": lambda: generate_vocabulary(compose_schema()),
    "src/deploylint/model/compose/versions_table.py": lambda: generate_versions(compose_schema()),
    "src/deploylint/syntax/caddyfile/table.py": lambda: caddyfile_table(ROOT),
    "schemas/rule.schema.json": rule_schema_text,
}


def formatted(path: Path, text: str) -> str:
    """The text as `ruff format` would leave it, so that the checked-in file passes `make check`."""
    import subprocess

    if path.suffix != ".py":
        return text
    ruff = Path(sys.executable).with_name("ruff")
    command = [str(ruff), "format", "--quiet", "--stdin-filename", str(path), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def main() -> int:
    """Write or compare every target; 1 when `--check` finds one out of date."""
    stale = 0
    for name, make in TARGETS.items():
        path = ROOT / name
        text = formatted(path, make())
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        if "--check" in sys.argv:
            print(f"{name} is out of date: run make generate", file=sys.stderr)
            stale = 1
        else:
            path.write_text(text, "utf-8")
            print(f"wrote {name}", file=sys.stderr)
    return stale


if __name__ == "__main__":
    sys.exit(main())
