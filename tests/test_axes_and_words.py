"""Axes of pictures begin at zero and have ticks that are what they say; words are titles, in a font that has their letters."""

import warnings
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.plots import fonts
from experiments.plots.picture import Picture
from experiments.plots.style import style
from experiments.plots.ticks import ExactFormatter, exact_axis, from_zero
from experiments.plots.titles import border_title, outcome_title, parameter_title, policy_title, policy_titles, scenario_title
from experiments.plots.validation import rounded
from experiments.plots.waterfall import _course, _levels
from experiments.remarks import Remark, printed_remarks
from tests.synthetic import small_world

FAR = "烏魯木齊"


@pytest.mark.parametrize(
    ("ticks", "labels"),
    [
        ([0, 0.5, 1, 1.5, 2], ["0", "0.5", "1.0", "1.5", "2.0"]),
        ([0, 1, 2], ["0", "1", "2"]),
        ([10, 12.5, 15], ["10.0", "12.5", "15.0"]),
        ([-2000, 0, 2000], ["−2,000", "0", "2,000"]),
        ([0.0, 0.1, 0.2, 0.30000000000000004], ["0", "0.1", "0.2", "0.3"]),
        ([7], ["7"]),
        ([], []),
    ],
)
def test_labels_state_their_ticks_exactly(ticks: list[float], labels: list[str]) -> None:
    assert ExactFormatter().format_ticks(ticks) == labels


def test_labels_have_a_scale_a_unit_and_a_sign_where_asked() -> None:
    assert ExactFormatter(scale=100, unit="%").format_ticks([0, 0.025, 0.05]) == ["0%", "2.5%", "5.0%"]
    assert ExactFormatter(signed=True).format_ticks([-1, 0, 1]) == ["−1", "0", "+1"]


@pytest.mark.parametrize("highest", [0.0, 0.4, 1.0, 2.0, 3.0, 17.0])
def test_counts_have_integer_ticks_from_zero(highest: float) -> None:
    axes = Figure().add_axes((0, 0, 1, 1))
    from_zero(axes, highest, whole=True)
    exact_axis(axes.yaxis, 5, whole=True)
    low, high = axes.get_ylim()
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    assert low == 0 < high
    assert high >= highest
    assert ticks == [int(tick) for tick in ticks]
    assert len({text.get_text() for text in axes.get_yticklabels()}) == len(axes.get_yticklabels())


def test_a_small_change_of_many_people_is_shown_without_a_cut_axis() -> None:
    levels, course = (Figure().add_axes((0, 0, 1, 1)) for _ in range(2))
    _levels(levels, 6100.0, 6080.0, ("no policy", "a policy"))
    assert levels.get_ylim()[0] == 0
    assert [bar.get_height() for bar in levels.patches] == [6100.0, 6080.0]  # type: ignore[attr-defined]
    _course(course, [("returned", 30.0), ("waiting", -10.0)], -20.0)
    low, high = course.get_ylim()
    assert low < -30 < 0 < high
    bars = [(bar.get_y(), bar.get_height()) for bar in course.patches]  # type: ignore[attr-defined]
    assert bars == [(0.0, -30.0), (-30.0, 10.0), (0, -20.0)]


def test_a_tick_stands_where_its_label_says() -> None:
    assert (rounded(0.375), rounded(4.47), rounded(123456)) == (0.38, 4.5, 120000)


# Words


def test_policies_scenarios_borders_and_parameters_have_titles() -> None:
    world = small_world()
    assert policy_title("two-valleys-path-patrols") == "More patrols on the Goat Path"
    assert policy_title("") == policy_title("none") == "no policy"
    assert policy_title("gone/with-the-wind.toml") == "with-the-wind"
    assert policy_titles(["none", "two-valleys-path-patrols"]) == {"none": "no policy", "two-valleys-path-patrols": "More patrols on the Goat Path"}
    assert scenario_title("two-valleys") == "Two Valleys"
    assert border_title("KGZ-KAZ") == "from Kyrgyzstan to Kazakhstan"
    assert outcome_title("river-green, guided", world) == "River banks, guided"
    assert outcome_title("stranded", world) == "stranded"
    assert parameter_title("market.margin") == "Smuggler's margin over unit cost"
    exposure = parameter_title("crossing.river.exposure", world)
    assert exposure == "River post: how well one patrol or inspector sees who passes hidden, as the exponent of passing"
    assert parameter_title("country.KAZ.bribe_usd") == "Kazakhstan: bribe to a guard"
    assert parameter_title("policy.two-valleys-path-patrols.patrols.factor") == "More patrols on the Goat Path: patrols factor"
    assert parameter_title("no.such.key") == "no.such.key"


def titled(text: str) -> Picture:
    with style():
        figure = Figure((3, 2))
        figure.text(0.1, 0.5, text)
        return Picture(figure, "A title.")


def test_letters_that_the_font_has_are_drawn_as_they_are() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in ("Душанбе", "دوشنبه", "Zürich – Łódź"):
            titled(text)


def test_a_title_that_no_font_can_show_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(fonts, "font_with", lambda _: None)
    with pytest.warns(Remark, match=FAR):
        picture = titled(f"{FAR} post")
    words = " ".join(text.get_text() for text in picture.figure.findobj(Text))  # type: ignore[attr-defined]
    assert "Boxes: no installed font has the letters of 1 text;" in words
    with warnings.catch_warnings(), printed_remarks():
        titled(FAR)._repr_png_()
        titled(FAR)
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert f"of “{FAR}”; install one" in printed
    assert "Glyph" not in printed


def test_a_font_that_has_a_box_for_every_letter_is_none() -> None:
    found = fonts._font_with("Ж", 0)
    assert found is not None
    assert not found.startswith(fonts.PLACEHOLDERS)
    assert fonts._font_with("\U0010fffd", 0) is None  # a letter of private use, which only placeholders have


def test_an_installed_font_that_has_the_letters_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(fonts, "font_with", lambda letters: asked.append(letters) or "DejaVu Serif")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = titled(FAR)
    assert asked == [frozenset(FAR)]
    assert picture.figure.texts[0].get_fontfamily() == [fonts.FAMILY, "DejaVu Serif"]
    assert np.all([fonts.missing("Ж") == frozenset(), fonts.missing(FAR) == frozenset(FAR)])
