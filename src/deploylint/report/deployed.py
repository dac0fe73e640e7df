"""A resolved document as plain data for printing: secrets masked, what is not known as its `${NAME}`.

A mask too many costs little here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from deploylint.model.credentials import MASK, hides_secret, names_secret, secret_spans
from deploylint.model.placeholders import is_placeholder, is_weak
from deploylint.model.resolved import Mapping as ResolvedMapping
from deploylint.model.resolved import Scalar, Value
from deploylint.model.tokens import RUN
from deploylint.report.redaction import HINTS, printed_spans
from deploylint.report.safe import masked
from deploylint.source.text import Source

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_VARIABLE = frozenset(("variable", "process", "env-file"))
_ARGUED = frozenset(("variable", "default"))
_ARGUMENT = r"(?s)\$\{(?P<name>[A-Za-z_]\w*):?[-+](?P<text>.*)\}"
_REFERENCES = r"\$(?:[A-Za-z_]|\{)"
_ONE_REFERENCE = r"\$\{[^{}]*\}|\$\w+"
_MYSQL = r"(?:.*/)?(?:mysql|mariadb)[\w-]*"
_PLACE = ("/", "./", "../", "~")
_LONG = 8
"""A secret of so many characters is looked for everywhere; shorter ones are parts of other words."""

_SHORTEST = 4
"""A shorter text has no shape that betrays it."""

_BETWEEN = '\n"\n'
"""Stands between texts that are looked through together: no name reaches over it to a value."""

_TOKEN = 16
"""No key of fewer characters is a token."""

HOLE = "\ue000"
"""Stands for the `$` of a variable whose value is not known: other `$` are part of a value."""


class Known(NamedTuple):
    """What is known of secrets: their offsets by path, the files, and the values of variables by name."""

    masks: Mapping[str, Iterable[tuple[int, int]]]
    sources: Mapping[str, Source]
    variables: Mapping[str, str]


class Deployed(NamedTuple):
    """Plain data, and the names of variables whose values are not known; `open` when there may be more than is here."""

    value: object
    unknown: tuple[str, ...]
    open: bool


def deployed(root: ResolvedMapping, known: Known | None) -> Deployed:
    """The document for printing; without `known`, secrets are shown."""
    secrets = None if known is None else _Secrets(known)
    walk = _Walk(secrets)
    value: object = walk.mapping(root)
    if secrets is not None:
        value = _elsewhere(secrets.shaped(value), secrets)
    return Deployed(value, tuple(walk.unknown), walk.open)


def with_names(value: object) -> object:
    """The data with `${NAME}` for what is not known, where no other `$` can be taken for one."""
    return _replaced(value, lambda text: text.replace(HOLE, "$"))


class _Walk:
    """One way through a document."""

    __slots__ = ("_secrets", "open", "unknown")

    def __init__(self, secrets: _Secrets | None) -> None:
        self._secrets = secrets
        self.unknown: dict[str, None] = {}
        self.open = False

    def mapping(self, mapping: ResolvedMapping) -> dict[str, object]:
        self.open = self.open or mapping.open
        found: dict[str, object] = {}
        for name, entry in mapping.entries.items():
            value = self.value(entry.value, name)
            if self._secrets is not None and len(name) >= _TOKEN:
                name = self._secrets.name(name, found)  # noqa: PLW2901
            found[name] = value
        return found

    def value(self, value: Value, name: str) -> object:
        if isinstance(value, Scalar):
            return self.scalar(value, name)
        if isinstance(value, ResolvedMapping):
            return self.mapping(value)
        self.open = self.open or value.open
        items: list[object] = []
        before = ""
        glued = False
        for item in value.items:
            if glued and self._secrets is not None and _text(item).startswith("-p"):
                items.append(f"-p{MASK}" if len(_text(item)) > 2 else "-p")
            else:
                items.append(self.value(item, before or name))
            before = _option(item)
            glued = glued or re.fullmatch(_MYSQL, _text(item)) is not None
        return items

    def scalar(self, value: Scalar, name: str) -> object:
        if not value.known:
            return self.holes(value, name)
        plain = value.value
        if self._secrets is None or plain is None or isinstance(plain, bool) or plain == "":
            return plain
        if not isinstance(plain, str):
            return MASK if self._secrets.under(name) and hides_secret(name, str(plain)) else plain
        return self._secrets.text(plain, name, value)

    def holes(self, value: Scalar, name: str) -> str:
        """The known parts, and `${NAME}` for the others."""
        parts: list[str] = []
        for piece in value.pieces:
            if isinstance(piece, str):
                parts.append(self._secrets.text(piece, name, value) if self._secrets is not None and piece else piece)
            else:
                self.unknown[piece.name] = None
                parts.append(f"{HOLE}{{{piece.name}}}")
        self.open = self.open or not parts
        return "".join(parts) or "…"


def _option(item: Value) -> str:
    """The name of an option whose value is the next item of a list, `--password`; empty for anything else."""
    text = _text(item)
    if text.startswith("-") and "=" not in text and names_secret(text.lstrip("-")):
        return text.lstrip("-")
    return ""


def _text(item: Value) -> str:
    """A known text; empty for anything else."""
    text = item.value if isinstance(item, Scalar) and item.known else None
    return text if isinstance(text, str) else ""


def suspects(texts: Sequence[str]) -> frozenset[str]:
    """Those of the texts that hold something of the shape of a secret, and perhaps their neighbours.

    Looking through all of them at once is much faster.
    """
    small = _BETWEEN.join(texts).lower()
    if not any(hint in small for hint in HINTS):
        texts = [text for text in texts if "@" in text or RUN.search(text)]
    spans = printed_spans(_BETWEEN.join(texts))
    if not spans:
        return frozenset()
    starts = [0, *accumulate(len(text) + len(_BETWEEN) for text in texts)]
    near: set[str] = set()
    for start, end in spans:
        near.update(texts[bisect_right(starts, start) - 1 : bisect_left(starts, end)])
    return frozenset(near)


class _Secrets:
    """Masks texts by the key they stand under, by their shape, and by where they are written or come from."""

    __slots__ = ("_names", "_spans", "_texts", "known")

    def __init__(self, known: Known) -> None:
        self.known = known
        self._texts: set[str] = set()
        self._spans = {path: list(spans) for path, spans in known.masks.items() if spans}
        self._names: dict[str, bool] = {}

    def under(self, name: str) -> bool:
        """Does a key of this name hold a secret?"""
        secret = self._names.get(name)
        if secret is None:
            secret = self._names[name] = names_secret(name)
        return secret

    def text(self, text: str, name: str, scalar: Scalar) -> str:
        """The text of a scalar, which stands under a key of this name, without its secrets."""
        if self.under(name) and hides_secret(name, text):
            return MASK
        if scalar.via or self._spans:
            shown = text
            for part in self._parts(scalar, text):
                if part in text:
                    shown = shown.replace(part, MASK)
                elif text == scalar.node.value and MASK not in shown:  # It is written with escapes.
                    return MASK
            if shown != text:
                return masked(shown, printed_spans(shown))
        self._texts.add(text)
        return text

    def shaped(self, value: object) -> object:
        """The data without what has the shape of a secret."""
        near = suspects([text for text in self._texts if len(text) >= _SHORTEST])
        shown = {text: masked(text, printed_spans(text)) for text in near}
        shown = {text: other for text, other in shown.items() if text != other}
        return _replaced(value, lambda text: shown.get(text, text)) if shown else value

    def name(self, name: str, taken: Mapping[str, object]) -> str:
        """A key without the tokens in it; no two are the same."""
        shown = masked(name, secret_spans(name))
        number = 2
        while shown != name and shown in taken:
            shown = f"{masked(name, secret_spans(name))}~{number}"
            number += 1
        return shown

    def _parts(self, scalar: Scalar, shown: str) -> Iterable[str]:
        """Secrets where the scalar is written, and values of the variables in it, or what stands for them, that are or
        hold secrets; the `shown` text itself when it is not known which part of it that is.
        """
        text, start, end = scalar.source.text, scalar.node.content, scalar.node.end
        for low, high in self._spans.get(scalar.source.path, ()):
            if low < end and high > start:
                yield _bare(text[low:high])
        if scalar.pieces:
            written = text[start:end]
            yield from (_bare(written[low:high]) for low, high in printed_spans(written))
        for hop in scalar.via:
            if hop.how in _VARIABLE:
                for name in _NAME.findall(hop.span.text):
                    value = self.known.variables.get(name)
                    if value and hides_secret(name, value):
                        yield value
            if hop.how in _ARGUED and "{" in hop.span.text:
                yield from _argument(hop.span.text, shown)


def _argument(reference: str, shown: str) -> Iterable[str]:
    """What stands in a reference for the value of a secret variable: `s3cret` of `${PASSWORD:-s3cret}`."""
    match = re.fullmatch(_ARGUMENT, reference)
    if match is None or not hides_secret(match["name"], match["text"]):
        return
    text = match["text"].replace("$$", "\0")
    if re.search(_REFERENCES, text) is None:
        text = text.replace("\0", "$")
        yield text if text in shown else shown
    elif re.fullmatch(_ONE_REFERENCE, text) is None:
        yield shown


def _bare(text: str) -> str:
    """A written text without the quotes around it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _elsewhere(value: object, secrets: _Secrets) -> object:
    """The data without the known secrets that stand in it a second time, where nothing else betrays them."""
    known = secrets.known
    texts = {_bare(known.sources[path].text[a:b]) for path, spans in known.masks.items() for a, b in spans}
    texts |= {
        text for name, text in known.variables.items() if hides_secret(name, text) and not text.startswith(_PLACE)
    }
    texts = {text for text in texts if len(text) >= _LONG and not is_placeholder(text) and not is_weak(text)}
    if not texts:
        return value
    everything = "\0".join(_texts(value))
    found = sorted((text for text in texts if text in everything), key=len, reverse=True)
    if not found:
        return value
    pattern = re.compile("|".join(map(re.escape, found)))
    return _replaced(value, lambda text: pattern.sub(MASK, text))


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _replaced(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _replaced(item, change) for name, item in value.items()}
    return [_replaced(item, change) for item in value] if isinstance(value, list) else value
