"""`deploylint validate`: lint a deployment, and fix what can be fixed."""

from __future__ import annotations

from typing import Any

import click

from deploylint.cli import output, sources
from deploylint.cli.exits import status
from deploylint.cli.group import Globals
from deploylint.cli.options import Request, checked, validate_options
from deploylint.report import EDIT_FORMATS

_EPILOG = """\b
Examples:
  deploylint validate                          lint what is here
  deploylint validate ~/my-server --diff       what --fix would change
  deploylint validate -f base.yaml -f prod.yaml --env-file prod.env
  deploylint validate --format concise --format json=report.json
"""


@click.command(name="validate", epilog=_EPILOG)
@validate_options
@click.pass_obj
def command(options: Globals, /, **asked: Any) -> int:
    """Lint the deployment in PATHS (default: here): Compose files, Caddyfiles, systemd units, env files."""
    request = checked(Request(**asked))
    wanted = output.targets(request.formats, request.output)
    look = output.look(
        options, statistics=request.statistics, undecided=request.show_undecided, command=_command(request.paths)
    )
    place = sources.locate(request, options.config)
    look = output.located(look, wanted, place.anchor)
    if request.fix or request.diff:
        from deploylint.cli import repair

        return repair.run(request, place, wanted, look)
    edits = any(target.format in EDIT_FORMATS for target in wanted)
    report = sources.lint(request, place, edits=edits, quiet=options.quiet)
    output.write(report, wanted, look)
    return status(report, request.fail_on)


def _command(paths: tuple[str, ...]) -> str:
    """What to type to lint the same again."""
    import shlex

    return " ".join(["deploylint", "validate", *(shlex.quote(path) for path in paths)])
