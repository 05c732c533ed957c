"""Organise: what an organiser asks of a client, and whether he keeps his word."""

from sim.rule import rule
from sim.words import Contract


@rule
def asked(cents: int, led: bool, margin: float) -> int:
    """What a service that costs ``cents`` costs somebody: with the organiser's margin if led by one, whether paid before or by stages; in whole cents."""
    return int((1.0 + margin) * cents) if led else cents


@rule
def keeps_the_money(u: float, contract: int, package: int, share: float) -> bool:
    """Whether an organiser who holds a package paid in advance keeps it and does nothing more, from one uniform draw at every country entered.

    Who pays by stages, or through a third party, has paid for nothing that is still to come.
    """
    return contract == Contract.ADVANCE and package > 0 and u < share
