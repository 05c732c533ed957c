"""Questions that the sources leave open, put to the model: ``python -m experiments.studies.questions FILE [FOLDER]``.

A file of questions is TOML: ``scenario``, ``replicates``, ``scale``, perhaps ``days`` and ``posterior``, and ``[[question]]`` tables with

``ask``           the question
``outcomes``      names of :data:`experiments.runs.outcomes.OUTCOMES` that answer it
``community``     of whom: a community, "transit communities", "labour communities", or a list of these; left out, of all together
``policies``      what is compared, the first being what the others are compared with: names that ship, or paths from the file; or
``alternatives``  tables of a ``name`` and ``settings``: parameters that somebody could decide; the first is what the others are compared with
``horizons``      dates up to which people who have not departed are counted, which separates who is deterred from who leaves later (policies only)

Every alternative has the same people with the same random seeds. What is printed is what docs/questions.md shows.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console

from experiments.cli.exit_codes import handle_errors
from experiments.cli.sweep_progress import SweepReporter
from experiments.cli.table_style import output_console, short
from experiments.runs.community_groups import GROUPS, TRANSIT, grouped
from experiments.runs.comparison import Request
from experiments.runs.cores import cores
from experiments.runs.design import Design, policy_name
from experiments.runs.differences import differences
from experiments.runs.displacement_accounts import Question, account, hour_of
from experiments.runs.exposure import exposure
from experiments.runs.intervals import estimate, judged
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.points import rows
from experiments.runs.policy_costs import own_cost
from experiments.runs.policy_outcomes import TOGETHER, read_policy_outcomes
from experiments.runs.sweep import sweep
from experiments.store.tables import reported
from experiments.store.versions import provenance
from scenarios import load
from scenarios.posteriors import BEST
from scenarios.reading.paths import is_file
from scenarios.reading.problems import BadInput, Problems, nearest
from scenarios.reading.toml_files import Document, read_form
from sim.outcomes.destiny import NEVER_DEPARTED
from sim.outcomes.reading import passages


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AlternativeForm(_Form):
    """One alternative of a question: parameters that are set."""

    name: str
    settings: dict[str, float] = Field(default_factory=dict)


class QuestionForm(_Form):
    """One question; see the head of the module."""

    ask: str
    outcomes: list[str]
    community: str | list[str] = TOGETHER
    policies: list[str] = Field(default_factory=list)
    alternatives: list[AlternativeForm] = Field(default_factory=list)
    horizons: list[date] = Field(default_factory=list)

    @property
    def whom(self) -> tuple[str, ...]:
        """The communities and groups of whom it is answered."""
        return (self.community,) if isinstance(self.community, str) else tuple(self.community)


class QuestionsForm(_Form):
    """A file of questions."""

    scenario: str
    replicates: int = Field(default=10, ge=2)
    scale: float = 1.0
    days: int | None = None
    posterior: str = BEST
    question: list[QuestionForm]


def read_questions(path: Path) -> QuestionsForm:
    """The questions of a file, checked.

    Raises
    ------
    scenarios.BadInput
        If anything is wrong; it lists every finding with its line.
    """
    problems = Problems()
    read = read_form(QuestionsForm, path, problems)
    if read is None:
        raise BadInput(problems.findings)
    document, form = read
    _check_communities(form, document, problems)
    for number, question in enumerate(form.question):
        _check(question, document.where(("question", number)), document, number, problems)
    problems.stop()
    return form


def _check_communities(form: QuestionsForm, document: Document, problems: Problems) -> None:
    known = (*(c.name for c in load(form.scenario, posterior=form.posterior).communities), *GROUPS, TOGETHER)
    for number, question in enumerate(form.question):
        for whom in question.whom:
            if whom not in known:
                problems.unknown(document.where(("question", number, "community")), "community", whom, known)


def _check(question: QuestionForm, where: str, document: Document, number: int, problems: Problems) -> None:
    if (len(question.policies) >= 2) == (len(question.alternatives) >= 2):
        problems.add(where, f"{len(question.policies)} policies and {len(question.alternatives)} alternatives", "two or more of one of them")
    if question.horizons and question.alternatives:
        problems.add(document.where(("question", number, "horizons")), "horizons with alternatives", "horizons with policies")
    for name in question.outcomes:
        if name not in OUTCOMES:
            problems.add(document.where(("question", number, "outcomes")), f'outcome "{name}"', ", ".join(OUTCOMES), nearest(name, OUTCOMES))


def answer(form: QuestionsForm, question: QuestionForm, beside: Path, folder: Path, *, quiet: bool = False) -> list[dict[str, Any]]:
    """One row a community, outcome (and horizon) and alternative: means, difference to the first, interval. Runs stay in ``folder`` and are done once."""
    seeds = tuple(range(1, form.replicates + 1))
    policies = tuple(str(beside / name) if is_file(beside / name) else name for name in question.policies) or ("none",)
    request = Request(form.scenario, policies, seeds, scale=form.scale, days=form.days, posterior=form.posterior)
    by_settings = Design(
        name="question", scenarios=(form.scenario,), policies=policies, levers=rows(_complete(form, question)), seeds=seeds, scale=form.scale, days=form.days,
        posterior=form.posterior,
    )
    with SweepReporter(quiet=quiet) as report:
        sweep(by_settings if question.alternatives else request.design(), folder, workers=cores(), listener=report)
    names = [alternative.name for alternative in question.alternatives] or [policy_name(policy) for policy in policies]
    world = request.world(policies[0])
    plain = request.world(None)
    own = {} if question.alternatives else {name: [own_cost(policy, plain, request.world(policy)).usd] for name, policy in zip(names, policies, strict=True)}
    column = "lever_point" if question.alternatives else "policy"
    by_alternative = grouped(read_policy_outcomes(folder, names, own, [c.name for c in world.communities], column), world)
    answers = [
        {"of": row.community, "outcome": row.outcome, "unit": row.unit, "alternative": row.policy, "from": row.baseline, "to": row.value}
        | {"difference": row.difference, "low": row.low, "high": row.high, "significance": row.significance}
        for whom in question.whom
        for name in question.outcomes
        for row in differences(by_alternative)
        if (row.community, row.outcome) == (whom, name)
    ]
    return answers + (_not_departed(request, question, folder) if question.horizons else [])


def _complete(form: QuestionsForm, question: QuestionForm) -> list[dict[str, Any]]:
    """The settings of every alternative, with the scenario's own value for a parameter that only other alternatives set."""
    table = load(form.scenario, posterior=form.posterior).parameters
    keys = list(dict.fromkeys(key for alternative in question.alternatives for key in alternative.settings))
    return [{key: alternative.settings.get(key, table.number(key)) for key in keys} for alternative in question.alternatives]


