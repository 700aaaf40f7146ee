"""Kết quả của một cửa in the register of outgoing documents (NĐ 30/2020 Điều 15): a line with the number that the result bears.

The one-stop has given the number as its leader signed, or this register kept it before (`result_numbers`). Where a document of the agency
has it already, nothing is entered: the clerk and the one-stop are told which document that is. Never do two lines of a year bear one number.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import DocumentStep, OutgoingDocument
from document_exchange.documents.notifications import about_taken_number
from document_exchange.documents.rules import STEPS, Step
from document_exchange.documents.steps import fold_words, touch
from document_exchange.registers.actions import bear_reserved, series_for_result
from document_exchange.registers.books import take_turns
from document_exchange.registers.models import ResultNumber
from document_exchange.registers.rules import (
    DESK,
    OUTGOING,
    RESULTS_NAME,
    RESULTS_TYPE,
    document_key,
    make_document_code,
    split_reference,
)
from shared.contracts.document_exchange import ResultEntered
from shared.contracts.one_stop_results import ResultEntryAsked, ResultEntryEnded
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.core.formats import vn_date
from shared.core.province import this_province
from shared.directory.queries import get_agency
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.agency_code import organ_abbreviation
from shared.standards.document_types import BY_KEY, OF_RESULTS, DocumentType, of_result
from shared.standards.typed import read_code
from shared.storage import evidence

ONE_STOP = "one-stop"
LETTER = "CV"
_SOURCE = "event:result-entry-asked"
_HELD = text(
    "SELECT reason FROM held_number WHERE agency_code = :agency AND kind = :kind AND year = :year AND number = :number"
    " AND (void OR holder = '' OR holder <> :holder)"
)


async def enter_result(session: AsyncSession, event: ResultEntryAsked) -> None:
    """Ghi kết quả vào sổ văn bản đi, or say what has its number."""
    issued_on = event.signed_at.astimezone(VIETNAM).date()
    await take_turns(session, event.agency_code, issued_on.year)
    kept = await session.get(ResultNumber, UUID(event.number_request)) if event.number_request else None
    place = await _place(session, event, kept)
    document = _line(event, place)
    if taken := await _taken_by(session, document, place.kind, kept.holder if kept else ""):
        what, at = taken
        await notify(session, about_taken_number(event, at))
        await evidence.record(session, "result-not-entered", f"result/{event.result_id}", _SOURCE, taken_by=what)
        await _answer(session, event.result_id, what)
        return
    if kept is not None:
        await bear_reserved(session, kept)
    fold_words(document)
    session.add(document)
    await session.flush()
    await _note(session, document, Step.ENTER)
    await _answer(session, event.result_id)


async def strike_result(session: AsyncSession, event: ResultEntryEnded) -> None:
    """Kết quả bị thu hồi khi chưa trả: the line stays with its number, cancelled. Nothing where it was not entered."""
    document = await session.get(OutgoingDocument, UUID(event.result_id), with_for_update=True)
    if document is None or document.state not in STEPS.sources(Step.STRIKE):
        return
    document.status = STEPS.target(Step.STRIKE)
    touch(document)
    await _note(session, document, Step.STRIKE, "Bộ phận một cửa đã thu hồi kết quả trước khi trả.")


@dataclass(frozen=True)
class _Place:
    """Where a result stands in the register: under which type, in which series, with which of its numbers."""

    type_of: DocumentType | None
    series_id: UUID
    series_code: str
    year: int
    number: int | None

    @property
    def kind(self) -> str:
        return f"{OUTGOING}{self.series_code}"


async def _place(session: AsyncSession, event: ResultEntryAsked, kept: ResultNumber | None) -> _Place:
    if kept is not None:
        return _Place(of_result(kept.type_code), kept.series_id, kept.series_code, kept.year, kept.number)
    agency = await get_agency(session, event.agency_code)
    number, notation = split_reference(event.number)
    type_of = _type_of(notation, organ_abbreviation(agency.short_name)) if event.series_number is None else None
    year = event.signed_at.astimezone(VIETNAM).year
    series = await series_for_result(session, event.agency_code, type_of.key if type_of else None, year)
    own = event.series_number if event.series_number is not None else number if type_of else None
    return _Place(type_of, series.id, series.code, year, own)


def _line(event: ResultEntryAsked, place: _Place) -> OutgoingDocument:
    """The line as it would stand in the register."""
    issued_on, now, type_of = event.signed_at.astimezone(VIETNAM).date(), clock.now(), place.type_of
    code = make_document_code(event.agency_code, issued_on, event.number)
    return OutgoingDocument(
        id=UUID(event.result_id),
        agency_code=event.agency_code,
        origin=ONE_STOP,
        status=STEPS.target(Step.ENTER),
        version=1,
        type_code=type_of.key if type_of else RESULTS_TYPE,
        type_name=type_of.name if type_of else RESULTS_NAME,
        subject=f"{event.title} – {event.procedure_name} (hồ sơ {event.dossier_code})",
        leader_name=event.signed_by,
        series_id=place.series_id,
        series_code=place.series_code,
        year=place.year,
        number=place.number,
        notation=split_reference(event.number)[1],
        reference=event.number,
        document_code=code,
        document_key=document_key(code),
        place=this_province().place_of(event.agency_code),
        issued_on=issued_on,
        paper_receivers=event.receiver,
        numbered_at=event.signed_at,
        created_at=now,
        updated_at=now,
    )


def _type_of(notation: str, organ: str) -> DocumentType | None:
    """The type of documents whose number it is: `QĐ-SXD`, or `SXD-QLN` of a công văn; None: of a book that is not kept here.

    Compared as codes are: small letters and a word processor's dashes are the same notation.
    """
    notation, organ = read_code(notation), read_code(organ)
    titled = {f"{read_code(kind.abbreviation)}-{organ}": kind for kind in OF_RESULTS if kind.abbreviation}
    letter = notation == organ or notation.startswith(f"{organ}-")
    return titled.get(notation) or (BY_KEY[LETTER] if letter else None)


def _is_numbered(reference: str) -> ColumnElement[bool]:
    """It bears this number, however that was typed."""
    wanted = read_code(reference).lstrip("0")
    # Our identifiers end with the number as codes are written; those in packets are made by others.
    coded = func.regexp_replace(OutgoingDocument.document_key, "^[^,]*,[^,]*,0*", "")
    printed = func.regexp_replace(
        func.regexp_replace(func.upper(OutgoingDocument.reference), r"\s+", "", "g"), "^0+", ""
    )
    return (coded == wanted) | (printed == wanted)


async def find_numbered(session: AsyncSession, agency_code: str, year: int, reference: str) -> OutgoingDocument | None:
    """The line that bears this number although its book has not counted it: of a book that is kept here only since."""
    mine = OutgoingDocument.agency_code == agency_code, OutgoingDocument.year == year
    return (
        await session.scalars(select(OutgoingDocument).where(*mine, _is_numbered(reference)).limit(1))
    ).one_or_none()


async def _taken_by(
    session: AsyncSession, document: OutgoingDocument, kind: str, holder: str
) -> tuple[str, UUID | None] | None:
    """What bears its number in that year, in words, and where it is seen; None where it is free, or kept for this `holder`."""
    in_book = (
        (OutgoingDocument.series_id == document.series_id) & (OutgoingDocument.number == document.number)
        if document.number is not None  # without one it has a place in no book, and shares that with others
        else false()
    )
    same = select(OutgoingDocument).where(
        OutgoingDocument.agency_code == document.agency_code,
        (OutgoingDocument.document_key == document.document_key)
        | ((OutgoingDocument.year == document.year) & (_is_numbered(document.reference) | in_book)),
    )
    found = (await session.scalars(same.limit(1))).one_or_none()
    if found is not None:
        day = f" ngày {vn_date(found.issued_on)}" if found.issued_on else ""
        return f"{found.type_name} số {found.reference}{day}", found.id
    held = {"agency": document.agency_code, "kind": kind, "year": document.year, "number": document.number}
    reason = await session.scalar(_HELD, held | {"holder": holder})
    return (
        None if reason is None else (f"số {document.reference} văn thư đang giữ hoặc đã bỏ: {reason}".strip(": "), None)
    )


async def _note(session: AsyncSession, document: OutgoingDocument, step: Step, opinion: str = "") -> None:
    line = DocumentStep(document_id=document.id, at=clock.now(), kind=step, actor_id="", actor_name=DESK)
    line.opinion = opinion
    session.add(line)
    subject = f"document/{document.id}"
    await evidence.record(session, f"document-{step}", subject, _SOURCE, reference=document.reference)


async def _answer(session: AsyncSession, result_id: str, taken_by: str = "") -> None:
    entered = ResultEntered(result_id=result_id, entered=not taken_by, taken_by=taken_by, answered_at=clock.now())
    await tell(session, entered)
