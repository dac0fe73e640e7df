"""What systemd knows of the sections and keys of unit files: which key goes where, what it takes, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deploylint.model.spelling import nearest
from deploylint.model.systemd.table import GROUPS, INCLUDES, SECTIONS, UNIT_TYPES, VALUES

if TYPE_CHECKING:
    from deploylint.model import nodes

_lines: dict[str, dict[str, str]] = {}
_directives: dict[tuple[str, str], Directive] = {}


class Directive(NamedTuple):
    """What schemas/systemd.yaml says of a key in a section.

    `values` are the words of a closed set.  `low` and `high` bound numbers (None: no bound), beside which `word` is
    taken.  `suffix` is the type of the units that it may name ("": any).  `since` is the systemd release that brought
    it (0: older than 219), `removed` the one that ignores it, `gone` the one that has not even its name (0: none yet).
    `status` is "" for a current key, else alias, moved, deprecated or removed; `replacement` is the key to write
    instead, with its section when that is another one: "[Unit] StartLimitBurst".  `fatal`: a bad value makes systemd
    refuse the unit.
    """

    section: str
    key: str
    type: str
    values: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    word: str = ""
    suffix: str = ""
    since: int = 0
    removed: int = 0
    gone: int = 0
    status: str = ""
    replacement: str = ""
    fatal: bool = False
    takes_list: bool = False
    empty_resets: bool = False
    specifiers: bool = False


def lookup(section: str, key: str) -> Directive | None:
    """What is known of a key in a section, both with their case, as systemd compares them; None when nothing is."""
    known = _directives.get((section, key))
    if known is None:
        line = _keys(section).get(key)
        if line is None:
            return None
        known = _directives[section, key] = _read(section, key, line)
    return known


def sections_of(unit_type: str) -> tuple[str, ...]:
    """The sections that a unit of this type has (systemd.unit(5)), its own between Unit and Install; () for no type."""
    return UNIT_TYPES.get(unit_type, ())


def keys_of(section: str) -> tuple[str, ...]:
    """All keys of a section, old ones too; () for a section that is not known or has none."""
    return tuple(_keys(section))


def nearest_key(section: str, key: str) -> str | None:
    """The key of the section that a misspelt one may mean: one that differs in case only, else the nearest, or None."""
    folded = key.lower()
    for name in _keys(section):
        if name.lower() == folded:
            return name if name != key else None
    return nearest(key, _keys(section))


def section_for(key: str, unit_type: str) -> str | None:
    """The one section of this unit type that has the key; None when no section has it, or several have."""
    found = [section for section in sections_of(unit_type) if key in _keys(section)]
    return found[0] if len(found) == 1 else None


def describe(node: nodes.UnitSetting, unit_type: str) -> None:
    """Say on an assignment what is known of its key and value; section, key and value must be set.

    Keys and sections whose names begin with X- are anybody's: they count as known (systemd.unit(5)).
    """
    from deploylint.model.systemd.values import problem, suggestion

    section, key = node.section, node.key
    own = section in sections_of(unit_type)
    directive = lookup(section, key) if own else None
    node.type = directive.type if directive else None
    node.takes_list = directive.takes_list if directive else False
    node.empty_resets = directive.empty_resets if directive else True
    node.known = directive is not None or key.startswith("X-") or section.startswith("X-")
    node.problem = problem(directive, node.value) if directive else None
    node.suggestion = suggestion(directive, node.value) if directive and node.problem else None
    node.status = (directive.status or None) if directive else None
    node.replacement = (directive.replacement.rpartition(" ")[2] or None) if directive else None
    node.since = directive.since if directive else None
    node.removed_in = (directive.removed or directive.gone or None) if directive else None
    node.belongs_in = None if node.known else section_for(key, unit_type)
    if directive and directive.status == "moved":
        node.belongs_in = directive.replacement[1:].partition("]")[0]
    node.near = nearest_key(section, key) if own and not node.known else None


def _keys(section: str) -> dict[str, str]:
    """The lines of a section by key."""
    found = _lines.get(section)
    if found is None:
        found = {}
        if section in SECTIONS:
            texts = (SECTIONS[section], *(GROUPS[name] for name in INCLUDES[section]))
            for text in texts:
                for line in text.splitlines():
                    key, _, facts = line.partition(" ")
                    found[key] = facts
            _lines[section] = found
    return found


def _read(section: str, key: str, line: str) -> Directive:
    """A line of the table, which model/systemd/table.py explains."""
    line, _, replacement = line.partition(" p=")
    type_, flags, since, *more = line.split(" ")
    facts = dict(each.split("=", 1) for each in more)
    low, _, high = facts.get("r", "").partition(":")
    words = VALUES.get(facts.get("v", ""), "").split()
    return Directive(
        section=section,
        key=key,
        type=type_,
        values=tuple(word.partition("@")[0] for word in words),
        low=int(low) if low else None,
        high=int(high) if high else None,
        word=facts.get("w", ""),
        suffix=facts.get("x", ""),
        since=int(since),
        removed=int(facts.get("d", 0)),
        gone=int(facts.get("g", 0)),
        status=facts.get("t", ""),
        replacement=replacement,
        fatal="f" in flags,
        takes_list="l" in flags,
        empty_resets="e" in flags,
        specifiers="s" in flags,
    )
