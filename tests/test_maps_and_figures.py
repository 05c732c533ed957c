"""Maps and figures: valid requests, messages about invalid ones, and the data of the pictures."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image
from typer.testing import CliRunner

import experiments
from experiments.cli import app
from experiments.plots.animation import periods
from experiments.plots.beliefs import held
from experiments.plots.curves import CurveSpacer, curve
from experiments.plots.figures import FIGURES, OBSERVED
from experiments.plots.flow_map import draw_map, main_routes, volume_map
from experiments.plots.flows import Flow, flows_of
from experiments.plots.journeys import ARRIVED, DEPORTED, MISSING, RETURNED, UNDER_WAY, Journey, journeys
from experiments.plots.picture import save
from experiments.plots.projection import Albers, Lambert, suitable_projection
from experiments.plots.result_folder import open_folder
from experiments.plots.style import style
from experiments.plots.survival import incidence
from experiments.plots.waterfall import steps
from experiments.plots.weekly_flows import View, WeeklyFlows, summed, weekly_flows_of_journeys, weekly_flows_of_run
from experiments.store import Run, write_run
from experiments.store.versions import program_version, seeds_in_words
from scenarios import BadInput
from sim.books.results import Labelled
from tests.synthetic import results, small_world


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    world = small_world()
    return write_run(results(world), world, tmp_path_factory.mktemp("looked") / "one")


def command(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def words_of(found: Labelled) -> list[str]:
    return list(found.words())


# What is counted


def test_the_log_and_the_flows_tell_the_same_crossings(run: Run) -> None:
    tables = run.results.tables
    by_flows = weekly_flows_of_run(tables["flows"], run.world)
    by_log = weekly_flows_of_journeys(tables["events"], tables["people"])
    view = View(communities=("pakistani",))
    over = [{(f.origin, f.target, f.mode): f.people for f in flows_of(p, run.world, view, followed=True)} for p in (by_flows, by_log)]
    borders = {("alpha", "beta", "air"), ("beta", "gamma", "land"), ("delta", "epsilon", "land")}
    assert all(over[0][key] == over[1][key] > 0 for key in borders)


def test_the_mean_of_two_runs_is_half_their_sum() -> None:
    day = np.array([3, 8])
    one = WeeklyFlows(("a", "b"), ("x",), day, np.array([0, 1]), np.array([0, 0]), np.array([4.0, 2.0]), np.array([5.0, 2.0]), np.array([1.0, 0.0]))
    two = WeeklyFlows(("b",), ("x", "y"), np.array([8]), np.array([0]), np.array([0]), np.array([4.0]), np.array([4.0]), np.array([2.0]))
    mean = summed([one, two], 0.5)
    found = {(mean.moves[m], w): p for m, w, p in zip(mean.move.tolist(), mean.week.tolist(), mean.people.tolist(), strict=True)}
    assert found == {("a", 0): 2.0, ("b", 1): 3.0}
    assert mean.apprehended.tolist() == [0.5, 1.0]


def test_main_routes_are_the_largest_that_carry_half() -> None:
    found = [Flow("a", "b", "land", 50), Flow("c", "d", "air", 40), Flow("b", "c", "land", 30), Flow("d", "e", "land", 20)]
    assert {flow.people for flow in main_routes(found)} == {50}
    assert {flow.people for flow in main_routes(found[2:])} == {30}


def test_journeys_run_from_departure_to_outcome(run: Run) -> None:
    tables = run.results.tables
    found = list(journeys(tables["events"], tables["people"], run.world, run.world.days * 24 - 1))
    assert len(found) == 60
    assert {journey.home for journey in found} == {"PAK"}
    arrived = [journey for journey in found if journey.outcome == ARRIVED]
    events = words_of(tables["events"]["event"])  # type: ignore[arg-type]
    assert len(arrived) == events.count("arrived") > 0
    assert all([step[0] for step in journey.steps] == ["KGZ", "KAZ", "RUS"] for journey in arrived)
    assert all(journey.ends >= journey.begins for journey in found)


def test_incidence_counts_those_still_under_way_as_long_as_they_are_seen() -> None:
    def journey(days: int, outcome: str) -> Journey:
        return Journey("x", 1, 0, days * 24, outcome, "AAA", ())

    # Four depart. Day 1: one arrives, 1/4. Day 2: one is last seen under way. Day 3: of two at risk one is sent back, 3/4 * 1/2.
    curves = incidence([journey(1, ARRIVED), journey(2, UNDER_WAY), journey(3, DEPORTED), journey(9, ARRIVED)], most=4)
    assert curves[ARRIVED].tolist() == [0, 0.25, 0.25, 0.25, 0.25]
    assert curves[RETURNED].tolist() == [0, 0, 0, 0.375, 0.375]
    assert curves[MISSING].sum() == 0


def test_beliefs_hold_until_there_is_news() -> None:
    found = held(np.array([0, 2, 1]), np.array([0, 0, 1]), np.array([0.2, 0.4, 0.6]), 4)
    assert np.allclose(found[0], [0.2, 0.4, 0.5, 0.5])
    assert np.allclose(found[1:, 3], [0.4, 0.6])


def test_steps_lead_from_one_policy_to_the_other() -> None:
    def cell(one: str, two: str, people: float) -> dict[str, Any]:
        return {"community": "all followed", "from": one, "to": two, "people": people}

    cells = [cell("ford, alone", "ford, alone", 10), cell("ford, alone", "detained", 3), cell("detained", "bridge, legal", 1), cell("stranded", "stranded", 7)]
    begins, ends, changes = steps({"cells": [*cells, {**cells[0], "community": "other"}]})
    assert (begins, ends, changes) == (13, 11, [("detained", 2)])


# Maps


def test_the_projection_suits_the_extent() -> None:
    assert isinstance(suitable_projection([20, 100], [30, 55]), Albers)
    assert isinstance(suitable_projection([60, 75], [36, 44]), Lambert)
    assert isinstance(suitable_projection([-10, 60], [-20, 30]), Lambert)


def test_lambert_keeps_areas() -> None:
    project = Lambert.around([60, 80], [35, 45])
    areas = []
    for lon, lat in ((62, 36), (70, 40), (79, 44)):
        x, y = project([lon, lon + 0.1, lon + 0.1, lon], [lat, lat, lat + 0.1, lat + 0.1])
        flat = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
        areas.append(flat / (np.radians(0.1) * (np.sin(np.radians(lat + 0.1)) - np.sin(np.radians(lat)))))
    assert np.allclose(areas, 6371.0**2, rtol=1e-4)


def test_lines_that_would_lie_on_each_other_are_bent_apart(run: Run) -> None:
    picture = draw_map(volume_map(run.world, weekly_flows_of_run(run.results.tables["flows"], run.world), View(), "Source"))
    axes = picture.figure.axes[0]
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    a, b = (west + 0.2 * (east - west), (south + north) / 2), (west + 0.8 * (east - west), (south + north) / 2)
    apart = CurveSpacer(axes, np.empty((0, 2)))
    first, second = apart.bend(a, b, 0.12, 6), apart.bend(a, b, 0.12, 6)
    assert np.allclose(first, curve(a, b, 0.12))
    assert not np.allclose(first, second)


def test_labels_of_a_map_do_not_touch(run: Run) -> None:
    picture = draw_map(volume_map(run.world, weekly_flows_of_run(run.results.tables["flows"], run.world), View(), "Source"))
    figure = picture.figure
    figure.canvas.draw()
    titles = {place.title for place in run.world.places}
    boxes = [t.get_window_extent() for t in figure.axes[0].findobj(Text) if t.get_text() in titles]  # type: ignore[attr-defined]
    assert len(boxes) >= 4
    assert not any(one.overlaps(two) for k, one in enumerate(boxes) for two in boxes[k + 1 :])


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_map_file_contains_its_description(run: Run, tmp_path: Path, kind: str) -> None:
    with style():
        picture = draw_map(volume_map(run.world, weekly_flows_of_run(run.results.tables["flows"], run.world), View(), "Source"))
    paths = save(picture, tmp_path / f"map.{kind}", dpi=60)
    assert [path.name for path in paths] == [f"map.{kind}", "map.csv"]
    inside = paths[0].read_bytes()
    assert b"Flows of people" in inside or kind == "pdf"
    rows = list(csv.DictReader(paths[1].read_text(encoding="utf-8").splitlines()))
    people = sum(float(row["people"]) for row in rows if row["what"] == "flow" and row["stratum"] == "transit")
    weekly = weekly_flows_of_run(run.results.tables["flows"], run.world)
    assert people == sum(flow.people for flow in flows_of(weekly, run.world, View(), followed=True)) > 0
    assert save(picture, tmp_path / f"again.{kind}", dpi=60)[0].read_bytes() == inside


def test_a_map_is_asked_for_by_region_community_and_month(run: Run, tmp_path: Path) -> None:
    folder = str(run.folder)
    code, said = command("map", folder, "--region", "KAZ,KGZ", "--community", "pakistani", "--month", "2004-03", "--out", str(tmp_path), "--quiet")
    assert (code, said) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"map-KAZ-KGZ-pakistani-2004-03.png", "map-KAZ-KGZ-pakistani-2004-03.csv"}


def test_all_that_is_wrong_is_said_at_once(run: Run) -> None:
    code, said = command("map", str(run.folder), "--region", "KAX", "--community", "pakistan", "--month", "2003-13", "--format", "jpg")
    assert code == 2
    for part in ("--region", '"KAX"', "KAZ", "--community", "pakistani", "--month", "2004-01 to 2004-04", "--format", '"jpg"'):
        assert part in said
    assert not (run.folder / "maps").exists()


@pytest.mark.parametrize("name", ["map", "plot", "report"])
def test_a_folder_that_holds_nothing_is_said_to(tmp_path: Path, name: str) -> None:
    code, said = command(name, str(tmp_path / "none"))
    assert code == 2
    assert "no such folder" in said
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    code, said = command(name, str(tmp_path))
    assert code == 2
    assert "neither a run nor a comparison nor a sweep" in said


def test_weeks_follow_each_other_in_a_film(run: Run, tmp_path: Path) -> None:
    code, _ = command("map", str(run.folder), "--out", str(tmp_path / "weeks.gif"), "--quiet")
    assert code == 0
    what = volume_map(run.world, weekly_flows_of_run(run.results.tables["flows"], run.world), View(period=(date(2004, 1, 29), date(2004, 4, 21))), "Source")
    with Image.open(tmp_path / "weeks.gif") as film:
        assert film.n_frames == len(periods(what)) == 6  # type: ignore[attr-defined]
    assert periods(what)[0] == (date(2004, 1, 29), date(2004, 2, 25))


def test_no_film_of_changes(run: Run) -> None:
    code, said = command("map", str(run.folder), "--against", str(run.folder), "--format", "gif")
    assert code == 2
    assert "differences in single weeks are mostly chance" in said


# Figures


@pytest.mark.parametrize("name", [name for name, kind in FIGURES.items() if "run" in kind.of and kind.needs != OBSERVED])
def test_every_figure_of_a_run_has_words_data_and_source(run: Run, name: str) -> None:
    with style():
        picture = FIGURES[name].draw(open_folder(run.folder), "")
    assert picture.figure.get_suptitle()
    assert len(picture.alt) > 40
    said = "\n".join(text.get_text() for text in picture.figure.findobj(Text))  # type: ignore[attr-defined]
    assert f"Source: routesim {program_version()} simulation “A small world”, seed 1" in said
    keys = list(picture.rows)
    assert all(row.keys() == keys[0].keys() for row in keys)


def test_outcomes_per_100_departures_show_harm_beside_interceptions(run: Run) -> None:
    picture = FIGURES["outcomes"].draw(open_folder(run.folder), "")
    row = next(row for row in picture.rows if row["community"] == "pakistani")
    events = words_of(run.results.tables["counts"]["event"])  # type: ignore[arg-type]
    assert row["departed"] > 0
    assert {"apprehended_per_100", "stranded_per_100", "died_per_100", "extorted_per_100"} <= row.keys()
    assert (row["apprehended_per_100"] > 0) == ("apprehended" in events)


def test_figures_are_listed_and_drawn(run: Run, tmp_path: Path) -> None:
    code, said = command("plot", str(run.folder), "--list", "--json")
    made = {row["figure"]: row["can be made"] for row in json.loads(said)}
    assert code == 0
    assert made["beliefs"]
    assert not made["changes"]
    code, _ = command("plot", str(run.folder), "--figure", "outcomes", "--format", "svg", "--out", str(tmp_path), "--quiet")
    assert code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"outcomes.svg", "outcomes.csv", "figures.csv"}
    code, _ = command("plot", str(run.folder), "organisers", "--figure", "organisers", "--out", str(tmp_path / "named"), "--quiet")
    assert code == 0
    assert {path.name for path in (tmp_path / "named").iterdir()} == {"organisers.png", "organisers.csv", "figures.csv"}
    code, said = command("plot", str(run.folder), "--figure", "outcome")
    assert code == 2
    assert "outcomes" in said


def test_seeds_as_words() -> None:
    assert [seeds_in_words(seeds) for seeds in ((3,), (1, 2, 3), (1, 5))] == ["seed 3", "seeds 1 to 3", "2 seeds"]


# Notebooks


def test_a_run_shows_itself_and_gives_tables_and_pictures(run: Run) -> None:
    found = experiments.open_run(run.folder)
    html = found._repr_html_()
    assert "<table>" in html
    assert "Travellers" not in html
    assert "pakistani" in html
    flows = found.flows(followed=True)
    assert flows.column_names == ["origin", "origin_country", "target", "target_country", "mode", "people"]
    assert flows["people"].to_pylist() == sorted(flows["people"].to_pylist(), reverse=True)
    assert found.table("guards").num_rows == len(next(iter(run.results.tables["guards"].values())))
    picture = found.map()
    assert picture._repr_png_().startswith(b"\x89PNG")
    picture.figure.axes[0].set_title("changed further")
    assert "stranded" in found.outcomes().column_names
    with pytest.raises(BadInput, match="guards"):
        found.table("guard")
    with pytest.raises(BadInput, match="outcomes"):
        found.figure("changes")
