"""Entering a signed result in the book, and taking it out of force before it was returned. Actions write; who calls commits."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.result_book.entering import ASKED, end_entry
from one_stop.result_book.models import BookedResult
from one_stop.result_book.queries import find_by_code, list_booked
from one_stop.result_book.rules import STEPS, Booking
from shared.contracts.values import Applicant, FileReference
from shared.core.errors import Conflict
from shared.core.identifiers import new_id
from shared.standards.result_states import ResultState
from shared.storage.words import searchable


@dataclass(frozen=True)
class Signed:
    """Kết quả vừa ký."""

    code: str
    number: str
    title: str
    outcome: str
    by_name: str
    at: datetime
    file: FileReference
    valid_from: date | None = None
    valid_until: date | None = None
    scope: str = ""
    counted: tuple[int, int] | None = None
    """Year and number of the agency's series, where that gave the number."""
    result_code: str = ""


def enter(session: AsyncSession, dossier: Dossier, signed: Signed, issuer: str) -> BookedResult:
    """Vào sổ kết quả đã cấp, of the agency that signed it."""
    holder = Applicant.model_validate(dossier.owner or dossier.applicant)
    number = holder.personal_id or holder.identity_number
    row = BookedResult(
        id=new_id(),
        dossier_id=dossier.id,
        dossier_code=dossier.code or "",
        agency_code=issuer,
        procedure_code=dossier.procedure_code,
        procedure_name=dossier.procedure_name,
        verification_code=signed.code,
        number=signed.number,
        series_year=signed.counted[0] if signed.counted else None,
        series_number=signed.counted[1] if signed.counted else None,
        title=signed.title,
        outcome=signed.outcome,
        holder_name=holder.full_name,
        holder_number=number,
        signed_by_name=signed.by_name,
        issued_at=signed.at,
        valid_from=signed.valid_from,
        valid_until=signed.valid_until,
        scope=signed.scope,
        result_code=signed.result_code,
        sha256=signed.file.sha256,
        size=signed.file.size,
        file_name=signed.file.name,
        state=STEPS.target(Booking.ISSUE).value,
        entry=ASKED,
        search_text=searchable(" ".join((signed.number, signed.title, dossier.code or "", holder.full_name, number))),
    )
    session.add(row)
    return row


async def take_out(session: AsyncSession, verification_code: str, at: datetime) -> None:
    """Thu hồi khi chưa trả: it stays in the book, for its number is not given again."""
    row = await find_by_code(session, verification_code)
    if row is not None:
        row.state, row.changed_at = STEPS.target(Booking.RECALL).value, at
        await end_entry(session, row)


async def refuse_changed(session: AsyncSession, dossier_id: UUID) -> None:
    """What was decided of an issued result supposes that somebody has it: its return is not undone afterwards."""
    if any(row.changed_at and row.state != ResultState.RECALLED for row in await list_booked(session, dossier_id)):
        raise Conflict("result_changed_already")
