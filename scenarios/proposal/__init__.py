"""A territory to start from, proposed for a list of countries: places, legs, borders and parameters, all of them marked as templates.

What ships for it are a table of cities and one of common borders; everything else is computed from them or taken from the territory that teaches.
"""

from scenarios.proposal.start import start_countries

__all__ = ["start_countries"]
