"""From a draft to a filed dossier: everything is looked at first, and only then is anything changed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.queries import find_account
from online_services.procedures.models import Procedure
from online_services.procedures.queries import eform_of, get_form, get_procedure
from online_services.procedures.rules import chosen_case
from online_services.rights import owner_of
from online_services.submissions.actions import check_all, competent_agency, known_of, refuse_ended
from online_services.submissions.models import Draft, Submission, UploadedFile
from online_services.submissions.parties import Warning, doubts
from online_services.submissions.queries import get_draft, list_files
from online_services.submissions.rules import (
    MOST_FILES_PER_PAPER,
    crowded_papers,
    missing_papers,
    paper_name,
    papers_to_make,
    unknown_papers,
)
from online_services.texts import FINDINGS
from shared.access.identity import Identity
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.values import Applicant, AttachedPaper, FileReference, ProcedureCase
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.messaging import outbox
from shared.storage import evidence
from shared.work.eforms.answers import keep_shown
from shared.work.eforms.owner import other_than, owner_in
from shared.work.eforms.schema import EForm
from shared.work.scanning import refuse_infected

MakePaper = Callable[[EForm, dict[str, Any], str, datetime], Awaitable[FileReference]]
"""Prints the answers under a paper's name and keeps the file."""


@dataclass(frozen=True)
class Choices:
    """What is chosen at the last step."""

    return_channel: str
    return_address: str = ""
    applicant: Applicant | None = None
    """Only from a client system."""
    confirmed: bool = True
    """Whether what is unusual was looked at again."""


async def file_draft(
    session: AsyncSession, caller: Identity, draft_id: UUID, choices: Choices, make_paper: MakePaper
) -> UUID:
    """Nộp hồ sơ: once, however often it is asked. The draft's row is the lock, its id the dossier's."""
    draft = await get_draft(session, owner_of(caller), draft_id, lock=True)
    if draft.filed_at is not None:
        return draft.id
    procedure = await get_procedure(session, draft.procedure_code)
    refuse_ended(procedure)
    agency_code = competent_agency(procedure.agency_codes, draft.agency_code)
    case = chosen_case(procedure.offered(), draft.case_code)
    asked = procedure.papers_of(case.code)
    eform = await _filled_form(session, draft)
    files = await _sound_files(session, draft, asked)
    applicant = await applicant_of(session, caller, choices.applicant)
    if not choices.confirmed and await doubts_about(session, caller, eform, draft):
        raise Invalid("confirmation_needed")
    answers, moment = keep_shown(eform, draft.answers), clock.now()
    papers = await all_papers(asked, attached(procedure, files), eform, answers, moment, make_paper)
    event = SubmissionFiled(
        submission_id=str(draft.id),
        procedure_code=procedure.code,
        agency_code=agency_code,
        applicant=applicant,
        owner=other_than(applicant, owner_in(eform, answers)),
        form_id=draft.form_id,
        form_version=draft.form_version,
        answers=answers,
        papers=tuple(papers),
        fee_due=case.on("online").fee,
        case_code=case.code,
        return_channel=choices.return_channel,
        return_address=choices.return_address,
        filed_at=moment,
    )
    draft.filed_at = moment
    await _record_submission(session, caller, draft.owner, (procedure, case), event)
    return draft.id


async def _sound_files(session: AsyncSession, draft: Draft, asked: list[dict[str, Any]]) -> list[UploadedFile]:
    """What was attached to papers that are asked for; raises Invalid where one is missing or not to be opened."""
    files = still_asked(asked, await list_files(session, draft.owner, draft.id))
    refuse_bad_papers(asked, [file.paper_code for file in files])
    await refuse_infected(session, [file.sha256 for file in files])
    return files


async def _filled_form(session: AsyncSession, draft: Draft) -> EForm:
    """The e-form of a draft that answers all of it; raises Invalid with the fields at fault."""
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    errors = check_all(eform, draft.answers, clock.local_now().date())
    if errors:
        raise Invalid("form_not_done", fields=[FieldError(f"/answers{e.pointer}", e.code, e.sentence) for e in errors])
    return eform


async def doubts_about(session: AsyncSession, caller: Identity, eform: EForm, draft: Draft) -> list[Warning]:
    """What the filing person should confirm."""
    return doubts(eform, draft.answers, await known_of(session, caller))


def attached(procedure: Procedure, files: Sequence[UploadedFile]) -> list[AttachedPaper]:
    return [
        AttachedPaper(
            paper_code=file.paper_code,
            paper_name=paper_name(procedure.papers, file.paper_code),
            file=file.as_reference(),
        )
        for file in files
    ]


async def all_papers(
    papers: list[dict[str, Any]],
    brought: list[AttachedPaper],
    eform: EForm,
    answers: dict[str, Any],
    moment: datetime,
    make_paper: MakePaper,
) -> list[AttachedPaper]:
    """In the procedure's order: what was brought, and what the answers already say, made from them."""
    made = [
        AttachedPaper(
            paper_code=str(paper["code"]),
            paper_name=str(paper["name"]),
            file=await make_paper(eform, answers, str(paper["name"]), moment),
        )
        for paper in papers_to_make(papers, [paper.paper_code for paper in brought])
    ]
    order = {paper["code"]: place for place, paper in enumerate(papers)}
    return sorted([*made, *brought], key=lambda paper: order.get(paper.paper_code, len(order)))


def still_asked(papers: list[dict[str, Any]], files: Sequence[UploadedFile]) -> list[UploadedFile]:
    """Files for papers that the procedure still knows: one attached before a change does not hold the draft up."""
    strange = set(unknown_papers(papers, [file.paper_code for file in files]))
    return [file for file in files if file.paper_code not in strange]


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


async def _record_submission(
    session: AsyncSession,
    caller: Identity,
    owner: str,
    offered: tuple[Procedure, ProcedureCase],
    event: SubmissionFiled,
) -> None:
    """Kept, told and proven in one act."""
    procedure, case = offered
    session.add(
        Submission(
            id=UUID(event.submission_id),
            owner=owner,
            procedure_code=procedure.code,
            procedure_name=procedure.name,
            agency_code=event.agency_code,
            case_code=case.code,
            case_name=case.name,
            applicant=event.applicant.model_dump(mode="json"),
            on_behalf_of=event.owner.model_dump(mode="json") if event.owner else None,
            form_id=event.form_id,
            form_version=event.form_version,
            answers=event.answers,
            papers=[paper.model_dump(mode="json") for paper in event.papers],
            fee_due=event.fee_due,
            return_channel=event.return_channel,
            return_address=event.return_address,
            filed_at=event.filed_at,
        )
    )
    await outbox.tell(session, event)
    facts = {"procedure": procedure.code, "agency": event.agency_code, "papers": len(event.papers)}
    await evidence.record(session, "submission-filed", f"submission/{event.submission_id}", caller, **facts)


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
