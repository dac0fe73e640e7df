"""`deploylint explain RULE`: why a rule exists, what to do, how it looks, what can be set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from deploylint.cli import rulebook
from deploylint.cli.group import Globals
from deploylint.cli.packs import packs
from deploylint.cli.streams import emit
from deploylint.report.safe import visible


@click.command(name="explain", epilog="Example: deploylint explain docker-socket-mounted")
@click.argument("rule")
@click.pass_obj
def command(options: Globals, rule: str) -> None:
    """Show the page of RULE."""
    emit("\n".join(visible(line) for line in _lines(rulebook.one(rule, packs(options)))) + "\n")


def _lines(page: rulebook.Page) -> Iterator[str]:
    said = page.said
    yield f"{page.id}: {said.get('title', '')}"
    yield f"{said.get('severity')}, level {page.level}, {page.status}, pack {page.pack}" + _fix(said.get("fix"))
    if page.tags:
        yield f"tags: {', '.join(page.tags)}"
    yield from _section("Why", said.get("why"))
    yield from _section("What to do", said.get("remedy"))
    yield from _params(page.id, said.get("params") or {})
    for example in said.get("examples") or ():
        yield from _example(example)
    references = said.get("references") or ()
    if references:
        yield ""
        yield "See also"
        yield from (f"  {each.get('title', '')}: {each.get('url', '')}" for each in references)
    yield ""
    yield f"Accept it in one place:  # deploylint: ignore[{page.id}] the reason"
    yield f"Turn it off:             rules: {{{page.id}: off}}   in deploylint.yaml"


def _fix(fix: Any) -> str:
    if not fix:
        return ""
    return {"safe": ", --fix mends it", "unsafe": ", --fix --unsafe mends it"}.get(str(fix.get("safety")), "")


def _section(title: str, text: Any) -> Iterator[str]:
    from deploylint.report.frame import wrapped

    if text:
        yield ""
        yield title
        yield from (f"  {line}" for line in wrapped(str(text), 76))


def _params(rule: str, params: dict[str, Any]) -> Iterator[str]:
    if not params:
        return
    yield ""
    yield "Parameters"
    for name, param in params.items():
        yield f"  {name} ({param.get('type')}, default {_plain(param.get('default'))}): {param.get('doc', '')}"
    first, param = next(iter(params.items()))
    yield f"  rules: {{{rule}: {{params: {{{first}: {_plain(param.get('default'))}}}}}}}"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_plain(each) for each in value) + "]"
    return (
        {True: "true", False: "false", None: "none"}.get(value) or str(value) if not isinstance(value, str) else value
    )


def _example(example: dict[str, Any]) -> Iterator[str]:
    """An example's files, and what the rule says of them."""
    expected = example.get("expect") or ()
    yield ""
    yield f"Example: {example.get('name', '')}" + ("" if expected else " (nothing to say)")
    for name, file in (example.get("files") or {}).items():
        text = file if isinstance(file, str) else str((file or {}).get("text", ""))
        yield f"  {name}"
        yield from (f"    {line}".rstrip() for line in text.splitlines())
    for each in expected:
        message = each.get("message")
        yield f"  found at {each.get('at')}" + (f": {message}" if message else "")
