"""A change of a procedure: drafted, sent, approved by somebody else, in force on its day. Actions write; who calls commits."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.catalogue.checking import check
from one_stop.catalogue.content import typed_of
from one_stop.catalogue.effects import halt, publish_row, refuse_successor, refuse_unfitting
from one_stop.catalogue.models import OPEN_STATES, ProcedureChange
from one_stop.catalogue.notifications import about_decided, about_sent
from one_stop.catalogue.queries import find_open, get_change
from one_stop.catalogue.rules import STEPS, ChangeCase, ChangeKind, ChangeState, Changing
from one_stop.catalogue.schemas import Beginning, Sending
from one_stop.changeovers.actions import plan_moving
from one_stop.procedures.files import files_in
from one_stop.procedures.queries import find_newest, list_versions
from shared.access.identity import Identity
from shared.access.rights import callers_of
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, NotFound, PreconditionFailed
from shared.core.formats import vn_date, vn_datetime
from shared.core.identifiers import new_id
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.storage.evidence import Acting
from shared.work.jobs import Job, cancel, plan
from shared.work.scanning import refuse_infected


async def begin_change(
    session: AsyncSession, who: Identity, code: str, kind: ChangeKind = ChangeKind.CONTENT
) -> ProcedureChange:
    """Soạn thay đổi from the newest version: of what it says, or of whether it is in force."""
    newest = await find_newest(session, code)
    if newest is None:
        raise NotFound("not_found")
    refuse_unfitting(newest, kind)
    change = await _begin(session, who, code, typed_of(newest.row()), newest.version)
    change.kind = kind.value
    return change


async def begin_procedure(session: AsyncSession, who: Identity, new: Beginning) -> ProcedureChange:
    """Soạn thủ tục mới."""
    if await find_newest(session, new.code) is not None:
        sentence = f"Thủ tục {new.code} đã có trong danh mục: hãy mở thủ tục đó để soạn thay đổi."
        raise Invalid("invalid_input", fields=[FieldError("/code", "procedure_exists", sentence)])
    return await _begin(session, who, new.code, {"name": new.name, **_NEW}, 0)


_NEW: dict[str, Any] = {
    "agencies": [],
    "papers": [],
    "steps": [
        {"code": "receive", "name": "Tiếp nhận, kiểm tra và chuyển hồ sơ", "role": "counter-officer", "hours": 4, "actions": []},
        {"code": "assign", "name": "Phân công thụ lý", "role": "leader", "hours": 4, "actions": ["assign"]},
        {"code": "examine", "name": "Thẩm định hồ sơ, dự thảo kết quả", "role": "specialist", "hours": 20, "actions": ["request_supplement"]},
        {"code": "approve", "name": "Phê duyệt, ký kết quả", "role": "leader", "hours": 8, "actions": ["approve"]},
        {"code": "return", "name": "Trả kết quả cho người nộp", "role": "counter-officer", "hours": 4, "actions": ["return_result"]},
    ],
}  # fmt: skip
"""Five steps that most procedures have."""


async def _begin(
    session: AsyncSession, who: Identity, code: str, content: Mapping[str, Any], base_version: int
) -> ProcedureChange:
    change = await add_draft(session, code, content, base_version, who.agency_code, "", who.acting_name)
    if change is None:
        held = await find_open(session, code)
        assert held is not None
        raise Conflict("change_open_already", by=held.course[0]["by"], at=_at(held.course[0]["at"]))
    change.authors = [who.subject]
    await session.flush()
    await evidence.record(session, "procedure-change-begun", f"procedure/{code}", who, change=str(change.id))
    return change


async def add_draft(
    session: AsyncSession, code: str, content: Mapping[str, Any], base_version: int, agency: str, digest: str, by: str
) -> ProcedureChange | None:
    """A new draft; None where another change of this procedure is open."""
    now = clock.now()
    row = {
        "id": new_id(), "code": code, "state": ChangeState.DRAFT.value, "agency_code": agency, "content": dict(content),
        "base_version": base_version, "version": 1, "authors": [], "begun_at": now, "decision_number": "",
        "decision_agency": "", "decided_by": "", "file_digest": digest,
        "course": [{"what": "Bắt đầu soạn", "by": by, "at": now.isoformat(), "note": ""}],
    }  # fmt: skip
    one_open = insert(ProcedureChange).values(row)
    one_open = one_open.on_conflict_do_nothing(index_elements=["code"], index_where=text(OPEN_STATES))
    made = await session.scalar(one_open.returning(ProcedureChange.id))
    return None if made is None else await session.get(ProcedureChange, made)


async def save_change(
    session: AsyncSession, who: Identity, change_id: UUID, version: int | None, typed: Mapping[str, Any]
) -> ProcedureChange:
    """Lưu bản thảo: kept with its mistakes, over the version in force today, which the page compares it with."""
    change = await _load(session, who, change_id, Changing.SAVE, version)
    newest = await find_newest(session, change.code)
    change.base_version = newest.version if newest is not None else 0
    if change.content != typed:
        change.content = dict(typed)
        _note(change, who, "Sửa bản thảo")
        await evidence.record(session, "procedure-change-saved", f"procedure/{change.code}", who, change=str(change.id))
    if who.subject not in change.authors:
        change.authors = [*change.authors, who.subject]
    return change


async def send_change(
    session: AsyncSession, who: Identity, change_id: UUID, version: int | None, sending: Sending
) -> ProcedureChange:
    """Gửi duyệt: refused while there is a fault, and when nothing would change."""
    change = await _load(session, who, change_id, Changing.SEND, version)
    today, fields = clock.local_now().date(), []
    if sending.effective_on < today:
        sentence = "Ngày có hiệu lực là hôm nay hoặc một ngày sau hôm nay."
        fields.append(FieldError("/effective_on", "day_past", sentence))
    if sending.decision_day > sending.effective_on:
        sentence = "Ngày ban hành quyết định không sau ngày có hiệu lực."
        fields.append(FieldError("/decision_day", "day_after_effect", sentence))
    if fields:
        raise Invalid("invalid_input", fields=fields)
    await _refuse_faulty(session, change, getattr(sending, "successor_code", ""))
    for name, said in sending.model_dump().items():
        setattr(change, name, said)
    if who.subject not in change.authors:
        change.authors = [*change.authors, who.subject]
    change.state = ChangeState.SENT.value
    _note(change, who, "Gửi duyệt", f"Có hiệu lực từ {vn_date(sending.effective_on)}")
    await evidence.record(session, "procedure-change-sent", f"procedure/{change.code}", who, change=str(change.id))
    await notify(session, about_sent(change))
    return change


async def approve_change(
    session: AsyncSession, who: Identity, change_id: UUID, version: int | None, *, moves_open: bool = False
) -> ProcedureChange:
    """Duyệt: in force at once where its day has come, else on its day. `moves_open`: open dossiers that may are moved then."""
    change = await _load(session, who, change_id, Changing.APPROVE, version)
    await _refuse_faulty(session, change, change.successor_code)
    change.state, change.decided_by = ChangeState.APPROVED.value, who.subject
    change.moves_open = moves_open and change.what is ChangeKind.CONTENT
    _note(change, who, "Duyệt", "Chuyển các hồ sơ đang giải quyết chuyển được" if change.moves_open else "")
    await evidence.record(session, "procedure-change-approved", f"procedure/{change.code}", who, change=str(change.id))
    await notify(session, about_decided("procedure-change-approved", change))
    day = change.effective_on
    assert day is not None
    if day > clock.local_now().date():
        await plan(session, BRING_IN_FORCE, str(change.id), datetime.combine(day, time(), clock.VIETNAM))
    else:
        await _bring_in_force(session, change)
    return change


async def return_change(
    session: AsyncSession, who: Identity, change_id: UUID, version: int | None, reason: str
) -> ProcedureChange:
    """Trả lại bản thảo cho người soạn."""
    change = await _load(session, who, change_id, Changing.RETURN, version)
    change.state = ChangeState.DRAFT.value
    _note(change, who, "Trả lại", reason)
    await evidence.record(session, "procedure-change-returned", f"procedure/{change.code}", who, change=str(change.id))
    await notify(session, about_decided("procedure-change-returned", change))
    return change


async def take_back_change(
    session: AsyncSession, who: Identity, change_id: UUID, version: int | None
) -> ProcedureChange:
    """Lấy lại để sửa, also what is approved and waits for its day."""
    change = await _load(session, who, change_id, Changing.TAKE_BACK, version)
    await cancel(session, BRING_IN_FORCE, str(change.id))
    change.state, change.decided_by, change.moves_open = ChangeState.DRAFT.value, "", False
    _note(change, who, "Lấy lại để sửa")
    await evidence.record(session, "procedure-change-back", f"procedure/{change.code}", who, change=str(change.id))
    return change


async def drop_change(session: AsyncSession, who: Identity, change_id: UUID, version: int | None) -> ProcedureChange:
    """Bỏ bản thảo: it is kept, and another may be begun."""
    change = await _load(session, who, change_id, Changing.DROP, version)
    change.state = ChangeState.DROPPED.value
    _note(change, who, "Bỏ bản thảo")
    await evidence.record(session, "procedure-change-dropped", f"procedure/{change.code}", who, change=str(change.id))
    return change


async def base_row(session: AsyncSession, change: ProcedureChange) -> dict[str, Any]:
    """What the procedure says today; empty for a new one."""
    newest = await find_newest(session, change.code)
    return newest.row() if newest is not None else {}


async def bring_in_force(session: AsyncSession, key: str) -> None:
    """Đến ngày có hiệu lực: the change is published. One that was taken back meanwhile is left alone."""
    change = await session.get(ProcedureChange, UUID(key), with_for_update=True)
    if change is None or change.current_state is not ChangeState.APPROVED or change.effective_on is None:
        return
    if change.effective_on <= clock.local_now().date():
        await _bring_in_force(session, change)


BRING_IN_FORCE = Job("bring-procedure-in-force", "Công bố thủ tục vào ngày có hiệu lực", bring_in_force)


async def _bring_in_force(session: AsyncSession, change: ProcedureChange) -> None:
    by = Acting(f"officer:{change.decided_by}", change.agency_code)
    if change.what is ChangeKind.CONTENT:
        row, _ = await check(session, change.code, change.content, await base_row(session, change))
        if row is None:
            raise Conflict("change_has_faults", first="")
        await publish_row(session, change, row, by)
        if change.moves_open:
            await plan_moving(session, change.id, change.code)
    else:
        await halt(session, change, by)
    now = clock.now()
    change.state, change.in_force_at = ChangeState.IN_FORCE.value, now
    change.version += 1
    change.course = [*change.course, {"what": "Có hiệu lực", "by": "", "at": now.isoformat(), "note": ""}]
    await session.flush()


async def _refuse_faulty(session: AsyncSession, change: ProcedureChange, successor: str) -> None:
    """What could not be published, what somebody published meanwhile, what changes nothing."""
    newest = await find_newest(session, change.code)
    if newest is not None:
        refuse_unfitting(newest, change.what)
    if change.what is not ChangeKind.CONTENT:
        await refuse_successor(session, change, successor)
        return
    before = newest.row() if newest is not None else {}
    if newest is not None and newest.version != change.base_version and await _is_other(session, change, before):
        raise Conflict("change_outdated", version=newest.version, day=vn_date(newest.effective_from))
    row, faults = await check(session, change.code, change.content, before)
    if faults:
        raise Conflict("change_has_faults", first=faults[0].sentence)
    await refuse_infected(session, (file.sha256 for file in files_in(row or {})))
    if newest is not None and {**before, "decision": None} == {**(row or {}), "decision": None}:
        raise Conflict("change_changes_nothing")


async def _is_other(session: AsyncSession, change: ProcedureChange, now: Mapping[str, Any]) -> bool:
    """Whether the newest version says something else than the one this was begun from; titles of the e-form alone are nothing."""
    versions = await list_versions(session, change.code)
    return now != next((one.row() for one in versions if one.version == change.base_version), None)


async def _load(
    session: AsyncSession, who: Identity, change_id: UUID, act: Changing, version: int | None
) -> ProcedureChange:
    change = await get_change(session, change_id, who.agency_code, lock=True)
    STEPS.require(act, case_of(change, who))
    if version != change.version:
        last = change.course[-1]
        raise PreconditionFailed("change_changed_meanwhile", by=last["by"], at=_at(last["at"]))
    return change


def case_of(change: ProcedureChange, who: Identity) -> ChangeCase:
    return ChangeCase(change.current_state, callers_of(who), who.subject in change.authors)


def _note(change: ProcedureChange, who: Identity, what: str, note: str = "") -> None:
    """One more line of its course. Saving again and again is one line."""
    line = {"what": what, "by": who.acting_name, "at": clock.now().isoformat(), "note": note}
    last = change.course[-1]
    again = what == "Sửa bản thảo" and (last["what"], last["by"]) == (what, who.acting_name)
    change.course = [*(change.course[:-1] if again else change.course), line]
    change.version += 1


def _at(moment: str) -> str:
    return vn_datetime(datetime.fromisoformat(moment))
