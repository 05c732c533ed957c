"""Displacement as a waterfall: from people who cross a border under the baseline to those who do under a policy, by outcome of the others."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from textwrap import fill

from matplotlib.axes import Axes

from experiments.plots.flow_changes import signed
from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.style import BLUE, GREEN, GREY, INK, VERMILION, count, days, nobody, page
from experiments.plots.ticks import exact_axis, from_zero
from experiments.plots.titles import border_title, outcome_title
from experiments.runs.displacement_accounts import ALL_FOLLOWED
from sim.outcomes.destiny import ELSEWHERE, STANDINGS

WIDTH, MANY = 18, 9
"""Characters of a line of a label, and steps from which labels are smaller."""


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw the steps for one policy of a comparison (the first after the baseline unless one is named)."""
    base = results.policies[0]
    name = policy if policy and policy != base else results.policies[min(1, len(results.policies) - 1)]
    titles = (results.titles[base], results.titles[name])
    found = results.compared["displacement"].get(name)
    height = 7.0
    if found is None:
        figure = page(13, height, "Displacement by outcome", f"“{titles[1]}” against “{titles[0]}”", results.source)
        nobody(figure.add_axes((0.05, 0.1, 0.9, 0.75)), "no community is followed person by person")
        return Picture(figure, "No community is followed person by person, so that displacement is unknown.")
    begins, ends, flows = steps(found)
    flows = [(outcome_title(outcome, results.world), change) for outcome, change in flows]
    span = days(*(date.fromisoformat(found[key]) for key in ("first", "last")))
    border = border_title(found["border"], results.world)
    subtitle = f"People whose first success is over the border {border}, {span}:\nunder “{titles[0]}”, and under “{titles[1]}”."
    notes = (
        "Net numbers: people who join an outcome minus people who leave it. Means over pairs with the same people and random draws, without a test of "
        "significance.\nOnly the two bars on the left are observable. Every axis begins at zero; the two have different scales."
    )
    figure = page(13, height, "Displacement by outcome", subtitle, results.source, notes)
    low, tall = 1.55 / height, 1 - 3.2 / height
    _levels(figure.add_axes((0.06, low, 0.20, tall)), begins, ends, titles)
    _course(figure.add_axes((0.34, low, 0.64, tall)), flows, ends - begins)
    rows = [{"step": "begins", "people": begins}, *({"step": outcome, "people": -change} for outcome, change in flows), {"step": "ends", "people": ends}]
    alt = "; ".join(f"{count(change)} fewer, now {outcome}" if change > 0 else f"{count(-change)} more, before {outcome}" for outcome, change in flows)
    both = f"{count(begins)} people under “{titles[0]}”, {count(ends)} under “{titles[1]}”"
    return Picture(figure, f"Over the border {border}: {both}. {alt or 'No displacement'}.", rows)


def _levels(axes: Axes, begins: float, ends: float, titles: tuple[str, str]) -> None:
    """People over the border under both policies, from zero."""
    axes.set_title("People over the border", fontsize=10)
    axes.bar([0, 1], [begins, ends], color=BLUE, width=0.62)
    for place, people in enumerate((begins, ends)):
        axes.annotate(count(people), (place, people), (0, 4), textcoords="offset points", ha="center", fontsize=10, fontweight="bold", color=INK)
    axes.set_xticks([0, 1], [fill(title, WIDTH) for title in titles], fontsize=8)
    axes.tick_params(axis="x", length=0)
    from_zero(axes, max(begins, ends), room=1.12)
    exact_axis(axes.yaxis, 5)
    axes.set_ylabel("people")


def _course(axes: Axes, flows: Sequence[tuple[str, float]], net: float) -> None:
    """From no change to the net change, by the outcome of those who go or come."""
    axes.set_title("Change, by the outcome of those who no longer cross there, or did not before", fontsize=10)
    level, labels, levels = 0.0, [], [0.0]
    for place, (outcome, change) in enumerate(flows):
        axes.bar([place], [-change], bottom=level, color=VERMILION if change > 0 else GREEN, width=0.62)
        axes.plot([place - 0.31, place + 1.31], [level - change] * 2, color=GREY, lw=0.8)
        top = max(level, level - change)
        axes.annotate(signed(-change), (place, top), (0, 4), textcoords="offset points", ha="center", fontsize=9)
        level -= change
        levels.append(level)
        labels.append(fill(outcome, WIDTH - 4))
    axes.bar([len(flows)], [net], color=BLUE, width=0.62)
    axes.annotate(signed(net), (len(flows), max(0.0, net)), (0, 4), textcoords="offset points", ha="center", fontsize=10, fontweight="bold")
    axes.set_xticks(range(len(flows) + 1), [*labels, "net change"], fontsize=8.5 if len(flows) < MANY else 7)
    axes.tick_params(axis="x", length=0)
    axes.axhline(0, color=INK, lw=0.9)
    reach = max(max(levels) - min(levels), 1e-9)
    axes.set_ylim(min(levels) - 0.06 * reach, max(levels) + 0.12 * reach)
    exact_axis(axes.yaxis, 6, signed=True)
    axes.set_ylabel("people")
    if not flows:
        nobody(axes, "no outcome changes")


def steps(found: dict[str, object]) -> tuple[float, float, list[tuple[str, float]]]:
    """People over the border under the baseline and under the policy, and net numbers who left by other outcome, largest first."""
    others = {ELSEWHERE, *STANDINGS}
    begins = ends = 0.0
    left: dict[str, float] = defaultdict(float)
    for cell in found["cells"]:  # type: ignore[attr-defined]
        if cell["community"] != ALL_FOLLOWED:
            continue
        out, into = cell["from"] not in others, cell["to"] not in others
        begins += cell["people"] * out
        ends += cell["people"] * into
        if out and not into:
            left[cell["to"]] += cell["people"]
        elif into and not out:
            left[cell["from"]] -= cell["people"]
    return begins, ends, sorted(((name, change) for name, change in left.items() if abs(change) > 1e-9), key=lambda item: -item[1])
