"""The pictures of a run: made whole, with titles, and from stored tables alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text
from PIL import Image

from experiments.plots import PICTURES, basemap, countries, draw_all, flow_map
from experiments.plots.curves import curve
from experiments.plots.flows import borders, flows
from experiments.plots.map_labels import Labeller
from experiments.plots.outlay_data import corridors, documents
from experiments.plots.picture import Picture, save
from experiments.plots.projection import EARTH_KM, Albers, Lambert
from experiments.plots.style import days, page, source_of, style
from experiments.store import Run, write_run
from experiments.store.versions import program_version
from scenarios import load
from tests.synthetic import results, small_world

LONG = days(date(2004, 9, 30), date(2005, 9, 30))
"""The longest that a period becomes in words."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    world = small_world()
    return write_run(results(world), world, tmp_path_factory.mktemp("runs") / "one")


def texts(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(Text))


def test_every_picture_is_made_and_is_not_empty(run: Run) -> None:
    for path in draw_all(run):
        pixels = imread(path)
        assert pixels.shape[0] > 800
        assert pixels.shape[1] > 1800
        assert len(np.unique((pixels[..., :3] * 255).astype(np.int64) @ np.array([65536, 256, 1]))) > 50
    assert {path.name for path in run.folder.glob("*.png")} == set(PICTURES)
    assert not list(run.folder.glob(".*"))


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_says_what_when_and_whence(run: Run, name: str) -> None:
    picture = PICTURES[name](run)
    figure = picture.figure
    assert len(picture.alt) > 40
    assert picture.rows
    said = texts(figure)
    assert figure.get_suptitle()
    assert "29 January – 21 April 2004" in said
    assert f"Source: routesim {program_version()} simulation “A small world”, seed 1" in said
    assert "Simulated people, not observations" in said


@pytest.mark.parametrize("notes", ["", "Documented ranges: " + ", ".join(f"FEE-{number:02}" for number in range(60)) + " in scenarios/evidence."])
def test_no_line_of_text_runs_off_the_page(notes: str) -> None:
    world = replace(load("two-valleys"), title="Through and from the two valleys, in the year after the bridge was opened to all")
    subtitle = f"Dollars that a followed migrant had paid (fees, fares, papers, bribes) when first in the country named; people who got there {LONG}.\nsecond"
    source = source_of(world, "seeds 1 to 16", " with “Patrols on the path and at the bridge”")
    with style():
        figure = page(12, 5, "What the journey had cost on arrival", subtitle, source, notes)
        renderer = FigureCanvasAgg(figure).get_renderer()
        for text in figure.texts:
            box = text.get_window_extent(renderer)
            assert box.x1 <= figure.bbox.x1 - 0.4 * figure.dpi, text.get_text()
            assert box.y0 >= 0
    assert {word for text in figure.texts for word in text.get_text().split()} >= {"FEE-59"} if notes else True
    assert figure.texts[1].get_fontsize() < 10.0
    assert page(12, 5, "a", "b", "c").texts[1].get_fontsize() == 10.0


def test_the_map_credits_its_data_and_disclaims_borders(run: Run) -> None:
    said = texts(flow_map.draw(run).figure)
    assert "Natural Earth" in said
    assert "no opinion on the legal status" in said
    assert {"Transit communities", "main land routes", "air routes", "Labour communities"} <= set(said.splitlines())


def test_a_run_in_which_nothing_happens_is_pictured_too(run: Run) -> None:
    tables = {name: {key: column[:0] if isinstance(column, np.ndarray) else replace(column, codes=column.codes[:0]) for key, column in table.items()}
              for name, table in run.results.tables.items()}  # fmt: skip
    empty = replace(run, results=replace(run.results, tables=tables))
    for draw in PICTURES.values():
        assert draw(empty).figure.get_suptitle()


def test_a_png_holds_its_texts_and_its_dots_an_inch_and_is_opaque(tmp_path: Path) -> None:
    figure = Figure((1, 0.5), facecolor="#0072B2")
    figure.suptitle("Kyrgyzstan – Россия")
    save(Picture(figure, "A blue field – поле."), tmp_path / "small.png", dpi=100)
    with Image.open(tmp_path / "small.png") as image:
        assert (image.size, image.mode, image.getpixel((1, 48))) == ((100, 50), "RGB", (0, 114, 178))
        assert image.text == {"Title": "Kyrgyzstan – Россия", "Description": "A blue field – поле."}  # type: ignore[attr-defined]
        assert round(image.info["dpi"][0]) == 100


