"""Colours of a terminal; without them every function gives its text back."""

from __future__ import annotations

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "bold": "1",
    "gutter": "34",
    "help": "1;32",
    "note": "36",
    "gone": "31",
    "new": "32",
}


class Paint:
    """Puts text into a colour by the name of what it is, when colour is on."""

    __slots__ = ("on",)

    def __init__(self, *, on: bool) -> None:
        self.on = on

    def __call__(self, what: str, text: str) -> str:
        """The text in the colour of a severity, or of bold, gutter, help, note, gone, new; none for other words."""
        return f"\x1b[{_CODES[what]}m{text}\x1b[0m" if self.on and text and what in _CODES else text
