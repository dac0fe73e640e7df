"""The syntax of a Caddyfile, as Caddy's lexer and parser read it (Caddy 2.11, caddyconfig/caddyfile)."""

from __future__ import annotations

from deploylint.syntax.caddyfile.expansion import Lookup
from deploylint.syntax.caddyfile.structure import Structure, parse, structure
from deploylint.syntax.caddyfile.tokens import new_line, tokenize

__all__ = ["Lookup", "Structure", "new_line", "parse", "structure", "tokenize"]
