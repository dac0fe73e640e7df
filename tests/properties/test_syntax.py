"""Whatever the text: no exception, nothing lost, and every place inside the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deploylint.source.decode import decode
from deploylint.source.edit import Edit, apply_edits
from deploylint.source.text import Source
from deploylint.syntax import dotenv, interpolation

ENV_TEXTS = st.text("AB=: #'\"\\${}:-?+\n\r\t;ä\x85\u2028export0[].!,") | st.text()
DOLLARS = st.text("$${}}:-?+AB_1 \n\"'é") | st.text()


@given(ENV_TEXTS)
def test_env_files(text: str) -> None:
    source = Source(".env", text)
    tree = dotenv.parse(source)
    assert "".join(text[s.start : s.end] for s in tree.statements) == text
    for statement in tree.statements:
        assert statement.start <= statement.key_start <= statement.key_end <= statement.end
        assert (
            statement.key_end
            <= statement.value_start
            <= statement.value_end
            <= statement.comment_start
            <= statement.end
        )
        places = dotenv.places(source, statement)
        assert len(places) == len(statement.text) + 1
        assert list(places) == sorted(places)
        assert all(statement.start <= place <= statement.end for place in places)
        if not statement.quote and statement.kind == "assignment":
            assert text[statement.value_start : statement.value_end] == statement.text
    for defect in tree.defects:
        assert 0 <= defect.span.start < defect.span.end <= len(text)


@given(DOLLARS)
def test_interpolation(text: str) -> None:
    pieces = interpolation.parse(text)
    _covers(text, pieces, 0, len(text))
    try:
        value = interpolation.expand(pieces, {"A": "x", "B": ""}.get)
    except (interpolation.RequiredError, interpolation.InvalidTemplateError):
        assert "${" in text
    else:
        assert "$" in text or value == text


def _covers(text: str, pieces: tuple[interpolation.Piece, ...], start: int, end: int) -> None:
    for piece in pieces:
        assert piece.start == start
        assert piece.end > start
        start = piece.end
        if isinstance(piece, interpolation.Text):
            assert piece.value == text[piece.start : piece.end] or text[piece.start : piece.end] == "$$"
        elif isinstance(piece, interpolation.Reference) and piece.argument is not None:
            _covers(text, piece.argument, piece.start + 2 + len(piece.name) + len(piece.operator), piece.end - 1)
    assert start == end


@given(st.binary())
def test_decoding(data: bytes) -> None:
    found = decode("f", data)
    if isinstance(found, Source):
        if found.editable:
            assert found.encode(found.text) == data
    else:
        assert len(found.defect.span.text) == 1


@given(st.text("ab\r\n\x85\u2028"), st.data())
def test_positions(text: str, data: st.DataObject) -> None:
    source = Source("f", text)
    offset = data.draw(st.integers(0, len(text)))
    line, column = source.position(offset)
    assert source.line_starts[line - 1] + column - 1 == offset
    start, end = source.line_bounds(line)
    assert not set(text[start:end]) & {"\r", "\n"}


@given(st.text(), st.data())
def test_edits(text: str, data: st.DataObject) -> None:
    offsets = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edits = [Edit("f", start, end, "<>") for start, end in zip(offsets[::2], offsets[1::2], strict=False)]
    distinct = set(edits)
    assert len(apply_edits(text, edits)) == len(text) + sum(2 - (edit.end - edit.start) for edit in distinct)
