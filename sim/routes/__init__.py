"""Routes: how a way is chosen. Beliefs, what a community expects of every move, what moves cost each class, and value tables of all ways.

They may read conditions, fees and what was heard; they write tables, and never see a person.
"""
