"""The one exception for what a person must put right before deploylint can go on; cli.exits turns it into words."""

from __future__ import annotations


class UserError(Exception):
    """What is wrong, in one sentence or one line per mistake, and what to do about it."""

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - the word that is printed
        super().__init__(message)
        self.message = message
        self.help = help
