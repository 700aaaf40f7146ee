"""Proposing, signing and declining a letter of apology. Actions write; who calls commits."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.apologies.models import Apology
from one_stop.apologies.queries import find_apology
from one_stop.apologies.rules import check_new_day, is_late, new_day_fault
from one_stop.apologies.schemas import ApologyProposing
from one_stop.deadlines.actions import watch
from one_stop.dossiers.actions import keep_form, letterhead, load_for_action, note_hand_over, save_change
from one_stop.dossiers.cases import PROPOSED, SIGNED, Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import apology_fields, file_name
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.signing import authority_lines, sign_printed
from one_stop.due_dates.actions import give_step_its_hours, move_due, tell_due
from one_stop.due_dates.rules import Cause, Move, closing_on
from one_stop.forms.render import FormNo
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.formats import vn_date
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage import evidence


async def propose_apology(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    proposing: ApologyProposing,
    working_time: WorkingTime,
) -> Dossier:
    """Đề nghị xin lỗi, hẹn lại ngày trả; a later proposal stands in the place of one that is not signed yet."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.PROPOSE_APOLOGY, version)
    now = clock.now()
    assert dossier.due_at is not None, "only a dossier in work is late"
    check_new_day(proposing.due_on, dossier.due_at, now, working_time)
    apology = await find_apology(session, dossier.id)
    if apology is None:
        apology = Apology(dossier_id=dossier.id, signed_by="", signed_by_name="")
        session.add(apology)
    apology.reason, apology.delayed_by, apology.due_on = proposing.reason, proposing.delayed_by, proposing.due_on
    apology.proposed_by, apology.proposed_by_name, apology.proposed_at = worker.person_id, worker.name, now
    dossier.apology = PROPOSED
    await save_change(session)
    here = dossier.step_code, dossier.step_name
    note = f"Hẹn lại {vn_date(proposing.due_on)}. {proposing.reason}"
    await note_hand_over(session, dossier, Doing.PROPOSE_APOLOGY, worker, now, here, note)
    leaders = Recipient(agency_code=dossier.agency_code, role=Role.LEADER)
    await notify(session, about_loaded("apology-to-sign", dossier, [leaders], dossier.due_at))
    day = proposing.due_on.isoformat()
    await evidence.record(session, "apology-proposed", f"dossier/{dossier.id}", identity, due_on=day)
    return dossier


async def decline_apology(
    session: AsyncSession, who: tuple[Identity, Worker], dossier_id: UUID, version: int | None, reason: str
) -> Dossier:
    """Không ký, trả lại đề nghị: whoever proposed it is told why, and may propose anew."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.DECLINE_APOLOGY, version)
    apology = await _proposed(session, dossier)
    now = clock.now()
    dossier.apology = ""
    await save_change(session)
    here = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.DECLINE_APOLOGY, worker, now, here, reason)
    await _tell_proposer(session, "apology-declined", dossier, apology, worker)
    await evidence.record(session, "apology-declined", f"dossier/{dossier.id}", identity)
    return dossier


async def sign_apology(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    take_number: Callable[[], Awaitable[int]],
    working_time: WorkingTime,
) -> Dossier:
    """Ký văn bản xin lỗi, hẹn lại ngày trả (mẫu 04, PAdES): the date moves, once; the citizen gets letter, reason and new date."""
    identity, worker = who
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.SIGN_APOLOGY, version)
    apology, now, before = await _proposed(session, dossier), clock.now(), dossier.due_at
    assert before is not None, "only a dossier in work is late"
    if (fault := new_day_fault(apology.due_on, before, now, working_time)) is not None:
        raise Conflict("apology_day_over", day=vn_date(apology.due_on), why=fault.sentence)
    apology.number, apology.late = await take_number(), is_late(now, before, working_time)
    apology.signed_by, apology.signed_by_name, apology.signed_at = worker.person_id, worker.name, now
    with session.no_autoflush:
        data = await sheet_of_apology(session, dossier, apology, worker, working_time)
        name = file_name("van-ban-xin-loi", dossier, now)
        printed = await sign_printed(session, prints, FormNo.APOLOGY, dossier, worker, data, name)
    move_due(session, dossier, procedure, Move(Cause.APOLOGY, set_to=apology.due_on), now, working_time)
    await give_step_its_hours(session, dossier, procedure, now, working_time)
    dossier.apology = SIGNED
    await save_change(session)
    await watch(session, dossier, working_time)
    keep_form(session, dossier, FormNo.APOLOGY, printed, now, worker.name)
    here, note = (dossier.step_code, dossier.step_name), _note_of(apology, before)
    await note_hand_over(session, dossier, Doing.SIGN_APOLOGY, worker, now, here, note, files=[printed.file])
    await tell_due(session, dossier, procedure, Cause.APOLOGY.value, apology.reason, working_time, printed.file)
    await _tell_proposer(session, "apology-signed", dossier, apology, worker)
    facts: dict[str, Any] = {"number": apology.number, "late": apology.late, "sha256": printed.file.sha256}
    await evidence.record(session, "apology-signed", f"dossier/{dossier.id}", identity, **facts)
    return dossier


async def sheet_of_apology(
    session: AsyncSession, dossier: Dossier, apology: Apology, worker: Worker, working_time: WorkingTime
) -> dict[str, Any]:
    """What the letter says; without a number, as it would be, in a preview."""
    head = await letterhead(session, dossier.agency_code)
    signer = worker.name, await authority_lines(session, dossier.agency_code, worker)
    facts = {
        "number": apology.number,
        "reason": apology.reason,
        "delayed_by": apology.delayed_by,
        "due_after": closing_on(apology.due_on, working_time),
    }
    return apology_fields(head, dossier, facts, signer)


async def _proposed(session: AsyncSession, dossier: Dossier) -> Apology:
    found = await find_apology(session, dossier.id)
    assert found is not None, "the table of steps asks for a proposal"
    return found


async def _tell_proposer(session: AsyncSession, kind: str, dossier: Dossier, apology: Apology, by: Worker) -> None:
    if apology.proposed_by != by.person_id:
        to = Recipient(person_id=apology.proposed_by, agency_code=dossier.agency_code, role=dossier.step_role)
        await notify(session, about_loaded(kind, dossier, [to], dossier.due_at))


def _note_of(apology: Apology, before: datetime) -> str:
    late = "Lập muộn, sau mốc một ngày làm việc trước hạn. " if apology.late else ""
    return f"{late}Hẹn trả {vn_date(before)} → {vn_date(apology.due_on)}. {apology.reason}"
