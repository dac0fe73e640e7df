"""Reading the YAML of a rule file: values of an expected shape, each with its place; others are mistakes."""

from __future__ import annotations

from typing import Any, NamedTuple

from deploylint.engine.mistakes import Report, Words, did_you_mean
from deploylint.source.span import Span
from deploylint.source.text import Source
from deploylint.syntax import tree


class Entry(NamedTuple):
    """One key of a rule with the file that says it: a refined rule has keys from several."""

    source: Source
    key: tree.Scalar
    value: tree.Node

    @property
    def span(self) -> Span:
        """The key as written."""
        return Span(self.source, self.key.content, self.key.end)


def plain(source: Source, node: tree.Node) -> Any:
    """The value of a node as dict, list and scalars."""
    from deploylint.syntax.yaml_tree import resolve

    if isinstance(node, tree.Alias):
        return plain(source, node.target) if node.target is not None else None
    if isinstance(node, tree.Mapping):
        return {
            key.value if isinstance(key, tree.Scalar) else str(plain(source, key)): plain(source, value)
            for key, value in node.items
        }
    if isinstance(node, tree.Sequence):
        return [plain(source, item) for item in node.items]
    value = resolve(node)
    return value if isinstance(value, str | int | float | bool) or value is None else node.value


class Reader:
    """Reads values of the expected shape and reports those of another."""

    __slots__ = ("report",)

    def __init__(self, report: Report) -> None:
        self.report = report

    def _wrong(self, entry: Entry, wanted: str) -> None:
        node = entry.value
        self.report(Span(entry.source, node.start, node.end), f"'{entry.key.value}' must be {wanted}", "")

    def text(self, entry: Entry) -> str:
        """A text; also a plain number or boolean, as it is written."""
        if isinstance(entry.value, tree.Scalar):
            return entry.value.value.strip()
        self._wrong(entry, "a text")
        return ""

    def words(self, entry: Entry) -> Words | None:
        """A text whose characters have places."""
        if isinstance(entry.value, tree.Scalar) and entry.value.value.strip():
            return Words(entry.source, entry.value)
        self._wrong(entry, "a text")
        return None

    def one_of(self, entry: Entry, allowed: tuple[str, ...]) -> str:
        """One of a few words; the first of them after a mistake."""
        text = self.text(entry)
        if text in allowed:
            return text
        span = Span(entry.source, entry.value.start, entry.value.end)
        self.report(span, f"'{entry.key.value}' cannot be '{text}'", did_you_mean(text, allowed))
        return allowed[0]

    def items(self, entry: Entry) -> list[Entry]:
        """The items of a list, each under the list's key; a single value counts as one."""
        if isinstance(entry.value, tree.Sequence):
            return [Entry(entry.source, entry.key, item) for item in entry.value.items]
        return [entry]

    def texts(self, entry: Entry) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.text(item) for item in self.items(entry))

    def mapping(self, entry: Entry, allowed: tuple[str, ...] | list[str] = ()) -> dict[str, Entry]:
        """The entries of a mapping, in order; with `allowed`, others are mistakes."""
        if not isinstance(entry.value, tree.Mapping):
            self._wrong(entry, "a mapping")
            return {}
        found: dict[str, Entry] = {}
        for key, value in entry.value.items:
            if not isinstance(key, tree.Scalar):
                self.report(Span(entry.source, key.start, key.end), "a key must be a text", "")
                continue
            inner = Entry(entry.source, key, value)
            if allowed and key.value not in allowed:
                self.report(
                    inner.span, f"unknown key '{key.value}' in '{entry.key.value}'", did_you_mean(key.value, allowed)
                )
            elif key.value in found:
                self.report(inner.span, f"'{key.value}' is given twice", "")
            else:
                found[key.value] = inner
        return found
