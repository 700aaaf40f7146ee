"""What changes a dossier: opened, accepted, refused, received at the counter. Actions write; who calls commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from one_stop.agencies.models import Province
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import hand_over_by, step_due
from one_stop.dossiers.models import Dossier, DossierPaper, HandOver, PrintedForm
from one_stop.dossiers.print_shop import Printed
from one_stop.dossiers.printing import Letterhead
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.rules import Channel, Doing, require_allowed
from one_stop.dossiers.sheet_orders import order_sheet
from one_stop.dossiers.taken_back import refuse_taken_back_in
from one_stop.procedures.models import FormTitles, ProcedureVersion
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import Step
from shared.contracts.one_stop import DossierMoved
from shared.contracts.values import Applicant, AttachedPaper, DossierParty, FileReference, StepTaken
from shared.core import clock
from shared.core.errors import Conflict, NotFound, PreconditionFailed
from shared.core.identifiers import new_id
from shared.core.province import this_province
from shared.directory.models import Agency
from shared.directory.queries import find_agency
from shared.standards.working_time import WorkingTime
from shared.storage.gathered import Gathered, Into
from shared.storage.words import searchable
from shared.work.timeline import kept


async def load_for_action(
    session: AsyncSession, dossier_id: UUID, worker: Worker, action: Doing, version: int | None
) -> tuple[Dossier, ProcedureVersion, list[Step]]:
    """The dossier if this officer may do this now; refuses otherwise. `version` is what the officer was looking at."""
    dossier = await get_dossier(session, dossier_id, worker.agency_code)
    procedure = await require_action(session, dossier, worker, action, version)
    return dossier, procedure, procedure.workflow()


async def require_action(
    session: AsyncSession, dossier: Dossier, worker: Worker, action: Doing, version: int | None
) -> ProcedureVersion:
    """Refuses what this officer may not do with it now; else the procedure, as it was when the dossier began."""
    procedure = await get_version(session, dossier.procedure_version_id)
    try:
        require_allowed(action, dossier.standing(), procedure.workflow(), worker)
    except NotFound:
        await refuse_taken_back_in(session, dossier.id, worker.agency_code)
        raise
    if version is not None and version != dossier.version:
        raise PreconditionFailed("changed_meanwhile")
    return procedure


async def save_change(session: AsyncSession) -> None:
    """Write what was decided; of two officers who decided at once, the second is refused."""
    try:
        await session.flush()
    except StaleDataError as error:
        raise Conflict("dossier_taken_meanwhile") from error
    except IntegrityError as error:
        raise Conflict("dossier_received_already") from error


def touch(dossier: Dossier) -> None:
    """Its row is written anew although nothing on it may differ."""
    flag_modified(dossier, "awaits")


async def note_aside(
    session: AsyncSession, dossier: Dossier, act: Doing, by: Worker, note: str, files: Sequence[FileReference] = ()
) -> None:
    """A line of the timeline for what moves nothing; who looks at the dossier meanwhile sees that something was added."""
    touch(dossier)
    await save_change(session)
    here = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, act, by, clock.now(), here, note, files=files)


def enter_step(dossier: Dossier, step: Step, at: datetime, working_time: WorkingTime) -> None:
    dossier.step_position = step.position
    dossier.step_code = step.code
    dossier.step_name = step.name
    dossier.step_role = step.role
    dossier.step_since = at
    dossier.step_due_at = dossier.work_due_at = step_due(at, step, working_time, dossier.due_at)
    # What was proposed of the step before is not asked any more.
    dossier.holder_id = dossier.stop_proposed_at = dossier.pause_proposed_at = None
    dossier.holder_name = dossier.unit_id = dossier.step_agency_code = dossier.step_sent_by = ""


def limit_hand_over(dossier: Dossier, working_time: WorkingTime) -> None:
    """The counter's own step ends when the law says that it hands over, however many hours the procedure gives it."""
    assert dossier.step_due_at is not None
    limit = hand_over_by(dossier.step_since, this_province().working_time.hand_over_next_day_after, working_time)
    dossier.step_due_at = dossier.work_due_at = min(dossier.step_due_at, limit)


async def note_hand_over(
    into: Into,
    dossier: Dossier,
    action: Doing,
    by: Worker,
    at: datetime,
    before: tuple[str, str],
    note: str = "",
    outcome: str = "",
    files: Sequence[FileReference] = (),
    agency: tuple[str, str] | None = None,
) -> None:
    """One line of the timeline, numbered by the saved version. `agency`: of a part, whose act (code), who was asked (name)."""
    row = HandOver(
        id=new_id(),
        dossier_id=dossier.id,
        number=dossier.version,
        action=action,
        at=at,
        by_id=by.person_id,
        by_name=by.name,
        post=by.post,
        actor_title=by.title,
        on_behalf_of=by.behalf,
        files=kept(*files),
        agency_code=agency[0] if agency else by.agency_code,
        from_step=before[0],
        from_step_name=before[1],
        to_step=dossier.step_code,
        to_step_name=dossier.step_name,
        to_holder_id=None if agency else dossier.holder_id,
        to_holder_name=agency[1] if agency else dossier.holder_name,
        to_agency_code=dossier.step_agency_code,
        status=dossier.status,
        due_at=dossier.step_due_at,
        outcome=outcome,
        note=note,
    )
    _put(into, row)
    await order_sheet(into, dossier, clock.now())


