"""What an environment of the settings makes of the deployment."""

from __future__ import annotations

import pytest

from deploylint.loading import environments
from deploylint.loading.settings import Settings
from deploylint.model.settings import ModelSettings
from deploylint.source.errors import UserError
from deploylint.source.memory import MemoryFile, MemoryFiles

HERE = MemoryFiles({name: MemoryFile(b"") for name in ("compose.yaml", "sub/prod.yaml", "prod.env")})
BASE = ModelSettings(hosts=(("pi", ("a",)), ("nas", ("b",))), variables=frozenset({"X"}))


def _settings(policy: dict[str, str] | None = None, /, **said: object) -> Settings:
    return Settings(path="deploylint.yaml", environments={"prod": said}, env=policy or {})


def _model(settings: Settings, *, strict: bool = True) -> ModelSettings:
    return environments.model("prod", settings, BASE, HERE, strict=strict)


def test_an_environment_that_says_nothing_only_has_a_name() -> None:
    assert _model(_settings()) == BASE._replace(environment="prod")


def test_everything_is_taken_over() -> None:
    settings = _settings(
        compose=["./compose.yaml", "sub//prod.yaml"], env=["prod.env"], profiles=["a", "b"], hosts=["nas"], closed=True
    )
    assert _model(settings) == BASE._replace(
        environment="prod",
        compose_files=("compose.yaml", "sub/prod.yaml"),
        env_files=("prod.env",),
        profiles=("a", "b"),
        hosts=(("nas", ("b",)),),
        closed=True,
    )


def test_files_that_are_missing_are_all_named() -> None:
    with pytest.raises(UserError) as caught:
        _model(_settings(compose=["compose.yaml", "gone.yaml"], env=["gone.env"]))
    assert caught.value.message.splitlines() == [
        "deploylint.yaml: the environment 'prod' names gone.yaml, which is not there",
        "deploylint.yaml: the environment 'prod' names gone.env, which is not there",
    ]
    assert "missing: expected" in caught.value.help


@pytest.mark.parametrize("expected", [True, False])
def test_what_an_expected_env_file_defines_is_unknown_not_unset(expected: bool) -> None:
    settings = _settings({"missing": "expected"} if expected else {}, env=["gone.env"], closed=True)
    found = _model(settings, strict=expected)
    assert not found.closed
    assert found.env_files == ("gone.env",)


def test_a_missing_compose_file_is_never_expected() -> None:
    with pytest.raises(UserError, match=r"names gone\.yaml"):
        _model(_settings({"missing": "expected"}, compose=["gone.yaml"]), strict=False)


def test_listed_compose_files_are_the_only_ones() -> None:
    found = ("Caddyfile", ".env", "compose.yaml", "other/compose.yaml", "app.service", "values.yaml")
    assert environments.paths("prod", _settings(), found) == found
    listed = environments.paths("prod", _settings(compose=["compose.yaml"]), found)
    assert listed == ("Caddyfile", ".env", "app.service")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("prd", "unknown environment 'prd'; did you mean 'prod'?"),
        ("st", "unknown environment 'st'; known are prod, staging"),
        ("stagin", "unknown environment 'stagin'; did you mean 'staging'?"),
    ],
)
def test_an_unknown_name(name: str, told: str) -> None:
    assert environments.unknown(name, ("prod", "staging")).message == told


def test_an_unknown_name_where_there_is_none() -> None:
    assert environments.unknown("prod", ()).message == "unknown environment 'prod'; there are none"
