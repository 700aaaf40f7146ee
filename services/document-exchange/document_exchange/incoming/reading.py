"""Reading what arrived: the packet's contents into the rows, its signatures into a stored report. Off the hot path."""

import asyncio
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.answering.keeping import keep_answers
from document_exchange.belonging import SIGNATURE_WARNINGS, signature_warnings
from document_exchange.incoming.closing import refuse_taken_back, words_left
from document_exchange.incoming.giving_back import ALTERED, MISSING, give_back, is_long_missing
from document_exchange.incoming.models import PacketCheck, PacketReading
from document_exchange.incoming.opening import Opened, open_packet
from document_exchange.incoming.queries import claim_packet, get_incoming, has_failed, list_senders, list_unread_packets
from document_exchange.incoming.reference_keys import reference_key
from document_exchange.incoming.rules import UNREADABLE, IncomingState, Recall
from document_exchange.incoming.said import what_it_says
from document_exchange.incoming.scanning import plan_scan
from document_exchange.packets.packet import PacketRefused
from document_exchange.packets.rules import LONGEST_TASK_CODE
from document_exchange.packets.texts import sentence_of, sentence_of_notice
from document_exchange.registers.rules import LONGEST_NAME, read_reference
from document_exchange.secrecy import has_secret_marking
from document_exchange.signatures import Signatures
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, Refusal
from shared.core.logs import get_logger
from shared.directory.models import Agency
from shared.foreign import confined
from shared.standards.typed import clean_line
from shared.storage import evidence
from shared.storage.database import Database
from shared.storage.files import FileAltered, FileMissing, FileStore
from shared.storage.words import searchable

log = get_logger(__name__)

_FILL = text(
    """
UPDATE incoming_document i SET read_at = :now, packet_sender_name = :packet_sender_name,
  sender_name = CASE WHEN :sender_known OR i.delivery_id IS NOT NULL THEN :sender_name ELSE :packet_sender_name END,
  reference = :reference,
  type_name = :type_name, subject = :subject, issued_on = :issued_on, signer_name = :signer_name,
  signer_title = :signer_title,
  priority = :priority, task_code = :task_code, steering = :steering,
  due_on = COALESCE(i.due_on, :due_on), folded = CASE WHEN i.recall = :taken_back THEN :words_left ELSE :folded END,
  warnings = CAST(:warnings AS jsonb)
    || CASE WHEN i.sender_code <> :sender_code THEN '["sender_differs"]'::jsonb ELSE '[]'::jsonb END
    || CASE WHEN :name_differs THEN '["sender_name_differs"]'::jsonb ELSE '[]'::jsonb END
    || CASE WHEN i.document_code <> :document_code THEN '["document_code_differs"]'::jsonb ELSE '[]'::jsonb END
    || CASE WHEN i.addressee_code = ANY(CAST(:receivers AS text[])) THEN '[]'::jsonb ELSE '["not_addressed"]'::jsonb END
    || CASE WHEN EXISTS (SELECT 1 FROM incoming_document o WHERE o.addressee_code = i.addressee_code AND o.reference <> ''
         AND """  # noqa: S608
    + reference_key("o.reference")
    + " = "
    + reference_key("CAST(:reference AS text)")
    + " AND o.id <> i.id AND o.status <> '"
    + IncomingState.REFUSED
    + """' AND (o.sender_code = i.sender_code
           OR lower(o.sender_name) IN (lower(CAST(:sender_name AS text)), lower(CAST(:packet_sender_name AS text))) AND o.sender_name <> ''))
       THEN '["duplicate_reference"]'::jsonb ELSE '[]'::jsonb END
WHERE i.packet_sha256 = :sha256 AND i.sender_code = :sent_by AND i.read_at IS NULL
"""
)
_WARN = text(
    """
UPDATE incoming_document SET warnings = CAST(:found AS jsonb) || COALESCE(
  (SELECT jsonb_agg(w) FROM jsonb_array_elements_text(warnings) w WHERE w <> ALL(CAST(:known AS text[]))), '[]'::jsonb)
WHERE packet_sha256 = :sha256
"""
)
_UNREADABLE = text(
    """
UPDATE incoming_document SET read_at = :now, warnings = CAST(:warnings AS jsonb), subject = '(không đọc được gói tin)'
WHERE packet_sha256 = :sha256 AND read_at IS NULL
"""
)


_MORE_OFTEN_IN_VAIN = text(
    """
INSERT INTO packet_reading AS r (packet_sha256, tries, faults, due_at, error)
VALUES (:sha256, 1, :fault, now() + make_interval(secs => :first), :error)
ON CONFLICT (packet_sha256) DO UPDATE SET tries = r.tries + 1, faults = r.faults + :fault, error = :error,
  due_at = now() + make_interval(secs => least(600, :first * 2 ^ least(r.tries, 10)))
RETURNING faults, tries
"""
)
_AGAIN = text(
    """
UPDATE incoming_document SET read_at = NULL, subject = '', warnings = '[]', version = version + 1
WHERE packet_sha256 = :sha256 AND status <> '"""
    + IncomingState.REFUSED
    + """' AND warnings ?| array['packet_unreadable', 'packet_missing', 'packet_altered']
"""
)

