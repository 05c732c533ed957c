"""What a map says in words: its title, its subtitle, and its text for those who cannot see it."""

from collections.abc import Mapping, Sequence

from experiments.plots.flows import Border, Flow
from sim.world.network import Place

TOLD = 5
"""Flows that the text names."""


def title_of(changes: str, of: str, period: str, only: Sequence[str], *, labour: bool) -> tuple[str, str]:
    """Title and subtitle of a map; ``only`` are the communities shown where those are not all."""
    who = "Coloured: transit communities; grey: labour migration, on a scale of its own." if labour else "Communities followed person by person."
    alone = ", ".join(only) if len(only) <= TOLD else f"{len(only)} communities"
    who = f"{alone} alone{', grey on a scale of its own' if labour else ''}." if only else who
    whose = f" {of}." if of else ""
    if changes:
        return "Where more pass, and where fewer", f"Change in people passing between places, {period}: {changes}.{f' {alone} alone.' if only else ''}"
    return "Where people pass, and where most are apprehended", f"People passing between places, {period}.{whose} {who}"


def alt_text(transit: Sequence[Flow], labour: Sequence[Flow], borders: Sequence[Border], places: Mapping[str, Place], changes: str) -> str:
    """What a map shows, in a few sentences."""

    def told(flow: Flow) -> str:
        sign = "" if not changes else "+" if flow.people > 0 else "−"
        return f"{places[flow.origin].title} to {places[flow.target].title} by {flow.mode} ({sign}{abs(flow.people):,.0f})"

    def number(people: float) -> str:
        sign = "" if not changes else "+" if people > 0.5 else "−" if people < -0.5 else ""
        return f"{sign}{abs(people):,.0f}"

    parts = [f"Map of changes in flows: {changes}." if changes else "Map of flows of people between places."]
    if transit:
        parts.append(f"Largest of transit communities: {'; '.join(told(flow) for flow in transit[:TOLD])}.")
    if labour:
        parts.append(f"Largest of labour communities: {'; '.join(told(flow) for flow in labour[:TOLD])}.")
    if borders:
        parts.append(f"Most apprehensions: {'; '.join(f'{b.title} ({number(b.followed)} transit, {number(b.others)} labour)' for b in borders[:TOLD])}.")
    if not (transit or labour):
        parts.append("Nobody passed." if not changes else "Nothing differs.")
    return " ".join(parts)
