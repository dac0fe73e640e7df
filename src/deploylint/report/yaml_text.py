"""Plain data as YAML text, byte for byte as `docker compose config` prints it."""

from __future__ import annotations

import math
import re

from deploylint.model.compose.parts import deployed_text
from deploylint.model.resolved import Date
from deploylint.syntax.yaml_scalars import plain

_INDENT = "  "
_LONGEST_KEY = 128
"""Bytes of a key that stands before its colon on one line."""

_AT_SIGHT = re.compile(r"[/A-Za-z][A-Za-z0-9_./@=-]*(?::[A-Za-z0-9_./@=-]+)*", re.ASCII)
"""Texts that stand plain unless they are a word."""
_WORDS = frozenset(
    ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF", "<<")
)
"""Texts that YAML 1.1 reads as booleans, and the merge key; quoted although YAML 1.2 reads them as text."""
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", re.ASCII)

_BREAKS = "\n\r\u0085\u2028\u2029"
_BREAK = re.compile(f"[{_BREAKS}]")
_SPACE_THEN_BREAK = re.compile(f" [{_BREAKS}]")
_BREAK_THEN_SPACE = re.compile(f"[{_BREAKS}] ")
_NEW_LINE = re.compile(f"(?<=[{_BREAKS}])(?=[^{_BREAKS}])")
_ENDED = "\0"
"""Stands behind a block that ends its last line itself; never printed, as go-yaml escapes it."""
_UNPRINTED = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\ud800-\udfff]|\ufeff|[\ufffe-\U0010ffff]"
"""What go-yaml never writes as it is, but for the tab; one class for all of it takes five times as long to compile."""
_SPECIAL = re.compile(_UNPRINTED)
_ESCAPED = re.compile(rf'\t|{_UNPRINTED}|["\\{_BREAKS}]')
_FORBIDDEN_FIRST = re.compile(r"[#,\[\]{}&*!|>'\"%@` ]|[?-](?:[ \t]|\Z)|---|\.\.\.")
_FORBIDDEN = re.compile(rf":(?:[ \t]|\Z)|[ \t{_BREAKS}]#|\t| \Z|[{_BREAKS}]|{_UNPRINTED}")
"""What keeps a text from standing plain: at its start, and anywhere."""

_ESCAPES = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e", '"': '"',
    "\\": "\\", "\u0085": "N", "\u00a0": "_", "\u2028": "L", "\u2029": "P",
}  # fmt: skip


def emit(value: object) -> str:
    """The text of one document, as go.yaml.in/yaml/v4 rc.4 marshals it for compose-go (types/project.go, MarshalYAML).

    Mappings keep their order; what is neither a collection nor a scalar is written as its `str`.
    """
    writer = _Writer()
    if isinstance(value, dict) and value:
        writer.mapping(value, "", "")
    elif isinstance(value, list) and value:
        writer.sequence(value, "", "")
    else:
        return writer.inline(value, _INDENT) + "\n"
    return "".join(writer.out).replace(f"{_ENDED}\n", "")


