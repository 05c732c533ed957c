"""The basis: words, clock, keyed draws, typed rows and the decorator of rules. Imports nothing of the project."""
