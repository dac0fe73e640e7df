"""Writes schemas/secrets.yaml, words and token shapes, as a Python module, so that no run has to read it."""

from __future__ import annotations

from pathlib import Path

import yaml

HEADER = '''"""Words and shapes that tell a secret; generated from schemas/secrets.yaml by `make generate`."""

from __future__ import annotations

from typing import NamedTuple


class Shape(NamedTuple):
    """A token's shape: whose it is, the literals that each holds, its pattern, and what a true one satisfies beyond it.

    A `quiet` one is masked and never reported.  `fake` is how an example's token is made.
    """

    id: str
    provider: str
    literals: tuple[str, ...]
    regex: str
    check: str
    quiet: bool
    fake: str


SHAPES: tuple[Shape, ...] = (
'''


def generate_tokens(yaml_path: str | Path) -> str:
    """The text of src/deploylint/model/token_table.py for the table at `yaml_path`."""
    table = yaml.safe_load(Path(yaml_path).read_text("utf-8"))
    rows = []
    for shape in table["shapes"]:
        values = (
            shape["id"],
            shape["provider"],
            tuple(shape["literals"]),
            shape["regex"],
            shape.get("check", ""),
            bool(shape.get("quiet", False)),
            shape["fake"],
        )
        rows.append(f"    Shape({', '.join(map(repr, values))}),\n")
    text = HEADER + "".join(rows) + ")\n"
    for name, words in table["words"].items():
        text += f"\n{name.upper()}: frozenset[str] = frozenset({tuple(words.split())!r})\n"
    return text


def main() -> None:
    """Write the module in this checkout."""
    root = Path(__file__).resolve().parents[1]
    text = generate_tokens(root / "schemas/secrets.yaml")
    (root / "src/deploylint/model/token_table.py").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
