"""The syntax of systemd unit files: sections of assignments, and what their values are made of."""

from deploylint.syntax.systemd.command import commands, faults
from deploylint.syntax.systemd.lines import parse
from deploylint.syntax.systemd.words import plain_words, words

__all__ = ["commands", "faults", "parse", "plain_words", "words"]
