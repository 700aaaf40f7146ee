"""Drafts: begun, filled in, mended after every change of the catalogue, thrown away and taken back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.queries import find_account
from online_services.procedures.models import Procedure
from online_services.procedures.queries import eform_of, get_form, get_procedure
from online_services.procedures.rules import chosen_case, closed_by
from online_services.rights import owner_of
from online_services.submissions.models import Draft, UploadedFile
from online_services.submissions.queries import count_drafts, get_own_file, list_files, list_forgotten
from online_services.submissions.rules import (
    DAYS_IN_BIN,
    MOST_FILES_PER_PAPER,
    MOST_OPEN_DRAFTS,
    asked_papers,
    unknown_papers,
)
from online_services.texts import FINDINGS
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.identifiers import new_id
from shared.standards.vietnamese import nfc
from shared.storage import evidence
from shared.work.eforms.answers import check_answers, tidy_answers
from shared.work.eforms.render import prefilled
from shared.work.eforms.schema import EForm


def competent_agency(agency_codes: list[str] | tuple[str, ...], chosen: str) -> str:
    """The agency that will get the dossier; it must be chosen where several are competent."""
    if not chosen and len(agency_codes) == 1:
        return agency_codes[0]
    if not chosen:
        raise Invalid(
            "invalid_input", fields=[FieldError("/agency_code", "agency_missing", FINDINGS["agency_missing"])]
        )
    if chosen not in agency_codes:
        raise Invalid(
            "agency_not_competent",
            fields=[FieldError("/agency_code", "agency_not_competent", FINDINGS["agency_not_competent"])],
        )
    return chosen


def refuse_ended(procedure: Procedure) -> None:
    """A procedure that has ended or is suspended takes nothing new; what was filed goes on."""
    if why := closed_by(procedure, clock.now()):
        raise Invalid(why)


async def start_draft(
    session: AsyncSession, caller: Identity, procedure_code: str, agency_code: str, case_code: str = ""
) -> Draft:
    """Lập hồ sơ nháp, with what the account already knows filled in."""
    procedure = await get_procedure(session, procedure_code)
    refuse_ended(procedure)
    agency = competent_agency(procedure.agency_codes, agency_code)
    case = chosen_case(procedure.offered(), case_code)
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
        case_code=case.code,
        form_id=form.form_id,
        form_version=form.version,
        answers=prefilled(eform_of(form), await known_of(session, caller)),
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


async def known_of(session: AsyncSession, caller: Identity) -> dict[str, Any]:
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
    refuse_filed(draft)
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


def read_sent(eform: EForm, answers: dict[str, Any]) -> dict[str, Any]:
    """Answers from a program, read as a page reads them; whatever else they hold in the one normal form."""
    return tidy_answers(eform, _normalised(answers))


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return nfc(value).replace("\x00", "")
    if isinstance(value, list):
        return [_normalised(item) for item in value]
    if isinstance(value, dict):
        return {nfc(key): _normalised(item) for key, item in value.items()}
    return value


async def change_agency(session: AsyncSession, draft: Draft, agency_code: str) -> None:
    """Chọn lại cơ quan giải quyết."""
    refuse_filed(draft)
    procedure = await get_procedure(session, draft.procedure_code)
    draft.agency_code = competent_agency(procedure.agency_codes, agency_code)
    _touch(draft)


async def change_case(session: AsyncSession, draft: Draft, case_code: str) -> None:
    """Chọn lại trường hợp: what was uploaded stays, for papers that the case does not ask for too."""
    refuse_filed(draft)
    procedure = await get_procedure(session, draft.procedure_code)
    draft.case_code = chosen_case(procedure.offered(), case_code).code
    _touch(draft)


async def attach_file(
    session: AsyncSession, who: Identity, draft: Draft, paper_code: str, file: FileReference
) -> UploadedFile:
    """Đính kèm giấy tờ."""
    await refuse_paper(session, draft, paper_code)
    kept = await keep_file(session, who, file, purpose_id=draft.id, paper_code=paper_code)
    _touch(draft)
    return kept


async def refuse_paper(session: AsyncSession, draft: Draft, paper_code: str) -> None:
    """Where no file more can be attached for that paper."""
    refuse_filed(draft)
    procedure = await get_procedure(session, draft.procedure_code)
    if unknown_papers(asked_papers(procedure.papers_of(draft.case_code)), [paper_code]):
        raise Invalid("paper_unknown")
    present = await list_files(session, draft.owner, draft.id)
    if sum(1 for other in present if other.paper_code == paper_code) >= MOST_FILES_PER_PAPER:
        raise Invalid("too_many_files", limit=MOST_FILES_PER_PAPER)


async def keep_file(
    session: AsyncSession, who: Identity, file: FileReference, purpose_id: UUID | None = None, paper_code: str = ""
) -> UploadedFile:
    """Giữ tệp đã tải lên."""
    kept = UploadedFile(
        id=new_id(),
        owner=owner_of(who),
        purpose_id=purpose_id,
        paper_code=paper_code,
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        name=file.name,
    )
    session.add(kept)
    await evidence.record(session, "file-uploaded", f"file/{kept.id}", who, sha256=file.sha256, size=file.size)
    return kept


async def remove_file(session: AsyncSession, who: Identity, draft: Draft, file_id: UUID) -> None:
    """Bỏ giấy tờ đã đính kèm."""
    refuse_filed(draft)
    file = await get_own_file(session, draft.owner, file_id)
    if file.purpose_id == draft.id:
        await drop_file(session, who, file, f"draft/{draft.id}")
        _touch(draft)


async def drop_file(session: AsyncSession, by: Identity | str, file: UploadedFile, place: str) -> None:
    """Bỏ tệp khỏi nơi nó được nộp: what was there, for which paper and where stays in evidence."""
    await session.delete(file)
    facts = {"sha256": file.sha256, "paper": file.paper_code, "from": place}
    await evidence.record(session, "file-removed", f"file/{file.id}", by, **facts)


async def renew_form(session: AsyncSession, draft: Draft, today: date) -> None:
    """Chuyển sang biểu mẫu mới: the procedure's newest form, with every answer that it still asks for."""
    refuse_filed(draft)
    procedure = await get_procedure(session, draft.procedure_code)
    form = await get_form(session, procedure.form_id)
    eform = eform_of(form)
    draft.form_id, draft.form_version = form.form_id, form.version
    kept = {name: value for name, value in draft.answers.items() if name in eform.properties}
    draft.answers = tidy_answers(eform, kept)
    draft.form_done = not check_all(eform, draft.answers, today)
    _touch(draft)


