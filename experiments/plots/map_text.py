"""The text of a map: title, subtitle and alternative text."""

from collections.abc import Mapping, Sequence

from experiments.plots.flows import Border, Flow
from sim.world.network import Place

MOST_NAMED = 5
"""Flows and borders that the text names."""


def title_of(changes: str, of: str, period: str, only: Sequence[str], *, labour: bool) -> tuple[str, str]:
    """Title and subtitle of a map; ``only`` are the communities shown where those are not all."""
    who = "Coloured: transit communities; grey: labour migration, on a separate scale." if labour else "Communities followed person by person."
    alone = ", ".join(only) if len(only) <= MOST_NAMED else f"{len(only)} communities"
    who = f"Only {alone}{', grey on a separate scale' if labour else ''}." if only else who
    whose = f" {of}." if of else ""
    if changes:
        return "Change in flows of people", f"Change in people passing between places, {period}: {changes}.{f' Only {alone}.' if only else ''}"
    return "Flows of people, and borders with most apprehensions", f"People passing between places, {period}.{whose} {who}"


def alt_text(transit: Sequence[Flow], labour: Sequence[Flow], borders: Sequence[Border], places: Mapping[str, Place], changes: str) -> str:
    """The alternative text of a map."""

    def in_words(flow: Flow) -> str:
        sign = "" if not changes else "+" if flow.people > 0 else "−"
        return f"{places[flow.origin].title} to {places[flow.target].title} by {flow.mode} ({sign}{abs(flow.people):,.0f})"

    def number(people: float) -> str:
        sign = "" if not changes else "+" if people > 0.5 else "−" if people < -0.5 else ""
        return f"{sign}{abs(people):,.0f}"

    parts = [f"Map of changes in flows: {changes}." if changes else "Map of flows of people between places."]
    if transit:
        parts.append(f"Largest of transit communities: {'; '.join(in_words(flow) for flow in transit[:MOST_NAMED])}.")
    if labour:
        parts.append(f"Largest of labour communities: {'; '.join(in_words(flow) for flow in labour[:MOST_NAMED])}.")
    if borders:
        parts.append(f"Most apprehensions: {'; '.join(f'{b.title} ({number(b.followed)} transit, {number(b.others)} labour)' for b in borders[:MOST_NAMED])}.")
    if not (transit or labour):
        parts.append("Nobody passed." if not changes else "Nothing differs.")
    return " ".join(parts)
