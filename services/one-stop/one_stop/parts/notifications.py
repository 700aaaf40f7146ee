"""What the asking agency's people are told of a part."""

from one_stop.dossiers.models import Dossier
from one_stop.parts.models import DossierPart
from shared.access.rights import Role
from shared.contracts.notification import OfficersNotified
from shared.contracts.one_stop import CounterNotified
from shared.contracts.values import Recipient
from shared.core.formats import code_or_moment, vn_datetime
from shared.notifying.raising import notification


def about_part(kind: str, dossier: Dossier, part: DossierPart) -> OfficersNotified:
    """To who holds the dossier, and to who asked; the leaders where neither is there."""
    facts = {
        "code": code_or_moment(dossier.code, "nộp", dossier.opened_at),
        "agency": part.agency_name,
        "due": vn_datetime(part.due_at),
    }
    people = dict.fromkeys(filter(None, (dossier.holder_id, part.asked_by)))
    to = [Recipient(person_id=person, agency_code=dossier.agency_code) for person in people]
    to = to or [Recipient(agency_code=dossier.agency_code, role=Role.LEADER)]
    return notification(CounterNotified, kind, f"part/{part.id}", to, facts, f"/mot-cua/ho-so/{dossier.id}")
