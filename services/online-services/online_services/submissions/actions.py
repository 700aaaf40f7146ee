"""From a draft to a filed dossier."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.queries import find_account
from online_services.auth import owner_of
from online_services.eforms.answers import check_answers, keep_shown
from online_services.eforms.render import prefilled
from online_services.eforms.schema import EForm
from online_services.procedures.models import Procedure
from online_services.procedures.queries import eform_of, get_form, get_procedure
from online_services.submissions.models import Draft, Submission, UploadedFile
from online_services.submissions.queries import count_drafts, get_draft, get_own_file, list_files
from online_services.submissions.rules import (
    MOST_FILES_PER_PAPER,
    MOST_OPEN_DRAFTS,
    crowded_papers,
    missing_papers,
    paper_name,
    unknown_papers,
)
from online_services.texts import FINDINGS
from shared import clock, evidence, outbox
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.values import Applicant, AttachedPaper, FileReference
from shared.errors import Conflict, FieldError, Invalid
from shared.identifiers import new_id
from shared.identity import Identity
from shared.standards.vietnamese import nfc


def competent_agency(agency_codes: list[str] | tuple[str, ...], chosen: str) -> str:
    """The agency that will get the dossier; it must be chosen where several are competent."""
    if not chosen and len(agency_codes) == 1:
        return agency_codes[0]
    if not chosen:
        raise Invalid(
            "invalid_input", fields=[FieldError("/agency_code", "agency_missing", FINDINGS["agency_missing"])]
        )
    if chosen not in agency_codes:
        raise Invalid("agency_not_competent")
    return chosen


async def start_draft(session: AsyncSession, caller: Identity, procedure_code: str, agency_code: str) -> Draft:
    """Lập hồ sơ nháp, with what the account already knows filled in."""
    procedure = await get_procedure(session, procedure_code)
    agency = competent_agency(procedure.agency_codes, agency_code)
    owner = owner_of(caller)
    if await count_drafts(session, owner) >= MOST_OPEN_DRAFTS:
        raise Conflict("too_many_drafts", limit=MOST_OPEN_DRAFTS)
    form = await get_form(session, procedure.form_id)
    moment = clock.now()
    draft = Draft(
        id=new_id(),
        owner=owner,
        procedure_code=procedure.code,
        agency_code=agency,
        form_id=form.form_id,
        form_version=form.version,
        answers=prefilled(eform_of(form), await _known_of(session, caller)),
        form_done=False,
        version=1,
        created_at=moment,
        changed_at=moment,
    )
    session.add(draft)
    await evidence.record(
        session, "draft-started", f"draft/{draft.id}", caller, procedure=procedure.code, agency=agency
    )
    return draft


async def _known_of(session: AsyncSession, caller: Identity) -> dict[str, Any]:
    """What e-forms may take from the account (`prefill: account.<key>`)."""
    account = await find_account(session, caller.subject) if caller.kind == "citizen" else None
    if account is None:
        return {}
    organisation = account.kind == "organisation"
    return {
        "full_name": account.representative_name if organisation else account.full_name,
        "personal_id": account.representative_id if organisation else account.personal_id,
        "born_on": account.born_on.isoformat() if account.born_on else "",
        "phone": account.phone,
        "email": account.email,
        "address": account.address,
        "organisation_name": account.full_name if organisation else "",
        "tax_code": account.personal_id if organisation else "",
    }


async def save_answers(session: AsyncSession, draft: Draft, answers: dict[str, Any], today: date) -> list[FieldError]:
    """Lưu tờ khai: kept with its mistakes; what has to be mended comes back."""
    _refuse_filed(draft)
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    errors = check_all(eform, answers, today)
    draft.answers = answers
    draft.form_done = not errors
    _touch(draft)
    return errors


def check_all(eform: EForm, answers: dict[str, Any], today: date) -> list[FieldError]:
    """`check_answers`, and no fields that the form does not have."""
    unknown = [name for name in answers if name not in eform.properties]
    strangers = [FieldError(f"/{name[:100]}", "unknown_field", "Biểu mẫu không có mục này.") for name in unknown]
    return strangers + check_answers(eform, answers, today)


def normalised(value: Any) -> Any:
    """The same JSON with every text in NFC."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, dict):
        return {nfc(key): normalised(item) for key, item in value.items()}
    return value


async def change_agency(session: AsyncSession, draft: Draft, agency_code: str) -> None:
    """Chọn lại cơ quan giải quyết."""
    _refuse_filed(draft)
    procedure = await get_procedure(session, draft.procedure_code)
    draft.agency_code = competent_agency(procedure.agency_codes, agency_code)
    _touch(draft)


async def attach_file(session: AsyncSession, draft: Draft, paper_code: str, file: FileReference) -> UploadedFile:
    """Đính kèm giấy tờ."""
    _refuse_filed(draft)
    procedure = await get_procedure(session, draft.procedure_code)
    if unknown_papers(procedure.papers, [paper_code]):
        raise Invalid("paper_unknown")
    present = await list_files(session, draft.owner, draft.id)
    if sum(1 for other in present if other.paper_code == paper_code) >= MOST_FILES_PER_PAPER:
        raise Invalid("too_many_files", limit=MOST_FILES_PER_PAPER)
    kept = await keep_file(session, draft.owner, file, purpose_id=draft.id, paper_code=paper_code)
    _touch(draft)
    return kept


