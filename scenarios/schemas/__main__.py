"""Write the schemas again: ``python -m scenarios.schemas``."""

from scenarios.schemas import path_of, schemas, text_of

for name, schema in schemas().items():
    path_of(name).write_text(text_of(schema), encoding="utf-8")
