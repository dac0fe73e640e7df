"""A defect is something that a parser or loader could not accept, at a place.

Each code has one rule file with `for: defect` whose id is the code (a test holds them one to one), so that severity,
words, suppression and documentation of a defect are those of a rule.
"""

from __future__ import annotations

from typing import NamedTuple

from deploylint.source.span import Span

CODES = (
    "compose-wrong-type",
    "duplicate-yaml-key",
    "empty-compose-file",
    "env-empty-key",
    "env-invalid-key",
    "env-invalid-template",
    "env-parse-error",
    "env-semicolon-comment",
    "env-unterminated-quote",
    "extends-cycle",
    "extends-target-missing",
    "file-is-template",
    "file-not-text",
    "file-unreadable",
    "include-target-missing",
    "input-limit-exceeded",
    "interpolation-cast-failed",
    "invalid-interpolation",
    "legacy-v1-layout",
    "merge-type-conflict",
    "non-string-key",
    "port-spec-invalid",
    "suppression-invalid",
    "suppression-unused",
    "volume-spec-invalid",
    "yaml-syntax-error",
)
"""Every code there is."""


class Related(NamedTuple):
    """Another place that belongs to the story, with a note such as "first set here"."""

    span: Span
    note: str


class Defect(NamedTuple):
    """What was found at `span`, under which name, and what would have been accepted.

    `name` is the thing's own name (a key, a variable, a service), `found` the offending text, `expected` a phrase that
    completes "expected …"; each may be empty.  None of them may hold a secret's value.
    """

    code: str
    span: Span
    name: str = ""
    found: str = ""
    expected: str = ""
    related: tuple[Related, ...] = ()
