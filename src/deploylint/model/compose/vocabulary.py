"""Each key and value of a project held against the vocabulary of Compose files; what it does not take is a defect.

This is what compose-go 2.14.0 checks by its schema (schema.Validate), when it turns short forms into long ones
(transform) and when it decodes (types), but all faults are told and not the first.  It runs on every project: the walk
does as little as it can while all is well, and what reports is imported when there is something to report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploylint.model.compose.forms import from_item
from deploylint.model.compose.vocabulary_table import PROJECT, Items, Keys, Names, Rule
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value
from deploylint.source.defects import Defect
from deploylint.source.text import Source

if TYPE_CHECKING:
    from deploylint.model.compose import faults

_SECTIONS = ("services", "volumes", "networks", "secrets", "configs", "include", "models", "jobs")
_EXTENSION = "x-"
_FILLED = frozenset(("filled", "paired", "arguments"))
_PARTS_OF_COMMANDS = frozenset("\"'`()\\")
"""Without one of these any text is a command line."""


class Interim(list[Defect]):
    """Defects of a project over which another file will lie, without those that Compose looks for at the end."""


def check(sources: list[Source], root: Mapping, defects: list[Defect]) -> None:
    """Tell whatever Compose does not take; a value of a wrong type becomes an unknown one, so that the rest can rely on
    types.  `sources` are empty while another file will still lie over the project.
    """
    entries = root.entries
    told = defects if sources else Interim()
    if root.open or any(name in entries for name in _SECTIONS) or not _faults(told).layout(sources, root):
        _keys(root, PROJECT, told)
    if told is not defects:
        defects += told


def _faults(defects: list[Defect]) -> faults.Faults:
    """What reports."""
    from deploylint.model.compose.faults import Faults

    return Faults(defects)


def _keys(
    mapping: Mapping, keys: Keys, defects: list[Defect], holder: Mapping | Sequence | None = None, at: str = ""
) -> None:
    """Look at the entries of a mapping with fixed keys, which stands in another under the name `at`."""
    names = keys.names
    strange: list[str] | None = None
    for name, entry in mapping.entries.items():
        value = entry.value
        kind: type = type(value)
        if kind is Scalar:
            kind = type(getattr(value, "value", value))
        try:
            step = names[name][kind]
        except KeyError:
            if name in names:
                _refused(mapping, name, entry, names[name], defects)
            elif not (name.startswith(_EXTENSION) and keys.extensions) and not keys.loose:
                strange = [*(strange or ()), name]
            continue
        if step is not None:
            _below(mapping, name, value, step, defects)
    if strange is not None:
        _faults(defects).unknown_keys(mapping, strange, keys, holder, at)
    if keys.required or keys.exclusive:
        entries = mapping.entries
        for name in keys.required:
            if name not in entries and not mapping.open:
                _faults(defects).missing(name, mapping, keys)
        if keys.exclusive and keys.exclusive[0] in entries and keys.exclusive[1] in entries:
            _faults(defects).exclusive(mapping, keys)


def _names(mapping: Mapping, names: Names, defects: list[Defect]) -> None:
    """Look at the entries of a mapping whose keys are names."""
    rule = names.rule
    kind_of_names = names.kind
    entries = mapping.entries
    if kind_of_names in _FILLED:
        if "" in entries:
            entries = _faults(defects).named(mapping, names)
        if len(mapping.layers) > 1 and kind_of_names != "filled":
            _faults(defects).blanks(mapping, bare=kind_of_names == "paired")
    elif kind_of_names != "map":
        for name in entries:
            if not (name.isalnum() and name.isascii()) and not good_name(name, kind_of_names):
                entries = _faults(defects).named(mapping, names)
                break
    below = False
    for name, entry in entries.items():
        value = entry.value
        kind: type = type(value)
        if kind is Scalar:
            kind = type(getattr(value, "value", value))
        try:
            step = rule[kind]
        except KeyError:
            if not from_item(entry):
                _refused(mapping, name, entry, rule, defects, below)
            below = True
            continue
        below = False
        if step is not None:
            _below(mapping, name, value, step, defects)


def _items(sequence: Sequence, items: Items, name: str, defects: list[Defect]) -> None:
    """Look at the items of a list; `name` is that of the list."""
    rule = items.rule
    values = sequence.items
    for at, value in enumerate(values):
        kind: type = type(value)
        if kind is Scalar:
            kind = type(getattr(value, "value", value))
        try:
            step = rule[kind]
        except KeyError:
            if kind is not Scalar or not _may_be(value, rule):
                _faults(defects).wrong_item(sequence, at, name, rule)
            continue
        if step is not None:
            _below(sequence, name, value, step, defects)
    if items.unique and len(values) > 1:
        texts = {getattr(value, "value", value) for value in values}
        if len(texts) < len(values):
            _faults(defects).doubles(sequence, name)


def _below(holder: Mapping | Sequence, name: str, value: Value, step: object, defects: list[Defect]) -> None:
    """Take the next step: into a collection, or to the check of a single value."""
    if isinstance(value, Scalar):
        found = value.value
        if isinstance(step, str):
            if not _passes(step, found):
                _faults(defects).failed(step, name, value)
        elif found not in step:  # type: ignore[operator]
            _faults(defects).not_one_of(step, name, value)  # type: ignore[arg-type]
    elif isinstance(value, Mapping):
        if isinstance(step, Keys):
            _keys(value, step, defects, holder, name)
        elif isinstance(step, Names):
            _names(value, step, defects)
    elif isinstance(step, Items):
        _items(value, step, name, defects)


def _passes(check: str, value: object) -> bool:
    """Does a value pass a check?  What most values look like is seen at once."""
    if isinstance(value, str):
        if check == "assignment":
            at = value.find("=")
            last = value[at - 1 : at] if at > 0 else value[-1:] if at < 0 else "="
            if last.isascii() and not last.isspace():
                return True
        elif check == "command":
            if _PARTS_OF_COMMANDS.isdisjoint(value):
                return True
        elif value[:-1].isdecimal() and value.isascii():
            if check == "duration" and value[-1] in "smh":
                return len(value) < 9
            if check == "size" and value[-1] in "bkmgBKMG":
                return True
    elif check == "finite" and isinstance(value, float):
        return value - value == 0
    elif type(value) is int and check == "0..":
        return value >= 0
    from deploylint.model.compose.formats import passes

    return passes(check, value)


def good_name(name: str, kind: str) -> bool:
    """May a key of a mapping of this kind have this name?"""
    if kind in ("names", "some"):
        return name.isascii() and name.replace("-", "a").replace("_", "a").replace(".", "a").isalnum()
    if kind == "hosted" and (not name or ":" in name or "=" in name):
        return False
    return bool(name) if kind in _FILLED else not name.startswith(_EXTENSION)


def _refused(mapping: Mapping, name: str, entry: Entry, rule: Rule, defects: list[Defect], below: bool = False) -> None:
    """Report an entry of a wrong type, unless it may have the right one; `below` another of a wrong type, it may be one
    of that one's keys which has lost its indentation, and is no fault of its own.
    """
    if isinstance(entry.value, Scalar) and not entry.value.known and _may_be(entry.value, rule):
        return
    keys = rule.get(Mapping)
    lost = below and isinstance(keys, Keys) and name in keys.names
    _faults(defects).wrong_type(mapping, name, entry, rule, silent=lost)


def _may_be(value: Value, rule: Rule) -> bool:
    """Can an unknown value be of a type that is taken?  One of which something is known is a single value."""
    return isinstance(value, Scalar) and (not value.pieces or any(kind in rule for kind in (str, int, float, bool)))
