"""``routesim check``: whether scenarios, territories and stored runs are sound, without running anything."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import completion
from experiments.cli.endings import endings


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Scenarios (names or files), policies (files), territories (folders or one of their files), folders of runs.",
            autocompletion=completion.scenarios,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print what they hold as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing about what is sound.")] = False,
) -> None:
    """Check scenarios, territories and stored runs without running them: list everything that is wrong, or say what they hold.

    Every finding names the file and line, what stands there, what may stand there, and the nearest valid name. The exit code is 2 if there is one.
    Warnings are about what is possible and unlikely, or has no effect; they change no exit code.
    A stored run is held against its digests, so that what an interrupted run left, or somebody changed, is noticed.

    Examples:
      routesim check two-valleys                            one that ships
      routesim check my-valleys/my-valleys.toml             one of your own
      routesim check my-valleys/territory/parameters.csv       its whole territory
      routesim check runs/*                                 stored runs
    """
    with endings():
        from experiments.store import about_run, looks_like_run
        from scenarios.check import check as check_input
        from scenarios.reading.problems import BadInput, Problems

        problems, sound = Problems(), []
        for name in files:
            try:
                sound.append(about_run(Path(name)) if looks_like_run(Path(name)) else asdict(check_input(name)))
            except BadInput as error:
                problems.findings.extend(error.findings)
        if as_json:
            typer.echo(json.dumps(sound, indent=1, ensure_ascii=False, default=str))
        elif not quiet:
            from experiments.cli.soundness import told

            for one in sound:
                typer.echo(told(one))
        if not as_json:
            for one in sound:
                for warning in one.get("warnings", ()):
                    typer.echo(f"warning: {warning}", err=True)
        problems.stop()
