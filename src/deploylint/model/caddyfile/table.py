"""The words of a Caddyfile: directives, options and known plugins; generated from schemas/caddyfile.yaml."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A directive: its place in the order of handlers, how it takes a matcher, and what stands in it."""

    order: int | None
    matcher: str
    nested: bool
    proxy: bool


DIRECTIVES: dict[str, Word] = {
    "abort": Word(31, "yes", False, False),
    "acme_server": Word(39, "yes", False, False),
    "basic_auth": Word(20, "yes", False, False),
    "basicauth": Word(19, "yes", False, False),
    "bind": Word(None, "no", False, False),
    "copy_response": Word(33, "yes", False, False),
    "copy_response_headers": Word(11, "yes", False, False),
    "encode": Word(23, "yes", False, False),
    "error": Word(32, "yes", False, False),
    "file_server": Word(38, "yes", False, False),
    "forward_auth": Word(21, "yes", False, True),
    "fs": Word(4, "yes", False, False),
    "handle": Word(28, "yes", True, False),
    "handle_errors": Word(None, "no", True, False),
    "handle_path": Word(29, "path", True, False),
    "header": Word(10, "yes", False, False),
    "intercept": Word(25, "yes", False, False),
    "invoke": Word(27, "yes", False, False),
    "log": Word(None, "no", False, False),
    "log_append": Word(6, "yes", False, False),
    "log_name": Word(9, "yes", False, False),
    "log_skip": Word(8, "yes", False, False),
    "map": Word(2, "yes", False, False),
    "method": Word(15, "yes", False, False),
    "metrics": Word(35, "yes", False, False),
    "php_fastcgi": Word(37, "yes", False, True),
    "push": Word(24, "yes", False, False),
    "redir": Word(14, "yes", False, False),
    "request_body": Word(12, "yes", False, False),
    "request_header": Word(22, "yes", False, False),
    "respond": Word(34, "yes", False, False),
    "reverse_proxy": Word(36, "yes", False, True),
    "rewrite": Word(16, "with-two", False, False),
    "root": Word(5, "with-two", False, False),
    "route": Word(30, "yes", True, False),
    "skip_log": Word(7, "yes", False, False),
    "templates": Word(26, "yes", False, False),
    "timeouts": Word(13, "yes", False, False),
    "tls": Word(None, "no", False, False),
    "tracing": Word(1, "yes", False, False),
    "try_files": Word(18, "no", False, False),
    "uri": Word(17, "yes", False, False),
    "vars": Word(3, "yes", False, False),
}

SUBDIRECTIVES: dict[str, Word] = {
    "handle_response": Word(None, "yes", True, False),
}

OPTIONS = frozenset(
    (
        "acme_ca",
        "acme_ca_root",
        "acme_dns",
        "acme_eab",
        "admin",
        "auto_https",
        "cert_issuer",
        "cert_lifetime",
        "debug",
        "default_bind",
        "default_sni",
        "dns",
        "ech",
        "email",
        "events",
        "fallback_sni",
        "filesystem",
        "grace_period",
        "http_port",
        "https_port",
        "key_type",
        "local_certs",
        "log",
        "metrics",
        "ocsp_interval",
        "ocsp_stapling",
        "on_demand_tls",
        "order",
        "persist_config",
        "pki",
        "preferred_chains",
        "renew_interval",
        "renewal_window_ratio",
        "servers",
        "shutdown_delay",
        "skip_install_trust",
        "storage",
        "storage_check",
        "storage_clean_interval",
        "tls_resolvers",
    )
)

PLUGINS = frozenset(
    (
        "appsec",
        "authenticate",
        "authorize",
        "cache",
        "cgi",
        "coraza_waf",
        "crowdsec",
        "defender",
        "dynamic_dns",
        "exec",
        "forward_proxy",
        "frankenphp",
        "git",
        "jwtauth",
        "layer4",
        "mercure",
        "php",
        "php_server",
        "python",
        "rate_limit",
        "replace",
        "security",
        "supervisor",
        "tailscale",
        "tailscale_auth",
        "trace",
        "vulcain",
        "webdav",
    )
)
