"""`show compose`: the bytes that `docker compose config` prints, without secrets, and what is said instead of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from deploylint import resources
from deploylint.cli.exits import run
from deploylint.model.credentials import MASK, fake

Streams = pytest.CaptureFixture[str]


class Case(NamedTuple):
    """A project, the folder that the program is started in, its arguments, and the request to the reference loader."""

    files: Mapping[str, str]
    arguments: tuple[str, ...] = ()
    request: Mapping[str, Any] = {}
    folder: str = "."


WEB = "services:\n  web:\n    image: nginx:${TAG}\n    ports: ['${PORT:-8080}:80']\n"
CASES = {
    "the default file": Case({"compose.yaml": WEB, ".env": "TAG=1.27\n"}),
    "an override": Case(
        {
            "compose.yml": WEB,
            "compose.override.yml": "services:\n  web:\n    environment: {A: $$b$$$$c}\n",
            ".env": "TAG=1",
        }
    ),
    "from a folder below, whose .env wins": Case(
        {"compose.yaml": WEB, ".env": "TAG=outer\nPORT=1\n", "sub/.env": "TAG=inner\n"}, folder="sub"
    ),
    "COMPOSE_FILE of an .env": Case(
        {".env": "TAG=1\nCOMPOSE_FILE=a.yaml:b/c.yaml\n", "a.yaml": WEB, "b/c.yaml": "services:\n  b:\n    build: .\n"}
    ),
    "exactly these files": Case(
        {
            "compose.yaml": "services: {no: {image: no}}\n",
            "in/a.yaml": WEB,
            "in/.env": "TAG=in\n",
            ".env": "TAG=out\n",
            "b.yaml": "services:\n  web:\n    volumes: [./x:/x]\n",
        },
        ("in/a.yaml", "b.yaml"),
        {"files": ["in/a.yaml", "b.yaml"]},
    ),
    "a project directory": Case(
        {
            "a.yaml": "services:\n  a:\n    image: x:$TAG\n    volumes: [./d:/d]\n",
            "p/.env": "TAG=p\n",
            ".env": "TAG=no\n",
        },
        ("a.yaml", "--project-directory", "p"),
        {"files": ["a.yaml"], "project_directory": "p"},
    ),
    "a project directory to search in": Case(
        {"compose.yaml": "services: {no: {image: no}}\n", "p/compose.yaml": WEB, "p/.env": "TAG=p\n"},
        ("--project-directory", "p"),
        {"project_directory": "p"},
    ),
    "env files": Case(
        {"compose.yaml": WEB, ".env": "TAG=no\nPORT=1\n", "a.env": "TAG=a\n", "b.env": "TAG=b\n"},
        ("--env-file", "a.env", "--env-file", "b.env"),
        {"env_files": ["a.env", "b.env"]},
    ),
    "profiles": Case(
        {
            "compose.yaml": "services:\n  a: {image: a, profiles: [x]}\n  b: {image: b, profiles: [y]}\n"
            "  c: {image: c, profiles: [z]}\n"
        },
        ("--profile", "x", "--profile", "y"),
        {"profiles": ["x", "y"]},
    ),
    "a name": Case({"compose.yaml": "name: other\n" + WEB, ".env": "TAG=1"}, ("-p", "mine"), {"name": "mine"}),
    "all resources": Case(
        {"compose.yaml": "services: {a: {image: x}}\nvolumes: {v: }\nnetworks: {n: }\n"},
        ("--all-resources",),
        {"used": False},
    ),
    "used resources": Case(
        {"compose.yaml": "services: {a: {image: x, networks: [n]}}\nvolumes: {v: }\nnetworks: {n: , m: }\n"}
    ),
    "nothing set": Case({"compose.yaml": "services:\n  web:\n    image: x$TAG-${TAG}-${OTHER}y\n"}),
}  # fmt: skip


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Puts files into a folder and goes there."""

    def to(files: Mapping[str, str], folder: str = ".") -> Path:
        top = tmp_path / "project"
        _write(top, files)
        (top / folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(top / folder)
        return top

    return to


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_prints_what_docker_compose_prints(
    case: Case, put: Callable[..., Path], oracle: Callable[[str], Path], capsys: Streams
) -> None:
    folder = put(case.files, case.folder) / case.folder
    request = {"folder": str(folder), "used": True, "variables": {}, **case.request}
    for name in ("files", "env_files"):
        request[name] = [str(folder / path) for path in request.get(name, ())]
    if "project_directory" in request:
        request["project_directory"] = str(folder / request["project_directory"])
    asked = subprocess.run(
        [oracle("load-compose")], input=json.dumps(request) + "\n", capture_output=True, text=True, check=True
    )
    answer = json.loads(asked.stdout)
    assert "error" not in answer
    assert run(["show", "compose", *case.arguments]) == 0
    out, err = capsys.readouterr()
    assert out == answer["model"].replace("$", "$$")
    assert set(err.splitlines()) == {each for each in answer.get("warnings") or () if "is not set" in each}


def _json(*arguments: str, capsys: Streams) -> dict[str, Any]:
    assert run(["-q", "show", "compose", "--format", "json", *arguments]) == 0
    out, err = capsys.readouterr()
    assert not err
    shown: dict[str, Any] = json.loads(out)
    with open(os.path.join(resources.schemas(), "show.schema.json"), encoding="utf-8") as file:
        jsonschema.validate(shown, json.load(file))
    return shown


def test_json(put: Callable[..., Path], capsys: Streams) -> None:
    """Values are what is deployed: nothing is doubled there."""
    put({"compose.yaml": WEB + "    command: echo $$HOME\n", ".env": "TAG=1\n"})
    shown = _json(capsys=capsys)
    assert list(shown) == ["schema", "kind", "model"]
    assert shown["schema"] == "deploylint.show/v1"
    assert shown["model"]["name"] == "project"
    assert shown["model"]["services"]["web"]["command"] == ["echo", "$HOME"]
    assert shown["model"]["services"]["web"]["ports"][0]["published"] == "8080"


def test_provenance(put: Callable[..., Path], capsys: Streams) -> None:
    put({"compose.yaml": WEB, ".env": "TAG=1.27\n"})
    rows = {row["path"]: row for row in _json("--provenance", capsys=capsys)["provenance"]}
    image = rows["services.web.image"]
    assert image["value"] == "nginx:1.27"
    assert [(step["how"], step["path"], step["line"]) for step in image["steps"]] == [
        ("written", "compose.yaml", 3),
        ("variable", "compose.yaml", 3),
        ("env-file", ".env", 1),
    ]
    assert run(["show", "compose", "--provenance"]) == 0
    out = capsys.readouterr().out
    model, _, told = out.partition("\n\n")
    assert model.startswith("name: project\nservices:\n")
    lines = told.splitlines()
    assert all(line.startswith("# ") for line in lines)
    assert any(line.startswith("# services.web.image: nginx:1.27 ") and ".env line 1" in line for line in lines)


def _secret(number: int) -> str:
    return f"q{number:02}Zr8vX{number:02}w4Lm{number:02}Kt9b"


PLANTED = [_secret(number) for number in range(1, 18)] + [fake("github-token"), fake("stripe-key")]
SECRETS = {
    "compose.yaml": f"""\
services:
  web:
    image: nginx
    command: ["serve", "--password", "{_secret(1)}", "--db=postgres://u:{_secret(2)}@db/x", "{fake("stripe-key")}"]
    entrypoint: [sh, -c, "login ${{DB_PASSWORD}}"]
    build:
      context: .
      args: {{NPM_TOKEN: {_secret(3)}}}
    environment:
      ADMIN_PASSWORD: "{_secret(4)}"
      WITH_DEFAULT: ${{MISSING:-${{ALSO_PASSWORD:-{_secret(5)}}}}}
      PLAIN: ${{DB_PASSWORD}}
      FROM_SHELL: ${{SHELL_TOKEN}}
      ESCAPED_SECRET: "{_secret(6)}\\t\\"x"
      BOTH: ${{URL}}
      SESSION_SECRET:
    env_file: app.env
    labels:
      - traefik.http.middlewares.a.basicauth.password={_secret(7)}
      - other=token={_secret(8)}
      - {fake("github-token")}=x
    healthcheck:
      test: ["CMD-SHELL", "mysqladmin ping -uroot --password={_secret(9)}"]
    extra_hosts: {{db.example: 10.0.0.1}}
    logging: {{driver: gelf, options: {{gelf-password: {_secret(10)}}}}}
x-other: {{api_token: {_secret(11)}, again: "it is {_secret(4)}"}}
configs:
  app:
    content: |
      password = "{_secret(12)}"
      url = amqp://guest:{_secret(13)}@mq/
secrets:
  s: {{environment: DB_PASSWORD}}
""",
    ".env": f"DB_PASSWORD={_secret(14)}\nURL=amqp://u:{_secret(15)}@mq/\nSESSION_SECRET={_secret(16)}\n",
    "app.env": f"APP_PASSWORD={_secret(17)}\nNAME=shop\n",
}


@pytest.mark.parametrize("more", [(), ("--provenance",), ("--format", "json", "--provenance"), ("--all-resources",)])
def test_no_secret_is_printed(
    more: tuple[str, ...], put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    put(SECRETS)
    monkeypatch.setenv("SHELL_TOKEN", "sh3LLt0k3nV4lu3x")
    assert run(["show", "compose", "--process-env", *more]) == 0
    out, err = capsys.readouterr()
    shown = [secret for secret in [*PLANTED, "sh3LLt0k3nV4lu3x"] if secret in out + err]
    assert shown == []
    assert "shop" in out
    assert (MASK in out) is ("json" not in more)


def test_secrets_are_printed_on_request(
    put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    put(SECRETS)
    monkeypatch.setenv("SHELL_TOKEN", "sh3LLt0k3nV4lu3x")
    assert run(["show", "compose", "--process-env", "--all-resources", "--reveal", "--provenance"]) == 0
    out = capsys.readouterr().out
    assert [secret for secret in [*PLANTED, "sh3LLt0k3nV4lu3x"] if secret not in out] == []
    assert MASK not in out.partition("\n\n")[0]


def test_no_secret_is_printed_in_a_refusal(put: Callable[..., Path], capsys: Streams) -> None:
    broken = SECRETS["compose.yaml"].replace("image: nginx", f"imge: {_secret(1)}\n    ports: ['x{_secret(2)}']")
    put({**SECRETS, "compose.yaml": broken})
    assert run(["show", "compose"]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert "imge" in err
    assert [secret for secret in PLANTED if secret in err and secret not in _secret(1) + _secret(2)] == []


def test_a_number_may_be_a_secret_and_a_boolean_is_none(put: Callable[..., Path], capsys: Streams) -> None:
    put({"compose.yaml": "services: {a: {image: x}}\nx-a: {password: 12345678, token: true, length: 12345678}\n"})
    assert _json(capsys=capsys)["model"]["x-a"] == {"length": 12345678, "password": "••••••", "token": True}


def test_a_refusal(put: Callable[..., Path], capsys: Streams) -> None:
    put({"compose.yaml": "services:\n  web:\n    image: x\n    networks: [front]\n  db:\n    ports: ['x:y']\n"})
    assert run(["show", "compose"]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert "error[undefined-network]: web joins the network front" in err
    assert " --> compose.yaml:4:16" in err
    assert "error[port-spec-invalid]" in err
    assert "error[service-without-image]" in err
    assert err.endswith("Compose would refuse this: 3 mistakes\n")


def test_what_compose_accepts_is_no_refusal(put: Callable[..., Path], capsys: Streams) -> None:
    """A service that no profile starts may be wrong, and a bad habit is none."""
    put({"compose.yaml": "services:\n  web: {image: x, privileged: true}\n  debug: {profiles: [d], networks: [n]}\n"})
    assert run(["show", "compose"]) == 0
    assert "privileged: true" in capsys.readouterr().out
    assert run(["show", "compose", "--profile", "d"]) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["gone.yaml"], "there is no file or folder gone.yaml"),
        (["in"], "in is a folder"),
        (["--env-file", "gone.env"], "there is no file or folder gone.env"),
        (["-p", "Bad Name"], "'Bad Name' cannot be a project's name"),
        (["--format", "toml"], "Invalid value for '--format'"),
        (["--environment", "prdo"], "unknown environment 'prdo'; did you mean 'prod'?"),
        (
            ["--environment", "dev"],
            (
                "unknown environment 'dev'; known are prod\nEnvironments are those under `environments:` in the"
                " settings; an overlay is named as a file, after its base.\n"
            ),
        ),
        (["--environment", "prod", "compose.yaml"], "an environment has its own files and profiles"),
        (["--environment", "prod", "--profile", "x"], "an environment has its own files and profiles"),
        (["--project-directory", "compose.yaml"], "compose.yaml is not a folder"),
        (["dangling.yaml"], "dangling.yaml is a link that leads nowhere"),
        (["outside.yaml"], "outside.yaml is a link that leads out of "),
        (["large.yaml"], "large.yaml cannot be read: a file of 5,000,000 bytes"),
        (["-o", "no/such/folder"], "no/such/folder cannot be written"),
        (["--formt", "json"], "No such option '--formt'"),
    ],
    ids=str,
)
def test_what_cannot_be_done(arguments: list[str], told: str, put: Callable[..., Path], capsys: Streams) -> None:
    top = put(
        {
            "compose.yaml": "services: {a: {image: x}}\n",
            "in/compose.yaml": "",
            "large.yaml": "#" * 5_000_000,
            "deploylint.yaml": "environments: {prod: {compose: [compose.yaml]}}\n",
        }
    )
    (top / "dangling.yaml").symlink_to("nowhere")
    (top / "outside.yaml").symlink_to("/etc/hostname")
    assert run(["show", "compose", *arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(f"error: {told}")
    assert "Traceback" not in err


@pytest.mark.parametrize("command", [["show", "compose"], ["validate", "--fail-on", "never"]], ids=" ".join)
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["debug"], ""),
        (["*"], ""),
        (["debgu"], "no service has the profile 'debgu'; did you mean 'debug'?\n"),
        (["debug", "x", "x"], "no service has the profile 'x'; known are debug, tools\n"),
        (["\x1b[2J"], "no service has the profile '\\x1b[2J'; known are debug, tools\n"),
    ],
    ids=str,
)
def test_a_profile_that_no_service_has_is_told(
    command: list[str], asked: list[str], told: str, put: Callable[..., Path], capsys: Streams
) -> None:
    put({"compose.yaml": "services:\n  a: {image: x}\n  b: {image: x, profiles: [tools, debug]}\n"})
    arguments = [word for name in asked for word in ("--profile", name)]
    assert run([*command, *arguments]) == 0
    assert capsys.readouterr().err == told
    assert run(["-q", *command, *arguments]) == 0
    assert not capsys.readouterr().err


def test_an_environment_of_the_settings(put: Callable[..., Path], capsys: Streams) -> None:
    put(
        {
            "compose.yaml": WEB,
            "prod/more.yaml": "services:\n  web:\n    profiles: [live]\n",
            "prod.env": "TAG=prod\n",
            ".env": "TAG=no\n",
            "deploylint.yaml": "environments:\n  prod: {compose: [compose.yaml, prod/more.yaml], env: [prod.env],"
            " profiles: [live]}\n  here: {env: [prod.env]}\nexternals: {variables: [PORT]}\n",
        }
    )
    web = _json("--environment", "prod", capsys=capsys)["model"]["services"]["web"]
    assert (web["image"], web["profiles"]) == ("nginx:prod", ["live"])
    web = _json("--env", "here", "--process-env", capsys=capsys)["model"]["services"]["web"]
    assert (web["image"], web["ports"][0]["published"]) == ("nginx:prod", "8080")


def test_each_variable_is_told_once(put: Callable[..., Path], capsys: Streams) -> None:
    put({"compose.yaml": WEB.replace("nginx", "$TAG/$TAG/${OTHER-x}/${THIRD}")})
    assert run(["show", "compose"]) == 0
    told = 'The "{}" variable is not set. Defaulting to a blank string.'
    assert sorted(capsys.readouterr().err.splitlines()) == [told.format("TAG"), told.format("THIRD")]
    assert run(["-q", "show", "compose"]) == 0
    assert not capsys.readouterr().err


def test_a_file_that_is_passed_over_is_told(put: Callable[..., Path], capsys: Streams) -> None:
    put(dict.fromkeys(("compose.yml", "docker-compose.yml", "compose.override.yml"), "services: {a: {image: x}}\n"))
    assert run(["show", "compose"]) == 0
    assert capsys.readouterr().err == "docker-compose.yml is not read: Compose takes compose.yml\n"
    assert run(["-q", "show", "compose"]) == 0
    assert not capsys.readouterr().err


def test_what_is_not_fetched_is_told(put: Callable[..., Path], capsys: Streams) -> None:
    put({"compose.yaml": "include: ['https://example.org/x.git']\nservices: {a: {image: x}}\n"})
    run(["show", "compose"])
    assert "nothing is fetched" in capsys.readouterr().err


def test_a_file_is_written(put: Callable[..., Path], capsys: Streams) -> None:
    put({"compose.yaml": "services: {a: {image: grün}}\n"})
    assert run(["show", "compose", "-o", "out.yaml"]) == 0
    assert not capsys.readouterr().out
    assert "    image: grün\n" in Path("out.yaml").read_text(encoding="utf-8")


def test_names_cannot_reach_the_terminal(put: Callable[..., Path], capsys: Streams) -> None:
    put({"compose.yaml": 'services:\n  a:\n    image: "x${EVIL}"\n    networks: ["\\e[2J\\u202e"]\n'})
    assert run(["show", "compose"]) == 1
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "\u202e" not in err
    put({"compose.yaml": 'services:\n  a:\n    image: x\n    labels: {"\\e[2J": "\\u009b2J"}\n'})
    for shape in "yaml", "json":
        assert run(["show", "compose", "--format", shape]) == 0
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\x9b" not in out


def _process(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploylint", "show", "compose", *arguments]
    environment = {**os.environ, **more}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_process(put: Callable[..., Path]) -> None:
    folder = put({"compose.yaml": WEB})
    done = _process(folder, "--process-env", TAG="1.27")
    assert (done.returncode, done.stderr) == (0, "")
    assert "    image: nginx:1.27\n" in done.stdout
    narrow = _process(folder, "gone.yaml", COLUMNS="30")
    assert narrow.returncode == 2
    ascii_only = _process(put({"compose.yaml": "services: {a: {image: x, environment: {A_PASSWORD: hunter2hunter2}}}"}),
                          PYTHONIOENCODING="ascii")  # fmt: skip
    assert "A_PASSWORD: '******'\n" in ascii_only.stdout or "A_PASSWORD: ******\n" in ascii_only.stdout


def test_a_closed_pipe(put: Callable[..., Path]) -> None:
    folder = put({"compose.yaml": "services:\n" + "".join(f"  s{n}: {{image: x}}\n" for n in range(2000))})
    command = f"{sys.executable} -m deploylint show compose | head -n 1"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout == "name: project\n"
    assert done.stderr == ""


def test_help_has_examples(capsys: Streams) -> None:
    assert run(["show", "compose", "--help"]) == 0
    assert "deploylint show compose base.yaml prod.yaml" in capsys.readouterr().out
    assert run(["show", "--help"]) == 0
    assert "compose  " in capsys.readouterr().out
