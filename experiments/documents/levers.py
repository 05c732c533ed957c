"""Levers, what was recommended, and what is not modelled."""

from collections.abc import Callable, Mapping

from experiments.documents.markdown import code, table
from scenarios.policies.lever_table import lever_rows, price, prices
from scenarios.policies.measures import measures, recommendations
from sim.levers.catalogue import lever
from sim.levers.reach import BORDERS, LEGS_TOO
from sim.levers.scope import size_of


def levers() -> str:
    """Every lever with its settings, what it changes, who asks for it and what it costs."""
    costs = prices()
    rows = [
        [code(row.name), row.text, _settings(row.name), ", ".join(map(code, row.changes)), " ".join(row.evidence), price(row, costs)] for row in lever_rows()
    ]
    return table(["lever", "what it does", "settings", "what it changes", "asked for in", "cost"], rows)


def advice() -> str:
    """Every recommendation with the policy that tries it."""
    rows = [[row.country, row.section, row.recommendation, code(row.policy) or f"none: {row.reason}"] for row in recommendations()]
    return table(["country", "section", "recommendation", "policy"], rows)


def left_out() -> str:
    """The measures that are not modelled."""
    return table(["measure", "why not"], [[measure.id, measure.reason] for measure in measures() if not measure.names])


TABLES: Mapping[str, Callable[[], str]] = {"levers": levers, "recommendations": advice, "measures-left-out": left_out}


def _settings(name: str) -> str:
    """Settings in a cell: where it acts by names alone, the rest in words."""
    settings = lever(name).SETTINGS
    where = [key for key, text in settings.items() if text in (LEGS_TOO.get(key), BORDERS.get(key))]
    rest = [f"{code(key)}{_unit(key)}: {text}" for key, text in settings.items() if key not in where]
    return "; ".join([" or ".join(map(code, where)), *rest] if where else rest)


def _unit(key: str) -> str:
    size = size_of(key)
    return f" ({size.unit})" if size else ""
