"""Tables keyed by the path of a value in a Compose document, compiled to steps that are followed key by key."""

from __future__ import annotations

from collections.abc import Mapping


class Step:
    """Where a walk down a document stands in a table: `rule` is what the table says here, "" for nothing."""

    __slots__ = ("named", "other", "rule")

    def __init__(self) -> None:
        self.named: dict[str, Step] = {}
        self.other: Step | None = None
        self.rule = ""

    def to(self, key: str) -> Step | None:
        """The step below a key (for a list item any key does); None when the table says nothing further down."""
        return self.named.get(key, self.other)


def table(rules: Mapping[str, str]) -> Step:
    """Compile patterns such as `services.*.volumes.*.read_only`, each part a key or `*` for every key or item.

    One line may hold several patterns, separated by blanks.  A named key and a `*` at one place do not share what is
    below them.
    """
    root = Step()
    for patterns, rule in rules.items():
        for pattern in patterns.split():
            step = root
            for part in pattern.split("."):
                if part == "*":
                    step.other = below = step.other or Step()
                else:
                    below = step.named.setdefault(part, Step())
                step = below
            step.rule = rule
    return root
