"""JSON Schemas of the TOML files that people write, for editors and other programs: generated from the forms, kept beside this file.

``python -m scenarios.schemas`` writes them again. Raise :data:`VERSION` when a file that was valid before is so no longer.
A schema sees one file alone; whether names, units and shares agree with the other files is what ``routesim check`` finds.
"""

from scenarios.schemas.generate import VERSION, path_of, schemas, text_of

__all__ = ["VERSION", "path_of", "schemas", "text_of"]
