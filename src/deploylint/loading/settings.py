"""What deploylint.yaml says: read, checked against schemas/settings.schema.json, all mistakes at once.

A run without a settings file does not come here further than DEFAULTS.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from deploylint.model.settings import ModelSettings
from deploylint.source.errors import UserError


class RuleSetting(NamedTuple):
    """What settings say of one rule: `severity` is off, info, warning, error, or empty for the rule's own."""

    severity: str = ""
    params: Mapping[str, object] = {}


class Override(NamedTuple):
    """Rule settings for the files that the patterns (as in a .gitignore) cover."""

    files: tuple[str, ...]
    rules: Mapping[str, RuleSetting]


class Settings(NamedTuple):
    """All settings; every field is empty when nothing was said.

    `path` is the settings file as printed.  `level` and `packs` come from `extends`; pack paths are absolute.  `where`
    gives the printed place of a rule's entry, for mistakes that only show once the rules are loaded.
    """

    path: str = ""
    level: str = ""
    packs: tuple[str, ...] = ()
    rules: Mapping[str, RuleSetting] = {}
    overrides: tuple[Override, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    environments: Mapping[str, Mapping[str, Any]] = {}
    hosts: Mapping[str, Mapping[str, object]] = {}
    places: tuple[tuple[str, str], ...] = ()
    versions: Mapping[str, str] = {}
    externals: Mapping[str, tuple[str, ...]] = {}
    env: Mapping[str, str] = {}
    labels: Mapping[str, tuple[str, ...]] = {}
    where: Mapping[str, str] = {}

    def model(self, anchor: str, **more: Any) -> ModelSettings:
        """The part that the model needs; `more` are fields that options decide."""
        external = self.externals
        known = ModelSettings(
            variables=frozenset(external.get("variables", ())),
            networks=frozenset(external.get("networks", ())),
            volumes=frozenset(external.get("volumes", ())),
            services=frozenset(external.get("services", ())),
            places=self.places,
            missing_env_files_expected=self.env.get("missing") == "expected",
            anchor_name=os.path.basename(anchor),
            hosts=host_projects(self.hosts),
            versions=self.versions,
        )
        return known._replace(**more)

    def wants(self, path: str, folder: bool) -> bool:
        """Do `include` and `exclude` let this path be looked at?"""
        from deploylint.loading.ignore import from_texts

        if from_texts(self.exclude).covers(path, folder=folder):
            return False
        return folder or not self.include or from_texts(self.include).covers(path)


def host_projects(hosts: Mapping[str, Mapping[str, object]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each machine with the cleaned paths of its projects."""
    found = []
    for name, said in hosts.items():
        projects = said.get("projects")
        paths = [os.path.normpath(str(path)) for path in projects] if isinstance(projects, (list, tuple)) else []
        found.append((name, tuple(paths)))
    return tuple(found)


DEFAULTS = Settings()


def load(path: str) -> Settings:
    """The settings in a file (absolute path); UserError with every mistake and its place."""
    from deploylint.loading.settings_file import read

    return read(path)


def check_rules(settings: Settings, params: Mapping[str, Iterable[str]]) -> None:
    """UserError when settings speak of a rule or a parameter that is not there; `params` are those of each rule id."""
    mistakes: list[str] = []
    named = [("", settings.rules), *((str(at), each.rules) for at, each in enumerate(settings.overrides))]
    for scope, rules in named:
        for rule, setting in rules.items():
            place = settings.where.get(f"{scope}/{rule}", settings.path)
            if rule not in params:
                from deploylint.model.spelling import nearest

                near = nearest(rule, params)
                mistakes.append(f"{place}: unknown rule '{rule}'" + (f"; did you mean '{near}'?" if near else ""))
                continue
            known = list(params[rule])
            for name in setting.params:
                if name not in known:
                    told = f"it has {', '.join(known)}" if known else "it has none"
                    mistakes.append(f"{place}: rule '{rule}' has no parameter '{name}'; {told}")
    if mistakes:
        raise UserError("\n".join(mistakes), "`deploylint rules list` shows all rules.")
