"""Bytes to text, strictly: UTF-8 with or without a byte order mark, UTF-16 with one, or the place of what is
neither.
"""

from __future__ import annotations

import codecs

from deploylint.source.defects import Defect
from deploylint.source.files import Unreadable
from deploylint.source.span import Span
from deploylint.source.text import Source

LARGEST = 4 << 20
"""Bytes of one file; the largest Compose file that we know has 150 KB."""


def decode(path: str, data: bytes) -> Source | Unreadable:
    """The source of a file's bytes; Unreadable with the place of the first byte that is no text."""
    if len(data) > LARGEST:
        return limit_exceeded(path, len(data))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(path, data, "utf-16", bom=True)
    if data.startswith(codecs.BOM_UTF8):
        return _decoded(path, data[3:], "utf-8", bom=True)
    return _decoded(path, data, "utf-8", bom=False)


def limit_exceeded(path: str, size: int) -> Unreadable:
    """What stands for a file that is too large to be read; for callers that know its size before they open it."""
    source = Source(path, "")
    found, expected = f"a file of {size:,} bytes", f"at most {LARGEST:,} bytes"
    return Unreadable(source, Defect("input-limit-exceeded", Span(source, 0, 0), "", found, expected))


def _decoded(path: str, data: bytes, encoding: str, *, bom: bool) -> Source | Unreadable:
    """The source, when the bytes are text without NUL."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        # The text up to the bad byte, so that the defect has a line and a column, and a sign where it stands.
        before = data[: error.start].decode(encoding, "ignore")
        source = Source(path, before + "\ufffd", bom=bom, encoding=encoding)
        found = f"the byte 0x{data[error.start]:02x}"
        return Unreadable(source, _not_text(source, len(before), found))
    source = Source(path, text, bom=bom, encoding=encoding)
    place = text.find("\0")
    if place >= 0:
        return Unreadable(source, _not_text(source, place, "a NUL character"))
    return source


def _not_text(source: Source, place: int, found: str) -> Defect:
    expected = "text in UTF-8" if source.encoding == "utf-8" else "text in UTF-16"
    return Defect("file-not-text", Span(source, place, place + 1), "", found, expected)
