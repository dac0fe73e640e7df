"""Secrets planted everywhere: no output, no message and no cache repeats one of them."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from deploylint.model.credentials import fake
from deploylint.model.fakes import kinds


def password(number: int) -> str:
    """A password like no other, which no table knows."""
    return f"q{number:02}Zr8vX{number:02}w4Lm{number:02}Kt9b"


TOKEN = fake("github-token")
STRIPE = fake("stripe-key")
SLACK = fake("slack-token")
AGE = fake("age-secret-key")
KEY = fake("private-key")
KEY_LINES = KEY.splitlines()[1:-1]


def indented(text: str, by: int) -> str:
    """The lines of a text, moved to the right."""
    return "\n".join(" " * by + line for line in text.splitlines())


COMPOSE = f"""\
# An old one: DB_PASSWORD={password(1)} and {TOKEN}
x-shared: &shared
  DB_PASSWORD: {password(2)}
  URL: postgres://app:{password(3)}@db/app
x-other:
  api_token: {password(4)}
services:
  web:
    image: nginx
    build:
      context: .
      args:
        NPM_TOKEN: {fake("npm-token")}
        DB_PASSWORD: {password(5)}
    command: ["serve", "--password", "{password(6)}", "--db=postgres://u:{password(7)}@db/x", "{STRIPE}"]
    entrypoint: serve --admin-password={password(8)} --token {password(9)}
    environment:
      <<: *shared
      ADMIN_PASSWORD: "{password(10)}"
      SECRET_KEY: '{password(11)}'   # was SECRET_KEY={password(12)}
      WITH_DEFAULT: ${{MISSING_PASSWORD:-{password(13)}}}
      OTHER_PASSWORD: ${{MISSING:-{password(14)}}}-x${{ALSO_MISSING}}
      LONG_SECRET: {"x9Qz" * 100}{password(15)}
      FOLDED_PASSWORD: >-
        {password(16)}
        {password(17)}
      TLS_KEY: |
{indented(KEY, 8)}
      CONNECTION: "Server=db;User Id=sa;Password={password(18)};"
      IN_JSON: '{{"password": "{password(19)}", "x": 1}}'
      SLACK_HOOK: {SLACK}
      WG: {AGE}
    labels:
      traefik.http.middlewares.a.basicauth.password: {password(20)}
      other: token={password(21)}
    healthcheck:
      test: ["CMD-SHELL", "mysqladmin ping -uroot -p{password(22)} --password={password(23)}"]
      interval: 1x
    ports: ["80:80", "80:81:82:83"]
    volumes: ["/etc:/etc", "nope:/x"]
    privileged: true
    restart: no
    extra_hosts: ["db:${{DB_PASSWORD:-{password(24)}}}"]
  list:
    image: redis:latest
    environment:
      - REDIS_PASSWORD={password(25)}
      - "API_KEY={TOKEN}"
      - REDIS_PASSWORD={password(26)}
    command: redis-server --requirepass {password(27)}
    depends_on: [nothing]
    env_file: [app.env, missing.env]
    logging:
      options: {{gelf-password: {password(28)}}}
configs:
  app:
    content: |
      password = "{password(29)}"
      url = amqp://guest:{password(30)}@mq/
      token: {TOKEN}
secrets:
  s:
    environment: DB_PASSWORD
