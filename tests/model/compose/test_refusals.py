"""What the loader of Compose refuses, `api.refusals` tells, and nothing else; the tables hold its opinion."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from deploylint import api
from deploylint.engine.cache import load
from deploylint.findings import Finding
from deploylint.loading.disk import DiskFiles
from deploylint.loading.settings import Settings
from deploylint.model.compose.refusals import TAG, UNEXCUSED
from deploylint.model.settings import ModelSettings
from tests.model.compose.refusal_cases import WEB, WHOLE, WITH_FILES

PROCESS = {"PATH": "/usr/bin", "HOME": "/root"}
OTHER = "  other: {image: x}\n"
MAIN, OVERRIDE = "compose.yaml", "compose.override.yaml"

Project = tuple[dict[str, str | None], tuple[str, ...], str]


def web(body: str, rest: str) -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"services:\n  web:\n    image: nginx\n{lines}{rest}\n"


PROJECTS: list[Project] = [
    *(({MAIN: web(body, top)}, (), expected) for body, top, expected in WEB),
    *(({MAIN: web(body, OTHER), **files}, profiles, expected) for body, files, profiles, expected in WITH_FILES),
    *((dict(files), profiles, expected) for files, profiles, expected in WHOLE),
]


def written(folder: Path, files: Mapping[str, str | None]) -> list[str]:
    """Write the files, and give those of the project in the order in which they are merged."""
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.mkdir()
        else:
            path.write_text(text, "utf-8")
    return [name for name in (MAIN, OVERRIDE) if name in files]


def refusals(folder: Path, files: Sequence[str], **settings: object) -> tuple[Finding, ...]:
    options = {"compose_files": tuple(files), "closed": True, "process": PROCESS, "project_name": "app", **settings}
    model = ModelSettings(**options)  # type: ignore[arg-type]
    return api.refusals(api.load(DiskFiles(str(folder), allow_outside=True), files, Settings(), model))


def name(project: Project) -> str:
    return " ".join(str(project[0][MAIN]).removeprefix("services:").split())[:70]


@pytest.mark.parametrize("project", PROJECTS, ids=name)
def test_refusals(tmp_path: Path, project: Project) -> None:
    files, profiles, expected = project
    found = refusals(tmp_path, written(tmp_path, files), profiles=profiles)
    assert sorted({finding.rule for finding in found}) == expected.split()


@pytest.fixture(scope="module")
def ask(oracle: Callable[[str], Path]) -> Iterator[Callable[[dict[str, object]], dict[str, str]]]:
    """Asks the reference loader about one project after the other."""
    with subprocess.Popen(
        [oracle("load-compose")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        sent, answers = program.stdin, program.stdout

        def answer(request: dict[str, object]) -> dict[str, str]:
            print(json.dumps(request), file=sent, flush=True)
            found: dict[str, str] = json.loads(answers.readline())
            return found

        yield answer


@pytest.mark.parametrize("project", PROJECTS, ids=name)
def test_the_tables_hold_what_the_loader_says(
    tmp_path: Path, ask: Callable[[dict[str, object]], dict[str, str]], project: Project
) -> None:
    files, profiles, expected = project
    names = written(tmp_path, files)
    request = {"folder": str(tmp_path), "files": names, "profiles": profiles, "variables": PROCESS, "name": "app"}
    assert bool(ask(request).get("error")) is bool(expected)


@pytest.mark.parametrize("rule", sorted(UNEXCUSED))
def test_what_is_not_excused_are_parameters_of_refusals(rule: str) -> None:
    found = load().rules[rule]
    assert TAG in found.tags
    assert set(UNEXCUSED[rule]) <= set(found.params)


EXPECTED_FILE = "services:\n  web:\n    image: nginx\n    env_file: web.env\n"


def test_what_people_are_excused_for_is_refused_all_the_same(tmp_path: Path) -> None:
    names = written(tmp_path, {MAIN: EXPECTED_FILE, "web.env.example": "A=b\n"})
    model = ModelSettings(compose_files=(MAIN,))
    deployment = api.load(DiskFiles(str(tmp_path)), names, Settings(), model)
    assert [finding.rule for finding in api.lint(deployment, api.Selection(level="essential")).findings] == []
    assert [finding.rule for finding in api.refusals(deployment)] == ["env-file-missing"]


def test_a_unit_is_not_compose(tmp_path: Path) -> None:
    unit = "[Service]\nExecStart=/usr/bin/true\nEnvironmentFile=/srv/app/compose.env\n"
    (tmp_path / "srv" / "app").mkdir(parents=True)
    names = written(tmp_path, {MAIN: "services:\n  web:\n    image: nginx\n", "a.service": unit})
    files = DiskFiles(str(tmp_path))
    model = ModelSettings(places=(("/srv/app", "srv/app"),))
    deployment = api.load(files, [*names, "a.service"], Settings(), model)
    assert "env-file-missing" in [one.rule for one in api.lint(deployment, api.Selection()).findings]
    assert api.refusals(deployment) == ()


def test_outside_the_anchor_nothing_is_known(tmp_path: Path) -> None:
    text = EXPECTED_FILE.replace("web.env", "../web.env")
    deployment = api.load(DiskFiles(str(tmp_path)), written(tmp_path, {MAIN: text}), Settings(), ModelSettings())
    assert api.refusals(deployment) == ()
    assert [finding.rule for finding in refusals(tmp_path, [MAIN])] == ["env-file-missing"]


def test_all_at_once_and_in_order(tmp_path: Path) -> None:
    body = "ports: ['a:80']\nnetworks: [none]\nsecrets: [x, y]\nhealthcheck: {test: [curl]}\nenv_file: a.env"
    names = written(tmp_path, {MAIN: web(body, "")})
    assert [(finding.rule, finding.span.text) for finding in refusals(tmp_path, names)] == [
        ("port-spec-invalid", "'a:80'"),
        ("undefined-network", "none"),
        ("undefined-secret", "x"),
        ("undefined-secret", "y"),
        ("healthcheck-test-invalid", "curl"),
        ("env-file-missing", "a.env"),
    ]


CORPUS, CONFORMANCE = os.environ.get("DEPLOYLINT_CORPUS"), os.environ.get("DEPLOYLINT_CONFORMANCE")


@pytest.mark.skipif(not (CORPUS and CONFORMANCE), reason="needs DEPLOYLINT_CORPUS and DEPLOYLINT_CONFORMANCE")
def test_verdicts_on_other_peoples_files() -> None:
    lines = (Path(CONFORMANCE or "") / "compose" / "verdicts.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    different = [row["file"] for row in rows if bool(refusals(Path(CORPUS or ""), [row["file"]])) is row["ok"]]
    assert len(different) <= len(rows) * 0.005, different