async def keep_file(
    session: AsyncSession, owner: str, file: FileReference, purpose_id: UUID | None = None, paper_code: str = ""
) -> UploadedFile:
    """Giữ tệp đã tải lên."""
    kept = UploadedFile(
        id=new_id(),
        owner=owner,
        purpose_id=purpose_id,
        paper_code=paper_code,
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        name=file.name,
    )
    session.add(kept)
    await evidence.record(session, "file-uploaded", f"file/{kept.id}", owner, sha256=file.sha256, size=file.size)
    return kept


async def remove_file(session: AsyncSession, draft: Draft, file_id: UUID) -> None:
    """Bỏ giấy tờ đã đính kèm."""
    _refuse_filed(draft)
    file = await get_own_file(session, draft.owner, file_id)
    if file.purpose_id == draft.id:
        await session.delete(file)
        _touch(draft)
        await evidence.record(session, "file-removed", f"file/{file.id}", draft.owner, sha256=file.sha256)


async def discard_draft(session: AsyncSession, draft: Draft) -> None:
    """Xóa hồ sơ nháp."""
    _refuse_filed(draft)
    for file in await list_files(session, draft.owner, draft.id):
        await session.delete(file)
    await session.delete(draft)
    await evidence.record(session, "draft-discarded", f"draft/{draft.id}", draft.owner)


async def file_draft(
    session: AsyncSession, caller: Identity, draft_id: UUID, return_channel: str, given: Applicant | None = None
) -> UUID:
    """Nộp hồ sơ: once, however often it is asked. The draft's row is the lock, its id the dossier's."""
    owner = owner_of(caller)
    draft = await get_draft(session, owner, draft_id, lock=True)
    if draft.filed_at is not None:
        return draft.id
    procedure = await get_procedure(session, draft.procedure_code)
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    moment = clock.now()
    errors = check_all(eform, draft.answers, clock.local_now().date())
    if errors:
        raise Invalid("form_not_done", fields=[FieldError(f"/answers{e.pointer}", e.code, e.sentence) for e in errors])
    papers = [
        AttachedPaper(
            paper_code=f.paper_code, paper_name=paper_name(procedure.papers, f.paper_code), file=f.as_reference()
        )
        for f in await list_files(session, owner, draft.id)
    ]
    refuse_bad_papers(procedure.papers, [paper.paper_code for paper in papers])
    applicant = await applicant_of(session, caller, given)
    draft.filed_at = moment
    event = SubmissionFiled(
        submission_id=str(draft.id),
        procedure_code=procedure.code,
        agency_code=competent_agency(procedure.agency_codes, draft.agency_code),
        applicant=applicant,
        form_id=draft.form_id,
        form_version=draft.form_version,
        answers=keep_shown(eform, draft.answers),
        papers=tuple(papers),
        fee_due=procedure.fee,
        return_channel=return_channel,
        filed_at=moment,
    )
    _record_submission(session, owner, procedure, event)
    await outbox.tell(session, event)
    facts = {"procedure": procedure.code, "agency": event.agency_code, "papers": len(papers)}
    await evidence.record(session, "submission-filed", f"submission/{draft.id}", caller, **facts)
    return draft.id


async def applicant_of(session: AsyncSession, caller: Identity, given: Applicant | None) -> Applicant:
    """Citizens act for themselves; a client system says for whom."""
    if caller.kind == "system":
        if given is None:
            raise Invalid("applicant_required")
        return given
    if given is not None:
        raise Invalid("applicant_not_allowed")
    account = await find_account(session, caller.subject)
    if account is None:
        raise Conflict("account_inactive")
    return account.as_applicant()


def _record_submission(session: AsyncSession, owner: str, procedure: Procedure, event: SubmissionFiled) -> None:
    session.add(
        Submission(
            id=UUID(event.submission_id),
            owner=owner,
            procedure_code=procedure.code,
            procedure_name=procedure.name,
            agency_code=event.agency_code,
            applicant=event.applicant.model_dump(mode="json"),
            form_id=event.form_id,
            form_version=event.form_version,
            answers=event.answers,
            papers=[paper.model_dump(mode="json") for paper in event.papers],
            fee_due=event.fee_due,
            return_channel=event.return_channel,
            filed_at=event.filed_at,
        )
    )


def refuse_bad_papers(papers: list[dict[str, Any]], attached: list[str]) -> None:
    """Raise Invalid unless every demanded paper is there, none is strange, and none has too many files."""
    if unknown_papers(papers, attached):
        raise Invalid("paper_unknown")
    if crowded_papers(attached):
        raise Invalid("too_many_files", limit=MOST_FILES_PER_PAPER)
    missing = missing_papers(papers, attached)
    if missing:
        sentence = FINDINGS["paper_missing"]
        raise Invalid(
            "papers_missing",
            fields=[
                FieldError(f"/papers/{code}", "paper_missing", sentence % {"name": paper_name(papers, code)})
                for code in missing
            ],
        )


def _refuse_filed(draft: Draft) -> None:
    if draft.filed_at is not None:
        raise Conflict("draft_filed")


def _touch(draft: Draft) -> None:
    draft.version += 1
    draft.changed_at = clock.now()
