"""What a rule file says: its keys read from the YAML tree, each with its place, and checked for shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from deploylint.engine.mistakes import Report, Words, did_you_mean
from deploylint.engine.reader import Entry, Reader, plain
from deploylint.source.span import Span
from deploylint.syntax import tree

SEVERITIES = ("error", "warning", "info")
LEVELS = ("essential", "recommended", "strict", "off")
STATUSES = ("preview", "stable", "deprecated")
SAFETIES = ("safe", "unsafe", "suggest")
TARGETS = ("compose", "caddy", "systemd", "podman")
PARAM_TYPES = ("text", "int", "number", "bool", "[text]", "[int]")
VERBS: dict[str, str] = {
    "set": "to",
    "add": "value",
    "remove": "",
    "rename": "to",
    "quote": "",
    "comment-out": "",
    "insert": "value",
    "format": "",
}
"""What an edit may do, and the key of the value that it takes."""

RULE_KEYS = [
    "id",
    "title",
    "severity",
    "level",
    "status",
    "tags",
    "security-severity",
    "cwe",
    "issue-labels",
    "for",
    "where",
    "let",
    "group",
    "at",
    "key",
    "message",
    "related",
    "fix",
    "why",
    "remedy",
    "references",
    "params",
    "requires",
    "examples",
]
REQUIRED_KEYS = ["id", "title", "severity", "level", "for", "message", "why", "remedy", "examples"]
EXAMPLE_KEYS = ["name", "files", "expect", "fixed", "settings", "environment", "facts", "params", "only"]
FIX_KEYS = ["title", "safety", "when", "edits"]


class Param(NamedTuple):
    """A parameter: its type as written, default and sentence."""

    type: str
    default: Any
    doc: str


class EditSpec(NamedTuple):
    """One document operation: the place, and the value when the verb takes one (a template, or a plain value)."""

    verb: str
    target: Words
    value: Words | None
    plain: Any


class FixSpec(NamedTuple):
    """How a finding could be mended."""

    title: Words
    safety: str
    when: Words | None
    edits: tuple[EditSpec, ...]


class RuleSpec:
    """A rule as it is written, its expressions not looked at yet."""

    __slots__ = (
        "at", "by", "cwe", "examples", "fix", "having", "id", "issue_labels", "key", "kind", "kind_span", "let",
        "level", "message", "pack", "params", "references", "related", "remedy", "requires", "security_severity",
        "severity", "source", "span", "status", "status_note", "tags", "title", "where", "why",
    )  # fmt: skip

    def __init__(self, id: str, pack: str, span: Span) -> None:
        self.id = id
        self.pack = pack
        self.span = span
        self.source = span.source
        self.title = self.why = self.remedy = ""
        self.severity, self.level, self.status = "warning", "recommended", "stable"
        self.status_note: dict[str, str] = {}
        self.security_severity = ""
        self.tags: tuple[str, ...] = ()
        self.cwe: tuple[str, ...] = ()
        self.issue_labels: tuple[str, ...] = ()
        self.kind = ""
        self.kind_span = span
        self.where: list[Words] = []
        self.let: list[tuple[str, Span, Words]] = []
        self.by: list[Words] = []
        self.having: Words | None = None
        self.at: Words | None = None
        self.key: Words | None = None
        self.message: Words | None = None
        self.related: list[tuple[Words, Words | None]] = []
        self.fix: FixSpec | None = None
        self.references: tuple[dict[str, str], ...] = ()
        self.params: dict[str, Param] = {}
        self.requires: dict[str, str] = {}
        self.examples: tuple[dict[str, Any], ...] = ()


def read_rule(entries: Mapping[str, Entry], pack: str, report: Report) -> RuleSpec | None:
    """A rule from its keys; None when not even its id and kind are there."""
    reader = Reader(report)
    for key, entry in entries.items():
        if key not in RULE_KEYS:
            report(entry.span, f"unknown key '{key}'", did_you_mean(key, RULE_KEYS))
    first = next(iter(entries.values()))
    for key in REQUIRED_KEYS:
        if key not in entries:
            report(first.span, f"the rule has no '{key}'", "")
    if "id" not in entries:
        return None
    spec = RuleSpec(reader.text(entries["id"]), pack, entries["id"].span)
    for key, entry in entries.items():
        method = _READ.get(key)
        if method is not None:
            method(reader, spec, entry)
    return spec if spec.kind else None


def _simple(name: str) -> Any:
    def read(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
        setattr(spec, name, reader.text(entry))

    return read


def _choice(name: str, allowed: tuple[str, ...]) -> Any:
    def read(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
        setattr(spec, name, reader.one_of(entry, allowed))

    return read


def _texts(name: str) -> Any:
    def read(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
        setattr(spec, name, reader.texts(entry))

    return read


def _words(name: str) -> Any:
    def read(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
        setattr(spec, name, reader.words(entry))

    return read


def _for(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    spec.kind = reader.text(entry)
    spec.kind_span = Span(entry.source, entry.value.start, entry.value.end)


def _status(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    """A word, or {deprecated: {since, use}}."""
    if isinstance(entry.value, tree.Scalar):
        spec.status = reader.one_of(entry, STATUSES)
        return
    for inner in reader.mapping(entry, STATUSES).values():
        spec.status = inner.key.value
        spec.status_note = {key: reader.text(note) for key, note in reader.mapping(inner, ("since", "use")).items()}


def _where(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    spec.where = [words for item in reader.items(entry) if (words := reader.words(item)) is not None]


def _let(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    for name, inner in reader.mapping(entry).items():
        words = reader.words(inner)
        if not name.isidentifier() or name in ("params", "group", "null", "true", "false", "None", "True", "False"):
            reader.report(inner.span, f"'{name}' cannot name a value", "use letters, digits and _")
        elif words is not None:
            spec.let.append((name, inner.span, words))


def _group(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    found = reader.mapping(entry, ("by", "having"))
    if "by" not in found:
        reader.report(entry.span, "'group' has no 'by'", "write group: {by: [field, …]}")
        return
    spec.by = [words for item in reader.items(found["by"]) if (words := reader.words(item)) is not None]
    if "having" in found:
        spec.having = reader.words(found["having"])


def _related(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    for item in reader.items(entry):
        found = reader.mapping(item, ("at", "note"))
        at = reader.words(found["at"]) if "at" in found else None
        if at is None:
            reader.report(item.span, "'related' has no 'at'", "")
            continue
        spec.related.append((at, reader.words(found["note"]) if "note" in found else None))


def _fix(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    found = reader.mapping(entry, FIX_KEYS)
    missing = [key for key in ("title", "safety", "edits") if key not in found]
    for key in missing:
        reader.report(entry.span, f"'fix' has no '{key}'", "")
    if missing:
        return
    title = reader.words(found["title"])
    edits = [edit for item in reader.items(found["edits"]) if (edit := _edit(reader, item)) is not None]
    if title is not None:
        when = reader.words(found["when"]) if "when" in found else None
        spec.fix = FixSpec(title, reader.one_of(found["safety"], SAFETIES), when, tuple(edits))


def _edit(reader: Reader, entry: Entry) -> EditSpec | None:
    found = reader.mapping(entry)
    verbs = [key for key in found if key in VERBS]
    if len(verbs) != 1:
        other = next((key for key in found if key not in ("to", "value")), "")
        reader.report(
            Span(entry.source, entry.value.start, entry.value.end), "an edit has one verb", did_you_mean(other, VERBS)
        )
        return None
    verb = verbs[0]
    argument = VERBS[verb]
    for key, inner in found.items():
        if key not in (verb, argument):
            reader.report(inner.span, f"'{verb}' takes no '{key}'", f"write {argument}: …" if argument else "")
    if argument and argument not in found:
        reader.report(found[verb].span, f"'{verb}' needs '{argument}'", "")
        return None
    target = reader.words(found[verb])
    if target is None:
        return None
    if not argument:
        return EditSpec(verb, target, None, None)
    node = found[argument].value
    value = plain(found[argument].source, node)
    if isinstance(node, tree.Scalar) and isinstance(value, str):
        return EditSpec(verb, target, Words(found[argument].source, node), None)
    return EditSpec(verb, target, None, value)


def _references(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    spec.references = tuple(
        {key: reader.text(inner) for key, inner in reader.mapping(item, ("title", "url")).items()}
        for item in reader.items(entry)
    )


def _params(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    for name, inner in reader.mapping(entry).items():
        found = reader.mapping(inner, ("type", "default", "doc"))
        if len(found) < 3:
            reader.report(inner.span, f"parameter '{name}' needs type, default and doc", "")
            continue
        type_ = reader.one_of(found["type"], PARAM_TYPES) if isinstance(found["type"].value, tree.Scalar) else "[text]"
        default = plain(inner.source, found["default"].value)
        if not fits(default, type_):
            reader.report(found["default"].span, f"the default of '{name}' is no {type_}", "")
        spec.params[name] = Param(type_, default, reader.text(found["doc"]))


def fits(value: Any, type_: str) -> bool:
    """Is a value of a parameter's type?"""
    if type_.startswith("["):
        return isinstance(value, list) and all(fits(item, type_[1:-1]) for item in value)
    if type_ == "bool" or isinstance(value, bool):
        return type_ == "bool" and isinstance(value, bool)
    return isinstance(value, {"text": str, "int": int}.get(type_, int | float))


