"""Rules made ready for a run: how grave each is and with which parameters, in general and by file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from deploylint.engine.rules import Pack, Rule

SEVERITIES = ("error", "warning", "info", "off")


class Setting(Protocol):
    """What settings say of one rule: a severity (empty: the rule's own; off) and values of parameters."""

    @property
    def severity(self) -> str:
        """A severity, off, or empty."""

    @property
    def params(self) -> Mapping[str, object]:
        """Parameters by name."""


class RuleSetting(NamedTuple):
    """The plainest Setting."""

    severity: str = ""
    params: Mapping[str, object] = {}


class Override(NamedTuple):
    """Settings of rules for the files that it covers."""

    covers: Callable[[str], bool]
    rules: Mapping[str, Setting]


class Bound(NamedTuple):
    """A rule that runs: its severity and parameters, and those for the files of overrides, the last winning."""

    rule: Rule
    severity: str
    params: dict[str, Any]
    overrides: tuple[tuple[Callable[[str], bool], str, dict[str, Any]], ...] = ()

    def override(self, path: str) -> int:
        """The number of the last override that covers a file; -1 for none."""
        return next((n for n in range(len(self.overrides) - 1, -1, -1) if self.overrides[n][0](path)), -1)


class UnknownNameError(Exception):
    """Settings that name rules or parameters that do not exist, or give values that do not fit.

    `problems` are (rule id, what is wrong, suggestion).
    """

    def __init__(self, problems: Sequence[tuple[str, str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(message + (f"; {near}" if near else "") for _, message, near in problems))


def bind(
    pack: Pack,
    ids: Iterable[str] | None = None,
    rules: Mapping[str, Setting] | None = None,
    overrides: Sequence[Override] = (),
    versions: Mapping[str, str] | None = None,
) -> tuple[Bound, ...]:
    """The rules of these ids (all by default) as they run; raises UnknownNameError.

    A rule that requires versions is left out when the target's version is given in `versions` and does not fit.
    """
    settings = rules or {}
    problems = [problem for rule_id, setting in settings.items() for problem in _problems(pack, rule_id, setting)]
    for override in overrides:
        problems += [problem for rule_id, one in override.rules.items() for problem in _problems(pack, rule_id, one)]
    if problems:
        raise UnknownNameError(problems)
    found = []
    for rule_id in sorted(pack.rules if ids is None else ids):
        rule = pack.rules[rule_id]
        if rule.requires and not _meant(rule, versions or {}):
            continue
        setting = settings.get(rule_id)
        severity = (setting.severity if setting else "") or rule.severity
        params = {**rule.defaults, **(setting.params if setting else {})}
        late = []
        for override in overrides:
            one = override.rules.get(rule_id)
            if one is not None:
                late.append((override.covers, one.severity or severity, {**params, **one.params}))
        found.append(Bound(rule, severity, params, tuple(late)))
    return tuple(found)


def _meant(rule: Rule, versions: Mapping[str, str]) -> bool:
    """Is the rule for the versions that are deployed?  One that is not told counts as new enough, but not as old: a
    rule for what later versions mend (`<2.9`) runs only where an older one is said to be deployed.
    """
    known = {target: wanted for target, wanted in rule.requires.items() if target in versions}
    if any("<" in wanted for target, wanted in rule.requires.items() if target not in known):
        return False
    if not known:
        return True
    from deploylint.engine.net import satisfies

    return all(satisfies(versions[target], wanted) for target, wanted in known.items())


def _problems(pack: Pack, rule_id: str, setting: Setting) -> list[tuple[str, str, str]]:
    """Problems with what settings say of one rule."""
    from deploylint.engine.mistakes import did_you_mean
    from deploylint.engine.spec import fits

    rule = pack.rules.get(rule_id)
    if rule is None:
        return [(rule_id, f"there is no rule {rule_id}", did_you_mean(rule_id, pack.rules))]
    problems = []
    if setting.severity and setting.severity not in SEVERITIES:
        near = did_you_mean(setting.severity, SEVERITIES)
        problems.append((rule_id, f"{setting.severity} is no severity", near))
    for name, value in setting.params.items():
        if name not in rule.params:
            near = did_you_mean(name, rule.params)
            problems.append((rule_id, f"{rule_id} has no parameter {name}", near))
        elif not fits(value, rule.params[name][0]):
            problems.append((rule_id, f"the parameter {name} of {rule_id} is a {rule.params[name][0]}", ""))
    return problems