class _Writer:
    """Gathers the lines of one document; a text that occurs again is looked up."""

    __slots__ = ("_known", "out")

    def __init__(self) -> None:
        self.out: list[str] = []
        self._known: dict[object, str] = {}

    def mapping(self, value: dict[object, object], indent: str, lead: str) -> None:
        """The lines of a mapping; `lead` stands before its first key, in place of the indentation."""
        out, known, inner = self.out, self._known, indent + _INDENT
        for name, item in value.items():
            key = known.get(name) or self._key(name, inner)
            if key is None:
                self._long_key(name, item, indent, lead)
            elif item.__class__ is str:
                out.append(f"{lead}{key}: {known.get(item) or self._text(item, inner)}\n")
            elif item.__class__ is dict and item:
                out.append(f"{lead}{key}:\n")
                self.mapping(item, inner, inner)
            elif item.__class__ is list and item:
                out.append(f"{lead}{key}:\n")
                self.sequence(item, inner, inner)
            else:
                out.append(f"{lead}{key}: {self.inline(item, inner)}\n")
            lead = indent

    def sequence(self, value: list[object], indent: str, lead: str) -> None:
        """The lines of a sequence; `lead` as for a mapping."""
        for item in value:
            self._item(item, indent + _INDENT, lead + "- ")
            lead = indent

    def _item(self, item: object, inner: str, lead: str) -> None:
        """A value behind an indicator; a collection begins on the same line."""
        if isinstance(item, dict) and item:
            self.mapping(item, inner, lead)
        elif isinstance(item, list) and item:
            self.sequence(item, inner, lead)
        else:
            self.out.append(f"{lead}{self.inline(item, inner)}\n")

    def _long_key(self, name: object, item: object, indent: str, lead: str) -> None:
        """An entry whose key is long or spans lines."""
        inner = indent + _INDENT
        self.out.append(f"{lead}? {self._text(str(name), inner)}\n")
        self._item(item, inner, indent + ": ")

    def _key(self, name: object, inner: str) -> str | None:
        """A key that stands before its colon; None for a long one."""
        text = name if isinstance(name, str) else str(name)
        if _BREAK.search(text) or len(text.encode(errors="surrogatepass")) > _LONGEST_KEY:
            return None
        return self._text(text, inner)

    def inline(self, value: object, indent: str) -> str:
        """A scalar or an empty collection; `indent` is that of further lines."""
        if value is None:
            return "null"
        if isinstance(value, (dict, list)):
            return "{}" if isinstance(value, dict) else "[]"
        if isinstance(value, float) and not math.isfinite(value):
            return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
        if isinstance(value, (bool, int, float)):
            return deployed_text(value)
        if isinstance(value, Date):
            return _moment(value)
        text = str(value)
        return self._known.get(text) or self._text(text, indent)

    def _text(self, text: str, indent: str) -> str:
        """A text in the style that go-yaml chooses for it (internal/libyaml: stringv, analyzeScalar)."""
        if _BREAK.search(text):
            return _broken(text, indent)
        found = self._known[text] = _one_line(text)
        return found


def _moment(date: Date) -> str:
    """A date or time as RFC 3339 writes it (Go's RFC3339Nano)."""
    day, time, offset, _ = date.split(" ")
    return f"{day}T{time}{'Z' if offset == '+0000' else f'{offset[:3]}:{offset[3:]}'}"


def _one_line(text: str) -> str:
    """A text without line breaks."""
    if not isinstance(plain(text), str) or text in _WORDS or _BASE_60.fullmatch(text):
        return _double_quoted(text)
    if _AT_SIGHT.fullmatch(text) or not (_FORBIDDEN_FIRST.match(text) or _FORBIDDEN.search(text)):
        return text
    if "\t" in text or _SPECIAL.search(text):
        return _double_quoted(text)
    return "'" + text.replace("'", "''") + "'"


def _broken(text: str, indent: str) -> str:
    """A text with line breaks; a block scalar that ends in a line feed comes without it."""
    if _SPECIAL.search(text) or _SPACE_THEN_BREAK.search(text):
        return _double_quoted(text)
    if "\n" not in text:
        if "\t" in text or _BREAK_THEN_SPACE.search(text):
            return _double_quoted(text)
        return "'" + _NEW_LINE.sub(indent, text.replace("'", "''")) + "'"
    if text[-1] == " " or text.isspace():
        return _double_quoted(text)
    hint = "2" if text[0] == " " else ""
    if text[-1] not in _BREAKS:
        hint += "-"
    elif text[-2] in _BREAKS:
        hint += "+"
    ended = _ENDED if text[-1] in _BREAKS and text[-1] != "\n" else ""
    body = text.removesuffix("\n")
    return f"|{hint}\n{_NEW_LINE.sub(indent, body if text[0] in _BREAKS else indent + body)}{ended}"


def _double_quoted(text: str) -> str:
    """A text in double quotes; with a byte order mark at its start go-yaml escapes every character."""
    if text[:1] == "\ufeff":
        return '"' + "".join([_escape(character) for character in text]) + '"'
    return '"' + _ESCAPED.sub(lambda found: _escape(found[0]), text) + '"'


def _escape(character: str) -> str:
    """One character as an escape sequence."""
    short = _ESCAPES.get(character)
    if short is not None:
        return "\\" + short
    code = ord(character)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
