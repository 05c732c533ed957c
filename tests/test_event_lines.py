"""What stands under the weeks of a run fits the page, also where dated levers name many countries in capitals, and is the same when the run is read back."""

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from experiments.plots.event_lines import legend_lines
from experiments.store.scenario_text import in_order, scenario_text, scenario_world
from scenarios import load, names

PAGE, MARGINS, SMALL = 13.0, 0.9, 7.5


@pytest.mark.parametrize("scenario", names())
def test_lines_of_dated_levers_fit_the_page(scenario: str) -> None:
    font = FontProperties(family="DejaVu Sans", size=SMALL)
    inches = [TextPath((0, 0), line, prop=font).get_extents().width / 72 for line in legend_lines(load(scenario))]
    assert all(width <= PAGE - MARGINS for width in inches)


@pytest.mark.parametrize("scenario", names())
def test_a_run_says_of_its_levers_what_its_files_say(scenario: str) -> None:
    world = load(scenario)
    assert legend_lines(in_order(world)) == legend_lines(scenario_world(scenario_text(world)))