def _requires(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    spec.requires = {target: reader.text(inner) for target, inner in reader.mapping(entry, TARGETS).items()}


def _examples(reader: Reader, spec: RuleSpec, entry: Entry) -> None:
    """Examples as plain data; the harness reads them."""
    found: list[dict[str, Any]] = []
    for item in reader.items(entry):
        keys = reader.mapping(item, EXAMPLE_KEYS)
        for key in ("name", "files", "expect"):
            if key not in keys:
                reader.report(Span(item.source, item.value.start, item.value.end), f"an example has no '{key}'", "")
        example = {key: plain(inner.source, inner.value) for key, inner in keys.items()}
        found.append({**example, "line": item.source.position(item.value.start)[0]})
    spec.examples = tuple(found)


_READ: dict[str, Any] = {
    "title": _simple("title"),
    "severity": _choice("severity", SEVERITIES),
    "level": _choice("level", LEVELS),
    "status": _status,
    "tags": _texts("tags"),
    "security-severity": _simple("security_severity"),
    "cwe": _texts("cwe"),
    "issue-labels": _texts("issue_labels"),
    "for": _for,
    "where": _where,
    "let": _let,
    "group": _group,
    "at": _words("at"),
    "key": _words("key"),
    "message": _words("message"),
    "related": _related,
    "fix": _fix,
    "why": _simple("why"),
    "remedy": _simple("remedy"),
    "references": _references,
    "params": _params,
    "requires": _requires,
    "examples": _examples,
}
