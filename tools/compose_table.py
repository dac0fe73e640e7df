"""model/compose/vocabulary_table.py and versions_table.py from schemas/compose.yaml: what keys take, and since when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_HEAD = '''"""What each key of a Compose file takes; generated from schemas/compose.yaml by `make generate`.

A rule gives, by the type of a value, what it is looked at for.  Absent: it is refused, None: nothing, a text: a check,
a tuple: all that it may be, else Keys, Names or Items for what is below.  Under "" stands what it has to be, in words.
"""

from __future__ import annotations

from typing import Any

from deploylint.model.resolved import Date, Mapping, Sequence

Rule = dict[Any, Any]
Null = type(None)


class Keys:
    """A mapping with fixed keys; `exclusive` are two that may not stand together, and the defect when they do."""

    __slots__ = ("exclusive", "extensions", "kind", "loose", "missing", "names", "required")

    def __init__(
        self,
        kind: str,
        names: dict[str, Rule],
        required: tuple[str, ...] = (),
        missing: str = "compose-key-missing",
        exclusive: tuple[str, ...] = (),
        extensions: bool = True,
        loose: bool = False,
    ) -> None:
        self.kind = kind
        self.names = names
        self.required = required
        self.missing = missing
        self.exclusive = exclusive
        self.extensions = extensions
        self.loose = loose


class Names:
    """A mapping whose keys are names; `kind` says which."""

    __slots__ = ("kind", "rule")

    def __init__(self, kind: str, rule: Rule) -> None:
        self.kind = kind
        self.rule = rule


class Items:
    """A list; `unique` when equal items are refused."""

    __slots__ = ("rule", "unique")

    def __init__(self, rule: Rule, unique: bool = False) -> None:
        self.rule = rule
        self.unique = unique


'''
_VERSIONS_HEAD = '''"""Since which Docker Compose keys exist; generated from schemas/compose.yaml by `make generate`."""

from __future__ import annotations

'''
_FORMS = {"text": "str", "int": "int", "float": "float", "bool": "bool", "date": "Date", "null": "Null"}
_MAPPINGS = ("map", "filled", "names", "some", "hosted", "options", "limits", "paired", "arguments")


class _Table:
    """The module as it grows: each rule and each object once, before what uses it."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        self._objects: set[str] = set()
        self._rules: dict[str, str] = {}
        self.lines: list[str] = []

    def object(self, name: str) -> str:
        """The Python name of an object's Keys."""
        if name not in self._objects:
            self._objects.add(name)
            facts = self._schema["objects"][name]
            rows = []
            for key, known in sorted(keys_of(self._schema, name).items()):
                rows.append(f'"{key}": {self.rule(known["type"], tuple(known.get("values", ())))}')
            options = [
                f"{option}={facts[option]!r}" for option in ("missing", "extensions", "loose") if option in facts
            ]
            options += [f"{option}={tuple(facts[option])!r}" for option in ("required", "exclusive") if option in facts]
            self.lines.append(f'{_constant(name)} = Keys("{name}", {{{", ".join(rows)}}}, {", ".join(options)})')
        return _constant(name)

    def rule(self, written: str, values: tuple[str, ...] = ()) -> str:
        """The Python name of the rule of a type."""
        key = " ".join((written, *values))
        if key not in self._rules:
            found: dict[str, str] = {}
            words: list[str] = []
            for alternative in _alternatives(self._schema["types"].get(written, written)):
                self._add(found, words, alternative)
            if values:
                found["str"] = repr(values)
            rows = [f"{form}: {step}" for form, step in found.items()]
            rows.append(f'"": "{_joined(words)}"')
            name = f"R{len(self._rules)}"
            self.lines.append(f"{name}: Rule = {{{', '.join(rows)}}}  # {written}")
            self._rules[key] = name
        return self._rules[key]

    def _add(self, found: dict[str, str], words: list[str], written: str) -> None:
        """Add one alternative of a type."""
        outer, _, inner = written.partition("(")
        if inner:
            below = self.rule(inner.removesuffix(")"))
            if outer in ("list", "set"):
                found["Sequence"] = f"Items({below}, True)" if outer == "set" else f"Items({below})"
                words.append("a list")
            elif outer in _MAPPINGS:
                found["Mapping"] = f'Names("{outer}", {below})'
                words.append("a mapping")
            else:
                raise ValueError(f"no such type: {written}")
        elif written == "any":
            found |= dict.fromkeys((*_FORMS.values(), "Mapping", "Sequence"), "None")
        elif written in self._schema["values"]:
            facts = self._schema["values"][written]
            for form, check in facts.items():
                if form != "expected":
                    found[_FORMS[form]] = "None" if check == "any" else self._check(check)
            if written != "nothing":
                words.append(facts["expected"])
        elif written in self._schema["objects"]:
            found["Mapping"] = self.object(written)
            words.append("a mapping")
        else:
            raise ValueError(f"no such type: {written}")

    def _check(self, name: str) -> str:
        if name not in self._schema["checks"] and not re.fullmatch(r"-?\d+\.\.(\d+)?", name):
            raise ValueError(f"no such check: {name}")
        return f'"{name}"'


