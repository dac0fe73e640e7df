"""One settings file: from its text to Settings, or to all that is wrong with it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from deploylint import resources
from deploylint.loading import shape
from deploylint.loading.settings import Override, RuleSetting, Settings
from deploylint.source.decode import decode
from deploylint.source.defects import Defect
from deploylint.source.errors import UserError
from deploylint.source.files import Unreadable
from deploylint.source.text import Source
from deploylint.syntax import yaml_tree

_MAX_BYTES = 1 << 20
_HELP = "docs/settings.md describes all settings; schemas/settings.schema.json completes them in an editor."
_TABLE = ("tool", "deploylint")


def read(path: str) -> Settings:
    """The settings in a file, YAML or pyproject.toml."""
    shown = _shown(path)
    source = _source(path, shown)
    toml = path.endswith(".toml")
    if toml:
        source = Source(shown, _table_as_json(source))
    tree = yaml_tree.parse(source)
    # A key that is there twice is told by the check below, with its name.
    broken = [each for each in tree.defects if each.code != "duplicate-yaml-key"]
    if broken and not toml:
        lines = [f"{_place(source, each.span.start)}: {_words(each)}" for each in broken]
        raise UserError("\n".join(lines), _HELP)
    if len(tree.documents) > 1:
        raise UserError(f"{shown} holds {len(tree.documents)} documents; settings are one", _HELP)
    with open(os.path.join(resources.schemas(), "settings.schema.json"), encoding="utf-8") as file:
        checked = shape.check(tree.documents[0] if tree.documents else None, json.load(file))
    wrong = checked.mistakes
    if not wrong and (checked.value or {}).get("environments"):
        from deploylint.loading.environments import mistakes

        wrong = [shape.Mistake(told, checked.places.get(at, 0), at) for told, at in mistakes(checked.value)]
    if wrong:
        raise UserError("\n".join(_line(source, each, toml=toml) for each in wrong), _HELP)
    _check_packs(source, os.path.dirname(path), checked, toml=toml)
    where = {
        f"{_scope(at)}/{at[-1]}": shown if toml else _place(source, start)
        for at, start in checked.places.items()
        if at[-2:-1] == ("rules",)
    }
    return _settings(path, shown, checked.value or {}, where)


def _check_packs(source: Source, folder: str, checked: shape.Checked, *, toml: bool) -> None:
    """UserError for packs that are not there, or that a repository under review would have read from outside it."""
    mistakes = []
    for at, name in enumerate((checked.value or {}).get("extends") or ()):
        if name.startswith("deploylint:"):
            continue
        full = os.path.join(folder, name)
        told = ""
        if "\0" in name or not (os.path.isdir(full) or os.path.isfile(full)):
            told = f"there is no rule file or folder {name}"
        elif not os.path.realpath(full).startswith(os.path.realpath(folder).rstrip("/") + "/"):
            told = f"{name} is outside the folder of these settings; copy the rules into it"
        if told:
            path = ("extends", at)
            mistakes.append(_line(source, shape.Mistake(told, checked.places.get(path, 0), path), toml=toml))
    if mistakes:
        raise UserError("\n".join(mistakes), _HELP)


def _scope(path: shape.Path) -> str:
    """The number of the override that a rule's entry stands in; empty for the rules of all files."""
    return str(path[1]) if path[0] == "overrides" else ""


def _source(path: str, shown: str) -> Source:
    if not os.path.isfile(path):
        raise UserError(f"{shown} is not a file that can be read", _HELP)
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UserError(f"{shown} cannot be read: {(error.strerror or 'an error').lower()}", _HELP) from None
    if len(data) > _MAX_BYTES:
        raise UserError(f"{shown} is larger than 1 MiB", _HELP)
    found = decode(shown, data)
    if isinstance(found, Unreadable):
        raise UserError(f"{shown} is not text in UTF-8", _HELP)
    return found


def _table_as_json(source: Source) -> str:
    """The table of pyproject.toml as JSON, which is YAML; it has no places of its own."""
    import tomllib

    try:
        table: Any = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{source.path} is not TOML: {error}", _HELP) from None
    for key in _TABLE:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    return json.dumps(table, default=str)


def _line(source: Source, mistake: shape.Mistake, *, toml: bool) -> str:
    if toml:
        keys = ".".join(str(key) for key in (*_TABLE, *mistake.path))
        return f"{source.path}: {keys}: {mistake.message}"
    return f"{_place(source, mistake.start)}: {mistake.message}"


def _place(source: Source, offset: int) -> str:
    line, column = source.position(offset)
    return f"{source.path}:{line}:{column}"


def _words(defect: Defect) -> str:
    told = f": found {defect.found}" if defect.found else ""
    return f"this is not YAML that can be read{told}" + (f", expected {defect.expected}" if defect.expected else "")


def _settings(path: str, shown: str, value: Mapping[str, Any], where: Mapping[str, str]) -> Settings:
    extends: list[str] = value.get("extends") or []
    levels = [each.removeprefix("deploylint:") for each in extends if each.startswith("deploylint:")]
    folder = os.path.dirname(path)
    return Settings(
        path=shown,
        level=levels[-1] if levels else "",
        packs=tuple(os.path.join(folder, each) for each in extends if not each.startswith("deploylint:")),
        rules=_rules(value.get("rules") or {}),
        overrides=tuple(
            Override(tuple(each.get("files") or ()), _rules(each.get("rules") or {}))
            for each in value.get("overrides") or ()
        ),
        include=tuple(value.get("include") or ()),
        exclude=tuple(value.get("exclude") or ()),
        environments=value.get("environments") or {},
        hosts=value.get("hosts") or {},
        places=tuple((value.get("places") or {}).items()),
        versions={name: str(version) for name, version in (value.get("versions") or {}).items()},
        externals=_externals(value.get("externals") or {}),
        env=value.get("env") or {},
        labels={name: tuple(each) for name, each in (value.get("labels") or {}).items()},
        where=where,
    )


def _rules(value: Mapping[str, Any]) -> dict[str, RuleSetting]:
    found: dict[str, RuleSetting] = {}
    for rule, said in value.items():
        if isinstance(said, dict):
            found[rule] = RuleSetting(said.get("severity") or "", said.get("params") or {})
        else:
            found[rule] = RuleSetting("off" if said is False else said)
    return found


def _externals(value: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What exists outside; what a preset's platform brings is added to what is named."""
    found = {name: tuple(each) for name, each in value.items()}
    for preset in found.pop("presets", ()):
        for name, brought in _platform(preset).items():
            found[name] = (*found.get(name, ()), *brought)
    return found


def _platform(name: str) -> dict[str, list[str]]:
    with open(os.path.join(resources.schemas(), "platforms.yaml"), "rb") as file:
        source = decode("platforms.yaml", file.read())
    assert isinstance(source, Source)
    table: dict[str, dict[str, list[str]]] = shape.check(yaml_tree.parse(source).documents[0], {}).value["platforms"]
    return table[name]


def _shown(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
