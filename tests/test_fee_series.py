"""What guides ask and are paid, week by week: the small table that runs keep, and the picture with its interval over runs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from experiments.plots.figures import FIGURES, draw_figures
from experiments.plots.result_folder import open_folder
from experiments.plots.style import style
from experiments.report import report_html
from experiments.report.reproduction import reproduction_command
from experiments.runs.design import REPLICATES, Design
from experiments.runs.sweep import sweep
from experiments.store.weekly_fees import weekly_fees
from scenarios import BadInput
from sim.books.results import Labelled, Table
from sim.outcomes.reading import passages
from tests.sweeping import PATROLS
from tests.synthetic import small_world

WORLD = small_world()


def word(*values: str) -> Labelled:
    labels = tuple(sorted(set(values)))
    return Labelled(np.array([labels.index(value) for value in values], np.int32), labels)


def whole(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def tables() -> dict[str, Table]:
    """Three smugglers over one border; two pass by them, one alone; and somebody travels inland. One of five tries is covered by an earlier fee."""
    over = sorted(passages(WORLD))
    guided = next(name for name in over if name.endswith(", guided") and passages(WORLD)[name].border == "KGZ-KAZ" and name.replace("guided", "alone") in over)
    alone = guided.replace("guided", "alone")
    offers = {
        "week": whole(0, 0, 0, 1, 1, 1),
        "border": word(*["KGZ-KAZ"] * 6),
        "fee_cents": whole(100, 300, 900, 100, 400, 900),
        "sold": whole(1, 0, 2, 0, 0, 5),
    }
    flows = {"week": whole(0, 0, 2), "move": word(guided, alone, guided), "attempts": whole(3, 7, 2), "covered": whole(1, 0, 0)}
    flows["fee_cents"] = whole(1500, 0, 850)
    return {"smugglers": offers, "flows": flows}


def test_the_weekly_table_is_worked_out_by_hand() -> None:
    found = weekly_fees(tables(), WORLD)
    rows = {name: column.words().tolist() if isinstance(column, Labelled) else column.tolist() for name, column in found.items()}
    assert rows == {
        "week": [0, 1, 2],
        "border": ["KGZ-KAZ"] * 3,
        "smugglers": [3, 3, 0],
        "asked_cents": [300, 400, 0],  # the median of 100, 300 and 900, then of 100, 400 and 900
        "sold": [3, 5, 0],
        "attempts": [2, 0, 2],  # those who pass alone pay nobody, and one of three had paid before
        "paid_cents": [1500, 0, 850],
    }


def test_no_guides_give_no_rows() -> None:
    nothing = {name: {key: replace(column, codes=column.codes[:0]) if isinstance(column, Labelled) else column[:0] for key, column in table.items()}
               for name, table in tables().items()}  # fmt: skip
    assert all(len(column) == 0 for column in weekly_fees(nothing, WORLD).values())


@pytest.fixture(scope="module")
def replicates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fees") / "replicates"
    keep = ("indicators", "weeks", "fees")
    sweep(Design(f"two-valleys{REPLICATES}", ("two-valleys",), seeds=(1, 2, 3), days=120, keep=keep), folder, workers=1)
    return folder


def test_the_series_shows_mean_and_bounds_over_runs_with_its_data_and_words(replicates: Path, tmp_path: Path) -> None:
    opened = open_folder(replicates)
    each = [{(b, w): cents for b, w, cents in zip(t["border"].words().tolist(), t["week"].tolist(), t["asked_cents"].tolist(), strict=True)}  # type: ignore[union-attr]
            for t in opened.fees()]  # fmt: skip
    assert len(each) == 3
    with style():
        picture = FIGURES["fees"].draw(opened, "")
    said = "\n".join(text.get_text() for text in picture.figure.findobj(Text))
    assert "90 per cent range over 3 seeds" in said
    for row in picture.rows:
        week = (np.datetime64(row["week_from"]) - np.datetime64(opened.world.start)).astype(int) // 7
        asked = [one[row["border"], week] / 100 for one in each if one.get((row["border"], week))]
        assert row["asked_usd_mean"] == pytest.approx(np.mean(asked), abs=0.006)
        assert row["asked_usd_low"] <= row["asked_usd_mean"] <= row["asked_usd_high"]
    assert any(row["asked_usd_low"] < row["asked_usd_high"] for row in picture.rows)
    assert any(row["paid_usd_mean"] for row in picture.rows)

    draw_figures(opened, ["fees"], tmp_path, ["png"], "", lambda _: None)
    with Image.open(tmp_path / "fees.png") as image:
        assert image.info["Description"] == picture.alt
    assert (tmp_path / "fees.csv").read_text().startswith("policy,border,week_from,asked_usd_mean,asked_usd_low,asked_usd_high,paid_usd_mean,")


def test_a_report_of_replicates_has_map_weeks_and_fees(replicates: Path) -> None:
    opened = open_folder(replicates)
    text = report_html(opened, lambda _: None)
    assert "report of 3 runs" in text
    assert 'id="figure-fees"' in text
    assert '<div class="mapbox">' in text
    assert "labour communities</button>" in text  # the weeks of all communities were kept
    assert reproduction_command(opened) == "routesim run two-valleys --seed 1 --replicates 3 --days 120"
    assert reproduction_command(opened) in text
    assert sum(float(flow) for flow in opened.weekly_flows().people) > 0


def test_what_was_not_kept_is_asked_for(replicates: Path) -> None:
    opened = open_folder(replicates)
    with pytest.raises(BadInput, match=r"runs that kept journeys: keep = \[\"indicators\", \"journeys\"\]"):
        opened.journeys()
    assert not FIGURES["corridors"].fits(opened)


def test_fees_are_read_from_whole_tables_too(tmp_path: Path) -> None:
    for name, keep in (("small", ("indicators", "fees")), ("whole", ("indicators", "tables"))):
        sweep(Design(name, ("two-valleys",), policies=("", PATROLS), seeds=(1,), days=84, scale=0.5, keep=keep), tmp_path / name, workers=1)
    small, large = (open_folder(tmp_path / name) for name in ("small", "whole"))
    for policy in small.policies:
        one, two = small.fees(policy)[0], large.fees(policy)[0]
        assert {name: list(column.words() if isinstance(column, Labelled) else column) for name, column in one.items()} == {
            name: list(column.words() if isinstance(column, Labelled) else column) for name, column in two.items()
        }
    assert not small.has_weeks
    assert large.has_all
