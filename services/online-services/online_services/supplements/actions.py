"""Bổ sung hồ sơ: the citizen mends what the officer named, nothing else, once per request."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.procedures.queries import eform_of, find_procedure, get_form
from online_services.submissions.actions import check_all, drop_file, keep_file
from online_services.submissions.models import FiledSupplement, UploadedFile
from online_services.submissions.queries import get_own_file, list_files
from online_services.submissions.rules import MOST_FILES_PER_PAPER, paper_name
from online_services.supplements.rules import requested_fields, requested_papers
from online_services.texts import FINDINGS
from online_services.tracking.models import SupplementRequest
from online_services.tracking.queries import Course, find_open_request, get_course
from shared.access.identity import Identity
from shared.contracts.online_services import SupplementFiled
from shared.contracts.values import AttachedPaper, FileReference
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.messaging import outbox
from shared.storage import evidence
from shared.work.eforms.schema import EForm
from shared.work.scanning import refuse_infected


class Asked:
    """Yêu cầu bổ sung with the form it is about."""

    def __init__(self, course: Course, request: SupplementRequest, eform: EForm, names: dict[str, str]) -> None:
        self.course = course
        self.request = request
        self.eform = eform
        items = request.supplement_items()
        self.fields = {name: note for name, note in requested_fields(items).items() if name in eform.properties}
        self.papers = requested_papers(items)
        self.remarks = [note for name, note in requested_fields(items).items() if name not in eform.properties]
        """About questions that this dossier's form does not have: shown, since nothing here could answer them."""
        self.paper_names = names

    def errors_in(self, answers: dict[str, Any], today: date) -> list[FieldError]:
        """What is wrong with the requested fields, read together with all the others."""
        merged = dict(self.course.answers()) | answers
        merged = {name: value for name, value in merged.items() if value is not None}
        return [error for error in check_all(self.eform, merged, today) if error.pointer[1:] in self.fields]

    def changed(self, answers: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in answers.items() if name in self.fields and value is not None}


async def get_asked(session: AsyncSession, owner: str, submission_id: UUID, *, lock: bool = False) -> Asked:
    """The open request of the owner's dossier; NotFound for others, Conflict where nothing is asked."""
    course = await get_course(session, owner, submission_id)
    request = await find_open_request(session, submission_id, lock=lock)
    if request is None:
        raise Conflict("supplement_closed")
    form = await get_form(session, course.submission.form_id, course.submission.form_version)
    procedure = await find_procedure(session, course.submission.procedure_code)
    papers = procedure.papers if procedure else []
    names = {
        item.paper_code: paper_name(papers, item.paper_code) for item in request.supplement_items() if item.paper_code
    }
    return Asked(course, request, eform_of(form), names)


async def attach_file(
    session: AsyncSession, who: Identity, asked: Asked, paper_code: str, file: FileReference
) -> UploadedFile:
    """Đính kèm giấy tờ bổ sung; kept even when something else has to be mended first."""
    if paper_code not in asked.papers:
        raise Invalid("paper_unknown")
    owner = asked.course.submission.owner
    present = await list_files(session, owner, asked.request.id)
    if sum(1 for other in present if other.paper_code == paper_code) >= MOST_FILES_PER_PAPER:
        raise Invalid("too_many_files", limit=MOST_FILES_PER_PAPER)
    return await keep_file(session, who, file, purpose_id=asked.request.id, paper_code=paper_code)


async def remove_file(session: AsyncSession, who: Identity, asked: Asked, file_id: UUID) -> None:
    """Bỏ giấy tờ bổ sung đã đính kèm; one of another place stays where it is."""
    file = await get_own_file(session, asked.course.submission.owner, file_id)
    if file.purpose_id == asked.request.id:
        await drop_file(session, who, file, f"submission/{asked.course.submission.id}")
        await session.flush()


async def file_supplement(
    session: AsyncSession, caller: Identity, asked: Asked, answers: dict[str, Any], papers: list[AttachedPaper]
) -> FiledSupplement:
    """Nộp phần bổ sung. Raises Invalid with every field and paper that is not yet right; an empty one is never an answer."""
    if not asked.fields and not asked.papers:
        raise Invalid("supplement_nothing")
    errors = asked.errors_in(answers, clock.local_now().date())
    present = {paper.paper_code for paper in papers}
    for code in asked.papers:
        if code not in present:
            errors.append(
                FieldError(f"/papers/{code}", "supplement_paper_missing", FINDINGS["supplement_paper_missing"])
            )
    if any(paper.paper_code not in asked.papers for paper in papers):
        raise Invalid("paper_unknown")
    if errors:
        raise Invalid("invalid_input", fields=errors)
    await refuse_infected(session, [paper.file.sha256 for paper in papers])
    moment = clock.now()
    filed = FiledSupplement(
        request_id=asked.request.id,
        submission_id=asked.course.submission.id,
        answers=asked.changed(answers),
        papers=[paper.model_dump(mode="json") for paper in papers],
        filed_at=moment,
    )
    session.add(filed)
    asked.request.closed_at = moment
    event = SupplementFiled(
        submission_id=str(filed.submission_id), answers=filed.answers, papers=tuple(papers), filed_at=moment
    )
    await outbox.tell(session, event)
    facts = {"fields": sorted(filed.answers), "papers": len(papers)}
    await evidence.record(session, "supplement-filed", f"submission/{filed.submission_id}", caller, **facts)
    return filed


async def list_attached(session: AsyncSession, asked: Asked) -> list[UploadedFile]:
    return await list_files(session, asked.course.submission.owner, asked.request.id)


def as_papers(asked: Asked, files: list[UploadedFile]) -> list[AttachedPaper]:
    return [
        AttachedPaper(
            paper_code=file.paper_code,
            paper_name=asked.paper_names.get(file.paper_code, file.paper_code),
            file=file.as_reference(),
        )
        for file in files
    ]
