"""What must hold of journeys and of the trade, measured: ``python -m experiments.studies.journeys``; one measure a file."""
