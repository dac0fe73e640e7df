"""Merging of Compose documents: how each path of an overlay meets what stands below it."""

from __future__ import annotations

from deploylint.model.compose.forms import null
from deploylint.model.compose.parts import characters
from deploylint.model.compose.paths import Step, table
from deploylint.model.resolved import Entry, Hop, Mapping, Scalar, Sequence, Value
from deploylint.source.defects import Defect, Related

RULES = table(
    {
        "services.*.command services.*.entrypoint services.*.healthcheck.test": "replace",
        "services.*.environment services.*.labels services.*.annotations services.*.sysctls": "pairs",
        "services.*.build.args services.*.build.labels services.*.build.additional_contexts": "pairs",
        "services.*.deploy.labels networks.*.labels volumes.*.labels": "pairs",
        "services.*.dns services.*.dns_opt services.*.dns_search services.*.env_file": "list",
        "services.*.label_file services.*.tmpfs": "list",
        "services.*.extra_hosts services.*.build.extra_hosts": "hosts",
        "services.*.depends_on services.*.networks services.*.models": "names",
        "services.*.build": "build",
        "services.*.logging": "logging",
        "services.*.ulimits.*": "whole",
        "networks.*.ipam.config": "subnets",
    }
)
"""Ways in which an overlay meets its base:

replace   the overlay's value, also null
whole     the overlay's value; null keeps the base
pairs     by key, and a later null replaces; two lists append
hosts     as pairs, and exact doubles of two lists are dropped
list      a single value is a list of one; lists append
names     a list is a mapping without options; mappings recurse
build     a text is the context; mappings recurse
logging   mappings recurse unless their drivers differ
subnets   lists append; entries with equal subnet recurse
(none)    mappings recurse, lists append, scalars are replaced, null keeps the base
"""


class Merger:
    """Merges values; `how` is the hop of a scalar that replaced another, "" for none."""

    __slots__ = ("_defects", "_how", "_path")

    def __init__(self, defects: list[Defect], how: str = "overlay", path: tuple[str, ...] = ()) -> None:
        self._defects = defects
        self._how = how
        self._path = list(path)

    def merge(self, base: Mapping, over: Mapping, rules: Step | None = RULES) -> Mapping:
        """The mapping that both deploy; neither is changed."""
        result = Mapping(base.layers + over.layers, over.via)
        result.open = base.open or over.open
        result.entries = entries = dict(base.entries)
        path = self._path
        path.append("")
        for name, entry in over.entries.items():
            old = entries.get(name)
            if old is None:
                entries[name] = entry
                continue
            path[-1] = name
            step = None if rules is None else rules.to(name)
            value = self._value(old, entry, step, step.rule if step is not None else "")
            if value is not old.value:
                entries[name] = Entry(entry.source, entry.key, value, old.layers + entry.layers)
        path.pop()
        return result

    def _value(self, old: Entry, new: Entry, rules: Step | None, rule: str) -> Value:
        """The value that two entries of one key deploy; the base's very value when the overlay changes nothing."""
        base, over = old.value, new.value
        if rule == "replace":
            return self._replaced(old, over)
        if null(over) and rule != "pair":
            return base
        if null(base) or rule in ("whole", "pair"):
            return self._replaced(old, over)
        if rule == "list":
            base, over = _as_sequence(base), _as_sequence(over)
        elif rule in _TO_MAPPING and not (
            isinstance(base, Sequence) and isinstance(over, Sequence) and rule in _ALSO_LISTS
        ):
            base, over = _as_mapping(base, rule), _as_mapping(over, rule)
        if isinstance(base, Mapping) and isinstance(over, Mapping):
            if rule == "logging" and len({_text(base, "driver"), _text(over, "driver")} - {None}) > 1:
                return over
            return self.merge(base, over, _PAIR if rule in ("pairs", "hosts") else rules)
        if isinstance(base, Sequence) and isinstance(over, Sequence):
            return self._subnets(base, over) if rule == "subnets" else _appended(base, over)
        return self._unlike(old, new, base, over)

    def _replaced(self, old: Entry, over: Value) -> Value:
        """The overlay's value; a scalar remembers the key that it overrides."""
        if not isinstance(over, Scalar) or not self._how:
            return over
        return with_hop(over, Hop(self._how, old.span))

    def _unlike(self, old: Entry, new: Entry, base: Value, over: Value) -> Value:
        """What two values of different shapes give."""
        if isinstance(base, Scalar):
            if base.known or base.pieces or isinstance(over, Scalar):
                return self._replaced(old, over)
            return opened(over)
        if isinstance(over, Scalar) and not over.known and not over.pieces:
            return over
        shape = "a mapping" if isinstance(base, Mapping) else "a list"
        related = (Related(old.span, "first set here"),)
        self._defects.append(Defect("merge-type-conflict", new.span, ".".join(self._path), "", shape, related))
        return Scalar(new.source, new.key)

    def _subnets(self, base: Sequence, over: Sequence) -> Sequence:
        """Address pools: those with an equal subnet become one."""
        result = Sequence(base.layers + over.layers, over.via)
        result.open = base.open or over.open
        result.items = list(base.items)
        for item in over.items:
            subnet = _text(item, "subnet")
            at = next(
                (n for n, old in enumerate(result.items) if subnet is not None and _text(old, "subnet") == subnet), None
            )
            old_item = None if at is None else result.items[at]
            if at is not None and isinstance(old_item, Mapping) and isinstance(item, Mapping):
                result.items[at] = self.merge(old_item, item, None)
            else:
                result.items.append(item)
        return result


