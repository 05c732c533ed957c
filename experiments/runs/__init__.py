"""Work with the model, of which nothing is printed here: one run and many, compared, fitted, ranked, searched."""
