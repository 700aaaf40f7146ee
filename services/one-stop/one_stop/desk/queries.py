"""All that the page of one dossier shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import labels_of
from one_stop.dossiers.cases import SPECIALIST, Worker
from one_stop.dossiers.history import entry_of
from one_stop.dossiers.models import Dossier, DossierPaper, HandOver, PrintedForm
from one_stop.dossiers.printing import PROVISIONAL, pause_words, term_words
from one_stop.dossiers.queries import get_dossier, list_forms, list_hand_overs, list_papers
from one_stop.dossiers.rules import Channel, Doing, allowed_actions, may_forward
from one_stop.dossiers.warnings import Warning, repeats, warnings_of
from one_stop.forms.render import FormNo
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import UNLABELLED, Step, StepAction, step_after, step_before
from one_stop.results.models import DossierResult
from one_stop.results.queries import find_result
from one_stop.supplements.actions import item_name
from one_stop.supplements.models import SupplementRequest
from one_stop.supplements.queries import list_requests
from one_stop.supplements.rules import stage_of, top_field
from shared.contracts.values import Applicant, SupplementItem
from shared.core.formats import number, vn_date
from shared.directory.queries import Colleague, list_colleagues
from shared.standards.dossier_status import DossierStatus
from shared.work.timeline import TimelineEntry

_KINDS = {"originals": "bản chính", "certified_copies": "bản sao chứng thực", "copies": "bản sao"}


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
    result: DossierResult | None
    labels: list[dict[str, Any]]
    colleagues: list[Colleague]
    """Who can be given the present step."""
    assignees: list[Colleague]
    next_step: Step | None
    previous_step: Step | None
    must_assign: bool
    may_forward: bool
    warnings: list[Warning]

    @property
    def term(self) -> str:
        return term_words(self.procedure.term_amount, self.procedure.term_unit)

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
        receipt = next((form for form in self.forms if form.form_no == FormNo.RECEIPT), None)
        if receipt is None or self.dossier.channel != Channel.COUNTER:
            return []
        return [
            (paper["name"], "; ".join(f"{kind}: {paper[key]}" for key, kind in _KINDS.items() if paper.get(key)))
            for paper in receipt.snapshot.get("papers", [])
        ]

    @property
    def brought(self) -> list[HandOver]:
        """Supplements taken in by an officer at the counter; what came is in the note."""
        return [row for row in self.hand_overs if row.action == Doing.TAKE_SUPPLEMENT and row.by_id]

    @property
    def history(self) -> list[TimelineEntry]:
        return [entry_of(row) for row in self.hand_overs]

    @property
    def pause_rule(self) -> str:
        return pause_words(self.procedure.term_unit)

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
    steps = procedure.workflow()
    allowed = allowed_actions(dossier.standing(), steps, worker)
    following = step_after(steps, dossier.step_position)
    labels = await labels_of(session, dossier, procedure)
    forwards = may_forward(dossier.standing(), steps, worker)
    assigns = (forwards or Doing.TRANSFER in allowed) and following is not None and following.role == SPECIALIST
    applicant = Applicant.model_validate(dossier.applicant)
    told_above = repeats(dossier.answers, applicant, labels)
    return Sheet(
        dossier=dossier,
        applicant=applicant,
        owner=Applicant.model_validate(dossier.owner) if dossier.owner else None,
        procedure=procedure,
        steps=steps,
        allowed=allowed,
        answers=readable_answers(
            labels, {name: value for name, value in dossier.answers.items() if name not in told_above}
        ),
        papers=await list_papers(session, dossier.id),
        forms=await list_forms(session, dossier.id),
        hand_overs=await list_hand_overs(session, dossier.id),
        requests=await list_requests(session, dossier.id),
        result=await find_result(session, dossier.id),
        labels=labels,
        colleagues=await list_colleagues(session, dossier.agency_code, dossier.step_role, unit_id=worker.leads)
        if Doing.REASSIGN in allowed
        else [],
        assignees=await list_colleagues(session, dossier.agency_code, SPECIALIST) if assigns else [],
        next_step=following,
        previous_step=step_before(steps, dossier.step_position),
        must_assign=StepAction.ASSIGN in steps[dossier.step_position].actions,
        may_forward=forwards,
        warnings=warnings_of(dossier.channel, applicant, dossier.answers, labels),
    )


def readable_answers(labels: Sequence[dict[str, Any]], answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Answers in the order of the e-form, under the titles people know; unknown fields last, under their names."""
    known = {str(label["name"]): label for label in labels}
    order = [name for name in known if name in answers] + sorted(name for name in answers if name not in known)
    shown = []
    for name in order:
        label = known.get(name, {})
        if not label.get("askable", True) and answers[name] is True:
            continue  # what everybody has to agree to says nothing of this dossier
        text = _readable(answers[name], label.get("choices", {}), str(label.get("format", "")))
        if text:
            title = UNLABELLED.get(name, name) if name not in known else str(label["title"])
            shown.append((title, text))
    return shown


SEPARATED = 10_000
"""From here on thousands are set apart; years stay as they are."""


def _readable(value: Any, choices: dict[str, str], kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float) and abs(value) >= SEPARATED:
        return number(value, 0 if value == int(value) else 2)
    if isinstance(value, list):
        return "; ".join(part for part in (_readable(item, choices, kind) for item in value) if part)
    if isinstance(value, dict):
        return ", ".join(part for part in (_readable(item, choices, "") for item in value.values()) if part)
    text = choices.get(str(value), str(value))
    if kind == "date":
        try:
            return vn_date(date.fromisoformat(text))
        except ValueError:
            return text
    return text
