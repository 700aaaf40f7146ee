"""Messages as programs send and read them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from online_services.exchanges.models import DossierMessage
from shared.contracts.values import FileReference
from shared.core.fields import Paragraphs


class NewMessage(BaseModel):
    """Lời gửi cơ quan."""

    model_config = ConfigDict(extra="forbid")

    text: Paragraphs = ""
    file_ids: list[UUID] = Field(default_factory=list, max_length=100)
    """Files that were uploaded before."""


class MessageOut(BaseModel):
    """Lời trao đổi trên hồ sơ."""

    id: UUID
    from_owner: bool
    wants_answer: bool
    text: str
    files: list[FileReference]
    at: datetime
    by: str

    @classmethod
    def of(cls, message: DossierMessage) -> "MessageOut":
        names = cls.model_fields.keys() - {"files"}
        return cls(**{name: getattr(message, name) for name in names}, files=message.attached)


class Messages(BaseModel):
    """Trao đổi trên một hồ sơ, the oldest first."""

    items: list[MessageOut]
