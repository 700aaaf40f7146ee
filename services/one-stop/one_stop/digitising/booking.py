"""The electronic copy of a paper: entered in the book of issued results, and told."""

from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.digitising.models import PaperResult
from one_stop.result_book.models import BookedResult
from one_stop.result_book.rules import STEPS, Booking
from shared.contracts.one_stop_results import ResultDigitised
from shared.contracts.values import FileReference
from shared.core.clock import VIETNAM
from shared.core.identifiers import new_id
from shared.standards.identifiers import is_tax_code
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.typed import Unreadable, read_identifier


def enter_digitised(
    session: AsyncSession, paper: PaperResult, code: str, by_name: str, at: datetime, file: FileReference
) -> BookedResult:
    """Vào sổ kết quả đã cấp, as digitised from paper: by the day on which that was issued."""
    row = BookedResult(
        id=new_id(),
        dossier_id=None,
        dossier_code="",
        agency_code=paper.agency_code,
        procedure_code="",
        procedure_name="",
        verification_code=code,
        number=paper.number,
        series_year=None,
        series_number=None,
        title=paper.kind,
        outcome=ResultOutcome.GRANTED.value,
        holder_name=paper.holder_name,
        holder_number=paper.holder_number,
        signed_by_name=by_name,
        issued_at=datetime.combine(paper.issued_on, time(), VIETNAM),
        valid_from=paper.valid_from,
        valid_until=paper.valid_until,
        scope=paper.scope,
        result_code=paper.result_code,
        sha256=file.sha256,
        size=file.size,
        file_name=file.name,
        state=STEPS.target(Booking.ISSUE).value,
        issuer=paper.issuer,
        digitised_at=at,
        search_text=paper.search_text,
    )
    session.add(row)
    return row


def told_of(paper: PaperResult, booked: BookedResult) -> ResultDigitised:
    """As it was when it was signed; what became of it since is told by itself."""
    assert booked.digitised_at is not None
    return ResultDigitised(
        dossier_id=str(booked.id),
        verification_code=booked.verification_code,
        agency_code=paper.agency_code,
        issuer=paper.issuer,
        result_name=paper.kind,
        result_number=paper.number,
        issued_on=paper.issued_on,
        original_signer=paper.signer,
        compared_by=booked.signed_by_name,
        digitised_at=booked.digitised_at,
        sha256=booked.sha256,
        size=booked.size,
        valid_until=paper.valid_until,
        valid_from=paper.valid_from,
        scope=paper.scope,
        result_code=paper.result_code,
        holder_number=_as_accounts_have_it(paper.holder_number),
    )


def _as_accounts_have_it(number: str) -> str:
    """`0100109106001` is `0100109106-001` there; nothing where it is of a paper that no account is named by."""
    try:
        written = read_identifier(number)
    except Unreadable:
        return ""
    return written if is_tax_code(written) else ""
