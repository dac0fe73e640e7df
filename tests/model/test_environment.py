from __future__ import annotations

from deploylint.model.environment import Binding, Environment


def test_lookup_and_names():
    environment = Environment({"A": Binding("1", None, "env-file"), "B": Binding(None, None, "external")}, known=True)
    assert environment.lookup("A") == Binding("1", None, "env-file")
    assert environment.lookup("C") is None
    assert sorted(environment.names()) == ["A", "B"]
    assert (environment.closed, environment.known) == (False, True)


def test_an_environment_does_not_follow_the_table_it_was_made_from():
    bindings = {"A": Binding("1", None, "env-file")}
    environment = Environment(bindings)
    bindings["B"] = Binding("2", None, "env-file")
    assert environment.lookup("B") is None
