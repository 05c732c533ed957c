"""Displacement as a waterfall: from people who cross a border under the baseline to those who do under a policy, by outcome of the others."""

from collections import defaultdict
from datetime import date

from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.style import BLUE, GREEN, GREY, INK, VERMILION, count, days, nobody, page
from experiments.runs.displacement_accounts import ALL_FOLLOWED
from sim.outcomes.destiny import ELSEWHERE, STANDINGS


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw the steps for one policy of a comparison (the first after the baseline unless one is named)."""
    base = results.policies[0]
    name = policy if policy and policy != base else results.policies[min(1, len(results.policies) - 1)]
    found = results.compared["displacement"].get(name)
    height = 7.0
    if found is None:
        figure = page(13, height, "Displacement by outcome", f"{name} against {base}", results.source)
        nobody(figure.add_axes((0.05, 0.1, 0.9, 0.75)), "no community is followed person by person")
        return Picture(figure, "No community is followed person by person, so that displacement is unknown.")
    begins, ends, flows = steps(found)
    first, last = (date.fromisoformat(found[key]) for key in ("first", "last"))
    span = days(first, last)
    subtitle = f"People whose first success is over the border {found['border']}, {span},\nfrom “{base}” to “{name}”, by the outcome of the others."
    notes = (
        "Net numbers: people who leave an outcome minus people who join it. Means over pairs of runs with the same people and random draws; "
        "only the first and last bars are observable."
    )
    figure = page(13, height, "Displacement by outcome", subtitle, results.source, notes)
    axes = figure.add_axes((0.06, 1.35 / height, 0.92, 1 - 2.75 / height))
    axes.bar([0], [begins], color=BLUE, width=0.62)
    level, labels = begins, [f"over the border,\n{base}"]
    for place, (outcome, change) in enumerate(flows, 1):
        axes.bar([place], [abs(change)], bottom=min(level, level - change), color=VERMILION if change > 0 else GREEN, width=0.62)
        axes.plot([place - 1 + 0.31, place + 0.31], [level, level], color=GREY, lw=0.8)
        level -= change
        label = f"{'−' if change > 0 else '+'}{count(abs(change))}"
        axes.annotate(label, (place, max(level, level + change)), (0, 4), textcoords="offset points", ha="center", fontsize=9)
        labels.append(outcome.replace(" ", "\n", 1))
    axes.plot([len(flows) + 0.31 - 0.62, len(flows) + 1 + 0.31], [level, level], color=GREY, lw=0.8)
    axes.bar([len(flows) + 1], [ends], color=BLUE, width=0.62)
    labels.append(f"over the border,\n{name}" if len(name) < 22 else "over the border,\nthe policy")
    for place, people in ((0, begins), (len(flows) + 1, ends)):
        axes.annotate(count(people), (place, people), (0, 4), textcoords="offset points", ha="center", fontsize=10, fontweight="bold", color=INK)
    axes.set_xticks(range(len(labels)), labels, fontsize=8.5)
    axes.tick_params(axis="x", length=0)
    moved = [begins, ends, *(begins - sum(change for _, change in flows[:k]) for k in range(len(flows) + 1))]
    reach = max(moved) - min(moved)
    bottom = max(0.0, min(moved) - max(reach * 0.8, 0.02 * max(moved))) if min(moved) > 0 else 0.0
    axes.set_ylim(bottom, max(moved) + max(reach * 0.18, 0.01 * max(1.0, *moved)))
    if bottom:
        axes.annotate("the axis does not begin at zero", (0, 1), (0, 8), xycoords="axes fraction", textcoords="offset points", fontsize=8, color=GREY)
    axes.set_ylabel("people")
    rows = [{"step": "begins", "people": begins}, *({"step": outcome, "people": -change} for outcome, change in flows), {"step": "ends", "people": ends}]
    alt = "; ".join(f"{count(change)} fewer, now {outcome}" if change > 0 else f"{count(-change)} more, before {outcome}" for outcome, change in flows)
    both = f"{count(begins)} people under {base}, {count(ends)} under {name}"
    return Picture(figure, f"Over the border {found['border']}: {both}. {alt or 'No displacement'}.", rows)


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
