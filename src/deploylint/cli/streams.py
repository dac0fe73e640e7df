"""stdout and stderr as they are in practice: pipes that close, encodings that lack a character."""

from __future__ import annotations

import os
import sys

from deploylint.source.errors import UserError

_ASCII = {ord("•"): "*", ord("…"): "~"}


def bearable() -> None:
    """A character that the terminal's encoding lacks becomes a question mark instead of an error; a stream that the
    caller closed is one that nobody reads.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (it lives as long as we do)
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def emit(text: str) -> None:
    """Print a text as it is; our own signs get ASCII stand-ins where the encoding has none.

    A reader that closed the pipe has seen enough: the rest is dropped, and the exit status stays what it is.
    """
    if not (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf"):
        text = text.translate(_ASCII)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        raise UserError(f"stdout cannot be written: {(error.strerror or 'an error').lower()}") from None


def note(text: str) -> None:
    """Say something beside the result."""
    try:
        print(text, file=sys.stderr)
    except OSError:
        return


def silence() -> None:
    """Send the rest of stdout nowhere, so that Python does not complain when it closes the stream."""
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)
    except (OSError, ValueError):
        return
