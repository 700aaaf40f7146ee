"""What is asked, and what is given back."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Asked(BaseModel):
    """Yêu cầu ký: a SHA-256 digest, never the document."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    holder: str = Field(max_length=100)
    """`officer:<id>`, `officer:<id>_<agency code>` or `seal:<agency code>`."""
    serial: str = Field(pattern=r"^[0-9a-f]{1,40}$")
    """Of the certificate for which the file was prepared."""
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    matter: str = Field(pattern=r"^[a-z][a-z-]{0,30}/[0-9A-Za-z.-]{1,80}$")
    """What it is for: `document/<id>`, `dossier/<id>`."""


class SealAsked(Asked):
    """Yêu cầu ký số của cơ quan trên giấy tờ của một hồ sơ."""

    matter: str = Field(pattern=r"^(dossier|part|paper-result)/[0-9A-Za-z.-]{1,80}$")
    at: datetime | Literal[""] = ""
    """When a service has written this; a person's token says it by itself."""


class Given(BaseModel):
    """Chữ ký: CMS SignedData with certificates and time-stamp, DER in hexadecimal."""

    signature: str
