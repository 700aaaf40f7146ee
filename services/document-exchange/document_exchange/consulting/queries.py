"""Requests for an opinion that a person may see as whoever is asked; the drafter sees them with his draft."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, column, or_, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.models import OpinionRequest, OpinionStep
from document_exchange.consulting.rules import HEADS, OFFICE, OpinionState
from shared.access.identity import Identity
from shared.access.rights import Role, holds
from shared.core.errors import Conflict, NotFound
from shared.work.keyset import counted_once

_R = OpinionRequest
# Said as a text, so that every plan knows which partial index is meant.
CAME = text("opinion_request.origin_id IS NOT NULL")
LOST = text("opinion_request.lost")
NAMED = text("opinion_request.person_id <> ''")
IN_UNIT = text("opinion_request.unit_id <> ''")
HEADED = text("opinion_request.head_id <> '' AND opinion_request.state = 'asked'")
_DRAFTS = table("outgoing_document", column("id"), column("drafter_id"), column("agency_code"))
"""What is asked about; the feature of documents stands above this one."""


def led_by(who: Identity) -> str:
    """The unit that he heads."""
    return who.unit if who.leads_unit and holds(who, HEADS) else ""


def is_office(who: Identity) -> bool:
    """Lãnh đạo, văn thư: they see what other agencies ask."""
    return holds(who, OFFICE) and bool(who.roles & {Role.LEADER.value, Role.RECORDS_CLERK.value})


def reasons(who: Identity, scope: str = "") -> list[ColumnElement[bool]]:
    """Why he sees what is asked, each by an index of its own."""
    found: list[ColumnElement[bool]] = []
    if scope != "came":
        found.append(and_(_R.person_id == who.desk, NAMED))
        if led := led_by(who):
            found.append(and_(_R.unit_id == led, IN_UNIT))
        if scope != "mine" and Role.LEADER in who.roles and is_office(who):
            found.append(and_(_R.lost, LOST))
    if scope != "mine" and is_office(who):
        found.append(and_(_R.origin_id.is_not(None), CAME))
    return found


def of_agency(who: Identity) -> Select[OpinionRequest]:
    return select(_R).where(_R.agency_code == who.agency_code)


def asked_of(who: Identity) -> Select[OpinionRequest]:
    """What he is asked, or answers for."""
    return of_agency(who).where(or_(*reasons(who)))


async def get_request(session: AsyncSession, who: Identity, request_id: UUID, *, lock: bool = False) -> OpinionRequest:
    """As whoever is asked; absent and not visible are the same answer."""
    query = asked_of(who).where(_R.id == request_id).execution_options(populate_existing=True)
    found = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_of_document(session: AsyncSession, document_id: UUID, *, lock: bool = False) -> Sequence[OpinionRequest]:
    """In the order in which they were asked."""
    query = select(_R).where(_R.document_id == document_id).order_by(_R.asked_at, _R.id)
    if lock:
        query = query.order_by(None).order_by(_R.id).with_for_update()
    return (await session.scalars(query, execution_options={"populate_existing": True})).all()


async def get_of_document(session: AsyncSession, document_id: UUID, request_id: UUID) -> OpinionRequest:
    """Locked, for whoever has the draft."""
    query = select(_R).where(_R.document_id == document_id, _R.id == request_id).with_for_update()
    found = (await session.scalars(query, execution_options={"populate_existing": True})).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_steps(session: AsyncSession, request_id: UUID) -> Sequence[OpinionStep]:
    """The oldest first."""
    query = select(OpinionStep).where(OpinionStep.request_id == request_id).order_by(OpinionStep.id)
    return (await session.scalars(query)).all()


async def find_file(session: AsyncSession, row: OpinionRequest, sha256: str) -> dict[str, Any]:
    """Of the version that is asked about until it is taken back, or of an answer, a former one too; no other file of the draft."""
    if row.taken_back and any(file["sha256"] == sha256 for file in row.files):
        raise Conflict("opinion_draft_taken_back")
    said = [file for step in await list_steps(session, row.id) for file in step.files]
    for file in [*row.files, *row.answer_files, *said]:
        if file["sha256"] == sha256:
            return dict(file)
    raise NotFound("not_found")


async def drafter_of(session: AsyncSession, document_id: UUID) -> tuple[str, str]:
    """Who has the draft now, and at which agency; nobody's name where it waits for another."""
    query = select(_DRAFTS.c.drafter_id, _DRAFTS.c.agency_code).where(_DRAFTS.c.id == document_id)
    row = (await session.execute(query)).first()
    return (row[0], row[1]) if row else ("", "")


async def count_waiting(session: AsyncSession, who: Identity) -> int:
    """What waits for his opinion, a thousand at the most."""
    waits: list[Any] = [of_agency(who).where(why, _R.state == OpinionState.ASKED) for why in reasons(who)]
    return int(await session.scalar(select(counted_once(waits, _R.id))) or 0) if waits else 0
