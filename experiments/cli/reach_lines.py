"""What policies can touch, printed before anything runs; on stderr, so that ``--json`` stays JSON."""

import typer

from experiments.runs.comparison import Request, reaches
from experiments.runs.reach import Reach


def print_reach(request: Request) -> None:
    """Print how many moves and people every policy can touch."""
    for name, found in reaches(request):
        typer.echo(f"{name} {found.in_words()}.", err=True)
        if found.is_almost_none:
            typer.echo(warning(name, found), err=True)


def warning(name: str, found: Reach) -> str:
    """That a policy touches almost nobody."""
    why = "no condition changes" if found.since is None else found.in_words()
    return f"Warning: {name} touches almost nobody ({why}): equal results are no finding about its effect."
