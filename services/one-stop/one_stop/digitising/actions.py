"""Making results on paper electronic. Actions write; who calls commits."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.digitising.booking import enter_digitised, told_of
from one_stop.digitising.models import PaperResult
from one_stop.digitising.notifications import about_return, about_scan
from one_stop.digitising.queries import find_entered, get_paper, list_kinds
from one_stop.digitising.rules import STEPS, Digitising, check_code, check_days, copy_lines, copy_notation, paper_key
from one_stop.digitising.schemas import PaperEntry
from one_stop.dossiers.actions import save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.numbering import copies, take
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.signing import certify_copy, sign_as
from one_stop.dossiers.workers import worker_of
from one_stop.results.actions import Brought
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, PreconditionFailed
from shared.core.formats import vn_date
from shared.core.identifiers import new_id, new_secret
from shared.core.province import this_province
from shared.directory.models import Agency
from shared.directory.queries import find_agency
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.storage.words import searchable

_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended('paper-results', 7214))")


async def enter_paper(session: AsyncSession, who: Identity, entry: PaperEntry, scan: Brought | None) -> PaperResult:
    """Nhập một kết quả giấy; with its scan it waits to be compared."""
    (row,) = await enter_papers(session, who, [entry], "Nhập")
    if scan is not None:
        _take_scan(row, worker_of(who), scan)
        await save_change(session)
        await notify(session, about_scan(row))
    return row


async def enter_papers(
    session: AsyncSession, who: Identity, entries: Sequence[PaperEntry], what: str
) -> list[PaperResult]:
    """Each becomes a draft that waits for its scan. Raises Conflict that names who entered one of them first."""
    worker, now = worker_of(who), clock.now()
    await session.execute(_TAKE_TURNS)
    rows, kinds = [], await list_kinds(session)
    for entry in entries:
        check_code(entry.result_code, kinds)
        row = PaperResult(
            id=new_id(),
            agency_code=who.agency_code,
            state=STEPS.target(Digitising.ENTER).value,
            entered_by=worker.person_id,
            entered_by_name=worker.name,
            entered_at=now,
            course=[],
            file=None,
            originals=[],
        )
        await _write(session, row, entry)
        _note(row, what, worker)
        session.add(row)
        rows.append(row)
    await save_change(session)
    for row in rows:
        await evidence.record(session, "paper-result-entered", f"paper-result/{row.id}", who, key=row.key)
    return rows


async def amend_paper(
    session: AsyncSession, who: Identity, paper_id: UUID, version: int | None, entry: PaperEntry, scan: Brought | None
) -> PaperResult:
    """Sửa thông tin, kèm hoặc thay bản quét. What has a scan goes to who compares."""
    row, worker = await _hold(session, who, paper_id, version, Digitising.AMEND)
    await session.execute(_TAKE_TURNS)
    check_code(entry.result_code, await list_kinds(session))
    await _write(session, row, entry)
    _note(row, "Sửa", worker)
    if scan is not None or row.file:
        _take_scan(row, worker, scan)
        await notify(session, about_scan(row))
    await save_change(session)
    facts = {"sha256": scan.file.sha256} if scan else {}
    await evidence.record(session, "paper-result-amended", f"paper-result/{row.id}", who, key=row.key, **facts)
    return row


def _take_scan(row: PaperResult, worker: Worker, scan: Brought | None) -> None:
    row.state = STEPS.target(Digitising.SCAN).value
    row.entered_by, row.entered_by_name = worker.person_id, worker.name
    if scan is not None:
        row.file, row.originals = scan.rows()
    _note(row, "Gửi đối chiếu", worker, scan.file.name if scan else "")


async def send_back_paper(
    session: AsyncSession, who: Identity, paper_id: UUID, version: int | None, reason: str
) -> PaperResult:
    """Trả lại để sửa: scan and paper do not say the same, or the scan is not legible."""
    row, worker = await _hold(session, who, paper_id, version, Digitising.SEND_BACK)
    row.state = STEPS.target(Digitising.SEND_BACK).value
    _note(row, "Trả lại để sửa", worker, reason)
    await save_change(session)
    await evidence.record(session, "paper-result-sent-back", f"paper-result/{row.id}", who)
    await notify(session, about_return(row))
    return row


async def drop_paper(
    session: AsyncSession, who: Identity, paper_id: UUID, version: int | None, reason: str
) -> PaperResult:
    """Bỏ: entered by mistake; the paper may be entered again."""
    row, worker = await _hold(session, who, paper_id, version, Digitising.DROP)
    row.state = STEPS.target(Digitising.DROP).value
    _note(row, "Bỏ", worker, reason)
    await save_change(session)
    await evidence.record(session, "paper-result-dropped", f"paper-result/{row.id}", who)
    return row


async def sign_paper(
    session: AsyncSession, prints: PrintShop, who: Identity, paper_id: UUID, version: int | None
) -> PaperResult:
    """Đã đối chiếu, ký sao y bản điện tử: by another than who entered it; who signed the paper has no part in it."""
    row, worker = await _hold(session, who, paper_id, version, Digitising.SIGN)
    if (scan := row.scan()) is None:
        raise Conflict("paper_result_elsewhere", state=row.state_name.lower())
    agency = await find_agency(session, row.agency_code)
    signer = worker.person_id, (row.agency_code, agency.name if agency else "")
    printed = await sign_as(prints, scan, signer, f"sao-y-{row.id}.pdf", f"paper-result/{row.id}")
    if agency is not None and prints.has_seal(agency.code):
        printed = await _certify(session, prints, row, agency, printed)
    row.state, now, code = STEPS.target(Digitising.SIGN).value, clock.now(), new_secret()
    booked = enter_digitised(session, row, code, worker.name, now, printed.file)
    await save_change(session)
    row.result_id = booked.id
    _note(row, "Đã đối chiếu, ký sao y bản điện tử", worker)
    await save_change(session)
    await tell(session, told_of(row, booked))
    await evidence.record(
        session, "paper-result-signed", f"paper-result/{row.id}", who, sha256=printed.file.sha256, scan=scan.sha256
    )
    return row


async def _certify(
    session: AsyncSession, prints: PrintShop, row: PaperResult, agency: Agency, signed: Printed
) -> Printed:
    """SAO Y, số bản sao, nơi và ngày sao, with the agency's signature; its number goes back where that is refused."""
    today = clock.local_now().date()
    with session.no_autoflush:
        number = await take(session, copies(agency.code, today.year))
    notation = copy_notation(number, agency.short_name, agency.code)
    lines = copy_lines(notation, agency.name, this_province().place_of(agency.code), today)
    certified = await certify_copy(prints, signed, agency.code, lines, f"paper-result/{row.id}")
    row.copy_year, row.copy_number, row.copy_notation = today.year, number, notation
    return certified


