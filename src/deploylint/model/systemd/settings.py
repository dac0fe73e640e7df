"""The assignments of a unit: nodes for them, which of them count, and the unit's resolved document."""

from __future__ import annotations

from collections.abc import Sequence

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.resolved import Entry, Mapping, Origin, Scalar
from deploylint.model.resolved import Sequence as Values
from deploylint.model.systemd import vocabulary
from deploylint.source.text import Source
from deploylint.syntax import systemd, tree
from deploylint.syntax.systemd.tree import Assignment, UnitTree, Word

TRUE_WORDS = frozenset(("1", "yes", "y", "true", "t", "on"))
"""What systemd takes for true, in any case (parse_boolean())."""

_PLAIN_SECTIONS = frozenset(("Unit", "Install", ""))
_PLAIN_TYPES = frozenset(("unit", "units", "string", "enum", "bool", None))
"""Where quotes are characters like others."""

_GROUPS = (("Timer", "On"), ("Socket", "Listen"), ("Unit", "Condition"), ("Unit", "Assert"))
"""Keys of one list: an empty value of any of them takes away the others too (systemd.timer(5), systemd.socket(5),
systemd.unit(5)).
"""


class Setting:
    """An assignment: its node, what is written, and its place in the resolved document."""

    __slots__ = ("assignment", "entry", "node", "scalar", "source", "values")

    def __init__(
        self, node: nodes.UnitSetting, assignment: Assignment, scalar: Scalar, entry: Entry, values: Values
    ) -> None:
        self.node = node
        self.assignment = assignment
        self.source = scalar.source
        self.scalar = scalar
        self.entry = entry
        self.values = values

    def origin(self, start: int | None = None, end: int | None = None) -> Origin:
        """The place of the value, or of a part of it; of the key when the value is empty."""
        assignment = self.assignment
        if start is not None and end is not None:
            return Origin(self.source, start, end, self.scalar, self.entry, self.values, part=True)
        start, end = assignment.value_start, assignment.value_end
        if start == end:
            start, end = assignment.key_start, assignment.key_end
        return Origin(self.source, start, end, self.scalar, self.entry, self.values)

    def words(self) -> tuple[Word, ...]:
        """The words of the value, as its type splits them."""
        node = self.node
        if node.section in _PLAIN_SECTIONS or node.type in _PLAIN_TYPES:
            return systemd.plain_words(self.assignment)
        return systemd.words(self.assignment)


class Settings:
    """The settings of one unit by section and key, those only that count.  `partial` for drop-ins of a unit that is not
    here: what is not set may be set there.
    """

    __slots__ = ("_counting", "every", "partial")

    def __init__(self, every: list[Setting], partial: bool) -> None:
        self.every = every
        self.partial = partial
        self._counting: dict[tuple[str, str], list[Setting]] = {}
        for setting in every:
            if setting.node.counts:
                self._counting.setdefault((setting.node.section, setting.node.key), []).append(setting)

    def all(self, section: str, *keys: str) -> list[Setting]:
        """Settings of these keys that count, key by key."""
        return [setting for key in keys for setting in self._counting.get((section, key), ())]

    def last(self, section: str, key: str) -> Setting | None:
        """The setting of a key with one value: the last whose value systemd takes; None when there is none."""
        found = [each for each in self.all(section, key) if getattr(each.node, "problem", None) is None]
        return found[-1] if found and found[-1].node.value else None

    def has(self, section: str) -> bool:
        """Is anything set in the section?"""
        return any(setting.node.section == section for setting in self.every)

    def starting(self, section: str, prefix: str) -> list[Setting]:
        """Settings that count whose key begins so, in order."""
        wanted = (each for each in self.every if each.node.section == section and each.node.counts)
        return [each for each in wanted if each.node.key.startswith(prefix)]


