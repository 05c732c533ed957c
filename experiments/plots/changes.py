"""What a policy changes: every outcome with its interval, harm beside interceptions."""

from collections.abc import Sequence
from textwrap import fill, wrap

from matplotlib.lines import Line2D

from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.style import BLUE, GREEN, GREY, INK, PALE, RULE, SERIES, VERMILION, days, nobody, page
from experiments.plots.ticks import exact_axis
from experiments.runs.intervals import INSIGNIFICANT, SIGNIFICANT
from experiments.runs.policy_outcomes import TOGETHER
from experiments.store.tables import reported

GROUPS = {
    "Traffic": (GREY, ("departures", "attempts", "crossings", "arrivals", "days in queues")),
    "Interceptions": (BLUE, ("apprehensions", "caught inland", "deportations")),
    "Harm": (VERMILION, ("deaths", "injuries", "missing", "extortions", "stranded", "days stranded", "days detained")),
    "Return": (GREEN, ("returns", "assisted returns")),
    "Money": (INK, ("fees to guides", "smugglers' income", "bribes", "cost to the state")),
}
"""Outcomes by group; interceptions and harm are always shown together."""
LINE, SMALL = 150, 190
"""Characters of a line of the subtitle and of the small print."""
PLAIN = (*SIGNIFICANT, INSIGNIFICANT, "same")
"""Verdicts that the mark of a row shows; others say why there is none."""
COLUMNS = ("policy", "outcome", "unit", "baseline", "value", "difference", "low", "high", "significance")


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw the change of every outcome in per cent of the baseline, for one policy or for all."""
    base = results.policies[0]
    names = [policy] if policy and policy != base else [name for name in results.policies if name != base]
    rows = [row for row in results.compared["differences"] if row["community"] == TOGETHER and row["policy"] in names]
    by = {(row["policy"], row["outcome"]): row for row in rows}
    shown = [(group, outcome) for group, (_, outcomes) in GROUPS.items() for outcome in outcomes if any((name, outcome) in by for name in names)]
    height = 2.9 + 0.33 * len(shown) * (1 + 0.35 * (len(names) - 1))
    interval = results.compared["interval"]
    against = f"Change against “{results.titles[base]}”, all communities together, {days(*reported(results.world))}"
    subtitle = f"{against}; per cent of the baseline, with interval ({interval})."
    notes = "Filled: statistically significant; hollow: not. Arrow: the interval continues. Numbers: difference (interval) unit."
    notes = "\n".join([notes, *dict.fromkeys(wrapped for text in _verdicts(results, names) for wrapped in wrap(text, SMALL))])
    title = "What the policies change" if len(names) > 1 else "What the policy changes"
    subtitle = subtitle if len(names) > 1 else f"“{results.titles[names[0]]}”. {subtitle}"
    figure = page(13, height, title, fill(subtitle, LINE), results.source, notes)
    below = 0.95 + 0.15 * max(0, notes.count("\n") - 1)
    axes = figure.add_axes((0.20, below / height, 0.47, 1 - (below + 1.4) / height))
    axes.axvline(0, color=INK, lw=0.9)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)), [outcome for _, outcome in shown])
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    data: list[dict[str, object]] = []
    reach, points = [1.0], [0.0]
    intervals: list[tuple[float, float, float, str]] = []
    for k, (group, outcome) in enumerate(shown):
        if k and shown[k - 1][0] != group:
            axes.axhline(k - 0.5, color=RULE, lw=0.8)
        if not k or shown[k - 1][0] != group:
            axes.annotate(group, (-0.39, k), xycoords=("axes fraction", "data"), fontsize=9, fontweight="bold", va="center", color=GROUPS[group][0])
        for number, name in enumerate(names):
            row = by.get((name, outcome))
            if row is None:
                continue
            y = k + (number - (len(names) - 1) / 2) * 0.5 / max(1, len(names) - 1 or 1)
            colour = GROUPS[group][0] if len(names) == 1 else SERIES[number % len(SERIES)]
            data.append({"group": group, **{key: row[key] for key in COLUMNS}})
            axes.annotate(_in_words(row), (1.02, y), xycoords=("axes fraction", "data"), fontsize=7.5 if len(names) == 1 else 6.4, va="center", color=GREY)
            if not row["baseline"]:
                axes.annotate("none under the baseline", (0, y), (6, 0), textcoords="offset points", fontsize=7, va="center", color=PALE)
                continue
            sure = row["significance"] in SIGNIFICANT
            scale = 100 / abs(row["baseline"])
            if row["low"] is not None:
                axes.plot([row["low"] * scale, row["high"] * scale], [y, y], color=colour, lw=2.2 if sure else 1.1)
                reach += [abs(row["low"] * scale), abs(row["high"] * scale)]
                intervals.append((y, row["low"] * scale, row["high"] * scale, colour))
            axes.plot([row["difference"] * scale], [y], "o", ms=6.5, mfc=colour if sure else "white", mec=colour, mew=1.3, zorder=4)
            points.append(abs(row["difference"] * scale))
    reach += points
    limit = max(1.0, min(sorted(reach)[int(0.93 * (len(reach) - 1))] * 1.4, 400))
    limit = max(limit, 1.1 * max(points))  # every point is shown; an interval beyond the axis has an arrow
    for y, low, high, colour in intervals:
        for edge, is_beyond, arrow in ((-limit, low < -limit, "<"), (limit, high > limit, ">")):
            if is_beyond:
                axes.plot([edge], [y], arrow, ms=5, color=colour, clip_on=False)
    axes.set_xlim(-limit, limit)
    exact_axis(axes.xaxis, 6, signed=True, unit="%")
    if len(names) > 1:
        marks = [Line2D([], [], color=SERIES[n % len(SERIES)], marker="o", lw=2) for n in range(len(names))]
        figure.legend(marks, [results.titles[name] for name in names], loc="upper left", bbox_to_anchor=(0.03, 1 - 0.92 / height), ncols=min(2, len(names)))
    if not shown:
        nobody(axes)
    sure_rows = [row for row in data if row["significance"] in SIGNIFICANT]
    significant = "; ".join(f"{row['outcome']} {row['significance']} under “{results.titles[str(row['policy'])]}” ({_in_words(row)})" for row in sure_rows[:8])
    return Picture(figure, f"Change of every outcome with its interval. Statistically significant: {significant or 'none'}.", data)


def _verdicts(results: ResultFolder, names: Sequence[str]) -> list[str]:
    """How the comparison reached its verdicts on these policies, where it says so."""
    said = results.compared.get("verdicts", {})
    found = [f"Significance: {said[name][TOGETHER]}." for name in names if name in said]
    return list(dict.fromkeys(found))


def _in_words(row: dict[str, object]) -> str:
    def short(value: object) -> str:
        number = float(str(value))
        text = f"{abs(number):,.0f}" if abs(number) >= 100 else f"{abs(number):,.3g}"
        return text if float(text.replace(",", "")) == 0 else f"{'+' if number > 0 else '−'}{text}"

    bounds = "" if row["low"] is None else f" ({short(row['low'])} to {short(row['high'])})"
    why = "" if row["significance"] in PLAIN else f"; {row['significance']}"
    return f"{short(row['difference'])}{bounds} {row['unit']}{why}"
