"""The extent and edge of a map, the lines of dated levers, and the command that reproduces a report."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image, ImageColor

from experiments.plots import event_lines, outlay_data
from experiments.plots.flow_map import MapContent, draw_map
from experiments.plots.flows import Flow
from experiments.plots.map_extent import core_places
from experiments.plots.picture import few_colours
from experiments.plots.result_folder import open_folder
from experiments.plots.style import GROUND, style
from experiments.plots.weekly_flows import View
from experiments.report.reproduction import reproduction_command
from experiments.runs.design import REPLICATES, Design
from experiments.runs.sweep import sweep
from experiments.store import write_run
from scenarios import load
from sim.world.network import Place
from sim.world.world import DatedLever
from tests.synthetic import results, small_world

FITTED = "central-asia-2004"


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text)]


def town(name: str, lon: float) -> Place:
    return Place(name, name.title(), "KAZ", 45.0, lon, ())


@pytest.mark.parametrize(("people", "seen"), [(8, False), (30, True)])
def test_a_far_place_is_left_out_where_few_pass_it(people: int, seen: bool) -> None:
    """Every flow touches two places: 8 of 416 are two per cent, 30 of 460 more than may lie beyond an edge."""
    places = {place.name: place for place in (town("one", 60), town("two", 62), town("three", 64), town("far", 140))}
    flows = [Flow("one", "two", "land", 100.0), Flow("two", "three", "land", 100.0), Flow("far", "one", "air", float(people))]
    assert ("far" in {place.name for place in core_places(flows, places)}) is seen
    assert {"one", "two", "three"} <= {place.name for place in core_places(flows, places)}
    assert core_places([], places) == list(places.values())


def test_two_edges_together_leave_out_no_more_than_a_twentieth() -> None:
    """Either far place is touched by 12 of 448, which is 2.7 per cent; both together would be 5.4."""
    places = {place.name: place for place in (town("one", 60), town("two", 62), town("three", 64), town("east", 140), town("west", -20))}
    near = [Flow("one", "two", "land", 100.0), Flow("two", "three", "land", 100.0)]
    far = [Flow("east", "one", "air", 12.0), Flow("west", "one", "air", 12.0)]
    assert len({"east", "west"} & {place.name for place in core_places([*near, *far], places)}) == 1


def test_a_place_beyond_the_frame_is_named_at_its_edge() -> None:
    world = small_world()
    flows = [Flow("beta", "gamma", "land", 900.0), Flow("gamma", "delta", "land", 800.0), Flow("delta", "epsilon", "land", 30.0)]
    view = View(communities=(world.communities[0].name,))
    with style():
        said = texts(draw_map(MapContent(world, view, flows, [], [], "Source.")).figure)
    assert "to Épsilon “E”" in said
    assert any(f"Only {world.communities[0].title}." in line for line in said)


def test_levers_that_begin_on_one_day_are_one_line_and_many_of_a_kind_are_counted() -> None:
    world = small_world()
    day = world.start + timedelta(days=10)
    many = tuple(DatedLever("visa_liberalisation", day, None, {"country": code, "nationality": "PAK"}) for code in ("AUT", "BEL", "CZE", "DEU", "DNK"))
    one = DatedLever("closure", world.start + timedelta(days=20), world.start + timedelta(days=30), {"crossing": "river"})
    after = DatedLever("closure", world.start + timedelta(days=world.days), None, {"crossing": "steppe"})
    world = replace(world, events=(after, one, *many))
    assert [(when, len(levers)) for when, levers in event_lines.days_of(world)] == [(day, 5), (one.start, 1)]
    lines = " ".join(event_lines.legend_lines(world))
    assert "(1) 11 Jan 2004: visa liberalisation (5 countries; PAK)" in lines
    assert "(2) 21 Jan 2004: closure (River post) to 31 Jan 2004." in lines
    assert event_lines.legend_lines(replace(world, events=())) == []


def test_small_print_is_cut_before_it_fills_the_page() -> None:
    world = small_world()
    crossings = [crossing.name for crossing in world.crossings]
    lots = tuple(DatedLever("closure", world.start + timedelta(days=k), None, {"crossing": crossings[k % len(crossings)]}) for k in range(100))
    lines = event_lines.legend_lines(replace(world, events=lots))
    assert len(lines) == event_lines.MOST_LINES
    assert lines[-1].endswith("… see scenario.toml for all.")


def test_documents_of_countries_that_the_scenario_lacks_are_left_out(tmp_path: Path) -> None:
    world = small_world()
    run = write_run(results(world), world, tmp_path / "one")
    targets = {document.target for corridor in outlay_data.corridors(run) for document in corridor.documents}
    assert targets == {"Kyrgyzstan"}  # neither the Union nor Tajikistan is there
    assert all(document.years for document in outlay_data.documents())


def test_the_command_that_is_printed_gives_the_very_scenario(tmp_path: Path) -> None:
    world = load("two-valleys", days=84, scale=0.2, settings={"market.margin": 0.375})
    write_run(results(world), world, tmp_path / "one")
    assert reproduction_command(open_folder(tmp_path / "one")) == "routesim run two-valleys --seed 1 --days 84 --scale 0.2 --set 'market.margin=0.375'"

    other = replace(world, start=date(2010, 1, 2))  # no command gives this one
    write_run(results(other), other, tmp_path / "other")
    assert "experiments.open_run" in reproduction_command(open_folder(tmp_path / "other"))


def test_parameters_of_the_posterior_that_ships_need_no_option(tmp_path: Path) -> None:
    for posterior, option in (("best", ""), ("none", " --posterior none")):
        world = load(FITTED, days=3, scale=0.02, posterior=posterior, settings={"choice.perception_error": 0.2})
        write_run(results(world), world, tmp_path / posterior)
        wanted = f"routesim run {FITTED} --seed 1 --days 3 --scale 0.02{option} --set 'choice.perception_error=0.2'"
        assert reproduction_command(open_folder(tmp_path / posterior)) == wanted
        sweep(Design(f"x{REPLICATES}", (FITTED,), days=1, scale=0.01, posterior=posterior), tmp_path / f"{posterior}-sweep")
        wanted = f"routesim run {FITTED} --seed 1 --replicates 1{option} --days 1 --scale 0.01"
        assert reproduction_command(open_folder(tmp_path / f"{posterior}-sweep")) == wanted


def test_paper_stays_white_among_few_colours() -> None:
    """The lightest of our own colours is so near to white that a palette confuses the two."""
    image = Image.new("RGB", (200, 200), "white")
    image.paste(GROUND, (0, 0, 100, 200))
    small = few_colours(image).convert("RGB")
    assert [small.getpixel((x, 100)) for x in (50, 150)] == [ImageColor.getrgb(GROUND), (255, 255, 255)]
