"""The command group: its table of subcommands, and the options that stand before them."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from typing import NamedTuple

import click

import deploylint

SUBCOMMANDS: dict[str, str] = {
    "validate": "Lint a deployment.",
    "show": "Print what the files amount to.",
    "explain": "Show a rule's page.",
    "rules": "List, check and test rules.",
}
"""Every subcommand with its line in --help; its module in this package has the same name and a `command`."""


class Globals(NamedTuple):
    """The options that stand before the subcommand."""

    config: str | None = None
    colour: str = "auto"
    quiet: bool = False
    verbose: bool = False


class LazyGroup(click.Group):
    """A group that imports a subcommand's module when it is used, and knows what was meant by a misspelt one."""

    table: Mapping[str, str] = SUBCOMMANDS
    package = "deploylint.cli"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the table, in its order."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of the module of that name."""
        if cmd_name not in self.table:
            return None
        found: click.Command = importlib.import_module(f"{self.package}.{cmd_name}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion."""
        if args and args[0] not in self.table and not args[0].startswith("-"):
            ctx.fail(unknown("command", args[0], self.table))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))


def unknown(what: str, name: str, known: Mapping[str, object]) -> str:
    """`unknown command 'valdate'; did you mean 'validate'?`."""
    from deploylint.model.spelling import nearest

    near = nearest(name, known) or next((each for each in known if each.startswith(name)), None)
    return f"unknown {what} '{name}'; " + (f"did you mean '{near}'?" if near else f"known are {', '.join(known)}")


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from deploylint.syntax.yaml_tree import HAS_LIBYAML

    parser = "libyaml" if HAS_LIBYAML else "pure Python, slow: install PyYAML with libyaml"
    click.echo(f"deploylint {deploylint.__version__} (YAML parser: {parser})")
    ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: deploylint validate ~/my-server",
)
@click.option("-C", "folder", metavar="DIR", help="Run as if started in DIR.")
@click.option("--config", metavar="FILE", help="Use this settings file instead of the deploylint.yaml that is found.")
@click.option(
    "--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to colour."
)
@click.option("-q", "--quiet", is_flag=True, help="Print the result alone.")
@click.option("-v", "--verbose", is_flag=True, help="Also print the role of every file.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.pass_context
def group(ctx: click.Context, folder: str | None, config: str | None, colour: str, quiet: bool, verbose: bool) -> None:
    """Say what is wrong in a self-hosted deployment, where exactly, and how to mend it."""
    if quiet and verbose:
        raise click.UsageError("-q and -v exclude each other")
    if folder is not None:
        try:
            os.chdir(folder)
        except OSError as error:
            raise click.UsageError(f"-C {folder}: {(error.strerror or 'an error').lower()}") from None
    ctx.obj = Globals(config, colour, quiet, verbose)
