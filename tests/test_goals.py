"""Goals: what counts as two-sided, what lies inside, fees with the journeys that inform them, and agreement by emptiness."""

from calibration.evidence.compare import Comparison
from calibration.fit.one_run import ABOVE, BELOW, INSIDE, NOT_JUDGED, Judged
from experiments.studies.goals import Fee, empty, inside, page, two_sided


def row(name: str, low: float | None, high: float | None, verdict: str, *, simulated: float = 3.0, quantity: str = "", unit: str = "people") -> Judged:
    about = Comparison(name, name, "", "", "", low, high, simulated, unit, None)
    return Judged(about, quantity or name, reproduced=name == "input", verdict=verdict, probability=None)


ROWS = [
    row("range", 4, 9, INSIDE), row("one-number", 7, 7, BELOW), row("ceiling", None, 5, INSIDE), row("floor", 2, None, INSIDE), row("input", 3, 3, INSIDE),
    row("rank", 1, 2, INSIDE, unit="rank"), row("unknown", 1, 2, NOT_JUDGED), row("first-bin", 0.2, 0.3, INSIDE, quantity="bins"),
    row("second-bin", 0.4, 0.5, ABOVE, quantity="bins"), row("third-bin", 0.1, 0.1, ABOVE, quantity="bins"), row("few", 2, 2, INSIDE, simulated=0.0),
]  # fmt: skip


def test_what_a_document_bounds_from_both_sides_is_counted_by_quantity() -> None:
    assert [one.comparison.id for one in two_sided(ROWS)] == ["range", "one-number", "first-bin", "second-bin", "third-bin", "few"]
    assert inside(two_sided(ROWS)) == {"range": True, "one-number": False, "bins": False, "few": True}
    assert inside([*two_sided(ROWS), row("fourth-bin", 1, 1, INSIDE, quantity="bins")])["bins"]  # two of four


def test_nobody_where_the_document_holds_somebody_is_agreement_by_emptiness() -> None:
    assert empty(two_sided(ROWS)) == ["few"]


def test_a_fee_of_few_journeys_is_not_asked() -> None:
    fee = Fee("F-1", "to Europe", 6_000, 8_000, 6_100, 11)
    assert fee.inside is True
    assert Fee("F-1", "to Europe", 6_000, 8_000, 5_990, 11).inside is False
    assert Fee("F-1", "to Europe", None, 5_000, 5_990, 11).inside is False
    assert Fee("F-1", "to Europe", 6_000, 8_000, 5_990, 10).inside is None
    assert Fee("F-1", "to Europe", 6_000, 8_000, None, 40).inside is None


def test_the_page_says_what_is_met() -> None:
    paid = [Fee("F-1", "to Europe", 6_000, 8_000, 6_100, 11), Fee("F-2", "to the town", 300, 300, 420, 27), Fee("F-3", "by air", None, 900, 850, 4)]
    text = page("own", "some parameters", {1: ROWS, 2: ROWS[:1]}, paid, "a command")
    assert "| 1 | 4 | 2 | 50% |" in text
    assert "**75%**: met." in text
    assert "Outside in one seed or more: first-bin, one-number." in text
    assert "Measured: **1 of 2**" in text
    assert "| F-1 | to Europe | 6,000 to 8,000 | 6,100 | 11 | inside |" in text
    assert "| F-3 | by air | up to 900 | 850 | 4 | few journeys |" in text
    assert "Measured: few." in text
