"""Outcomes by community per 100 departures, harm beside interceptions."""

from collections import defaultdict

import numpy as np

from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.style import BLUE, GREEN, GREY, INK, PALE, RULE, VERMILION, days, nobody, page
from experiments.store.tables import reported

COLUMNS = {
    "arrived": (GREEN, ("arrived",)), "apprehended": (BLUE, ("apprehended",)), "detained": (BLUE, ("detained",)), "deported": (BLUE, ("deported",)),
    "extorted": (VERMILION, ("extorted",)), "stranded": (VERMILION, ("stranded",)), "injured": (VERMILION, ("injured",)),
    "missing": (VERMILION, ("disappeared",)), "died": (VERMILION, ("died",)),
}  # fmt: skip
"""Columns, their colours, and the indicators that each adds up: arrivals, interceptions, harm."""
DEPARTED = "departed"


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw outcomes by community."""
    values, runs = results.indicators(policy, (DEPARTED, *(name for _, parts in COLUMNS.values() for name in parts)))
    ours = sorted(results.world.communities, key=lambda c: (not c.followed, -values[c.name, DEPARTED]))
    ours = [c for c in ours if values[c.name, DEPARTED] > 0]
    height = 2.9 + 0.36 * max(3, len(ours))
    first, last = reported(results.world)
    mean = f"; mean of {runs} runs" if runs > 1 else ""
    subtitle = f"Events per 100 departures, {days(first, last)}{results.under_policy(policy)}{mean}. A person may count several times."
    notes = "Each column has its own scale. Blue: interceptions; orange: harm to migrants; both are always shown together."
    figure = page(13, height, "Outcomes by community", subtitle, results.source, notes)
    axes = figure.add_axes((0.27, 0.85 / height, 0.71, 1 - (0.85 + 1.55) / height))
    axes.set_xlim(0, len(COLUMNS))
    axes.set_ylim(-0.6, max(3, len(ours)) - 0.4)
    axes.invert_yaxis()
    axes.axis("off")
    rows: list[dict[str, object]] = []
    shares = {name: np.array([_per_hundred(values, c.name, parts) for c in ours]) for name, (_, parts) in COLUMNS.items()}
    for k, (name, (colour, _)) in enumerate(COLUMNS.items()):
        axes.text(k + 0.03, -0.75, name, fontsize=8.5, fontweight="bold", color=colour, va="bottom")
        most = float(shares[name].max(initial=0)) or 1.0
        for row, share in enumerate(shares[name].tolist()):
            axes.barh([row], [0.62 * share / most], left=k + 0.03, height=0.62, color=colour, alpha=0.85)
            axes.text(k + 0.03 + 0.62 * share / most + 0.03, row, _short(share), fontsize=8, va="center", color=INK if share else PALE)
    for row, community in enumerate(ours):
        axes.axhline(row + 0.5, color=RULE, lw=0.5)
        stratum = "" if community.followed else " (labour)"
        title = community.title if len(community.title) < 34 else f"{community.title[:32]}…"
        axes.text(-0.05, row - 0.12, f"{title}{stratum}", fontsize=8.5, ha="right", va="center")
        axes.text(-0.05, row + 0.24, f"{values[community.name, DEPARTED]:,.0f} departed", fontsize=7, ha="right", va="center", color=GREY)
        shares_row = {name: round(float(shares[name][row]), 4) for name in COLUMNS}
        head = {"community": community.name, "departed": round(values[community.name, DEPARTED], 3)}
        rows.append({**head, **{f"{name}_per_100": share for name, share in shares_row.items()}})
    if not ours:
        nobody(axes)
    alt = "; ".join(f"{c.title}: {shares['arrived'][k]:.0f} arrived, {shares['apprehended'][k]:.0f} apprehended, {shares['extorted'][k]:.0f} extorted, "
                    f"{shares['stranded'][k]:.0f} stranded, {shares['died'][k]:.2g} died" for k, c in enumerate(ours[:6]))  # fmt: skip
    return Picture(figure, f"Outcomes per 100 departures, by community. {alt or 'No departures'}.", rows)


def _per_hundred(values: defaultdict[tuple[str, str], float], community: str, parts: tuple[str, ...]) -> float:
    return 100 * sum(values[community, name] for name in parts) / values[community, DEPARTED]


def _short(share: float) -> str:
    return "0" if share == 0 else f"{share:,.0f}" if share >= 10 else f"{share:.1f}" if share >= 0.1 else f"{share:.2g}"