async def discard_draft(session: AsyncSession, who: Identity, draft: Draft) -> None:
    """Xóa hồ sơ nháp: out of sight at once, gone with its files after `DAYS_IN_BIN`."""
    refuse_filed(draft)
    if draft.discarded_at is None:
        draft.discarded_at = clock.now()
        await evidence.record(session, "draft-discarded", f"draft/{draft.id}", who)


async def restore_draft(session: AsyncSession, who: Identity, draft: Draft) -> None:
    """Lấy lại hồ sơ nháp đã xóa."""
    refuse_filed(draft)
    if draft.discarded_at is None:
        return
    if await count_drafts(session, draft.owner) >= MOST_OPEN_DRAFTS:
        raise Conflict("too_many_drafts", limit=MOST_OPEN_DRAFTS)
    draft.discarded_at = None
    await evidence.record(session, "draft-restored", f"draft/{draft.id}", who)


async def empty_bin(session: AsyncSession) -> int:
    """Drafts that nobody took back go for good, with their files."""
    gone = await list_forgotten(session, clock.now() - timedelta(days=DAYS_IN_BIN))
    for draft in gone:
        for file in await list_files(session, draft.owner, draft.id):
            await drop_file(session, "schedule", file, f"draft/{draft.id}")
        await session.delete(draft)
        await evidence.record(session, "draft-removed", f"draft/{draft.id}", "schedule")
    return len(gone)


def refuse_filed(draft: Draft) -> None:
    if draft.filed_at is not None:
        raise Conflict("draft_filed")


def _touch(draft: Draft) -> None:
    draft.version += 1
    draft.changed_at = clock.now()
