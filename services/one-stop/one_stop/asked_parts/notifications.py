"""What the asked agency's people are told: the dossier's code, who asks, until when; never whose it is nor what is asked."""

from collections.abc import Iterable

from one_stop.asked_parts.models import AskedPart
from shared.access.rights import Role
from shared.contracts.notification import OfficersNotified
from shared.contracts.one_stop import CounterNotified
from shared.contracts.values import Recipient
from shared.core.formats import vn_datetime
from shared.notifying.raising import notification


def about_asked(kind: str, part: AskedPart, to: Iterable[Recipient]) -> OfficersNotified:
    facts = {"code": part.dossier_code, "agency": part.from_agency_name, "due": vn_datetime(part.due_at)}
    return notification(CounterNotified, kind, f"part/{part.id}", to, facts, f"/mot-cua/phan-viec/{part.id}")


def desk_of(part: AskedPart) -> list[Recipient]:
    """Who takes it in: the counter and the leaders."""
    return [Recipient(agency_code=part.agency_code, role=role) for role in (Role.COUNTER_OFFICER, Role.LEADER)]


def leaders_of(part: AskedPart) -> list[Recipient]:
    return [Recipient(agency_code=part.agency_code, role=Role.LEADER)]


def held_by(part: AskedPart) -> list[Recipient]:
    """Who has it; as long as nobody took it, who gives it out."""
    if part.holder_id:
        return [Recipient(person_id=part.holder_id, agency_code=part.agency_code)]
    return desk_of(part)
