"""Chứng thư số theo vị trí công tác: what a holder should have, as whoever knows the posts says it."""

from pydantic import BaseModel, ConfigDict, Field


class Wanted(BaseModel):
    """Nhu cầu chứng thư số: a name, a title and an agency; no agency: none any more."""

    model_config = ConfigDict(frozen=True)

    holder: str = Field(max_length=100)
    name: str = Field("", max_length=1000)
    title: str = Field("", max_length=1000)
    agency_name: str = Field("", max_length=1000)
    anew: str = Field("", pattern="^(|keyCompromise|superseded|affiliationChanged)$")
    """Why another one is made though one is in force, a word of RFC 5280."""
