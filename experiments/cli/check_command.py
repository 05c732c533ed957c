"""``routesim check``: whether scenarios, territories and stored runs are valid, without running anything."""

import json
from dataclasses import asdict
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli import completion
from experiments.cli.exit_codes import handle_errors

if TYPE_CHECKING:
    from scenarios.reading.problems import Problems


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Scenarios (names or files), policies (files), territories (folders or one of their files), folders of runs.",
            autocompletion=completion.scenarios,
        ),
    ],
    map_file: Annotated[Path | None, typer.Option("--map", metavar="PICTURE", help="Draw the territory: a .png, .svg or .pdf file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what they contain as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing about valid input.")] = False,
) -> None:
    """Check scenarios, territories and stored runs without running them: list every error, or summarise what they contain.

    Every finding names the file and line, the value found, the values allowed,
    and the nearest valid name. The exit code is then 2. Of a scenario, the
    tables of its study are checked too, and what it lacks is said: documents to
    compare with, parameters to fit. Warnings are about what is possible and
    unlikely, has no effect, or is judged by no document of a scenario that has
    some; they change no exit code. A stored run is compared with its digests,
    so that an incomplete or altered run is noticed.

    Examples:
      routesim check two-valleys                          a scenario that ships
      routesim check my-valleys/my-valleys.toml           one of your own
      routesim check my-valleys/territory/parameters.csv  its whole territory
      routesim check runs/*                               stored runs
      routesim check my-valleys/my-valleys.toml --map valleys.png
    """
    with handle_errors():
        from experiments.store import about_run, looks_like_run
        from scenarios.reading.problems import BadInput, Problems

        problems, valid = Problems(), list[dict[str, Any]]()
        if map_file is not None:
            _check_map(map_file, files, problems)
        for name in files:
            try:
                valid.append(about_run(Path(name)) if looks_like_run(Path(name)) else _about_input(name))
            except BadInput as error:
                problems.findings.extend(error.findings)
        if as_json:
            typer.echo(json.dumps(valid, indent=1, ensure_ascii=False, default=str))
        elif not quiet:
            from experiments.cli.check_summary import summary
            from experiments.cli.table_style import output_console

            width = output_console().width
            for one in valid:
                for line in summary(one).splitlines():
                    indent = line[: len(line) - len(line.lstrip())]
                    typer.echo(fill(line, width, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False))
        if not as_json:
            for one in valid:
                for warning in one.get("warnings", ()):
                    typer.echo(f"warning: {warning}", err=True)
        problems.stop()
        if map_file is not None:
            _draw(files[0], map_file, quiet=quiet or as_json)


def _check_map(path: Path, files: list[str], problems: "Problems") -> None:
    """Note what keeps a map from being drawn, as far as options say."""
    from experiments.cli.out_input import check_file
    from experiments.plots.picture import FORMATS
    from experiments.store import looks_like_run
    from scenarios.check import has_network
    from scenarios.reading.problems import listed

    if path.suffix.lstrip(".") not in FORMATS:
        problems.add("--map", f'"{path}"', f"a file that ends with {listed([f'.{kind}' for kind in FORMATS])}")
    check_file(path, problems, "--map")
    if len(files) != 1 or looks_like_run(Path(files[0])) or not has_network(files[0]):
        problems.add("--map", listed(files), "one scenario or territory, which is drawn (of a run: routesim map)")


def _draw(name: str, path: Path, *, quiet: bool) -> None:
    """Draw the territory of valid input."""
    from experiments.plots.picture import save
    from experiments.plots.style import style
    from experiments.plots.territory_map import draw_territory
    from scenarios.check import network

    with style():
        written = save(draw_territory(*network(name)), path)
    if not quiet:
        for one in written:
            typer.echo(str(one))


def _about_input(name: str) -> dict[str, Any]:
    """What a valid scenario, policy or territory contains, with all warnings."""
    from calibration.fit.study_check import check_study
    from experiments.cli.check_evidence import evidence_warnings
    from experiments.outside_country import warnings_of_places
    from scenarios import load
    from scenarios.check import check as check_input
    from scenarios.check import real_places
    from scenarios.posteriors import NONE

    found: dict[str, Any] = asdict(check_input(name))
    places = map(str, warnings_of_places(real_places(name)))
    found["warnings"] = (*found["warnings"], *places)
    if found["what"] == "scenario":
        study = check_study(load(name, posterior=NONE))
        found |= {"study": dict(study.counts), "lacks": study.lacks}
        found["warnings"] = (*found["warnings"], *map(str, study.warnings), *evidence_warnings(name))
    return found
