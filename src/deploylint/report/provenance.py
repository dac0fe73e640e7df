"""Where each deployed scalar comes from: a row for each, with its steps as data and as one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from deploylint.model.credentials import is_placeholder, looks_secret, names_secret, secret_spans
from deploylint.model.resolved import Mapping, Scalar, Sequence, Value
from deploylint.report.deployed import HOLE
from deploylint.report.safe import MASK, masked, visible
from deploylint.report.telling import Step, Telling

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_LONGEST = 60


class Row(NamedTuple):
    """A deployed scalar: its path, its value as it is shown, and its steps, that where it is written first.

    `sentence` tells the steps from the value's source to where it is deployed.  `plain`: it simply stands in the
    project's first file.
    """

    path: str
    value: str
    steps: tuple[Step, ...]
    sentence: str
    plain: bool


def provenance(model: Mapping, shown: object = None, *, reveal: bool = False) -> tuple[Row, ...]:
    """A row for each scalar of a resolved document or canonical model, in its order.

    `shown` is the model as plain data, its secrets masked (report.deployed), from which keys and values are taken.
    Without it each value is masked by its key and its shape alone; with `reveal` nothing is.
    """
    scalars = list(_scalars(model, shown, "", ""))
    included = {each.scalar.source.path for each in scalars if any(hop.how == "include" for hop in each.scalar.via)}
    first = next((source.path for source, _ in model.layers if source.path not in included), "")
    return tuple([_row(each, first, reveal=reveal) for each in scalars])


def lines(rows: Iterable[Row], *, everything: bool = False) -> str:
    """A line for each value that did not simply stand in the project's first file: `path: sentence`.

    What stands there is left out: a reader sees it in that file, and the few lines that say something would drown.
    `everything` prints those as well.
    """
    return "".join([f"{row.path}: {row.sentence}\n" for row in rows if everything or not row.plain])


def as_data(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows as plain values, as schemas/show.schema.json describes them."""
    return [
        {
            "path": row.path,
            "value": row.value,
            "text": row.sentence,
            "steps": [step._asdict() for step in row.steps],
        }
        for row in rows
    ]


class _Found(NamedTuple):
    """A scalar, its path, the nearest key above it, and the plain data that is shown for it (None: not given)."""

    scalar: Scalar
    path: str
    key: str
    shown: object


def _scalars(value: Value, shown: object, path: str, key: str) -> Iterator[_Found]:
    """Each scalar below a value, in order; the plain data has the same shape."""
    if isinstance(value, Scalar):
        yield _Found(value, path, key, shown)
    elif isinstance(value, Sequence):
        items = shown if isinstance(shown, list) and len(shown) == len(value.items) else [None] * len(value.items)
        for number, (item, plain) in enumerate(zip(value.items, items, strict=True)):
            yield from _scalars(item, plain, f"{path}[{number}]", key)
    else:
        same = isinstance(shown, dict) and len(shown) == len(value.entries)
        rows = shown.items() if isinstance(shown, dict) and same else ((name, None) for name in value.entries)
        for entry, (name, plain) in zip(value.entries.values(), rows, strict=True):
            yield from _scalars(entry.value, plain, _joined(path, name), name)


def _joined(path: str, name: str) -> str:
    """A path with one more key; a key that holds more than letters, digits, `_` and `-` stands in quotes."""
    if not _PLAIN_KEY.fullmatch(name):
        shown = visible(name).replace("\\", "\\\\").replace('"', '\\"')
        return f'{path}["{shown}"]'
    return f"{path}.{name}" if path else name


def _row(found: _Found, first: str, *, reveal: bool) -> Row:
    """The row of one scalar."""
    scalar, path = found.scalar, found.path
    value = _shown(found, reveal=reveal)
    if _implied(scalar):
        implied = Step("implied", "", 0, 0, "by default")
        return Row(path, value, (implied,), f"{value} by default", plain=True)
    user = path.split(".")[1] if path.startswith("services.") else ""
    hidden = not reveal and (MASK in value or names_secret(found.key))
    told = Telling(scalar, user, hidden=hidden, reveal=reveal)
    plain = scalar.source.path == first and all(hop.how == "cast" for hop in scalar.via)
    return Row(path, value, told.steps, f"{value} {told.sentence()}", plain)


def _implied(scalar: Scalar) -> bool:
    """Is a value written nowhere?  What Compose adds stands nowhere, or where the collection does that lacks it."""
    node = scalar.node
    stands_for_many = not node.style and not node.value and node.end > node.content
    return not scalar.source.path or (stands_for_many and scalar.known)


def _shown(found: _Found, *, reveal: bool) -> str:
    """The value on one line, cut to a bearable length; what looks secret is masked, what is unknown stays `${…}`."""
    key, scalar = found.key, found.scalar
    text = _text(scalar)
    if isinstance(found.shown, str):
        text = found.shown.replace(HOLE, "$")
    elif found.shown is None and not reveal:
        if isinstance(getattr(scalar, "value", text), str) and looks_secret(key, text) and not is_placeholder(text):
            return MASK
        name, equals, _ = text.partition("=")
        text = f"{name}={MASK}" if equals and names_secret(name) else masked(text, secret_spans(text))
    text = visible(text.replace("\n", "\\n"))
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    return text if text and text == text.strip() else f'"{text}"'


def _text(scalar: Scalar) -> str:
    """The deployed value, or what is known of it."""
    if not scalar.known:
        return "".join(piece if isinstance(piece, str) else "${" + piece.name + "}" for piece in scalar.pieces) or "?"
    value = scalar.value
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)
