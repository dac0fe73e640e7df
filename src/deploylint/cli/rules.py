"""`deploylint rules`: the tools of a person who reads or writes rules."""

from __future__ import annotations

import json
import os

import click

from deploylint import resources
from deploylint.cli import rulebook
from deploylint.cli.exits import CLEAN, FOUND
from deploylint.cli.group import Globals
from deploylint.cli.packs import packs
from deploylint.cli.streams import emit, note
from deploylint.report.safe import visible


@click.group(name="rules", epilog="Example: deploylint rules test compose")
def command() -> None:
    """List, check and test rules."""


@command.command("list", epilog="Example: deploylint rules list --format json")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="How to print them.")
@click.pass_obj
def list_rules(options: Globals, shape: str) -> None:
    """List all rules."""
    rows = [page.row for page in rulebook.pages(packs(options))]
    if shape == "json":
        emit(json.dumps({"rules": rows}, indent=2) + "\n")
        return
    room = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        fixable = "fix" if row["fixable"] else "   "
        emit(f"{row['id']:{room}}  {row['severity']:7}  {row['level']:11}  {fixable}  {row['title']}\n")
    emit(f"\n{len(rows)} rules\n")


@command.command("schema", epilog="Example: deploylint rules schema service")
@click.argument("kind", required=False)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="json: of a rule file.")
def schema(kind: str | None, shape: str) -> None:
    """Print what a rule can ask about: every KIND of node with its fields; or the JSON Schema of a rule file."""
    if shape == "json":
        with open(os.path.join(resources.schemas(), "rule.schema.json"), encoding="utf-8") as file:
            emit(file.read())
        return
    from deploylint.cli.vocabulary import kinds

    emit(kinds(kind))


@command.command("validate", epilog="Example: deploylint rules validate my-rules/no-latest.yaml")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.pass_obj
def validate(options: Globals, files: tuple[str, ...]) -> int:
    """Check rule files or packs (default: all that are in use) and show every mistake with its place."""
    from deploylint.cli.trials import mistakes
    from deploylint.report.text import counted

    count, found = mistakes(files, packs(options))
    emit("".join(f"{visible(str(each))}\n" for each in found))
    told = counted(len(found), "mistake", "mistakes") if found else "no mistakes"
    note(f"{counted(count, 'rule', 'rules')}: {told}")
    return FOUND if found else CLEAN


@command.command("test", epilog="Example: deploylint rules test docker-socket-mounted")
@click.argument("names", nargs=-1, metavar="[RULE|PACK|FILE]...")
@click.pass_obj
def test(options: Globals, names: tuple[str, ...]) -> int:
    """Run the examples of rules (default: all) and show those that do not hold."""
    from deploylint.cli.trials import examples

    return examples(names, packs(options))
