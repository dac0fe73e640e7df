"""Rule files as a person reads them: every file's own words, without the engine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from deploylint import resources
from deploylint.loading import shape
from deploylint.source.decode import decode
from deploylint.source.errors import UserError
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree


class Page(NamedTuple):
    """One rule: its id, its pack, the file that defines it, and what stands there."""

    id: str
    pack: str
    path: str
    said: Mapping[str, Any]

    @property
    def level(self) -> str:
        """The first level that has it."""
        return str(self.said.get("level", "recommended"))

    @property
    def status(self) -> str:
        """Preview, stable or deprecated."""
        status = self.said.get("status", "stable")
        return next(iter(status)) if isinstance(status, dict) else str(status)

    @property
    def tags(self) -> list[str]:
        """Its tags."""
        return list(self.said.get("tags") or ())

    @property
    def row(self) -> dict[str, Any]:
        """The rule in `rules list --format json`."""
        return {
            "id": self.id,
            "title": str(self.said.get("title", "")),
            "severity": str(self.said.get("severity", "")),
            "level": self.level,
            "status": self.status,
            "pack": self.pack,
            "tags": self.tags,
            "fixable": bool(self.said.get("fix")),
            "for": str(self.said.get("for", "")),
        }


def files(packs: Iterable[str] = ()) -> dict[str, tuple[str, str]]:
    """Pack and path of every rule file by rule id: the built-in ones, then those of the packs given."""
    found: dict[str, tuple[str, str]] = {}
    root = resources.rules()
    folders = [os.path.join(root, name) for name in sorted(os.listdir(root))]
    for folder in [*folders, *packs]:
        if os.path.isdir(folder):
            inside = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
        else:
            inside = [folder]
        for path in inside:
            name, suffix = os.path.splitext(os.path.basename(path))
            if suffix in {".yaml", ".yml"} and not name.startswith("_"):
                found[name] = (os.path.basename(os.path.dirname(path)), path)
    return found


def pages(packs: Iterable[str] = ()) -> list[Page]:
    """All rules by id."""
    return [page(rule, *found) for rule, found in sorted(files(packs).items())]


def one(rule: str, packs: Iterable[str] = ()) -> Page:
    """The rule of that id; a UserError with a suggestion when there is none."""
    known = files(packs)
    if rule not in known:
        from deploylint.model.spelling import nearest

        near = nearest(rule, known) or next((name for name in sorted(known) if rule and rule in name), None)
        hint = f"Did you mean {near}?" if near else "`deploylint rules list` shows all rules."
        raise UserError(f"there is no rule '{rule}'", hint)
    return page(rule, *known[rule])


def page(rule: str, pack: str, path: str) -> Page:
    """What a rule file says."""
    with open(path, "rb") as file:
        source = decode(path, file.read())
    tree = yaml_tree.parse(source) if isinstance(source, Source) else None
    if tree is None or tree.defects or not tree.documents:
        raise UserError(f"{path} is not a rule file that can be read", f"deploylint rules validate {path}")
    said = shape.check(tree.documents[0], {}).value
    return Page(rule, pack, path, said if isinstance(said, dict) else {})
