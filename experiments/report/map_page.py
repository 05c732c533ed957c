"""The map of a report: its data with the weekly strip beside it, its box in the page, and the box alone as a page that another page frames."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.plots.basemap import CREDIT, DISCLAIMER
from experiments.plots.flow_changes import Changes
from experiments.plots.map_request import policy_changes
from experiments.plots.result_folder import COMPARED, ResultFolder
from experiments.plots.weekly_flows import View
from experiments.report.map_data import map_data
from experiments.report.parts import json_text
from experiments.report.weekly_events import strips, weekly_events
from experiments.store.tables import reported

HERE = files("experiments.report")
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-$digest'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'">
<title>$title</title>
<style>$css</style>
<style>html{overflow:hidden}body{display:flow-root}main{max-width:none;padding:0}.controls label{max-width:100%}.stage{grid-template-columns:minmax(0,1fr)}
@media(min-width:821px){aside{columns:2;column-gap:32px}aside h3:nth-of-type(2){break-before:column;margin-top:0}#strip{max-width:340px}}</style>
</head>
<body><main>$map_box</main>
<script type="application/json" id="data">$data</script>
<script>$script</script>
</body>
</html>
"""


def map_page(results: ResultFolder) -> str:
    """The map of a comparison that kept weeks, as a page without anything else; it asks no network, and no script but its own is run."""
    script, sheet = ((HERE / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    chart = chart_data(results, judged_changes(results, _silent), {name: weekly_events(results, name) for name in results.policies}, _silent)
    parts = {"digest": digest_of(script), "css": sheet, "script": script, "title": escape(results.world.title)}
    return Template(PAGE).substitute(parts, map_box=map_box(chart), data=json_text(chart))


def map_box(chart: Mapping[str, Any]) -> str:
    """The box of the map; hidden where there is no data."""
    credit = f"{CREDIT} {chart.get('projection', '')}. {DISCLAIMER}" if chart.get("real") else "An invented territory."
    box = (HERE / "map_box.html").read_text(encoding="utf-8").rstrip("\n")
    return Template(box).substitute(map_hidden="" if chart else " hidden", credit=escape(credit))


def chart_data(
    results: ResultFolder,
    judged: Mapping[str, Changes],
    weeks: Mapping[str, Mapping[str, NDArray[np.float64]]],
    tell: Callable[[str], None],
) -> dict[str, Any]:
    """The data of the map; ``weeks`` are those of :func:`~experiments.report.weekly_events.weekly_events` by policy."""
    chart = map_data(results, judged, tell)
    return chart | {"strips": strips(weeks, chart["step"])}


def judged_changes(results: ResultFolder, tell: Callable[[str], None]) -> dict[str, Changes]:
    """Every change of a comparison from the baseline, by policy; none where weeks were not kept."""
    if results.kind != COMPARED or not results.has_weeks:
        return {}
    view = View(period=reported(results.world))
    return {policy: policy_changes(results, policy, view, tell) for policy in results.policies[1:]}


def digest_of(script: str) -> str:
    """What names a script in a content security policy, so that no other is run."""
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _silent(_: str) -> None:
    """Progress that nobody hears."""
