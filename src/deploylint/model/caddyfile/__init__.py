"""Caddyfiles to nodes: imports expanded, sites, proxies and matchers told apart (Caddy 2.11)."""

from __future__ import annotations

from deploylint.model.caddyfile.interpret import build
from deploylint.model.caddyfile.roles import roots

__all__ = ["build", "roots"]
