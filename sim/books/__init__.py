"""Books: the ledger of money in double entry, the tally of what happens, and the tables of results."""
