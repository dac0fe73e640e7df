"""Scalars and lists of scalars as compose-go decodes them into the types of Go."""

from __future__ import annotations

import struct
from collections.abc import Callable

from deploylint.model.compose.canonical import durations, sizes
from deploylint.model.compose.canonical.scope import Scope
from deploylint.model.compose.canonical.shapes import Decode
from deploylint.model.compose.canonical.values import Plain, listing, place, put, sequence
from deploylint.model.compose.canonical.words import words
from deploylint.model.compose.cast import cast
from deploylint.model.compose.parts import deployed_text
from deploylint.model.resolved import Date, Scalar, Sequence, Value

ALL = -1
"""How many devices `all` are."""


def text(value: Value, scope: Scope) -> Value | None:
    """A text; an empty one is left out."""
    if not isinstance(value, Scalar) or not value.known:
        return value
    found = value.value
    if found.__class__ is str:
        return value if found else None
    return put(value, deployed_text(found)) if found is not None else None


def any_text(value: Value, scope: Scope) -> Value | None:
    """A text; an empty one is printed."""
    if not isinstance(value, Scalar) or not value.known or isinstance(value.value, str):
        return value
    return put(value, deployed_text(value.value))


def strings(value: Value, scope: Scope) -> Value | None:
    """A list of texts, of which a single text may be one; left out when it is empty."""
    if isinstance(value, Sequence):
        items: list[Value] = [found for item in value.items if (found := any_text(item, scope)) is not None]
        return sequence(value, items) if items or value.open else None
    if isinstance(value, Scalar) and value.known and value.value is not None:
        found = any_text(value, scope)
        return None if found is None else listing(place(value), [found], value.via)
    return value


def filled(value: Value, scope: Scope) -> Value | None:
    """As `strings`, without empty texts (loader/omitEmpty.go)."""
    if isinstance(value, Sequence):
        value = sequence(value, [item for item in value.items if not _empty(item)])
    return None if _empty(value) else strings(value, scope)


def _empty(value: Value) -> bool:
    return isinstance(value, Scalar) and value.known and value.value in (None, "")


def command(value: Value, scope: Scope) -> Value | None:
    """A command: a line is cut into words, an empty one is an empty list (types/command.go)."""
    if isinstance(value, Sequence):
        return sequence(value, [found for item in value.items if (found := any_text(item, scope)) is not None])
    if not isinstance(value, Scalar) or not value.known or not isinstance(value.value, str):
        return value
    cut = words(value.value)
    return value if cut is None else listing(place(value), [put(value, word) for word in cut], value.via)


def test(value: Value, scope: Scope) -> Value | None:
    """The command of a healthcheck: a line is run by a shell (types/healthcheck.go)."""
    if isinstance(value, Scalar) and value.known and isinstance(value.value, str):
        return listing(place(value), [put(value, "CMD-SHELL"), value], value.via)
    return strings(value, scope)


def _flag(value: Scalar) -> bool | None:
    if isinstance(value.value, str):
        found = cast(value.value, "bool")
        return found if isinstance(found, bool) else None
    return value.value if isinstance(value.value, bool) else None


def _whole(value: Scalar) -> int | None:
    found = value.value
    if isinstance(found, str):
        number = cast(found, "int")
        return number if isinstance(number, int) else None
    return int(found) if isinstance(found, (int, float)) and not isinstance(found, bool) and _finite(found) else None


def _finite(value: float) -> bool:
    return value - value == 0


def _single(value: Scalar) -> float | None:
    found = value.value
    if isinstance(found, str):
        number = cast(found, "float")
        found = float(number) if number is not None else None
    return single(float(found)) if isinstance(found, (int, float)) and not isinstance(found, bool) else None


def single(value: float) -> float:
    """The number with the fewest digits that 32 bits keep apart."""
    kept = struct.unpack("f", struct.pack("f", value))[0]
    for digits in range(1, 10):
        found = float(f"{kept:.{digits}g}")
        if struct.unpack("f", struct.pack("f", found))[0] == kept:
            return found
    return float(kept)


def _duration(value: Scalar) -> str | None:
    found = durations.parse(deployed_text(value.value))
    return None if found is None else durations.text(found)


def _bytes(value: Scalar) -> str | None:
    found = value.value
    if isinstance(found, (bool, float, Date)):
        return "0"
    size = found if isinstance(found, int) else sizes.parse(str(found))
    return None if size is None else str(size)


def _count(value: Scalar) -> int | None:
    return ALL if isinstance(value.value, str) and value.value.lower() == "all" else _whole(value)


def _mode(value: Scalar) -> str | None:
    """The mode of a file in octal digits (types.go, FileMode)."""
    found = value.value
    if isinstance(found, str):
        digits = found.lstrip("+-")
        if not digits or digits.strip("01234567"):
            return None
        found = int(found, 8)
    return f"0{found:o}" if isinstance(found, int) and not isinstance(found, bool) else None


def decoded(convert: Callable[[Scalar], Plain], zero: Plain = None) -> Decode:
    """Decode a known scalar; what equals `zero` is left out, what cannot be decoded stays."""

    def read(value: Value, scope: Scope) -> Value | None:
        if not isinstance(value, Scalar) or not value.known or value.value is None:
            return None if isinstance(value, Scalar) and value.known else value
        found = convert(value)
        if found is None:
            return value
        if zero is not None and found == zero:
            return None
        return value if found == value.value and found.__class__ is value.value.__class__ else put(value, found)

    return read


flag, set_flag = decoded(_flag, False), decoded(_flag)
whole, set_whole = decoded(_whole, 0), decoded(_whole)
number = decoded(_single, 0.0)
duration, set_duration = decoded(_duration, "0s"), decoded(_duration)
size, set_size = decoded(_bytes, "0"), decoded(_bytes)
count = decoded(_count, 0)
file_mode = decoded(_mode)
unless_true = decoded(_flag, True)
