"""The text of a map: title, subtitle and alternative text."""

from collections.abc import Callable, Mapping, Sequence
from textwrap import fill

from experiments.plots.flow_changes import Change, Changes, signed
from experiments.plots.flows import Border, Flow
from sim.world.network import Place

MOST_NAMED = 5
"""Flows and borders that the text names."""
WIDEST = 130
"""Characters of a line of the subtitle."""


def title_of(changes: str, of: str, period: str, only: Sequence[str], *, labour: bool) -> tuple[str, str]:
    """Title and subtitle of a map; ``only`` are the communities shown where those are not all."""
    who = "Coloured: transit communities; grey: labour migration, on a separate scale." if labour else "Communities followed person by person."
    alone = ", ".join(only) if len(only) <= MOST_NAMED else f"{len(only)} communities"
    who = f"Only {alone}{', grey on a separate scale' if labour else ''}." if only else who
    whose = f" {of}." if of else ""
    if changes:
        sides = fill(f"{changes}.{f' Only {alone}.' if only else ''}", WIDEST)
        what = f"Change in people passing between places, {period}; only changes that chance does not explain."
        return "Significant changes in flows of people", f"{what}\n{sides}"
    return "Flows of people, and borders with most apprehensions", f"People passing between places, {period}.{whose} {who}"


def change_text(found: Changes, titles: Mapping[str, str], changes: str) -> str:
    """The alternative text of a map of changes."""
    parts = [f"Map of significant changes in flows: {changes}."]
    if why := found.nothing():
        return f"{parts[0]} {why}"

    def listed(rows: Sequence[Change], name: Callable[[Change], str]) -> str:
        return "; ".join(f"{name(row)}, {row.stratum} communities, {signed(row.people)} ({row.interval()})" for row in rows[:MOST_NAMED])

    moves, borders = ([row for row in rows if row.is_significant] for rows in (found.moves, found.borders))
    if moves:
        said = listed(moves, lambda row: f"{titles[row.key[0]]} to {titles[row.key[1]]} by {row.key[2]}")
        parts.append(f"{len(moves)} of {len(found.moves)} moves change significantly. Largest: {said}.")
    if borders:
        parts.append(f"Change in apprehensions: {listed(borders, lambda row: row.key[0])}.")
    return " ".join([*parts, f"{found.method()}."])


def alt_text(transit: Sequence[Flow], labour: Sequence[Flow], borders: Sequence[Border], places: Mapping[str, Place]) -> str:
    """The alternative text of a map of flows."""

    def in_words(flow: Flow) -> str:
        return f"{places[flow.origin].title} to {places[flow.target].title} by {flow.mode} ({flow.people:,.0f})"

    parts = ["Map of flows of people between places."]
    if transit:
        parts.append(f"Largest of transit communities: {'; '.join(in_words(flow) for flow in transit[:MOST_NAMED])}.")
    if labour:
        parts.append(f"Largest of labour communities: {'; '.join(in_words(flow) for flow in labour[:MOST_NAMED])}.")
    if borders:
        most = "; ".join(f"{b.title} ({b.followed:,.0f} transit, {b.others:,.0f} labour)" for b in borders[:MOST_NAMED])
        parts.append(f"Most apprehensions: {most}.")
    if not (transit or labour):
        parts.append("Nobody passed.")
    return " ".join(parts)
