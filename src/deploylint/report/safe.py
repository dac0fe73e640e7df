"""What may be printed: control characters become visible, secrets become dots.

The repository under review may be hostile: a name or a value could hold an escape sequence that rewrites the terminal,
or direction marks that reorder what a person reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from deploylint.findings import Report
from deploylint.model.credentials import MASK, secret_spans
from deploylint.report.redaction import key_spans, printed_spans

__all__ = ["MASK", "holds_secret", "line_masks", "masked", "merged", "printed_spans", "visible", "words"]

# C0, DEL and C1; the soft hyphen; zero-width and direction marks; line separators; tags; lone surrogates.
_UNSAFE = (
    "[\\x00-\\x1f\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ud800-\\udfff"
    "\\ufff9-\\ufffb\\U000e0000-\\U000e007f]"
)


# A line of a key that was taken for a name: letters of both cases and a digit.  A digest has lower case alone.
_MATERIAL = re.compile(
    r"\b(?=[A-Z0-9+/]{0,39}[a-z])(?=[a-z0-9+/]{0,39}[A-Z])(?=[A-Za-z+/]{0,39}\d)[A-Za-z0-9+/]{40,}={0,2}"
)


def visible(text: str) -> str:
    """The text with every control, direction and invisible character written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE, _escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def words(text: str) -> str:
    """A message, note or title: tokens and key material masked, control characters visible, on one line."""
    spans = [*secret_spans(text), *(match.span() for match in _MATERIAL.finditer(text))]
    return visible(masked(text, spans).replace("\n", " "))


def masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with each span replaced by the mask; spans that overlap are one."""
    pieces: list[str] = []
    done = 0
    for start, end in merged(spans):
        pieces += text[done:start], MASK
        done = end
    return "".join(pieces) + text[done:]


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, overlapping and touching ones joined, empty ones left out."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def line_masks(report: Report, path: str, line: str, start: int) -> list[tuple[int, int]]:
    """Offsets within a line (which begins at `start` of its file) that must not be printed."""
    end = start + len(line)
    known = [(low - start, high - start) for low, high in report.masks.get(path, ()) if low < end and high > start]
    source = report.sources.get(path)
    if source is not None:
        known += [(low - start, high - start) for low, high in key_spans(source.text) if low < end and high > start]
    return merged((max(low, 0), min(high, len(line))) for low, high in (*known, *printed_spans(line)))


def holds_secret(report: Report, path: str, text: str, source: str) -> bool:
    """Does a replacement text repeat a secret of the file, or hold a token of its own?"""
    if printed_spans(text):
        return True
    return any(source[low:high] and source[low:high] in text for low, high in report.masks.get(path, ()))
