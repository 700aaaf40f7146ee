"""Số lấy ở sổ văn bản đi: asked as a result is laid before its leader, kept there for it, given up where it is not signed with it.

By events there and back: `result-number-asked`, `result-number-reserved`, and `result-number-given-up` with the reason. Which book a
procedure's results are numbered in stands in the catalogue (`procedures.results`); where none does, the one-stop's own series gives the
number as it is signed.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.hand_on import issuer_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import IN_WORK, WAITING
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import get_version
from one_stop.procedures.results import book_of
from one_stop.procedures.rules import drafting_step
from one_stop.results.models import DossierResult
from one_stop.results.queries import is_number_taken, lock_results
from one_stop.results.rules import SENTENCES, is_of_series, notation_of, number_key
from shared.contracts.document_exchange import ResultNumberReserved, ResultNumberVoided
from shared.contracts.one_stop_results import ResultNumberAsked, ResultNumberGivenUp
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.identifiers import made_at, new_id
from shared.directory.queries import find_agency, list_successors
from shared.messaging.outbox import tell
from shared.storage import evidence
from shared.work.jobs import Job, every, plan

GIVEN_BACK = "Dự thảo bị trả lại, kết quả không được ký với số này."
ENDED = "Hồ sơ kết thúc, kết quả không được ký."
DROPPED = "Kết quả bị bỏ khỏi hồ sơ trước khi ký."
ANOTHER_BOOK = "Kết quả lấy số ở sổ khác."
ANOTHER_AGENCY = "Kết quả do cơ quan khác ký: lấy số ở sổ của cơ quan ấy."
ANOTHER_YEAR = "Kết quả chưa ký khi hết năm: lấy số của năm mới."
TAKEN = "Một kết quả khác đã mang số này."
_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7213))")
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(minutes=30)
_JOB, _ANSWERED, _VOIDED = "job:result-number", "event:result-number-reserved", "event:result-number-voided"


async def typed_number(session: AsyncSession, dossier: Dossier, number: str, position: int) -> str:
    """The key of a number of another book; Invalid where another result has it, or the series gives such numbers by itself."""
    version = await get_version(session, dossier.procedure_version_id)
    issuer = await issuer_of(
        session, dossier, version.workflow()
    )  # whose series it may not cross, wherever it is drafted
    agency = await find_agency(session, issuer)
    if version.result_book:
        code = "result_number_of_book"
    elif is_of_series(number, notation_of(agency.short_name if agency else "", issuer)):
        code = "result_number_of_series"
    elif key := await free_number(session, dossier, number, position, issuer):
        return key
    else:
        code = "result_number_taken"
    raise Invalid(code, fields=[FieldError("/number", code, SENTENCES[code])])


async def free_number(
    session: AsyncSession, dossier: Dossier, number: str, position: int, issuer: str = ""
) -> str | None:
    """The key under which this dossier's result may have the number; None when another result of the year has it.

    `issuer`: code of the agency that signs, where that is another than has the dossier.
    """
    key = number_key(issuer or dossier.agency_code, clock.local_now().year, number)
    await session.execute(_TAKE_TURNS, {"key": key})
    return None if await is_number_taken(session, key, dossier.id, position) else key


async def ask_numbers(session: AsyncSession, dossier: Dossier) -> None:
    """Xin số of every result of the dossier that is numbered in the register; one that has asked for the very same keeps it."""
    procedure = await get_version(session, dossier.procedure_version_id)
    issuer, year = await issuer_of(session, dossier, procedure.workflow()), clock.local_now().year
    for result in await lock_results(session, dossier.id):
        book = book_of(procedure.result_book, result.outcome)
        asked = (result.number_book, result.number_agency, result.number_year)
        if result.number_request and asked == (book, issuer, year) and not result.number_refused:
            continue
        await give_up(session, result, ANOTHER_BOOK)
        if book:
            await _ask(session, dossier, result, (book, issuer, year))


async def _ask(session: AsyncSession, dossier: Dossier, result: DossierResult, place: tuple[str, str, int]) -> None:
    result.number_request, result.number_refused = new_id(), ""
    result.number_book, result.number_agency, result.number_year = place
    result.number, result.number_key = "", None
    await _tell_asked(session, dossier, result)


async def _tell_asked(session: AsyncSession, dossier: Dossier, result: DossierResult) -> None:
    """Told again, the register answers the same, or tries anew where it had none to give."""
    event = ResultNumberAsked(
        request_id=str(result.number_request),
        agency_code=result.number_agency,
        type_code=result.number_book,
        year=result.number_year or 0,
        title=result.title,
        procedure_name=dossier.procedure_name,
        dossier_code=dossier.code or "",
        asked_at=clock.now(),
    )
    await tell(session, event)


async def give_up(session: AsyncSession, result: DossierResult, reason: str) -> None:
    """Bỏ số đã xin; nothing where none was. What comes as an answer afterwards finds nobody."""
    if result.number_request is None:
        return
    told = ResultNumberGivenUp(request_id=str(result.number_request), reason=reason, given_up_at=clock.now())
    await tell(session, told)
    _forget(result)


def _forget(result: DossierResult) -> None:
    result.number_request, result.number, result.number_key = None, "", None
    result.number_book = result.number_agency = result.number_refused = ""


async def take_reserved(session: AsyncSession, event: ResultNumberReserved) -> None:
    """The register's answer: the number, or why there is none yet."""
    result = await _asked_as(session, event.request_id)
    if result is None or result.number:
        return
    about, why, told_before = f"dossier/{result.dossier_id}", event.refused, result.number_refused
    result.number_agency, result.number_refused = event.agency_code, event.refused
    dossier = await session.get_one(Dossier, result.dossier_id)
    if event.reference:
        key = await free_number(session, dossier, event.reference, result.position, event.agency_code)
        if key is None:
            return await _ask_another(session, dossier, result, TAKEN)
        result.number, result.number_key = event.reference, key
    else:
        await plan(session, ONE, str(dossier.id), clock.now() + _pause(event.request_id))
    if event.reference or why != told_before:
        await evidence.record(session, "result-number-kept", about, _ANSWERED, number=event.reference, why=why)


