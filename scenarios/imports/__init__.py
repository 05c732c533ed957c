"""Imports: what other programs read becomes a scenario with its territory and study. Nothing here knows a place, country or community by name."""