def keys_of(schema: Mapping[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    """The keys of an object with their facts, those that it shares with another one included."""
    facts = schema["objects"][kind]
    keys = {key: {"type": fact} if isinstance(fact, str) else fact for key, fact in facts["keys"].items()}
    newer = facts.get("newer")
    if newer:
        shared = keys_of(schema, newer["like"])
        for key in newer["keys"].split():
            later = {"since": newer["since"], "after": newer["after"]}
            keys[key] = {**shared[key], **later} if "after" not in shared[key] else shared[key]
    return keys


def generate_vocabulary(schema: Mapping[str, Any]) -> str:
    """The text of vocabulary_table.py."""
    table = _Table(schema)
    table.object("project")
    unused = [name for name in schema["objects"] if name not in table._objects]
    if unused:
        raise ValueError(f"objects that nothing uses: {', '.join(unused)}")
    lines = [_HEAD + "CHECKS: dict[str, tuple[str, str, bool]] = {"]
    for name, facts in schema["checks"].items():
        code = facts.get("code", "compose-wrong-type")
        lines.append(f'    "{name}": ("{code}", "{facts["expected"]}", {facts.get("early", False)}),')
    lines += [
        "}",
        '"""The defect of a value that fails a check, what it has to be, and whether each file has to pass it."""',
        "",
        *table.lines,
    ]
    return "\n".join(lines) + "\n"


def generate_versions(schema: Mapping[str, Any]) -> str:
    """The text of versions_table.py."""
    keys: list[str] = []
    values: list[str] = []
    for kind in schema["objects"]:
        for key, fact in keys_of(schema, kind).items():
            if "since" in fact:
                keys.append(f'    ("{kind}", "{key}"): "{fact["since"]}",')
            for value, since in fact.get("later", {}).items():
                values.append(f'    ("{kind}", "{key}", "{value}"): "{since}",')
    return "\n".join(
        [
            _VERSIONS_HEAD + "KEYS: dict[tuple[str, str], str] = {",
            *keys,
            "}",
            '"""By the kind of mapping and the key in it."""',
            "",
            "VALUES: dict[tuple[str, str, str], str] = {",
            *values,
            "}",
            '"""By the kind of mapping, the key and the text."""',
            "",
        ]
    )


def _alternatives(written: str) -> list[str]:
    """The parts of a type between the bars that stand outside of parentheses."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(written):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            found.append(written[start:at].strip())
            start = at + 1
    return [*found, written[start:].strip()]


def _joined(words: list[str]) -> str:
    """The words of a rule: `a text, a list or a mapping`."""
    once = list(dict.fromkeys(words))
    return once[0] if len(once) == 1 else f"{', '.join(once[:-1])} or {once[-1]}" if once else "anything"


def _constant(name: str) -> str:
    return name.replace("-", "_").upper()