"""

ENV = f"""\
# DB_PASSWORD={password(31)}
DB_PASSWORD={password(32)}
DB_PASSWORD='{password(33)}'
DATABASE_URL="postgres://app:{password(34)}@db/app"
export SECRET_KEY={password(35)} # and was SECRET_KEY={password(36)}
TLS_KEY="{KEY}"
API_TOKEN={TOKEN}
COMBINED_PASSWORD=${{DB_PASSWORD}}-{password(37)}
UNUSED={STRIPE}
JWT_SECRET: {password(38)}
"""

VALID = {"compose.yaml": COMPOSE, ".env": ENV, "app.env": ENV.replace("q", "Q")}

PLANTED = [password(number) for number in range(1, 39)]
PLANTED += [secret.replace("q", "Q") for secret in PLANTED[30:]]
PLANTED += [TOKEN, STRIPE, SLACK, AGE, *KEY_LINES, fake("npm-token")]

ONE = password(50)
SERVICE = "services:\n  web:\n    image: nginx:1.27\n    environment:\n"

# Files that cannot be read whole, with a secret at or near the place of the mistake.
BROKEN: dict[str, Mapping[str, str]] = {
    "unclosed-quote": {"compose.yaml": f'{SERVICE}      DB_PASSWORD: "{ONE}\n'},
    "unclosed-flow": {"compose.yaml": f"{SERVICE}      {{DB_PASSWORD: {ONE}, b: [\n"},
    "bad-escape": {"compose.yaml": f'{SERVICE}      DB_PASSWORD: "{ONE}\\q"\n'},
    "second-colon": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: {ONE}: x\n"},
    "tab": {"compose.yaml": f"{SERVICE}\tDB_PASSWORD: {ONE}\n"},
    "percent": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: %{ONE}\n"},
    "at": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: @{ONE}\n"},
    "star": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: *{ONE}\n"},
    "ampersand": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: &{ONE}\n      B_PASSWORD: *{ONE}x\n"},
    "bang": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: !{ONE} x\n      A_PASSWORD: !!int {ONE}\n"},
    "backtick": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: `{ONE}`\n"},
    "key-in-the-middle": {"compose.yaml": f"{SERVICE}      TLS_KEY: |\n{indented(KEY, 8)}\n     x: [\n"},
    "key-unindented": {"compose.yaml": f"{SERVICE}      TLS_KEY:\n{KEY}\n"},
    "twice": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: {ONE}\n      DB_PASSWORD: {ONE}\n"},
    "as-list": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: [{ONE}]\n"},
    "as-key": {"compose.yaml": f"{SERVICE}      ? [DB_PASSWORD, {TOKEN}]\n      : x\n"},
    "bad-reference": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: {ONE}${{x\n"},
    "bad-reference-name": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: ab${{{ONE}!}}\n"},
    "required": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: ${{X_PASSWORD:?{ONE}}}\n", ".env": "A=1\n"},
    "latin-1": {"compose.yaml": f"{SERVICE}      DB_PASSWORD: {ONE}\udce9\n"},
    "ports": {"compose.yaml": f"services:\n  a:\n    image: a:1\n    ports: ['{TOKEN}']\n    volumes: ['::{TOKEN}']\n"},
    "wrong-type": {"compose.yaml": f"services:\n  web: {TOKEN}\nvolumes: {TOKEN}\n"},
    "service-name": {"compose.yaml": f"services:\n  {TOKEN}: {{image: nginx, depends_on: [{TOKEN}]}}\n"},
    "image": {"compose.yaml": f"services:\n  a: {{image: 'https://u:{ONE}@reg.example.org/x'}}\n"},
    "build-url": {"compose.yaml": f"services:\n  a: {{build: 'https://u:{ONE}@git.example.org/x.git'}}\n"},
    "include-url": {"compose.yaml": f"include: ['https://u:{ONE}@git.example.org/x.git']\nservices: {{}}\n"},
    "env-unclosed": {".env": f'A=1\nDB_PASSWORD="{ONE}\nB=2\n', "compose.yaml": SERVICE + "      A: ${A}\n"},
    "env-space": {".env": f"DB_PASSWORD {ONE}\n", "compose.yaml": SERVICE + "      A: ${A}\n"},
    "env-spaces": {".env": f"DB PASSWORD={ONE}\n", "compose.yaml": SERVICE + "      A: ${A}\n"},
    "env-key": {".env": f"{TOKEN}!=x\n", "compose.yaml": SERVICE + "      A: ${A}\n"},
    "env-template": {".env": f"DB_PASSWORD=ab${{{ONE}\n", "compose.yaml": SERVICE + "      A: ${A}\n"},
    "env-private-key": {".env": f"TLS_KEY={KEY}\n", "compose.yaml": SERVICE + "      A: ${A}\n"},
    "env-colon": {".env": f"DB_PASSWORD: {ONE}\nSECRET_KEY:{ONE}\n", "compose.yaml": SERVICE + "      A: ${A}\n"},
    "settings": {"deploylint.yaml": f"password: {ONE}\nrules: {{DB_PASSWORD: {TOKEN}}}\n", "compose.yaml": SERVICE},
    "settings-broken": {"deploylint.yaml": f'api_token: "{TOKEN}\n', "compose.yaml": SERVICE},
    "settings-toml": {"pyproject.toml": f"[tool.deploylint]\npassword = {TOKEN}\n", "compose.yaml": SERVICE},
    "suppression": {"compose.yaml": f"# deploylint: ignore[{TOKEN}] password={ONE}\n# deploylint: {TOKEN}\n{SERVICE}"},
}  # fmt: skip

COMMANDS = [
    ["validate"],
    ["--color", "always", "-v", "validate", "--level", "strict", "--preview", "--show-undecided", "--statistics"],
    ["validate", "--level", "strict", "--preview", "--format", "concise"],
    ["validate", "--level", "strict", "--preview", "--format", "json"],
    ["validate", "--level", "strict", "--preview", "--format", "sarif", "--format", "github=/dev/stderr"],
    ["validate", "--level", "strict", "--preview", "--diff", "--unsafe"],
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder of our own, to look into."""
    return tmp_path_factory.mktemp("cache")


