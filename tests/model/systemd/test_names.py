"""Unit names and their specifiers."""

from __future__ import annotations

import pytest

from deploylint.model.systemd.names import expand, is_unit_name, split, template_of, unescaped


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("app.service", True),
        ("app@.service", True),
        ("app@a-b:c.service", True),
        ("-.mount", True),
        (r"srv-my\x2dapp.mount", True),
        ("app", False),
        ("app.container", False),
        ("a b.service", False),
        ('"app.service"', False),
        ("app.service,", False),
        ("@a.service", False),
        ("a" * 247 + ".service", True),
        ("a" * 248 + ".service", False),
    ],
)
def test_unit_names(name: str, valid: bool) -> None:
    assert is_unit_name(name) is valid


def test_parts() -> None:
    name = split("app@blue.service")
    assert (name.prefix, name.instance, name.type, name.stem, name.is_template) == (
        "app",
        "blue",
        "service",
        "app@blue",
        False,
    )
    assert split("app@.service").is_template
    assert split("app.service").instance is None
    assert split("service").stem == ""
    assert template_of("app@blue.service") == "app@.service"
    assert template_of("app@.service") is None
    assert template_of("app.service") is None
    assert unescaped(r"srv-my\x2dapp") == "srv/my-app"


@pytest.mark.parametrize(
    ("text", "name", "value", "known"),
    [
        ("/srv/%i", "app@blue.service", "/srv/blue", True),
        ("/srv/%i", "app@.service", "/srv/%i", False),
        ("/%I", r"app@srv-a\x2db.service", "/srv/a-b", True),
        ("%n %N %p", "app@blue.service", "app@blue.service app@blue app", True),
        ("%p", "app@.service", "app", True),
        ("%j", "a-b.service", "b", True),
        ("%f", "app@srv-a.service", "/srv/a", True),
        ("%i", "app.service", "", True),
        ("%t/x %S/y %h", "app.service", "/run/x /var/lib/y /root", True),
        ("%H", "app.service", "%H", False),
        ("100%% 50% 3%.", "app.service", "100% 50% 3%.", True),
    ],
)
def test_specifiers(text: str, name: str, value: str, known: bool) -> None:
    assert expand(text, split(name), user=False) == (value, known)


def test_a_user_has_another_home() -> None:
    assert expand("%h/x", split("app.service"), user=True) == ("%h/x", False)


def test_lists_of_units_take_fewer() -> None:
    assert expand("a@%i.service", split("b@c.service"), user=False, in_name=True) == ("a@c.service", True)
    assert expand("a@%I.service", split("b@c.service"), user=False, in_name=True) == ("a@%I.service", False)
