"""The ledger: double entry in whole cents. Every posting takes from one account what it gives to another."""

from dataclasses import dataclass
from enum import IntEnum

from sim.basis.words import Account


class Purpose(IntEnum):
    """What a posting is for; a column of the books."""

    SAVINGS = 0
    LOAN = 1
    PACKAGE_ADVANCE = 2
    PACKAGE_ESCROW = 3
    ESCROW_RELEASED = 4
    ESCROW_RETURNED = 5
    FEE = 6
    FEE_PACKAGE = 7
    FEE_EMPLOYER = 8
    FARE = 9
    FARE_PACKAGE = 10
    DOCUMENT = 11
    DOCUMENT_PACKAGE = 12
    VISA = 13
    VISA_PACKAGE = 14
    BRIBE = 15
    BRIBE_GUIDE = 16
    EXTORTION = 17
    FINE = 18
    LODGING = 19
    WAGES = 20
    SENT = 21
    REPAYMENT = 22
    REMITTANCE = 23
    INHERITANCE = 24
    RUNNING = 25
    SEIZURE = 26
    CUSTODY = 27
    DEPORTATION = 28
    ASSISTANCE = 29
    PACKAGE_STAGE = 30

    @property
    def word(self) -> str:
        """Spelling in tables."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Sides:
    """Who pays and who is paid."""

    payer: Account
    payee: Account


SIDES: dict[Purpose, Sides] = {
    Purpose.SAVINGS: Sides(Account.SPONSOR, Account.MIGRANT),
    Purpose.LOAN: Sides(Account.LENDER, Account.MIGRANT),
    Purpose.PACKAGE_ADVANCE: Sides(Account.MIGRANT, Account.ORGANISER),
    Purpose.PACKAGE_ESCROW: Sides(Account.MIGRANT, Account.ESCROW),
    Purpose.ESCROW_RELEASED: Sides(Account.ESCROW, Account.ORGANISER),
    Purpose.ESCROW_RETURNED: Sides(Account.ESCROW, Account.SPONSOR),
    Purpose.FEE: Sides(Account.MIGRANT, Account.FACILITATOR),
    Purpose.FEE_PACKAGE: Sides(Account.ORGANISER, Account.FACILITATOR),
    Purpose.FEE_EMPLOYER: Sides(Account.EMPLOYER, Account.FACILITATOR),
    Purpose.FARE: Sides(Account.MIGRANT, Account.CARRIER),
    Purpose.FARE_PACKAGE: Sides(Account.ORGANISER, Account.CARRIER),
    Purpose.DOCUMENT: Sides(Account.MIGRANT, Account.DOCUMENT_SELLER),
    Purpose.DOCUMENT_PACKAGE: Sides(Account.ORGANISER, Account.DOCUMENT_SELLER),
    Purpose.VISA: Sides(Account.MIGRANT, Account.STATE),
    Purpose.VISA_PACKAGE: Sides(Account.ORGANISER, Account.STATE),
    Purpose.BRIBE: Sides(Account.MIGRANT, Account.GUARD),
    Purpose.BRIBE_GUIDE: Sides(Account.FACILITATOR, Account.GUARD),
    Purpose.EXTORTION: Sides(Account.MIGRANT, Account.POLICE),
    Purpose.FINE: Sides(Account.MIGRANT, Account.STATE),
    Purpose.LODGING: Sides(Account.MIGRANT, Account.LODGING),
    Purpose.WAGES: Sides(Account.EMPLOYER, Account.MIGRANT),
    Purpose.SENT: Sides(Account.SPONSOR, Account.MIGRANT),
    Purpose.REPAYMENT: Sides(Account.MIGRANT, Account.LENDER),
    Purpose.REMITTANCE: Sides(Account.MIGRANT, Account.SPONSOR),
    Purpose.INHERITANCE: Sides(Account.MIGRANT, Account.SPONSOR),
    Purpose.RUNNING: Sides(Account.FACILITATOR, Account.OUTSIDE),
    Purpose.SEIZURE: Sides(Account.FACILITATOR, Account.STATE),
    Purpose.CUSTODY: Sides(Account.STATE, Account.OUTSIDE),
    Purpose.DEPORTATION: Sides(Account.STATE, Account.CARRIER),
    Purpose.ASSISTANCE: Sides(Account.AVR_DONOR, Account.CARRIER),
    Purpose.PACKAGE_STAGE: Sides(Account.MIGRANT, Account.ORGANISER),
}
"""Payer and payee of every purpose."""