def read_settings(builder: Builder, unit: nodes.Unit, trees: Sequence[UnitTree]) -> Settings:
    """Nodes for all assignments, in the order in which systemd reads them, and the unit's document."""
    root = Mapping(())
    every: list[Setting] = []
    names: list[str] = []
    for each in trees:
        file = builder.file_nodes[each.source.path]
        for assignment in each.outside:
            entry = _entry(
                Mapping(()), each.source, assignment.key, assignment.key_start, assignment.key_end, Values(())
            )
            every.append(_setting(builder, unit, file, "", assignment, entry))
            every[-1].node.counts = False
        for section in each.sections:
            if section.name not in names:
                names.append(section.name)
            holder = _entry(root, each.source, section.name, section.start, section.end, Mapping(()))
            keys = holder.value
            if not isinstance(keys, Mapping):
                continue
            for assignment in section.assignments:
                place = assignment.key_start, assignment.key_end
                entry = _entry(keys, each.source, assignment.key, *place, Values(()))
                every.append(_setting(builder, unit, file, section.name, assignment, entry))
    builder.graph.documents[unit.id] = root
    unit.sections = tuple(names)
    _settle(every)
    return Settings(every, unit.dropin)


def _entry(mapping: Mapping, source: Source, key: str, start: int, end: int, value: Mapping | Values) -> Entry:
    """The entry of a key, made at its first place."""
    entry = mapping.entries.get(key)
    if entry is None:
        entry = mapping.entries[key] = Entry(source, tree.Scalar(start, end, start, None, None, key, ""), value, ())
    return entry


def _setting(
    builder: Builder, unit: nodes.Unit, file: nodes.File, section: str, assignment: Assignment, entry: Entry
) -> Setting:
    values = entry.value
    assert isinstance(values, Values)
    source = builder.graph.sources[file.path]
    start, end = assignment.value_start, assignment.value_end
    scalar = Scalar(source, tree.Scalar(start, end, start, None, None, assignment.value, ""))
    scalar.value = assignment.value
    values.items.append(scalar)
    header = Origin(source, assignment.key_start, max(end, assignment.key_end), scalar, entry, values)
    node = nodes.UnitSetting(builder.name(f"{unit.id}/unit_setting:{section}.{assignment.key}"), header, {})
    node.section, node.key, node.value, node.unit, node.file = section, assignment.key, assignment.value, unit, file
    node.counts, node.replaced_by = True, nodes.NULL["unit_setting"]
    vocabulary.describe(node, unit.type)
    setting = Setting(node, assignment, scalar, entry, values)
    node.origins["key"] = Origin(source, assignment.key_start, assignment.key_end, None, entry, values)
    node.origins["value"] = node.origins["items"] = place = setting.origin()
    words = _items(setting)
    node.items = tuple(word.text for word in words)
    place.items = {}
    for word in words:
        place.items.setdefault(word.text, setting.origin(word.start, word.end))
    builder.add(node)
    builder.append(unit, "settings", node)
    return setting


def _items(setting: Setting) -> tuple[Word, ...]:
    if setting.node.type == "command":
        return tuple(word for line in systemd.commands(setting.assignment) for word in line.words)
    return setting.words()


def _settle(every: Sequence[Setting]) -> None:
    """Which settings count: an empty value takes away what stands before it, and of a key with one value the last is
    taken (systemd.syntax(7)).  Values that systemd refuses change nothing.
    """
    standing: dict[tuple[str, str], list[Setting]] = {}
    for setting in every:
        node = setting.node
        if not node.section:
            continue
        group = standing.setdefault(_group(node), [])
        if not node.value and node.takes_list:
            node.counts = False
            if node.empty_resets:
                _replace(group, nodes.NULL["unit_setting"])
        elif not node.value and node.type is not None and not node.empty_resets:
            node.counts = False
        elif getattr(node, "problem", None) is None:
            if not node.takes_list and node.type is not None:
                _replace(group, node)
            group.append(setting)


def _replace(group: list[Setting], successor: nodes.UnitSetting) -> None:
    for each in group:
        each.node.counts = False
        each.node.replaced_by = successor
    group.clear()


def _group(node: nodes.UnitSetting) -> tuple[str, str]:
    """What an empty value of the key takes away, or a further value replaces."""
    for name, prefix in _GROUPS:
        if node.takes_list and node.section == name and node.key.startswith(prefix):
            return name, prefix
    return node.section, node.key


def truth(setting: Setting | None) -> bool:
    """Is a boolean set to true?"""
    return setting is not None and setting.node.value.lower() in TRUE_WORDS