def _not_departed(request: Request, question: QuestionForm, folder: Path) -> list[dict[str, Any]]:
    """Followed people who have not departed by each horizon."""
    base = request.world(request.policies[0])
    passage = next(iter(passages(base).values()))
    border = f"{passage.origin_country}-{passage.target_country}"  # who has not departed is the same whatever the border
    since = hour_of(base, reported(base)[0])
    found = []
    for name, policy in zip(request.names[1:], request.policies[1:], strict=True):
        exposed = exposure(base, request.world(policy))
        for day in question.horizons:
            moved = account(folder, request.names[0], Question(name, border, since, hour_of(base, day) + 24), base, exposed)
            home = moved.outcomes.index(NEVER_DEPARTED)
            pairs = moved.moved[:, 0]
            before, after = pairs[:, home].sum(axis=1), pairs[:, :, home].sum(axis=1)
            one = estimate((after - before)[None, :].astype(float), seen=bool(before.any() or after.any()))
            ((verdict, _),) = judged([one])
            row: dict[str, Any] = {"of": TRANSIT, "outcome": f"not departed by {day}", "unit": "followed people", "alternative": name}
            row |= {"from": float(before.mean()), "to": float(after.mean())}
            found.append(row | {"difference": one.difference, "low": one.low, "high": one.high, "significance": verdict})
    return found


def print_answer(question: QuestionForm, answers: Sequence[dict[str, Any]], console: Console) -> None:
    """Print an answer as a Markdown table."""
    console.print(f"## {question.ask}\n", soft_wrap=True)
    first = question.policies[0] if question.policies else question.alternatives[0].name
    for whom in dict.fromkeys(row["of"] for row in answers):
        console.print(f"Of {whom}; compared with {policy_name(first)}.\n", soft_wrap=True)
        console.print(f"| outcome | alternative | {policy_name(first)} | alternative's | difference | 95% interval | |\n|---|---|---|---|---|---|---|")
        for row in answers:
            if row["of"] == whom:
                _print_row(row, console)
        console.print()


def _print_row(row: dict[str, Any], console: Console) -> None:
    bounds = "–" if row["low"] is None else f"{short(row['low'])} to {short(row['high'])}"
    numbers = (short(row[name]) for name in ("from", "to", "difference"))
    cells = (f"{row['outcome']} ({row['unit']})", policy_name(row["alternative"]), *numbers, bounds, row["significance"])
    console.print(f"| {' | '.join(cells)} |", soft_wrap=True)


def main(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file of questions (docs/questions.md, examples/questions).", show_default=False)],
    folder: Annotated[Path | None, typer.Argument(help="Where runs are kept, so that they are done once; without it sweeps/NAME-OF-THE-FILE.")] = None,
) -> None:
    """Answer every question of a file and print the answers as Markdown tables."""
    with handle_errors():
        kept = folder or Path("sweeps") / path.stem
        form = read_questions(path)
        console = output_console(200)
        made = provenance(load(form.scenario, posterior=form.posterior).calibration, f"{form.replicates} seeds")
        console.print(f"{form.scenario}, scale {form.scale:g}. {made}.\n", markup=False)
        for number, question in enumerate(form.question, 1):
            print_answer(question, answer(form, question, path.parent, kept / f"question-{number}"), console)


if __name__ == "__main__":
    typer.run(main)
