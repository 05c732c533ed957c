"""Series by date: ``series.csv`` of a scenario or of its territory, read and checked.

A series stands in place of hundreds of events: what held, or by how much it differed, on each day or in each period.
"""