def test_a_map_draws_only_the_countries_in_sight() -> None:
    axes = Figure().add_axes((0, 0, 1, 1))
    axes.set_xlim(-300, 300)
    axes.set_ylim(-300, 300)
    around_bishkek = Lambert.around([74.6], [42.9])
    assert set(basemap.draw_basemap(axes, around_bishkek, ("KGZ", "KAZ", "DEU"))) == {"KGZ", "KAZ"}
    assert len(axes.collections[0].get_paths()) < len(countries.countries()) / 10


@pytest.mark.parametrize(("named", "begins"), [(False, "left"), (True, "right")])
def test_a_name_does_not_stand_beside_another_point_that_has_a_name(named: bool, begins: str) -> None:
    """At 72 pixels an inch, 14 of them to the right and 8 up, stands another point: to the right the label would be nearer to it than to its own."""
    figure = Figure((4, 4), dpi=72)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 288), ylim=(0, 288))
    labeller = Labeller(figure, axes)
    labeller.reserve(140, 140, 2)
    labeller.reserve(154, 148, 2, named=named)
    assert labeller.place("Osh", 140, 140)
    (name,) = axes.texts
    assert name.get_horizontalalignment() == begins


def test_a_picture_that_fails_leaves_no_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    picture = flow_map.draw(run)
    monkeypatch.setattr(picture.figure, "draw", fails)
    with pytest.raises(KeyboardInterrupt):
        save(picture, tmp_path / "map.png")
    assert list(tmp_path.iterdir()) == []


def test_flows_add_up_to_the_table(run: Run) -> None:
    table = run.results.tables["flows"]
    first, last = ((day - run.world.start).days for day in run.world.report)
    named = table["community"].words() == "pakistani"  # type: ignore[union-attr]
    moves = table["move"].words()  # type: ignore[union-attr]
    rows = [i for i in range(len(named)) if named[i] and first <= table["day"][i] <= last and moves[i].startswith("alpha>beta")]  # type: ignore[index]
    by_air = sum(flow.people for flow in flows(run, followed=True) if flow.mode == "air" and flow.origin == "alpha")
    assert by_air == sum(int(table["crossed"][i]) for i in rows) > 0  # type: ignore[index]
    assert {border.title for border in borders(run)} == {"Kazakhstan – Kyrgyzstan", "Kazakhstan – Russia", "Kyrgyzstan, airports"}


def test_outlays_stand_beside_their_documents(run: Run) -> None:
    found = {(corridor.community, corridor.target): corridor for corridor in corridors(run)}
    corridor = found["Travellers from Alpha", "Kyrgyzstan"]
    assert [(d.id, d.low, d.high) for d in corridor.documents] == [("FEE-14", 1000, 2000)]
    assert len(corridor.dollars) > 0
    assert {"FEE-01", "FEE-02", "FEE-03", "FEE-04", *(f"FEE-{i}" for i in range(11, 17))} == {d.id for d in documents()}


def test_the_projection_keeps_areas() -> None:
    project = Albers.around([40, 100], [20, 60])
    ratios = []
    for lon, lat in ((45, 25), (70, 40), (95, 58)):
        x, y = project([lon, lon + 0.1, lon + 0.1, lon], [lat, lat, lat + 0.1, lat + 0.1])
        flat = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
        ball = EARTH_KM**2 * np.radians(0.1) * (np.sin(np.radians(lat + 0.1)) - np.sin(np.radians(lat)))
        ratios.append(flat / ball)
    assert np.allclose(ratios, 1, rtol=1e-4)
    assert project(70, 40) == (0, 0)


def test_the_basemap_has_every_country_that_crosses_the_edge_of_the_map() -> None:
    russia = next(one for one in countries.countries() if one.code == "RUS")
    assert max(ring[:, 0].max() for ring in russia.rings) > 140
    assert len(countries.names()) > 120


def test_both_directions_of_a_leg_can_be_distinguished() -> None:
    there, back = curve((0, 0), (10, 0), 0.1), curve((10, 0), (0, 0), 0.1)
    assert there[20, 1] * back[20, 1] < 0
