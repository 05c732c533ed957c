"""``routesim explore``: questions asked and answered on a page in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import BAD_INPUT, handle_errors
from experiments.runs.ceilings import MOST_WORKERS

PORT = 8765
"""No service of that number is in common use."""


def explore(
    scenario: Annotated[str, typer.Argument(help="Scenario to begin with: a name (see: routesim list scenarios) or the path of a file.")] = "two-valleys",
    policies: Annotated[list[str] | None, typer.Argument(metavar="POLICY", help="Policies to begin with, names or paths.", show_default=False)] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0 takes one that is free.")] = PORT,
    host: Annotated[str, typer.Option(help="Address to serve at; by default this machine alone can open the page.")] = "127.0.0.1",
    workers: Annotated[int | None, typer.Option(min=1, max=MOST_WORKERS, help="Processes that simulate; by default one for every core.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
) -> None:
    r"""Ask and see answers on a page in the browser: pick policies, move sizes and dates of their levers, watch differences and flows come in.

    Needs the extra explore: pip install '.\[explore]'. The page comes from this
    machine and asks nothing of any network. Its address, printed when it is
    ready, ends with a token: without it nobody gets in. Ctrl-C ends it.

    The page compares policies with no policy, as routesim compare does, and
    keeps runs in the same folder, comparisons. What one has simulated the other
    need not simulate again. Every answer comes with the command that makes it.

    What you do there:
      1. Pick a scenario and one to four policies.
      2. Move a slider: its ends are the range in the policy's file.
      3. Press Run. Harm to migrants stands beside interceptions; a verdict
         needs six pairs of runs. Stop keeps what is there.
      4. Press Play below the map to see flows week by week.
      5. Save table, picture or report, or copy the command.

    Examples:
      routesim explore
      routesim explore central-asia-2004 kyrgyzstan-green-border-surveillance
      routesim explore my-valleys/my-valleys.toml --port 0 --no-browser
    """
    with handle_errors():
        from experiments.explore.server import INSTALL, is_installed, serve

        if not is_installed():
            typer.echo(INSTALL, err=True)
            raise typer.Exit(BAD_INPUT)
        from experiments.cli.out_input import stop_at
        from experiments.explore.desk import Desk
        from experiments.runs.default_folder import COMPARISONS
        from scenarios import load, load_policy

        load(scenario)
        for policy in policies or []:
            load_policy(policy)
        stop_at(COMPARISONS, option="working folder")

        def tell(address: str) -> None:
            typer.echo(f"{address}\nOpen it in a browser on this machine; answers are kept in {Path.cwd() / COMPARISONS}. Ctrl-C ends the explorer.")
            if browser:
                import webbrowser

                webbrowser.open(address)

        try:
            with Desk(workers) as desk:
                serve(desk, scenario, policies or [], host, port, tell)
        except KeyboardInterrupt:
            raise typer.Exit from None
