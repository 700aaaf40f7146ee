"""What certificates are wanted."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.signing.wanted import Wanted


class Order(BaseModel):
    """Nhu cầu chứng thư số của một lần cập nhật."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: datetime | Literal[""] = ""
    """When a service has written this; an administrator's token says it by itself."""
    wanted: list[Wanted] = Field(max_length=2000)


class Done(BaseModel):
    """Kết quả: holder → code of what could not be done."""

    refused: dict[str, str]
