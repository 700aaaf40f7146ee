"""Outgoing documents that a person may see; every query about them starts at `visible_to`."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, join, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from document_exchange.belonging import signature_warnings
from document_exchange.documents.models import Addressee, DocumentFile, DocumentStep, OutgoingDocument
from document_exchange.documents.reviewers import reviewed_by, waits_for_review_of
from document_exchange.documents.rules import (
    FOR_CLERK,
    LEFT_HERE,
    LINES,
    MAY_REASSIGN,
    MAY_VIEW_OUTGOING,
    STEPS,
    UNSIGNED,
    WITHDRAWN,
    DocumentStatus,
    Step,
)
from document_exchange.incoming.models import PacketCheck
from document_exchange.incoming.rules import Answer
from document_exchange.receivers.models import InsideReceiver
from document_exchange.receivers.rules import Circulation
from shared.access.identity import Identity
from shared.access.rights import Reach, Role, reach, unit_led
from shared.core.errors import Conflict, NotFound
from shared.directory.queries import has_left
from shared.work.keyset import counted_once

DRAFTERS = (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK)
"""Posts that may hold a draft."""


def has_nobody() -> ColumnElement[bool]:
    """Drafts whose drafter has left, and submitted ones whose leader has: somebody else must take them over."""
    agency = OutgoingDocument.agency_code.expression
    return and_(
        OutgoingDocument.status.in_(UNSIGNED),
        or_(
            has_left(OutgoingDocument.drafter_id.expression, agency, *DRAFTERS),
            and_(
                OutgoingDocument.status.in_(STEPS.sources(Step.SIGN)),
                has_left(OutgoingDocument.leader_id.expression, agency, Role.LEADER),
            ),
        ),
    )


class Way(NamedTuple):
    """Lối đến văn bản."""

    rows: Select[OutgoingDocument]
    former: bool
    """They are of an agency whose work this one goes on with: they stand in the words' index under that one's code."""


def visible_to(who: Identity) -> Select[OutgoingDocument]:
    """A drafter sees his own, a head the unit's, a leader what was submitted, the clerk what was signed; nobody sees another agency's.

    What lost its people is seen by leaders and clerks, who give it to somebody else; whoever was asked to look at it sees it.
    """
    return of_agency(who).where(or_(*_reasons(who), reviewed_by(who)))


def readable_to(who: Identity) -> Select[OutgoingDocument]:
    """Besides what is his to see with its drafts and opinions: what the agency issued, which every officer of it may read unless it goes
    round among those named alone.
    """
    return of_agency(who).where(or_(*_reasons(who), reviewed_by(who), *_issued_reasons(who)))


def sent_inside(who: Identity) -> Select[UUID]:
    """Ids of what was sent to this person or to his unit."""
    mine = [f"person:{who.desk}", *([f"unit:{who.unit}"] if who.unit else [])]
    return select(InsideReceiver.document_id).where(
        InsideReceiver.whose.in_(mine), text("inside_receiver.sent_at IS NOT NULL")
    )


def issued_here() -> ColumnElement[bool]:
    """Văn bản đã phát hành that colleagues may read."""
    return and_(OutgoingDocument.status.in_(LEFT_HERE), OutgoingDocument.circulation != Circulation.NAMED)


def _issued_reasons(who: Identity) -> list[ColumnElement[bool]]:
    return [issued_here(), OutgoingDocument.id.in_(sent_inside(who))] if who.kind == "officer" else []


def ways_to_issued(who: Identity) -> list[Way]:
    """What the agency issued and the caller may read: for him who looks for it, not for what he has to do."""
    if who.kind != "officer" or reach(who, MAY_VIEW_OUTGOING) >= Reach.AGENCY:
        return ways_to(who)
    own, former = _held_at(who.agency_code)
    return [Way(select(OutgoingDocument).where(held, issued_here()), held is former) for held in (own, former)]


def ways_to_read(who: Identity) -> list[Way]:
    """All that the caller may open: what he has part in, what the agency issued, what was sent to him or his unit."""
    ways = ways_to(who)
    if who.kind != "officer" or reach(who, MAY_VIEW_OUTGOING) >= Reach.AGENCY:
        return ways
    sent = OutgoingDocument.id.in_(sent_inside(who))
    own, former = _held_at(who.agency_code)
    inside = [Way(select(OutgoingDocument).where(held, sent), held is former) for held in (own, former)]
    return [*ways, *ways_to_issued(who), *inside]


def ways_to(who: Identity, unit_alone: str | None = None) -> list[Way]:
    """What `visible_to` shows, each reason by itself where each has an index of its own; more than one may lead to a document.

    `unit_alone`: only what is drafted in that unit; nothing for "".
    """
    reasons = [of_unit(unit_alone)] if unit_alone is not None else _reasons(who)
    if reach(who, MAY_VIEW_OUTGOING) is not Reach.UNIT:
        reasons = [or_(*reasons)]
    own, former = _held_at(who.agency_code)
    return [Way(select(OutgoingDocument).where(held, why), held is former) for held in (own, former) for why in reasons]


def of_agency(who: Identity) -> Select[OutgoingDocument]:
    return select(OutgoingDocument).where(held_at(who.agency_code))


def held_at(agency_code: str) -> ColumnElement[bool]:
    """Its own, and what it goes on with for an agency that ended."""
    return or_(*_held_at(agency_code))


def _held_at(agency_code: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Each by an index of its own."""
    own = and_(OutgoingDocument.agency_code == agency_code, OutgoingDocument.continued_by == "")
    return own, and_(OutgoingDocument.continued_by == agency_code, text("outgoing_document.continued_by <> ''"))


