"""Correcting what a dossier says. Actions write; who calls commits."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.corrections.models import Correction
from one_stop.corrections.queries import find_correctables
from one_stop.corrections.rules import ANSWERS, CASE, Correctable, check_number, read_correction, require_may, said
from one_stop.corrections.schemas import Correcting
from one_stop.dossiers.actions import labels_of, load_for_action, note_aside, parties_of, search_text_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.warnings import own_particulars, repeats
from one_stop.dossiers.workers import worker_of
from one_stop.procedures.models import ProcedureVersion
from shared.access.identity import Identity
from shared.contracts.one_stop_aside import DossierCorrected
from shared.contracts.values import Applicant
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.storage import evidence
from shared.work.timeline import signed_by


async def correct_dossier(
    session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, correcting: Correcting
) -> Dossier:
    """Đính chính thông tin: pages and papers made from now on say what is right; those printed before stay as they are."""
    worker = worker_of(who)
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.CORRECT, version)
    known = {one.field: one for one in await find_correctables(session, dossier, procedure)}
    wanted = known.get(correcting.field)
    if wanted is None:
        sentence = "Hãy chọn mục cần đính chính trong danh sách."
        raise Invalid("invalid_input", fields=[FieldError("/field", "correction_unknown", sentence)])
    require_may(wanted, worker.roles)
    value = read_correction(wanted, correcting.value)
    answered = await _put_right(session, dossier, procedure, wanted, value)
    correction = Correction(
        id=new_id(),
        dossier_id=dossier.id,
        field=wanted.field,
        title=wanted.title,
        before={"words": wanted.words, "value": wanted.value},
        after={"words": said(value, wanted.choices), "value": value},
        reason=correcting.reason,
        at=clock.now(),
        by_id=worker.person_id,
        by_name=worker.name,
        **signed_by(who),
    )
    session.add(correction)
    was, now_is = correction.before["words"] or "(trống)", correction.after["words"]
    told = f"{wanted.title}: “{was}” sửa thành “{now_is}”. Lý do: {correcting.reason}"
    await note_aside(session, dossier, Doing.CORRECT, worker, told)
    await _tell(session, dossier, correction, answered)
    facts = {"field": wanted.field, "correction": str(correction.id)}
    await evidence.record(session, "dossier-corrected", f"dossier/{dossier.id}", who, **facts)
    return dossier


async def _put_right(
    session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion, wanted: Correctable, value: Any
) -> dict[str, Any]:
    """The dossier with the new value; the answers of the e-form that this changed."""
    place, _, name = wanted.field.partition(".")
    changed: dict[str, Any] = {}
    if place == ANSWERS:
        changed = {name: value}
    elif place == CASE:
        dossier.case_code, dossier.case_name = value, procedure.case(value).name
        dossier.fee_due = sum(item.amount for item in dossier.fees_now(procedure))
    else:
        person = Applicant.model_validate(getattr(dossier, place))
        if name == "personal_id":
            check_number(person, value)
        if place == "applicant":
            changed = await _repeated(session, dossier, procedure, person, name, value)
        setattr(dossier, place, getattr(dossier, place) | {name: value})
    if wanted.field == "applicant.full_name":
        dossier.applicant_name = value
    dossier.answers = dossier.answers | changed
    dossier.skipped = procedure.skipped(dossier.answers, dossier.case_code)
    dossier.search_text = search_text_of(dossier)
    return changed


async def _repeated(
    session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion, person: Applicant, part: str, value: Any
) -> dict[str, Any]:
    """Answers that said the same of the applicant say what is right too."""
    labels = await labels_of(session, dossier, procedure)
    same = repeats(dossier.answers, person, labels)
    return {name: value for name, known in own_particulars(person, labels).items() if known == part and name in same}


async def _tell(session: AsyncSession, dossier: Dossier, correction: Correction, answered: dict[str, Any]) -> None:
    event = DossierCorrected(
        dossier_id=str(dossier.id),
        status=dossier.status,
        title=correction.title,
        before=correction.before["words"],
        after=correction.after["words"],
        answers=answered,
        case_code=dossier.case_code if correction.field == CASE else None,
        fee_due=dossier.fee_due if correction.field == CASE else None,
        owner_name=str((dossier.owner or {}).get("full_name", "")),
        reason=correction.reason,
        corrected_at=correction.at,
        parties=parties_of(dossier),
    )
    await tell(session, event)
