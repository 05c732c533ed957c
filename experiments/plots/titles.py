"""Titles in words of what pictures name: policies, scenarios, borders, moves over a border, parameters."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from textwrap import shorten

from experiments.plots.countries import names
from scenarios import about, load, load_policy
from scenarios.reading.problems import BadInput
from sim.world.meanings import MEANINGS, pattern_of
from sim.world.world import World

NO_POLICY = "no policy"
"""Title of the baseline without a policy."""
NONE = ("", "none")
LONGEST = 70
"""Characters of a policy's title in a picture."""
POLICY_KEY = "policy"


def country(code: str, world: World | None = None) -> str:
    """Name of a country: as its territory calls it, or as the basemap does; its code where neither has one."""
    return (world.countries.get(code) if world is not None else None) or names().get(code, code)


@cache
def policy_title(given: str) -> str:
    """The title of a policy given by name or path; its name where its file is gone."""
    name = given.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")
    if name in NONE:
        return NO_POLICY
    try:
        return shorten(load_policy(given).title, LONGEST, placeholder=" …")
    except (BadInput, OSError):
        return name


def policy_titles(given: Sequence[str]) -> dict[str, str]:
    """Titles by name of policies given by name or path; where two have the same title, each with its name."""
    found = {one.replace("\\", "/").rpartition("/")[2].removesuffix(".toml") or NONE[1]: policy_title(one) for one in given}
    titles = list(found.values())
    return {name: title if titles.count(title) == 1 else f"{title} ({name})" for name, title in found.items()}


def scenario_title(given: str) -> str:
    """The title of a scenario given by name or path; its name where its file is gone."""
    try:
        return about(given).title
    except (BadInput, OSError):
        return given.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")


@cache
def world_of(scenario: str) -> World | None:
    """The world of a scenario, for the titles of its things; ``None`` where it cannot be loaded."""
    try:
        return load(scenario)
    except (BadInput, OSError):
        return None


def border_title(border: str, world: World | None = None) -> str:
    """A directed border, ``KGZ-KAZ``, in words: from Kyrgyzstan to Kazakhstan."""
    first, dash, second = border.partition("-")
    return f"from {country(first, world)} to {country(second, world)}" if dash and second else border


def outcome_title(outcome: str, world: World) -> str:
    """An outcome at a border: of a move, ``CROSSING, CHANNEL``, with the title of its crossing; others are in words already."""
    name, comma, channel = outcome.rpartition(", ")
    return f"{crossing_title(name, world)}, {channel}" if comma else outcome


def crossing_title(name: str, world: World) -> str:
    """The title of a crossing."""
    return next((crossing.title for crossing in world.crossings if crossing.name == name), name)


def community_title(name: str, world: World | None) -> str:
    """The title of a community."""
    communities = () if world is None else world.communities
    return next((community.title for community in communities if community.name == name), name)


def parameter_title(key: str, world: World | None = None) -> str:
    """What a parameter means, in words, with the titles of the things that its key names; the key where it has no meaning."""
    pattern, parts = pattern_of(key), key.split(".")
    if pattern is None:
        return f"{policy_title(parts[1])}: {' '.join(parts[2:]).replace('_', ' ').replace('-', ' ')}" if parts[0] == POLICY_KEY and len(parts) > 3 else key
    meaning = MEANINGS[pattern]
    text = f"{meaning.unit} {meaning.text}" if meaning.text.startswith("of ") else meaning.text
    named = [_titled(kind, name, world) for kind, name in zip(pattern.split("."), parts, strict=True) if kind.startswith("<")]
    return f"{', '.join(named)}: {text}" if named else text[:1].upper() + text[1:]


def _titled(kind: str, name: str, world: World | None) -> str:
    """The title of a thing that a key names, its kind written as in patterns."""
    if kind in ("<country>", "<nationality>"):
        return country(name, world)
    if kind == "<border>":
        return border_title(name, world) if re.fullmatch(r"[A-Z]{3}-[A-Z]{3}", name) else name
    things = _things(world).get(kind, {}) if world is not None else {}
    return things.get(name, "all" if name == "*" else name.replace("-", " ").replace("_", " "))


def _things(world: World) -> Mapping[str, Mapping[str, str]]:
    places = {place.name: place.title for place in world.places}
    crossings = {crossing.name: crossing.title for crossing in world.crossings}
    communities = {community.name: community.title for community in world.communities}
    return {"<place>": places, "<origin>": places, "<target>": places, "<crossing>": crossings, "<community>": communities}
