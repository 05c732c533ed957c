"""Errors about folders that hold no whole run: what is wrong with them, in one message."""

from scenarios.problems import BadInput


class NoRun(BadInput, FileNotFoundError):
    """A folder that holds no finished run: none was ever there, or it was interrupted before its end."""


class DamagedRun(BadInput, ValueError):
    """A folder whose files are not, or not all, what a run wrote."""
