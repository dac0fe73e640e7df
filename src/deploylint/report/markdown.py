"""Plain text inside Markdown: what would be markup there is escaped."""

from __future__ import annotations

import re

from deploylint.report.safe import words

_MARKUP = r"[\\`*_{}\[\]<>#|~!@&]"


def escaped(text: str) -> str:
    """A message or title, to be read as it is: no link, image, tag, table cell or mention comes of it."""
    return re.sub(_MARKUP, lambda match: "&amp;" if match[0] == "&" else "\\" + match[0], words(text))


def prose(text: str) -> str:
    """A rule's why or remedy: as `escaped`, but what stands between backticks is code."""
    parts = re.split(r"`([^`|]+)`", words(text))
    return "".join(f"`{part}`" if number % 2 else escaped(part) for number, part in enumerate(parts))
