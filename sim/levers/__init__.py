"""Levers: what a policy can change, one lever a file in ``catalogue``; what it reaches, what it costs, and the calendar that applies it.

A lever may change conditions (:mod:`sim.world.conditions`) and nothing else; it sees names and arrays, never people.
"""
