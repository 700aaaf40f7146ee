"""Filing for programs: files, drafts, and the submission itself on the hot path."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.auth import MayFile
from online_services.procedures.catalogue import Offer
from online_services.procedures.queries import eform_of, find_procedure, get_form, get_procedure
from online_services.procedures.rules import chosen_case, closed_by, papers_of
from online_services.rights import owner_of
from online_services.submissions import actions, filing, queries, statements
from online_services.submissions.models import Draft
from online_services.submissions.rules import paper_name
from online_services.submissions.schemas import (
    DraftAnswers,
    DraftFiling,
    DraftList,
    DraftOut,
    FileOut,
    NewDraft,
    NewSubmission,
    SubmissionAccepted,
)
from online_services.submissions.uploads import take_api_upload
from shared.access.identity import Identity
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.values import Applicant, AttachedPaper, FileReference
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, PreconditionFailed
from shared.core.identifiers import new_id
from shared.storage.database import Pool
from shared.web.file_answers import stored_file
from shared.web.idempotency import answer_again, hash_of_request, once, read_key
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion
from shared.work.eforms.answers import keep_shown
from shared.work.eforms.owner import other_than, owner_in

router = APIRouter(prefix="/api/online-services/v1", tags=["Nộp hồ sơ"])

IdempotencyKey = Annotated[str | None, Header(min_length=8, max_length=200)]


def _json(body: bytes | str, status: int = 200, **headers: str) -> Response:
    return Response(body, status, media_type="application/json", headers=headers)


@router.post("/submissions", status_code=201, response_model=SubmissionAccepted, summary="Nộp hồ sơ")
async def file_submission(
    new: NewSubmission, request: Request, caller: MayFile, idempotency_key: IdempotencyKey = None
) -> Response:
    """Nộp hồ sơ. With `Idempotency-Key` a repeat gets the first answer and makes no second dossier."""
    key = read_key(idempotency_key)
    pool = await request.app.state.database.hot()
    offer = await request.app.state.catalogue.find(pool, new.procedure_code)
    if offer is None:
        raise await _unoffered(request, new.procedure_code)
    filed = await _checked_submission(pool, new, offer, caller, request.app.state.papers)
    accepted = SubmissionAccepted(
        id=UUID(filed.submission_id),
        procedure_code=filed.procedure_code,
        agency_code=filed.agency_code,
        case_code=filed.case_code,
        fee_due=filed.fee_due,
        filed_at=filed.filed_at,
    )
    answer = accepted.model_dump_json().encode()
    digest = hash_of_request(request, await request.body())
    outcome = await statements.accept_submission(
        pool,
        filed,
        (offer.name, chosen_case(offer.cases, filed.case_code).name),
        caller,
        applicant_given=new.applicant is not None,
        key=key or None,
        request_hash=digest,
        answer=answer,
    )
    if outcome.filed:
        request.app.state.waker.wake()
        return _json(answer, 201, Location=f"/api/online-services/v1/submissions/{accepted.id}")
    if not outcome.account_known:
        raise Conflict("account_inactive")
    return answer_again(digest, outcome.first)


async def _unoffered(request: Request, code: str) -> Invalid:
    """Why there is no e-form of it: it is a page alone, or nobody knows it."""
    async with request.app.state.database.sessions() as session:
        known = await find_procedure(session, code)
    if known is not None and (why := closed_by(known, clock.now())):
        return Invalid(why)
    fault = FieldError("/procedure_code", "procedure_unknown", "Không có thủ tục này.")
    return Invalid("procedure_unknown", fields=[fault])


async def _checked_submission(
    pool: Pool, new: NewSubmission, offer: Offer, caller: Identity, make_paper: filing.MakePaper
) -> SubmissionFiled:
    """The event of a submission that nothing is wrong with; anything wrong is raised with all its fields."""
    moment = clock.now()
    if why := closed_by(offer, moment):
        raise Invalid(why)
    agency = actions.competent_agency(offer.agency_codes, new.agency_code)
    case = chosen_case(offer.cases, new.case_code)
    asked = papers_of(offer.papers, case.code)
    applicant = _applicant_of(new, caller)
    answers = actions.read_sent(offer.eform, new.answers)
    errors = actions.check_all(offer.eform, answers, clock.local_now().date())
    if errors:
        raise Invalid("invalid_input", fields=[FieldError(f"/answers{e.pointer}", e.code, e.sentence) for e in errors])
    filing.refuse_bad_papers(asked, [paper.paper_code for paper in new.papers])
    brought = await _attached(pool, new, offer, caller) if new.papers else []
    shown = keep_shown(offer.eform, answers)
    owner = new.owner.as_applicant() if new.owner else owner_in(offer.eform, answers)
    return SubmissionFiled(
        submission_id=str(new_id()),
        procedure_code=offer.code,
        agency_code=agency,
        applicant=applicant,
        owner=other_than(applicant, owner),
        form_id=offer.eform.id,
        form_version=offer.eform.version,
        answers=shown,
        papers=tuple(await filing.all_papers(asked, brought, offer.eform, shown, moment, make_paper)),
        fee_due=case.on("online").fee,
        case_code=case.code,
        return_channel=new.return_channel,
        return_address=new.return_address,
        filed_at=moment,
    )


def _applicant_of(new: NewSubmission, caller: Identity) -> Applicant:
    if caller.kind == "system":
        if new.applicant is None:
            raise Invalid(
                "applicant_required", fields=[FieldError("/applicant", "missing", "Hãy gửi thông tin người nộp.")]
            )
        return new.applicant.as_applicant()
    if new.applicant is not None:
        raise Invalid("applicant_not_allowed", fields=[FieldError("/applicant", "not_allowed", "Không gửi mục này.")])
    # A placeholder: the statement takes the particulars from the account itself.
    return Applicant(kind="citizen", full_name="")


async def _attached(pool: Pool, new: NewSubmission, offer: Offer, caller: Identity) -> list[AttachedPaper]:
    known = await statements.list_own_files(pool, owner_of(caller), [paper.file_id for paper in new.papers])
    attached = []
    for place, paper in enumerate(new.papers):
        row = known.get(paper.file_id)
        if row is None:
            raise Invalid(
                "file_unknown",
                fields=[FieldError(f"/papers/{place}/file_id", "file_unknown", "Không tìm thấy tệp này.")],
            )
        if row["infected"]:
            raise Invalid("file_infected")
        file = FileReference(sha256=row["sha256"], size=row["size"], media_type=row["media_type"], name=row["name"])
        attached.append(
            AttachedPaper(paper_code=paper.paper_code, paper_name=paper_name(offer.papers, paper.paper_code), file=file)
        )
    return attached


@router.post("/files", status_code=201, response_model=FileOut, summary="Tải tệp lên")
async def upload_file(
    request: Request, caller: MayFile, session: Session, name: Annotated[str, Query(max_length=255)] = ""
) -> Response:
    """Tải tệp lên: multipart field `file`, or the bytes as application/octet-stream with `?name=`."""

    async def act() -> Response:
        reference = await take_api_upload(request, session, name)
        kept = await actions.keep_file(session, caller, reference)
        return _json(FileOut.model_validate(kept).model_dump_json(), 201)

    await request.body()
    return await once(request, session, act)


@router.get("/files/{file_id}", summary="Tải về tệp của mình")
async def download_own_file(file_id: UUID, request: Request, caller: MayFile, session: Session) -> Response:
    """Tải về tệp của mình."""
    file = await queries.get_own_file(session, owner_of(caller), file_id)
    return await stored_file(request, file.as_reference())


async def _draft_out(session: AsyncSession, draft: Draft) -> DraftOut:
    out = DraftOut.model_validate(draft)
    out.files = [FileOut.model_validate(file) for file in await queries.list_files(session, draft.owner, draft.id)]
    return out


async def _draft_answer(session: AsyncSession, draft: Draft, status: int = 200) -> Response:
    out = await _draft_out(session, draft)
    return _json(out.model_dump_json(), status, ETag=f'"{draft.version}"')


def _refuse_stale(draft: Draft, seen: int | None) -> None:
    if seen not in (None, draft.version):
        raise PreconditionFailed("changed_meanwhile")


@router.get("/drafts", summary="Danh sách hồ sơ nháp của tôi")
async def list_own_drafts(caller: MayFile, session: Session) -> DraftList:
    """Hồ sơ nháp của tôi, without their files."""
    drafts = await queries.list_drafts(session, owner_of(caller))
    return DraftList(items=[DraftOut.model_validate(draft) for draft in drafts])


@router.post("/drafts", status_code=201, response_model=DraftOut, summary="Lập hồ sơ nháp")
async def start_draft(new: NewDraft, request: Request, caller: MayFile, session: Session) -> Response:
    """Lập hồ sơ nháp."""

    async def act() -> Response:
        await get_procedure(session, new.procedure_code)
        draft = await actions.start_draft(session, caller, new.procedure_code, new.agency_code, new.case_code)
        await session.flush()
        return await _draft_answer(session, draft, 201)

    return await once(request, session, act)


@router.get("/drafts/{draft_id}", response_model=DraftOut, summary="Xem hồ sơ nháp")
async def read_draft(draft_id: UUID, caller: MayFile, session: Session) -> Response:
    """Xem hồ sơ nháp."""
    return await _draft_answer(session, await queries.get_draft(session, owner_of(caller), draft_id))


@router.put("/drafts/{draft_id}", response_model=DraftOut, summary="Lưu tờ khai của hồ sơ nháp")
async def save_draft(
    draft_id: UUID, sent: DraftAnswers, caller: MayFile, session: Session, version: ExpectedVersion
) -> Response:
    """Lưu tờ khai, right or not yet right."""
    draft = await queries.get_draft(session, owner_of(caller), draft_id, lock=True)
    _refuse_stale(draft, version)
    if sent.case_code is not None:
        await actions.change_case(session, draft, sent.case_code)
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    await actions.save_answers(session, draft, actions.read_sent(eform, sent.answers), clock.local_now().date())
    await session.flush()
    return await _draft_answer(session, draft)


@router.delete("/drafts/{draft_id}", status_code=204, summary="Xóa hồ sơ nháp")
async def discard_draft(draft_id: UUID, caller: MayFile, session: Session, version: ExpectedVersion) -> Response:
    """Xóa hồ sơ nháp."""
    draft = await queries.get_draft(session, owner_of(caller), draft_id, lock=True)
    _refuse_stale(draft, version)
    await actions.discard_draft(session, caller, draft)
    return Response(status_code=204)


@router.post(
    "/drafts/{draft_id}/files", status_code=201, response_model=FileOut, summary="Đính kèm giấy tờ vào hồ sơ nháp"
)
async def attach_file(
    draft_id: UUID,
    request: Request,
    caller: MayFile,
    session: Session,
    paper_code: Annotated[str, Query(max_length=60)],
    name: Annotated[str, Query(max_length=255)] = "",
) -> Response:
    """Đính kèm giấy tờ vào hồ sơ nháp."""

    async def act() -> Response:
        draft = await queries.get_draft(session, owner_of(caller), draft_id, lock=True)
        reference = await take_api_upload(request, session, name)
        kept = await actions.attach_file(session, caller, draft, paper_code, reference)
        return _json(FileOut.model_validate(kept).model_dump_json(), 201)

    await request.body()
    return await once(request, session, act)


@router.post("/drafts/{draft_id}/file", status_code=201, response_model=SubmissionAccepted, summary="Nộp hồ sơ nháp")
async def file_draft(
    draft_id: UUID, sent: DraftFiling, request: Request, caller: MayFile, session: Session
) -> Response:
    """Nộp hồ sơ nháp: once, a repeat gets the same dossier."""

    async def act() -> Response:
        given = sent.applicant.as_applicant() if sent.applicant else None
        choices = filing.Choices(sent.return_channel, sent.return_address, given)
        filed = await filing.file_draft(session, caller, draft_id, choices, request.app.state.papers)
        await session.flush()
        submission = await queries.get_submission(session, owner_of(caller), filed)
        return _json(SubmissionAccepted.model_validate(submission, from_attributes=True).model_dump_json(), 201)

    return await once(request, session, act)
