"""What stands under the weeks of a run fits the page, also where dated levers name many countries in capitals."""

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from experiments.plots.events import told
from scenarios import load, names

PAGE, MARGINS, SMALL = 13.0, 0.9, 7.5


@pytest.mark.parametrize("scenario", names())
def test_lines_of_dated_levers_fit_the_page(scenario: str) -> None:
    font = FontProperties(family="DejaVu Sans", size=SMALL)
    inches = [TextPath((0, 0), line, prop=font).get_extents().width / 72 for line in told(load(scenario))]
    assert all(width <= PAGE - MARGINS for width in inches)