SECONDS = 8.0
"""For a packet nobody waits for."""
FAULTS = 2
"""So often may a packet fail by its own fault before it is marked unreadable."""
_FIRST_DELAY = 5.0
_CLASSES_OF_CONTENT = ("22", "23", "54")
"""SQLSTATE classes that speak of the values: data exception, constraint, limit of the program. The others pass."""


async def read_arrivals(database: Database, files: FileStore, signatures: Signatures, limit: int = 20) -> int:
    """Read what was not read yet; each packet once, however many received it and however many copies of us run."""
    async with database.sessions.begin() as session:
        waiting = await list_unread_packets(session, limit)
    seats = asyncio.Semaphore(confined.SEATS)

    async def read(sha256: str) -> None:
        async with seats:
            await _read_in_turn(database, sha256, files, signatures)

    await asyncio.gather(*(read(sha256) for sha256 in waiting))
    return len(waiting)


async def _read_in_turn(database: Database, sha256: str, files: FileStore, signatures: Signatures) -> None:
    """One packet that nothing here can digest must not keep the others waiting, and a passing fault ends no packet."""
    try:
        async with database.sessions.begin() as session:
            sender = await claim_packet(session, sha256)
            if sender is not None:
                await read_arrival(session, sha256, files, signatures, seconds=SECONDS, caller=f"agency:{sender}")
    except (DBAPIError, OSError, FileMissing, Refusal, ValueError, TypeError) as error:
        own = _is_own_fault(error)
        log.error("packet_not_read", packet=sha256, error=type(error).__name__, own=own)
        async with database.sessions.begin() as session:
            facts = {"sha256": sha256, "fault": int(own), "first": _FIRST_DELAY, "error": type(error).__name__}
            faults, tries = (await session.execute(_MORE_OFTEN_IN_VAIN, facts)).one()
            if own and faults >= FAULTS:
                # A busy machine may be at fault as well: a person looks at it, nothing is answered.
                await _set_unreadable(session, sha256, "packet_unreadable", files)
            elif isinstance(error, FileMissing) and await is_long_missing(session, sha256, tries):
                await _set_unreadable(session, sha256, "packet_missing", files)
                await give_back(session, sha256, MISSING)


def _is_own_fault(error: Exception) -> bool:
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        return not error.connection_invalidated and state.startswith(_CLASSES_OF_CONTENT)
    return isinstance(error, (confined.Overrun, ValueError, TypeError))


async def read_arrival(
    session: AsyncSession,
    sha256: str,
    files: FileStore,
    signatures: Signatures,
    *,
    seconds: float = 5.0,
    caller: str | None = None,
) -> None:
    """Đọc gói tin và kiểm tra chữ ký số, toàn vẹn, chứng thư. What passes (a file not there yet, a busy machine) is raised."""
    try:
        opened = await open_packet(sha256, files, signatures, seconds=seconds, caller=caller)
    except FileAltered:
        await _set_unreadable(session, sha256, "packet_altered", files)
        await give_back(session, sha256, ALTERED)
        return
    except PacketRefused as error:
        await _set_unreadable(session, sha256, "packet_unreadable", files)
        await give_back(session, sha256, sentence_of(error))
        return
    await _keep_check(session, sha256, opened)
    await plan_scan(session, files, sha256)
    await keep_answers(session, sha256, opened.packet)
    for sender_code in await list_senders(session, sha256):
        await session.execute(_FILL, _facts(opened, sha256) | await _sender(session, sender_code, opened))


async def read_if_possible(session: AsyncSession, sha256: str, files: FileStore, signatures: Signatures) -> None:
    """For whoever looks before the worker came by; a packet that does not open now is left to the worker."""
    if await has_failed(session, sha256):
        return
    try:
        async with session.begin_nested():
            await read_arrival(session, sha256, files, signatures)
    except (DBAPIError, FileMissing, Refusal) as error:
        log.warning("packet_not_read", packet=sha256, error=type(error).__name__)


async def say_if_unsaid(session: AsyncSession, sha256: str, files: FileStore, signatures: Signatures) -> None:
    """A packet that an older release read is opened once more for what that one did not keep; its check stays as it was."""
    check = await session.get(PacketCheck, sha256) if sha256 else None
    if check is None or check.said is not None:
        return
    try:
        check.said = what_it_says((await open_packet(sha256, files, signatures)).packet)
    except (FileAltered, FileMissing, PacketRefused, Refusal, confined.Overrun) as error:
        log.warning("packet_not_said", packet=sha256, error=type(error).__name__)