async def take_voided(session: AsyncSession, event: ResultNumberVoided) -> None:
    """Văn thư bỏ số đã giữ: nothing is signed with it any more, and the next number is asked where one is still waited for."""
    result = await _asked_as(session, event.request_id)
    if result is None:
        return
    dossier = await session.get_one(Dossier, result.dossier_id)
    number, place = event.reference, (result.number_book, event.agency_code, result.number_year or event.year)
    if _over(dossier, await get_version(session, dossier.procedure_version_id)):
        _forget(result)
    else:
        await _ask(session, dossier, result, place)
    await evidence.record(
        session, "result-number-voided", f"dossier/{dossier.id}", _VOIDED, number=number, why=event.reason
    )


async def _asked_as(session: AsyncSession, request_id: str) -> DossierResult | None:
    """The result that waits for this answer, locked; None: it is signed, or waits for another."""
    wanted = select(DossierResult).where(DossierResult.number_request == UUID(request_id))
    return (await session.scalars(wanted.with_for_update())).one_or_none()


async def _ask_another(session: AsyncSession, dossier: Dossier, result: DossierResult, reason: str) -> None:
    """Bỏ số này, xin số khác of the agency that signs and the year as they are now."""
    procedure, book = await get_version(session, dossier.procedure_version_id), result.number_book
    issuer = await issuer_of(session, dossier, procedure.workflow())
    await give_up(session, result, reason)
    await _ask(session, dossier, result, (book, issuer, clock.local_now().year))


def _pause(request_id: str) -> timedelta:
    """Until what was refused is asked again: as long as it has waited already."""
    return min(max(clock.now() - made_at(UUID(request_id)), FIRST_PAUSE), LONGEST_PAUSE)


async def require_numbers(session: AsyncSession, dossier_id: UUID, issuer: str) -> None:
    """Before the signature: each that is numbered in the register has its number, of this agency and year. Conflict says what to do."""
    for result in await lock_results(session, dossier_id):
        if result.number_request is None:
            continue
        if result.number_refused:
            raise Conflict("result_number_refused", why=result.number_refused)
        if not result.number:
            raise Conflict("result_number_awaited")
        if (result.number_agency, result.number_year) != (issuer, clock.local_now().year):
            raise Conflict("result_number_outdated")


def borne(results: Sequence[DossierResult]) -> dict[str, str]:
    """Under which request the register kept the number of each, by number; asked for no more, as it is borne now."""
    found = {result.number: str(result.number_request) for result in results if result.number_request}
    for result in results:
        result.number_request = None
    return found


_WAITING = (
    select(DossierResult, Dossier)
    .join(Dossier, Dossier.id == DossierResult.dossier_id)
    .where(DossierResult.number_request.is_not(None))
    .order_by(DossierResult.dossier_id, DossierResult.position)
)


async def look_for_others(session: AsyncSession, _: str) -> None:
    """Numbers that were asked for and whose results do not wait for their signature any more, or not with that number.

    Looked for without a lock: each dossier is tended in a transaction of its own.
    """
    for result, dossier in (await session.execute(_WAITING)).all():
        procedure = await get_version(session, dossier.procedure_version_id)
        if _over(dossier, procedure) or await _outdated(session, dossier, result, procedure):
            await plan(session, ONE, str(dossier.id), clock.now())


async def tend_one(session: AsyncSession, dossier_id: str) -> None:
    """Bỏ số không dùng, xin số khác, or ask again for what was refused, of the results of one dossier."""
    waiting = _WAITING.where(Dossier.id == UUID(dossier_id)).with_for_update(of=(DossierResult, Dossier))
    for result, dossier in (await session.execute(waiting)).all():
        procedure = await get_version(session, dossier.procedure_version_id)
        if reason := _over(dossier, procedure):
            await give_up(session, result, reason)
            about = f"dossier/{dossier.id}"
            await evidence.record(session, "result-number-given-up", about, _JOB, why=reason)
        elif reason := await _outdated(session, dossier, result, procedure):
            await _ask_another(session, dossier, result, reason)
        elif result.number_refused:
            await _tell_asked(session, dossier, result)


async def _outdated(session: AsyncSession, dossier: Dossier, result: DossierResult, procedure: ProcedureVersion) -> str:
    """Why it cannot be signed with the number that was asked for; empty while it can."""
    issuer = await issuer_of(session, dossier, procedure.workflow())
    own = issuer, *await list_successors(session, issuer)
    year = clock.local_now().year
    return ANOTHER_YEAR if result.number_year != year else ANOTHER_AGENCY if result.number_agency not in own else ""


def _over(dossier: Dossier, procedure: ProcedureVersion) -> str:
    """Why no signature is waited for; empty while one is."""
    if dossier.status not in {*IN_WORK, *WAITING}:
        return ENDED
    drafted = dossier.step_position > drafting_step(procedure.workflow(), dossier.skipped).position
    return "" if drafted else GIVEN_BACK


LOOK = Job("result-numbers", "Tìm số đã xin mà không ký", look_for_others, every(timedelta(minutes=5)))
ONE = Job("result-number", "Bỏ số đã xin mà không ký; xin lại số chưa có", tend_one)
