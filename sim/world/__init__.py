"""The world: network and geography, people's traits, papers and fares, parameters and their meanings, and what holds on a day.

Frozen before a run; only levers and seasons change conditions, on their days.
"""
