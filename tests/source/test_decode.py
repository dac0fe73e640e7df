"""Bytes to text."""

from __future__ import annotations

import pytest

from deploylint.source.decode import LARGEST, decode
from deploylint.source.files import Unreadable
from deploylint.source.text import Source


@pytest.mark.parametrize(
    ("data", "text", "bom", "encoding"),
    [
        (b"", "", False, "utf-8"),
        ("a: ä€😀\r\n".encode(), "a: ä€😀\r\n", False, "utf-8"),
        (b"\xef\xbb\xbfa: b\n", "a: b\n", True, "utf-8"),
        ("a: ä😀".encode("utf-16"), "a: ä😀", True, "utf-16"),
        (b"\xfe\xff" + "a: ä".encode("utf-16-be"), "a: ä", True, "utf-16"),
    ],
)
def test_text(data: bytes, text: str, bom: bool, encoding: str) -> None:
    source = decode("f", data)
    assert isinstance(source, Source)
    assert (source.text, source.bom, source.encoding) == (text, bom, encoding)
    assert source.editable == (encoding == "utf-8")
    if source.editable:
        assert source.encode(source.text) == data


@pytest.mark.parametrize(
    ("data", "position", "found"),
    [
        (b"a: b\nc: \xff\n", (2, 4), "the byte 0xff"),
        (b"\x89PNG\r\n", (1, 1), "the byte 0x89"),
        (b"\xef\xbb\xbfa\xc3", (1, 2), "the byte 0xc3"),
        ("ä: b\n".encode("latin-1"), (1, 1), "the byte 0xe4"),
        (b"\xed\xa0\x80", (1, 1), "the byte 0xed"),
        (b"a\nb\0c", (2, 2), "a NUL character"),
        (b"\xff\xfea", (1, 1), "the byte 0x61"),
    ],
)
def test_what_is_no_text_has_a_place(data: bytes, position: tuple[int, int], found: str) -> None:
    unreadable = decode("f", data)
    assert isinstance(unreadable, Unreadable)
    span = unreadable.defect.span
    assert unreadable.defect.code == "file-not-text"
    assert unreadable.defect.found == found
    assert span.source.position(span.start) == position
    assert len(span.text) == 1


def test_a_huge_file_is_not_read() -> None:
    unreadable = decode("f", b"a" * (LARGEST + 1))
    assert isinstance(unreadable, Unreadable)
    assert unreadable.defect.code == "input-limit-exceeded"
    assert isinstance(decode("f", b"a" * LARGEST), Source)
