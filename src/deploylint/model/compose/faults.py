"""Reports of what the vocabulary of Compose files does not take, and unknown values in place of wrong ones."""

from __future__ import annotations

from deploylint.model.compose.formats import passes
from deploylint.model.compose.forms import from_item
from deploylint.model.compose.vocabulary import Interim, good_name
from deploylint.model.compose.vocabulary_table import CHECKS, Keys, Names, Rule
from deploylint.model.resolved import Entry, Mapping, Scalar, Sequence, Value
from deploylint.model.spelling import nearest
from deploylint.source.defects import Defect, Related
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import tree

_PAIRS = frozenset(("environment", "labels", "options"))
_READ_AS_EMPTY = frozenset(("version",))
_NAME = {
    "names": "a name of letters, digits, dots, _ and -",
    "hosted": "the name of a host, without : and =, and not x-",
    "filled": "a name that is not empty",
    "options": "a name that does not begin with x-",
}


class Faults:
    """Where defects are told."""

    __slots__ = ("_defects", "_interim")

    def __init__(self, defects: list[Defect]) -> None:
        self._defects = defects
        self._interim = isinstance(defects, Interim)

    def layout(self, sources: list[Source], root: Mapping) -> bool:
        """Report a document that holds no section at all, when it is empty or of an old layout; true when it is."""
        for name, entry in root.entries.items():
            if not name.startswith("x-") and _is_service(entry.value):
                self._tell("legacy-v1-layout", entry.span, name, "services: above the services")
                root.open = True
                return True
        if not sources or not root.entries.keys() <= _READ_AS_EMPTY:
            return False
        self._tell("empty-compose-file", Span(sources[0], 0, 0), sources[0].path, "services")
        root.open = True
        return True

    def unknown_keys(
        self, mapping: Mapping, names: list[str], keys: Keys, holder: Mapping | Sequence | None, at: str
    ) -> None:
        """Keys that their mapping does not know.  What each may be meant for is then unknown, and not missing."""
        entries = mapping.entries
        if len(names) == len(entries):
            mapping.open = True
            if at in keys.names and isinstance(holder, Mapping):
                # A healthcheck among the services: that is what stands at a wrong place, and not each of its keys.
                if not _refused_before(holder, at):
                    self._tell("compose-unknown-key", holder.entries[at].span, at, "")
                return
        kept = _not_lost(entries, names)
        for name in names:
            entry = entries[name]
            near = nearest(name, (known for known in keys.names if known not in _READ_AS_EMPTY)) or ""
            if not near and name not in kept:
                continue
            self._tell("compose-unknown-key", entry.span, name, near)
            if near:
                entries.setdefault(near, _unknown(entry))
        if any(required not in entries for required in keys.required):
            mapping.open = True

    def wrong_type(self, mapping: Mapping, name: str, entry: Entry, rule: Rule, *, silent: bool = False) -> None:
        """A value of a type that its key does not take; it becomes unknown."""
        if not silent:
            self._defects.append(Defect("compose-wrong-type", entry.span, name, _found(entry.value), rule[""]))
        mapping.entries[name] = _unknown(entry)

    def wrong_item(self, sequence: Sequence, at: int, name: str, rule: Rule) -> None:
        """An item of a type that its list does not take; it becomes unknown."""
        item = sequence.items[at]
        found = _found(item, tell=False)
        self._defects.append(Defect("compose-wrong-type", place(item), f"an item of {name}", found, rule[""]))
        source, node = (item.source, item.node) if isinstance(item, Scalar) else item.layers[0]
        stand_in = tree.Scalar(node.start, node.end, node.content, None, None, "", "")
        sequence.items[at] = Scalar(source, stand_in, item.via)

    def missing(self, name: str, mapping: Mapping, keys: Keys) -> None:
        """A key that has to be there."""
        self._tell(keys.missing, place(mapping), name, f"{name} in this mapping")

    def exclusive(self, mapping: Mapping, keys: Keys) -> None:
        """Two keys of which one may stand."""
        if self._interim:
            return
        first, second, code = keys.exclusive
        related = (Related(mapping.entries[first].span, f"{first} is set here"),)
        expected = f"either {first} or {second}"
        self._defects.append(Defect(code, mapping.entries[second].span, second, "", expected, related))

    def named(self, mapping: Mapping, names: Names) -> dict[str, Entry]:
        """Names that their mapping does not take; gives the entries that are to be looked at."""
        kept = {}
        for name, entry in mapping.entries.items():
            if good_name(name, names.kind) or (names.kind != "names" and from_item(entry)):
                kept[name] = entry
            elif names.kind == "hosted":
                if not self._interim:
                    self._tell("invalid-extra-host", entry.span, name, _NAME["hosted"])
            elif names.kind == "some":
                if isinstance(entry.value, Sequence) or (isinstance(entry.value, Scalar) and not _empty(entry.value)):
                    self.wrong_type(mapping, name, entry, names.rule)
            elif names.kind == "limits":
                if not isinstance(entry.value, Mapping) and not (
                    isinstance(entry.value, Scalar) and _integer(entry.value)
                ):
                    self.wrong_type(mapping, name, entry, names.rule)
            else:
                self._tell("compose-wrong-type", entry.span, name or '""', _NAME.get(names.kind, _NAME["filled"]))
        return kept

    def blanks(self, mapping: Mapping, bare: bool) -> None:
        """Names that end in a blank where merging made a list of pairs; `bare` ones count, or are left out."""
        if self._interim:
            return
        check = "assignment" if bare else "argument"
        for name, entry in mapping.entries.items():
            value = entry.value
            if isinstance(value, Scalar) and from_item(entry):
                if value.known and not passes(check, str(value.value)):
                    self.failed(check, name, value)
                continue
            null = isinstance(value, Scalar) and value.known and value.value is None
            if not passes(check, name if null else f"{name}="):
                trimmed = name.rstrip()
                self._defects.append(Defect("env-name-whitespace", entry.span, trimmed, trimmed, CHECKS[check][1]))

    def failed(self, check: str, name: str, value: Scalar) -> None:
        """A single value that fails a check."""
        code, expected, early = CHECKS.get(check) or ("compose-wrong-type", _range(check), False)
        if self._interim and not early:
            return
        text = "" if value.value is None or isinstance(value.value, bool) else str(value.value)
        if code == "env-name-whitespace":
            key = text.partition("=")[0]
            part = _start(value, key)
            self._defects.append(Defect(code, part or value.span, key.rstrip(), key.rstrip() if part else "", expected))
        else:
            # A command may hold a secret; the others are numbers and names.
            found = "" if check in ("command", "host", "context", "ssh") else text
            self._defects.append(Defect(code, value.span, name, found, expected))

    def not_one_of(self, values: tuple[str, ...], name: str, value: Scalar) -> None:
        """A text outside a closed set."""
        text = value.value
        assert isinstance(text, str)
        expected = f"{', '.join(values[:-1])} or {values[-1]}" if len(values) > 1 else values[0]
        self._defects.append(Defect("compose-invalid-enum", value.span, name, text, expected))

    def doubles(self, sequence: Sequence, name: str) -> None:
        """Items that equal an earlier one."""
        seen: dict[object, Value] = {}
        for item in sequence.items:
            if not isinstance(item, Scalar) or not item.known:
                continue
            first = seen.setdefault((isinstance(item.value, str), item.value), item)
            if first is not item:
                related = (Related(place(first), "the same is here"),)
                # A pair may hold a secret.
                text = str(item.value).partition("=")[0] if name in _PAIRS else str(item.value)
                self._defects.append(Defect("duplicate-list-item", item.span, name, text, "each item once", related))

    def _tell(self, code: str, span: Span, name: str, expected: str) -> None:
        self._defects.append(Defect(code, span, name, "", expected))


