"""Organise: what an organiser asks of a client, and whether he keeps his word."""

from sim.basis.rule import rule
from sim.basis.words import Contract


@rule
def asked(cents: int, led: bool, margin: float) -> int:
    """What a service that costs ``cents`` costs somebody: with the organiser's margin if led by one, whether paid before or by stages; in whole cents."""
    return int((1.0 + margin) * cents) if led else cents


@rule
def package_price(whole: int, funds: int, contract: int) -> int:
    """What is paid before departure, of a way that takes ``whole`` cents with the margin.

    In advance all of it, or all that one has; to a third party all of it or nothing, because the third party answers for the arrival; nothing by stages.
    """
    if contract == Contract.ADVANCE:
        return min(whole, funds)
    return whole if contract == Contract.ESCROW and whole <= funds else 0


@rule
def must_deliver(at_hub: bool, has_hub: bool, leaves_home: bool) -> bool:
    """Whether an organiser's own part begins now: where his clients come to his hub or, without one, into the first foreign country."""
    return at_hub or (leaves_home and not has_hub)


@rule
def keeps_the_money(u: float, contract: int, package: int, share: float) -> bool:
    """Whether an organiser who holds a package paid in advance keeps it and does nothing more, from one uniform draw a trip.

    Who pays by stages, or through a third party, has paid for nothing that is still to come.
    """
    return contract == Contract.ADVANCE and package > 0 and u < share
