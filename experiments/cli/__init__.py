"""The command line ``routesim``: thin commands over runs, stored results and pictures.

Only :func:`main` is meant for others. Everything that loads slowly is imported inside the command that needs it.
"""

from experiments.cli.app import app, main

__all__ = ["app", "main"]
