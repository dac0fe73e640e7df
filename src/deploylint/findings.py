"""Findings: what rules say, where, and how it could be mended; the one currency between engine, fixes and reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from deploylint.model.graph import FileRole
from deploylint.source.defects import Related
from deploylint.source.span import Span
from deploylint.source.text import Source

if TYPE_CHECKING:
    from deploylint.source.edit import Edit

SEVERITIES = ("info", "warning", "error")
"""From least to most grave; an `error` means that something will not work or is unsafe."""

SAFETIES = ("suggest", "unsafe", "safe")
"""How far a fix may go by itself: shown only; changes what runs, or may; cannot stop a working deployment."""


class Operation(NamedTuple):
    """One document operation of a fix, on a field of a graph node; rewriting turns it into edits.

    `verb` is set, add, remove, rename, quote, comment-out, insert or format.  `node` is a graph node, `field` the
    name of
    one of its fields or "" for the node itself, `item` the element or key in brackets (None: no brackets), `value`
    the new
    text, number or boolean where the verb takes one.
    """

    verb: str
    node: object
    field: str = ""
    item: object = None
    value: object = None


class Fix(NamedTuple):
    """A titled set of operations with a safety.

    `reason` says why it cannot be applied (then it is shown only) and is empty otherwise; `edits` are computed from the
    operations by whoever needs them, and None until then.
    """

    title: str
    safety: str
    operations: tuple[Operation, ...]
    edits: tuple[Edit, ...] | None = None
    reason: str = ""


class Finding(NamedTuple):
    """Something at a place.

    `key` tells two findings of one rule on one node apart; `nodes` are node ids; `help` is the rule's remedy.
    `related` are the other places of the story in order.  `way`: when a path was found, its steps from first to last,
    each with what stands there; the primary place may be among them.  `came`: the places through which the value at the
    primary place came, when it did not simply stand there, nearest to it first; none of them is in `related`.
    """

    rule: str
    severity: str
    message: str
    span: Span
    nodes: tuple[str, ...]
    key: str
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    tags: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    help: str = ""
    environments: tuple[str, ...] = ()
    way: tuple[Related, ...] = ()
    came: tuple[Related, ...] = ()

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes two findings one: rule, path, node and key.  The fingerprint is its sha256."""
        return (self.rule, self.span.source.path, self.nodes[0] if self.nodes else "", self.key)

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """Order in every report: path, offset, rule, message."""
        return (self.span.source.path, self.span.start, self.rule, self.message)

    @property
    def fingerprint(self) -> str:
        """What names the finding from run to run, whatever moves in the file."""
        import hashlib

        return hashlib.sha256("\0".join(self.identity).encode("utf-8", "surrogatepass")).hexdigest()


class RuleCount(NamedTuple):
    """How one rule fared: nodes it looked at, those it could not decide, findings."""

    looked_at: int
    undecided: int
    found: int


class RuleText(NamedTuple):
    """What is said about a rule, whatever it finds.

    `security` is its score from 0.1 to 10.0 as text, empty for a rule that is not about security; `references` are
    pairs of title and address.
    """

    title: str
    severity: str
    why: str
    remedy: str
    references: tuple[tuple[str, str], ...] = ()
    security: str = ""
    cwe: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    preview: bool = False


def _no_text(rule: str) -> RuleText | None:
    """Nothing is known about any rule."""
    return None


class Report(NamedTuple):
    """The outcome of a run: what every format prints.

    `findings` are in the order of `Finding.sort_key`; `nodes` counts graph nodes by kind; `rules` are the ids that ran.
    `masks` are the offsets of literal secrets by path: what stands there is never printed.  `sources` are the files
    that were read.  `seconds` are timings by
    stage, for --statistics only.  `text` gives what is said about a rule, None for an id that no pack has; it reads the
    texts when it is first asked.
    """

    findings: tuple[Finding, ...] = ()
    files: tuple[FileRole, ...] = ()
    nodes: Mapping[str, int] = {}
    rules: tuple[str, ...] = ()
    counts: Mapping[str, RuleCount] = {}
    environments: tuple[str, ...] = ()
    suppressed: int = 0
    baselined: int = 0
    masks: Mapping[str, Sequence[tuple[int, int]]] = {}
    sources: Mapping[str, Source] = {}
    seconds: Mapping[str, float] = {}
    text: Callable[[str], RuleText | None] = _no_text

    @property
    def unread(self) -> int:
        """Number of files that could not be read or parsed whole."""
        return sum(not file.read for file in self.files)

    @property
    def undecided(self) -> int:
        """Number of pairs of rule and node that an unknown value left open."""
        return sum(count.undecided for count in self.counts.values())

    def severities(self) -> dict[str, int]:
        """Number of findings by severity."""
        found = dict.fromkeys(SEVERITIES, 0)
        for finding in self.findings:
            found[finding.severity] += 1
        return found

    def fixable(self, safety: str) -> int:
        """Number of findings with a fix of exactly this safety that can be applied."""
        return sum(
            finding.fix is not None and finding.fix.safety == safety and not finding.fix.reason
            for finding in self.findings
        )
