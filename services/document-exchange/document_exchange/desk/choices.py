"""What the pages about outgoing documents offer: receivers by tier, other signers and drafters, and who has left."""

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import DRAFTERS, led_by, list_addressees
from document_exchange.documents.rules import STEPS, Step
from document_exchange.texts import TIER_LABELS
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.directory.models import Agency
from shared.directory.queries import Colleague, list_agencies, list_colleagues, names_of
from shared.standards.vietnamese import fold


def matching(agencies: Sequence[Agency], words: str, ticked: Collection[str]) -> list[Agency]:
    """Agencies with every word in name, short name or code; what is ticked stays in sight."""
    wanted = fold(words).split()
    return [
        agency
        for agency in agencies
        if agency.code in ticked
        or all(word in fold(f"{agency.name} {agency.short_name} {agency.code}") for word in wanted)
    ]


def grouped(agencies: Sequence[Agency], ticked: Collection[str]) -> dict[str, Any]:
    """Nơi nhận theo khối."""
    groups: list[dict[str, Any]] = [
        {
            "tier": tier,
            "label": TIER_LABELS.get(tier, tier),
            "agencies": [(agency.code, agency.name) for agency in members],
            "ticked": sum(agency.code in ticked for agency in members),
        }
        for tier, members in ((tier, list(found)) for tier, found in groupby(agencies, lambda agency: agency.tier))
    ]
    whole = [(group["tier"], f"{group['label']} ({len(group['agencies'])})") for group in groups]
    return {"groups": groups, "whole_tiers": whole, "agency_amount": len(agencies)}


async def receivers_of(session: AsyncSession, document: OutgoingDocument) -> dict[str, Any]:
    """For changing the receivers of a document that was signed: who is chosen, and who takes documents no more."""
    chosen = await list_addressees(session, document.id)
    agencies = await list_agencies(session, clock.local_now().date(), besides=document.agency_code)
    closed = [code for code in chosen if code not in {agency.code for agency in agencies}]
    names = await names_of(session, closed) if closed else {}
    shown = grouped(agencies, chosen)
    return {"chosen": chosen, "closed_names": [names.get(code, code) for code in closed], **shown}


async def people_of(session: AsyncSession, who: Identity, document: OutgoingDocument) -> dict[str, Any]:
    """Who has left before the document was signed, and to whom this person may give it."""
    if document.state not in STEPS.sources(Step.REASSIGN):
        return {}
    leaders = await list_colleagues(session, document.agency_code, Role.LEADER)
    drafters = await list_colleagues(session, document.agency_code, *DRAFTERS)
    leader_left = bool(document.leader_id) and all(person.id != document.leader_id for person in leaders)
    drafter_left = all(person.id != document.drafter_id for person in drafters)
    inside = led_by(who)
    leads, clerk = Role.LEADER in who.roles, Role.RECORDS_CLERK in who.roles
    other_leader = (leader_left and (leads or clerk)) or (leads and document.leader_id == who.desk)
    other_drafter = leads or inside or (drafter_left and clerk)
    if inside:
        drafters = [person for person in drafters if person.unit_id == inside] if inside == document.unit_id else []
    return {
        "leader_left": leader_left,
        "drafter_left": drafter_left,
        "other_leaders": _others(leaders, document.leader_id) if other_leader else [],
        "other_drafters": _others(drafters, document.drafter_id) if other_drafter else [],
    }


def _others(people: Sequence[Colleague], present: str) -> list[tuple[str, str]]:
    return [(person.id, f"{person.full_name} – {person.title}") for person in people if person.id != present]
