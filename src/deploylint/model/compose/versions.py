"""Keys and values that the Docker Compose which is deployed does not know yet."""

from __future__ import annotations

from deploylint.model.compose.versions_table import KEYS, VALUES
from deploylint.model.compose.vocabulary_table import PROJECT, Items, Keys, Names
from deploylint.model.resolved import Mapping, Scalar, Sequence, Value
from deploylint.source.defects import Defect
from deploylint.source.span import Span


def too_new(root: Mapping, target: str, defects: list[Defect]) -> None:
    """Tell what came later than the version of Docker Compose, such as 2.24; nothing when it is no version."""
    parts = target.strip().removeprefix("v").split(".")
    if all(part.isdecimal() for part in parts):
        _Walk(tuple(map(int, parts)), target, defects).mapping(root, PROJECT)


class _Walk:
    """A walk down a project along its vocabulary."""

    __slots__ = ("_defects", "_target", "_version")

    def __init__(self, version: tuple[int, ...], target: str, defects: list[Defect]) -> None:
        self._version = version
        self._target = target
        self._defects = defects

    def mapping(self, mapping: Mapping, keys: Keys) -> None:
        """Look at the keys of a mapping, and below those that are old enough."""
        for name, entry in mapping.entries.items():
            rule = keys.names.get(name)
            if rule is None or self._is_later(KEYS.get((keys.kind, name)), entry.span, name):
                continue
            value = entry.value
            if not isinstance(value, Scalar):
                self._below(value, rule.get(type(value)))
            elif value.known and isinstance(value.value, str):
                self._is_later(VALUES.get((keys.kind, name, value.value)), value.span, value.value)

    def _below(self, value: Value, step: object) -> None:
        """Look at what a collection holds."""
        if isinstance(value, Mapping) and isinstance(step, Keys):
            self.mapping(value, step)
        elif isinstance(value, Mapping) and isinstance(step, Names):
            for entry in value.entries.values():
                self._below(entry.value, step.rule.get(type(entry.value)))
        elif isinstance(value, Sequence) and isinstance(step, Items):
            for item in value.items:
                self._below(item, step.rule.get(type(item)))

    def _is_later(self, since: str | None, span: Span, name: str) -> bool:
        """Did something come later?  Of a target 2.24 it is not known whether it is older than 2.24.4."""
        if since is None or tuple(map(int, since.split(".")))[: len(self._version)] <= self._version:
            return False
        self._defects.append(Defect("compose-key-too-new", span, name, self._target, since))
        return True
