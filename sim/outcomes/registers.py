"""What services write down: true counts x reporting, by the service that counts."""

from dataclasses import replace

import numpy as np

from sim.basis.words import Channel, Event
from sim.books.results import Results
from sim.outcomes.counts import returns
from sim.outcomes.reading import ALL, Only, Passage, all_of_days, allows, among, fits_way, in_period, is_word, numbers, of_days, passages, words
from sim.world.world import World


def registered_at_crossings(results: Results, world: World, only: Only = ALL) -> float:
    """Apprehensions at crossings in the registers of the services of ``countries``, people.

    ``crossings`` and ``kinds`` are where the service stands: for who leaves by air, the airport of departure. Where both services of a crossing detected
    somebody on one day, apprehensions are shared out as detections were.
    """
    flows, total = results.tables["flows"], 0.0
    rows = all_of_days(flows, results, only)
    apprehended, leaving, entering = (numbers(flows, column)[rows] for column in ("apprehended", "detected_leaving", "detected_entering"))
    moves, known = words(flows, "move"), passages(world)
    if not len(rows):
        return total
    noticed = np.maximum(leaving + entering, 1)
    codes = moves.codes[rows]
    for side, detected in (("leaving", leaving), ("entering", entering)):
        caught = apprehended * detected
        some = np.flatnonzero(np.bincount(codes[caught > 0], minlength=len(moves.labels)))  # the others count nothing, whatever their weight
        weights = np.zeros(len(moves.labels))
        weights[some] = [_register_weight(known.get(moves.labels[code]), only, world, leaving=side == "leaving") for code in some]
        total += float((caught / noticed * weights[codes]).sum())
    return total


def _register_weight(passage: Passage | None, only: Only, world: World, *, leaving: bool) -> float:
    """Reporting of the service on one side of a move, 0 if it is none of those asked for."""
    if passage is None:
        return 0.0
    country = passage.origin_country if leaving else passage.target_country
    crossing, kind = (passage.move.leg.exit, passage.exit_kind) if leaving else (passage.move.leg.entry, passage.entry_kind)
    asked = allows(only.countries, country) and allows(only.crossings, crossing or "") and allows(only.kinds, kind.word) and fits_way(passage, only)
    return world.parameters.number(f"country.{country}.border_reporting") if asked else 0.0


def registered_showing(results: Results, world: World, only: Only = ALL, nationality: str = "") -> float:
    """Those of :func:`registered_at_crossings` whose paper seemed that of a country, people: its own citizens but for those who showed another, and others.

    ``communities`` are of no account. Which passport was bought is known at the post that took it away, so ``kinds`` and ``channels`` do not count.
    """
    own = tuple(community.name for community in world.communities if community.nationality == nationality)
    papers = results.tables["papers"]
    citizens = is_word(papers, "community", *own) if own else np.zeros(len(papers["apprehended"]), bool)
    change = np.where(is_word(papers, "shown", nationality), 1, np.where(citizens, -1, 0))
    rows, posts = in_period(papers, results.start, only.period), words(papers, "post")
    weights = np.array([_paper_weight(world, post, only) for post in posts.labels])
    total = float((numbers(papers, "apprehended") * change * weights[posts.codes])[rows].sum()) if len(rows) else 0.0
    return total + (registered_at_crossings(results, world, replace(only, communities=own)) if own else 0.0)


def _paper_weight(world: World, post: str, only: Only) -> float:
    """Reporting of a post, 0 if it is none of those asked for."""
    crossing, country = post.split("/")
    return world.parameters.number(f"country.{country}.border_reporting") if allows(only.countries, country) and allows(only.crossings, crossing) else 0.0


def registered_inland(results: Results, world: World, only: Only = ALL) -> float:
    """Detections inside a country in its register, people."""
    return _written_inland(results, world, only, Event.DETECTED_INLAND)


def registered_held(results: Results, world: World, only: Only = ALL) -> float:
    """Those of :func:`registered_inland` who were held and not fined at once, people."""
    return registered_inland(results, world, only) - _written_inland(results, world, only, Event.FINED_AT_ONCE)


def _written_inland(results: Results, world: World, only: Only, event: Event) -> float:
    """What happened to people inside countries, as their registers have it, people."""
    countries = sorted({place.country for place in world.places if allows(only.countries, place.country)})
    places = {place.name: place.country for place in world.places if allows(only.places, place.name)}
    table, total = results.tables["counts"], 0.0
    rows = of_days(words(table, "event").rows([event.word]), table, results, only)
    for country in countries:
        here = among(rows, table, "place", (place for place, of in places.items() if of == country))
        total += int(numbers(table, "people")[here].sum()) * world.parameters.number(f"country.{country}.inland_reporting")
    return total


def registered(results: Results, world: World, only: Only = ALL) -> float:
    """All in the registers of ``countries``, at crossings and inland, people."""
    return registered_at_crossings(results, world, only) + registered_inland(results, world, only)


def net_registered_arrivals(results: Results, world: World, only: Only = ALL) -> int:
    """Entries into ``countries`` less exits, of those who show a paper (true or forged) or go home from there, people."""
    shown = {Channel.LEGAL, Channel.VISA, Channel.FORGED}
    flows = results.tables["flows"]
    rows, crossed = all_of_days(flows, results, only), numbers(flows, "crossed")
    names = {name: passage for name, passage in passages(world).items() if passage.move.channel in shown}
    inward = [name for name, p in names.items() if p.target_country in only.countries and p.origin_country not in only.countries]
    outward = [name for name, p in names.items() if p.origin_country in only.countries and p.target_country not in only.countries]
    entered, left = (int(crossed[among(rows, flows, "move", way)].sum()) for way in (inward, outward))
    return entered - left - returns(results, world, only)
