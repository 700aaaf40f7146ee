"""Văn bản đi chỉ có bản giấy: a line of the outgoing register, with a number of the same series (NĐ 30/2020 Điều 15, Phụ lục IV)."""

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.drafting import kind_of, refuse_secret
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import STEPS, Secrecy, Step
from document_exchange.documents.schemas import PaperIn
from document_exchange.documents.steps import fold_words, note_step
from document_exchange.registers.actions import Allocated, allocate_kept_number, allocate_number
from document_exchange.registers.models import NumberSeries
from document_exchange.registers.rules import (
    OUTGOING,
    document_key,
    make_document_code,
    make_reference,
)
from document_exchange.registers.series import notation_for
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.identifiers import new_id
from shared.core.province import this_province
from shared.standards import document_types
from shared.storage.database import driver_connection
from shared.work.number_desk import list_book_years


async def register_paper(session: AsyncSession, who: Identity, new: PaperIn) -> OutgoingDocument:
    """Ghi văn bản giấy vào sổ văn bản đi, with the next number of its series or one that was kept for it."""
    kind = kind_of(new.type_code)
    refuse_secret(new.subject, Secrecy.NORMAL)
    allocated = await _allocate(session, who, new)
    document = await _line(session, who, new, kind, allocated)
    fold_words(document)
    session.add(document)
    await session.flush()
    await note_step(session, document, who, Step.REGISTER, reference=document.reference)
    return document


async def _line(
    session: AsyncSession, who: Identity, new: PaperIn, kind: document_types.DocumentType, allocated: Allocated
) -> OutgoingDocument:
    now = clock.now()
    series = await session.get(NumberSeries, allocated.series_id)
    notation = await notation_for(session, who.agency_code, kind, new.unit, allocated.year, series)
    reference = make_reference(allocated.number, notation)
    code = make_document_code(who.agency_code, new.issued_on, reference)
    return OutgoingDocument(
        id=new_id(),
        agency_code=who.agency_code,
        origin="paper",
        status=STEPS.target(Step.REGISTER),
        version=1,
        type_code=kind.key,
        type_name=kind.name,
        subject=new.subject,
        unit=new.unit,
        leader_name=new.signer,
        **asdict(allocated),
        notation=notation,
        reference=reference,
        document_code=code,
        document_key=document_key(code),
        place=this_province().place_of(who.agency_code),
        issued_on=new.issued_on,
        copy_amount=new.copies,
        archive_holder=new.archive_holder,
        paper_receivers=new.receivers,
        numbered_at=now,
        created_at=now,
        updated_at=now,
    )


async def _allocate(session: AsyncSession, who: Identity, new: PaperIn) -> Allocated:
    """Its number, in the book of the year in which it is dated."""
    year = new.issued_on.year
    if new.issued_on > clock.local_now().date():
        raise _wrong_day("day_ahead", "Ngày văn bản chưa tới; hãy ghi ngày trên văn bản giấy đã ký.")
    if new.kept is not None:
        if new.kept.year != year:
            sentence = f"Văn bản đề ngày trong năm {year}, không dùng số đã giữ của năm {new.kept.year}."
            raise Invalid("number_of_another_year", fields=[FieldError("/kept", "number_of_another_year", sentence)])
        allocated, _ = await allocate_kept_number(session, who, new.type_code, new.kept, new.subject, on_paper=True)
        return allocated
    years = await list_book_years(await driver_connection(session), who.agency_code, OUTGOING)
    if year not in years:
        raise _wrong_day("year_unknown", f"Cơ quan có sổ văn bản đi của các năm: {', '.join(map(str, years))}.")
    return await allocate_number(session, who.agency_code, new.type_code, year, new.series_id)


def _wrong_day(code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError("/issued_on", code, sentence)])
