"""Input that nobody should have: a finding or one clear sentence, never a traceback, nothing written, soon over."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from deploylint.cli import exits

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
        behaves(found, patch="--diff" in arguments)
    return found


def behaves(done: Done, *, patch: bool = False) -> None:
    """No traceback, no mistake of ours, an exit status that was designed, nothing that moves a terminal's cursor.

    A patch is for a program: it holds lines as they are.
    """
    told = done.said[-3000:]
    assert "Traceback" not in done.said, told
    assert "mistake of its own" not in done.said, told
    assert "Exception ignored" not in done.said, told
    assert done.status in {0, 1, 2, 130}, told
    printed = done.err if patch else done.said
    assert max(map(len, printed.splitlines()), default=0) < 6000
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f]", printed), told
    if done.status == 2:
        assert not done.out, told
        assert done.err.startswith("error: ") or done.err.startswith("Usage: "), told


def snapshot(folder: Path) -> dict[str, object]:
    """What is in a folder: that it is the same after a run says that nothing was written."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        found[str(path)] = (state.st_mode, state.st_size, state.st_mtime_ns)
    return found


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "deployment"
    folder.mkdir()
    return folder


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

ESCAPED = '"' + HOSTILE.encode("unicode_escape").decode() + '"'

# Bytes of compose.yaml, the exit status, and words that must be said.
CONTENTS: dict[str, tuple[bytes | str, int, str]] = {
    "empty": ("", 1, "empty-compose-file"),
    "blank": ("  \n\n\t", 1, ""),
    "comment": ("# nothing here\n", 1, "empty-compose-file"),
    "mark": ("---\n", 1, "compose-wrong-type"),
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
    "braces": (nested("{"), 0, "file-is-template"),
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
    "tag-int": ("services:\n  web: !!int {}\n", 0, ""),
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
    "nul-paths": (
        SERVICE + '    env_file: ["a\\0b"]\n    volumes: ["./a\\0b:/x"]\n    extends: {file: "x\\0y", service: z}\n',
        1, "",
    ),
    "network-mode-loop": (
        "services:\n" + "".join(f"  {a}: {{image: 'a:1', network_mode: 'service:{b}'}}\n" for a, b in ("ab", "ba")),
        1, "",
    ),
    "escapes": (f"services:\n  {ESCAPED}:\n    image: {ESCAPED}\n    ports: [{ESCAPED}]\n", 1, ""),
    "bidi": ("services:\n  \u202eweb\u2066:\n    image: \u202enginx\u200b\n    ports: ['\u202e80:x']\n", 1, ""),
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
    # The edits of a fix, which json prints, take the time of reading the file: a thousand of them are too many.
    for more in (["--show-undecided", "--statistics"], *([] if "chain" in name else [["--format", "json"]])):
        deploylint(here, "-v", "validate", *more)
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
    "unclosed-many": ('A="x\n' * 20_001, 1, ""),
    "one-line": ("A" * 1_000_000 + "\n", 1, ""),
    "backslashes": ('A="' + "\\" * 300_001, 1, ""),
    "escapes": ("\x1b[2J=1\nA=\x1b]0;owned\x07\n\u202eB=2\nA B=\u2066\n", 1, ""),
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
    for more in (["--env-file", ".env"], ["--format", "json"]):
        deploylint(here, "-v", "validate", *more)
    assert snapshot(here) == before


# -- places that are no files ------------------------------------------------------------------------------------------


def make(folder: Path, *shapes: str) -> None:
    """Make what `name:kind` says: a folder, a FIFO, a link to something, or a file with a text."""
    for shape in shapes:
        name, _, kind = shape.partition(":")
        path = folder / name
        if kind == "dir":
            path.mkdir()
        elif kind == "fifo":
            os.mkfifo(path)
        elif kind.startswith("->"):
            path.symlink_to(kind[2:])
        else:
            path.write_text(kind or SERVICE, encoding="utf-8")


PLACES: list[tuple[tuple[str, ...], list[str], int, str]] = [
    (("compose.yaml:dir", ".env:dir", "deploylint.yaml:dir"), [], 2, "nothing to lint"),
    (("compose.yaml:dir",), ["-f", "compose.yaml"], 1, "file-unreadable"),
    (("compose.yaml", ".env:dir", "deploylint.yaml:dir"), [], 0, ""),  # Compose passes over such a .env.
    (("compose.yaml:fifo",), [], 1, "file-unreadable"),
    (("compose.yaml:fifo",), ["-f", "compose.yaml"], 1, "file-unreadable"),
    (("compose.yaml:fifo",), ["compose.yaml"], 2, "neither a file nor a folder"),
    (("compose.yaml", ".env:fifo", "deploylint.yaml:fifo", "pyproject.toml:fifo"), [], 1, "file-unreadable"),
    (("compose.yaml", "x.env:fifo"), ["--env-file", "x.env"], 1, "file-unreadable"),
    (("compose.yaml", "a:->b", "b:->a", ".env:->.env", "sub:->."), [], 1, "file-unreadable"),
    (("compose.yaml", "a:->b", "b:->a"), ["a"], 2, "error: a"),
    (("compose.yaml:->compose.yaml",), [], 1, "file-unreadable"),
    (("compose.yaml:->/etc/passwd",), ["compose.yaml"], 2, "leads out of"),
    (("compose.yaml:->/nowhere",), [], 2, "nothing to lint"),
    (("compose.yaml",), ["/dev/null"], 2, "neither a file nor a folder"),
    (("compose.yaml",), ["-f", "/dev/zero"], 1, "file-unreadable"),
    (("compose.yaml",), ["--env-file", "/dev/zero"], 1, "file-unreadable"),
    (("compose.yaml",), ["-o", "/dev/full"], 2, "/dev/full cannot be written"),
    (("compose.yaml",), ["--format", "json=/nowhere/x"], 2, "/nowhere/x cannot be written"),
    (("compose.yaml",), ["compose.yamlx"], 2, "Did you mean compose.yaml?"),
    (("compose.yaml",), ["x" * 5000], 2, "there is no file"),
    (("compose.yaml",), ["\x1b[2J\u202e.yaml"], 2, "\\x1b[2J"),
    (("compose.yaml",), ["--select", "privileged-containr"], 2, "did you mean 'privileged-container'?"),
    (("compose.yaml",), ["--ignore", "\x1b[2J"], 2, "unknown rule"),
    (("compose.yaml", ".git:gitdir: /nowhere\n"), [], 0, ""),
    (("compose.yaml", ".git:gitdir: .git\n"), [], 0, ""),
    (("compose.yaml", ".git:dir", ".git/HEAD:x", ".git/index:DIRC\0\0\0\2\xff\xff\xff\xffjunk", ".env:A=1"), [], 0, ""),
    (("compose.yaml", ".git:dir", ".git/HEAD:x", ".git/index:dir", ".gitignore:dir", ".env:A=1"), [], 0, ""),
    (("compose.yaml", ".git:dir", ".git/HEAD:x", f".gitignore:{'*a' * 3000}b\n[z-a]\n[[:x:\n\\", ".env:A"), [], 0, ""),
    (("\x1b[2J\u202ecompose.yaml",), [], 0, "\\x1b[2J\\u202e"),
]  # fmt: skip


@pytest.mark.parametrize(("shapes", "arguments", "status", "words"), PLACES)
def test_places(shapes: tuple[str, ...], arguments: list[str], status: int, words: str, here: Path) -> None:
    make(here, *shapes)
    before = snapshot(here)
    done = deploylint(here, "validate", "--format", "concise", *arguments)
    assert (done.status, words in done.said) == (status, True), done.said[:2000]
    assert snapshot(here) == before


@pytest.mark.parametrize(
    ("closed", "arguments", "status"),
    [(".env", (), 1), ("compose.yaml", (), 1), ("compose.yaml", ("compose.yaml",), 2)],
)
def test_what_may_not_be_read(
    closed: str,
    arguments: tuple[str, ...],
    status: int,
    nobody: Callable[[], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(".")  # -C moves this process; the end of the test moves it back
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        os.chmod(folder, 0o755)
        make(Path(folder), "compose.yaml", ".env:A=1")
        exits.run(["-C", folder, "validate", "--level", "strict", *arguments])  # imports, as root
        Path(folder, closed).chmod(0)
        exits.run(["-C", folder, "validate", *arguments])
        capsys.readouterr()
        nobody()
        try:
            found = exits.run(["-C", folder, "validate", "--format", "concise", *arguments])
        finally:
            os.seteuid(os.getuid())
    said = capsys.readouterr()
    assert (found, closed in said.out + said.err) == (status, True), said


# -- settings and packs of the repository under review -----------------------------------------------------------------

RULE = """\
id: own
title: T
severity: error
level: essential
status: stable
tags: [compose]
for: service
where: {where}
message: "{{service.name}}"
why: W.
remedy: R.
examples: []
"""

SETTINGS: list[tuple[str, int, str]] = [
    ("rulez: {}\n", 2, "did you mean 'rules'?"),
    ("a: [\n", 2, "deploylint.yaml:1:4"),
    ("- a\n", 2, "expected a mapping"),
    ("\0", 2, "deploylint.yaml"),
    ("rules: {nope: off}\n", 2, "deploylint.yaml:1:9: unknown rule 'nope'"),
    ("rules: {privileged-containr: off}\n", 2, "did you mean 'privileged-container'?"),
    ("extends: [./none.yaml]\n", 2, "deploylint.yaml:1:11: there is no rule file or folder ./none.yaml"),
    ("extends: [/etc/passwd]\n", 2, "is outside the folder of these settings"),
    ("extends: [../..]\n", 2, "is outside the folder of these settings"),
    ("extends: [/dev/zero, pipe.yaml]\n", 2, "there is no rule file or folder"),
    ('extends: ["a\\0b"]\n', 2, "there is no rule file or folder"),
    ("extends: [./own.yaml]\nrules: {own: warning}\n", 0, "own"),
    ("exclude: ['" + "*a" * 5000 + "b']\n", 0, ""),
    ("include: ['[', '\\', '[[:x:]']\n", 2, "nothing to lint"),
    ("rules: " + "{a: " * 50_000, 2, "deploylint.yaml:1:"),
    ("x: &a [" + "*a, " * 10 + "]\n", 2, "deploylint.yaml:1:"),
    ("#" * 2_000_000, 2, "larger than 1 MiB"),
]


@pytest.mark.parametrize(("text", "status", "words"), SETTINGS, ids=[text[:30] for text, _, _ in SETTINGS])
def test_settings(text: str, status: int, words: str, here: Path) -> None:
    make(here, "compose.yaml", f"deploylint.yaml:{text}", "pipe.yaml:fifo")
    (here / "own.yaml").write_text(RULE.format(where='service.name == "web"'), encoding="utf-8")
    done = deploylint(here, "validate", "--format", "concise")
    assert (done.status, words in done.said) == (status, True), done.said[:2000]


EXPRESSIONS = [
    '__import__("os").system("touch pwned")', "service.__class__.__mro__", "service.name.__class__", "(lambda: 1)()",
    "[x for x in ().__class__.__bases__]", "open('/etc/passwd')", "exec('1')", "'{0.__class__}'.format(service)",
    'matches(service.name, "(a+)+$")', 'matches(service.name, "(a|a)*b")', "9 ** 9 ** 9 ** 9", "'a' * 9999999999",
    "(" * 5000 + "1" + ")" * 5000, "not " * 5000 + "true", "1 + " * 50_000 + "1", "service." * 5000 + "name",
    "a" * 500_000,
]  # fmt: skip


@pytest.mark.parametrize("where", EXPRESSIONS, ids=[text[:30] for text in EXPRESSIONS])
def test_hostile_expressions(where: str, here: Path) -> None:
    make(here, "compose.yaml", "deploylint.yaml:extends: [./own.yaml]\n")
    (here / "own.yaml").write_text(RULE.format(where=f"'{where.replace(chr(39), chr(39) * 2)}'"), encoding="utf-8")
    before = snapshot(here)
    done = deploylint(here, "rules", "validate", "own.yaml")
    assert done.status == 1, done.said[:1000]
    assert "own.yaml:8:" in done.out
    assert deploylint(here, "validate").status == 2
    assert snapshot(here) == before


# -- streams and surroundings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stdin", "status"),
    [(b"", 1), (SERVICE.encode(), 0), (b"\xff", 2), (b"\0" * 100, 2), (b"[" * 200_000, 1), (b"#" * 5_000_000, 2)],
    ids=["empty", "good", "latin-1", "nul", "deep", "big"],
)
def test_stdin(stdin: bytes, status: int, here: Path) -> None:
    done = deploylint(here, "validate", "--stdin-filename", "compose.yaml", stdin=stdin)
    assert done.status == status, done.said[:1000]
    assert not list(here.iterdir())


def shell(folder: Path, line: str, **environment: str) -> Done:
    """Run a line of shell in which $D is the program."""
    variables = {**os.environ, "D": f"{sys.executable} -m deploylint", **environment}
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=variables, capture_output=True, check=False, timeout=SECONDS
    )
    return Done(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "line",
    [
        "$D rules list | head -1", "$D validate --format json | head -c 1", "$D validate | true",
        "$D validate > /dev/full",
        "$D rules list > /dev/full", "$D --version > /dev/full", "$D --help > /dev/full",
        "$D validate --diff > /dev/full",
        "$D validate >&-", "$D validate 2>&-", "$D validate <&-", "$D validate --stdin-filename a.yaml <&-",
        "$D nope 2>&-",
        "$D nope 2> /dev/full", "$D explain privileged-container >&- 2>&-",
    ],
)  # fmt: skip
def test_streams_that_are_not_there(line: str, here: Path) -> None:
    make(here, "compose.yaml")
    done = shell(here, line)
    for word in ("Traceback", "mistake of its own", "Exception ignored", "lost sys"):
        assert word not in done.said, done.said
    assert done.status in {0, 1, 2}


@pytest.mark.parametrize(
    "surroundings",
    [
        {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"HOME": None, "XDG_CACHE_HOME": None}, {"HOME": "/nowhere", "XDG_CACHE_HOME": "/proc"},
        {"HOME": "", "PATH": ""},
        {"COLUMNS": "20"}, {"COLUMNS": "-1"}, {"COLUMNS": "9" * 30}, {"COLUMNS": "x"}, {"TERM": "dumb"}, {"TZ": "x"},
        {"PYTHONHASHSEED": "1"}, {"XDG_CACHE_HOME": "relative"},
    ],
    ids=str,
)  # fmt: skip
def test_surroundings(surroundings: dict[str, str | None], here: Path) -> None:
    make(here, "compose.yaml:services:\n  wéb…:\n    image: nginx\n    privileged: true\n")
    done = deploylint(here, "validate", **surroundings)
    assert done.status == 1
    assert "privileged-container" in done.out
    assert [path.name for path in here.iterdir()] == ["compose.yaml"]


def test_a_folder_that_is_gone(here: Path) -> None:
    done = shell(here, "mkdir gone; cd gone; rmdir ../gone; $D validate")
    assert done.status == 2
    assert done.err.startswith("error: ")
    behaves(done)


SMALL_STACK = """
import sys, threading
threading.stack_size(512 * 1024)
from deploylint.cli.exits import run
status = []
thread = threading.Thread(target=lambda: status.append(run(["validate", "--format", "concise"])))
thread.start(); thread.join()
sys.exit(status[0])
"""


@pytest.mark.parametrize("opener", ["- ", "[", "{a: ", "? ", "{? ", "[{a: ", "&a [", "!a [", "- - ? - "])
def test_nesting_in_a_small_stack(opener: str, here: Path) -> None:
    make(here, f"compose.yaml:{nested(opener)}")
    done = subprocess.run(
        [sys.executable, "-c", SMALL_STACK], cwd=here, capture_output=True, check=False, timeout=SECONDS, text=True
    )
    assert done.returncode == 1, done.stderr[-500:]
    assert "input-limit-exceeded" in done.stdout


# -- chains from file to file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["extends", "include", "extends-loop", "include-loop", "include-tree"])
def test_chains_of_files(shape: str, here: Path) -> None:
    count = 60 if shape == "include-tree" else 1000
    for at in range(count):
        after = (at + 1) % count if "loop" in shape else at + 1
        if shape.startswith("extends"):
            text = f"services:\n  web: {{extends: {{file: f{after}.yaml, service: web}}}}\n"
        elif shape == "include-tree":
            text = f"include: [f{after}.yaml, f{after + 1}.yaml, f{after + 2}.yaml]\n{SERVICE}"
        else:
            text = f"include: [f{after}.yaml]\nservices:\n  s{at}: {{image: 'nginx:1.27'}}\n"
        (here / f"f{at}.yaml").write_text(text, encoding="utf-8")
    (here / f"f{count}.yaml").write_text(SERVICE, encoding="utf-8")
    done = deploylint(here, "validate", "-f", "f0.yaml", "--format", "concise")
    assert done.status == 1, done.said[:500]
