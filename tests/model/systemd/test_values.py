"""What is said of values, and what to write instead, without systemd to ask."""

from __future__ import annotations

import pytest

from deploylint.model.systemd.values import problem, suggestion
from deploylint.model.systemd.vocabulary import Directive, lookup


def directive(name: str) -> Directive:
    section, _, key = name.partition(".")
    found = lookup(section, key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("Service.RestartSec", "5 secs", "secs is none of the units"),
        ("Service.RestartSec", "soon", "no time span"),
        ("Service.MemoryMax", "512MB", "no size"),
        ("Service.MemoryMax", "0", "no memory at all"),
        ("Service.CPUQuota", "50", "it ends in %"),
        ("Service.LimitNOFILE", "unlimited", "unlimited is no whole number"),
        ("Service.LimitNOFILE", "2:1", "soft limit 2 is above"),
        ("Service.CapabilityBoundingSet", "NET_ADMIN", "lacks CAP_"),
        ("Service.CapabilityBoundingSet", "CAP_CHOWN CAP_FOO", "CAP_FOO is no capability"),
        ("Service.PassEnvironment", '"A', "a quote that nothing closes"),
        ("Timer.OnCalendar", "0 3 * * *", "cron's"),
        ("Unit.After", "network", "ends in no type"),
        ("Unit.After", "a.foo", "no unit type foo"),
        ("Service.WorkingDirectory", "app", "no absolute path"),
        ("Service.WorkingDirectory", "/a/../b", "holds .."),
        ("Service.StateDirectory", "/var/lib/app", "is absolute"),
        ("Socket.ListenStream", "localhost:80", "localhost is a name"),
        ("Socket.ListenStream", "127.0.0.1", "a port is missing"),
        ("Socket.ListenStream", "99999", "99999 is no port"),
    ],
)
def test_problem(key: str, value: str, said: str) -> None:
    assert said in (problem(directive(key), value) or "")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Service.RestartSec", ""),
        ("Service.RestartSec", "{{ seconds }}"),
        ("Unit.Before", "%%SERVICE%% a.service"),
        ("Service.User", "@APP_USER@/x"),
        ("Service.User", "%i"),
        ("Service.WorkingDirectory", "%h/app"),
        ("Service.CapabilityBoundingSet", "~cap_sys_admin CAP_CHOWN"),
        ("Service.IPAddressAllow", "localhost 10.0.0.0/8 db.localhost"),
        ("Service.Restart", "always"),
        ("Service.Type", "notify-reload"),
        ("Timer.OnCalendar", "Mon..Fri 03:00 Europe/Berlin"),
        ("Unit.Description", "anything"),
    ],
)
def test_no_problem(key: str, value: str) -> None:
    assert problem(directive(key), value) is None


@pytest.mark.parametrize(
    ("key", "value", "meant"),
    [
        ("Service.MemoryMax", "512MB", "512M"),
        ("Service.MemoryMax", "256Mi", "256M"),
        ("Service.MemoryMax", "1g", "1G"),
        ("Service.MemoryMax", "unlimited", "infinity"),
        ("Service.LimitNOFILE", "unlimited", "infinity"),
        ("Service.LimitNOFILE", "64k", None),
        ("Service.CPUQuota", "50", "50%"),
        ("Service.KillSignal", "sigterm", "SIGTERM"),
        ("Service.CapabilityBoundingSet", "NET_ADMIN,CHOWN", "CAP_NET_ADMIN CAP_CHOWN"),
        ("Service.CapabilityBoundingSet", "CAP_FOO", None),
        ("Service.RestrictAddressFamilies", "unix inet", "AF_UNIX AF_INET"),
        ("Service.LogLevelMax", "warn", "warning"),
        ("Service.Restart", "Always", "always"),
        ("Service.Restart", "whenever", None),
        ("Service.RestartSec", "5 secs", "5 s"),
        ("Service.EnvironmentFile", '-"/etc/app"', "-/etc/app"),
        ("Service.EnvironmentFile", "app.env", None),
        ("Unit.After", "network, redis", "network.target redis.service"),
        ("Service.Restart", "always", None),
        ("Timer.OnCalendar", "@daily", "daily"),
        ("Timer.OnCalendar", "*/15 * * * *", "*-*-* *:00/15:00"),
        ("Timer.OnCalendar", "0 3 1 * 1", None),
    ],
)
def test_suggestion(key: str, value: str, meant: str | None) -> None:
    found = directive(key)
    assert suggestion(found, value) == meant or (meant is None and problem(found, value) is None)
