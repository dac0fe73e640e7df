"""Merging of Compose documents: how each path of an overlay meets what stands below it."""

from __future__ import annotations

from deploylint.model.compose.conversions import all_gpus, as_mapping, as_sequence, named_over, paired
from deploylint.model.compose.copies import item_text, joined, opened, replaced
from deploylint.model.compose.forms import null
from deploylint.model.compose.paths import Step, table
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value
from deploylint.source.defects import Defect, Related

RULES = table(
    {
        "services.*.command services.*.entrypoint services.*.healthcheck.test services.*.ulimits.*": "replace",
        "services.*.environment services.*.labels services.*.annotations services.*.sysctls": "pairs",
        "services.*.build.args services.*.build.labels services.*.build.additional_contexts": "pairs",
        "services.*.deploy.labels networks.*.labels volumes.*.labels": "pairs",
        "services.*.dns services.*.dns_opt services.*.dns_search services.*.env_file": "list",
        "services.*.label_file services.*.tmpfs": "list",
        "services.*.extra_hosts services.*.build.extra_hosts": "hosts",
        "services.*.networks services.*.models": "names",
        "services.*.depends_on": "dependencies",
        "services.*.build": "build",
        "services.*.logging": "logging",
        "networks.*.ipam.config": "subnets",
        "services.*.gpus services.*.build.ssh": "rewritten",
        "networks.*.external volumes.*.external secrets.*.external configs.*.external": "rewritten",
    }
)
"""Ways in which an overlay meets its base (compose-go 2.14.0, override/merge.go):

replace   the overlay's value, also null
pairs     by key, and a later null replaces; two lists append
hosts     lists append without exact doubles; a mapping is a list of K=V
list      a single value is a list of one; lists append
names     a list is a mapping without options; mappings recurse
dependencies as names, but an item sets the default condition
build     a text is the context; mappings recurse
logging   mappings recurse unless their drivers differ
subnets   each entry of the base meets each of the overlay
rewritten the base has its canonical form already
(none)    mappings recurse, lists append, scalars are replaced, null keeps the base
"""

_SPECIAL_NULL = frozenset(("replace", "pair", "logging", "subnets"))
"""Rules to which a null of the overlay is a value like any other."""

_APPENDED = frozenset(("pairs", "list", "hosts"))
_OPTIONS = frozenset(("names", "dependencies", "build"))