def _put(into: Into, row: HandOver | PrintedForm) -> None:
    """Written with all else of its act, or when the session is flushed."""
    if isinstance(into, Gathered):
        into.row(row)
    else:
        into.add(row)


async def letterhead(session: AsyncSession, agency_code: str) -> Letterhead:
    parent = aliased(Agency)
    named = select(Province, Agency, parent).select_from(Province).outerjoin(Agency, Agency.code == agency_code)
    row = (await session.execute(named.outerjoin(parent, parent.code == Agency.parent_code).limit(1))).one()
    return Letterhead(row[0], row[1], row[2], agency_code)


async def labels_of(session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion) -> list[dict[str, Any]]:
    """Fields of the very form the dossier was filed with; none for papers brought to the counter."""
    if not dossier.form_id:
        return []
    titles = await session.get(FormTitles, (dossier.form_id, dossier.form_version))
    return titles.field_labels if titles is not None else procedure.field_labels


def keep_form(
    into: Into,
    dossier: Dossier,
    form_no: str,
    printed: Printed,
    at: datetime,
    by: str,
    sealed_by: str = "",
) -> PrintedForm:
    """`sealed_by`: code of the agency whose signature the worker adds after the act; nobody at the counter waits for it.

    What a leader signed bears it already, or waits for the agency's certificate.
    """
    sealing = printed.sealing or sealed_by
    form = PrintedForm(
        id=new_id(),
        dossier_id=dossier.id,
        form_no=form_no,
        sha256=printed.file.sha256,
        size=printed.file.size,
        file_name=printed.file.name,
        snapshot=printed.snapshot,
        made_at=at,
        made_by=by,
        seal_agency=sealing,
        seal_at=at if sealing and not printed.sealed else None,
        sealed_at=at if printed.sealed else None,
    )
    _put(into, form)
    return form


def add_papers(session: AsyncSession, dossier_id: UUID, papers: tuple[AttachedPaper, ...], at: datetime) -> None:
    for paper in papers:
        session.add(
            DossierPaper(
                id=new_id(),
                dossier_id=dossier_id,
                paper_code=paper.paper_code,
                paper_name=paper.paper_name,
                sha256=paper.file.sha256,
                size=paper.file.size,
                media_type=paper.file.media_type,
                file_name=paper.file.name,
                added_at=at,
            )
        )


def search_text_of(dossier: Dossier) -> str:
    """By what people at the counter know of it: code, procedure, names and numbers of applicant and owner."""
    parties = [Applicant.model_validate(party) for party in (dossier.applicant, dossier.owner) if party]
    known = [
        text for party in parties for text in (party.full_name, party.personal_id, party.identity_number, party.phone)
    ]
    return searchable(" ".join((dossier.code or "", dossier.procedure_name, *known)))


def parties_of(dossier: Dossier) -> tuple[DossierParty, ...]:
    """Whose it is by number; of one filed online the portal knows."""
    if dossier.channel == Channel.ONLINE:
        return ()
    people = {"applicant": dossier.applicant, "owner": dossier.owner}
    known = {capacity: Applicant.model_validate(party) for capacity, party in people.items() if party}
    return tuple(
        DossierParty(capacity=capacity, number=party.personal_id, is_person=party.is_person)
        for capacity, party in known.items()
        if party.personal_id
    )


def set_due(dossier: Dossier, due: datetime, working_time: WorkingTime) -> None:
    """The due time in force; provisional while it rests on a year whose calendar is not decided."""
    since = working_time.local(dossier.counted_from or due).date()
    dossier.due_at = due
    dossier.due_provisional = bool(working_time.days.undecided_years(since, working_time.local(due).date()))


async def moved_event(
    session: AsyncSession,
    dossier: Dossier,
    action: Doing,
    due_words: tuple[str, ...] = (),
    asked: Sequence[str] = (),
) -> DossierMoved:
    """What the citizen sees of the step the dossier is at now. `asked`: names of the agencies that were asked just now."""
    there = dossier.step_at
    agency = await find_agency(session, there)
    return DossierMoved(
        dossier_id=str(dossier.id),
        status=dossier.status,
        step=StepTaken(
            code=dossier.step_code,
            name=dossier.step_name,
            agency_code=there,
            agency_name=agency.name if agency else "",
            holder_name="" if there != dossier.agency_code else dossier.holder_name,
            due_at=dossier.step_due_at,
        ),
        action=action,
        due_at=dossier.due_at,
        due_provisional=dossier.due_provisional,
        due_words=due_words,
        moved_at=clock.now(),
        asked=tuple(asked),
    )
