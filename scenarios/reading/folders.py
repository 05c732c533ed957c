"""Where the data stand that ship with the program."""

from pathlib import Path

SCENARIOS = Path(__file__).parents[1]
"""One ``.toml`` file a scenario."""
TERRITORIES = SCENARIOS / "territories"
"""One folder a territory, beside the code that reads it."""
POLICIES = SCENARIOS / "policies"
"""One ``.toml`` file a policy."""
POSTERIORS = SCENARIOS / "posteriors"
"""One ``.csv`` file of draws, with a ``.json`` beside it, a scenario that was fitted."""
STUDIES = SCENARIOS / "studies"
"""One folder a study: what scenarios are validated against, beside the code that finds it."""
TEMPLATES = SCENARIOS / "templates"
"""One empty table with comments a file of a study, which a new scenario begins with."""
EVIDENCE = SCENARIOS / "evidence"
"""What is documented: one table a kind of row, see ``README.md`` there."""
COUNTRIES = Path(__file__).with_name("countries.csv")
"""Codes of countries."""
