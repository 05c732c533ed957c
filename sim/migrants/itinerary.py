"""The itinerary of a trip: the moves tried, and behind them those meant to come."""

ITINERARY_LENGTH = 32
"""Moves that one trip can hold, tries included; who has used them up gives up."""
