"""A small sweep for tests, and somebody who remembers what it tells."""

from pathlib import Path
from typing import Any

from experiments.runs.design import Design
from experiments.runs.points import grid
from experiments.runs.progress import SilentListener
from experiments.runs.sweep_plan import Plan
from experiments.runs.tasks import Answer

DAYS = 84
"""Holds two weeks that are reported."""
PATROLS = "two-valleys-path-patrols"
SIZE = f"policy.{PATROLS}.patrols.factor"


def small(**changes: Any) -> Design:
    """Two margins, three seeds, on few people."""
    given: dict[str, Any] = {"uncertainties": grid({"market.margin": [0.2, 0.5]}), "seeds": (1, 2, 3), "days": DAYS, "scale": 0.2}
    return Design("small", ("two-valleys",), **(given | changes))


def content(folder: Path) -> dict[str, bytes]:
    """Every file of runs and results, byte for byte."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for part in ("runs", "results") for path in sorted((folder / part).rglob("*")) if path.is_file()
    }


class Heard(SilentListener):
    """Remembers what it hears."""

    def __init__(self) -> None:
        self.plans: list[Plan] = []
        self.answers: list[Answer] = []
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def plan(self, plan: Plan) -> None:
        self.plans.append(plan)

    def run(self, answer: Answer | None) -> None:
        if answer is not None:
            self.answers.append(answer)


def design_file(folder: Path, seeds: int = 30) -> Path:
    """The small design with more seeds, as a file."""
    path = folder / "small.toml"
    margins = '[uncertainties]\nmethod = "grid"\n[uncertainties.dimensions]\n"market.margin" = [0.2, 0.5]\n'
    path.write_text(f'scenario = "two-valleys"\nseeds = {seeds}\ndays = {DAYS}\nscale = 0.2\n{margins}', encoding="utf-8")
    return path
