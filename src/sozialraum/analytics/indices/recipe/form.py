"""What every piece of a recipe is made of: frozen, strict, and stable in what it is hashed as."""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from sozialraum.errors import SozialraumError

Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Columns = Annotated[tuple[str, ...], Field(min_length=1)]


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


Finite = Annotated[float, BeforeValidator(_finite)]


class RecipeError(SozialraumError):
    """A recipe that cannot be read or contradicts itself."""


class Piece(BaseModel):
    """A frozen piece of a recipe that refuses fields it does not know.

    `LATER` names the fields that the first recipes did not have. They are written only where they say something
    else than their default, so that a recipe stored before keeps its text and its fingerprint.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    LATER: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _written(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        for name in self.LATER:
            if getattr(self, name) == type(self).model_fields[name].get_default(call_default_factory=True):
                written.pop(name, None)
        return written
