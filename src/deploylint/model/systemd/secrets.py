"""Places of secrets in a unit, which are never printed: in its environment, and in the words of its commands."""

from __future__ import annotations

from deploylint.model import nodes
from deploylint.model.builder import Builder
from deploylint.model.systemd.settings import Setting, Settings
from deploylint.syntax import systemd
from deploylint.syntax.systemd.tree import Word

_KEYS = frozenset(("Environment", "SetCredential"))


def mark(builder: Builder, unit: nodes.Unit, settings: Settings) -> None:
    """Remember the places of what looks like a secret in any assignment, also in one that does not count."""
    from deploylint.model.credentials import secret_spans

    for setting in settings.every:
        value, key = setting.node.value, setting.node.key
        if len(value) < 3:
            continue
        spans = [_place(setting, start, end) for start, end in secret_spans(value)]
        if key in _KEYS:
            spans += _variables(setting)
        elif setting.node.type == "command":
            spans += _words([word for line in systemd.commands(setting.assignment) for word in line.words], setting)
        if spans:
            builder.graph.sensitive.setdefault(setting.source.path, []).extend(spans)


def _place(setting: Setting, start: int, end: int) -> tuple[int, int]:
    """Where a part of a value is written, lines that continue it included."""
    places = setting.assignment.places
    return places[start], places[end - 1] + 1


def _variables(setting: Setting) -> list[tuple[int, int]]:
    """Values of `NAME=value` words that look secret; the whole word behind the name when quotes or escapes hide it."""
    from deploylint.model.credentials import is_placeholder, looks_secret, names_secret, secret_spans

    found: list[tuple[int, int]] = []
    separator = ":" if setting.node.key == "SetCredential" else "="
    for word in _words_of(setting):
        name, _, value = word.text.partition(separator)
        if not value or is_placeholder(value):
            continue
        if looks_secret(name, value) or secret_spans(value) or (names_secret(name) and len(value) > 3 and word.quoted):
            found.append((_behind(setting, word, separator), word.end))
    return found


def _words_of(setting: Setting) -> tuple[Word, ...]:
    """The words as systemd reads them; by blanks alone when it gives up on a quote, so that nothing slips through."""
    found = systemd.words(setting.assignment)
    return found if found and found[-1].end == setting.assignment.value_end else systemd.plain_words(setting.assignment)


def _behind(setting: Setting, word: Word, separator: str) -> int:
    """One past the separator in a word as it is written."""
    place = setting.source.text.find(separator, word.start, word.end)
    return place + 1 if place >= 0 else word.start


def _words(words: list[Word], setting: Setting) -> list[tuple[int, int]]:
    """Secrets that quotes or continued lines hide in a command: in a word, or in the one behind its option."""
    from deploylint.model.credentials import is_placeholder, looks_secret, names_secret, secret_spans

    found: list[tuple[int, int]] = []
    option = ""
    for word in words:
        text = word.text
        name, equals, value = text.lstrip("-").partition("=")
        if equals and value and looks_secret(name, value) and not is_placeholder(value):
            found.append((_behind(setting, word, "="), word.end))
        elif (option and looks_secret(option, text) and not is_placeholder(text)) or secret_spans(text):
            found.append((word.start, word.end))
        option = text.lstrip("-") if text.startswith("--") and not equals and names_secret(text.lstrip("-")) else ""
    return found
