"""The picture of organisers: whose clients went by which way, and who took another one up, by a table made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.text import Text

from experiments.plots.organisers import draw
from experiments.plots.style import style
from tests.synthetic import _table, small_world

WORLD = small_world(days=24)
"""Three whole weeks and three days; the river is closed on the 13th day."""
COLUMNS = ("week", "organiser", "community", "way", "price_milli", "came", "sent", "waiting", "earned_cents")


def picture(*rows: tuple[int, str, str, str, int]):
    """The picture of rows of week, organiser, community, way and clients."""
    table = _table(COLUMNS, [(week, who, people, way, 1250, came, came, 0, 100 * came) for week, who, people, way, came in rows])
    run = SimpleNamespace(results=SimpleNamespace(tables={"organisers": table}))
    results = SimpleNamespace(world=WORLD, source="Source: by hand.", need_run=lambda: run)
    with style():
        return draw(results)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def drawn():
    return picture(
        (0, "a", "pakistani", "beta+gamma", 7), (1, "a", "pakistani", "beta+gamma", 5), (2, "a", "pakistani", "direct", 3), (3, "a", "pakistani", "direct", 99),
        (0, "b", "pakistani", "direct", 1), (1, "b", "pakistani", "direct", 2), (2, "b", "pakistani", "direct", 4), (3, "b", "pakistani", "direct", 99),
        (0, "c", "kyrgyz-workers", "direct", 50), (1, "c", "kyrgyz-workers", "direct", 50), (2, "c", "kyrgyz-workers", "direct", 50),
    )  # fmt: skip


def test_clients_are_added_up_by_people_way_and_week(drawn):
    found = [(row["community"], row["way"], row["week_from"], row["clients"], row["organisers"]) for row in drawn.rows]
    # the fourth week is cut short, and workers, of whom no organiser has a way of his own, have no panel
    assert found == [
        ("pakistani", "beta+gamma", "2004-01-01", 7, 1), ("pakistani", "beta+gamma", "2004-01-08", 5, 1), ("pakistani", "beta+gamma", "2004-01-15", 0, 0),
        ("pakistani", "direct", "2004-01-01", 1, 1), ("pakistani", "direct", "2004-01-08", 2, 1), ("pakistani", "direct", "2004-01-15", 7, 2),
    ]  # fmt: skip


def test_ways_are_named_by_their_places_with_clients_and_organisers(drawn):
    said = [text.get_text() for text in drawn.figure.findobj(Text)]
    assert {"Beta – Gamma (12; 1 → 0)", "whichever way costs least (10; 1 → 2)"} <= set(said)
    notes = " ".join(next(text for text in said if text.startswith("Source")).split())
    assert "Workers from Beta" in notes
    assert "Dashed lines: (1) 13 Jan 2004: close crossing (" in notes
    assert "Travellers from Alpha 22 clients: Beta – Gamma 55 per cent, whichever way costs least 45 per cent" in drawn.alt


def test_who_takes_a_way_up_is_marked_in_its_colour(drawn):
    (axes,) = drawn.figure.axes
    marks = [line for line in axes.lines if line.get_marker() == "v"]
    bars = {container[0].get_facecolor() for container in axes.containers}
    assert len(marks) == 1
    assert len(bars) == 2
    assert marks[0].get_xdata()[0] == np.datetime64("2004-01-15").astype("datetime64[D]").astype(int)
    assert axes.containers[0][0].get_facecolor()[:3] == tuple(int(marks[0].get_markerfacecolor()[k : k + 2], 16) / 255 for k in (1, 3, 5))


def test_where_all_sell_the_direct_way_it_is_shown_and_where_nobody_sells_that_is_said():
    assert [row["clients"] for row in picture((0, "c", "kyrgyz-workers", "direct", 50), (2, "c", "kyrgyz-workers", "direct", 7)).rows] == [50, 0, 7]
    nobody = picture((0, "c", "kyrgyz-workers", "direct", 0))
    assert nobody.rows == []
    assert nobody.alt.endswith("None.")
