"""The sarif format: SARIF 2.1.0 as GitHub code scanning reads it, the same bytes for the same input.

The specification is OASIS SARIF 2.1.0; what GitHub makes of it, and its limits, are in its documentation under "SARIF
support for code scanning".
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import deploylint
from deploylint.findings import Finding, Fix, Report, RuleText
from deploylint.report import Look
from deploylint.report.markdown import escaped, prose
from deploylint.report.safe import holds_secret, words
from deploylint.source.defects import Related
from deploylint.source.edit import Edit, in_order
from deploylint.source.span import Span
from deploylint.source.text import Source

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME = f"pkg:pypi/deploylint@{deploylint.__version__}"
"""An address that names the program; a page of its own it has not."""
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")

_BASE = "SRCROOT"
"""What artifact locations are relative to: the top folder of the repository."""

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "info": "recommendation"}

_LONGEST = 1024
"""Characters of a rule's descriptions that GitHub accepts."""

_MOST_RELATED = 100
"""Related locations of a result that GitHub keeps."""

_MOST_LINKS = 5
"""So many of them are named in the message: GitHub shows those that it links to, and no others."""

_MOST_STEPS = 1000
"""Steps of a code flow that GitHub keeps."""

_MOST_TAGS = 10
"""Tags of a rule that GitHub keeps."""


def render(report: Report, look: Look) -> str:
    """One JSON document, in ASCII: whatever stands in a file, nothing in it can talk to a terminal."""
    text = json.dumps(document(report, look), indent=2, ensure_ascii=True)
    return text.replace("\x7f", "\\u007f") + "\n"


def document(report: Report, look: Look) -> dict[str, Any]:
    """The report as a log with one run."""
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_Run(report, look.folder).object()]}


class _Run:
    """A run being written: rules and artifacts are numbered as results refer to them."""

    __slots__ = ("_artifacts", "_folder", "_report", "_rules", "_sources")

    def __init__(self, report: Report, folder: str) -> None:
        self._report = report
        self._folder = folder
        self._sources = {**report.sources, **{each.span.source.path: each.span.source for each in report.findings}}
        self._rules = {rule: index for index, rule in enumerate(sorted({each.rule for each in report.findings}))}
        self._artifacts = {each.path: index for index, each in enumerate(report.files)}

    def object(self) -> dict[str, Any]:
        """The whole run.

        Artifacts have no hashes: that of an env file would help whoever guesses at its passwords.
        """
        return {
            "tool": {"driver": self._driver()},
            "automationDetails": {"id": f"deploylint/{_quoted(self._folder)}"},
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": {_BASE: {"description": {"text": "The top folder of the repository."}}},
            "invocations": [{"executionSuccessful": True}],
            "artifacts": [{"location": self._artifact(path), "roles": ["analysisTarget"]} for path in self._artifacts],
            "results": [self._result(each) for each in self._report.findings],
        }

    def _driver(self) -> dict[str, Any]:
        return {
            "name": "deploylint",
            "version": deploylint.__version__,
            "semanticVersion": deploylint.__version__,
            "informationUri": _HOME,
            "rules": [_rule(rule, self._report.text(rule)) for rule in self._rules],
        }

    # -- results -------------------------------------------------------------------------------------------------------

    def _result(self, finding: Finding) -> dict[str, Any]:
        related = (*finding.related, *finding.came)[:_MOST_RELATED]
        location = self._location(finding.span)
        if finding.nodes:
            location["logicalLocations"] = [{"fullyQualifiedName": words(node)} for node in finding.nodes]
        found: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self._rules[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": _message(finding.message, related)},
            "locations": [location],
            "partialFingerprints": {"deploylint/v1": finding.fingerprint},
        }
        if related:
            found["relatedLocations"] = [
                {"id": number, **self._location(each.span), "message": {"text": _sentence(each.note or "see here")}}
                for number, each in enumerate(related, 1)
            ]
        if finding.way:
            found["codeFlows"] = [{"threadFlows": [{"locations": self._steps(finding.way[:_MOST_STEPS])}]}]
        fix = self._fix(finding.fix) if finding.fix is not None else None
        if fix is not None:
            found["fixes"] = [fix]
        more = {"environments": list(finding.environments), "labels": list(finding.labels)}
        properties = {name: [words(each) for each in values if each] for name, values in more.items() if any(values)}
        if properties:
            found["properties"] = properties
        return found

    def _steps(self, way: Iterable[Related]) -> list[dict[str, Any]]:
        return [
            {"location": {**self._location(each.span), "message": {"text": _sentence(each.note)}}}
            for each in way
            if each.span.source.path  # the internet, where a way may begin, stands in no file
        ]

    def _fix(self, fix: Fix) -> dict[str, Any] | None:
        """The fix with what it would change; None when that is not known, is for a person, or holds a secret."""
        edits = fix.edits or ()
        if fix.safety == "suggest" or fix.reason or not edits:
            return None
        if any(holds_secret(self._report, each.path, each.text, self._sources[each.path].text) for each in edits):
            return None
        by_path: dict[str, list[Edit]] = {}
        for edit in in_order(edits):
            by_path.setdefault(edit.path, []).append(edit)
        title = words(fix.title) + ("" if fix.safety == "safe" else " (may change what runs)")
        return {
            "description": {"text": _sentence(title)},
            "artifactChanges": [
                {
                    "artifactLocation": self._artifact(path),
                    "replacements": [_replacement(each, self._sources[path]) for each in by_path[path]],
                }
                for path in sorted(by_path)
            ],
        }

    # -- places --------------------------------------------------------------------------------------------------------

    def _location(self, span: Span) -> dict[str, Any]:
        return {
            "physicalLocation": {
                "artifactLocation": self._artifact(span.source.path, index=True),
                "region": _region(span),
            }
        }

    def _artifact(self, path: str, *, index: bool = False) -> dict[str, Any]:
        """A file's address; that of a file outside the anchor is absolute."""
        if path.startswith("/"):
            found: dict[str, Any] = {"uri": f"file://{_quoted(path)}"}
        else:
            found = {"uri": _quoted(self._folder + path), "uriBaseId": _BASE}
        if index and path in self._artifacts:
            found["index"] = self._artifacts[path]
        return found


