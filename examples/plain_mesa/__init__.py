"""The model as an ordinary Mesa model: one agent a migrant, one a smuggler, one a border guard. See README.md."""

from examples.plain_mesa.model import PlainModel

__all__ = ["PlainModel"]
