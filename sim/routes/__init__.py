"""Routes: what ways cost. Beliefs, what a community expects of every move, what moves cost each class, and the least costs of the way on from every place.

They may read conditions, fees and what was heard; they write tables, and never see a person.
"""
