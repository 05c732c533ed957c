"""Deployment of guards: patrols and inspectors by post, beside apprehensions."""

from collections import defaultdict
from datetime import date

import numpy as np

from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder
from experiments.plots.style import BLUE, GREY, RULE, VERMILION, days, nobody, page
from experiments.plots.ticks import exact_axis, from_zero
from experiments.plots.titles import country
from experiments.store.tables import reported
from sim.outcomes.reading import numbers, words

SHOWN = 24
"""Posts with most change or most apprehensions that are shown."""


def draw(results: ResultFolder, policy: str = "") -> Picture:
    """Draw the deployment of guards: each post at the start, in the reported days, and at the end."""
    run = results.need_run()
    table = run.results.tables["guards"]
    post, month = words(table, "post"), numbers(table, "month")
    effort, caught = numbers(table, "effort_milli") / 1000, numbers(table, "apprehended")
    months = int(month.max(initial=0)) + 1
    first, last = reported(run.world)
    window = [_month_of(run.world.start, day) for day in (first, last)]
    grid = np.full((len(post.labels), months), np.nan)
    grid[post.codes, month] = effort
    total = np.zeros(len(post.labels))
    inside = (month >= window[0]) & (month <= window[1])
    np.add.at(total, post.codes[inside], caught[inside])
    height = 9.4
    title = "Deployment of guards and apprehensions"
    subtitle = f"Patrols and inspectors by post: at the start of the run (ring) and their mean in {days(first, last)} (dot); bars: apprehensions in those days."
    notes = f"The {SHOWN} posts with most apprehensions. A post is a crossing and the country of the service on duty. One run."
    figure = page(13, height, title, subtitle, results.source, notes)
    order = [k for k in np.argsort(-total, kind="stable").tolist() if total[k] > 0][:SHOWN]
    left = figure.add_axes((0.30, 0.95 / height, 0.36, 1 - 2.2 / height))
    right = figure.add_axes((0.70, 0.95 / height, 0.27, 1 - 2.2 / height), sharey=left)
    crossings = {crossing.name: crossing for crossing in run.world.crossings}
    rows: list[dict[str, object]] = []
    labels = []
    services: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row, k in enumerate(order):
        name, _, code = post.labels[k].rpartition("/")
        begin, mean = float(grid[k, 0]), float(np.nanmean(grid[k, window[0] : window[1] + 1]))
        left.plot([begin, mean], [row, row], color=GREY, lw=1.2, zorder=1)
        left.plot([begin], [row], "o", ms=7, mfc="white", mec=GREY, mew=1.4, zorder=2)
        left.plot([mean], [row], "o", ms=7, mfc=BLUE, mec="white", mew=0.8, zorder=3)
        right.barh([row], [total[k]], color=VERMILION, height=0.6, alpha=0.85)
        right.annotate(f"{total[k]:,.0f}", (total[k], row), (4, 0), textcoords="offset points", va="center", fontsize=8)
        title_of = crossings[name].title if name in crossings else name
        labels.append(f"{title_of if len(title_of) < 34 else title_of[:32] + '…'}, {country(code, run.world)}")
    for k, label in enumerate(post.labels):
        name, _, code = label.rpartition("/")
        if np.isfinite(grid[k]).any():
            inside_mean = float(np.nanmean(grid[k, window[0] : window[1] + 1]))
            services[code][0] += inside_mean
            services[code][1] += total[k]
            rows.append({"post": label, "at_start": round(float(grid[k, 0]), 3), "mean_reported": round(inside_mean, 3), "apprehended": int(total[k])})
    left.set_yticks(range(len(order)), labels)
    left.tick_params(axis="y", length=0, labelsize=8)
    left.invert_yaxis()
    left.grid(visible=True, axis="x")
    left.grid(visible=False, axis="y")
    for row in range(len(order)):
        left.axhline(row + 0.5, color=RULE, lw=0.4)
        right.axhline(row + 0.5, color=RULE, lw=0.4)
    left.set_xlabel("patrols or inspectors")
    right.set_xlabel("apprehensions in the reported days")
    right.tick_params(labelleft=False, length=0)
    right.grid(visible=False)
    from_zero(left, float(np.nanmax(grid[order], initial=0.0)) if order else 1.0, across=True)
    from_zero(right, float(total.max(initial=0.0)), whole=True, room=1.15, across=True)
    exact_axis(left.xaxis, 6)
    exact_axis(right.xaxis, 4, whole=True)
    if not order:
        nobody(left)
    most = sorted(services.items(), key=lambda item: -item[1][1])[:5]
    by_service = "; ".join(f"{country(code, run.world)}: {people:,.0f} apprehensions with {effort_:,.0f} patrols" for code, (effort_, people) in most)
    return Picture(figure, f"Guards by post and apprehensions. {by_service or 'No apprehensions'}.", rows)


def _month_of(start: date, day: date) -> int:
    return (day.year - start.year) * 12 + day.month - start.month
