"""Số của sổ văn bản đi for results of the one-stop, kept before they are signed (NĐ 30/2020 Điều 15).

The one-stop asks as a result is laid before its leader, prints what is kept for it, and asks for the entry as he signs (`results`), or
gives the number up with the reason.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.results import find_numbered
from document_exchange.registers.actions import Allocated, give_up_reserved, reserve_number
from document_exchange.registers.books import take_turns
from document_exchange.registers.models import ResultNumber
from document_exchange.registers.rules import make_notation, make_reference
from shared.contracts.document_exchange import ResultNumberReserved
from shared.contracts.one_stop_results import ResultNumberAsked, ResultNumberGivenUp
from shared.core import clock
from shared.core.errors import Conflict
from shared.directory.models import Agency
from shared.directory.queries import get_agency, list_successors
from shared.messaging.outbox import tell
from shared.standards.agency_code import organ_abbreviation
from shared.standards.document_types import DocumentType, of_result
from shared.storage import evidence

_ASKED, _GIVEN_UP = "event:result-number-asked", "event:result-number-given-up"


async def reserve_for_result(session: AsyncSession, event: ResultNumberAsked) -> None:
    """Giữ số cho kết quả chờ ký, or say why none can be: nothing is kept then."""
    kept, agency = await session.get(ResultNumber, UUID(event.request_id)), await _keeper(session, event.agency_code)
    type_of, refused = of_result(event.type_code), ""
    if kept is None and type_of is not None:
        kept, refused = await _reserve(session, event, agency, type_of)
    elif kept is None:
        refused = f"Sổ văn bản đi không có loại văn bản “{event.type_code}”."
    answer = ResultNumberReserved(
        request_id=event.request_id,
        agency_code=kept.agency_code if kept else agency.code,
        year=event.year,
        reference=kept.reference if kept else "",
        refused=refused,
        answered_at=clock.now(),
    )
    await tell(session, answer)
    kind = "result-number-reserved" if kept else "result-number-refused"
    await evidence.record(session, kind, f"result/{event.request_id}", _ASKED, reference=answer.reference, why=refused)


async def give_up_number(session: AsyncSession, event: ResultNumberGivenUp) -> None:
    """Bỏ số đã giữ with its reason. Nothing where none was kept, or where it was given up or borne already."""
    kept = await session.get(ResultNumber, UUID(event.request_id))
    if kept is None:
        return
    await take_turns(session, kept.agency_code, kept.year)
    try:
        await give_up_reserved(session, kept, kept.agency_code, event.reason)
    except Conflict:
        return
    about = f"result/{event.request_id}"
    await evidence.record(session, "result-number-given-up", about, _GIVEN_UP, reference=kept.reference)


async def _keeper(session: AsyncSession, agency_code: str) -> Agency:
    """The agency in whose book it counts: where the one asked has ended, the one that does its work today."""
    today = clock.local_now().date()
    agency = await get_agency(session, agency_code)
    for code in [] if agency.is_valid_on(today) else await list_successors(session, agency_code):
        heir = await get_agency(session, code)
        if heir.is_valid_on(today):
            return heir
    return agency


async def _reserve(
    session: AsyncSession, event: ResultNumberAsked, agency: Agency, type_of: DocumentType
) -> tuple[ResultNumber | None, str]:
    await take_turns(session, agency.code, event.year)
    kept = ResultNumber(request_id=UUID(event.request_id), agency_code=agency.code, type_code=type_of.key)
    words = f"{event.title} – {event.procedure_name} (hồ sơ {event.dossier_code})"
    notation = make_notation(type_of.abbreviation, organ_abbreviation(agency.short_name), "")
    try:
        given, reference = await _free(session, kept, event.year, words, notation)
    except Conflict:
        return None, f"Sổ văn bản đi năm {event.year} của {agency.name} đã khóa."
    except LookupError:
        return None, f"{agency.name} chưa mở sổ cho loại văn bản “{type_of.name}”."
    kept.series_id, kept.series_code = given.series_id, given.series_code
    kept.year, kept.number, kept.reference = given.year, given.number, reference
    session.add(kept)
    await session.flush()
    return kept, ""


async def _free(
    session: AsyncSession, kept: ResultNumber, year: int, words: str, notation: str
) -> tuple[Allocated, str]:
    """The next number that no line of the year bears. One that was typed before its book was kept here is void, and says who bears it."""
    while True:
        given = await reserve_number(session, kept.agency_code, kept.type_code, year, kept.holder, words)
        reference = make_reference(given.number, notation)
        bearer = await find_numbered(session, kept.agency_code, given.year, reference)
        if bearer is None:
            return given, reference
        await give_up_reserved(session, given, kept.agency_code, f"{bearer.type_name} đã mang số {bearer.reference}.")
