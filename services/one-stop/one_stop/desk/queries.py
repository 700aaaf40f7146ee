"""All that the page of one dossier shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.apologies.models import Apology
from one_stop.apologies.queries import find_apology
from one_stop.closing.models import Ending
from one_stop.closing.queries import find_ending
from one_stop.closing.rules import FEE_WORDS, PAPERS_WORDS, Ground, grounds_for
from one_stop.closing.rules import GROUNDS as STOP_GROUNDS
from one_stop.desk.across import Across, read_across
from one_stop.desk.agencies import Away, gives_on, read_turns
from one_stop.desk.answers import not_above
from one_stop.desk.asking import parts_facts
from one_stop.desk.records import read_records
from one_stop.dossiers.actions import labels_of
from one_stop.dossiers.answers import readable_answers
from one_stop.dossiers.cases import LEADER, SPECIALIST, Worker
from one_stop.dossiers.handed_in import Representation
from one_stop.dossiers.history import entry_of
from one_stop.dossiers.models import Dossier, DossierPaper, HandOver, PrintedForm
from one_stop.dossiers.printing import PROVISIONAL, TERM_UNITS, identity_words, pause_words, term_words
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.receipt import KINDS_OF_COPY
from one_stop.dossiers.rules import Channel, Doing, allowed_actions, may_forward
from one_stop.dossiers.warnings import Warning, warnings_of
from one_stop.forms.render import FormNo
from one_stop.marks.actions import papers_in
from one_stop.parts.models import DossierPart
from one_stop.pauses.models import Pause, PauseProposal
from one_stop.pauses.rules import GROUNDS as PAUSE_GROUNDS
from one_stop.procedures.models import ProcedurePaper, ProcedureVersion
from one_stop.procedures.picture import Picture
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import UNLABELLED, Step, StepAction, step_after, step_before
from one_stop.result_book.models import BookedResult
from one_stop.results.models import DossierResult
from one_stop.results.queries import list_results
from one_stop.returns.models import ResultReturn
from one_stop.supplements.actions import item_name
from one_stop.supplements.models import SupplementRequest
from one_stop.supplements.rules import stage_of, top_field
from shared.contracts.values import Applicant, SupplementItem
from shared.core.formats import vn_date
from shared.directory.queries import Colleague, list_colleagues
from shared.standards.dossier_status import DossierStatus
from shared.standards.parties import SUBJECTS
from shared.work.timeline import TimelineEntry


@dataclass(frozen=True)
class Sheet:
    """Trang hồ sơ."""

    dossier: Dossier
    applicant: Applicant
    owner: Applicant | None
    procedure: ProcedureVersion
    steps: list[Step]
    allowed: tuple[Doing, ...]
    answers: list[tuple[str, str]]
    """Titles and words, without what the applicant's particulars say already."""
    papers: list[DossierPaper]
    forms: list[PrintedForm]
    hand_overs: list[HandOver]
    requests: list[SupplementRequest]
    results: list[DossierResult]
    apology: Apology | None
    pause: Pause | None
    """While the clock stands still."""
    pause_proposal: PauseProposal | None
    booked: list[BookedResult]
    """Its results in the book, each with what was decided of it since."""
    returns: list[ResultReturn]
    ending: Ending | None
    labels: list[dict[str, Any]]
    colleagues: list[Colleague]
    """Who can be given the present step."""
    assignees: list[Colleague]
    leaders: list[Colleague]
    """Who can approve a request for a supplement."""
    next_step: Step | None
    previous_step: Step | None
    must_assign: bool
    may_forward: bool
    warnings: list[Warning]
    parts: list[tuple[DossierPart, tuple[str, ...]]]
    """Phần việc liên thông, each with what this officer may do with it."""
    applicant_reads: bool  # what a party outside answers
    places: list[tuple[str, str]]
    """Whom may be asked: agencies, and the own units."""
    consults: dict[str, Any]
    """Whom this step usually asks, and within how many working hours; empty where it asks nobody by itself."""
    paper_names: dict[str, str]
    """Papers that came, by code."""
    competent: str
    """The agency that has it by name, where who looks is of another."""
    step_places: dict[int, str]
    """Agencies of the steps that another does, by position."""
    away: Away | None
    agency_times: list[tuple[str, str]]
    """How long each agency has had it; empty where it is one."""
    picture: Picture | None
    across: Across | None
    """Received by another agency's counter than the one that decides."""

    @property
    def result(self) -> DossierResult | None:
        """The first, which bears the conclusion."""
        return next((one for one in self.results if not one.position), None)

    @property
    def further(self) -> list[DossierResult]:
        return [one for one in self.results if one.position]

    @property
    def marks(self) -> list[tuple[str, dict[str, Any]]]:
        """What officers said of the papers: name, and state, note, by whom and when."""
        made = self.dossier.paper_marks or {}
        return [
            (self.paper_names.get(code, code), mark | {"at": datetime.fromisoformat(mark["at"])})
            for code, mark in made.items()
        ]

    @property
    def term(self) -> str:
        terms = self.dossier.terms(self.procedure)
        return term_words(terms.term_amount, terms.term_unit)

    @property
    def asked(self) -> list[ProcedurePaper]:
        """Thành phần hồ sơ of its case."""
        return self.procedure.papers_of(self.dossier.case_code)

    @property
    def askable(self) -> list[tuple[str, str]]:
        """Fields of the e-form a supplement may ask for, with their titles."""
        known = [(str(label["name"]), str(label["title"])) for label in self.labels if label.get("askable", True)]
        names = {str(label["name"]) for label in self.labels}
        answered = [(name, UNLABELLED.get(name, name)) for name in sorted(self.dossier.answers) if name not in names]
        return known + answered

    @property
    def on_paper(self) -> list[tuple[str, str]]:
        """Papers received at the counter, as the receipt lists them: name, and how many of which kind."""
        papers = self.dossier.papers_received
        if papers is None:
            receipt = next((form for form in self.forms if form.form_no == FormNo.RECEIPT), None)
            if receipt is None or self.dossier.channel != Channel.COUNTER:
                return []
            papers = receipt.snapshot.get("papers", [])
        return [
            (paper["name"], "; ".join(f"{kind}: {paper[key]}" for key, kind in KINDS_OF_COPY.items() if paper.get(key)))
            for paper in papers
        ]

    @property
    def parties(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Người nộp, chủ hồ sơ: heading and particulars of each."""
        standing = self.dossier.representation
        told = [("Tư cách", Representation.model_validate(standing).words())] if standing else []
        found = [("Người nộp hồ sơ", _particulars(self.applicant) + told)]
        return found + ([("Chủ hồ sơ", _particulars(self.owner))] if self.owner else [])

    @property
    def brought(self) -> list[HandOver]:
        """Supplements taken in by an officer at the counter; what came is in the note."""
        return [row for row in self.hand_overs if row.action == Doing.TAKE_SUPPLEMENT and row.by_id]

    @property
    def history(self) -> list[TimelineEntry]:
        return [entry_of(row) for row in self.hand_overs]

    @property
    def pause_rule(self) -> str:
        return pause_words(self.dossier.terms(self.procedure).term_unit)

    @property
    def grounds(self) -> list[tuple[str, str]]:
        """On which the clock may be stopped, by the rules of this dossier."""
        return [
            (code, name[0].upper() + name[1:]) for code, name in PAUSE_GROUNDS.get(self.dossier.rule_set, {}).items()
        ]

    @property
    def unit(self) -> str:
        return TERM_UNITS[self.procedure.term_unit]

    @property
    def most_extension(self) -> str:
        return term_words(self.procedure.extension_amount, self.procedure.term_unit)

    @property
    def stop_grounds(self) -> list[Ground]:
        """What the dossier can be stopped for now."""
        return grounds_for(self.dossier.lapsed())

    @property
    def ground_name(self) -> str:
        """Of what was proposed, or decided."""
        return STOP_GROUNDS[self.ending.ground].name if self.ending and self.ending.ground else ""

    @property
    def settlements(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """What can be decided of the fee, and of papers."""
        fees, papers = ([(code.value, words) for code, words in known.items()] for known in (FEE_WORDS, PAPERS_WORDS))
        return fees, papers

    @property
    def provisional(self) -> str:
        return PROVISIONAL

    @property
    def open_request(self) -> SupplementRequest | None:
        """What the citizen is being asked for now."""
        waits = self.dossier.status == DossierStatus.SUPPLEMENT_REQUESTED
        return next((request for request in self.requests if request.completed_at is None), None) if waits else None

    @property
    def asked_at_this_stage(self) -> bool:
        stage = stage_of(DossierStatus(self.dossier.status))
        return any(request.stage == stage for request in self.requests)

    def asked_fields(self, request: SupplementRequest) -> list[tuple[str, str, str]]:
        """Name of the control, what it is called, what was to be mended; `paper.` or `field.` says which kind."""
        items = [SupplementItem.model_validate(item) for item in request.items]
        return [
            (
                f"paper.{item.paper_code}" if item.paper_code else f"field.{top_field(item.pointer)}",
                item_name(item, self.procedure, self.labels),
                item.note,
            )
            for item in items
        ]

    def named_items(self, request: SupplementRequest) -> list[tuple[str, str]]:
        items = [SupplementItem.model_validate(item) for item in request.items]
        return [(item_name(item, self.procedure, self.labels), item.note) for item in items]


async def read_sheet(session: AsyncSession, worker: Worker, dossier_id: UUID) -> Sheet:
    dossier = await get_dossier(session, dossier_id, worker.agency_code)
    procedure = await get_version(session, dossier.procedure_version_id)
    own, steps = dossier.worked_on_by(worker.agency_code), procedure.workflow()
    results = [one for one in await list_results(session, dossier.id) if own or one.sha256]
    allowed = allowed_actions(dossier.standing(), steps, worker)
    following = step_after(steps, dossier.step_position, dossier.skipped)
    labels, forwards = await labels_of(session, dossier, procedure), may_forward(dossier.standing(), steps, worker)
    assigns = (forwards or Doing.TRANSFER in allowed) and await gives_on(session, dossier, following)
    applicant = Applicant.model_validate(dossier.applicant)
    records = await read_records(session, dossier, worker)
    return Sheet(
        dossier=dossier,
        applicant=applicant,
        owner=Applicant.model_validate(dossier.owner) if dossier.owner else None,
        procedure=procedure,
        steps=steps,
        allowed=allowed,
        answers=readable_answers(labels, not_above(dossier.answers, applicant, labels)),
        **records,
        **await read_turns(session, dossier, procedure, worker, records["hand_overs"]),
        results=results,
        apology=await find_apology(session, dossier.id) if dossier.apology else None,
        ending=await find_ending(session, dossier.id),
        labels=labels,
        colleagues=await _people(session, Doing.REASSIGN in allowed, dossier, dossier.step_role, worker.leads),
        leaders=await _people(session, Doing.REQUEST_SUPPLEMENT in allowed, dossier, LEADER),
        assignees=await _people(session, assigns, dossier, SPECIALIST),
        next_step=following,
        previous_step=step_before(steps, dossier.step_position, dossier.skipped),
        must_assign=assigns and StepAction.ASSIGN in steps[dossier.step_position].actions,
        may_forward=forwards,
        across=await read_across(session, dossier, procedure, worker, allowed),
        paper_names=await papers_in(session, dossier, procedure),
        warnings=warnings_of(dossier.channel, applicant, dossier.answers, labels),
        **await parts_facts(session, dossier, procedure, worker, asks=Doing.ASK_PART in allowed),
    )


async def _people(
    session: AsyncSession, wanted: bool, dossier: Dossier, role: str, unit_id: str = ""
) -> list[Colleague]:
    return await list_colleagues(session, dossier.step_at, role, unit_id=unit_id) if wanted else []


def _particulars(person: Applicant) -> list[tuple[str, str]]:
    return [
        ("Họ và tên" if person.is_person else SUBJECTS.get(person.kind, "Tổ chức"), person.full_name),
        *((("Ngày sinh", vn_date(person.born_on)),) if person.born_on else ()),
        ("Số định danh, mã số thuế", person.personal_id),
        *((("Giấy tờ", identity_words(person)),) if person.identity_number else ()),
        ("Địa chỉ", person.address),
        ("Điện thoại", person.phone),
        ("Thư điện tử", person.email),
    ]
