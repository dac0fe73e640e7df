"""A defect is something that a parser or loader could not accept, at a place.

Each code has one rule file with `for: defect` whose id is the code (a test holds them one to one), so that severity,
words, suppression and documentation of a defect are those of a rule.
"""

from __future__ import annotations

from typing import NamedTuple

from deploylint.source.span import Span

CODES = (
    "address-comma-without-space",
    "address-space-before-comma",
    "address-trailing-comma",
    "anonymous-block",
    "brace-not-at-line-end",
    "brace-on-new-line",
    "build-definition-conflict",
    "closing-brace-not-alone",
    "comment-continues-line",
    "compose-invalid-enum",
    "compose-key-missing",
    "compose-key-too-new",
    "compose-unknown-key",
    "compose-wrong-type",
    "config-source-invalid",
    "device-spec-invalid",
    "directive-outside-site",
    "dropped-backslash",
    "duplicate-list-item",
    "duplicate-snippet",
    "duplicate-yaml-key",
    "empty-braces",
    "empty-compose-file",
    "env-empty-key",
    "env-invalid-key",
    "env-invalid-template",
    "env-name-whitespace",
    "env-parse-error",
    "env-semicolon-comment",
    "env-unterminated-quote",
    "extends-cycle",
    "extends-target-missing",
    "file-is-template",
    "file-not-text",
    "file-unreadable",
    "global-options-not-first",
    "healthcheck-test-invalid",
    "heredoc-empty",
    "heredoc-invalid",
    "heredoc-marker-in-body",
    "import-args-out-of-range",
    "import-cycle",
    "import-empty-match",
    "import-glob-multiple-wildcards",
    "import-target-missing",
    "import-without-target",
    "include-target-missing",
    "input-limit-exceeded",
    "interpolation-cast-failed",
    "invalid-duration-or-size",
    "invalid-extra-host",
    "invalid-interpolation",
    "label-file-missing",
    "legacy-v1-layout",
    "matcher-outside-site",
    "merge-type-conflict",
    "missing-space-before-brace",
    "non-string-key",
    "port-spec-invalid",
    "project-name-invalid",
    "remote-include-skipped",
    "resource-value-conflict",
    "second-site-without-braces",
    "secret-source-invalid",
    "snippet-without-block",
    "suppression-invalid",
    "suppression-unused",
    "unclosed-brace",
    "undefined-config",
    "undefined-model",
    "undefined-secret",
    "unit-assignment-outside-section",
    "unit-bom",
    "unit-comment-in-continuation",
    "unit-empty-file",
    "unit-invalid-section-header",
    "unit-missing-equals",
    "unit-missing-key",
    "unit-space-after-backslash",
    "unit-unbalanced-quote",
    "unmatched-closing-brace",
    "unterminated-quote",
    "volume-spec-invalid",
    "watch-rule-invalid",
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
    `dormant`: it is in a service that no active profile starts, so that Compose does not see it.
    """

    code: str
    span: Span
    name: str = ""
    found: str = ""
    expected: str = ""
    related: tuple[Related, ...] = ()
    dormant: bool = False
