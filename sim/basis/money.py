"""Money: whole cents inside the model, dollars for whoever reads it."""

CENTS_A_DOLLAR = 100
BEYOND_ALL_MEANS = 1 << 60
"""More cents than anybody holds, which still add up within 64 bits: the cost of what cannot be had."""
