"""Whether a world's parameters are complete and agree with one another."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from scenarios.reading.problems import Problems, listed
from scenarios.territories.parameter_rows import ParameterRows, names_in
from scenarios.territories.parts import MONTHS, Parts
from scenarios.territories.shares import EXACT, explained
from sim.basis.words import Entry, Mode
from sim.levers import catalogue
from sim.levers.reach import CHECKPOINTS
from sim.smugglers.organisers import DIRECT
from sim.world.meanings import MEANINGS, OF_A_CROSSING, pattern_of
from sim.world.network import ON_PAPERS
from sim.world.parameters import Parameter, Parameters


def wanted(parts: Parts) -> Iterator[str]:
    """Every key that the model will ask for."""
    visas = [(regime.nationality, regime.country) for regime in parts.regimes if regime.entry is Entry.VISA]
    # Posts of unguarded crossings count too: what a lever opens can be closed again.
    posts = [(crossing.name, country) for crossing in parts.crossings for country in crossing.countries]
    names: dict[tuple[str, ...], Iterable[tuple[str, ...]]] = {
        (): [()],
        ("border",): [(border,) for border in parts.borders()],
        ("crossing",): [(crossing.name,) for crossing in parts.crossings],
        ("crossing", "country"): posts,
        ("country",): [(country,) for country in parts.countries()],
        ("nationality", "country"): visas,
        ("mode",): [(mode.word,) for mode in Mode],
        ("community",): [(community.name,) for community in parts.communities],
        ("community", "way"): [(community.name, DIRECT) for community in parts.communities],
        ("community", "month"): [(community.name, month) for community in parts.communities for month in MONTHS],
    }
    for pattern in (key for key in MEANINGS if key not in OF_A_CROSSING):
        nouns = tuple(part.strip("<>") for part in pattern.split(".") if part.startswith("<"))
        if nouns == ("community", "place"):
            for community in parts.communities:
                for place in community.destinations if ".pull." in pattern else community.origins:
                    yield filled(pattern, (community.name, place))
        else:
            for chosen in names.get(nouns, ()):
                yield filled(pattern, chosen)


def unasked(parts: Parts) -> Iterator[str]:
    """Keys that the model uses where they are served and does without where they are not."""
    for lever in catalogue.names():
        yield f"lever.{lever}.once_usd"
        yield f"lever.{lever}.monthly_usd"
    for leg in (leg for leg in parts.legs if leg.transport is None):
        yield f"leg.{leg.origin}.{leg.target}.{leg.mode.word}.fare_usd"
    for crossing in parts.crossings:
        for country in crossing.countries if crossing.kind in CHECKPOINTS else ():
            for channel in ON_PAPERS:
                yield f"post.{crossing.name}.{country}.throughput.{channel.word}"
    for crossing in parts.crossings:
        yield f"crossing.{crossing.name}.running_usd"
        for country in crossing.countries:
            yield f"post.{crossing.name}.{country}.detention_days"
            yield f"post.{crossing.name}.{country}.push_back_share"
    for regime in parts.regimes:
        for tail in ("price_usd", "refusal", "elsewhere_share", "days"):
            yield f"visa.{regime.nationality}.{regime.country}.{tail}"


def filled(pattern: str, names: Iterable[str]) -> str:
    """A pattern of :data:`sim.world.meanings.MEANINGS` with names in its open places."""
    return _template(pattern).format(*names)


@cache
def _template(pattern: str) -> str:
    return re.sub("<[^>]+>", "{}", pattern)


def check_complete(parameters: Parameters, parts: Parts, where: str, problems: Problems) -> None:
    """Note the kinds of parameter that some name of the world lacks, one finding a kind."""
    missing: dict[str, list[str]] = {}
    for key in wanted(parts):
        pattern = pattern_of(key)  # None where a name holds a dot, which is a finding about that name
        if pattern is not None and parameters.find(key) is None:
            missing.setdefault(pattern, []).append(key)
    for pattern, keys in missing.items():
        general = pattern if "<" not in pattern else filled(pattern, ["*"] * pattern.count("<"))
        meaning = MEANINGS[pattern]
        problems.add(where, f"no parameter for {listed(keys, 4)}", f"a row for each, or one with *, in {meaning.unit}: {meaning.text}", general)


def check_used(entered: Collection[str], table: ParameterRows, parameters: Parameters, parts: Parts, problems: Problems) -> None:
    """Note parameters set for this run that change nothing: more specific ones serve every name, or what they name is not simulated."""
    subjects = {key.split(".")[0] for key in entered}
    ways = (key for key in entered if (pattern_of(key) or "").endswith("<way>") and "*" not in key)  # each is a way of its own
    asked = (key for key in (*wanted(parts), *unasked(parts), *ways) if key.split(".")[0] in subjects)
    serving = {id(parameter) for key in asked if (parameter := parameters.find(key)) is not None}
    faulty = {finding.where for finding in problems.findings}
    for key in entered:
        where = table.where[key]
        if where not in faulty and id(parameters.table.get(key)) not in serving:
            others = [other for other in parameters.table if pattern_of(other) == pattern_of(key) and other != key]
            problems.add(where, f"{key}, which changes nothing in this scenario", f"the parameters of this kind that are in use: {listed(others)}")


def check_agreement(table: ParameterRows, parameters: Parameters, parts: Parts, problems: Problems) -> None:
    """Note parameters that are valid alone and contradict each other: shares of one whole, and ages."""
    keys = {id(parameter): key for key, parameter in parameters.table.items()}
    order = {key: position for position, key in enumerate(table.where)}
    noted: set[tuple[str, ...]] = set()

    def number(key: str) -> tuple[float, str] | None:
        """Value and key of the parameter that serves ``key``."""
        parameter: Parameter | None = parameters.find(key)
        served = "" if parameter is None else keys[id(parameter)]
        return None if parameter is None or served in table.broken else (parameter.value, served)

    def total(whole: str, wants: Iterable[str], low: float, allowed: str) -> None:
        found = [number(key) for key in wants]
        shares = [share for share in found if share is not None]
        if len(shares) < len(found) or not found:
            return
        value = 0.0
        for share, _ in shares:
            value += share
        served = tuple(key for _, key in shares)
        spare = explained(share for share, _ in shares) if low == 1 else EXACT
        if not low - spare <= value <= 1 + spare and served not in noted:
            noted.add(served)
            newest = max(served, key=order.__getitem__)
            others = listed(table.where[key] for key in served if key != newest)
            problems.add(table.where[newest], f"{whole} adding up to {value:g}", f"{allowed}; the other part: {others}" if others != "none" else allowed)

    for country in parts.countries():
        head = f"country.{country}."
        shares = (f"{head}release_share", f"{head}push_back_share")
        total(f"release_share and push_back_share of {country}", shares, 0, "at most 1: the rest are deported")
        for crossing in parts.crossings:
            own = f"post.{crossing.name}.{country}.push_back_share"
            if country in crossing.countries and parameters.find(own) is not None:
                shares = (f"{head}release_share", own)
                total(f"release_share of {country} and push_back_share at {crossing.name}", shares, 0, "at most 1: the rest are deported")
    for community in parts.communities:
        head = f"community.{community.name}."
        total(f"advance and escrow of {community.name}", (f"{head}advance", f"{head}escrow"), 0, "at most 1: the rest pay by stages")
        origins = (f"{head}origin.{place}" for place in community.origins)
        total(f"origin shares of {community.name}", origins, 1, "1 over its origins, but for what rounding takes or adds")
        young, old = number(f"{head}age_low"), number(f"{head}age_high")
        if young and old and young[0] > old[0] and (young[1], old[1]) not in noted:
            noted.add((young[1], old[1]))
            newest = max(young[1], old[1], key=order.__getitem__)
            problems.add(table.where[newest], f"age_low {young[0]:g} above age_high {old[0]:g} of {community.name}", "age_low <= age_high")
        if old and old[0] > 120:
            problems.add(table.where[old[1]], f"age_high {old[0]:g} of {community.name}", "at most 120 years")


def check_pairs(table: ParameterRows, parts: Parts, problems: Problems) -> None:
    """Note keys whose names are known but do not belong together, such as a post in a country that does not touch the crossing."""
    sides: Mapping[str, tuple[str, ...]] = {crossing.name: crossing.countries for crossing in parts.crossings}
    people = {community.name: community for community in parts.communities}
    legs = {(leg.origin, leg.target, leg.mode.word) for leg in parts.legs if leg.transport is None}
    for key in table.parameters:
        names = dict(names_in(key))
        pattern = pattern_of(key) or ""
        crossing, country, place = names.get("crossing", ""), names.get("country"), names.get("place")
        if pattern.startswith("post.") and country and crossing in sides and country not in sides[crossing]:
            problems.unknown(table.where[key], f"{key}: country", country, sides[crossing])
        if place and names.get("community") in people:
            community = people[names["community"]]
            allowed = community.destinations if ".pull." in pattern else community.origins
            if place not in allowed:
                problems.unknown(table.where[key], f"{key}: place", place, allowed)
        if pattern.startswith("leg.") and len(names) == 3 and (names["origin"], names["target"], names["mode"]) not in legs:
            there = [f"leg.{origin}.{target}.{mode}.fare_usd" for origin, target, mode in sorted(legs) if origin == names["origin"]]
            problems.add(table.where[key], f"{key}, which is no leg", listed(there))