def _rule(rule: str, text: RuleText | None) -> dict[str, Any]:
    """A rule as code scanning shows it beside its results."""
    text = text or RuleText(rule, "warning", rule, "")
    references = [(title or url, url) for title, url in text.references if url]
    found: dict[str, Any] = {
        "id": rule,
        "name": "".join(part.capitalize() for part in rule.split("-")),
        "shortDescription": {"text": _sentence(_cut(text.title))},
        "fullDescription": {"text": _sentence(_cut(text.why))},
        "help": _help(rule, text, references),
        "defaultConfiguration": {"level": _LEVELS.get(text.severity, "warning")},
    }
    if references:
        found["helpUri"] = references[0][1]
    properties: dict[str, Any] = {
        "tags": _tags(text),
        "precision": "medium" if text.preview else "high",
        "problem.severity": _PROBLEMS.get(text.severity, "warning"),
    }
    if text.security:
        properties["security-severity"] = text.security
    return {**found, "properties": properties}


def _help(rule: str, text: RuleText, references: list[tuple[str, str]]) -> dict[str, str]:
    """What to do and where to read more, as plain text and as Markdown."""
    more = f"More: deploylint explain {rule}"
    plain = [text.remedy, *(f"{title}: {url}" for title, url in references), more]
    marked = [prose(text.remedy)]
    marked += ["\n".join(f"- [{escaped(title)}](<{_address(url)}>)" for title, url in references)]
    marked += [f"More: `deploylint explain {rule}`"]
    return {
        "text": "\n\n".join(words(part) for part in plain if part),
        "markdown": "\n\n".join(part for part in marked if part),
    }


def _address(url: str) -> str:
    """An address that ends where it should in Markdown."""
    return words(url).replace("<", "%3C").replace(">", "%3E")


def _tags(text: RuleText) -> list[str]:
    """The rule's tags, with `security` where there is a score, and its weaknesses as CodeQL writes them."""
    tags = [*text.tags, *["security"] * bool(text.security)]
    tags += [f"external/cwe/{each.lower()}" for each in text.cwe]
    return list(dict.fromkeys(words(tag) for tag in tags))[:_MOST_TAGS]


def _message(message: str, related: Iterable[Related]) -> str:
    """The message with links to related locations; what looks like a link in it is none."""
    text = _sentence(message)
    links = [f"[{_plain(each.note)}]({number})" for number, each in enumerate(related, 1) if each.note][:_MOST_LINKS]
    return f"{text} See {', '.join(links)}." if links else text


def _sentence(text: str) -> str:
    """The text with a full stop."""
    text = _plain(text)
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def _plain(text: str) -> str:
    """One line without secrets and without the brackets of an embedded link (SARIF 2.1.0, 3.11.6)."""
    return words(text).replace("[", "(").replace("]", ")") if "](" in text else words(text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _replacement(edit: Edit, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {"deletedRegion": _region(Span(source, edit.start, edit.end))}
    if edit.text:
        found["insertedContent"] = {"text": edit.text}
    return found


def _region(span: Span) -> dict[str, int]:
    """Lines and columns from 1; the end is behind the last character."""
    line, column = span.source.position(span.start)
    last, end = span.source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": last, "endColumn": end}


def _quoted(path: str) -> str:
    """A path as part of a URI (RFC 3986): the bytes of its name, those with a meaning there percent-encoded."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        data = path.encode("utf-8", "replace")
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in data)
