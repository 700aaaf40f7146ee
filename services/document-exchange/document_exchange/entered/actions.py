"""Nhập văn bản đến: one act enters and registers what came without a packet, or keeps it to be registered later."""

from datetime import date, datetime, time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.attaching import Scan
from document_exchange.documents.rules import Secrecy
from document_exchange.entered.authors import Author, read_author
from document_exchange.entered.rules import BY_HAND, TYPES, type_name_of
from document_exchange.entered.scans import put_incoming_scan
from document_exchange.entered.schemas import EnterIn
from document_exchange.entered.twins import find_twins, one_at_a_time, warn_twins
from document_exchange.entered.typed import read_typed_reference, refuse, words_to_find
from document_exchange.incoming.actions import accept_incoming
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.rules import STEPS, Act
from document_exchange.incoming.steps import keep_status
from document_exchange.registers.rules import ARRIVALS
from document_exchange.secrecy import states_secrecy
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.identifiers import new_id
from shared.storage import evidence
from shared.storage.database import driver_connection
from shared.work.number_desk import list_book_years

_ONE_AFTER_THE_OTHER = text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 7242))")


async def enter_incoming(
    session: AsyncSession, who: Identity, new: EnterIn, scan: Scan | None = None
) -> IncomingDocument:
    """Nhập văn bản đến; sent a second time under the same id it is the first one, unchanged."""
    if new.id is not None:
        await session.execute(_ONE_AFTER_THE_OTHER, {"id": str(new.id)})
        known = await session.get(IncomingDocument, new.id)
        if known is not None:
            if known.addressee_code != who.agency_code or not known.entered:
                raise Conflict("idempotency_key_reused")
            return known
    author = await read_author(session, who.agency_code, new.author, "/author")
    reference = read_typed_reference(new.reference, "/reference")
    arrived_on = new.arrived_on or clock.local_now().date()
    await _check(session, who, new, arrived_on)
    await one_at_a_time(session, who.agency_code, reference)
    twins = await find_twins(session, who.agency_code, reference, (author.code, author.name))
    if twins and not new.anyway:
        sentence = f"{len(twins)} văn bản cùng tác giả, số, ký hiệu đã có ở cơ quan: hãy mở xem trước khi nhập."
        raise Invalid("duplicate_found", fields=[FieldError("/anyway", "duplicate_found", sentence)])
    incoming = _row(who, new, author, reference, arrived_on, twinned=bool(twins))
    session.add(incoming)
    await session.flush()
    await keep_status(session, incoming, Act.ENTER, BY_HAND[incoming.origin], who)
    await evidence.record(session, "incoming-entered", f"incoming/{incoming.id}", who, origin=incoming.origin)
    await warn_twins(session, twins)
    if scan is not None:
        await put_incoming_scan(session, who, incoming.id, None, scan)
    return incoming if new.later else await _register(session, who, incoming)


async def _register(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> IncomingDocument:
    try:
        return await accept_incoming(session, who, incoming.id, None)
    except Conflict as conflict:
        if conflict.code != "series_closed":
            raise
        year = incoming.arrived_at.astimezone(clock.VIETNAM).year
        sentence = f"Sổ văn bản đến năm {year} đã khóa: mở lại sổ ở “Sổ và số”, hoặc ghi ngày đến là ngày vào sổ."
        raise Invalid(
            "series_closed", fields=[FieldError("/arrived_on", "series_closed", sentence)], year=year
        ) from conflict


def _row(
    who: Identity, new: EnterIn, author: Author, reference: str, arrived_on: date, *, twinned: bool
) -> IncomingDocument:
    incoming_id, now = new.id or new_id(), clock.now()
    type_name = type_name_of(new.type_code)
    return IncomingDocument(
        id=incoming_id,
        addressee_code=who.agency_code,
        sender_code=author.code,
        sender_name=author.name,
        document_code="",
        document_key=f"entered/{incoming_id}",
        packet_sha256="",
        packet_size=0,
        packet_name="",
        arrived_at=moment_of(arrived_on, now),
        status=STEPS.target(Act.ENTER),
        status_at=now,
        version=1,
        read_at=now,
        origin=new.origin,
        reference=reference,
        type_name=type_name,
        subject=new.subject,
        issued_on=new.issued_on,
        signer_name=new.signer,
        priority=new.priority,
        due_on=new.due_on,
        page_amount=new.pages,
        copy_amount=new.copies,
        remark=new.remark,
        warnings=["duplicate_reference"] if twinned else [],
        folded=words_to_find(reference, author.name, type_name, new.subject, new.signer),
    )


def moment_of(arrived_on: date, now: datetime) -> datetime:
    """Now where it came today; of an earlier day no hour is known."""
    if arrived_on == now.astimezone(clock.VIETNAM).date():
        return now
    return datetime.combine(arrived_on, time(), clock.VIETNAM)


async def _check(session: AsyncSession, who: Identity, new: EnterIn, arrived_on: date) -> None:
    """Refuses what cannot be, beside the field at fault."""
    secret = "/secrecy" if new.secrecy != Secrecy.NORMAL else "/subject" if states_secrecy(new.subject) else ""
    if secret:
        sentence = "Văn bản có độ mật đăng ký ở sổ riêng, trên giấy hoặc máy tính không nối mạng; không nhập, không quét lên đây."
        refuse("arrival_secret", secret, sentence)
    if new.type_code and new.type_code not in TYPES:
        refuse("document_type_unknown", "/type_code", "Hãy chọn loại văn bản trong danh sách.")
    check_days(new.issued_on, arrived_on, new.due_on)
    await check_year(session, who, arrived_on)


def check_days(issued_on: date | None, arrived_on: date, due_on: date | None) -> None:
    """Dated, then arrived, then due."""
    if arrived_on > clock.local_now().date():
        refuse("day_ahead", "/arrived_on", "Ngày đến chưa tới; hãy ghi ngày văn bản đến cơ quan.")
    if issued_on is not None and issued_on > arrived_on:
        sentence = f"Ngày văn bản {issued_on:%d/%m/%Y} sau ngày đến {arrived_on:%d/%m/%Y}; hãy xem lại cả hai ngày."
        refuse("day_ahead", "/issued_on", sentence)
    if due_on is not None and due_on < arrived_on:
        refuse("day_over", "/due_on", f"Hạn xử lý {due_on:%d/%m/%Y} trước ngày đến {arrived_on:%d/%m/%Y}; hãy xem lại.")


async def check_year(session: AsyncSession, who: Identity, arrived_on: date) -> None:
    """There is a book for the year in which it came."""
    years = await list_book_years(await driver_connection(session), who.agency_code, ARRIVALS)
    if arrived_on.year not in years:
        known = ", ".join(map(str, years))
        refuse("year_unknown", "/arrived_on", f"Cơ quan có sổ văn bản đến của các năm: {known}; hãy xem lại ngày đến.")
