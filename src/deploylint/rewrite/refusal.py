"""A refusal: why a document operation cannot be carried out as text."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818  # it is an answer, not an error
    """The operation has no edits; `reason` completes "not changed: …" and holds no value from the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
