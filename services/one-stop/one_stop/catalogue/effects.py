"""What a change does on its day: a version is published, or the procedure is suspended, abolished or taken up again."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.catalogue.models import ProcedureChange
from one_stop.catalogue.rules import FITTING, STANDING_LABELS, ChangeKind, Standing, standing_of
from one_stop.procedures.actions import end_procedure, publish_procedure, resume_procedure, suspend_procedure
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import find_current, find_newest, newest_labels
from shared.contracts.values import DecidingDocument
from shared.core.errors import Conflict, FieldError, Invalid, NotFound
from shared.storage.evidence import Acting


def standing(version: ProcedureVersion) -> Standing:
    return standing_of(current=version.current, suspended=version.suspended_at is not None)


def refuse_unfitting(newest: ProcedureVersion, kind: ChangeKind) -> None:
    """Two changes that follow each other: what is suspended is not suspended again."""
    if kind not in FITTING[standing(newest)]:
        raise Conflict("change_does_not_fit", state=STANDING_LABELS[standing(newest)].lower())


async def refuse_successor(session: AsyncSession, change: ProcedureChange, code: str) -> None:
    """Thủ tục thay thế is another one, and in force."""
    if code and (code == change.code or await find_current(session, code) is None):
        sentence = f"Không có thủ tục nào khác mang mã {code} đang có hiệu lực: hãy kiểm tra lại mã, hoặc để trống."
        raise Invalid("invalid_input", fields=[FieldError("/successor_code", "successor_unknown", sentence)])


async def publish_row(session: AsyncSession, change: ProcedureChange, row: dict[str, Any], by: Acting) -> None:
    row["decision"] = decision_of(change).model_dump(mode="json")
    labels = await newest_labels(session, row["form"])
    await publish_procedure(session, row, labels, (change.id, by))


async def halt(session: AsyncSession, change: ProcedureChange, by: Acting) -> None:
    """Tạm dừng, bãi bỏ, thực hiện trở lại. An abolished procedure comes back as a new version with the same content."""
    newest, decision = await find_newest(session, change.code), decision_of(change)
    if newest is None:
        raise NotFound("not_found")
    refuse_unfitting(newest, change.what)
    if change.what is ChangeKind.SUSPEND:
        await suspend_procedure(session, newest, by, change.reason, decision)
    elif change.what is ChangeKind.ABOLISH:
        why = {"reason": change.reason, "successor_code": change.successor_code, "decision": decision}
        await end_procedure(session, change.code, by, **why)
    elif newest.current:
        await resume_procedure(session, newest, by)
    else:
        await publish_row(session, change, dict(newest.row()), by)


def decision_of(change: ProcedureChange) -> DecidingDocument:
    assert change.decision_day is not None
    return DecidingDocument(number=change.decision_number, day=change.decision_day, agency=change.decision_agency)