def _reasons(who: Identity) -> list[ColumnElement[bool]]:
    far = reach(who, MAY_VIEW_OUTGOING)
    # Said as a text, so that every plan knows that the index of drafters is meant.
    mine = and_(OutgoingDocument.drafter_id == who.desk, text("outgoing_document.drafter_id <> ''"))
    if far is Reach.UNIT:
        return [mine, of_unit(who.unit)]
    if far < Reach.AGENCY:
        return [mine]
    if who.kind == "system":
        return [OutgoingDocument.status.in_(LEFT_HERE)]
    if Role.LEADER in who.roles:
        return [mine, OutgoingDocument.status != DocumentStatus.DRAFT, has_nobody()]
    return [mine, OutgoingDocument.status.in_(FOR_CLERK), has_nobody()]


def led_by(who: Identity) -> str:
    """The unit whose drafts a head answers for (NĐ 30/2020 Điều 11); empty for who leads none, or gives out the whole agency's."""
    return unit_led(who, MAY_REASSIGN)


def of_unit(unit_id: str) -> ColumnElement[bool]:
    """What is drafted in the unit; nothing for no unit."""
    return and_(OutgoingDocument.unit_id == unit_id, text("outgoing_document.unit_id <> ''"))


async def count_by_status(session: AsyncSession, who: Identity) -> dict[str, int]:
    """What waits, per state, a thousand each at the most; what was sent, withdrawn or is on paper is not counted because it only grows."""
    waiting = [state for state in DocumentStatus if state not in LEFT_HERE | WITHDRAWN | LINES]
    ways = ways_to(who)
    counts = [
        counted_once([way.rows.where(OutgoingDocument.status == status) for way in ways], OutgoingDocument.id)
        for status in waiting
    ]
    found = (await session.execute(select(*counts))).one()
    return {status.value: count for status, count in zip(waiting, found, strict=True) if count}


async def count_for_review(session: AsyncSession, who: Identity) -> int:
    """What waits for the caller's look, a thousand at the most."""
    waiting = of_agency(who).where(waits_for_review_of(who))
    return int(await session.scalar(select(counted_once([waiting], OutgoingDocument.id))) or 0)


async def find_document(
    session: AsyncSession, who: Identity, document_id: UUID, *, lock: bool = False
) -> OutgoingDocument | None:
    """None when it is not there or not this person's to see."""
    query = visible_to(who).where(OutgoingDocument.id == document_id)
    if lock:
        query = query.with_for_update()
    return (await session.scalars(query)).one_or_none()


async def get_document(
    session: AsyncSession, who: Identity, document_id: UUID, *, lock: bool = False
) -> OutgoingDocument:
    """Absent and not visible are the same answer."""
    found = await find_document(session, who, document_id, lock=lock)
    if found is None:
        raise NotFound("not_found")
    return found


