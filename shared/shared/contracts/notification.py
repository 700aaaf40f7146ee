"""What a service tells the owner of officers' accounts to let them know; each publisher has its own class of it."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import Recipient


class OfficersNotified(Event):
    """Thông báo cho cán bộ, công chức: one for everybody whom the act concerns."""

    kind: ClassVar[str] = "notification"
    subject_field: ClassVar[str] = "about"

    about: str
    """Kind and id of the object, `dossier/0197...`: of one object they come in order."""
    notification: str
    """Its kind, `shared.notifying.kinds`."""
    to: tuple[Recipient, ...]
    facts: dict[str, str]
    """Codes, agencies and moments, as they are shown; never what a person's record says."""
    link: str
    """Path on this site."""
    raised_at: datetime
