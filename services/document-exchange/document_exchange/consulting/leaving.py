"""No request lies with somebody who is gone: people whose posts end, units without a head or merged, agencies that another goes on for."""

from collections.abc import Sequence

from sqlalchemy import Select, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import AgencyMerger
from document_exchange.agencies.rules import has_ended, way_of
from document_exchange.consulting.choosing import PEOPLE
from document_exchange.consulting.deadlines import watch
from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.notifications import answerers_of, head_of, tell
from document_exchange.consulting.queries import HEADED, IN_UNIT, NAMED
from document_exchange.consulting.rules import OpinionAct, OpinionState
from document_exchange.consulting.steps import BY_DIRECTORY, By, note
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.directory.keeping import DIRECTORY, still_there
from shared.directory.models import Unit
from shared.directory.queries import find_colleague, names_of

_R = OpinionRequest


async def _locked(session: AsyncSession, query: Select[OpinionRequest]) -> Sequence[OpinionRequest]:
    return (await session.scalars(query.order_by(_R.id).with_for_update())).all()


async def release_opinions(session: AsyncSession, event: PersonRecorded) -> None:
    """Người trả lời không còn ở vị trí: the head of the unit answers, else the leaders; and heads may have changed."""
    held = select(_R).where(_R.person_id == event.person_id, NAMED, _R.state == OpinionState.ASKED)
    for row in await _locked(session, held):
        if not still_there(event, row.agency_code, row.unit_id, *PEOPLE):
            await _release(session, row)
    units = {post.unit_id for post in event.posts if post.unit_id}
    led = select(_R.unit_id).where(_R.head_id == event.person_id, HEADED, _R.state == OpinionState.ASKED)
    for unit_id in sorted(units | set((await session.scalars(led.distinct())).all())):
        await review_unit(session, unit_id)


async def _release(session: AsyncSession, row: OpinionRequest) -> None:
    words = f"{row.holder_name or row.asked_name} không còn ở vị trí; chờ người khác trả lời."
    row.person_id = row.holder_name = ""
    row.unit_id = row.unit_id or row.home_unit
    await _see_head(session, row)
    await note(session, BY_DIRECTORY, row, OpinionAct.RELEASE, words)
    await tell(session, "opinion-back", row, await answerers_of(session, row))


async def _see_head(session: AsyncSession, row: OpinionRequest) -> bool:
    """Whether somebody else stands for the unit now than before, the leaders too; its name says who."""
    if row.person_id or row.is_elsewhere:
        row.lost, row.head_id = False, ""
        return False
    head = await head_of(session, row)
    unit = await session.get(Unit, row.unit_id) if row.unit_id else None
    was = row.head_id, row.lost
    row.head_id, row.lost = head.id if head else "", head is None and row.origin_id is None
    row.holder_name = f"{unit.name} ({head.full_name})" if unit and head else unit.name if unit else ""
    return (row.head_id, row.lost) != was


async def review_unit(session: AsyncSession, unit_id: str) -> None:
    """Who heads the unit now is told of what waits for it; where nobody does, the leaders."""
    waits = select(_R).where(_R.unit_id == unit_id, IN_UNIT, _R.person_id == "", _R.state == OpinionState.ASKED)
    for row in await _locked(session, waits):
        if await _see_head(session, row):
            await tell(session, "opinion-back", row, await answerers_of(session, row))


async def see_holder(session: AsyncSession, row: OpinionRequest) -> None:
    """A new request, or one handed on: with the head of the unit, or the leaders where nobody heads it."""
    await _see_head(session, row)


async def follow_merger(session: AsyncSession, event: UnitRecorded) -> None:
    """What a unit was asked is answered by the unit that it went into; told again nothing is left to move."""
    if event.successor_id:
        for name in ("unit_id", "home_unit"):
            column = getattr(_R, name)
            moved = update(_R).where(column == event.unit_id, _R.agency_code == event.agency_code)
            await session.execute(moved.values({name: event.successor_id}))
    await review_unit(session, event.successor_id or event.unit_id)


_WITH_DRAFT = text(
    """
UPDATE opinion_request r SET agency_code = d.agency_code FROM outgoing_document d
WHERE r.agency_code = :code AND d.id = r.document_id AND d.agency_code <> :code RETURNING r.id
"""
)


async def continue_opinions(session: AsyncSession, mergers: list[AgencyMerger], code: str, most: int) -> int:
    """Of an agency that ended: its drafts' requests go with the drafts, those that it was asked to its successor."""
    with_draft = list((await session.scalars(_WITH_DRAFT, {"code": code})).all())
    ids = with_draft
    if has_ended(mergers, code):
        heir = way_of(mergers, code, "")[-1].heir("")
        came = select(_R.id).where(_R.agency_code == code, _R.origin_id.is_not(None)).order_by(_R.id).limit(most)
        moved = list((await session.scalars(came.with_for_update())).all())
        await session.execute(update(_R).where(_R.id.in_(moved)).values(agency_code=heir))
        ids = [*with_draft, *moved]
    if ids:
        reason = way_of(mergers, code, "")
        words = reason[0].reason if reason else ""
        await session.flush()
        for row in await _locked(session, select(_R).where(_R.id.in_(ids), _R.state == OpinionState.ASKED)):
            await session.refresh(row)
            await _go_on(session, row, words)
    return len(ids)


async def _go_on(session: AsyncSession, row: OpinionRequest, words: str) -> None:
    """Who was named answers where he works there now; else whoever has the unit, or the agency's office."""
    if row.person_id and await find_colleague(session, row.agency_code, row.person_id, *PEOPLE) is None:
        row.person_id = ""
    place = await session.get(Unit, row.unit_id or row.home_unit, populate_existing=True)
    row.unit_id = place.id if place is not None and place.agency_code == row.agency_code and not row.person_id else ""
    await _see_head(session, row)
    name = (await names_of(session, [row.agency_code])).get(row.agency_code, row.agency_code)
    by = By(DIRECTORY, actor="event:agency-merged")
    await note(session, by, row, OpinionAct.CONTINUE, f"{words} {name} trả lời tiếp.".strip())
    await watch(session, row)
    await tell(session, "opinion-back", row, await answerers_of(session, row))


def left_at(ended: Select[str]) -> Select[str]:
    """Agencies that ended and were asked something that came late."""
    return select(_R.agency_code).where(_R.agency_code.in_(ended), _R.origin_id.is_not(None))