class Merger:
    """Merges values; what replaces another remembers the key that it overrides.

    `canonical`: Compose rewrote the base to its long forms before, which shows where an overlay has a short one.
    """

    __slots__ = ("_canonical", "_defects", "_path")

    def __init__(self, defects: list[Defect], path: tuple[str, ...] = (), *, canonical: bool = True) -> None:
        self._defects = defects
        self._path = list(path)
        self._canonical = canonical

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
        if rule in ("replace", "pair"):
            return replaced(old, over)
        if rule not in _SPECIAL_NULL:
            if null(over):
                return _no_items(base) if null(base) and rule in _APPENDED else base
            if null(base) and rule not in _OPTIONS:
                return replaced(old, over)
        if _shapeless(base) or _shapeless(over):
            return self._unlike(old, new, base, over)
        if rule in _APPENDED:
            return self._appended(old, new, rule)
        if rule in _OPTIONS:
            return self._options(old, new, rules, rule)
        if rule == "rewritten" and self._canonical:
            return self._over_canonical(old, new)
        if rule == "subnets":
            return self._subnets(old, new)
        if rule == "logging":
            if not isinstance(base, Mapping) or not isinstance(over, Mapping):
                return self._conflict(old, new, "a mapping")
            if len({_text(base, "driver"), _text(over, "driver")} - {None}) > 1:
                return replaced(old, over)
        return self._default(old, new, base, over, rules)

    def _default(self, old: Entry, new: Entry, base: Value, over: Value, rules: Step | None) -> Value:
        """Mappings recurse, lists append, the overlay's scalar replaces the base's."""
        if isinstance(base, Mapping) and isinstance(over, Mapping):
            return self.merge(base, over, rules)
        if isinstance(base, Sequence) and isinstance(over, Sequence):
            return joined(base, over)
        return self._unlike(old, new, base, over)

    def _options(self, old: Entry, new: Entry, rules: Step | None, rule: str) -> Value:
        """Things with options below their names, of which each side may have the names alone."""
        base, over = old.value, new.value
        text = isinstance(over, Scalar) and rule == "build" and _is_text(over)
        if not isinstance(over, Mapping) and not text and (rule == "build" or isinstance(over, Scalar)):
            return base  # Compose makes nothing of it, and does not say so
        if isinstance(base, Scalar) and not (rule == "build" and _is_text(base)):
            # Compose makes nothing of the base either, and fails when it is to put something into that.
            empty = not isinstance(over, Scalar) and not (over.entries if isinstance(over, Mapping) else over.items)
            return over if empty else self._baseless(old, new, "a text or a mapping" if rule == "build" else _NAMED)
        base, over = as_mapping(base, rule), as_mapping(over, rule)
        if rule != "build" and isinstance(base, Mapping) and isinstance(over, Mapping):
            base, over = named_over(base, over, rule)
        return self._default(old, new, base, over, rules)

    def _over_canonical(self, old: Entry, new: Entry) -> Value:
        """What has a short form that Compose has rewritten in the base and not in the overlay."""
        base, over = old.value, new.value
        if isinstance(base, Mapping) and isinstance(over, Scalar):
            return base
        if isinstance(base, Scalar) and self._path[-1] == "gpus":
            return self._conflict(old, new, "a list") if isinstance(over, Scalar) else all_gpus(base, over)
        if isinstance(base, Sequence) and self._path[-1] == "ssh":
            if isinstance(over, Sequence):
                return self._conflict(old, new, "a mapping")
            base = as_mapping(base, "pairs")
        return self._default(old, new, base, over, None)

    def _appended(self, old: Entry, new: Entry, rule: str) -> Value:
        """Lists of texts, or mappings that stand for such: what is neither, an overlay's number say, goes unnoticed."""
        base, over = old.value, new.value
        if isinstance(over, Scalar) and not _is_text(over):
            return base
        if isinstance(base, Scalar) and not _is_text(base):
            return over
        mixed = isinstance(base, Mapping) or isinstance(over, Mapping)
        if rule == "pairs" and mixed and not _holds_others(base) and not _holds_others(over):
            return self.merge(paired(base), paired(over), _PAIR)
        if rule == "list" and mixed:
            return self._unlike(old, new, base, over)
        items, added = as_sequence(base), as_sequence(over)
        if rule != "hosts":
            return joined(items, added)
        known = {text for item in items.items if (text := item_text(item)) is not None}
        fresh = Sequence(added.layers, added.via)
        fresh.open = added.open
        fresh.items = [item for item in added.items if item_text(item) not in known]
        return joined(items, fresh)

    def _unlike(self, old: Entry, new: Entry, base: Value, over: Value) -> Value:
        """What two values of different shapes give."""
        if isinstance(base, Scalar):
            if not _shapeless(base) or isinstance(over, Scalar):
                return replaced(old, over)
            return opened(over)
        if _shapeless(over):
            return over
        return self._conflict(old, new, "a mapping" if isinstance(base, Mapping) else "a list")

    def _conflict(self, old: Entry, new: Entry, shape: str) -> Scalar:
        """The unknown value where an overlay cannot be merged."""
        related = (Related(old.span, "first set here"),)
        self._defects.append(Defect("merge-type-conflict", new.span, ".".join(self._path), "", shape, related))
        return Scalar(new.source, new.key)

    def _baseless(self, old: Entry, new: Entry, expected: str) -> Scalar:
        """The unknown value where a base is such that nothing can be merged with it."""
        found = "null" if null(old.value) else "a single value"
        related = (Related(new.span, "set again here"),)
        self._defects.append(Defect("compose-wrong-type", old.span, self._path[-1], found, expected, related))
        return Scalar(new.source, new.key)

    def _subnets(self, old: Entry, new: Entry) -> Value:
        """Address pools, as Compose pairs them: what is left of a base's pool that no pool of the overlay equals ends
        up in the last one of the overlay.
        """
        base, over = old.value, new.value
        if not isinstance(base, Sequence) or not isinstance(over, Sequence):
            return self._conflict(old, new, "a list")
        result = Sequence(base.layers + over.layers, over.via)
        result.open = base.open or over.open
        if any(_subnet(item) is None for item in (*base.items, *over.items)):
            result.items, result.open = base.items + over.items, True
            return result
        lefts: list[list[Value]] = [[item] for item in over.items]
        pools: list[list[Value]] = []
        for original in base.items:
            right: list[Value] = [original]
            for left in lefts:
                if _subnet(left[0]) != _subnet(right[0]) and _place(pools, left) is None:
                    pools.append(left)
                    continue
                if isinstance(right[0], Mapping) and isinstance(left[0], Mapping):
                    right[0] = self.merge(right[0], left[0], None)
                at = _place(pools, right)
                if at is None:
                    pools.append(right)
                else:
                    pools[at] = right
        result.items = [pool[0] for pool in pools]
        return result if pools else self._conflict(old, new, "a list with items in both files")


_NAMED = "a list or a mapping"
"""What things with options below their names are to be."""

_PAIR = Step()
_PAIR.other = Step()
_PAIR.other.rule = "pair"


def _no_items(value: Value) -> Sequence:
    """The list without items that two nulls make."""
    return Sequence(((value.source, value.node),) if isinstance(value, Scalar) else value.layers, value.via)


def _place(pools: list[list[Value]], one: list[Value]) -> int | None:
    """Where a pool of the same subnet stands."""
    wanted = _subnet(one[0])
    return next((at for at, pool in enumerate(pools) if _subnet(pool[0]) == wanted), None)


def _subnet(pool: Value) -> str | None:
    """The subnet of an address pool, "" when it has none; None when it cannot be known."""
    entry = pool.entries.get("subnet") if isinstance(pool, Mapping) else None
    if entry is None or null(entry.value):
        return None if isinstance(pool, Mapping) and pool.open else ""
    return _text(pool, "subnet")


def _shapeless(value: Value) -> bool:
    """Does a value stand for something of whatever shape?"""
    return isinstance(value, Scalar) and not value.known and not value.pieces


def _holds_others(value: Value) -> bool:
    """Has a list an item that is no text, which is refused as such?"""
    items = value.items if isinstance(value, Sequence) else ()
    return any(not isinstance(item, Scalar) or not _is_text(item) for item in items)


def _is_text(value: Scalar) -> bool:
    """Is a scalar a text, or one with a hole?"""
    return not value.known or isinstance(value.value, str)


def _text(value: Value, key: str) -> str | None:
    """The known text of an entry."""
    entry = value.entries.get(key) if isinstance(value, Mapping) else None
    found = entry.value if entry is not None else None
    return found.value if isinstance(found, Scalar) and found.known and isinstance(found.value, str) else None
