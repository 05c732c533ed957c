"""A smuggler as a Mesa agent: a handle on one record, which holds nothing itself."""

import mesa

from sim.basis.money import CENTS_A_DOLLAR
from sim.basis.rows import Row


class Smuggler(mesa.Agent):
    """Has groups led over one directed border; adapts fee, guides and crossing to what is asked for, sold and lost.

    The moves over the border that a guide can lead are the repertoire. Fees and crossings are reviewed for all smugglers at once, once a week
    (:mod:`sim.smugglers.review`).

    Parameters
    ----------
    model
        The model that the agent is registered with; the agent reads nothing of it.
    name
        As in the table ``smugglers``.
    record
        The record (:data:`sim.smugglers.record.SMUGGLER`) that the agent stands for.
    border
        The directed border worked, such as ``AAA-BBB``.
    moves
        Names of all moves.
    """

    role = "smuggler"

    def __init__(self, model: mesa.Model, name: str, record: Row, border: str, moves: tuple[str, ...]) -> None:
        """Take the record up."""
        super().__init__(model)
        self.name = name
        self.record = record
        self.border = border
        self._moves = moves

    def __repr__(self) -> str:
        """For example ``<Smuggler AAA-BBB 2: 1.2 guides, asks 150 USD>``."""
        return f"<Smuggler {self.name}: {self.guides:.1f} guides, asks {self.fee_usd:,.0f} USD>"

    @property
    def move(self) -> str:
        """The move worked now."""
        return str(self._moves[self.record["move"]])

    @property
    def guides(self) -> float:
        """Guides at work, in parts of one."""
        return float(self.record["guides"])

    @property
    def fee_usd(self) -> float:
        """Present fee in dollars a person."""
        return float(self.record["fee"]) / CENTS_A_DOLLAR

    @property
    def purse_usd(self) -> float:
        """Money earned so far, in dollars; below zero after losses."""
        return float(self.record["purse"]) / CENTS_A_DOLLAR

    @property
    def seats(self) -> int:
        """Seats offered so far this week."""
        return int(self.record["offered"])

    @property
    def sold(self) -> int:
        """Seats sold so far this week."""
        return int(self.record["sold"])
