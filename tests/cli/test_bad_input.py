"""Input that nobody should have: a finding or one clear sentence, never a traceback, nothing written, soon over."""

from __future__ import annotations

import os
import re
import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SECONDS = 10
MEMORY = 1 << 30
"""Address space of a run; what eats more dies of a MemoryError, which is one of our own mistakes."""

SERVICE = "services:\n  web:\n    image: nginx:1.27\n"


class Done(NamedTuple):
    """What a run said."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both streams."""
        return self.out + self.err


def deploylint(
    folder: Path, *arguments: str, stdin: bytes | None = b"", check: bool = True, **environment: str | None
) -> Done:
    """Run the program in a folder; `check`: its words are those of a well-behaved program."""
    variables = {**os.environ, **environment}
    done = subprocess.run(
        [sys.executable, "-m", "deploylint", *arguments],
        cwd=folder, input=stdin, capture_output=True, check=False, timeout=SECONDS,
        env={name: value for name, value in variables.items() if value is not None},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )  # fmt: skip
    found = Done(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
    if check:
        behaves(found)
    return found


def behaves(done: Done) -> None:
    """No traceback, no mistake of ours, an exit status that was designed, nothing that moves a terminal's cursor."""
    told = done.said[-3000:]
    assert "Traceback" not in done.said, told
    assert "mistake of its own" not in done.said, told
    assert "Exception ignored" not in done.said, told
    assert done.status in {0, 1, 2, 130}, told
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f]", done.said), told
    if done.status == 2:
        assert not done.out, told
        assert done.err.startswith("error: ") or done.err.startswith("Usage: "), told
    longest = max((len(line) for line in done.said.splitlines()), default=0)
    assert longest < 2000, f"a line of {longest} characters"


