"""Ghi sổ văn bản đi: the signing agency's register gets a line of each result, by events there and back (decision 33)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.result_book.models import BookedResult
from shared.contracts.document_exchange import ResultEntered
from shared.contracts.one_stop_results import ResultEntryAsked, ResultEntryEnded
from shared.core import clock
from shared.messaging.outbox import tell
from shared.storage import evidence

ASKED, ENTERED, REFUSED = "asked", "entered", "refused"
ENTRY_WORDS = {
    ASKED: "Đang chờ ghi vào sổ văn bản đi",
    ENTERED: "Đã ghi vào sổ văn bản đi",
    REFUSED: "Chưa ghi được vào sổ văn bản đi: số đã có văn bản khác mang",
}


async def ask_entries(session: AsyncSession, rows: Sequence[BookedResult], requests: Mapping[str, str]) -> None:
    """Đề nghị ghi sổ, in the transaction that signs: both take place or neither. `requests`: of the register's own numbers."""
    for row in rows:
        await tell(session, _asked(row, requests.get(row.number, "")))


def _asked(row: BookedResult, request: str) -> ResultEntryAsked:
    return ResultEntryAsked(
        result_id=str(row.id),
        agency_code=row.agency_code,
        number=row.number,
        series_number=row.series_number,
        number_request=request,
        title=row.title,
        procedure_name=row.procedure_name,
        dossier_code=row.dossier_code,
        receiver=row.holder_name,
        signed_by=row.signed_by_name,
        signed_at=row.issued_at,
    )


async def end_entry(session: AsyncSession, row: BookedResult) -> None:
    """Kết quả bị thu hồi khi chưa trả: its number stays taken, its line says why."""
    if row.entry:
        await tell(session, ResultEntryEnded(result_id=str(row.id), ended_at=clock.now()))


async def take_answer(session: AsyncSession, event: ResultEntered) -> None:
    """The register's answer. Nobody who decides about the result meanwhile is refused for it: its version stays."""
    said = {"entry": ENTERED if event.entered else REFUSED, "entry_taken_by": event.taken_by}
    await session.execute(update(BookedResult).where(BookedResult.id == UUID(event.result_id)).values(said))
    kind = "result-entered" if event.entered else "result-not-entered"
    await evidence.record(session, kind, f"result/{event.result_id}", "event:result-entered", taken_by=event.taken_by)