def said(folder: Path, cache: Path, arguments: list[str], terminal: bool = False) -> str:
    """Everything that a run prints, on a pipe or on a terminal."""
    command = [sys.executable, "-m", "deploylint", *arguments]
    summary = cache / "job-summary.md"
    cache.mkdir(exist_ok=True)
    summary.write_text("", encoding="utf-8")
    environment = {
        **os.environ, "XDG_CACHE_HOME": str(cache), "COLUMNS": "300", "GITHUB_STEP_SUMMARY": str(summary),
    }  # fmt: skip
    if not terminal:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)
        return (done.stdout + done.stderr + summary.read_bytes()).decode("utf-8", "replace")
    main, other = pty.openpty()
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=other, stdout=other, stderr=other) as process:
        os.close(other)
        pieces: list[bytes] = []
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:
                break
            if not piece:
                break
            pieces.append(piece)
        process.wait(timeout=60)
    os.close(main)
    return b"".join(pieces).decode("utf-8", "replace")


def leaks(text: str, planted: list[str]) -> list[str]:
    """Lines that hold a planted secret or the greater part of one."""
    parts = [part for secret in planted for part in (secret[:14], secret[-14:])]
    return [line[:300] for line in text.splitlines() if any(part in line for part in parts)]


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Put the files there."""
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
def test_planted_secrets_are_not_repeated(tmp_path: Path, cache: Path, arguments: list[str], terminal: bool) -> None:
    write(tmp_path, VALID)
    text = said(tmp_path, cache, arguments, terminal)
    assert "compose.yaml" in text
    assert "Traceback" not in text
    assert "mistake of its own" not in text
    assert not leaks(text, PLANTED)


def test_fixing_repeats_none(tmp_path: Path, cache: Path) -> None:
    write(tmp_path, VALID)
    text = said(tmp_path, cache, ["-v", "validate", "--fix", "--unsafe", "--level", "strict"])
    assert not leaks(text, PLANTED)
    assert password(2) in (tmp_path / "compose.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BROKEN)
def test_mistakes_near_a_secret(name: str, tmp_path: Path, cache: Path) -> None:
    write(tmp_path, BROKEN[name])
    for arguments in COMMANDS:
        text = said(tmp_path, cache, arguments)
        assert "Traceback" not in text
        assert "mistake of its own" not in text, text
        assert not leaks(text, [ONE, TOKEN, *KEY_LINES]), arguments


@pytest.mark.parametrize("kind", kinds())
def test_every_provider_is_known(kind: str, tmp_path: Path, cache: Path) -> None:
    """Under a name that says nothing, the shape alone must do; what has no shape needs a name."""
    secret = fake(kind).replace("\\n", "\n")
    lines = [line for line in secret.splitlines() if "----" not in line and len(line) > 20]
    name = {"password": "DB_PASSWORD", "hex-key": "SECRET_KEY"}.get(kind, "TOKEN")
    write(tmp_path, {"compose.yaml": f"{SERVICE}      {name}: |-\n{indented(secret, 8)}\n"})
    for arguments in (COMMANDS[1], *COMMANDS[3:5]):
        text = said(tmp_path, cache, arguments)
        assert not leaks(text, lines or [secret]), arguments


def test_nothing_is_cached(tmp_path: Path, cache: Path) -> None:
    write(tmp_path, VALID)
    own = tmp_path / "cache"
    said(tmp_path, own, ["validate"])
    for folder in (own, cache):
        for path in (path for path in folder.rglob("*") if path.is_file()):
            data = path.read_bytes()
            assert not [secret for secret in PLANTED if secret.encode() in data], path
    shutil.rmtree(own, ignore_errors=True)