def snapshot(folder: Path) -> dict[str, object]:
    """What is in a folder: that it is the same after a run says that nothing was written."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        found[str(path)] = (state.st_mode, state.st_size, state.st_mtime_ns)
    return found


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """A folder that is as it was when the test is over."""
    folder = tmp_path / "deployment"
    folder.mkdir()
    yield folder


def nested(opener: str, size: int = 200_000) -> str:
    """A text of collections inside each other."""
    return opener * (size // len(opener))


def bomb(levels: int = 30) -> str:
    """Aliases of aliases: 10 ** levels of items."""
    lines = ["x0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for level in range(1, levels):
        lines.append(f"x{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]")
    return "\n".join(lines) + f"\n{SERVICE}    environment: *a{levels - 1}\n"


def merge_bomb(levels: int = 30) -> str:
    """Merge keys of merge keys."""
    lines = ["x0: &a0 {k: v}"]
    for level in range(1, levels):
        lines.append(f"x{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 10)}]}}")
    return "\n".join(lines) + f"\nservices:\n  web:\n    <<: *a{levels - 1}\n    image: nginx:1.27\n"


def services(count: int) -> str:
    """Many services."""
    return "services:\n" + "".join(
        f"  s{at}:\n    image: nginx:1.27\n    restart: unless-stopped\n    depends_on: [s{max(at - 1, 0)}]\n"
        for at in range(count)
    )


def _utf(encoding: str) -> bytes:
    return SERVICE.replace("web", "wéb").encode(encoding)


HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202egnp\u2066\x9b31m\u200b"

# Bytes of compose.yaml, the exit status, and words that must be said.
CONTENTS: dict[str, tuple[bytes | str, int, str]] = {
    "empty": ("", 1, "empty-compose-file"),
    "blank": ("  \n\n\t", 1, ""),
    "comment": ("# nothing here\n", 1, "empty-compose-file"),
    "mark": ("---\n", 1, "empty-compose-file"),
    "bom": (b"\xef\xbb\xbf", 1, ""),
    "binary": (bytes(range(256)) * 20, 1, "file-not-text"),
    "elf": (b"\x7fELF\x02\x01\x01" + b"\0" * 100, 1, "file-not-text"),
    "nul": (SERVICE.encode() + b"    user: '\0'\n", 1, "compose.yaml:4:12"),
    "latin1": (_utf("latin-1"), 1, "compose.yaml:2:4"),
    "utf16-bom": (_utf("utf-16"), 0, ""),
    "utf16-le": (_utf("utf-16-le"), 1, "file-not-text"),
    "utf16-be": (_utf("utf-16-be"), 1, "file-not-text"),
    "utf16-odd": (_utf("utf-16")[:-1], 1, "file-not-text"),
    "utf32": (_utf("utf-32"), 1, "file-not-text"),
    "surrogate": (b"services:\n  \xed\xa0\x80: {}\n", 1, "file-not-text"),
    "yaml-surrogate": ('services:\n  "\\ud800": {image: "a:1"}\n', 1, ""),
    "big": (("# " + "x" * 78 + "\n") * 65536, 1, "input-limit-exceeded"),
    "one-line": ("services: {web: {image: 'nginx:1.27', command: '" + "x" * 1_000_000 + "'}}\n", 0, ""),
    "long-key": ("services:\n  " + "x" * 100_000 + ":\n    image: nginx:1.27\n", 1, ""),
    "broken-long-line": ("services: {web: {image: 'nginx:1.27', command: '" + "x" * 1_000_000, 1, "yaml-syntax-error"),
    "dash": (nested("- "), 1, "input-limit-exceeded"),
    "dash-lines": ("".join(" " * at + "-\n" for at in range(620)), 1, "input-limit-exceeded"),
    "bracket": (nested("["), 1, "input-limit-exceeded"),
    "brace": (nested("{a: "), 1, "input-limit-exceeded"),
    "braces": (nested("{"), 1, "input-limit-exceeded"),
    "question": (nested("? "), 1, "input-limit-exceeded"),
    "services-bracket": (SERVICE + "    environment: " + nested("["), 1, "input-limit-exceeded"),
    "just-deep": (SERVICE + "    x-a: " + "[" * 95 + "]" * 95 + "\n", 0, ""),
    "just-deep-environment": (SERVICE + "    environment: " + "[" * 95 + "]" * 95 + "\n", 1, ""),
    "just-deep-ports": (SERVICE + "    ports: " + "{a: " * 95 + "}" * 95 + "\n", 1, ""),
    "bomb": (bomb(), 1, "input-limit-exceeded"),
    "merge-bomb": (merge_bomb(), 1, "input-limit-exceeded"),
    "self-alias": ("services: &a\n  web: *a\n", 1, "inside its own anchor"),
    "no-anchor": ("services:\n  web: *a\n", 1, "yaml-syntax-error"),
    "interpolation-deep": (SERVICE + "    command: " + nested("${A:-", 100_000) + "}" * 20_000 + "\n", 1, ""),
    "interpolation-open": (SERVICE + "    command: '" + nested("${", 200_000) + "'\n", 1, "invalid-interpolation"),
    "interpolation-dollars": (SERVICE + "    command: '" + "$" * 200_001 + "'\n", 1, ""),
    "interpolation-many": (SERVICE + "    command: '" + "${A}" * 50_000 + "'\n", 0, ""),
    "unclosed-quote": ("services:\n  web:\n    image: 'nginx\n", 1, "yaml-syntax-error"),
    "tab": ("services:\n\tweb: {}\n", 1, "yaml-syntax-error"),
    "tags": ('services:\n  web: !!python/object/apply:os.system ["touch pwned"]\n', 1, ""),
    "tag-int": ("services:\n  web: !!int {}\n", 1, ""),
    "list": ("- a\n- b\n", 1, ""),
    "scalar": ("services\n", 1, ""),
    "number": ("services: 5\n", 1, "compose-wrong-type"),
    "null-services": ("services:\n", 1, ""),
    "null-service": ("services:\n  web:\n", 1, ""),
    "strange-keys": ("services:\n  ? [a, b]\n  : {image: 'a:1'}\n  ? {c: d}\n  : 1\n  1: {image: 'a:1'}\n", 1, ""),
    "all-wrong": (
        "services:\n  web:\n" + "".join(
            f"    {key}: {value}\n"
            for key, value in zip(
                ("image", "build", "ports", "volumes", "environment", "env_file", "networks", "depends_on", "labels",
                 "healthcheck", "deploy", "secrets", "configs", "logging", "cap_add", "devices", "extends", "profiles",
                 "command", "entrypoint", "restart", "user", "network_mode", "privileged", "expose", "ulimits"),
                ("[a]", "[[a]]", "{a: b}", "5", "[[a]]", "{a: {b: [c]}}", "5", "[[1]]", "[{a: [b]}]", "[a]", "5",
                 "{a: b}", "[[a]]", "[1]", "{a: 1}", "5", "[a]", "{}", "{a: b}", "{a: b}", "[a]", "[a]", "{a: b}",
                 "[a]", "{a: b}", "[a]"),
                strict=True,
            )
        ),
        1, "compose-wrong-type",
    ),
    "top-wrong": ("services: [a]\nvolumes: [a]\nnetworks: 5\nsecrets: x\nconfigs: [1]\ninclude: 5\nname: [a]\n", 1, ""),
    "huge-number": (SERVICE + "    ports: [" + "9" * 10_000 + ", '1-" + "9" * 5000 + ":80']\n", 1, "port-spec-invalid"),
    "wide-range": (SERVICE + "    ports: ['1-65535:1-65535']\n", 0, ""),
    "wide-ranges": (SERVICE + "    ports:\n" + "      - '1-65535:1-65535/udp'\n" * 1000, 1, ""),
    "huge-integer": (SERVICE + "    cpus: " + "9" * 5000 + "\n    mem_limit: 0x" + "f" * 5000 + "\n", 0, ""),
    "documents": ("---\n" * 100_000, 1, ""),
    "depends-chain": (services(2000), 1, ""),
    "extends-chain": (
        "services:\n  s0: {image: 'nginx:1.27'}\n"
        + "".join(f"  s{at}: {{extends: {{service: s{at - 1}}}}}\n" for at in range(1, 1001)), 1, "",
    ),
    "extends-loop": ("services:\n  a: {extends: b}\n  b: {extends: a}\n  c: {extends: c}\n", 1, ""),
    "include-itself": ("include: [compose.yaml]\n" + SERVICE, 1, ""),
    "include-outside": ("include: [../../../../etc/passwd, /etc/shadow, 'https://e.org/a.git']\n" + SERVICE, 1, ""),
    "env-file-outside": (SERVICE + "    env_file: [/etc/passwd, ../../../etc/hosts, '', '.', /dev/zero]\n", 1, ""),
    "nul-paths": (SERVICE + '    env_file: ["a\\0b"]\n    volumes: ["./a\\0b:/x"]\n    extends: {file: "x\\0y", service: z}\n',
                  1, ""),
    "network-mode-loop": ("services:\n  a: {image: 'a:1', network_mode: 'service:b'}\n"
                          "  b: {image: 'a:1', network_mode: 'service:a'}\n", 1, ""),
    "escapes": (f"services:\n  \"{HOSTILE.encode('unicode_escape').decode()}\":\n    image: "
                f"\"{HOSTILE.encode('unicode_escape').decode()}\"\n    ports: [\"{HOSTILE.encode('unicode_escape').decode()}\"]\n", 1, ""),
    "bidi": ("services:\n  \u202eweb\u2066:\n    image: \u202enginx\u200b\n    container_name: \u2067x\n    ports: ['\u202e80:x']\n", 1, ""),
    "line-separators": ("services:\n  web:\n    image: 'a\u2028b\x85c'\n    ports: ['x\u2029']\n", 1, ""),
    "many-ignores": ("# deploylint: ignore[" + "a," * 50_000 + "] x\n" + SERVICE, 1, ""),
    "ignore-hostile": (f"# deploylint: ignore[\u202eaa, \u2066] x\n{SERVICE}", 1, ""),
    "keys": (SERVICE + "    labels:\n" + "".join(f"      k{at}: v\n" for at in range(20_000)), 0, ""),
    "same-key": ("services:\n" + "  web: {image: 'a:1'}\n" * 5000, 1, "duplicate-yaml-key"),
    "crs": ("services:\r  web:\r    image: nginx:1.27\r", 0, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTENTS)
def test_compose_files_of_all_kinds(name: str, here: Path) -> None:
    content, status, words = CONTENTS[name]
    (here / "compose.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    before = snapshot(here)
    done = deploylint(here, "validate", "--strict", "--format", "concise")
    assert words in done.said, done.said[:2000]
    assert done.status in {status, 1}, done.said[:2000]
    assert done.out or done.err
    for more in (("--fail-on", "never", "--show-undecided", "--statistics"), ("--diff", "--unsafe"), ("--format", "json")):
        deploylint(here, "-v", "validate", "--level", "strict", *more)
    assert snapshot(here) == before


ENVS: dict[str, tuple[bytes | str, int, str]] = {
    "empty": ("", 0, ""),
    "binary": (bytes(range(256)) * 20, 1, "file-not-text"),
    "nul": ("A=\0\n", 1, ""),
    "latin1": ("A=é\n".encode("latin-1"), 1, "file-not-text"),
    "utf16": ("A=b\n".encode("utf-16"), 1, ""),
    "big": ("A=" + "x" * 5_000_000 + "\n", 1, "input-limit-exceeded"),
    "keys": ("".join(f"KEY_{at}=value\n" for at in range(100_000)), 1, ""),
    "same": ("KEY=value\n" * 50_000, 1, ""),
    "nested": ("A=" + "${A:-" * 20_000 + "}" * 20_000 + "\n", 1, ""),
    "open": ("A=" + "${" * 100_000 + "\n", 1, ""),
    "doubling": ("A0=xxxxxxxxxx\n" + "".join(f"A{at}=${{A{at - 1}}}${{A{at - 1}}}\n" for at in range(1, 60)), 1, ""),
    "loop": ("A=$B\nB=$A\n", 1, ""),
    "unclosed": ("A='" + "x\n" * 100_000, 1, "env-unterminated-quote"),
    "unclosed-many": ("A=\"x\n" * 20_001, 1, ""),
    "one-line": ("A" * 1_000_000 + "\n", 1, ""),
    "backslashes": ('A="' + "\\" * 300_001, 1, ""),
    "escapes": (f"\x1b[2J=1\nA=\x1b]0;owned\x07\n\u202eB=2\nA B=\u2066\n", 1, ""),
    "crs": ("A=1\rB=2\r", 0, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", ENVS)
def test_env_files_of_all_kinds(name: str, here: Path) -> None:
    content, status, words = ENVS[name]
    (here / ".env").write_bytes(content if isinstance(content, bytes) else content.encode())
    (here / "compose.yaml").write_text(SERVICE + "    env_file: .env\n    environment: {X: '${A59:-x}${A}'}\n")
    before = snapshot(here)
    done = deploylint(here, "validate", "--strict", "--format", "concise")
    assert words in done.said, done.said[:2000]
    assert done.status in {status, 1}, done.said[:2000]
    for more in (("--fail-on", "never", "--env-file", ".env"), ("--diff", "--unsafe"), ("--format", "json")):
        deploylint(here, "-v", "validate", "--level", "strict", *more)
    assert snapshot(here) == before
