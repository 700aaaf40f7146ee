"""The base of all events and the CloudEvents 1.0 envelope they travel in."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict

_REGISTRY: dict[str, type["Event"]] = {}


class EventType(BaseModel):
    """`one-stop.dossier-received.v1` taken apart."""

    model_config = ConfigDict(frozen=True)

    publisher: str
    name: str
    version: int


class Event(BaseModel):
    """Sự kiện liên thông. A subclass sets `type`, `summary` and `kind` and names the field that identifies its subject."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    summary: ClassVar[str]
    """What it says, in Vietnamese, as people read it at `/api`."""
    kind: ClassVar[str]
    """Kind of subject, e.g. `dossier`: the unit of subscription and of order."""
    subject_field: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if "type" in cls.__dict__:
            unsaid = [name for name in ("summary", "kind", "subject_field") if not hasattr(cls, name)]
            if unsaid:  # the catalogue at `/api` describes each event there is: one half said would end it for all
                raise TypeError(f"{cls.__name__} says no {', '.join(unsaid)}.")
            _REGISTRY[cls.type] = cls

    @classmethod
    def publisher(cls) -> str:
        return cls.type.split(".", 1)[0]

    @property
    def subject(self) -> str:
        """`dossier/0197...`: events of one subject take effect in the order in which they were made."""
        return f"{self.kind}/{getattr(self, self.subject_field)}"


class Envelope(BaseModel):
    """A CloudEvents 1.0 envelope in JSON, with `sequence` counting 1, 2, 3 ... per subject."""

    model_config = ConfigDict(frozen=True)

    specversion: str = "1.0"
    id: UUID
    type: str
    source: str
    subject: str
    time: datetime
    sequence: int
    traceparent: str = ""
    data: dict[str, object]

    @property
    def publisher(self) -> str:
        """Whose type of event it is, whatever `source` says."""
        return self.type.split(".", 1)[0]

    @classmethod
    def read(cls, body: bytes) -> "Envelope":
        """Raise ValueError (pydantic's included) when `body` is no envelope."""
        return cls.model_validate(orjson.loads(body))

    def event(self) -> Event | None:
        """The typed event, or None for a type this release does not know yet."""
        known = _REGISTRY.get(self.type)
        return known.model_validate(self.data) if known else None


def registered() -> dict[str, type[Event]]:
    """The events whose modules were imported so far."""
    return dict(_REGISTRY)