_TO_MAPPING = frozenset(("pairs", "names", "build", "hosts"))
_ALSO_LISTS = frozenset(("pairs", "hosts"))
_PAIR = Step()
_PAIR.other = Step()
_PAIR.other.rule = "pair"


def with_hop(value: Scalar, hop: Hop) -> Scalar:
    """A copy of a scalar that came one step further."""
    copy = Scalar(value.source, value.node, (*value.via, hop), value.pieces, value.marks)
    if value.known:
        copy.value = value.value
    return copy


def carried(value: Value, hop: Hop) -> Value:
    """A copy of a value, all the way down, that came one step further."""
    if isinstance(value, Scalar):
        return with_hop(value, hop)
    via = (*value.via, hop)
    if isinstance(value, Sequence):
        items = Sequence(value.layers, via)
        items.open = value.open
        items.items = [carried(item, hop) for item in value.items]
        return items
    result = Mapping(value.layers, via)
    result.open = value.open
    for name, entry in value.entries.items():
        result.entries[name] = Entry(entry.source, entry.key, carried(entry.value, hop), entry.layers)
    return result


def weight(value: Value) -> int:
    """How many values a value holds, itself included."""
    if isinstance(value, Mapping):
        return 1 + sum([weight(entry.value) for entry in value.entries.values()])
    return 1 + sum([weight(item) for item in value.items]) if isinstance(value, Sequence) else 1


def opened(value: Mapping | Sequence) -> Mapping | Sequence:
    """A copy of a collection that may hold more."""
    copy: Mapping | Sequence
    if isinstance(value, Mapping):
        copy = Mapping(value.layers, value.via)
        copy.entries = value.entries
    else:
        copy = Sequence(value.layers, value.via)
        copy.items = value.items
    copy.open = True
    return copy


def _appended(base: Sequence, over: Sequence) -> Sequence:
    """Both lists, one after the other."""
    result = Sequence(base.layers + over.layers, over.via)
    result.open = base.open or over.open
    result.items = base.items + over.items
    return result


def _as_sequence(value: Value) -> Value:
    """A single scalar or mapping as a list of one; an unknown value stays."""
    if isinstance(value, Sequence) or (isinstance(value, Scalar) and not value.known and not value.pieces):
        return value
    layers = ((value.source, value.node),) if isinstance(value, Scalar) else value.layers
    result = Sequence(layers, value.via)
    result.items = [value]
    return result


def _as_mapping(value: Value, rule: str) -> Value:
    """A list or text as a mapping whose entries have the item's own node as key; a mapping stays."""
    if isinstance(value, Scalar) and rule == "build" and (value.known or value.pieces):
        result = Mapping(((value.source, value.node),), value.via)
        result.entries["context"] = _item_entry(value)
        return result
    if not isinstance(value, Sequence):
        return value
    result = Mapping(value.layers, value.via)
    result.open = value.open
    separators = {"pairs": "=", "hosts": "=:"}.get(rule, "")
    for item in value.items:
        found = characters(item) if isinstance(item, Scalar) else None
        if found is None or not isinstance(item, Scalar):
            result.open = True
            continue
        ends = [at for separator in separators if (at := found.text.find(separator)) >= 0]
        result.entries[found.text[: min(ends)] if ends else found.text] = _item_entry(item)
    return result


def _item_entry(item: Scalar) -> Entry:
    """An entry that stands for an item of a list."""
    return Entry(item.source, item.node, item, ((item.source, item.node, item.node),))


def _text(value: Value, key: str) -> str | None:
    """The known text of an entry."""
    entry = value.entries.get(key) if isinstance(value, Mapping) else None
    found = entry.value if entry is not None else None
    return found.value if isinstance(found, Scalar) and found.known and isinstance(found.value, str) else None


def without(root: Mapping, path: tuple[str, ...]) -> Mapping:
    """A copy of a mapping without what stands at a path below it; the mapping itself when nothing does."""
    entry = root.entries.get(path[0]) if path else None
    if entry is None:
        return root
    result = Mapping(root.layers, root.via)
    result.open = root.open
    result.entries = dict(root.entries)
    if len(path) == 1:
        del result.entries[path[0]]
    elif isinstance(entry.value, Mapping):
        result.entries[path[0]] = Entry(entry.source, entry.key, without(entry.value, path[1:]), entry.layers)
    return result
