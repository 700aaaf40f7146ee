"""What the pages about outgoing documents offer: receivers by tier, other signers and drafters, and who has left."""

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import DRAFTERS, led_by, list_addressees
from document_exchange.documents.rules import STEPS, Step
from document_exchange.receivers.queries import list_groups, list_inside, list_outside, list_papers
from document_exchange.receivers.rules import CIRCULATIONS, OUTSIDE_WAYS, PAPER_WAYS, PAPERS
from document_exchange.texts import TIER_LABELS
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.directory.models import Agency
from shared.directory.queries import Colleague, list_agencies, list_colleagues, list_units, names_of
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


async def inside_choices(session: AsyncSession, agency_code: str) -> dict[str, Any]:
    """Đơn vị, người của cơ quan and its groups of receivers, to be chosen from."""
    units = await list_units(session, agency_code, clock.local_now().date())
    people = await list_colleagues(session, agency_code, *DRAFTERS)
    groups = await list_groups(session, agency_code)
    return {
        "own_units": [(f"unit:{unit.id}", unit.name) for unit in units],
        "own_people": [(f"person:{person.id}", f"{person.full_name} – {person.title}") for person in people],
        "own_groups": [(str(group.id), f"{group.name} ({len(group.addressees)})") for group in groups],
    }


async def others_of(
    session: AsyncSession, who: Identity, document: OutgoingDocument, allowed: Collection[str]
) -> dict[str, Any]:
    """Receivers besides the agencies of the platform, and who else inside may get it."""
    inside = await list_inside(session, document.id)
    have = {one.whose for one in inside}
    found = await inside_choices(session, who.agency_code) if Step.CIRCULATE in allowed else {}
    left = {name: [one for one in found.get(name, []) if one[0] not in have] for name in ("own_units", "own_people")}
    return {
        "inside": inside,
        "outside": await list_outside(session, document.id),
        "papers": await list_papers(session, document.id),
        "paper_copies": PAPERS,
        "more": left,
        "today": clock.local_now().date(),
        "outside_ways": OUTSIDE_WAYS,
        "paper_ways": PAPER_WAYS,
        "circulations": CIRCULATIONS,
    }


async def receivers_of(session: AsyncSession, document: OutgoingDocument) -> dict[str, Any]:
    """For changing the receivers of a document that was signed: who is chosen, and who takes documents no more."""
    chosen = await list_addressees(session, document.id)
    agencies = await list_agencies(session, clock.local_now().date(), besides=document.agency_code)
    closed = [code for code in chosen if code not in {agency.code for agency in agencies}]
    names = await names_of(session, closed) if closed else {}
    shown = grouped(agencies, chosen)
    values = {"addressees": chosen, "paper": document.paper, **await others_typed(session, document.id)}
    found = await inside_choices(session, document.agency_code)
    return {"values": values, "closed_names": [names.get(code, code) for code in closed], **shown, **found}


async def others_typed(session: AsyncSession, document_id: UUID) -> dict[str, Any]:
    """Receivers besides agencies, as the form holds them."""
    outside = [f"{one.name}; {one.organ_code}".removesuffix("; ") for one in await list_outside(session, document_id)]
    return {"inside": [one.whose for one in await list_inside(session, document_id)], "outside": "\n".join(outside)}


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


async def agency_choices(session: AsyncSession) -> dict[str, str]:
    """Agencies of the platform to narrow a list by, also those that ended: what they sent and got is still there."""
    query = select(Agency.code, Agency.name).order_by(Agency.tier.desc(), Agency.sort_key, Agency.code)
    return {"": "Tất cả", **{row.code: row.name for row in await session.execute(query)}}


async def signer_choices(session: AsyncSession, who: Identity, chosen: str) -> dict[str, str]:
    """Names of the agency's leaders, and the one that is chosen, who may have left."""
    leaders = await list_colleagues(session, who.agency_code, Role.LEADER)
    names = dict.fromkeys([*(person.full_name for person in leaders), *([chosen] if chosen else [])])
    return {"": "Tất cả", **{name: name for name in names}}


def _others(people: Sequence[Colleague], present: str) -> list[tuple[str, str]]:
    return [(person.id, f"{person.full_name} – {person.title}") for person in people if person.id != present]
