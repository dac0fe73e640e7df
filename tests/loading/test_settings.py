"""The settings file: what it may say, and how mistakes in it are told."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from deploylint import resources
from deploylint.loading.settings import DEFAULTS, RuleSetting, Settings, check_rules, load
from deploylint.source.errors import UserError

GOOD = """\
extends: [deploylint:strict, ops/rules]
rules:
  dangling-volume: off
  image-unpinned: {severity: error, params: {allow: [scratch]}}
  quiet: info
overrides:
  - files: ["dev/**"]
    rules: {privileged: off}
include: ["*.yaml"]
exclude: [archive/]
environments:
  prod: {compose: [compose.yaml, prod/compose.yaml], env: [prod.env], profiles: [web], hosts: [a], closed: true}
hosts: {a: {projects: [media]}}
places: {/srv/app: app}
versions: {compose: "2.30", systemd: 252}
externals: {networks: [proxy], variables: [DOMAIN], presets: [umbrel]}
env: {missing: expected}
labels: {port-conflict: [Component/Infra]}
"""

BAD = [
    ("environments: {prod: {env_file: [x]}}\n", ":1:23: unknown key 'env_file'; known are compose, env, profiles"),
    ("environments: {prod: {profile: [x]}}\n", ":1:23: unknown key 'profile'; did you mean 'profiles'?"),
    ("environments: {prod: {closed: 1}}\n", ":1:31: expected true or false, found '1'"),
    ("rulez: {}\n", ":1:1: unknown key 'rulez'; did you mean 'rules'?"),
    ("rules: []\n", ":1:8: expected a mapping, found a list"),
    ("rules: {a: {severity: eror}}\n", ":1:23: 'eror' is none of off, info, warning, error; did you mean 'error'?"),
    ("rules: {a: nope}\n", ":1:12: 'nope' is none of off, info, warning, error"),
    ("rules:\n  a: {param: {}}\n", ":2:7: unknown key 'param'; did you mean 'params'?"),
    ("exclude: x\n", ":1:10: expected a list, found 'x'"),
    ("extends: [deploylint:best]\n", ":1:11: 'deploylint:best' is not of the form deploylint:LEVEL or a path"),
    ("rules: {}\nrules: {}\n", ":2:1: the key 'rules' is there twice"),
    ("- a\n", ":1:1: expected a mapping, found a list"),
    ("rules: {\n", "this is not YAML that can be read"),
    ("a: 1\nb: 2\n", ":2:1: unknown key 'b'"),
]

WRONG_TOGETHER = [
    ("environments: {prod: {compose: [a.yaml, ../b.yaml]}}\n", ":1:41: '../b.yaml' is no file below the folder"),
    ("environments: {prod: {env: [/etc/passwd]}}\n", ":1:29: '/etc/passwd' is no file below the folder"),
    ("environments: {prod: {compose: []}}\n", ":1:23: an environment without Compose files"),
    ("environments: {default: {}}\n", ":1:16: 'default' is the deployment as it stands; use another name"),
    ("hosts: {alpha: {}}\nenvironments: {p: {hosts: [alpah]}}\n", ":2:28: unknown host 'alpah'; did you mean 'alpha'?"),
    ("environments: {p: {hosts: [pi]}}\n", ":1:28: unknown host 'pi'; there are none under hosts"),
]
"""What a schema cannot say."""


def _load(folder: Path, text: str, name: str = "deploylint.yaml") -> Settings:
    (folder / name).write_text(text, encoding="utf-8")
    return load(str(folder / name))


def test_everything(tmp_path: Path) -> None:
    (tmp_path / "ops/rules").mkdir(parents=True)
    settings = _load(tmp_path, GOOD)
    assert settings.level == "strict"
    assert settings.packs == (str(tmp_path / "ops/rules"),)
    assert settings.rules["dangling-volume"] == RuleSetting("off")
    assert settings.rules["image-unpinned"] == RuleSetting("error", {"allow": ["scratch"]})
    assert settings.overrides[0].files == ("dev/**",)
    assert settings.versions == {"compose": "2.30", "systemd": "252"}
    assert "APP_DATA_DIR" in settings.externals["variables"]
    assert settings.wants("archive", True) is False
    assert settings.wants("a/compose.yaml", False) is True
    assert settings.wants(".env", False) is False
    model = settings.model(str(tmp_path), closed=True)
    assert model.networks == {"proxy", "umbrel_main_network"}
    assert model.places == (("/srv/app", "app"),)
    assert model.missing_env_files_expected
    assert model.closed
    assert model.anchor_name == tmp_path.name


@pytest.mark.parametrize(("text", "message"), [*BAD, *WRONG_TOGETHER], ids=lambda value: value[:20])
def test_mistakes(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        _load(tmp_path, text)
    assert message in caught.value.message
    assert "deploylint.yaml" in caught.value.message


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        _load(tmp_path, "a: 1\nb: 2\nrules: 3\n")
    assert len(caught.value.message.splitlines()) == 3


def test_unknown_rules_and_parameters(tmp_path: Path) -> None:
    settings = _load(
        tmp_path, "rules:\n  port-conflct: off\n  port-conflict: {params: {x: 1}}\noverrides:\n  - rules: {nope: off}\n"
    )
    with pytest.raises(UserError) as caught:
        check_rules(settings, {"port-conflict": ["hosts"]})
    lines = caught.value.message.splitlines()
    assert lines[0].endswith("deploylint.yaml:2:3: unknown rule 'port-conflct'; did you mean 'port-conflict'?")
    assert lines[1].endswith(":3:3: rule 'port-conflict' has no parameter 'x'; it has hosts")
    assert lines[2].endswith(":5:13: unknown rule 'nope'")


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}\n", "rules:\n"], ids=repr)
def test_nothing_said(tmp_path: Path, text: str) -> None:
    if text == "rules:\n":
        with pytest.raises(UserError, match="expected a mapping, found nothing"):
            _load(tmp_path, text)
        return
    assert _load(tmp_path, text)._replace(path="") == DEFAULTS


def test_pyproject(tmp_path: Path) -> None:
    settings = _load(
        tmp_path, '[tool.deploylint]\nexclude = ["a"]\n[tool.deploylint.rules]\nx = "off"\n', "pyproject.toml"
    )
    assert settings.exclude == ("a",)
    assert settings.rules["x"].severity == "off"
    with pytest.raises(UserError, match=r"tool\.deploylint\.rulez: unknown key 'rulez'"):
        _load(tmp_path, "[tool.deploylint.rulez]\n", "pyproject.toml")
    with pytest.raises(UserError, match="is not TOML"):
        _load(tmp_path, "[tool.deploylint\n", "pyproject.toml")


def test_our_checker_and_jsonschema_agree() -> None:
    schema = json.loads((Path(resources.schemas()) / "settings.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    good = yaml.safe_load(GOOD.replace(": off", ': "off"'))
    assert list(validator.iter_errors(good)) == []
    for text, message in BAD:
        if "twice" not in message and "not YAML" not in message and "rules: {}\nrules" not in text:
            assert list(validator.iter_errors(yaml.safe_load(text))), text