async def read_again(session: AsyncSession, who: Identity, incoming_id: UUID) -> None:
    """Đọc lại gói tin: it counts as just arrived, and the worker reads it within a second."""
    incoming = await get_incoming(session, who, incoming_id, lock=True)
    refuse_taken_back(incoming)
    if incoming.status == IncomingState.REFUSED:
        raise Conflict("packet_given_back")
    if not UNREADABLE.intersection(incoming.warnings):
        raise Conflict("packet_already_read")
    await session.execute(_AGAIN, {"sha256": incoming.packet_sha256})
    await session.execute(delete(PacketReading).where(PacketReading.packet_sha256 == incoming.packet_sha256))
    await evidence.record(session, "packet-read-again", f"incoming/{incoming_id}", who, sha256=incoming.packet_sha256)


async def _set_unreadable(session: AsyncSession, sha256: str, code: str, files: FileStore) -> None:
    await plan_scan(session, files, sha256)
    await session.execute(_UNREADABLE, {"now": clock.now(), "warnings": f'["{code}"]', "sha256": sha256})


async def check_again(session: AsyncSession, sha256: str, files: FileStore, signatures: Signatures) -> PacketCheck:
    """Kiểm tra chữ ký số of each PDF, now."""
    opened = await open_packet(sha256, files, signatures)
    await _keep_check(session, sha256, opened)
    found = orjson.dumps(_whose(opened)).decode()
    await session.execute(_WARN, {"sha256": sha256, "known": SIGNATURE_WARNINGS, "found": found})
    query = select(PacketCheck).where(PacketCheck.packet_sha256 == sha256).execution_options(populate_existing=True)
    return (await session.scalars(query)).one()


async def _keep_check(session: AsyncSession, sha256: str, opened: Opened) -> None:
    """The newest result is kept."""
    now = clock.now()
    said = what_it_says(opened.packet)
    statement = insert(PacketCheck).values(packet_sha256=sha256, checked_at=now, files=opened.files, said=said)
    changed = {"checked_at": now, "files": statement.excluded.files, "said": statement.excluded.said}
    await session.execute(statement.on_conflict_do_update(index_elements=["packet_sha256"], set_=changed))


def _whose(opened: Opened) -> list[str]:
    signer = opened.packet.signer
    return signature_warnings(opened.files, opened.packet.sender.organ_id, signer.full_name if signer else "")


async def _sender(session: AsyncSession, sender_code: str, opened: Opened) -> dict[str, Any]:
    """Who sent it is what the directory says of its code; what the packet says besides is its sender's word."""
    packet = opened.packet
    claimed = clean_line(packet.sender.organ_name)[:LONGEST_NAME]
    agency = await session.get(Agency, sender_code)
    name = agency.name_on(packet.promulgated_on or clock.local_now().date()) if agency else ""
    usual = {agency.name, agency.short_name, *(former["name"] for former in agency.former_names)} if agency else set()
    signer = packet.signer.full_name if packet.signer else ""
    reference = read_reference(packet.number, packet.notation)
    return {
        "sent_by": sender_code,
        "sender_known": agency is not None,
        "sender_name": name,
        "packet_sender_name": claimed,
        "name_differs": bool(usual) and searchable(claimed) not in {searchable(known) for known in usual},
        "folded": searchable(f"{reference} {name or claimed} {packet.type_name} {packet.subject} {signer}"),
        "taken_back": Recall.AGREED,
        "words_left": words_left(reference, name or claimed),
    }


def _facts(opened: Opened, sha256: str) -> dict[str, Any]:
    packet = opened.packet
    warnings = [sentence_of_notice(notice) for notice in packet.warnings][:10]
    if has_secret_marking(packet.subject):
        warnings.append("secret_marking")
    if packet.promulgated_on and packet.promulgated_on > clock.local_now().date():
        warnings.append("issued_in_future")
    warnings += _whose(opened)
    signer = packet.signer
    signer_name = signer.full_name if signer else ""
    reference = read_reference(packet.number, packet.notation)
    return {
        "now": clock.now(),
        "sha256": sha256,
        "sender_code": packet.sender.organ_id,
        "document_code": packet.document_id,
        "receivers": [receiver.organ_id for receiver in packet.receivers],
        "reference": reference,
        "type_name": clean_line(packet.type_name)[:LONGEST_NAME],
        "subject": clean_line(packet.subject),
        "issued_on": packet.promulgated_on,
        "signer_name": clean_line(signer_name),
        "signer_title": clean_line(f"{signer.competence} {signer.position}") if signer else "",
        "priority": packet.priority,
        "steering": packet.steering if packet.steering in (1, 2) else 0,
        "task_code": clean_line(packet.task_code)[:LONGEST_TASK_CODE],
        "due_on": packet.due_on,
        "warnings": orjson.dumps(warnings).decode(),
    }
