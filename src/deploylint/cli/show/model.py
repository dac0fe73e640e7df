"""From a deployment of one project to the text of its canonical model, or to what Compose would refuse in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from deploylint import api
from deploylint.cli import output
from deploylint.cli.group import Globals
from deploylint.findings import Finding
from deploylint.model.compose.canonical import Context, canonical
from deploylint.model.envfiles import read_environment
from deploylint.report import deployed
from deploylint.report.safe import visible
from deploylint.source.errors import UserError

if TYPE_CHECKING:
    from deploylint.cli.show.compose import Request
    from deploylint.model import nodes
    from deploylint.model.environment import Environment
    from deploylint.model.resolved import Mapping
    from deploylint.report.provenance import Row


class Shown(NamedTuple):
    """What is printed, and what is said beside it."""

    text: str
    notes: tuple[str, ...]


def shown(deployment: api.Deployment, request: Request, anchor: str) -> Shown:
    """The canonical model as text; `anchor` is an absolute path."""
    model, environment = canonical_model(deployment, anchor, keep_unused=request.all_resources)
    known = None if request.reveal else _known(deployment, environment)
    data = deployed.deployed(model, known)
    return Shown(_text(data, model, request), tuple(_notes(deployment, data)))


def canonical_model(deployment: api.Deployment, anchor: str, *, keep_unused: bool) -> tuple[Mapping, Environment]:
    """The canonical model of a deployment's project, and the variables with which it was resolved."""
    project = cast("nodes.Project", deployment.graphs[0].kinds["project"][0])
    environment = read_environment(deployment.files, project.dir, deployment.model).environment
    context = Context(
        anchor=anchor,
        folder=project.dir,
        name=project.name,
        environment=environment,
        profiles=project.active_profiles,
        files=deployment.files,
        keep_unused=keep_unused,
    )
    return canonical(deployment.graphs[0].documents[project.id], context), environment


def check(deployment: api.Deployment) -> None:
    """UserError when a file is one that Compose might read and that could not be read here."""
    graph = deployment.graphs[0]
    if graph.documents:
        return
    told = [
        f"{defect.file.path} cannot be read: {defect.found}, expected {defect.expected}"
        for defect in cast("tuple[nodes.Defect, ...]", graph.kinds["defect"])
    ]
    raise UserError("\n".join(told) or "there is no Compose project in these files")


def harmless(text: str) -> str:
    """The text for a terminal: no character in it turns the direction of others or hides."""
    return "".join([f"{visible(line)}\n" for line in text.split("\n")[:-1]])


def refusal(deployment: api.Deployment, refused: Sequence[Finding], options: Globals) -> str:
    """What Compose would refuse, with code frames."""
    from deploylint.report import Look
    from deploylint.report.colour import Paint
    from deploylint.report.finding import told
    from deploylint.report.text import counted

    report = api.report(deployment, refused)
    look = Look(colour=output.coloured(options.colour, sys.stderr), width=output.width(sys.stderr))
    blocks = told(report, look, Paint(on=look.colour))
    if not options.quiet:
        blocks.append(f"Compose would refuse this: {counted(len(refused), 'mistake', 'mistakes')}")
    return "\n\n".join(blocks)


def _known(deployment: api.Deployment, environment: Environment) -> deployed.Known:
    graph = deployment.graphs[0]
    bindings = ((name, environment.lookup(name)) for name in environment.names())
    variables = {name: found.value for name, found in bindings if found is not None and found.value}
    return deployed.Known(graph.sensitive, graph.sources, variables)


def _text(data: deployed.Deployed, model: Mapping, request: Request) -> str:
    rows: Sequence[Row] = ()
    if request.provenance:
        from deploylint.report import provenance

        rows = provenance.provenance(model, data.value, reveal=request.reveal)
    if request.format == "json":
        import json

        value = deployed.with_names(data.value) if data.unknown else data.value
        found: dict[str, Any] = {"schema": "deploylint.show/v1", "kind": "compose", "model": value}
        if request.provenance:
            found["provenance"] = provenance.as_data(rows)
        return json.dumps(found, indent=2) + "\n"
    from deploylint.report.yaml_text import emit

    text = emit(data.value).replace("$", "$$")
    if request.provenance:
        told = provenance.lines(rows) or "every value stands where it is deployed\n"
        text += "\n" + "".join(f"# {line}\n" for line in told.splitlines())
    return text.replace(deployed.HOLE, "$")


def _notes(deployment: api.Deployment, data: deployed.Deployed) -> Iterator[str]:
    """What a reader should know: variables without a value, and what could not be had."""
    unset: dict[str, None] = {}
    for reference in cast("tuple[nodes.EnvRef, ...]", deployment.graphs[0].kinds["env_ref"]):
        if getattr(reference, "is_unset", False) and not reference.operator:
            unset[reference.name] = None
    for name in unset:
        yield f'The "{visible(name)}" variable is not set. Defaulting to a blank string.'
    for name in data.unknown:
        yield f"the value of {visible(name)} is not known"
    if data.open:
        yield "there may be more: a file that is included or extended could not be had (nothing is fetched)"
