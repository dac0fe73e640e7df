"""The one place where errors become words and exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from deploylint.cli.group import group
from deploylint.cli.streams import bearable, note, silence
from deploylint.source.errors import UserError

if TYPE_CHECKING:
    from deploylint.findings import Report

CLEAN, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130


def run(arguments: Sequence[str]) -> int:
    """Run a command line; the exit status."""
    bearable()
    try:
        status = group.main(args=list(arguments) or ["--help"], prog_name="deploylint", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else CLEAN
    except UserError as error:
        return _told(error.message, error.help)
    except click.exceptions.NoArgsIsHelpError as error:
        note(error.format_message())
        return FAILED
    except click.UsageError as error:
        return _told(error.format_message(), _usage_help(error))
    except click.ClickException as error:
        return _told(error.format_message())
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        silence()
        return CLEAN
    except Exception as error:  # noqa: BLE001 - the last line of defence
        return _other(error)


def _other(error: Exception) -> int:
    """An error in a rule pack, or one of ours."""
    if type(error).__name__ == "PackError" and type(error).__module__ == "deploylint.engine.mistakes":
        return _told(str(error), "`deploylint rules validate FILE` checks a rule file.")
    if isinstance(error, OSError):
        told = _surroundings(error)
        if told:
            silence()
            return _told(told)
    return _bug(error)


def _surroundings(error: OSError) -> str:
    """What is wrong around the program rather than with its input; empty for what we should have expected."""
    import errno

    if error.errno in {errno.ENOSPC, errno.EIO, errno.EBADF} and error.filename is None:
        return f"the output cannot be written: {(error.strerror or 'an error').lower()}"
    try:
        os.getcwd()
    except OSError:
        return "the folder that this was started in is no longer there"
    return ""


def _told(message: str, help: str = "") -> int:  # noqa: A002 - the word that is printed
    from deploylint.report.safe import visible, words

    lines = [f"error: {words(line)}" for line in message.splitlines()]
    lines += [visible(line) for line in help.splitlines()]
    note("\n".join(lines))
    return FAILED


def _usage_help(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx is not None else "deploylint"
    return f"`{path} --help` shows what there is."


def _bug(error: BaseException) -> int:
    """A short report to paste: where it happened, and no word of the user's files."""
    import deploylint

    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        name = code.co_filename.replace(os.sep, "/").rpartition("/deploylint/")
        places.append(f"  {name[2]}:{trace.tb_lineno} {code.co_name}" if name[1] else f"  {code.co_name}")
        trace = trace.tb_next
    if len(places) > 12:
        places = [*places[:4], "  …", *places[-7:]]
    version = ".".join(str(part) for part in sys.version_info[:3])
    note(
        "error: deploylint made a mistake of its own; nothing in your files can be to blame for that, and nothing was"
        " written.\nPlease report this, with the file if you may share it:\n\n"
        f"  deploylint {deploylint.__version__}, Python {version}, {sys.platform}\n"
        f"  {type(error).__name__}\n" + "\n".join(places)
    )
    return FAILED


def status(report: Report, fail_on: str) -> int:
    """1 for a finding at or above `fail_on`, and for a file that could not be read whatever that is."""
    from deploylint.findings import SEVERITIES

    if report.unread:
        return FOUND
    if fail_on == "never":
        return CLEAN
    least = SEVERITIES.index(fail_on)
    return FOUND if any(SEVERITIES.index(each.severity) >= least for each in report.findings) else CLEAN
