"""Rules as they run: compiled code with what selects it, and the texts that are read only on a hit."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from deploylint.findings import RuleText

COMMENT_MARK = "deploylint:"
"""What a comment that speaks to deploylint holds; most files hold none, and then nobody looks for comments."""

ROW = (
    "id", "pack", "kind", "severity", "level", "status", "tags", "requires", "params", "index", "fixable", "grouped",
    "sensitive",
)  # fmt: skip
"""What a run needs to know of a rule, in the order in which it is kept."""


class Rule:
    """A compiled rule.

    `kind` is the kind that it ranges over; `params` gives type and default of each parameter; `requires` the versions
    that it is for.  `index` numbers its function in the pack's code.  `sensitive`: its primary place holds a secret.
    """

    __slots__ = ROW

    id: str
    pack: str
    kind: str
    severity: str
    level: str
    status: str
    tags: tuple[str, ...]
    requires: dict[str, str]
    params: dict[str, tuple[str, Any]]
    index: int
    fixable: bool
    grouped: bool
    sensitive: bool

    def __init__(self, row: tuple[Any, ...]) -> None:
        # One line, not a loop over ROW: every run does this for every rule.
        (
            self.id, self.pack, self.kind, self.severity, self.level, self.status, self.tags, self.requires,
            self.params, self.index, self.fixable, self.grouped, self.sensitive,
        ) = row  # fmt: skip

    def __repr__(self) -> str:
        return f"Rule({self.id!r})"

    @property
    def defaults(self) -> dict[str, Any]:
        """The parameters' default values."""
        return {name: default for name, (_, default) in self.params.items()}

    @property
    def part(self) -> str:
        """The part of the pack's code that has its function."""
        return part(self.kind, self.id)


def part(kind: str, rule_id: str) -> str:
    """The part of the code that a rule belongs to: one a kind, and one a defect, of which most files have none."""
    return f"defect {rule_id}" if kind == "defect" else kind


class Pack:
    """All rules that were loaded together, by id; `tables` are the data tables that they look into.

    `shared` is code that all rules need; that of a part is unpacked when there is something for its rules to look at.
    """

    __slots__ = ("_code", "_parts", "_read_text", "_texts", "rules", "shared", "tables")

    def __init__(
        self,
        rules: Mapping[str, Rule],
        shared: CodeType,
        parts: Mapping[str, bytes],
        tables: Mapping[str, Mapping[object, object]],
        read_text: Callable[[str], bytes],
    ) -> None:
        self.rules = rules
        self.shared = shared
        self.tables = tables
        self._parts = parts
        self._code: dict[str, CodeType] = {}
        self._read_text = read_text
        self._texts: dict[str, bytes] = {}

    def code(self, name: str) -> CodeType:
        """The code of a part."""
        found = self._code.get(name)
        if found is None:
            found = self._code[name] = marshal.loads(self._parts[name])  # noqa: S302 (our own cache, of mode 0700)
        return found

    def said(self, rule_id: str) -> RuleText | None:
        """What is said about a rule, for reports; None when there is no such rule."""
        rule = self.rules.get(rule_id)
        if rule is None:
            return None
        texts = self.texts(rule_id)
        return RuleText(
            texts["title"],
            rule.severity,
            texts["why"],
            texts["remedy"],
            tuple((each.get("title", ""), each.get("url", "")) for each in texts["references"]),
            texts["security_severity"],
            texts["cwe"],
            rule.tags,
            rule.status == "preview",
        )

    def texts(self, rule_id: str) -> dict[str, Any]:
        """What is said about a rule, by the keys of its file (why, remedy, examples …), and its code for a hit."""
        found = self._texts.get(rule_id)
        if found is None:
            found = self._texts[rule_id] = self._read_text(rule_id)
        return dict(marshal.loads(found))  # noqa: S302 (our own cache, of mode 0700)
