"""Which rules run: level, preview, --select and --ignore, and what the settings say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from deploylint.source.errors import UserError

LEVELS = ("essential", "recommended", "strict")
"""A chain: each level has the rules of those before it."""


class Rule(Protocol):
    """What selection needs to know of a rule."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def level(self) -> str:
        """The first level that has it, or off."""

    @property
    def status(self) -> str:
        """Preview, stable or deprecated."""

    @property
    def pack(self) -> str:
        """The pack that it comes from."""

    @property
    def tags(self) -> Sequence[str]:
        """Its tags."""


class Selection(NamedTuple):
    """The options: `select` and `ignore` hold rule ids, `pack:NAME` and `tag:NAME`.

    `off` are rules that settings turn off, `named` those that settings give a severity: they run whatever their level.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    level: str = "recommended"
    preview: bool = False
    off: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


def choose(rules: Iterable[Rule], selection: Selection) -> tuple[str, ...]:
    """Ids of the rules that run, in the order given; UserError with a suggestion for a name that means nothing.

    `--select` replaces the level: exactly what it names runs.  A preview rule runs only with --preview or when it is
    named itself; `--ignore` wins over everything.
    """
    known = list(rules)
    if selection.select or selection.ignore:
        _check(known, (*selection.select, *selection.ignore))
    select, ignore = set(selection.select), set(selection.ignore)
    levels = LEVELS[: LEVELS.index(selection.level) + 1]
    chosen: list[str] = []
    own: set[str] = set()
    for rule in known:
        if select or ignore:  # Else nobody asks, and this would be most of the work.
            own = {f"pack:{rule.pack}", *(f"tag:{tag}" for tag in rule.tags)}
        if rule.id in ignore or ignore & own:
            continue
        if rule.id in select:
            chosen.append(rule.id)
            continue
        by_name = rule.id in selection.named
        wanted = bool(select & own) if select else rule.level in levels or by_name
        if not wanted or rule.id in selection.off:
            continue
        if rule.status != "preview" or selection.preview or by_name:
            chosen.append(rule.id)
    return tuple(chosen)


def _check(rules: Sequence[Rule], names: Iterable[str]) -> None:
    """UserError for the names that are neither a rule nor a pack nor a tag."""
    known = {rule.id for rule in rules}
    known |= {f"pack:{rule.pack}" for rule in rules}
    known |= {f"tag:{tag}" for rule in rules for tag in rule.tags}
    unknown = [name for name in names if name not in known]
    if not unknown:
        return
    from deploylint.model.spelling import nearest

    lines = []
    for name in unknown:
        near = nearest(name, known)
        what = "rule" if ":" not in name else name.partition(":")[0]
        lines.append(f"unknown {what} '{name}'" + (f"; did you mean '{near}'?" if near else ""))
    raise UserError("\n".join(lines), "`deploylint rules list` shows all rules with their packs and tags.")
