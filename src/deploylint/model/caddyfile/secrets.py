"""What in a Caddyfile must not be printed: password hashes, tokens of DNS providers, headers that authorise, and the
like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploylint.model.caddyfile.passing import is_brace
from deploylint.model.caddyfile.upstreams import literal_start
from deploylint.syntax.caddyfile import new_line
from deploylint.syntax.caddyfile.tree import Token, Tokens

_HASHES = frozenset(("basic_auth", "basicauth"))
_PROVIDERS = frozenset(("dns", "acme_dns"))
_HEADERS = frozenset(("header_up", "header_down", "header", "request_header", "health_headers", "copy_headers"))
_KEYS = frozenset(("mac_key", "key_id", "eab", "acme_eab", "publisher_jwt", "subscriber_jwt", "auth_key"))
_AUTHORISES = frozenset(("authorization", "cookie", "set-cookie", "proxy-authorization", "x-api-key", "x-auth-token"))
_SHORTEST = 14
"""Characters that a word has at least in which a token, a password in a URL or a key can be."""

_FREE = frozenset(("bcrypt", "argon2id", "scrypt"))


def sensitive_spans(tokens: Tokens) -> list[tuple[int, int]]:
    """Bounds of what is secret in a file, as it is written, in order."""
    found = {(token.start, token.end) for token in _secrets(tokens.tokens) if token.end > token.start}
    for token in tokens.tokens:
        found.update(_within(token))
    return sorted(found)


def _within(token: Token) -> list[tuple[int, int]]:
    """What has the shape of a secret in a word; all of the word where it is not written as it is read."""
    from deploylint.model.credentials import secret_spans

    if len(token.text) < _SHORTEST:
        return []
    spans = secret_spans(token.text)
    start = literal_start(token) if spans else None
    if start is None:
        return [(token.start, token.end)] if spans else []
    return [(start + first, start + last) for first, last in spans]


def _secrets(tokens: Sequence[Token]) -> Iterator[Token]:
    """The words that are secret."""
    blocks: list[str] = []
    for words in _lines(tokens):
        closing = sum(is_brace(word, "}") for word in words)
        opening = sum(is_brace(word, "{") for word in words)
        bare = [word for word in words if not is_brace(word, "{") and not is_brace(word, "}")]
        if bare:
            yield from (word for word in _of_line(bare, blocks[-1] if blocks else "") if _is_literal(word))
        for _ in range(min(closing, len(blocks))):
            blocks.pop()
        blocks += [bare[0].text if bare else ""] * opening


def _lines(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        if line and new_line(line[-1], token):
            yield line
            line = []
        line.append(token)
    if line:
        yield line


def _of_line(words: list[Token], block: str) -> Iterator[Token]:
    """The secret words of a line within a block of this name."""
    from deploylint.model.credentials import looks_secret, names_secret

    name = words[0].text
    if block in _HASHES:
        yield from words[1:]
    elif name in _PROVIDERS:
        yield from words[2:]
    elif name in _KEYS or (block in _PROVIDERS and names_secret(name)):
        yield from words[1:]
    elif name in _HEADERS:
        yield from _of_header(words[1:])
    elif len(words) > 1 and looks_secret(name, words[1].text):
        yield words[1]


def _of_header(words: list[Token]) -> Iterator[Token]:
    """The value of a header that authorises or is named after a secret; a matcher may stand before it."""
    from deploylint.model.credentials import looks_secret

    for index, word in enumerate(words[:2]):
        bare = word.text.lstrip("+->?").rstrip(":").lower()
        values = words[index + 1 :]
        if bare in _AUTHORISES or any(looks_secret(bare, value.text) for value in values):
            yield from values
            return


def _is_literal(word: Token) -> bool:
    """Is it written out, in part at least, rather than a placeholder or a variable?"""
    text = word.text
    if text in _FREE or not text.strip("0"):
        return False
    if word.uses and all(use.first == 0 and use.last == len(text) for use in word.uses):
        return any(use.known for use in word.uses) and any(use.reference.default for use in word.uses)
    return not (text.startswith("{") and text.endswith("}") and text.count("{") == 1)