async def _hold(
    session: AsyncSession, who: Identity, paper_id: UUID, version: int | None, act: Digitising
) -> tuple[PaperResult, Worker]:
    worker = worker_of(who)
    row = await get_paper(session, paper_id, who.agency_code, hold=True)
    STEPS.require(act, row.case(worker))
    if version is not None and version != row.version:
        raise PreconditionFailed("changed_meanwhile")
    return row, worker


async def _write(session: AsyncSession, row: PaperResult, entry: PaperEntry) -> None:
    """What the paper says. Raises Conflict where it was entered before, naming the first."""
    check_days(entry.issued_on, entry.valid_from, entry.valid_until, clock.local_now().date())
    key = paper_key(entry.issuer, entry.number, entry.issued_on, entry.kind)
    with session.no_autoflush:
        first = (await find_entered(session, {key})).get(key)
    if first is not None and first.id != row.id:
        raise Conflict("paper_result_entered", **first_words(first))
    for name, said in entry.model_dump().items():
        setattr(row, name, said)
    row.key = key
    words = (row.number, row.kind, row.issuer, row.holder_name, row.holder_number)
    row.search_text = searchable(" ".join(words))


def first_words(first: PaperResult) -> dict[str, Any]:
    """Who entered the same paper before."""
    day = vn_date(first.entered_at.astimezone(clock.VIETNAM).date())
    return {"number": first.number, "by": first.entered_by_name, "day": day}


def _note(row: PaperResult, what: str, by: Worker, note: str = "") -> None:
    row.course = [*row.course, {"what": what, "by": by.name, "at": clock.now().isoformat(), "note": note}]
