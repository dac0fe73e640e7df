from __future__ import annotations

import pytest

from deploylint.model import credentials
from deploylint.model.fakes import fake, kinds
from deploylint.model.token_table import SHAPES

RANDOM = fake("password")

NAMES = {
    "DB_PASSWORD": True,
    "MYSQL_ROOT_PASSWORD": True,
    "PGPASSWORD": True,
    "SMTP_PASS": True,
    "dbPassword": True,
    "JWTSecret": True,
    "JWT_SECRET_DEV": True,
    "SECRET_KEY_BASE": True,
    "AWS_SECRET_ACCESS_KEY": True,
    "app.encryption_key": True,
    "CF_DNS_API_TOKEN": True,
    "TOKEN2": True,
    "backup-secret": True,
    "APP_KEY": True,
    "DB_PASSWORD_FILE": False,
    "AWS_ACCESS_KEY_ID": False,
    "PASSWORD_MIN_LENGTH": False,
    "TOKEN_TTL": False,
    "SECRET_NAME": False,
    "JWT_SECRET_ALGORITHM": False,
    "TOKEN_ENDPOINT": False,
    "PUBLIC_KEY": False,
    "VITE_API_KEY": False,
    "NEXT_PUBLIC_TOKEN": False,
    "MAX_TOKENS": False,
    "TOKENIZERS_PARALLELISM": False,
    "COMPASS_MODE": False,
    "BYPASS": False,
    "PWD": False,
    "CACHE_KEY": False,
    "KEYBOARD": False,
    "MONKEY": False,
    "PASSPORT": False,
}

EXEMPT = [
    "",
    "true",
    "None",
    "3600",
    "15m",
    "${DB_PASSWORD}",
    "$DB_PASSWORD",
    "{$DB_PASSWORD}",
    "{env.DB_PASSWORD}",
    "{{ vault.db_password }}",
    "<%= password %>",
    "$(cat /run/secrets/db)",
    "/run/secrets/db_password",
    "./secrets/db",
    "https://example.org/login",
    "$2y$10$abcdefghijklmnopqrstuv",
    "$argon2id$v=19$m=65536,t=3,p=4$abc$def",
    "$6$salt$abcdef",
    "ann:$apr1$abcdefgh$abcdefghijklmnopqrstuv",
    "{SHA}abcdefghijklmnop",
    "pbkdf2_sha256$260000$abc$def",
    "encrypted:BBxyz",
    "ENC[AES256_GCM,data:abc,iv:def]",
    "op://vault/item/field",
    "arn:aws:secretsmanager:eu-central-1:1:secret:db",
    "vault:secret/data/db#password",
    "ref+sops://file#key",
    "# REQUIRED",
    "the password is shown on first start",
]

PLACEHOLDERS = [
    "changeme",
    "change_me!",
    "CHANGE_ME_STRONG_PASSWORD",
    "ChangeMeWithGeneratedRandomString",
    "changeme123",
    "your-api-key-here",
    "YOUR_TOKEN",
    "YourSlackSigningSecret",
    "ntn_your_notion_integration_token",
    "https://your-domain.com",
    "<your token>",
    "<TOKEN>",
    "[password]",
    "__REPLACE_ME__",
    "xxxxxxxx",
    "********",
    "...",
    "replace-with-generated-secret",
    "example_password",
    "my-secret-key",
    "dummy",
    "TODO",
]

NO_PLACEHOLDERS = [
    "",
    RANDOM,
    "correct-horse-battery",
    "xK9-example-v2Lq8",
    "photos.example.org",
    "ann@example.org",
    '["GET", "POST"]',
    "[/etc/tls/ca.crt]",
    "Your photos, your cloud",
    "TrustyTodoList7",
    "postgres",
    "0123",
]

WEAK = """postgres admin admin123 password Password1! short rootpassword my-secret-key aaaaaaaaaa 0123456789 minio123
    supersecretpassword 12345678""".split()  # noqa: SIM905  (one word each)
STRONG = [RANDOM, fake("hex-key"), "correct-horse-battery", "Rn7$wqPz"]


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_names(name: str, expected: bool) -> None:
    assert credentials.names_secret(name) is expected
    assert credentials.looks_secret(name, RANDOM) is expected


@pytest.mark.parametrize("value", EXEMPT)
def test_values_that_are_no_secrets(value: str) -> None:
    assert not credentials.looks_secret("DB_PASSWORD", value)


@pytest.mark.parametrize("value", ["postgres", RANDOM, "pa$word-9Lx", "a b", "/abcD3f+9gH2kL1mN8pQ="])
def test_values_that_are_secrets(value: str) -> None:
    assert credentials.looks_secret("DB_PASSWORD", value)


