"""The commands of ``routesim`` and how they end."""

import gc
import sys

import typer

from experiments.cli import (
    calibrate_command,
    check_command,
    compare_command,
    discover_command,
    evidence_command,
    explore_command,
    import_command,
    list_command,
    map_command,
    new_command,
    plot_command,
    profile_command,
    report_command,
    run_command,
    sensitivity_command,
    sweep_command,
    validate_command,
    vectors_command,
)

EXAMPLES = """
[bold]Start here[/bold]
  routesim list scenarios                     what can be run
  routesim run two-valleys                    a small made-up territory
  routesim run central-asia-2004 --seed 7     another seed, same world

[bold]See what a run rests on[/bold]
  routesim list parameters fine               parameters, units, sources
  routesim list itineraries --json            as JSON

[bold]Change one parameter[/bold]
  routesim run two-valleys --set choice.perception_error=0.2 --out runs/noisier

[bold]Compare policies[/bold]
  routesim compare two-valleys --policy two-valleys-path-patrols

[bold]Ask on a page in the browser[/bold]
  routesim explore                            sliders, map, answers at once

[bold]Make a study of your own[/bold]
  routesim new my-valleys                     a commented start that runs
  routesim check my-valleys/my-valleys.toml   every error in it

[bold]See results[/bold]
  routesim map runs/two-valleys-seed1         flows, as a picture or film
  routesim plot runs/two-valleys-seed1        figures with their data
  routesim report runs/two-valleys-seed1      one page to share
  routesim profile COUNTRY RUN                a country, year by year
  routesim vectors COUNTRY                    what documents point to

[bold]Run many[/bold]
  routesim run two-valleys --replicates 20    twenty seeds, with their spread
  routesim sweep examples/designs/patrols.toml
  routesim sensitivity two-valleys --vary market.margin \\
      --vary choice.perception_error

Exit codes: 0 success, 1 internal error, 2 invalid input, 3 no result,
130 interrupted.
"""

GARBAGE_THRESHOLDS = (50_000, 20, 20)
"""Allocations between garbage collections, by generation. Few objects of a command die before it ends, so that collecting more often is wasted."""

app = typer.Typer(
    name="routesim",
    help="Simulate migrant-smuggling routes and compare policies: who moves where, who is apprehended, who is harmed, who earns.",
    epilog=EXAMPLES,
    rich_markup_mode="rich",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run_command.run)
app.command("compare")(compare_command.compare)
app.command("explore")(explore_command.explore)
app.command("sweep")(sweep_command.sweep)
app.command("sensitivity")(sensitivity_command.sensitivity)
app.command("discover")(discover_command.discover)
app.command("map")(map_command.map_flows)
app.command("plot")(plot_command.plot)
app.command("calibrate")(calibrate_command.calibrate)
app.command("validate")(validate_command.validate)
app.command("vectors")(vectors_command.vectors)
app.command("report")(report_command.report)
app.command("profile")(profile_command.profile)
app.command("list")(list_command.list_things)
app.command("check")(check_command.check)
app.command("new")(new_command.new)
app.command("evidence")(evidence_command.evidence)
app.add_typer(import_command.app, name="import")


@app.callback()
def _routesim() -> None:
    """Keep the commands as words of their own, however few they are."""


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    try:
        app(prog_name="routesim")  # named here, because completion looks for its variable by this name
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # the process ends, and its memory with it: a last collection took as long as a picture
