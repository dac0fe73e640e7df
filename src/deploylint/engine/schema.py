"""The JSON Schema of a rule file, for editors; made from the kinds and from what spec.py accepts."""

from __future__ import annotations

from typing import Any

from deploylint.engine import spec
from deploylint.engine.functions import FORMS, FUNCTIONS
from deploylint.model.kinds import KINDS

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT}
_EXPRESSION = {"type": "string", "minLength": 1, "maxLength": 2000}
_REFINED = "A file that only refines a rule of another pack has the id and the keys that change."


def rule_schema() -> dict[str, Any]:
    """The schema; `make generate` writes it to schemas/rule.schema.json."""
    kinds = [{"const": name, "description": kind.doc} for name, kind in KINDS.items()]
    expression = {**_EXPRESSION, "description": f"Functions: {', '.join(sorted((*FORMS, *FUNCTIONS)))}"}
    expressions = {"anyOf": [expression, {"type": "array", "items": expression}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule of deploylint",
        "description": _REFINED,
        "type": "object",
        "additionalProperties": False,
        "required": ["id"],
        "if": {"required": ["for"]},
        "then": {"required": spec.REQUIRED_KEYS},
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},
            "title": _TEXT,
            "severity": {"enum": list(spec.SEVERITIES)},
            "level": {"enum": [*spec.LEVELS, False]},
            "status": _status(),
            "tags": _TEXTS,
            "security-severity": {"type": "string", "pattern": r"^(10\.0|[0-9]\.[0-9])$"},
            "cwe": _TEXTS,
            "issue-labels": _TEXTS,
            "for": {"oneOf": kinds},
            "where": expressions,
            "let": {"type": "object", "additionalProperties": expression},
            "group": _object({"by": expressions, "having": expression}, ["by"]),
            "at": _EXPRESSION,
            "key": expression,
            "message": _TEXT,
            "related": {"anyOf": [_related(), {"type": "array", "items": _related()}]},
            "fix": _fix(),
            "why": {"type": "string", "pattern": r"\.\s*$"},
            "remedy": {"type": "string", "pattern": r"\.\s*$"},
            "references": {"type": "array", "items": _object({"title": _TEXT, "url": _TEXT}, ["title", "url"])},
            "params": {"type": "object", "additionalProperties": _param()},
            "requires": _object(dict.fromkeys(spec.TARGETS, _TEXT), []),
            "examples": {"type": "array", "items": _example(), "minItems": 2},
        },
    }  # fmt: skip


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}


def _status() -> dict[str, Any]:
    deprecated = _object({"deprecated": _object({"since": _TEXT, "use": _TEXT}, [])}, ["deprecated"])
    return {"anyOf": [{"enum": list(spec.STATUSES)}, deprecated]}


def _related() -> dict[str, Any]:
    return _object({"at": _EXPRESSION, "note": {"type": "string"}}, ["at"])


def _fix() -> dict[str, Any]:
    plain: dict[str, Any] = {"type": ["string", "number", "boolean", "array"]}
    edits = [
        _object({verb: _EXPRESSION, **({key: plain} if key else {})}, [verb, *([key] if key else [])])
        for verb, key in spec.VERBS.items()
    ]
    fields = {
        "title": _TEXT,
        "safety": {"enum": list(spec.SAFETIES)},
        "when": _EXPRESSION,
        "edits": {"type": "array", "items": {"oneOf": edits}, "minItems": 1},
    }
    return _object(fields, ["title", "safety", "edits"])


def _param() -> dict[str, Any]:
    return _object({"type": {"enum": list(spec.PARAM_TYPES)}, "default": {}, "doc": _TEXT}, ["type", "default", "doc"])


def _example() -> dict[str, Any]:
    form = {
        "text": {"type": "string"},
        "mode": {"type": "string", "pattern": "^[0-7]{4}$"},
        "git": {"enum": ["tracked", "ignored"]},
        "dir": {"type": "boolean"},
        "bytes": {"type": "string"},
    }
    files = {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, _object(form, [])]}}
    expect = _object({"at": _TEXT, "message": _TEXT, "related": {"type": "array", "items": _TEXT}}, ["at"])
    fields: dict[str, Any] = {
        "name": _TEXT,
        "files": files,
        "expect": {"type": "array", "items": expect},
        "fixed": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        "settings": {"type": "object"},
        "environment": {"type": "object"},
        "facts": {"type": "object"},
        "params": {"type": "object"},
        "only": {"type": "boolean"},
    }
    return _object(fields, ["name", "files", "expect"])
