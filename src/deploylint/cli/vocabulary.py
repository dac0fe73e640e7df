"""The kinds of nodes and their fields as text, for `rules schema`."""

from __future__ import annotations

from deploylint.cli.group import unknown
from deploylint.model.kinds import KINDS
from deploylint.source.errors import UserError


def kinds(wanted: str | None = None) -> str:
    """One kind, or all."""
    if wanted is not None and wanted not in KINDS:
        raise UserError(unknown("kind", wanted, KINDS))
    blocks: list[str] = []
    for name, kind in KINDS.items():
        if wanted not in {None, name}:
            continue
        lines = [f"{name}: {kind.doc}"]
        room = max(len(field) for field in kind.fields)
        for field, about in kind.fields.items():
            flags = f" ({', '.join(about.flags)})" if about.flags else ""
            lines.append(f"  {field:{room}}  {about.type:14}  {about.doc}{flags}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"
