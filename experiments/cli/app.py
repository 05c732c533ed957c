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
    list_command,
    map_command,
    new_command,
    plot_command,
    report_command,
    run_command,
    sensitivity_command,
    sweep_command,
    validate_command,
)

EXAMPLES = """
[bold]Start here[/bold]
  routesim list scenarios                     what can be run
  routesim run two-valleys                    a small made-up territory
  routesim run central-asia-2004 --seed 7     other luck, same world

[bold]Ask what a run rests on[/bold]
  routesim list parameters fine                  parameters, units, sources
  routesim list itineraries --json            for programs

[bold]Change one parameter[/bold]
  routesim run two-valleys --set choice.noise_share=0.2 --out runs/noisier

[bold]Compare policies[/bold]
  routesim compare two-valleys --policy two-valleys-path-patrols

[bold]Make a study of your own[/bold]
  routesim new my-valleys                     a commented start that runs
  routesim check my-valleys/my-valleys.toml   all that is wrong with it

[bold]See it[/bold]
  routesim map runs/two-valleys-seed1         the flows, as PNG, SVG, PDF or film
  routesim plot runs/two-valleys-seed1        parameters with their data
  routesim report runs/two-valleys-seed1      one page to hand on

[bold]Run many[/bold]
  routesim run two-valleys --replicates 20    the same question to twenty seeds
  routesim sweep examples/designs/patrols.toml
  routesim sensitivity two-valleys --vary market.margin --vary choice.noise_share

Exit codes: 0 done, 1 our own fault, 2 bad input, 130 interrupted.
"""

SELDOM = (50_000, 20, 20)
"""When Python looks for rings of objects that nothing else holds: after as many new ones. Nearly all that a command makes lives to its end."""

app = typer.Typer(
    name="routesim",
    help="Simulate migrant-smuggling routes, to compare policies: who moves where, who is caught, who is harmed, who earns.",
    epilog=EXAMPLES,
    rich_markup_mode="rich",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run_command.run)
app.command("compare")(compare_command.compare)
app.command("sweep")(sweep_command.sweep)
app.command("sensitivity")(sensitivity_command.sensitivity)
app.command("discover")(discover_command.discover)
app.command("map")(map_command.map_flows)
app.command("plot")(plot_command.plot)
app.command("calibrate")(calibrate_command.calibrate)
app.command("validate")(validate_command.validate)
app.command("report")(report_command.report)
app.command("list")(list_command.list_things)
app.command("check")(check_command.check)
app.command("new")(new_command.new)
app.command("evidence")(evidence_command.evidence)


@app.callback()
def _routesim() -> None:
    """Keep the commands as words of their own, however few they are."""


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    gc.set_threshold(*SELDOM)
    try:
        app(prog_name="routesim")  # named here, because completion looks for its variable by this name
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # the process ends, and its memory with it: looking through all of it once more took as long as a picture
