"""Money: whole cents inside the model, dollars for whoever reads it."""

CENTS_A_DOLLAR = 100