def place(value: Value) -> Span:
    """Where to underline a value: a scalar whole, of a collection its first key or its first character."""
    if isinstance(value, Scalar):
        return value.span
    if isinstance(value, Mapping):
        for entry in value.entries.values():
            return entry.span
    source, node = value.layers[0]
    return Span(source, node.content, min(node.content + 1, node.end))


def _refused_before(mapping: Mapping, name: str) -> bool:
    """Was the entry before another one refused?"""
    before = None
    for other, entry in mapping.entries.items():
        if other == name:
            break
        before = entry.value
    return isinstance(before, Scalar) and not before.known


def _not_lost(entries: dict[str, Entry], names: list[str]) -> list[str]:
    """Those of unknown keys that do not follow one which was refused because nothing stands below it: they belong there
    and have lost their indentation.
    """
    kept, hollow, unknown = [], False, frozenset(names)
    for name, entry in entries.items():
        if name not in unknown:
            node = entry.layers[-1][2]
            known = not isinstance(entry.value, Scalar) or entry.value.known
            hollow = not known and isinstance(node, tree.Scalar) and node.start == node.end
        elif not hollow:
            kept.append(name)
    return kept


def _unknown(entry: Entry) -> Entry:
    """An entry of which only its place is known."""
    return Entry(entry.source, entry.key, Scalar(entry.source, entry.key), entry.layers)


def _found(value: Value, *, tell: bool = True) -> str:
    """What a value is.  A number is named when it cannot be a secret, as an argument of a command can."""
    if not isinstance(value, Scalar):
        return "a mapping" if isinstance(value, Mapping) else "a list"
    if not value.known or type(value.value) is str:
        return "a text"
    if isinstance(value.value, str):
        return "a date"
    if value.value is None:
        return "null"
    if isinstance(value.value, bool):
        return "true" if value.value else "false"
    return f"the number {value.value}" if tell and isinstance(value.value, int | float) else "a number"


def _start(value: Scalar, key: str) -> Span | None:
    """The key at the start of an item, when it is written as it is read."""
    span = value.span
    at = span.start + (1 if span.text[:1] in ("'", '"') else 0)
    return Span(span.source, at, at + len(key)) if span.source.text.startswith(key, at) else None


def _empty(value: Scalar) -> bool:
    """Is a value null, or unknown?"""
    return not value.known or value.value is None


def _integer(value: Scalar) -> bool:
    """Is a value a whole number, or unknown?"""
    return not value.known or type(value.value) is int


def _is_service(value: Value) -> bool:
    """Does a mapping look like a service?"""
    return isinstance(value, Mapping) and ("image" in value.entries or "build" in value.entries)


def _range(written: str) -> str:
    """A range in words."""
    low, _, high = written.partition("..")
    return f"a whole number from {low} to {high}" if high else "a number that is not negative"
