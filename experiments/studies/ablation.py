"""What each mechanism of the model is worth: scores of documents without it, relative to the whole model.

``python -m experiments.studies.ablation central-asia-2004 --seeds 3`` makes the runs (or finds them where they were kept) and writes ``docs/ablation.md``.
"""

from pathlib import Path
from typing import Annotated

import typer

from calibration.fit.mechanisms import read_mechanisms
from experiments.cli.ablation_table import ordered, print_ablation
from experiments.cli.exit_codes import NO_RESULT, handle_errors
from experiments.cli.score_table import NO_SCORE, in_words, with_ends
from experiments.cli.sweep_progress import SweepReporter
from experiments.documents.markdown import table
from experiments.runs.ablation import SEEDS, Ablation, WithoutOne, ablate
from experiments.runs.ablation_outcomes import MOVED, Change, percent
from experiments.runs.intervals import SIGNIFICANT
from experiments.runs.scoring import NothingToScore, ScoreRequest
from experiments.store.writing import write_whole
from scenarios.load import FIRST

HEAD = """# What each mechanism is worth

A mechanism earns its place in a model if the model without it predicts documents less well. Here every mechanism is taken out of force by setting
parameters (`calibration/fit/mechanisms.csv`), and the runs are scored as `routesim validate` scores them: by quantity, one vote each, with the continuous
ranked probability score. *Worth* is one minus the score of the whole model over the score without the mechanism, with a 90 per cent interval by a bootstrap
over quantities. Above zero the mechanism makes predictions better; where the interval includes zero, these documents do not show it. Inputs of the model
have no vote. Parameters are not fitted again without the mechanism, which favours the whole model where they were fitted with it.
The interval leaves out the chance of seeds: with few of them, or at a small scale, a few hundredths mean nothing.
"""
OUTCOMES = """
## What each mechanism moves

Outcomes of people in transit without it, in per cent of the whole model's, mean of pairs with the same seed ± half of its 95 per cent interval. In bold where
chance does not explain it (paired t test, {pairs} pairs, false discovery rate 5 per cent over the table). A rule whose row holds nothing bold and that
nothing needs would go: it moves no outcome.
"""
TAIL = """
Made with `{command}`.
"""


def page(found: Ablation, command: str) -> str:
    """The page, as Markdown."""
    rows = []
    for one in ordered(found):
        worth, most = one.worth, [f"{name} ({whole:.1f} → {without:.1f})" for name, whole, without in one.most]
        if worth is not None:
            interval = with_ends(worth).strip(" ()") or NO_SCORE
            rows.append([one.mechanism.name, one.mechanism.reason, f"{worth.reference:.2f}", in_words(worth.skill), interval, "; ".join(most)])
    whole = next((one.worth.score for one in found.without if one.worth is not None), None)
    about = f"Scenario `{found.whole.name}`: {found.whole.forecast}. Score of the whole model: {'–' if whole is None else f'{whole:.2f}'}.\n"
    head = ["without", "the model is then", "score", "worth", "90% interval", "what changes most (score with → without it)"]
    pairs = max((each.estimate.pairs for one in found.without for each in one.changes if each.estimate), default=0)
    moved = f"{OUTCOMES.format(pairs=pairs)}\n{_moved(found)}" if pairs else ""
    absent = f"\nWithout a parameter in this scenario: {', '.join(found.absent)}.\n" if found.absent else ""
    return f"{HEAD}\n{about}\n{table(head, rows)}{moved}{absent}{TAIL.format(command=command)}"


def _moved(found: Ablation) -> str:
    """The table of outcomes: one row a mechanism, and what needs it."""
    return table(["without", "needed by", *MOVED], [[one.mechanism.name, one.mechanism.needed, *_cells(one)] for one in ordered(found)])


def _cells(one: WithoutOne) -> list[str]:
    by_name = {each.outcome: each for each in one.changes}
    return [_cell(by_name[name]) if name in by_name else NO_SCORE for name in MOVED]


def _cell(change: Change) -> str:
    if change.estimate is None:
        return NO_SCORE
    middle, half = percent(change.estimate)
    text = f"{middle:+.1f}".replace("-", "−") + ("" if half is None else f" ± {half:.1f}")
    return f"**{text}**" if change.verdict in SIGNIFICANT else text


def main(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships, or the path of a scenario file.")] = FIRST,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds of every model.")] = SEEDS,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike.")] = 1.0,
    workers: Annotated[int, typer.Option(min=1, help="Processes that simulate.")] = 1,
    runs: Annotated[Path, typer.Option(help="Where runs are kept.")] = Path("validation/ablation"),
    out: Annotated[Path, typer.Option(help="The page.")] = Path("docs/ablation.md"),
) -> None:
    """Score a scenario without each mechanism in turn, and write the table as a page."""
    with handle_errors():
        try:
            with SweepReporter(quiet=False) as report:
                found = ablate(ScoreRequest(scenario, seeds=seeds, scale=scale), read_mechanisms(), runs, workers=workers, listener=report)
        except NothingToScore as nothing:
            typer.echo(str(nothing), err=True)
            raise typer.Exit(NO_RESULT) from None
        print_ablation(found)
        options = f" --seeds {seeds}" + (f" --scale {scale:g}" if scale != 1 else "")
        write_whole(out, page(found, f"python -m experiments.studies.ablation {scenario}{options}"))


if __name__ == "__main__":
    typer.run(main)