async def read_document(session: AsyncSession, who: Identity, document_id: UUID) -> OutgoingDocument:
    """The document as it was issued, for whoever may read it; its drafts and opinions are for `get_document`."""
    found = (await session.scalars(readable_to(who).where(OutgoingDocument.id == document_id))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def open_document(session: AsyncSession, who: Identity, document_id: UUID) -> OutgoingDocument:
    """To hand out a file of it: what was taken back is opened by those alone who had part in it."""
    found = await read_document(session, who, document_id)
    if found.state in WITHDRAWN and await find_document(session, who, document_id) is None:
        raise Conflict("document_taken_back")
    return found


async def find_answer(session: AsyncSession, who: Identity, incoming_id: UUID, document_id: UUID) -> Answer:
    """What an arrival is answered with, if it is in force, and was drawn up in answer to it or is the caller's to see."""
    found = await session.get(OutgoingDocument, document_id)
    drawn_up = found is not None and found.held_by == who.agency_code and found.answers_incoming_id == incoming_id
    if found is not None and not drawn_up:
        found = await find_document(session, who, document_id)
    return Answer(document_id, found.reference if found is not None and found.is_in_force else "")


async def list_answers(session: AsyncSession, agency_code: str, incoming_id: UUID) -> list[tuple[UUID, str, str]]:
    """Id, reference and subject of what the agency drew up in answer and may still stand for it, the newest change first."""
    query = (
        select(OutgoingDocument.id, OutgoingDocument.reference, OutgoingDocument.subject)
        .where(
            held_at(agency_code),
            OutgoingDocument.reference != "",
            OutgoingDocument.status.not_in(WITHDRAWN),
            OutgoingDocument.answers_incoming_id == incoming_id,
        )
        .order_by(OutgoingDocument.updated_at.desc())
        .limit(20)
    )
    return [(row.id, row.reference, row.subject) for row in await session.execute(query)]


async def list_files(session: AsyncSession, document_id: UUID) -> list[DocumentFile]:
    """The main document first."""
    query = select(DocumentFile).where(DocumentFile.document_id == document_id).order_by(DocumentFile.position)
    return list((await session.scalars(query)).all())


async def list_addressees(session: AsyncSession, document_id: UUID) -> list[str]:
    query = select(Addressee.agency_code).where(Addressee.document_id == document_id).order_by(Addressee.agency_code)
    return list((await session.scalars(query)).all())


async def list_steps(
    session: AsyncSession, document_id: UUID, after: int = 0, limit: int | None = None
) -> list[DocumentStep]:
    """The oldest first, from behind `after`."""
    query = (
        select(DocumentStep)
        .where(DocumentStep.document_id == document_id, DocumentStep.id > after)
        .order_by(DocumentStep.id)
        .limit(limit)
    )
    return list((await session.scalars(query)).all())


async def find_file(session: AsyncSession, document_id: UUID, file_id: UUID) -> DocumentFile | None:
    return (
        await session.scalars(
            select(DocumentFile).where(and_(DocumentFile.document_id == document_id, DocumentFile.id == file_id))
        )
    ).one_or_none()


async def sent_warnings(session: AsyncSession, document: OutgoingDocument) -> list[str]:
    """What receivers are warned of about the signatures in the packet, once it was read."""
    check = await session.get(PacketCheck, document.packet_sha256) if document.packet_sha256 else None
    return signature_warnings(check.files, document.agency_code, document.signed_name) if check else []


def ways_inside(who: Identity) -> list[tuple[Select[OutgoingDocument], Any]]:
    """What was sent to this person, and to his unit, each with the row that says so; what came both ways stands with the unit's."""
    mine, units = aliased(InsideReceiver), aliased(InsideReceiver)
    unit = f"unit:{who.unit}" if who.unit else ""
    with_unit = exists().where(units.document_id == mine.document_id, units.whose == unit, units.sent_at.is_not(None))
    to_me = and_(mine.whose == f"person:{who.desk}", ~with_unit) if unit else mine.whose == f"person:{who.desk}"
    ways = [_inside(who, mine, to_me)]
    if unit:
        sent = aliased(InsideReceiver)
        ways.append(_inside(who, sent, sent.whose == unit))
    return ways


def _inside(who: Identity, given: Any, whose: ColumnElement[bool]) -> tuple[Select[OutgoingDocument], Any]:
    held = or_(OutgoingDocument.agency_code == who.agency_code, OutgoingDocument.continued_by == who.agency_code)
    rows = select(OutgoingDocument).select_from(join(OutgoingDocument, given, given.document_id == OutgoingDocument.id))
    return rows.where(held, whose, given.sent_at.is_not(None)), given