def test_an_unusual_word_behind_the_secret_one_needs_a_random_value() -> None:
    assert credentials.looks_secret("PASSWORD_WIKI", RANDOM)
    assert not credentials.looks_secret("PASSWORD_WIKI", "optional-field")


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_placeholders(value: str) -> None:
    assert credentials.is_placeholder(value)
    assert not credentials.secret_spans(f"API_TOKEN={value}")


@pytest.mark.parametrize("value", NO_PLACEHOLDERS)
def test_no_placeholders(value: str) -> None:
    assert not credentials.is_placeholder(value)


@pytest.mark.parametrize("value", WEAK)
def test_weak_values(value: str) -> None:
    assert credentials.is_weak(value)


@pytest.mark.parametrize("value", STRONG)
def test_strong_values(value: str) -> None:
    assert not credentials.is_weak(value)


def test_a_name_that_stands_beside_it_makes_a_value_weak() -> None:
    assert not credentials.is_weak("photoprism-lib")
    assert credentials.is_weak("photoprism-lib", "app", "PhotoPrism-Lib")
    assert credentials.is_weak("librephotos123", "librephotos")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_each_shape_is_found_within_a_text(shape) -> None:
    made = fake(shape.id)
    text = f'before "{made}" after'
    assert credentials.secret_spans(text)
    found = credentials.token(text)
    if shape.quiet:
        assert found is None
    else:
        provider, start, end = found
        assert provider == shape.provider
        assert text[start:end] in made
    assert made not in credentials.masked(made)


@pytest.mark.parametrize("kind", ["github-token", "npm-token", "age-secret-key", "discord-bot-token", "jwt"])
def test_a_token_that_fails_its_check_is_masked_and_not_told(kind: str) -> None:
    made = fake(kind)
    if kind in ("discord-bot-token", "jwt"):
        broken = made[:4] + ("A" if made[4] != "A" else "B") * 6 + made[10:]
    else:
        broken = made[:-1] + ("Q" if made[-1] != "Q" else "P")
    assert credentials.token(made) is not None
    assert credentials.token(broken) is None
    assert credentials.secret_spans(broken) == [(0, len(broken))]


def test_every_repetition_in_a_shape_is_bounded() -> None:
    for shape in SHAPES:
        assert "*" not in shape.regex
        assert not any(mark in shape.regex for mark in (")+", "]+", "d+", ",}"))


def test_fakes_are_the_same_on_every_run() -> None:
    for kind in kinds():
        assert fake(kind) == fake(kind)
        assert "{" not in fake(kind)


URLS = {
    f"postgres://app:{RANDOM}@db:5432/app": RANDOM,
    f"see redis://:{RANDOM}@cache/0": RANDOM,
    "postgres://app:${DB_PASSWORD}@db/app": None,
    "postgres://app@db/app": None,
    "https://example.org:8443/@ann": None,
    "https://example.org/a:b@c": None,
}


@pytest.mark.parametrize(("value", "password"), URLS.items())
def test_passwords_in_urls(value: str, password: str | None) -> None:
    found = credentials.url_password(value)
    assert (value[slice(*found)] if found else None) == password


def test_private_keys() -> None:
    made = fake("private-key")
    assert credentials.private_key(f"key: {made}") == (5, 5 + len(made))
    assert credentials.private_key(made.replace("OPENSSH", "ENCRYPTED")) is None
    assert credentials.private_key("-----BEGIN PUBLIC KEY-----") is None


LINES = {
    f"  DB_PASSWORD: {RANDOM}": RANDOM,
    f'  - DB_PASSWORD="{RANDOM}"': RANDOM,
    f"export API_TOKEN={RANDOM} # for the bot": RANDOM,
    f'{{"clientSecret": "{RANDOM}"}}': RANDOM,
    f"command: redis-server --requirepass {RANDOM} --port 1": RANDOM,
    f"command: app --db-password={RANDOM}": RANDOM,
    f"https://example.org/?api_key={RANDOM}&page=1": RANDOM,
    f"DATABASE_URL=postgres://app:{RANDOM}@db/app": RANDOM,
    "DB_PASSWORD=${DB_PASSWORD:-}": None,
    "POSTGRES_PASSWORD_FILE=/run/secrets/db": None,
    "enter the password twice": None,
    "TOKEN_TTL: 3600": None,
    "image: postgres:17.2": None,
}


@pytest.mark.parametrize(("line", "secret"), LINES.items())
def test_lines_are_masked_where_they_hold_a_secret(line: str, secret: str | None) -> None:
    assert [line[start:end] for start, end in credentials.secret_spans(line)] == ([secret] if secret else [])


def test_pairs_in_a_command() -> None:
    text = f"redis-server --requirepass {RANDOM}"
    assert [(name, text[start:end]) for name, start, end in credentials.pairs(text)] == [("requirepass", RANDOM)]


def test_masks_keep_nothing_but_a_public_prefix() -> None:
    assert credentials.masked(RANDOM) == credentials.masked("x") == "••••••"
    assert credentials.masked(fake("github-token")) == "ghp_…"
