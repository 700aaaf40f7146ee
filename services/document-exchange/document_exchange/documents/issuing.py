"""Số, ký hiệu, địa danh, ngày tháng on the page of a document (NĐ 30/2020 Điều 8.2, Phụ lục I, II.3-4): as the register has them.

The blanks for them are put on the page as the leader signs and filled as the agency seals; a number that was given up in
between was never written.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import DocumentFile, OutgoingDocument
from document_exchange.documents.rules import PRIORITIES
from document_exchange.registers.models import NumberSeries
from document_exchange.registers.series import notation_for
from document_exchange.signatures import shows_number, shows_urgency, with_number
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.province import this_province
from shared.signing.issue_words import IssueWords
from shared.standards import document_types

NOT_SHOWN, UNMARKED = "number_not_shown", "urgency_not_shown"
"""Codes of a file's warnings (`shared.signing.readiness.WARNINGS`)."""
NOT_ON_PAGE = "Số {reference} và ngày ban hành không ghi được lên trang đầu của tệp (không có ô để ghi); chúng có trong sổ và gói tin."


def decide_urgency(document: OutgoingDocument, priority: int | None, opinion: str) -> str:
    """Mức độ khẩn, decided by who signs (NĐ 30/2020 Điều 18.1); the words of the step, which name the drafter's where it is another."""
    if priority is None or priority == document.priority:
        return opinion
    if priority not in PRIORITIES:
        sentence = "Hãy chọn mức độ khẩn trong danh sách."
        raise Invalid("priority_unknown", fields=[FieldError("/priority", "priority_unknown", sentence)])
    proposed, document.priority = document.priority, priority
    decided = f"Mức độ khẩn: {PRIORITIES[priority]} (người soạn thảo đề xuất: {PRIORITIES[proposed]})."
    return f"{decided} {opinion}".strip()


async def notation_of(session: AsyncSession, document: OutgoingDocument) -> str:
    """Ký hiệu: the one it bears, or would bear if it were numbered now."""
    if document.notation:
        return document.notation
    code, year = document.agency_code, document.year or clock.local_now().year
    numbered_in = document.series_id or document.chosen_series
    series = await session.get(NumberSeries, numbered_in) if numbered_in else None
    return await notation_for(session, code, document_types.BY_KEY[document.type_code], document.unit, year, series)


async def issue_words(session: AsyncSession, document: OutgoingDocument) -> IssueWords:
    """What the page is to say."""
    place = document.place or this_province().place_of(document.agency_code)
    notation = await notation_of(session, document)
    return IssueWords(notation, place, document.number or 0, document.issued_on, document.priority)


async def note_blanks(file: DocumentFile, signed: bytes, *, urgent: bool) -> None:
    """Whoever goes on with the signed file is warned where number and day, or its mark of urgency, have no place on it."""
    codes = [code for code in file.warnings if code not in (NOT_SHOWN, UNMARKED)]
    if not await shows_number(signed):
        codes.append(NOT_SHOWN)
    if urgent and not await shows_urgency(signed):
        codes.append(UNMARKED)
    file.warnings = codes


async def page_to_be(session: AsyncSession, document: OutgoingDocument, signed: bytes) -> bytes:
    """The numbered document as it will look once it is sealed."""
    return await with_number(signed, await issue_words(session, document))
