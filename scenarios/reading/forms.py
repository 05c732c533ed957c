"""What the forms of TOML files have in common. Keys that a form does not name are findings."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class Form(BaseModel):
    """The shape of a TOML file or table; ``RENAMED`` gives keys that were called otherwise before, with their names of today."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
    RENAMED: ClassVar[Mapping[str, str]] = {}


def says(text: str, unit: str = "") -> Any:
    """What a key means, and its unit, for schemas and documents."""
    return Field(description=text, json_schema_extra={"unit": unit} if unit else None)
