"""`deploylint show`: what the files amount to; a module for each of its subcommands."""

from __future__ import annotations

import click

from deploylint.cli.group import LazyGroup

SUBCOMMANDS = {
    "compose": "The model that Compose deploys.",
}
"""Every subcommand with its line in --help; its module in this package has the same name and a `command`."""


class ShowGroup(LazyGroup):
    """The subcommands of `show`."""

    table = SUBCOMMANDS
    package = __name__


@click.group(name="show", cls=ShowGroup, epilog="Example: deploylint show compose")
def command() -> None:
    """Print what the files amount to, without Docker: merged, with variables filled in, defaults and long forms."""
