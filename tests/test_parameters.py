"""Which parameter serves a key, what a parameter must be, and how values turn into cents and hours."""

import math
import re

import pytest

from hand import parameters
from sim.world.meanings import MEANINGS, OPTIONAL, UNITS, pattern_of
from sim.world.parameters import Parameter, Parameters, Status, generalisations


def table(groups=(), **values):
    """Parameters by key; ``__`` stands for a dot and ``any`` for ``*``."""
    table = {key.replace("__", ".").replace("any", "*"): Parameter(value, "", Status.DOCUMENTED, "X-1") for key, value in values.items()}
    return Parameters(table, dict(groups))


def test_the_more_names_a_key_has_the_sooner_it_serves():
    parameters = table(visa__any__any__days=1, visa__any__KAZ__days=2, visa__PAK__any__days=3, visa__PAK__KAZ__days=4)
    assert [parameters.number(f"visa.{names}.days") for names in ("PAK.KAZ", "PAK.RUS", "IRN.KAZ", "IRN.RUS")] == [4, 3, 2, 1]


def test_between_keys_alike_the_later_star_wins():
    assert generalisations("visa.PAK.KAZ.days") == ("visa.PAK.KAZ.days", "visa.PAK.*.days", "visa.*.KAZ.days", "visa.*.*.days")
    assert table(visa__any__KAZ__days=1, visa__PAK__any__days=2).number("visa.PAK.KAZ.days") == 2


def test_a_star_stands_for_a_name_and_for_nothing_else():
    assert generalisations("choice.wait_days") == ("choice.wait_days",)
    assert table(country__KAZ__fine_usd=1).find("country.KAZ.wage_usd") is None
    assert table(any__KAZ__fine_usd=1).find("country.KAZ.fine_usd") is None


def test_a_crossing_is_served_by_its_kind_after_its_name_and_before_the_star():
    groups = {"ridge": "green", "bridge": "official"}
    parameters = table(groups, crossing__green__exposure=1, crossing__ridge__exposure=2, crossing__any__exposure=3)
    assert [parameters.number(f"crossing.{name}.exposure") for name in ("ridge", "bridge", "unknown")] == [2, 3, 3]
    parameters = table({**groups, "pass": "green"}, crossing__green__exposure=1, crossing__any__exposure=3)
    assert parameters.number("crossing.pass.exposure") == 1


def test_a_post_is_served_by_country_and_kind():
    parameters = table({"ridge": "green"}, post__green__any__effort=1, post__green__KAZ__effort=2, post__any__KAZ__effort=3)
    assert [parameters.number(f"post.{names}.effort") for names in ("ridge.KAZ", "ridge.UZB", "bridge.KAZ")] == [2, 1, 3]


def test_a_parameter_that_is_replaced_or_added_serves_at_once():
    first = table(country__any__fine_usd=1)
    assert first.number("country.KAZ.fine_usd") == 1  # what serves a key is remembered
    for change, fine in ({"country__any__fine_usd": 2}, 2), ({"country__KAZ__fine_usd": 3}, 3):
        assert first.replace(table(**change).table).number("country.KAZ.fine_usd") == fine
    assert first.number("country.KAZ.fine_usd") == 1


def test_a_missing_parameter_names_the_nearest():
    with pytest.raises(KeyError, match=re.escape("no parameter serves country.KAZ.fine_usd; nearest: country.KGZ.fine_usd")):
        table(country__KGZ__fine_usd=120, choice__wait_days=3).get("country.KAZ.fine_usd")
    with pytest.raises(KeyError, match=r"no parameter serves choice\.wait_days'$"):
        Parameters({}).get("choice.wait_days")


@pytest.mark.parametrize(
    ("parameter", "says"),
    [
        ((math.nan, "USD", Status.DOCUMENTED, "X-1"), "finite"),
        ((math.inf, "USD", Status.DOCUMENTED, "X-1"), "finite"),
        ((1, "USD", Status.DOCUMENTED, " "), "source"),
        ((1, "USD", Status.ASSUMED, "a guess"), "range"),
        ((1, "USD", Status.ASSUMED, "a guess", 0), "range"),
        ((1, "USD", Status.ASSUMED, "a guess", 2, 3), "low = 2"),
        ((4, "USD", Status.DOCUMENTED, "X-1", 2, 3), "high = 3"),
    ],
)
def test_a_parameter_that_no_reader_could_check_is_rejected(parameter, says):
    with pytest.raises(ValueError, match=says):
        Parameter(*parameter)


def test_bounds_may_be_reached():
    assert Parameter(2, "USD", Status.ASSUMED, "a guess", 2, 2).value == 2


def test_dollars_turn_into_whole_cents_and_days_into_whole_hours():
    parameters = table(country__any__fine_usd=0.29, country__any__wage_usd=12.345, country__any__stay_days=2.5, country__any__detention_days=0.1)
    assert (parameters.cents("country.KAZ.fine_usd"), parameters.cents("country.KAZ.wage_usd")) == (29, 1234)  # 0.29 x 100 is 28.999...
    assert (parameters.hours("country.KAZ.stay_days"), parameters.hours("country.KAZ.detention_days")) == (60, 2)


def test_names_lists_what_stands_in_one_place():
    parameters = table(community__a__people=1, community__b__people=2, community__any__people=3, community__a__women=4, smuggler__any__number=5)
    assert list(parameters.names("community.?.people")) == ["a", "b"]


def test_replacing_leaves_the_old_parameters_alone():
    old = table({"ridge": "green"}, choice__wait_days=1)
    new = old.replace({"choice.wait_days": Parameter(2, "days", Status.DOCUMENTED, "X-2")})
    assert (old.number("choice.wait_days"), new.number("choice.wait_days"), new.groups) == (1, 2, old.groups)


def test_every_kind_of_parameter_has_a_unit_that_exists_and_a_meaning():
    for key, meaning in MEANINGS.items():
        assert meaning.unit in UNITS, key
        assert meaning.text, key
        assert pattern_of(re.sub(r"<\w+>", "name", key)) == key


def test_an_unknown_key_has_no_pattern():
    assert [pattern_of(key) for key in ("country.KAZ.fines", "country.KAZ", "fine_usd", "")] == [None] * 4


def test_worlds_made_by_hand_have_every_parameter():
    known = parameters({}).table
    for key in MEANINGS:
        assert key in OPTIONAL or re.sub(r"<\w+>", "*", key) in known
