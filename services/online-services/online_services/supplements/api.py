"""Supplements from programs."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from online_services.auth import MayFile
from online_services.rights import owner_of
from online_services.submissions.actions import read_sent
from online_services.submissions.queries import list_own_files
from online_services.supplements import actions
from online_services.supplements.schemas import NewSupplement, SupplementAccepted
from shared.contracts.values import AttachedPaper
from shared.core.errors import FieldError, Invalid
from shared.web.idempotency import once
from shared.web.transaction import Session

router = APIRouter(prefix="/api/online-services/v1", tags=["Bổ sung hồ sơ"])


@router.post(
    "/submissions/{submission_id}/supplements",
    status_code=201,
    response_model=SupplementAccepted,
    summary="Bổ sung hồ sơ",
)
async def file_supplement(
    submission_id: UUID, sent: NewSupplement, request: Request, caller: MayFile, session: Session
) -> Response:
    """Bổ sung hồ sơ: only what the open request names."""

    async def act() -> Response:
        asked = await actions.get_asked(session, owner_of(caller), submission_id, lock=True)
        answers = read_sent(asked.eform, sent.answers)
        strange = [name for name in answers if name not in asked.fields]
        if strange:
            found = [
                FieldError(f"/answers/{name[:100]}", "not_requested", "Mục này không có trong yêu cầu bổ sung.")
                for name in strange
            ]
            raise Invalid("invalid_input", fields=found)
        known = await list_own_files(session, owner_of(caller), [paper.file_id for paper in sent.papers])
        papers = []
        for place, paper in enumerate(sent.papers):
            file = known.get(paper.file_id)
            if file is None:
                raise Invalid(
                    "file_unknown",
                    fields=[FieldError(f"/papers/{place}/file_id", "file_unknown", "Không tìm thấy tệp này.")],
                )
            name = asked.paper_names.get(paper.paper_code, paper.paper_code)
            papers.append(AttachedPaper(paper_code=paper.paper_code, paper_name=name, file=file.as_reference()))
        missing = [name for name in asked.fields if name not in answers]
        if missing:
            sentence = "Hãy gửi mục này theo yêu cầu bổ sung."
            raise Invalid(
                "invalid_input", fields=[FieldError(f"/answers/{name}", "missing", sentence) for name in missing]
            )
        filed = await actions.file_supplement(session, caller, asked, answers, papers)
        out = SupplementAccepted(
            request_id=filed.request_id, submission_id=filed.submission_id, filed_at=filed.filed_at
        )
        return Response(out.model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act)
